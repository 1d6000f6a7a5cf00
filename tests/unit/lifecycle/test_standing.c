/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* No traffic without a verdict that allows it, whatever the steps or an algorithm say. */
#include "fixture.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

TestSuite(lifecycle_standing, .init = fixture_setup, .fini = fixture_teardown);

/* What candidates measure, an iteration a letter: + good, - bad, . missing, x the source fails; the
 * last one goes on. The baseline is good. */
static int32_t by_letters(const iter8_question *question, iter8_measurement *answer,
                          scripted_host *self)
{
    char letter = fixture_letter(question, self->context);
    if (letter == 'x') return ITER8_ERR_TRANSPORT;
    if (letter == '.') return ITER8_OK;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = letter == '+' ? 0.001 : 0.5;
    return ITER8_OK;
}

static void start(const experiment_plan *plan, char *letters)
{
    fixture_teardown();
    fixture_setup();
    fixture_start(plan);
    host.source = by_letters;
    host.context = letters;
}

static const char *const large_steps[] = {
    "iter8.tools/weight-steps: '100'", "iter8.tools/weight-steps: 50 100",
    "iter8.tools/weight-steps: 60 80, iter8.tools/weight-algorithm: uniform"};

Test(lifecycle_standing, a_candidate_that_fails_or_is_unknown_gets_no_first_step)
{
    char letters[3][4] = {"-", ".", "x"};
    for (size_t a = 0; a < 3; a++) {
        for (size_t i = 0; i < 3; i++) {
            start(&(experiment_plan){.annotations = large_steps[a], .iterations = 6}, letters[i]);
            for (int32_t n = 1; n < 6; n++) {
                fixture_run_until(n);
                cr_assert_eq(host.routes[1], 5, "%s %s: %d", large_steps[a], letters[i],
                             (int)host.routes[1]);
            }
            fixture_finish();
            /* One that never had a value fails the experiment, which gives all traffic back. */
            assert_routes(i == 0 ? 95 : 100, i == 0 ? 5 : 0);
            cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
        }
    }
}

Test(lifecycle_standing, a_good_verdict_allows_the_first_step_and_a_bad_one_takes_it_back)
{
    static const int32_t path[] = {5, 50, 100, 5, 50, 100};
    char letters[] = "-++-++";
    start(&(experiment_plan){.annotations = "iter8.tools/weight-steps: 50 100"}, letters);
    fixture_expect_path(path, 6, 1);
}

Test(lifecycle_standing, all_algorithms_give_a_failing_candidate_what_is_explored_at_most)
{
    static const char *const names[] = {
        "progressive",       "bayesian-progressive", "top_2",
        "uniform",           "check-and-increment",  "epsilon-greedy",
        "posterior-routing", "optimistic-routing"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char annotations[100];
        char letters[] = "+++-";
        (void)snprintf(annotations, sizeof annotations, "iter8.tools/weight-algorithm: %s",
                       names[i]);
        start(&(experiment_plan){.annotations = annotations, .iterations = 8}, letters);
        fixture_run_until(4);
        cr_assert_leq(host.routes[1], 5, "%s: %d", names[i], (int)host.routes[1]);
        fixture_finish();
        cr_assert_leq(host.routes[1], 5, "%s: %d", names[i], (int)host.routes[1]);
    }
}

/* Nothing was ever known of it, so there is nothing to hold it by. */
Test(lifecycle_standing, what_somebody_gave_an_unknown_candidate_is_taken_back)
{
    char letters[] = "x";
    start(&(experiment_plan){.iterations = 3}, letters);
    host.routes[0] = 40;
    host.routes[1] = 60;
    fixture_run_until(1);
    assert_routes(95, 5);
}

/* While it lasts the weight is held; in the last iteration the candidate has not won. */
Test(lifecycle_standing, an_outage_that_lasts_to_the_end_leaves_no_traffic_behind)
{
    static const char *const strengths[] = {
        "", ", strength: {sourceErrors: {consecutiveFailures: 2, onSpent: hold}}"};
    for (size_t i = 0; i < 2; i++) {
        char letters[] = "+++x";
        char criteria[200];
        (void)snprintf(criteria, sizeof criteria,
                       "{objectives: [{metric: error-rate, upperLimit: \"0.01\"}]%s}",
                       strengths[i]);
        start(&(experiment_plan){.criteria = criteria,
                                 .annotations = "iter8.tools/weight-steps: 5 60 100",
                                 .iterations = 9},
              letters);
        fixture_run_until(8);
        assert_routes(0, 100);
        fixture_finish();
        assert_routes(95, 5);
        cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
    }
}

Test(lifecycle_standing, a_spent_budget_that_holds_does_so_until_the_end)
{
    char letters[] = "+++-";
    start(&(experiment_plan){.criteria = "{objectives: [{metric: error-rate, upperLimit: "
                                         "\"0.01\"}], strength: {budgets: "
                                         "[{consecutiveFailures: 2, onSpent: hold}]}}",
                             .annotations = "iter8.tools/weight-steps: 5 60 100",
                             .iterations = 9},
          letters);
    fixture_run_until(8);
    assert_routes(0, 100);
    fixture_finish();
    assert_routes(95, 5);
}

Test(lifecycle_standing, a_policy_says_what_a_failing_candidate_falls_to)
{
    static const int32_t nothing[] = {10, 20, 0, 0};
    static const int32_t much[] = {10, 20, 15, 15};
    static const int32_t wanted[] = {10, 20, 20, 20};
    char letters[] = "++-";
    start(&(experiment_plan){.annotations = "iter8.tools/floor-when-failing: '0'"}, letters);
    fixture_expect_path(nothing, 4, 1);
    start(&(experiment_plan){.annotations = "iter8.tools/floor-when-failing: '15'"}, letters);
    fixture_expect_path(much, 4, 1);
    start(&(experiment_plan){.annotations = "iter8.tools/floor-when-failing: as-wanted, "
                                            "iter8.tools/weight-algorithm: check-and-increment"},
          letters);
    fixture_expect_path(wanted, 4, 1);
}

/* One that fails from the start would otherwise never be measured. */
Test(lifecycle_standing, a_floor_of_0_leaves_an_unknown_candidate_what_is_explored)
{
    static const int32_t path[] = {5, 5, 0, 0};
    char letters[] = "..-";
    start(&(experiment_plan){.annotations = "iter8.tools/floor-when-failing: '0'"}, letters);
    fixture_expect_path(path, 4, 1);
}

/* A host's own algorithm that wants all for the last version. */
static int32_t all_to_the_last(const iter8_weight_facts *facts, double *weights, void *user_data)
{
    (void)user_data;
    weights[facts->version_count - 1] = 1.0;
    return 0;
}

static iter8_experiment *with_own_algorithm(int has_rewards)
{
    char text[EXPERIMENT_TEXT_BYTES];
    iter8_weight_algorithm own = {sizeof own, "own", all_to_the_last, NULL, 0.0};
    iter8_experiment_options options = {
        .struct_size = sizeof options, .algorithms = &own, .algorithm_count = 1};
    iter8_experiment *made;
    experiment_text(&(experiment_plan){.annotations = "iter8.tools/weight-algorithm: own",
                                       .testing = has_rewards ? "A/B" : "Canary",
                                       .criteria = has_rewards ? "{rewards: [{metric: error-rate, "
                                                                 "preferredDirection: Low}]}"
                                                               : NULL,
                                       .increment = 100,
                                       .iterations = 4},
                    text);
    cr_assert_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &made), ITER8_OK);
    return made;
}

static void use(iter8_experiment *own, char *letters)
{
    iter8_experiment_free(experiment);
    experiment = own;
    host.source = by_letters;
    host.context = letters;
}

Test(lifecycle_standing, so_it_is_with_an_algorithm_of_the_hosts_own)
{
    char letters[] = "-";
    use(with_own_algorithm(0), letters);
    fixture_run_until(2);
    assert_routes(95, 5);
    fixture_finish();
    assert_routes(95, 5);
}

/* Its reward is the worse one, which is no failure; but so it does not end. */
Test(lifecycle_standing, who_has_lost_ends_with_half_at_most)
{
    char letters[] = "-";
    use(with_own_algorithm(1), letters);
    fixture_run_until(3);
    assert_routes(0, 100);
    fixture_finish();
    assert_routes(50, 50);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "baseline");
}
