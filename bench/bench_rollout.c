/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * What the tutorial's experiment costs: reading it, running it to its end with callbacks that
 * answer at once, and writing it. A rollout is also given as a multiple of its callbacks alone,
 * which is what a host would pay in any case.
 */
#include "iter8/iter8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROLLOUTS = 5000, TEXT_BYTES = 1 << 16 };

static uint64_t calls;

static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    (void)user_data;
    calls++;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = question->metric_index == 2 ? 0.001 : 20.0 + question->version_index;
    return ITER8_OK;
}

static int32_t write_weights(const iter8_route *route, void *user_data)
{
    (void)route;
    (void)user_data;
    calls++;
    return ITER8_OK;
}

static double now_us(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void must(int holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "bench_rollout: %s\n", what);
    exit(1);
}

static size_t read_file(char *text)
{
    FILE *file = fopen(EXPERIMENT_FILE, "rb");
    must(file != NULL, "cannot read " EXPERIMENT_FILE);
    size_t length = fread(text, 1, TEXT_BYTES, file);
    (void)fclose(file);
    return length;
}

static double read_all(const char *text, size_t length, iter8_experiment **experiments)
{
    double start = now_us();
    for (size_t i = 0; i < ROLLOUTS; i++)
        must(iter8_experiment_read(text, length, NULL, NULL, &experiments[i]) == ITER8_OK,
             "the experiment is not valid");
    return (now_us() - start) / ROLLOUTS;
}

static uint64_t run(iter8_experiment *experiment, const iter8_host *host)
{
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    uint64_t steps = 0;
    int64_t now_ns = 0;
    for (; !outcome.done; now_ns = outcome.next_ns, steps++)
        must(iter8_reconcile(experiment, host, now_ns, NULL, &outcome) == ITER8_OK,
             "a step failed");
    return steps;
}

static double run_all(iter8_experiment **experiments, const iter8_host *host, uint64_t *steps)
{
    double start = now_us();
    *steps = 0;
    for (size_t i = 0; i < ROLLOUTS; i++)
        *steps += run(experiments[i], host);
    return (now_us() - start) / ROLLOUTS;
}

/* The same number of callbacks, through the same pointers. */
static double call_all(const iter8_host *host, uint64_t count)
{
    iter8_question question = ITER8_INIT(iter8_question);
    iter8_measurement answer = ITER8_INIT(iter8_measurement);
    double start = now_us();
    for (uint64_t i = 0; i < count; i++) {
        question.metric_index = (uint32_t)(i % 3);
        (void)host->metrics_source->measure(&question, &answer, NULL);
    }
    return (now_us() - start) / ROLLOUTS;
}

static double write_all(iter8_experiment **experiments, char *text)
{
    double start = now_us();
    for (size_t i = 0; i < ROLLOUTS; i++) {
        size_t length;
        must(iter8_experiment_write(experiments[i], ITER8_FORMAT_YAML, text, TEXT_BYTES, &length) ==
                 ITER8_OK,
             "the experiment cannot be written");
        iter8_experiment_free(experiments[i]);
    }
    return (now_us() - start) / ROLLOUTS;
}

int main(void)
{
    static char text[TEXT_BYTES];
    static iter8_experiment *experiments[ROLLOUTS];
    iter8_host host = ITER8_INIT(iter8_host);
    const iter8_metrics_source source = {sizeof source, NULL, measure};
    const iter8_router router = {sizeof router, NULL, NULL, write_weights};
    host.metrics_source = &source;
    host.router = &router;
    uint64_t steps;
    double reading = read_all(text, read_file(text), experiments);
    double rollout = run_all(experiments, &host, &steps);
    double callbacks = call_all(&host, calls);
    double writing = write_all(experiments, text);
    printf("rollout of 10 iterations   %8.2f us   %.0f times its callbacks\n", rollout,
           rollout / callbacks);
    printf("  one step                 %8.2f us\n", rollout * ROLLOUTS / (double)steps);
    printf("reading the experiment     %8.2f us   %.1f rollouts\n", reading, reading / rollout);
    printf("writing it with its status %8.2f us   %.1f rollouts\n", writing, writing / rollout);
    return 0;
}
