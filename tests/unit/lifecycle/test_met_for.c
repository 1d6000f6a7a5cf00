/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* strength.metFor: who wins has met its objectives for a while. */
#include "experiments.h"
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(lifecycle_met_for, .init = fixture_setup, .fini = fixture_teardown);

/* What the candidates measure, an iteration a letter: + good, - bad, . missing, x the source fails;
 * the last one goes on. */
static int32_t by_letters(const iter8_question *question, iter8_measurement *answer,
                          scripted_host *self)
{
    char letter = fixture_letter(question, self->context);
    if (letter == 'x') return ITER8_ERR_TRANSPORT;
    if (letter == '.') return ITER8_OK;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = letter == '+' ? 0.001 : 0.02;
    if (strcmp(question->metric, "sales") == 0) answer->value = (double)question->version_index;
    return ITER8_OK;
}

#define OBJECTIVE "objectives: [{metric: error-rate, upperLimit: \"0.01\"}]"

static void start(experiment_plan plan, const char *strength, char *letters)
{
    char criteria[300];
    (void)snprintf(criteria, sizeof criteria, "{%s, %s, strength: {%s}}", OBJECTIVE,
                   plan.criteria != NULL ? plan.criteria : "indicators: []", strength);
    plan.criteria = criteria;
    fixture_teardown();
    fixture_setup();
    fixture_start(&plan);
    host.source = by_letters;
    host.context = letters;
}

static const char *winner(void)
{
    fixture_finish();
    return iter8_status_of(experiment).recommended;
}

Test(lifecycle_met_for, one_good_measurement_is_not_enough_where_more_is_asked)
{
    char last_only[] = "---------+";
    char last_three[] = "-------+++";
    start((experiment_plan){0}, "metFor: 1", last_only);
    cr_assert_str_eq(winner(), "candidate");
    start((experiment_plan){0}, "metFor: 3", last_only);
    cr_assert_str_eq(winner(), "baseline");
    assert_routes(95, 5);
    start((experiment_plan){0}, "metFor: 4", last_three);
    cr_assert_str_eq(winner(), "baseline");
    start((experiment_plan){0}, "metFor: 3", last_three);
    cr_assert_str_eq(winner(), "candidate");
}

Test(lifecycle_met_for, no_step_is_taken_before_over_restarts)
{
    static const int32_t path[] = {5, 5, 15, 25, 5, 5, 5, 15, 25, 35};
    char letters[] = "++++-+++++";
    for (int restarts = 0; restarts < 2; restarts++) {
        start((experiment_plan){0}, "metFor: 3", letters);
        fixture_expect_path(path, 10, restarts);
        cr_assert_str_eq(winner(), "candidate");
    }
}

/* A carried value is no new evidence; a value that is missing for good ends the row, and meanwhile
 * the weight is held. */
Test(lifecycle_met_for, values_that_are_missing_prove_nothing)
{
    static const int32_t carried[] = {5, 15, 15, 15, 25};
    static const int32_t missing[] = {5, 15, 15, 15, 15, 15, 15, 25};
    char for_two[] = "++xx+++";
    char for_four[] = "++xxxx++";
    for (int restarts = 0; restarts < 2; restarts++) {
        start((experiment_plan){0}, "metFor: 2", for_two);
        fixture_expect_path(carried, 5, restarts);
        start((experiment_plan){0}, "metFor: 2", for_four);
        fixture_expect_path(missing, 8, restarts);
    }
}

Test(lifecycle_met_for, a_failure_that_does_not_count_does_not_end_the_row)
{
    static const int32_t path[] = {5, 15, 15, 25};
    char letters[] = "++-+";
    start((experiment_plan){0}, "metFor: 2, budgets: [{consecutiveFailures: 3}]", letters);
    fixture_expect_path(path, 4, 1);
}

Test(lifecycle_met_for, rewards_choose_among_those_that_have_met_it)
{
    char letters[] = "-------+++";
    experiment_plan plan = {.testing = "A/B/N",
                            .candidates = 2,
                            .criteria = "rewards: [{metric: sales, preferredDirection: High}]"};
    start(plan, "metFor: 4", letters);
    cr_assert_str_eq(winner(), "baseline");
    start(plan, "metFor: 3", letters);
    cr_assert_str_eq(winner(), "candidate-2");
}

static int32_t bad_until_ninth(const iter8_question *question, iter8_measurement *answer,
                               scripted_host *unused)
{
    (void)unused;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = iter8_status_of(question->experiment).completed_iterations < 9 ? 0.5 : 0.001;
    return ITER8_OK;
}

Test(lifecycle_met_for, conformance_asks_it_of_its_only_version)
{
    char unused[] = "";
    for (int k = 1; k <= 2; k++) {
        start((experiment_plan){.testing = "Conformance", .candidates = -1},
              k == 1 ? "metFor: 1" : "metFor: 2", unused);
        host.source = bad_until_ninth;
        fixture_finish();
        char *text = described(experiment);
        cr_assert_not_null(
            strstr(text, k == 1 ? "Winning version: baseline\n" : "Winning version: not found\n"),
            "%s", text);
        free(text);
    }
}

Test(lifecycle_met_for, describe_says_for_how_long_a_winner_has_met_its_objectives)
{
    char last_only[] = "---------+";
    char all[] = "+";
    start((experiment_plan){0}, "", last_only);
    fixture_finish();
    fixture_reload();
    char *text = described(experiment);
    cr_assert_not_null(strstr(text, "Objectives met by the winner: in 1 iteration\n"), "%s", text);
    free(text);
    start((experiment_plan){0}, "", all);
    fixture_finish();
    text = described(experiment);
    cr_assert_not_null(strstr(text, "Objectives met by the winner: in 10 iterations in a row\n"),
                       "%s", text);
    free(text);
}

/* What is read from a status knows what was before its last iteration. */
Test(lifecycle_met_for, the_closest_other_result_counts_the_row)
{
    char ended[] = "++-";
    start((experiment_plan){.iterations = 3}, "metFor: 3", ended);
    fixture_finish();
    fixture_reload();
    char *text = described(experiment);
    cr_assert_not_null(strstr(text, "Closest other result: candidate would win with error-rate of "
                                    "candidate"),
                       "%s", text);
    free(text);
    char begun[] = "-+-";
    start((experiment_plan){.iterations = 3}, "metFor: 3", begun);
    fixture_finish();
    fixture_reload();
    text = described(experiment);
    cr_assert_null(strstr(text, "candidate would win"), "%s", text);
    free(text);
}

Test(lifecycle_met_for, a_number_that_is_none_is_told_with_its_place)
{
    expect_problems(
        EXPERIMENT_HEAD
        "  strategy: {testingPattern: Canary}\n"
        "  criteria: {objectives: [{metric: m, upperLimit: 1}], strength: {metFor: 0}}\n"
        "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n",
        "E RANGE 7:75 spec.criteria.strength.metFor: 0 is not in 1..10000");
}

/* The baseline's value, an iteration a place. */
static int32_t falling_baseline(const iter8_question *question, iter8_measurement *answer,
                                scripted_host *unused)
{
    static const double baseline[] = {2, 0, -3, -3, 2, 2, -1};
    size_t done = (size_t)iter8_status_of(question->experiment).completed_iterations;
    (void)unused;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = question->version_index == 0 ? baseline[done < 7 ? done : 6] : 2;
    return ITER8_OK;
}

static const char doubtful[] = "!RelativeLimitDoubtful: error-rate of baseline is ";

Test(lifecycle_met_for, a_multiple_of_what_is_not_above_0_is_warned_of_when_it_begins)
{
    char unused[] = ".";
    start((experiment_plan){0}, "relativeLimits: [{metric: error-rate, upperLimit: 2}]", unused);
    host.source = falling_baseline;
    fixture_finish();
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, doubtful), 2);
    cr_assert_not_null(strstr(scripted_at(&host, SCRIPTED_EVENT, doubtful, 0)->text,
                              "is 0: so the limit beside it is 0"));
    cr_assert_not_null(strstr(scripted_at(&host, SCRIPTED_EVENT, doubtful, 1)->text,
                              "is -1: of a negative value a larger multiple is less"));
    start((experiment_plan){0}, "relativeLimits: [{metric: error-rate, upperLimit: 0}]", unused);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, doubtful), 0);
    fixture_run_until(3);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, doubtful), 1);
}
