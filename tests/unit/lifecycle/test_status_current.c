/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * The status is complete and current after every step: it is written, read again and compared with
 * what the host did and said, kept here in another way.
 */
#include "experiments.h"
#include "fixture.h"
#include "iter8/metric.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(lifecycle_status_current, .init = fixture_setup, .fini = fixture_teardown);

enum { METRICS = 2, VERSIONS = 3, ITERATIONS = 40, SIZE = 1 };

/* What was answered last, and all that was answered in iterations that were completed. */
static double answered[METRICS][VERSIONS];
static double past[ITERATIONS][METRICS][VERSIONS];
static int completed;
static int64_t completed_ns; /* before the first, when it all began */

static int same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* Rises, falls, and is missing now and then; the number of observations too. */
static int32_t any_value(const iter8_question *question, iter8_measurement *answer,
                         scripted_host *unused)
{
    static uint32_t random = 12345;
    (void)unused;
    random = random * 1103515245u + 12345u;
    double value = (random >> 20) % 5 == 0 ? (double)NAN : ((random >> 8) % 2000) / 1000.0 - 0.5;
    answered[question->metric_index][question->version_index] = value;
    answer->state = isnan(value) ? ITER8_VALUE_ABSENT : ITER8_VALUE_PRESENT;
    answer->value = value;
    return ITER8_OK;
}

static double extreme(size_t metric, size_t version, int sign)
{
    double found = (double)NAN;
    for (int i = 0; i < completed; i++) {
        double value = past[i][metric][version];
        if (!isnan(value) && (isnan(found) || sign * value > sign * found)) found = value;
    }
    return found;
}

static void check_value(const iter8_experiment *read, size_t metric, size_t version)
{
    iter8_value value = {.struct_size = sizeof value};
    cr_assert_eq(iter8_experiment_value(read, metric, version, &value), ITER8_OK);
    double(*last)[VERSIONS] = completed > 0 ? past[completed - 1] : NULL;
    double wanted = last != NULL ? last[metric][version] : (double)NAN;
    double size = last != NULL && metric != SIZE ? last[SIZE][version] : (double)NAN;
    cr_assert(same(value.value, wanted), "%d: %g, not %g", completed, value.value, wanted);
    cr_assert(same(value.min, extreme(metric, version, -1)), "%d: %g", completed, value.min);
    cr_assert(same(value.max, extreme(metric, version, 1)), "%d: %g", completed, value.max);
    cr_assert(same(value.sample_size, size), "%d: %g, not %g", completed, value.sample_size, size);
}

static void check(const iter8_experiment *read)
{
    cr_assert_eq(iter8_status_of(read).completed_iterations, completed);
    cr_assert_eq(iter8_status_of(read).last_update_ns, completed_ns);
    for (size_t v = 0; v < VERSIONS; v++) {
        cr_assert_eq(iter8_version_of(read, v).weight, host.routes[v], "%d: %d, not %d", completed,
                     iter8_version_of(read, v).weight, host.routes[v]);
        for (size_t m = 0; m < METRICS; m++)
            check_value(read, m, v);
    }
}

/* One step; then what the host knows is compared with what would be read after a death now. */
static void step_and_check(void)
{
    int64_t now_ns = host.now_ns;
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    if (completed_ns == ITER8_NO_TIME) completed_ns = now_ns;
    if (iter8_status_of(experiment).completed_iterations > completed) {
        memcpy(past[completed++], answered, sizeof answered);
        completed_ns = now_ns;
    }
    char *text = experiment_written(experiment, ITER8_FORMAT_YAML);
    iter8_experiment *read = experiment_from(text);
    check(experiment);
    check(read);
    iter8_experiment_free(read);
    free(text);
}

/* Values are not carried forward: what is missing is to be seen missing. */
static void start(void)
{
    static const char head[] = "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n";
    char text[EXPERIMENT_TEXT_BYTES];
    char whole[EXPERIMENT_TEXT_BYTES + 100];
    experiment_text(&(experiment_plan){.testing = "A/B/N",
                                       .candidates = 2,
                                       .iterations = ITERATIONS,
                                       .criteria = "{rewards: [{metric: m, preferredDirection:"
                                                   " High}]}"},
                    text);
    char *name = strstr(text, "{name: ");
    cr_assert_not_null(name);
    (void)snprintf(whole, sizeof whole,
                   "%smetadata: {annotations: {iter8.tools/carry-forward: '0'}, %s", head,
                   name + 1);
    iter8_experiment_free(experiment);
    experiment = experiment_from(whole);
    add_metric_text(experiment, "{apiVersion: iter8.tools/v2alpha2, kind: Metric, metadata: {name:"
                                " m, namespace: tests}, spec: {sampleSize: count}}");
    cr_assert_eq(iter8_spec_of(experiment).metric_count, METRICS);
    host.source = any_value;
    completed = 0;
    completed_ns = ITER8_NO_TIME;
}

Test(lifecycle_status_current, it_is_what_the_host_did_and_said_after_every_step)
{
    start();
    for (outcome.done = 0; !outcome.done;)
        step_and_check();
    cr_assert_eq(completed, ITERATIONS);
}

Test(lifecycle_status_current, it_is_so_through_pending_answers)
{
    start();
    for (int kind = 0; kind < SCRIPTED_EVENT; kind++)
        host.pending[kind] = 1;
    for (outcome.done = 0; !outcome.done;)
        step_and_check();
    cr_assert_eq(completed, ITERATIONS);
}

Test(lifecycle_status_current, it_is_so_through_reloads)
{
    start();
    int steps = 0;
    for (outcome.done = 0; !outcome.done; steps++) {
        step_and_check();
        if (steps % 3 == 2) fixture_reload();
    }
    cr_assert_eq(completed, ITERATIONS);
}
