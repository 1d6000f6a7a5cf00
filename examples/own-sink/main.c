/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* usage: own-sink FOLDER: runs an experiment whose router is a folder, on a clock of its own. */
#include "sink.h"

#include <stdio.h>
#include <string.h>

static const char text[] =
    "apiVersion: iter8.tools/v2alpha2\n"
    "kind: Experiment\n"
    "metadata: {name: checkout}\n"
    "spec:\n"
    "  target: default/checkout\n"
    "  strategy: {testingPattern: Canary}\n"
    "  criteria: {objectives: [{metric: error-rate, upperLimit: \"0.01\"}]}\n"
    "  duration: {intervalSeconds: 10, iterationsPerLoop: 5}\n"
    "  versionInfo: {baseline: {name: v1}, candidates: [{name: v2}]}\n";

static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    (void)question;
    (void)user_data;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.001;
    return ITER8_OK;
}

static void show(const iter8_experiment *experiment, struct own_sink *sink)
{
    int32_t weights[2] = {0, 0};
    iter8_route route = {sizeof route, 0, 0, experiment, NULL, 2, NULL};
    if (own_sink_read(&route, weights, sink) == ITER8_OK)
        printf("%s: v1 %d, v2 %d\n", sink->folder, (int)weights[0], (int)weights[1]);
}

int main(int argc, char **argv)
{
    struct own_sink sink = {argc > 1 ? argv[1] : "."};
    const iter8_router router = {sizeof router, &sink, own_sink_read, own_sink_write};
    const iter8_metrics_source source = {sizeof source, NULL, measure};
    iter8_host host = ITER8_INIT(iter8_host);
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    iter8_experiment *experiment;
    int64_t now_ns = 0;
    int rc = iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment);
    if (rc != ITER8_OK) return 1;
    host.metrics_source = &source;
    host.router = &router;
    do {
        rc = iter8_reconcile(experiment, &host, now_ns, NULL, &outcome);
        if (outcome.next_ns > now_ns || outcome.done) show(experiment, &sink);
        now_ns = outcome.next_ns;
    } while (rc == ITER8_OK && !outcome.done);
    if (rc != ITER8_OK) fprintf(stderr, "%s: %s\n", sink.folder, iter8_strerror(rc));
    iter8_experiment_free(experiment);
    return rc == ITER8_OK ? 0 : 1;
}
