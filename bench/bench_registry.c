/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * What it costs to have many of the tutorial's experiments in one process: memory for each, and a
 * step through a registry as a multiple of the bare iter8_reconcile() it makes. Both walk over all
 * experiments in the same order, so both pay for memory that has left the caches.
 */
#include "iter8/iter8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 100000, TEXT_BYTES = 1 << 16, NAME_BYTES = 40 };

#define STEPS_AT_LEAST 400000

static size_t live_bytes;

/* malloc that keeps the size of each block in front of it. */
enum { FRONT = 16 };

static void *counted_resize(void *pointer, size_t size, void *user_data)
{
    (void)user_data;
    char *old = pointer != NULL ? (char *)pointer - FRONT : NULL;
    size_t old_size = 0;
    if (old != NULL) memcpy(&old_size, old, sizeof old_size);
    char *block = realloc(old, size + FRONT);
    if (block == NULL) return NULL;
    live_bytes += size - old_size;
    memcpy(block, &size, sizeof size);
    return block + FRONT;
}

static void *counted_alloc(size_t size, void *user_data)
{
    return counted_resize(NULL, size, user_data);
}

static void counted_release(void *pointer, void *user_data)
{
    (void)user_data;
    char *block = (char *)pointer - FRONT;
    size_t size;
    memcpy(&size, block, sizeof size);
    live_bytes -= size;
    free(block);
}

static const iter8_allocator counted = {sizeof counted, NULL, counted_alloc, counted_resize,
                                        counted_release};

static int32_t measure(const iter8_question *question, iter8_measurement *answer, void *user_data)
{
    (void)user_data;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = question->metric_index == 2 ? 0.001 : 20.0 + question->version_index;
    return ITER8_OK;
}

static int32_t write_weights(const iter8_route *route, void *user_data)
{
    (void)route;
    (void)user_data;
    return ITER8_OK;
}

/* Of the processor, so that other programs on the machine do not count. */
static double now_us(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static double resident_bytes(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*s %ld", &pages) != 1) pages = 0;
    if (file != NULL) (void)fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

static void must(int holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "bench_registry: %s\n", what);
    exit(1);
}

/* The experiment with a target of its own: its text is split where the target's name stands. */
static struct {
    char text[TEXT_BYTES];
    const char *rest;
} pattern;

static void read_pattern(void)
{
    FILE *file = fopen(EXPERIMENT_FILE, "rb");
    must(file != NULL, "cannot read " EXPERIMENT_FILE);
    pattern.text[fread(pattern.text, 1, TEXT_BYTES - 1, file)] = '\0';
    (void)fclose(file);
    char *target = strstr(pattern.text, "  target:");
    must(target != NULL && strchr(target, '\n') != NULL, "the experiment has no target");
    pattern.rest = strchr(target, '\n');
    *target = '\0';
}

static iter8_experiment *make(size_t number)
{
    static char text[TEXT_BYTES + NAME_BYTES];
    iter8_experiment_options options = {.struct_size = sizeof options, .allocator = &counted};
    iter8_experiment *experiment;
    int length = snprintf(text, sizeof text, "%s  target: default/page-%zu%s", pattern.text, number,
                          pattern.rest);
    must(iter8_experiment_read(text, (size_t)length, &options, NULL, &experiment) == ITER8_OK,
         "the experiment is not valid");
    return experiment;
}

/* A fleet of experiments, and when each is to be called. */
static iter8_experiment *experiments[MOST];
static int64_t due_ns[MOST];
static iter8_host host = ITER8_INIT(iter8_host);

static void make_all(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        experiments[i] = make(i);
        due_ns[i] = 0;
    }
}

static void free_all(size_t count)
{
    for (size_t i = 0; i < count; i++)
        iter8_experiment_free(experiments[i]);
}

/* Steps each in turn until all are done; microseconds a step. */
static double run_bare(size_t count)
{
    size_t steps = 0;
    double start = now_us();
    for (size_t left = count; left > 0;) {
        for (size_t i = 0; i < count; i++) {
            iter8_outcome outcome = ITER8_INIT(iter8_outcome);
            if (due_ns[i] == ITER8_NEVER) continue;
            must(iter8_reconcile(experiments[i], &host, due_ns[i], NULL, &outcome) == ITER8_OK,
                 "a step failed");
            due_ns[i] = outcome.done ? ITER8_NEVER : outcome.next_ns;
            left -= outcome.done ? 1 : 0;
            steps++;
        }
    }
    return (now_us() - start) / (double)steps;
}

static double run_registry(iter8_registry *registry)
{
    size_t steps = 0;
    double start = now_us();
    for (int64_t next = 0; (next = iter8_registry_next_ns(registry)) != ITER8_NEVER; steps++) {
        iter8_outcome outcome = ITER8_INIT(iter8_outcome);
        iter8_experiment *experiment;
        must(iter8_registry_step(registry, &host, next, NULL, &experiment, &outcome) == ITER8_OK,
             "a step failed");
    }
    return (now_us() - start) / (double)steps;
}

static iter8_registry *register_all(size_t count)
{
    iter8_registry_options options = {.struct_size = sizeof options, .allocator = &counted};
    iter8_registry *registry;
    must(iter8_registry_new(&options, &registry) == ITER8_OK, "there is no registry");
    for (size_t i = 0; i < count; i++)
        must(iter8_registry_add(registry, experiments[i], 0, NULL) == ITER8_OK, "not added");
    return registry;
}

static void compare(size_t count)
{
    double bare = 0, registered = 0;
    size_t rounds = STEPS_AT_LEAST / count / 23 + 1;
    for (size_t round = 0; round < rounds; round++) {
        make_all(count);
        bare += run_bare(count) / (double)rounds;
        free_all(count);
        make_all(count);
        iter8_registry *registry = register_all(count);
        registered += run_registry(registry) / (double)rounds;
        iter8_registry_free(registry);
        free_all(count);
    }
    printf("%6zu experiments: a step %6.3f us in a registry, %6.3f us bare, %.2f times\n", count,
           registered, bare, registered / bare);
}

static void weigh(size_t count)
{
    double resident = resident_bytes();
    make_all(count);
    double read = resident_bytes() - resident;
    size_t read_live = live_bytes;
    iter8_registry *registry = register_all(count);
    size_t registered_live = live_bytes - read_live;
    (void)run_registry(registry);
    double all = resident_bytes() - resident;
    iter8_registry_free(registry);
    double n = (double)count;
    printf("an experiment, as it was read   %6.0f bytes of the allocator, %6.0f resident\n",
           (double)read_live / n, read / n);
    printf("an experiment that has run      %6.0f bytes of the allocator\n",
           (double)live_bytes / n);
    printf("its place in the registry       %6.0f bytes of the allocator\n",
           (double)registered_live / n);
    printf("all of it                                                      %6.0f resident\n",
           all / n);
    free_all(count);
}

int main(void)
{
    static const iter8_metrics_source source = {sizeof source, NULL, measure};
    static const iter8_router router = {sizeof router, NULL, NULL, write_weights};
    host.metrics_source = &source;
    host.router = &router;
    read_pattern();
    weigh(MOST);
    compare(100);
    compare(10000);
    compare(MOST);
    return 0;
}
