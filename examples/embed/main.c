/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include <iter8/iter8.h>
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
    "  duration: {intervalSeconds: 10, iterationsPerLoop: 10}\n"
    "  versionInfo: {baseline: {name: v1}, candidates: [{name: v2}]}\n";

/* Your metrics: ask whatever you have. */
static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    (void)user_data;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = strcmp(question->version, "v2") == 0 ? 0.002 : 0.001;
    return ITER8_OK;
}

/* Your router: send traffic as told. */
static int32_t write_weights(const iter8_route *route, void *user_data)
{
    (void)user_data;
    printf("v1 %3d %%  v2 %3d %%\n", (int)route->weights[0], (int)route->weights[1]);
    return ITER8_OK;
}

int main(void)
{
    iter8_metrics_source source = ITER8_INIT(iter8_metrics_source);
    iter8_router router = ITER8_INIT(iter8_router);
    iter8_host host = ITER8_INIT(iter8_host);
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    iter8_experiment *experiment;
    int64_t now_ns = 0; /* your clock; here it is made up */

    if (iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment) != ITER8_OK) return 1;
    source.measure = measure;
    router.write_weights = write_weights;
    host.metrics_source = &source;
    host.router = &router;
    do { /* a real host saves the experiment's status here, and waits until next_ns */
        if (iter8_reconcile(experiment, &host, now_ns, NULL, &outcome) != ITER8_OK) return 1;
        now_ns = outcome.next_ns;
    } while (!outcome.done);
    printf("promote %s\n", iter8_status_of(experiment).recommended);
    iter8_experiment_free(experiment);
    return 0;
}
