/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/error.h"
#include "iter8/version.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* A copy of the released numbers: they never change. New ones are added here as well. */
static const struct {
    int number;
    int code;
    const char *name;
} pinned[] = {
    {0, ITER8_OK, "ITER8_OK"},
    {1, ITER8_PENDING, "ITER8_PENDING"},
    {-1, ITER8_ERR_NOMEM, "ITER8_ERR_NOMEM"},
    {-2, ITER8_ERR_ARGUMENT, "ITER8_ERR_ARGUMENT"},
    {-3, ITER8_ERR_STRUCT_SIZE, "ITER8_ERR_STRUCT_SIZE"},
    {-4, ITER8_ERR_BUFFER, "ITER8_ERR_BUFFER"},
    {-5, ITER8_ERR_BUSY, "ITER8_ERR_BUSY"},
    {-6, ITER8_ERR_INTERNAL, "ITER8_ERR_INTERNAL"},
    {-7, ITER8_ERR_NOT_FOUND, "ITER8_ERR_NOT_FOUND"},
    {-20, ITER8_ERR_SYNTAX, "ITER8_ERR_SYNTAX"},
    {-21, ITER8_ERR_ENCODING, "ITER8_ERR_ENCODING"},
    {-22, ITER8_ERR_TOO_DEEP, "ITER8_ERR_TOO_DEEP"},
    {-23, ITER8_ERR_TOO_LARGE, "ITER8_ERR_TOO_LARGE"},
    {-24, ITER8_ERR_ALIAS, "ITER8_ERR_ALIAS"},
    {-25, ITER8_ERR_DUPLICATE_KEY, "ITER8_ERR_DUPLICATE_KEY"},
    {-26, ITER8_ERR_FIELD_PATH, "ITER8_ERR_FIELD_PATH"},
    {-27, ITER8_ERR_NO_FIELD, "ITER8_ERR_NO_FIELD"},
    {-28, ITER8_ERR_PATCH, "ITER8_ERR_PATCH"},
    {-29, ITER8_ERR_NUMBER, "ITER8_ERR_NUMBER"},
    {-30, ITER8_ERR_AMBIGUOUS, "ITER8_ERR_AMBIGUOUS"},
    {-31, ITER8_ERR_VERSION, "ITER8_ERR_VERSION"},
    {-40, ITER8_ERR_INVALID, "ITER8_ERR_INVALID"},
    {-41, ITER8_ERR_TYPE, "ITER8_ERR_TYPE"},
    {-42, ITER8_ERR_REQUIRED, "ITER8_ERR_REQUIRED"},
    {-43, ITER8_ERR_ENUM, "ITER8_ERR_ENUM"},
    {-44, ITER8_ERR_QUANTITY, "ITER8_ERR_QUANTITY"},
    {-45, ITER8_ERR_TIME, "ITER8_ERR_TIME"},
    {-46, ITER8_ERR_RANGE, "ITER8_ERR_RANGE"},
    {-47, ITER8_ERR_LIMITS, "ITER8_ERR_LIMITS"},
    {-48, ITER8_ERR_DUPLICATE_NAME, "ITER8_ERR_DUPLICATE_NAME"},
    {-49, ITER8_ERR_CANDIDATES, "ITER8_ERR_CANDIDATES"},
    {-50, ITER8_ERR_REWARDS, "ITER8_ERR_REWARDS"},
    {-51, ITER8_ERR_TASK, "ITER8_ERR_TASK"},
    {-52, ITER8_ERR_SHARED_FIELD, "ITER8_ERR_SHARED_FIELD"},
    {-53, ITER8_ERR_KIND, "ITER8_ERR_KIND"},
    {-54, ITER8_ERR_EXPRESSION, "ITER8_ERR_EXPRESSION"},
    {-60, ITER8_ERR_NO_METRIC, "ITER8_ERR_NO_METRIC"},
    {-61, ITER8_ERR_NO_VERSION, "ITER8_ERR_NO_VERSION"},
    {-64, ITER8_ERR_NO_SECRET, "ITER8_ERR_NO_SECRET"},
    {-65, ITER8_ERR_NO_KEY, "ITER8_ERR_NO_KEY"},
    {-66, ITER8_ERR_SECRET, "ITER8_ERR_SECRET"},
    {-80, ITER8_ERR_HOST, "ITER8_ERR_HOST"},
    {-81, ITER8_ERR_CLOCK, "ITER8_ERR_CLOCK"},
    {-82, ITER8_ERR_REGISTERED, "ITER8_ERR_REGISTERED"},
    {2, ITER8_UNCHANGED, "ITER8_UNCHANGED"},
    {-100, ITER8_ERR_TRANSPORT, "ITER8_ERR_TRANSPORT"},
    {-101, ITER8_ERR_REPLY, "ITER8_ERR_REPLY"},
    {-102, ITER8_ERR_CONFLICT, "ITER8_ERR_CONFLICT"},
    {-103, ITER8_ERR_REFUSED, "ITER8_ERR_REFUSED"},
    {-104, ITER8_ERR_COMMAND, "ITER8_ERR_COMMAND"},
};

enum { PINNED = sizeof pinned / sizeof pinned[0] };

static const int listed[] = {
#define NUMBER(name, number, text) number,
    ITER8_ERROR_MAP(NUMBER)
#undef NUMBER
};

enum { LISTED = sizeof listed / sizeof listed[0] };

Test(base_error, numbers_are_pinned)
{
    cr_assert_eq(PINNED, LISTED, "every code has its pinned number");
    for (size_t i = 0; i < PINNED; i++)
        cr_expect_eq(pinned[i].code, pinned[i].number, "%s", pinned[i].name);
}

Test(base_error, every_number_is_used_once)
{
    for (size_t i = 0; i < LISTED; i++)
        for (size_t j = 0; j < i; j++)
            cr_expect_neq(listed[i], listed[j], "%d", listed[i]);
}

Test(base_error, names_are_those_of_the_header)
{
    for (size_t i = 0; i < PINNED; i++)
        cr_expect_str_eq(iter8_error_name(pinned[i].number), pinned[i].name);
    cr_expect_str_eq(iter8_error_name(12345), "ITER8_ERR_UNKNOWN");
    cr_expect_str_eq(iter8_error_name(-19), "ITER8_ERR_UNKNOWN");
}

Test(base_error, texts_are_short_different_and_without_a_full_stop)
{
    for (size_t i = 0; i < PINNED; i++) {
        const char *text = iter8_strerror(pinned[i].number);
        size_t length = strlen(text);
        cr_expect(length > 4 && length < 80, "%s", text);
        cr_expect_neq(text[length - 1], '.', "%s", text);
        cr_expect_str_neq(text, iter8_strerror(12345), "%s", pinned[i].name);
        for (size_t j = 0; j < i; j++)
            cr_expect_str_neq(text, iter8_strerror(pinned[j].number));
    }
    cr_expect_str_eq(iter8_strerror(ITER8_OK), "success");
    cr_expect_str_eq(iter8_strerror(ITER8_ERR_NOMEM), "out of memory");
    cr_expect_str_eq(iter8_strerror(12345), "unknown status code");
}

Test(base_error, version_text_and_number_agree)
{
    char text[32];
    snprintf(text, sizeof text, "%d.%d.%d", ITER8_VERSION_MAJOR, ITER8_VERSION_MINOR,
             ITER8_VERSION_PATCH);
    cr_assert_str_eq(iter8_version(), text);
    cr_assert_str_eq(ITER8_VERSION, text);
    cr_assert_eq(iter8_version_number(),
                 ITER8_VERSION_MAJOR * 1000000 + ITER8_VERSION_MINOR * 1000 + ITER8_VERSION_PATCH);
    cr_assert_eq(ITER8_VERSION_NUMBER, iter8_version_number());
}
