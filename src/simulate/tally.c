/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/tally.h"

#include "base/memory.h"
#include "iter8/command.h"
#include "iter8/error.h"

#include <string.h>

static int make_room(iter8_tally *tally)
{
    iter8__arena *arena = &tally->arena;
    size_t rows = (size_t)tally->iterations * tally->version_count;
    tally->versions = iter8__arena_alloc(arena, tally->version_count, sizeof *tally->versions);
    tally->objectives = iter8__arena_alloc(arena, tally->objective_count, sizeof(const char *));
    tally->promoted = iter8__arena_alloc(arena, tally->version_count, sizeof(uint64_t));
    tally->violated = iter8__arena_alloc(arena, tally->objective_count, sizeof(uint64_t));
    tally->ended = iter8__arena_alloc(arena, (size_t)tally->iterations + 1, sizeof(uint64_t));
    tally->weights = iter8__arena_alloc(arena, rows * ITER8__WEIGHTS, sizeof(uint32_t));
    return tally->versions != NULL && tally->objectives != NULL && tally->promoted != NULL &&
           tally->violated != NULL && tally->ended != NULL && tally->weights != NULL;
}

iter8_tally *iter8__tally_make(const iter8_allocator *allocator, size_t versions, size_t objectives,
                               int32_t iterations)
{
    iter8_tally *tally = iter8__alloc_zero(allocator, 1, sizeof *tally);
    if (tally == NULL) return NULL;
    tally->allocator = *allocator;
    iter8__arena_init(&tally->arena, &tally->allocator);
    tally->version_count = versions;
    tally->objective_count = objectives;
    tally->iterations = iterations;
    if (make_room(tally)) return tally;
    iter8_tally_free(tally);
    return NULL;
}

void iter8_tally_free(iter8_tally *tally)
{
    if (tally == NULL) return;
    iter8_allocator allocator = tally->allocator;
    iter8__arena_clear(&tally->arena);
    iter8__release(&allocator, tally);
}

static const char *copy(iter8_tally *tally, const char *text)
{
    return iter8__arena_text(&tally->arena, text, strlen(text));
}

static int copy_names(iter8_tally *tally, const iter8__spec *spec)
{
    for (size_t i = 0; i < tally->version_count; i++) {
        tally->versions[i] = copy(tally, spec->versions[i].name);
        if (tally->versions[i] == NULL) return 0;
    }
    for (size_t i = 0; i < tally->objective_count; i++) {
        tally->objectives[i] = copy(tally, spec->objectives[i].metric);
        if (tally->objectives[i] == NULL) return 0;
    }
    return 1;
}

int iter8_tally_new(const iter8_simulation *simulation, const iter8_allocator *allocator,
                    iter8_tally **out)
{
    if (out != NULL) *out = NULL;
    if (simulation == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    iter8_allocator own;
    int rc = iter8__allocator_take(&own, allocator);
    if (rc != ITER8_OK) return rc;
    const iter8__spec *spec = &simulation->experiment->spec;
    iter8_tally *tally =
        iter8__tally_make(&own, spec->version_count, spec->objective_count, simulation->iterations);
    if (tally != NULL && copy_names(tally, spec)) {
        *out = tally;
        return ITER8_OK;
    }
    iter8_tally_free(tally);
    return ITER8_ERR_NOMEM;
}

int iter8__tally_fits(const iter8_tally *tally, const iter8_experiment *experiment,
                      int32_t iterations)
{
    const iter8__spec *spec = &experiment->spec;
    if (tally->version_count != spec->version_count || tally->iterations != iterations ||
        tally->objective_count != spec->objective_count)
        return 0;
    for (size_t i = 0; i < tally->version_count; i++) {
        if (strcmp(tally->versions[i], spec->versions[i].name) != 0) return 0;
    }
    for (size_t i = 0; i < tally->objective_count; i++) {
        if (strcmp(tally->objectives[i], spec->objectives[i].metric) != 0) return 0;
    }
    return 1;
}

uint32_t *iter8__tally_weights(const iter8_tally *tally, int32_t iteration, size_t version)
{
    return &tally->weights[((size_t)iteration * tally->version_count + version) * ITER8__WEIGHTS];
}

/* Whether sums can be added to those of a tally. */
static int has_room(const iter8_tally *tally, const iter8__sum *sums)
{
    for (int i = 0; i < ITER8__MEANS; i++) {
        if (sums[i].sum > INT64_MAX - tally->sums[i].sum ||
            sums[i].squares.high >= INT64_MAX - tally->sums[i].squares.high)
            return 0;
    }
    return 1;
}

static void add_sums(iter8_tally *tally, const iter8__sum *sums)
{
    for (int i = 0; i < ITER8__MEANS; i++) {
        tally->sums[i].sum += sums[i].sum;
        iter8__wide_add(&tally->sums[i].squares, &sums[i].squares);
    }
}

static void set_number(iter8__sum *sums, int32_t figure, int64_t number)
{
    iter8__sum *sum = &sums[figure - ITER8__FIRST_MEAN];
    *sum = (iter8__sum){number, {0, 0}};
    iter8__wide_add_square(&sum->squares, number);
}

static void set_numbers(iter8__sum *sums, const iter8__schedule_of_run *run)
{
    const iter8_run *result = &run->result;
    set_number(sums, ITER8_FIGURE_ITERATIONS, result->iterations);
    set_number(sums, ITER8_FIGURE_SECONDS, (result->end_ns - result->start_ns) / 1000000);
    set_number(sums, ITER8_FIGURE_REQUESTS, result->requests);
    set_number(sums, ITER8_FIGURE_ERRORS, result->errors);
    set_number(sums, ITER8_FIGURE_SLOW, result->slow);
    set_number(sums, ITER8_FIGURE_CANDIDATE_ERRORS, run->candidate_errors);
}

static void add_weights(iter8_tally *tally, const uint8_t *weights)
{
    for (size_t i = 0; i < (size_t)tally->iterations * tally->version_count; i++)
        tally->weights[i * ITER8__WEIGHTS + weights[i]]++;
}

void iter8__tally_add_seed(iter8_tally *tally, uint64_t seed)
{
    if (tally->runs > 0 && tally->seed != seed) tally->is_mixed = 1;
    if (!tally->is_mixed) tally->seed = seed;
}

int iter8__tally_add_run(iter8_tally *tally, const iter8__schedule_of_run *run)
{
    const iter8_run *result = &run->result;
    int32_t ended = result->iterations < tally->iterations ? result->iterations : tally->iterations;
    iter8__sum sums[ITER8__MEANS];
    set_numbers(sums, run);
    if (!has_room(tally, sums)) return 0;
    iter8__tally_add_seed(tally, run->seed);
    tally->runs++;
    tally->verdicts[result->verdict]++;
    if (result->ending == ITER8_ENDING_ROLLED_BACK && ended < tally->iterations) tally->cut_short++;
    if (result->verdict == ITER8_RUN_PROMOTED) tally->promoted[result->version]++;
    if (result->violated >= 0) tally->violated[result->violated]++;
    tally->ended[ended]++;
    add_sums(tally, sums);
    add_weights(tally, run->weights);
    return 1;
}

static int are_alike(const iter8_tally *a, const iter8_tally *b)
{
    if (a->version_count != b->version_count || a->objective_count != b->objective_count ||
        a->iterations != b->iterations)
        return 0;
    for (size_t i = 0; i < a->version_count; i++) {
        if (strcmp(a->versions[i], b->versions[i]) != 0) return 0;
    }
    for (size_t i = 0; i < a->objective_count; i++) {
        if (strcmp(a->objectives[i], b->objectives[i]) != 0) return 0;
    }
    return 1;
}

static void add_counts(uint64_t *to, const uint64_t *from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        to[i] += from[i];
}

int iter8_tally_add(iter8_tally *tally, const iter8_tally *other)
{
    if (tally == NULL || other == NULL || !are_alike(tally, other)) return ITER8_ERR_ARGUMENT;
    if (other->runs > ITER8__MAX_RUNS - tally->runs || !has_room(tally, other->sums))
        return ITER8_ERR_ARGUMENT;
    if (other->runs > 0) iter8__tally_add_seed(tally, other->seed);
    if (other->is_mixed) tally->is_mixed = 1;
    tally->runs += other->runs;
    tally->cut_short += other->cut_short;
    add_counts(tally->verdicts, other->verdicts, ITER8_RUN_UNDECIDED + 1);
    add_counts(tally->promoted, other->promoted, tally->version_count);
    add_counts(tally->violated, other->violated, tally->objective_count);
    add_counts(tally->ended, other->ended, (size_t)tally->iterations + 1);
    add_sums(tally, other->sums);
    size_t weights = (size_t)tally->iterations * tally->version_count * ITER8__WEIGHTS;
    for (size_t i = 0; i < weights; i++)
        tally->weights[i] += other->weights[i];
    return ITER8_OK;
}
