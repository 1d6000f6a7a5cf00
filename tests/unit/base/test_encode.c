/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/encode.h"
#include "base/memory.h"

#include <criterion/criterion.h>
#include <string.h>

static iter8_allocator allocator;
static iter8__text text;

static void setup(void)
{
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), 0);
    iter8__text_init(&text, &allocator);
}

static void teardown(void)
{
    iter8__text_clear(&text);
}

TestSuite(base_encode, .init = setup, .fini = teardown);

Test(base_encode, percent_leaves_only_the_unreserved_characters)
{
    iter8__text_add_percent(&text, "aZ09-._~ /?%\xc3\xa9");
    cr_expect_str_eq(iter8__text_string(&text), "aZ09-._~%20%2F%3F%25%C3%A9");
}

/* The test vectors of RFC 4648. */
static const struct {
    const char *plain;
    const char *encoded;
} vectors[] = {{"", ""},
               {"f", "Zg=="},
               {"fo", "Zm8="},
               {"foo", "Zm9v"},
               {"foob", "Zm9vYg=="},
               {"fooba", "Zm9vYmE="},
               {"foobar", "Zm9vYmFy"},
               {"\xff\xfe\xfd", "//79"},
               {"user:pass", "dXNlcjpwYXNz"}};

Test(base_encode, base64_is_written_with_padding)
{
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        iter8__text_clear(&text);
        iter8__text_add_base64(&text, vectors[i].plain, strlen(vectors[i].plain));
        cr_expect_str_eq(iter8__text_string(&text), vectors[i].encoded);
    }
}

static int decode(const char *encoded)
{
    iter8__text_clear(&text);
    return iter8__text_add_from_base64(&text, encoded, strlen(encoded));
}

Test(base_encode, base64_is_read_back)
{
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        cr_expect(decode(vectors[i].encoded));
        cr_expect_str_eq(iter8__text_string(&text), vectors[i].plain);
    }
    cr_expect(decode("Zm9v\n YmFy\r\n"), "a long one is broken into lines");
    cr_expect_str_eq(iter8__text_string(&text), "foobar");
    cr_expect(decode("Zm8"), "the padding is left out");
    cr_expect_str_eq(iter8__text_string(&text), "fo");
}

Test(base_encode, what_is_no_base64_is_refused)
{
    static const char *const wrong[] = {"Zg=a", "Z", "Zm9vY", "Zm9v*", "Zm9-", "Zh==", "===="};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_expect_not(decode(wrong[i]), "%s", wrong[i]);
}
