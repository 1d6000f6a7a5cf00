/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Failure budgets over a whole run, and what is done when one is spent. */
#include "fixture.h"
#include "iter8/command.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

TestSuite(lifecycle_budgets, .init = fixture_setup, .fini = fixture_teardown);

/* What the candidate measures, an iteration a letter: + good, - bad, ! worse, . missing, x the
 * source fails; the last one goes on. */
static int32_t by_letters(const iter8_question *question, iter8_measurement *answer,
                          scripted_host *self)
{
    char letter = fixture_letter(question, self->context);
    if (letter == 'x') return ITER8_ERR_TRANSPORT;
    if (letter == '.') return ITER8_OK;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = letter == '+' ? 0.001 : letter == '-' ? 0.5 : 0.7;
    return ITER8_OK;
}

static void start(const char *strength, const char *deployment, char *letters)
{
    char criteria[300];
    (void)snprintf(criteria, sizeof criteria,
                   "{objectives: [{metric: error-rate, upperLimit: \"0.01\"}], strength: {%s}}",
                   strength);
    fixture_teardown();
    fixture_setup();
    fixture_start(&(experiment_plan){.criteria = criteria, .deployment = deployment});
    host.source = by_letters;
    host.context = letters;
}

Test(lifecycle_budgets, a_failure_that_does_not_count_holds_the_weight)
{
    static const int32_t path[] = {10, 20, 20, 20, 30, 40, 50, 60, 70, 80};
    char letters[] = "++--+";
    for (int restarts = 0; restarts < 2; restarts++) {
        start("budgets: [{consecutiveFailures: 3}]", NULL, letters);
        fixture_expect_path(path, 10, restarts);
        fixture_finish();
        cr_assert_str_eq(iter8_status_of(experiment).recommended, "candidate");
        cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!FailureBudgetSpent"), 0);
    }
}

Test(lifecycle_budgets, spent_it_is_as_it_would_have_been_at_once)
{
    static const int32_t path[] = {10, 20, 20, 5, 5, 15, 15, 5};
    char letters[] = "++---+-";
    for (int restarts = 0; restarts < 2; restarts++) {
        start("budgets: [{metric: error-rate, consecutiveFailures: 2}]", NULL, letters);
        fixture_expect_path(path, 8, restarts);
        cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!FailureBudgetSpent"), 2);
    }
}

Test(lifecycle_budgets, so_many_of_the_last_ones_are_remembered_over_restarts)
{
    static const int32_t path[] = {10, 10, 20, 20, 30, 5};
    char letters[] = "+-+-+-+";
    for (int restarts = 0; restarts < 2; restarts++) {
        start("budgets: [{failures: 3, of: 5}]", NULL, letters);
        fixture_expect_path(path, 6, restarts);
    }
}

Test(lifecycle_budgets, a_rollback_comes_when_the_budget_is_spent)
{
    char letters[] = "+++-+--";
    start("budgets: [{consecutiveFailures: 2}]", "BlueGreen", letters);
    fixture_finish();
    assert_message("ExperimentCompleted: Experiment rolled back");
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 7);
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_ROLLED_BACK);
    assert_routes(100, 0);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT,
                                "!FailureBudgetSpent: error-rate of candidate: 2 in a row"),
                 1);
}

Test(lifecycle_budgets, a_budget_says_itself_what_is_done)
{
    static const struct {
        const char *on_spent;
        const char *deployment;
        int rolls_back;
        int32_t weight; /* after the fourth iteration */
    } cases[] = {
        {"rollback", "Progressive", 1, 0},
        {"hold", "BlueGreen", 0, 20},
        {"notify", "BlueGreen", 0, 5},
        {"notify", "Progressive", 0, 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char letters[] = "++--";
        char strength[100];
        (void)snprintf(strength, sizeof strength,
                       "budgets: [{consecutiveFailures: 2, onSpent: %s}]", cases[i].on_spent);
        start(strength, cases[i].deployment, letters);
        fixture_run_until(4);
        cr_assert_eq(host.routes[1], cases[i].weight, "%zu: %d", i, (int)host.routes[1]);
        cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!FailureBudgetSpent"), 1);
        fixture_finish();
        cr_assert_eq(iter8_experiment_ending(experiment),
                     cases[i].rolls_back ? ITER8_ENDING_ROLLED_BACK : ITER8_ENDING_COMPLETED);
        cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
    }
}

Test(lifecycle_budgets, the_event_tells_which_budget_is_spent)
{
    static const struct {
        const char *budget, *letters, *event;
    } cases[] = {
        {"failures: 2, of: 4", "+-+-",
         "!FailureBudgetSpent: error-rate of candidate: 2 of the last 4 outside its limits"},
        {"failures: 2, of: 64", "+-+++-",
         "!FailureBudgetSpent: error-rate of candidate: 2 of the last 64 outside its limits"},
        {"failures: 3, of: 9, consecutiveFailures: 2", "+--",
         "!FailureBudgetSpent: error-rate of candidate: 2 in a row outside its limits"},
        {"failures: 2, of: 9, consecutiveFailures: 2", "+-+-",
         "!FailureBudgetSpent: error-rate of candidate: 2 of the last 9 outside its limits"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char strength[100];
        char letters[20];
        (void)snprintf(letters, sizeof letters, "%s", cases[i].letters);
        (void)snprintf(strength, sizeof strength, "budgets: [{%s}]", cases[i].budget);
        start(strength, NULL, letters);
        fixture_run_until((int32_t)strlen(letters));
        cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, cases[i].event), 1, "%s",
                     cases[i].budget);
        cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!FailureBudgetSpent"), 1);
    }
}

/* Patience with a soft limit, none with a hard one. */
Test(lifecycle_budgets, two_objectives_of_one_metric_may_have_their_own)
{
    static const char criteria[] =
        "{objectives: [{metric: error-rate, upperLimit: \"0.01\"},"
        " {metric: error-rate, upperLimit: \"0.6\", rollback_on_failure: true}],"
        " strength: {budgets: [{objective: 0, consecutiveFailures: 9}]}}";
    char letters[] = "+--!";
    fixture_start(&(experiment_plan){.criteria = criteria});
    host.source = by_letters;
    host.context = letters;
    fixture_run_until(3);
    assert_routes(90, 10);
    fixture_finish();
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 4);
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_ROLLED_BACK);
}

/* A large budget must not let a version win that was never any good. */
Test(lifecycle_budgets, who_never_met_an_objective_does_not_win_by_patience)
{
    char letters[] = "-";
    start("budgets: [{consecutiveFailures: 50}]", NULL, letters);
    fixture_finish();
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
    cr_assert_eq(host.routes[1], 5);
}

Test(lifecycle_budgets, errors_of_the_source_have_a_budget_of_their_own)
{
    static const struct {
        const char *on_spent;
        int32_t after_four; /* the candidate's weight */
        int32_t ending;
    } cases[] = {{"hold", 20, ITER8_ENDING_COMPLETED},
                 {"notify", 20, ITER8_ENDING_COMPLETED},
                 {"rollback", 0, ITER8_ENDING_ROLLED_BACK}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char letters[] = "++xx+";
        char strength[100];
        (void)snprintf(strength, sizeof strength,
                       "sourceErrors: {consecutiveFailures: 2, onSpent: %s}", cases[i].on_spent);
        start(strength, NULL, letters);
        fixture_run_until(3);
        fixture_reload();
        fixture_run_until(4);
        cr_assert_eq(host.routes[1], cases[i].after_four, "%s", cases[i].on_spent);
        cr_assert_eq(
            scripted_count(&host, SCRIPTED_EVENT, "!FailureBudgetSpent: the metrics source"), 1);
        fixture_finish();
        cr_assert_eq(iter8_experiment_ending(experiment), cases[i].ending);
    }
}

Test(lifecycle_budgets, only_errors_in_a_row_spend_the_sources_budget)
{
    char letters[] = "+x+x+x+x+x";
    start("sourceErrors: {consecutiveFailures: 2, onSpent: rollback}", NULL, letters);
    fixture_finish();
    cr_assert_eq(iter8_experiment_ending(experiment), ITER8_ENDING_COMPLETED);
}

Test(lifecycle_budgets, an_error_of_the_source_spends_no_objectives_budget)
{
    static const int32_t path[] = {10, 20, 20, 20, 30};
    char letters[] = "++-x+";
    start("budgets: [{consecutiveFailures: 2}]", "BlueGreen", letters);
    fixture_expect_path(path, 5, 1);
}

/* To Iter8 a missing value is a failure like any other, so a budget is for it too. */
Test(lifecycle_budgets, with_missing_rolls_back_a_budget_is_for_missing_values_too)
{
    static const struct {
        const char *budget, *annotations;
        int32_t ending, iterations;
    } cases[] = {
        {"", "iter8.tools/profile: iter8-v2alpha2", ITER8_ENDING_ROLLED_BACK, 2},
        {"consecutiveFailures: 2", "iter8.tools/profile: iter8-v2alpha2", ITER8_ENDING_ROLLED_BACK,
         5},
        {"onSpent: notify", "iter8.tools/profile: iter8-v2alpha2", ITER8_ENDING_COMPLETED, 10},
        {"onSpent: hold", "iter8.tools/profile: iter8-v2alpha2", ITER8_ENDING_COMPLETED, 10},
        {"consecutiveFailures: 2", "iter8.tools/profile: default", ITER8_ENDING_COMPLETED, 10},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char letters[] = "++.+..+";
        char criteria[300];
        (void)snprintf(criteria, sizeof criteria,
                       "{objectives: [{metric: ns/m, upperLimit: \"0.01\"}],"
                       " strength: {budgets: [{%s}]}}",
                       cases[i].budget);
        fixture_teardown();
        fixture_setup();
        fixture_start(&(experiment_plan){
            .criteria = criteria, .deployment = "BlueGreen", .annotations = cases[i].annotations});
        host.source = by_letters;
        host.context = letters;
        fixture_run_until(1);
        fixture_reload();
        fixture_finish();
        cr_assert_eq(iter8_experiment_ending(experiment), cases[i].ending, "%zu", i);
        cr_assert_eq(iter8_status_of(experiment).completed_iterations, cases[i].iterations,
                     "%zu: %d", i, (int)iter8_status_of(experiment).completed_iterations);
        cr_assert_eq(
            scripted_count(&host, SCRIPTED_EVENT,
                           "!FailureBudgetSpent: ns/m of candidate: 2 in a row outside its "
                           "limits or missing"),
            i == 1, "%zu", i);
    }
}

Test(lifecycle_budgets, the_status_says_that_a_failure_does_not_count_yet)
{
    char letters[] = "+-";
    start("budgets: [{consecutiveFailures: 3}]", NULL, letters);
    fixture_run_until(2);
    cr_assert_not_null(
        strstr(host.saved, "error-rate is 0.5, above its upper limit 0.01; it does not count yet: "
                           "1 in a row of 3"),
        "%s", host.saved);
    start("budgets: [{failures: 3, of: 5}]", NULL, letters);
    fixture_run_until(2);
    cr_assert_not_null(strstr(host.saved, "it does not count yet: 1 of 3 in the last 5"), "%s",
                       host.saved);
    start("budgets: [{consecutiveFailures: 2, failures: 3, of: 5}]", NULL, letters);
    fixture_run_until(2);
    cr_assert_not_null(strstr(host.saved, "yet: 1 in a row of 2, 1 of 3 in the last 5"), "%s",
                       host.saved);
}
