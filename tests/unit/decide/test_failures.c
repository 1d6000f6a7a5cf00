/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* From when on a failure counts. */
#include "decision.h"

#include <criterion/criterion.h>
#include <string.h>

/* One objective of one version: values arrive one after the other, a letter each: + within, -
 * outside, . missing. Writes for each what came of it: c counts, e excused, n neither, + met, .
 * missing. */
static void follow(iter8__budget budget, const char *values, char *out)
{
    decision d;
    decision_init(&d, 1, 1);
    d.objectives[0].budget = budget;
    iter8__failure_count before = {0};
    for (; *values != '\0'; values++, out++) {
        iter8__verdict *verdict = &d.verdicts[0];
        *verdict = (iter8__verdict){*values == '+',
                                    *values == '+'   ? ITER8_VERDICT_WITHIN
                                    : *values == '-' ? ITER8_VERDICT_ABOVE
                                                     : ITER8_VERDICT_NO_VALUE,
                                    0, 0};
        iter8__count_failures(&d.spec, &before, &d.analysis);
        iter8__weigh_failures(&d.spec, &d.analysis);
        before = d.failures[0];
        *out = verdict->budget_spent    ? 'c'
               : verdict->within_budget ? 'e'
               : *values == '-'         ? 'n'
                                        : *values;
    }
    *out = '\0';
}

static const struct {
    iter8__budget budget;
    const char *values;
    const char *wanted;
} cases[] = {
    {{1, 0, 0, 0}, "-+-.--", "c+c.cc"},
    {{2, 0, 0, 0}, "-+--+---", "n+ec+ecc"},
    {{3, 0, 0, 0}, "----", "nncc"},
    {{3, 0, 0, 0}, "+----+-", "+eecc+e"},
    /* A value that is missing neither counts nor ends a row. */
    {{3, 0, 0, 0}, "+-.-.-", "+e.e.c"},
    /* Three of the last five. */
    {{0, 3, 5, 0}, "+-+-+-", "+e+e+c"},
    {{0, 3, 5, 0}, "--+++--", "nn+++ee"},
    {{0, 3, 5, 0}, "-+++--", "n+++ee"},
    {{0, 1, 1, 0}, "+-+-", "+c+c"},
    /* Either is enough. */
    {{2, 3, 10, 0}, "+-+-+-", "+e+e+c"},
    {{2, 3, 10, 0}, "+--", "+ec"},
    /* What was spent once is met again before it is excused again. */
    {{2, 0, 0, 0}, "+--+-", "+ec+e"},
    {{0, 2, 3, 0}, "+--++-", "+ec++e"},
};

Test(analysis_failures, a_failure_counts_from_when_its_budget_is_spent)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[32];
        follow(cases[i].budget, cases[i].values, out);
        cr_expect_str_eq(out, cases[i].wanted, "%zu: %s gives %s, not %s", i, cases[i].values, out,
                         cases[i].wanted);
    }
}

/* The slow way: look at all there was. */
static int is_spent(const iter8__budget *budget, const char *values, size_t last)
{
    int row = 0;
    int failures = 0;
    int seen = 0;
    int in_row = 1;
    for (size_t i = last + 1; i-- > 0;) {
        if (values[i] == '.') continue;
        if (values[i] == '+') in_row = 0;
        row += in_row;
        if (seen++ < budget->of) failures += values[i] == '-';
    }
    return (budget->consecutive > 0 && row >= budget->consecutive) ||
           (budget->failures > 0 && failures >= budget->failures);
}

Test(analysis_failures, for_every_short_history_it_is_as_looking_at_all_of_it)
{
    static const iter8__budget budgets[] = {{2, 0, 0, 0}, {3, 0, 0, 0}, {0, 2, 4, 0},
                                            {0, 5, 6, 0}, {3, 2, 5, 0}, {64, 6, 64, 0}};
    enum { LENGTH = 8, HISTORIES = 6561 };
    for (size_t b = 0; b < sizeof budgets / sizeof *budgets; b++) {
        for (int n = 0; n < HISTORIES; n++) {
            char values[LENGTH + 1] = "";
            char out[LENGTH + 1];
            for (int i = 0, rest = n; i < LENGTH; i++, rest /= 3)
                values[i] = "+-."[rest % 3];
            follow(budgets[b], values, out);
            for (size_t i = 0; i < LENGTH; i++)
                cr_assert_eq(out[i] == 'c', values[i] == '-' && is_spent(&budgets[b], values, i),
                             "%s gives %s at %zu", values, out, i);
        }
    }
}

Test(analysis_failures, the_last_64_are_remembered)
{
    char values[201];
    char out[201];
    memset(values, '+', 200);
    values[200] = '\0';
    values[100] = values[163] = values[199] = '-';
    follow((iter8__budget){0, 2, 64, 0}, values, out);
    cr_expect_eq(out[163], 'c', "63 after the first");
    cr_expect_eq(out[199], 'c');
    values[163] = '+';
    follow((iter8__budget){0, 2, 64, 0}, values, out);
    cr_expect_eq(out[199], 'e', "99 after the first");
}

Test(analysis_failures, a_value_that_is_carried_forward_is_not_counted_again)
{
    decision d;
    decision_init(&d, 1, 1);
    d.objectives[0].budget = (iter8__budget){2, 0, 0, 0};
    iter8__failure_count before = {.recent = 1, .row = 1, .met = 0};
    decision_set_value(&d, 0, 0, 5.0);
    d.values[0].carried = 1;
    d.verdicts[0] = (iter8__verdict){0, ITER8_VERDICT_ABOVE, 0, 0};
    iter8__count_failures(&d.spec, &before, &d.analysis);
    iter8__weigh_failures(&d.spec, &d.analysis);
    cr_expect_eq(d.failures[0].row, 1);
    cr_expect_not(d.verdicts[0].budget_spent);
}

Test(analysis_failures, who_is_excused_is_feasible)
{
    decision d;
    decision_init(&d, 1, 2);
    d.verdicts[0] = (iter8__verdict){1, ITER8_VERDICT_WITHIN, 0, 0};
    d.verdicts[1] = (iter8__verdict){0, ITER8_VERDICT_ABOVE, 0, 1};
    cr_expect(iter8__is_feasible(&d.spec, &d.analysis, 0));
    d.verdicts[1].within_budget = 0;
    cr_expect_not(iter8__is_feasible(&d.spec, &d.analysis, 0));
}

static iter8__verdict verdict_of(char value)
{
    switch (value) {
    case '+': return (iter8__verdict){1, ITER8_VERDICT_WITHIN, 0, 0};
    case '-': return (iter8__verdict){0, ITER8_VERDICT_ABOVE, 0, 0};
    default: return (iter8__verdict){0, ITER8_VERDICT_NO_BASELINE, 0, 0};
    }
}

/* Counts values, and takes the last one back; returns the tally before it. */
static iter8__failure_count count_and_take_back(decision *d, const char *values, size_t count,
                                                iter8__failure_count *taken_back)
{
    iter8__failure_count before = {0};
    for (size_t i = 0; i < count; i++) {
        before = d->failures[0];
        d->verdicts[0] = verdict_of(values[i]);
        iter8__count_failures(&d->spec, &before, &d->analysis);
    }
    iter8__uncount_failures(&d->spec, &d->analysis, (int64_t)count - 1, taken_back);
    return before;
}

/* What would have come of it if the last value had been a failure. */
static char had_it_failed(iter8__budget budget, const char *values)
{
    decision d;
    iter8__failure_count before;
    decision_init(&d, 1, 1);
    d.objectives[0].budget = budget;
    (void)count_and_take_back(&d, values, strlen(values), &before);
    d.verdicts[0] = verdict_of('-');
    iter8__count_failures(&d.spec, &before, &d.analysis);
    iter8__weigh_failures(&d.spec, &d.analysis);
    return (char)(d.verdicts[0].budget_spent ? 'c' : d.verdicts[0].within_budget ? 'e' : '-');
}

Test(analysis_failures, a_value_that_would_have_spent_the_budget_would_have_counted)
{
    cr_expect_eq(had_it_failed((iter8__budget){2, 0, 0, 0}, "+-+"), 'c');
    cr_expect_eq(had_it_failed((iter8__budget){3, 0, 0, 0}, "+-+"), 'e');
    cr_expect_eq(had_it_failed((iter8__budget){3, 0, 0, 0}, "--+"), 'c');
    cr_expect_eq(had_it_failed((iter8__budget){0, 2, 3, 0}, "-++"), 'c');
    cr_expect_eq(had_it_failed((iter8__budget){0, 2, 3, 0}, "-+++"), 'e');
}

/* Who was never met before is not excused. */
Test(analysis_failures, a_first_value_would_not_have_been_excused)
{
    cr_expect_eq(had_it_failed((iter8__budget){2, 0, 0, 0}, "+"), '-');
    cr_expect_eq(had_it_failed((iter8__budget){3, 0, 0, 0}, "-+"), '-');
    cr_expect_eq(had_it_failed((iter8__budget){3, 0, 0, 0}, "-?"), '-');
}

/* What was not counted is not in the tally that would be changed. */
Test(analysis_failures, a_value_that_was_not_counted_takes_nothing_back)
{
    cr_expect_eq(had_it_failed((iter8__budget){2, 0, 0, 0}, "+-?"), 'c');
    cr_expect_eq(had_it_failed((iter8__budget){3, 0, 0, 0}, "+-?"), 'e');
}

Test(analysis_failures, for_every_short_history_the_last_one_can_be_taken_back)
{
    enum { LENGTH = 8 };
    static const iter8__budget budgets[] = {{1, 0, 0, 0}, {2, 0, 0, 0}, {3, 0, 0, 0},
                                            {0, 2, 3, 0}, {0, 3, 5, 0}, {3, 2, 4, 0}};
    for (size_t i = 0; i < sizeof budgets / sizeof *budgets << LENGTH; i++) {
        char values[LENGTH];
        for (unsigned bit = 0; bit < LENGTH; bit++)
            values[bit] = (i >> bit & 1) != 0 ? '-' : '+';
        for (size_t count = 1; count <= LENGTH; count++) {
            decision d;
            iter8__failure_count found;
            decision_init(&d, 1, 1);
            d.objectives[0].budget = budgets[i >> LENGTH];
            iter8__failure_count wanted = count_and_take_back(&d, values, count, &found);
            cr_assert_eq(found.recent, wanted.recent);
            cr_assert_eq(found.row, wanted.row);
            /* A failure that counts forgets what was met before it. */
            if (values[count - 1] == '+' || d.failures[0].met)
                cr_assert_eq(found.met, wanted.met, "%.*s", (int)count, values);
        }
    }
}
