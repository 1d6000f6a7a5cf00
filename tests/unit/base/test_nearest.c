/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/nearest.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const known[] = {"metric", "upperLimit", "lowerLimit", "rollback_on_failure",
                                    "kind",   "weights",    "of",         NULL};

Test(base_nearest, a_slip_or_another_tools_way_is_recognised)
{
    static const char *const cases[][2] = {
        {"upperLimmit", "upperLimit"},
        {"uperLimit", "upperLimit"},
        {"upprelimit", "upperLimit"},
        {"UPPERLIMIT", "upperLimit"},
        {"upper_limit", "upperLimit"},
        {"upper-limit", "upperLimit"},
        {"limit", "upperLimit"},
        {"rollbackOnFailure", "rollback_on_failure"},
        {"rollback", "rollback_on_failure"},
        {"knid", "kind"},
        {"weight", "weights"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *found = iter8__nearest_of(cases[i][0], known);
        cr_assert_not_null(found, "%s", cases[i][0]);
        cr_expect_str_eq(found, cases[i][1], "%s: %s", cases[i][0], found);
    }
}

Test(base_nearest, of_what_is_far_nothing_is_guessed)
{
    static const char *const cases[] = {"", "x", "o", "colour", "kubernetes", "mean", "--__--"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *found = iter8__nearest_of(cases[i], known);
        cr_expect_null(found, "%s: %s", cases[i], found);
    }
}

Test(base_nearest, of_equally_near_ones_the_first_is_taken)
{
    static const char *const list[] = {"ab1", "ab2", NULL};
    cr_expect_str_eq(iter8__nearest_of("ab3", list), "ab1");
}

Test(base_nearest, a_word_may_be_longer_than_any_field)
{
    char word[500];
    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    cr_expect_null(iter8__nearest_of(word, known));
}
