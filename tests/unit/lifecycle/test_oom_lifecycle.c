/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Every allocation of a run fails once: the call says so, nothing is lost, the run goes on. */
#include "counting_allocator.h"
#include "fixture.h"
#include "iter8/diagnostics.h"
#include "iter8/document.h"
#include "iter8/metric.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static counting_allocator counting;

/* So many that the room left over from reading them does not do for a run. */
static const char many_metrics[] =
    "objectives: [{metric: error-rate, upperLimit: 1}, {metric: a, upperLimit: 1},"
    " {metric: b, upperLimit: 1}, {metric: c, upperLimit: 1}, {metric: d, upperLimit: 1},"
    " {metric: e, upperLimit: 1}, {metric: f, upperLimit: 1}, {metric: g, upperLimit: 1},"
    " {metric: h, upperLimit: 1}, {metric: i, upperLimit: 1}, {metric: j, upperLimit: 1}]";

/* The experiment with memory that can run out. */
static void start_counted(void)
{
    char text[EXPERIMENT_TEXT_BYTES];
    experiment_text(&(experiment_plan){.iterations = 3,
                                       .actions = "start loop finish",
                                       .criteria = many_metrics},
                    text);
    iter8_experiment_free(experiment);
    counting_allocator_init(&counting);
    const iter8_experiment_options options = {.struct_size = sizeof options,
                                              .allocator = &counting.allocator};
    cr_assert_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &experiment), ITER8_OK);
}

static char *written(void)
{
    size_t fail_at = counting.fail_at;
    counting.fail_at = 0;
    size_t length;
    cr_assert_eq(iter8_experiment_write(experiment, ITER8_FORMAT_YAML, NULL, 0, &length),
                 ITER8_ERR_BUFFER);
    char *text = malloc(length + 1);
    cr_assert_eq(iter8_experiment_write(experiment, ITER8_FORMAT_YAML, text, length + 1, &length),
                 ITER8_OK);
    counting.fail_at = fail_at;
    return text;
}

static int reconcile(void)
{
    return iter8_reconcile(experiment, &host.host, host.now_ns, NULL, &outcome);
}

/* Runs to the end; returns how many calls had no memory. Such a call has changed nothing. */
static int run(void)
{
    int out_of_memory = 0;
    for (int i = 0; i < 100 && !outcome.done; i++) {
        char *before = written();
        int rc = reconcile();
        char *after = written();
        cr_assert(rc == ITER8_OK || rc == ITER8_ERR_NOMEM, "%d", rc);
        if (rc == ITER8_ERR_NOMEM) {
            out_of_memory++;
            cr_assert_str_eq(before, after);
            cr_assert_not(outcome.changed);
        }
        host.now_ns = outcome.next_ns;
        free(before);
        free(after);
    }
    return out_of_memory;
}

/* Allocations that reconcile itself makes; those of written() come on top. */
static size_t count_allocations(void)
{
    size_t total = 0;
    while (!outcome.done) {
        size_t before = counting.calls;
        cr_assert_eq(reconcile(), ITER8_OK);
        total += counting.calls - before;
        host.now_ns = outcome.next_ns;
    }
    return total;
}

static void setup(void)
{
    fixture_setup();
    start_counted();
}

static void teardown(void)
{
    fixture_teardown();
    cr_assert_eq(counting.live, 0);
}

TestSuite(lifecycle_oom, .init = setup, .fini = teardown);

Test(lifecycle_oom, a_call_without_memory_changes_nothing_and_the_run_goes_on)
{
    host.host.record_event = NULL;
    size_t allocations = count_allocations();
    cr_assert_gt(allocations, 0);
    int failed = 0;
    for (size_t n = 1; n <= allocations; n++) {
        teardown();
        setup();
        host.host.record_event = NULL;
        counting.fail_at = counting.calls + n;
        /* The first call makes room for the whole run, so it meets the failure before all else. */
        int rc = reconcile();
        cr_assert_eq(rc, ITER8_ERR_NOMEM);
        cr_assert_eq(host.calls, 0);
        failed += 1 + run();
        assert_routes(70, 30);
        assert_message("ExperimentCompleted: Experiment Completed");
    }
    cr_assert_eq((size_t)failed, allocations);
}

Test(lifecycle_oom, an_event_without_memory_is_told_all_the_same)
{
    size_t allocations = count_allocations();
    size_t events = scripted_count(&host, SCRIPTED_EVENT, NULL);
    for (size_t n = 1; n <= allocations; n++) {
        teardown();
        setup();
        counting.fail_at = counting.calls + n;
        while (!outcome.done) {
            int rc = reconcile();
            cr_assert(rc == ITER8_OK || rc == ITER8_ERR_NOMEM);
            host.now_ns = outcome.next_ns;
        }
        cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, NULL), events);
        assert_routes(70, 30);
    }
}

/* A metric that names another as its sample size: room for one more value is needed in mid-run. */
static const char metric[] = "apiVersion: iter8.tools/v2alpha2\nkind: Metric\n"
                             "metadata: {name: error-rate, namespace: tests}\n"
                             "spec: {type: Gauge, sampleSize: count, units: x}\n";

static void run_with_metric_added(size_t fail_at)
{
    iter8_documents *documents;
    cr_assert_eq(iter8_documents_read(metric, strlen(metric), NULL, NULL, &documents), ITER8_OK);
    host.pending[SCRIPTED_MEASURE] = 1;
    while (!outcome.pending) {
        cr_assert_eq(reconcile(), ITER8_OK);
        host.now_ns = outcome.next_ns;
    }
    cr_assert_eq(iter8_experiment_add_metric(experiment, iter8_documents_at(documents, 0), NULL),
                 ITER8_OK);
    cr_assert_eq(iter8_spec_of(experiment).metric_count, 12);
    iter8_documents_free(documents);
    counting.fail_at = fail_at > 0 ? counting.calls + fail_at : 0;
    while (!outcome.done) {
        int rc = reconcile();
        cr_assert(rc == ITER8_OK || rc == ITER8_ERR_NOMEM);
        host.now_ns = outcome.next_ns;
    }
    assert_routes(70, 30);
    cr_assert_gt(scripted_count(&host, SCRIPTED_MEASURE, "tests/count candidate"), 0);
}

Test(lifecycle_oom, a_metric_added_in_mid_run_is_measured_whatever_fails)
{
    for (size_t fail_at = 0; fail_at < 12; fail_at++) {
        teardown();
        setup();
        run_with_metric_added(fail_at);
    }
}

/* Tasks are given inputs, which are made when they are due. */
static void start_tasks(void)
{
    char text[EXPERIMENT_TEXT_BYTES];
    experiment_text(&(experiment_plan){.iterations = 1,
                                       .promote = 1,
                                       .actions = "start finish",
                                       .tasks = "[{run: 'a @< .this.metadata.name >@'},"
                                                " {task: common/x, with: {a: '{{ .promote }}'}}]"},
                    text);
    iter8_experiment_free(experiment);
    const iter8_experiment_options options = {.struct_size = sizeof options,
                                              .allocator = &counting.allocator};
    cr_assert_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &experiment), ITER8_OK);
    scripted_host_take_tasks(&host);
    host.host.record_event = NULL;
}

Test(lifecycle_oom, a_task_whose_inputs_find_no_memory_is_asked_for_later)
{
    start_tasks();
    size_t allocations = count_allocations();
    int failed = 0;
    /* What run() allocates to compare the experiment counts too. */
    for (size_t n = 1; n <= 4 * allocations; n++) {
        teardown();
        setup();
        start_tasks();
        counting.fail_at = counting.calls + n;
        failed += reconcile() == ITER8_ERR_NOMEM;
        host.now_ns = outcome.next_ns;
        failed += run();
        cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, NULL), 4);
        cr_assert_str_eq(scripted_at(&host, SCRIPTED_ACTION, NULL, 3)->text,
                         "finish #1 common/x {\"a\":\"candidate.yaml\"}");
        assert_message("ExperimentCompleted: Experiment Completed");
    }
    cr_assert_gt(failed, 4);
}
