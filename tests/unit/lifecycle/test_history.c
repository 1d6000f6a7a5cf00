/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "counting_allocator.h"
#include "fixture.h"
#include "iter8/error.h"
#include "iter8/history.h"
#include "iter8/metric.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

TestSuite(lifecycle_history, .init = fixture_setup, .fini = fixture_teardown);

static iter8_experiment *read_with(const experiment_plan *plan,
                                   const iter8_experiment_options *options)
{
    char text[EXPERIMENT_TEXT_BYTES];
    iter8_experiment *made;
    experiment_text(plan, text);
    cr_assert_eq(iter8_experiment_read(text, strlen(text), options, NULL, &made), ITER8_OK);
    return made;
}

/* Instead of the fixture's experiment, one that keeps so many iterations. */
static void start_keeping(const experiment_plan *plan, uint32_t history)
{
    iter8_experiment_options options = {.struct_size = sizeof options, .history = history};
    iter8_experiment_free(experiment);
    experiment = read_with(plan, &options);
}

static iter8_past_iteration iteration_at(size_t age)
{
    iter8_past_iteration iteration = {.struct_size = sizeof iteration};
    cr_assert_eq(iter8_history_iteration(experiment, age, &iteration), ITER8_OK, "%zu", age);
    return iteration;
}

static iter8_past_value value_at(size_t age, size_t metric, size_t version)
{
    iter8_past_value value = {.struct_size = sizeof value};
    cr_assert_eq(iter8_history_value(experiment, age, metric, version, &value), ITER8_OK, "%zu",
                 age);
    return value;
}

static iter8_past_weight weight_at(size_t age, size_t version)
{
    iter8_past_weight weight = {.struct_size = sizeof weight};
    cr_assert_eq(iter8_history_weight(experiment, age, version, &weight), ITER8_OK, "%zu", age);
    return weight;
}

/* A thousandth of the iteration; the baseline has none in the first. */
static int32_t by_iteration(const iter8_question *question, iter8_measurement *answer,
                            scripted_host *unused)
{
    (void)unused;
    int32_t iteration = iter8_status_of(question->experiment).completed_iterations + 1;
    if (question->version_index == 0 && iteration == 1) return ITER8_OK;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = iteration / 1000.0;
    return ITER8_OK;
}

Test(lifecycle_history, nothing_is_kept_unless_it_is_asked_for)
{
    iter8_past_iteration iteration = {.struct_size = sizeof iteration};
    fixture_run_until(3);
    cr_expect_eq(iter8_history_count(experiment), 0);
    cr_expect_eq(iter8_history_iteration(experiment, 0, &iteration), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_history_count(NULL), 0);
}

Test(lifecycle_history, last_iteration_comes_first)
{
    start_keeping(&(experiment_plan){.name = "test"}, 10);
    host.source = by_iteration;
    fixture_run_until(3);
    cr_assert_eq(iter8_history_count(experiment), 3);
    for (int age = 0; age < 3; age++) {
        int number = 3 - age;
        iter8_past_iteration iteration = iteration_at((size_t)age);
        cr_expect_eq(iteration.iteration, number);
        cr_expect_eq(iteration.time_ns, SCRIPTED_START_NS + (number - 1) * 10 * SCRIPTED_SECOND,
                     "%d", age);
        cr_expect_eq(iteration.winner, 1);
        cr_expect_eq(value_at((size_t)age, 0, 1).value, number / 1000.0);
        cr_expect_eq(value_at((size_t)age, 0, 1).state, ITER8_VALUE_PRESENT);
        iter8_past_weight weight = weight_at((size_t)age, 1);
        cr_expect(weight.found == 10 * (number - 1) && weight.decided == 10 * number, "%d: %d %d",
                  age, weight.found, weight.decided);
        weight = weight_at((size_t)age, 0);
        cr_expect(weight.found + 10 * (number - 1) == 100 && weight.decided + 10 * number == 100);
    }
}

Test(lifecycle_history, value_that_was_missing_is_missing)
{
    start_keeping(&(experiment_plan){.name = "test"}, 2);
    host.source = by_iteration;
    fixture_run_until(2);
    cr_expect(isnan(value_at(1, 0, 0).value) && value_at(1, 0, 0).state == ITER8_VALUE_ABSENT);
    cr_expect_eq(value_at(0, 0, 0).value, 0.002);
}

Test(lifecycle_history, older_iterations_make_room)
{
    iter8_past_iteration iteration = {.struct_size = sizeof iteration};
    start_keeping(&(experiment_plan){.name = "test"}, 3);
    host.source = by_iteration;
    fixture_finish();
    cr_assert_eq(iter8_history_count(experiment), 3);
    for (int age = 0; age < 3; age++) {
        cr_expect_eq(iteration_at((size_t)age).iteration, 10 - age);
        cr_expect_eq(value_at((size_t)age, 0, 1).value, (10 - age) / 1000.0);
        cr_expect_eq(weight_at((size_t)age, 1).decided, age == 0 ? 95 : 100 - 10 * age);
    }
    cr_expect_eq(iter8_history_iteration(experiment, 3, &iteration), ITER8_ERR_NOT_FOUND);
}

Test(lifecycle_history, rollback_is_seen_in_the_weights)
{
    start_keeping(&(experiment_plan){.criteria = "objectives: [{metric: m, upperLimit: '0.0015',"
                                                 " rollback_on_failure: true}]"},
                  5);
    host.source = by_iteration;
    fixture_finish();
    cr_assert_eq(iter8_history_count(experiment), 2);
    cr_expect(weight_at(1, 1).decided == 10 && weight_at(0, 1).found == 10);
    cr_expect(weight_at(0, 1).decided == 0 && weight_at(0, 0).decided == 100);
    cr_expect_eq(iteration_at(0).winner, -1);
}

Test(lifecycle_history, where_nothing_is_decided_there_is_no_weight)
{
    start_keeping(&(experiment_plan){.testing = "Conformance", .candidates = -1}, 1);
    fixture_run_until(2);
    cr_expect(weight_at(0, 0).found == 100 && weight_at(0, 0).decided == -1);
}

Test(lifecycle_history, metric_that_is_added_later_has_no_past)
{
    static const char metric[] =
        "{apiVersion: iter8.tools/v2alpha2, kind: Metric, metadata: {name: error-rate, namespace:"
        " tests}, spec: {sampleSize: count}}";
    iter8_documents *documents;
    iter8_past_value value = {.struct_size = sizeof value};
    start_keeping(&(experiment_plan){.name = "test"}, 3);
    host.source = by_iteration;
    fixture_run_until(4);
    cr_expect_eq(iter8_history_value(experiment, 0, 1, 0, &value), ITER8_ERR_NO_METRIC);
    cr_assert_eq(iter8_documents_read(metric, strlen(metric), NULL, NULL, &documents), ITER8_OK);
    cr_assert_eq(iter8_experiment_add_metric(experiment, iter8_documents_at(documents, 0), NULL),
                 ITER8_OK);
    iter8_documents_free(documents);
    cr_assert_eq(iter8_spec_of(experiment).metric_count, 2);
    fixture_run_until(5);
    for (int age = 0; age < 3; age++) {
        cr_expect_eq(iteration_at((size_t)age).iteration, 5 - age);
        cr_expect_eq(value_at((size_t)age, 0, 1).value, (5 - age) / 1000.0);
        cr_expect_eq(weight_at((size_t)age, 1).decided, 50 - 10 * age);
        cr_expect_eq(value_at((size_t)age, 1, 1).state,
                     age == 0 ? ITER8_VALUE_PRESENT : ITER8_VALUE_ABSENT);
    }
    cr_expect_eq(value_at(0, 1, 1).value, 0.005);
}

Test(lifecycle_history, new_process_begins_anew)
{
    start_keeping(&(experiment_plan){.name = "test"}, 3);
    fixture_run_until(2);
    fixture_reload();
    cr_expect_eq(iter8_history_count(experiment), 0);
}

Test(lifecycle_history, step_that_keeps_allocates_nothing)
{
    counting_allocator counting;
    counting_allocator_init(&counting);
    iter8_experiment_options options = {
        .struct_size = sizeof options, .allocator = &counting.allocator, .history = 4};
    iter8_experiment *own = read_with(&(experiment_plan){.name = "test"}, &options);
    host.host.record_event = NULL; /* the texts of events are made */
    cr_assert_eq(iter8_reconcile(own, &host.host, host.now_ns, NULL, &outcome), ITER8_OK);
    size_t calls = counting.calls;
    while (!outcome.done)
        cr_assert_eq(iter8_reconcile(own, &host.host, outcome.next_ns, NULL, &outcome), ITER8_OK);
    cr_expect_eq(counting.calls, calls);
    cr_expect_eq(iter8_history_count(own), 4);
    iter8_experiment_free(own);
    cr_expect_eq(counting.live, 0);
}

Test(lifecycle_history, what_is_not_there_is_refused)
{
    iter8_past_iteration iteration = {.struct_size = sizeof iteration};
    iter8_past_value value = {.struct_size = sizeof value};
    iter8_past_weight weight = {.struct_size = sizeof weight};
    start_keeping(&(experiment_plan){.name = "test"}, 3);
    fixture_run_until(1);
    cr_expect_eq(iter8_history_iteration(NULL, 0, &iteration), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_history_iteration(experiment, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_history_iteration(experiment, 1, &iteration), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_history_value(experiment, 0, 0, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_history_value(experiment, 1, 0, 0, &value), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_history_value(experiment, 0, 1, 0, &value), ITER8_ERR_NO_METRIC);
    cr_expect_eq(iter8_history_value(experiment, 0, 0, 2, &value), ITER8_ERR_NO_VERSION);
    cr_expect_eq(iter8_history_weight(experiment, 0, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_history_weight(experiment, SIZE_MAX, 0, &weight), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_history_weight(experiment, 0, 2, &weight), ITER8_ERR_NO_VERSION);
}

Test(lifecycle_history, options_are_bounded)
{
    char text[EXPERIMENT_TEXT_BYTES];
    iter8_experiment *made;
    experiment_text(&(experiment_plan){.name = "test"}, text);
    iter8_experiment_options options = {.struct_size = sizeof options, .history = 100001};
    cr_expect_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &made),
                 ITER8_ERR_ARGUMENT);
    options = (iter8_experiment_options){.struct_size = sizeof options, .reserved2 = 1};
    cr_expect_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &made),
                 ITER8_ERR_ARGUMENT);
}

Test(lifecycle_history, older_caller_keeps_nothing)
{
    iter8_experiment_options options = {.struct_size = offsetof(iter8_experiment_options, history),
                                        .history = 5};
    iter8_experiment *made = read_with(&(experiment_plan){.name = "test"}, &options);
    iter8_experiment_free(experiment);
    experiment = made;
    fixture_run_until(1);
    cr_expect_eq(iter8_history_count(experiment), 0);
}
