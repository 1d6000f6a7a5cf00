/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/jq_cache.h"
#include "iter8/backends/http_source.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static iter8__jq_cache cache;
static iter8__line problem;

static void forget(void)
{
    iter8__jq_cache_clear(&cache);
}

TestSuite(backends_jq_cache, .fini = forget);

static jq_state *get_number(int number)
{
    char text[32];
    snprintf(text, sizeof text, ". + %d", number);
    return iter8__jq_cache_get(&cache, text, &problem);
}

static int holds_number(int number)
{
    char text[32];
    snprintf(text, sizeof text, ". + %d", number);
    for (size_t i = 0; i < cache.count; i++) {
        if (strcmp(cache.programs[i].text, text) == 0) return 1;
    }
    return 0;
}

Test(backends_jq_cache, compiles_a_text_once)
{
    jq_state *first = get_number(1);
    cr_assert_not_null(first);
    cr_expect_neq(get_number(2), first);
    cr_expect_eq(get_number(1), first);
    cr_expect_eq(cache.count, 2);
}

Test(backends_jq_cache, keeps_nothing_of_what_does_not_compile)
{
    cr_expect_null(iter8__jq_cache_get(&cache, ".a |", &problem));
    cr_expect_str_eq(problem.bytes, "jq: syntax error, unexpected $end at <top-level>, line 1");
    cr_expect_null(iter8__jq_cache_get(&cache, "", &problem));
    cr_expect_eq(cache.count, 0);
}

Test(backends_jq_cache, refuses_very_long_programs)
{
    static char text[70000];
    memset(text, ' ', sizeof text - 1);
    text[0] = '.';
    cr_expect_null(iter8__jq_cache_get(&cache, text, &problem));
    cr_expect_str_eq(problem.bytes, "the jq program is too long");
}

Test(backends_jq_cache, makes_room_by_what_was_used_longest_ago)
{
    for (int i = 0; i < ITER8__JQ_PROGRAMS; i++)
        cr_assert_not_null(get_number(i));
    cr_expect_eq(cache.count, ITER8__JQ_PROGRAMS);
    cr_assert_not_null(get_number(0));
    cr_assert_not_null(get_number(1000));
    cr_expect_eq(cache.count, ITER8__JQ_PROGRAMS);
    cr_expect(holds_number(0));
    cr_expect_not(holds_number(1));
    cr_expect(holds_number(2));
    cr_expect(holds_number(1000));
}

Test(backends_jq_cache, a_program_is_checked_without_being_run)
{
    char words[64] = "old";
    cr_expect_eq(iter8_http_source_check_jq(".a | tonumber", words, sizeof words), ITER8_OK);
    cr_expect_str_eq(words, "");
    cr_expect_eq(iter8_http_source_check_jq("def f: f; f", NULL, 0), ITER8_OK);
    cr_expect_eq(iter8_http_source_check_jq(".a | tonumbr", words, sizeof words), ITER8_ERR_SYNTAX);
    cr_expect_eq(strncmp(words, "jq: ", 4), 0, "%s", words);
    cr_expect_eq(iter8_http_source_check_jq(".a |", words, 3), ITER8_ERR_SYNTAX);
    cr_expect_str_eq(words, "jq");
    cr_expect_eq(iter8_http_source_check_jq(NULL, words, 1), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_http_source_check_jq(".", NULL, 1), ITER8_ERR_ARGUMENT);
}
