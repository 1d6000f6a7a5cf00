/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A tally from a document. */
#include "simulate/tally.h"

#include "base/memory.h"
#include "document/document.h"
#include "iter8/error.h"

#include <string.h>

static void refuse(iter8__decoder *decoder, const char *what)
{
    iter8__decoder_problem(decoder, ITER8_ERR_RANGE, what, (char *)NULL);
}

/* Names, into a list that has room for as many. */
static void decode_names(iter8__decoder *decoder, const iter8__node *spec, const char *key,
                         const char **names)
{
    const iter8__node *list = iter8__node_member(spec, key);
    size_t mark = iter8__decoder_enter(decoder, key);
    for (size_t i = 0; i < iter8__node_count(list); i++) {
        size_t item = iter8__decoder_enter_item(decoder, i);
        names[i] = iter8__decode_string_here(decoder, iter8__node_item(list, i));
        iter8__decoder_leave(decoder, item);
    }
    iter8__decoder_leave(decoder, mark);
}

/* A list of exactly so many whole numbers from 0. */
static void decode_counts(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                          uint64_t *counts, size_t count)
{
    const iter8__node *list = iter8__node_member(mapping, key);
    size_t mark = iter8__decoder_enter(decoder, key);
    int ok = iter8__node_kind(list) == ITER8__NODE_LIST && iter8__node_count(list) == count;
    for (size_t i = 0; ok && i < count; i++) {
        const iter8__node *item = iter8__node_item(list, i);
        ok = iter8__node_kind(item) == ITER8__NODE_INTEGER && iter8__node_integer(item) >= 0;
        counts[i] = (uint64_t)iter8__node_integer(item);
    }
    if (!ok) refuse(decoder, "a list of counts is wanted, one for each");
    iter8__decoder_leave(decoder, mark);
}

static uint64_t decode_count(iter8__decoder *decoder, const iter8__node *mapping, const char *key)
{
    const iter8__node *node = iter8__node_member(mapping, key);
    if (iter8__node_kind(node) == ITER8__NODE_INTEGER && iter8__node_integer(node) >= 0)
        return (uint64_t)iter8__node_integer(node);
    iter8__decoder_member_problem(decoder, key, ITER8_ERR_TYPE, "a count is wanted");
    return 0;
}

static void decode_shares(iter8__decoder *decoder, const iter8__node *root, iter8_tally *tally)
{
    const iter8__node *node = iter8__node_member(root, "counts");
    size_t mark = iter8__decoder_enter(decoder, "counts");
    for (int32_t figure = ITER8_FIGURE_PROMOTED; figure <= ITER8_FIGURE_UNDECIDED; figure++)
        tally->verdicts[figure] = decode_count(decoder, node, iter8__word(&iter8__figures, figure));
    tally->cut_short =
        decode_count(decoder, node, iter8__word(&iter8__figures, ITER8_FIGURE_CUT_SHORT));
    decode_counts(decoder, node, "promotedVersions", tally->promoted, tally->version_count);
    decode_counts(decoder, node, "violatedObjectives", tally->violated, tally->objective_count);
    decode_counts(decoder, node, "endedAfterIterations", tally->ended,
                  (size_t)tally->iterations + 1);
    iter8__decoder_leave(decoder, mark);
}

static void decode_sums(iter8__decoder *decoder, const iter8__node *root, iter8_tally *tally)
{
    const iter8__node *node = iter8__node_member(root, "sums");
    size_t mark = iter8__decoder_enter(decoder, "sums");
    for (int i = 0; i < ITER8__MEANS; i++) {
        uint64_t numbers[3] = {0};
        decode_counts(decoder, node, iter8__word(&iter8__figures, ITER8__FIRST_MEAN + i), numbers,
                      3);
        if (numbers[2] >= (uint64_t)ITER8__WIDE_BASE) refuse(decoder, "this is no sum of squares");
        tally->sums[i] =
            (iter8__sum){(int64_t)numbers[0], {(int64_t)numbers[1], (int64_t)numbers[2]}};
    }
    iter8__decoder_leave(decoder, mark);
}

/* Every run has one weight; each weight is said once, rising. */
static void decode_weights_of(iter8__decoder *decoder, const iter8__node *list, uint64_t runs,
                              uint32_t *counts)
{
    uint64_t total = 0;
    int64_t last = -1;
    int ok = iter8__node_kind(list) == ITER8__NODE_LIST && iter8__node_count(list) % 2 == 0;
    for (size_t i = 0; ok && i < iter8__node_count(list); i += 2) {
        int64_t weight = iter8__node_integer(iter8__node_item(list, i));
        int64_t count = iter8__node_integer(iter8__node_item(list, i + 1));
        ok = weight > last && weight < ITER8__WEIGHTS && count > 0 && count <= UINT32_MAX;
        if (!ok) break;
        counts[weight] = (uint32_t)count;
        total += (uint64_t)count;
        last = weight;
    }
    if (!ok || total != runs) refuse(decoder, "one weight for each run is wanted");
}

static void decode_weights(iter8__decoder *decoder, const iter8__node *root, iter8_tally *tally)
{
    const iter8__node *list = iter8__node_member(root, "weights");
    size_t mark = iter8__decoder_enter(decoder, "weights");
    for (int32_t i = 0; i < tally->iterations && decoder->problems == 0; i++) {
        const iter8__node *row = iter8__node_item(list, (size_t)i);
        size_t item = iter8__decoder_enter_item(decoder, (size_t)i);
        for (size_t v = 0; v < tally->version_count; v++)
            decode_weights_of(decoder, iter8__node_item(row, v), tally->runs,
                              iter8__tally_weights(tally, i, v));
        iter8__decoder_leave(decoder, item);
    }
    iter8__decoder_leave(decoder, mark);
}

/* The number that all of a text says; 0 with *ok 0 when it says none. */
static uint64_t number_of(const char *digits, int *ok)
{
    uint64_t number = 0;
    *ok = *digits != '\0';
    for (; *ok && *digits != '\0'; digits++) {
        uint64_t digit = (uint64_t)(unsigned char)*digits - '0';
        *ok = digit < 10 && number <= (UINT64_MAX - digit) / 10;
        number = number * 10 + digit;
    }
    return *ok ? number : 0;
}

/* A number, or one too large for JSON as a text; none where runs are of several seeds. */
static void decode_seed(iter8__decoder *decoder, const iter8__node *root, iter8_tally *tally)
{
    const iter8__node *node = iter8__node_member(root, "seed");
    enum iter8__node_kind kind = iter8__node_kind(node);
    int ok = kind == ITER8__NODE_MISSING;
    if (kind == ITER8__NODE_INTEGER) {
        tally->seed = (uint64_t)iter8__node_integer(node);
        ok = iter8__node_integer(node) >= 0;
    } else if (kind == ITER8__NODE_STRING) {
        tally->seed = number_of(iter8__node_string(node), &ok);
    }
    tally->is_mixed = tally->runs > 0 && kind == ITER8__NODE_MISSING;
    if (!ok)
        iter8__decoder_member_problem(decoder, "seed", ITER8_ERR_TYPE, "a whole number is wanted");
}

/* The sum of some counts of runs, or more than all when one of them is. */
static uint64_t sum_of(const iter8_tally *tally, const uint64_t *counts, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (counts[i] > tally->runs) return UINT64_MAX;
        sum += counts[i];
    }
    return sum;
}

static void check(iter8__decoder *decoder, const iter8_tally *tally)
{
    size_t ends = (size_t)tally->iterations + 1;
    if (tally->runs > ITER8__MAX_RUNS ||
        sum_of(tally, tally->verdicts, ITER8_RUN_UNDECIDED + 1) != tally->runs ||
        sum_of(tally, tally->ended, ends) != tally->runs || tally->cut_short > tally->runs ||
        sum_of(tally, tally->violated, tally->objective_count) > tally->runs ||
        sum_of(tally, tally->promoted, tally->version_count) != tally->verdicts[ITER8_RUN_PROMOTED])
        refuse(decoder, "the counts do not add up to the number of runs");
}

/* Makes the tally that a setting is for; NULL when it is reported, or without memory. */
static iter8_tally *make(iter8__decoder *decoder, const iter8__node *root,
                         const iter8_allocator *allocator)
{
    const iter8__node *spec =
        iter8__decode_member(decoder, root, "spec", ITER8__NODE_MAPPING, ITER8__REQUIRED);
    size_t mark = iter8__decoder_enter(decoder, "spec");
    const iter8__node *versions =
        iter8__decode_list(decoder, spec, "versions", ITER8__MAX_CANDIDATES + 1);
    const iter8__node *objectives =
        iter8__decode_list(decoder, spec, "objectives", ITER8__MAX_CRITERIA);
    int32_t iterations =
        iter8__decode_integer(decoder, spec, "iterations", 1, ITER8__MAX_SIMULATED_ITERATIONS, 0);
    if (iter8__node_count(versions) == 0 || iterations == 0)
        refuse(decoder, "versions and iterations are wanted");
    else if (iter8__node_count(iter8__node_member(root, "weights")) != (size_t)iterations)
        refuse(decoder, "weights after each iteration are wanted"); /* before room is made */
    iter8_tally *tally = NULL;
    if (iter8__decoder_result(decoder) == ITER8_OK) {
        tally = iter8__tally_make(allocator, iter8__node_count(versions),
                                  iter8__node_count(objectives), iterations);
        if (tally == NULL) decoder->out_of_memory = 1;
    }
    if (tally != NULL) {
        decoder->arena = &tally->arena;
        decode_names(decoder, spec, "versions", tally->versions);
        decode_names(decoder, spec, "objectives", tally->objectives);
    }
    iter8__decoder_leave(decoder, mark);
    return tally;
}

static iter8_tally *decode(iter8__decoder *decoder, const iter8__node *root,
                           const iter8_allocator *allocator)
{
    iter8_tally *tally = make(decoder, root, allocator);
    if (tally == NULL) return NULL;
    tally->runs = decode_count(decoder, root, "runs");
    decode_seed(decoder, root, tally);
    decode_shares(decoder, root, tally);
    decode_sums(decoder, root, tally);
    if (decoder->problems == 0) decode_weights(decoder, root, tally);
    if (decoder->problems == 0) check(decoder, tally);
    return tally;
}

int iter8_tally_read(const iter8_document *document, const iter8_allocator *allocator,
                     iter8_diagnostics *diagnostics, iter8_tally **out)
{
    if (out != NULL) *out = NULL;
    if (document == NULL || out == NULL) return ITER8_ERR_ARGUMENT;
    iter8_allocator own;
    int rc = iter8__allocator_take(&own, allocator);
    if (rc != ITER8_OK) return rc;
    iter8__arena arena;
    iter8__arena_init(&arena, &own);
    iter8__decoder decoder;
    iter8__decoder_init(&decoder, document, diagnostics, &arena);
    const iter8__node *root = iter8__document_root(document);
    iter8_tally *tally = NULL;
    int is_tally =
        !iter8__decode_is_mapping(&decoder, root) || iter8__decode_kind(&decoder, root, "Tally");
    if (is_tally && decoder.problems == 0) tally = decode(&decoder, root, &own);
    rc = iter8__decoder_finish(&decoder);
    iter8__arena_clear(&arena);
    if (!is_tally && rc != ITER8_ERR_NOMEM) rc = ITER8_ERR_KIND;
    if (rc == ITER8_OK)
        *out = tally;
    else
        iter8_tally_free(tally);
    return rc;
}
