/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Limits that hang on the baseline, over whole runs: with failure budgets, values that are carried
 * forward, and Iter8's way with a missing value. */
#include "fixture.h"
#include "iter8/command.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

TestSuite(lifecycle_relative_budgets, .init = fixture_setup, .fini = fixture_teardown);

static const char safe[] = "iter8.tools/profile: default";
static const char carries_nothing[] = "iter8.tools/carry-forward: '0'";
static const char missing_fails[] =
    "iter8.tools/as-iter8: missing-rolls-back, iter8.tools/carry-forward: '0'";
static const char missing_fails_late[] =
    "iter8.tools/as-iter8: missing-rolls-back, iter8.tools/carry-forward: '2'";

/* What each version measures, an iteration a letter; the last one goes on. */
typedef struct course {
    const char *baseline;  /* + 2, 0 none at all, . missing */
    const char *candidate; /* + 3, - 5, . missing */
} course;

static char letter_at(const char *letters, size_t index)
{
    size_t length = strlen(letters);
    return letters[index < length ? index : length - 1];
}

static int32_t by_course(const iter8_question *question, iter8_measurement *answer,
                         scripted_host *self)
{
    const course *is = self->context;
    int is_baseline = question->version_index == 0;
    char letter = letter_at(is_baseline ? is->baseline : is->candidate,
                            (size_t)iter8_status_of(question->experiment).completed_iterations);
    if (letter == '.') return ITER8_OK;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = is_baseline ? 2 : 3;
    if (letter == '-') answer->value = 5;
    if (letter == '0') answer->value = 0;
    return ITER8_OK;
}

static void start(const char *budget, const char *annotations, course *is)
{
    char criteria[300];
    (void)snprintf(criteria, sizeof criteria,
                   "{objectives: [{metric: error-rate}], strength: {budgets: [{%s}],"
                   " relativeLimits: [{metric: error-rate, upperLimit: 2}]}}",
                   budget);
    fixture_teardown();
    fixture_setup();
    fixture_start(&(experiment_plan){
        .criteria = criteria, .deployment = "BlueGreen", .annotations = annotations});
    host.source = by_course;
    host.context = is;
}

typedef struct run {
    const char *annotations;
    const char *budget;
    course is;
    int32_t ending;
    int32_t iterations;
} run;

/* To the end; a restart after every so many-th iteration unless @p restart is 0. */
static void expect_end(const run *wanted, int32_t restart)
{
    course is = wanted->is;
    start(wanted->budget, wanted->annotations, &is);
    for (int32_t i = 1; i < wanted->iterations && restart > 0; i += restart) {
        fixture_run_until(i);
        fixture_reload();
    }
    fixture_finish();
    cr_assert_eq(iter8_experiment_ending(experiment), wanted->ending, "%s; %s; %s %s: ending %d",
                 wanted->annotations, wanted->budget, is.baseline, is.candidate,
                 (int)iter8_experiment_ending(experiment));
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, wanted->iterations,
                 "%s; %s; %s %s: %d iterations", wanted->annotations, wanted->budget, is.baseline,
                 is.candidate, (int)iter8_status_of(experiment).completed_iterations);
}

static void expect_ends(const run *runs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (int32_t restart = 0; restart <= 2; restart++)
            expect_end(&runs[i], restart);
    }
}

Test(lifecycle_relative_budgets, a_baseline_without_a_value_neither_counts_nor_ends_a_row)
{
    static const run runs[] = {
        {carries_nothing, "consecutiveFailures: 1", {"++.", "+"}, ITER8_ENDING_COMPLETED, 10},
        {carries_nothing, "consecutiveFailures: 2", {"+.+", "--+"}, ITER8_ENDING_COMPLETED, 10},
        {carries_nothing, "consecutiveFailures: 2", {"+.+", "+--+"}, ITER8_ENDING_COMPLETED, 10},
        {carries_nothing, "consecutiveFailures: 2", {"+.+", "-+-"}, ITER8_ENDING_ROLLED_BACK, 3},
    };
    expect_ends(runs, sizeof runs / sizeof *runs);
}

/* The baseline fails its objective by having no value, and so does who is compared with it. */
Test(lifecycle_relative_budgets, where_missing_values_roll_back_the_baselines_does)
{
    static const run runs[] = {
        {missing_fails, "consecutiveFailures: 1", {"++.+", "+"}, ITER8_ENDING_ROLLED_BACK, 3},
        {missing_fails, "consecutiveFailures: 2", {"++.+", "+"}, ITER8_ENDING_COMPLETED, 10},
        {missing_fails, "consecutiveFailures: 2", {"++..", "+"}, ITER8_ENDING_ROLLED_BACK, 4},
        {missing_fails, "consecutiveFailures: 2", {"++.+", "+-+"}, ITER8_ENDING_ROLLED_BACK, 3},
        {missing_fails, "failures: 2, of: 3", {"+.+.", "+"}, ITER8_ENDING_ROLLED_BACK, 4},
        {missing_fails, "onSpent: notify", {"++.", "+"}, ITER8_ENDING_COMPLETED, 10},
        {missing_fails, "onSpent: hold", {"++.", "+"}, ITER8_ENDING_COMPLETED, 10},
        {missing_fails, "onSpent: rollback", {"++.", "+"}, ITER8_ENDING_ROLLED_BACK, 3},
        {missing_fails_late, "", {"++.", "+"}, ITER8_ENDING_ROLLED_BACK, 5},
        {missing_fails_late, "", {"++..+", "+"}, ITER8_ENDING_COMPLETED, 10},
    };
    expect_ends(runs, sizeof runs / sizeof *runs);
}

/* The last known value of the baseline is what the candidate is compared with meanwhile. */
Test(lifecycle_relative_budgets, a_value_that_is_carried_forward_is_compared_with)
{
    static const run runs[] = {
        {safe, "", {"++...+", "+"}, ITER8_ENDING_COMPLETED, 10},
        {safe, "", {"++...+", "+++-"}, ITER8_ENDING_ROLLED_BACK, 4},
        {safe, "consecutiveFailures: 2", {"++...+", "+++-"}, ITER8_ENDING_ROLLED_BACK, 5},
        {safe, "", {"++....", "+++++-"}, ITER8_ENDING_COMPLETED, 10},
    };
    expect_ends(runs, sizeof runs / sizeof *runs);
}

/* Nothing but 0 is at most twice 0. */
Test(lifecycle_relative_budgets, a_baseline_of_0_is_one_with_a_value)
{
    expect_ends(&(run){safe, "", {"++0", "+"}, ITER8_ENDING_ROLLED_BACK, 3}, 1);
}

Test(lifecycle_relative_budgets, what_does_not_count_yet_is_told_also_of_missing_values)
{
    course is = {"+.", "+"};
    start("consecutiveFailures: 2", missing_fails, &is);
    fixture_run_until(2);
    cr_assert_not_null(strstr(host.saved, "no value; it does not count yet: 1 in a row of 2"), "%s",
                       host.saved);
    cr_assert_not_null(strstr(host.saved, "but the baseline has no value to compare it with; it "
                                          "does not count yet: 1 in a row of 2"),
                       "%s", host.saved);
    fixture_finish();
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT,
                                "!FailureBudgetSpent: error-rate of baseline: 2 in a row outside "
                                "its limits or missing"),
                 1);
}
