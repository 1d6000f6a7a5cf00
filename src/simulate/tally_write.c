/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A tally as a document. */
#include "simulate/tally.h"

#include "base/decimal.h"
#include "document/document.h"
#include "iter8/error.h"
#include "spec/names.h"

#include <math.h>

static iter8__node *make_strings(const char *const *strings, size_t count)
{
    iter8__node *list = iter8__node_make_list();
    int ok = list != NULL;
    for (size_t i = 0; ok && i < count; i++)
        ok = iter8__node_append(list, iter8__node_make_string(strings[i]));
    if (ok) return list;
    iter8__node_release(list);
    return NULL;
}

static iter8__node *make_counts(const uint64_t *counts, size_t count)
{
    iter8__node *list = iter8__node_make_list();
    int ok = list != NULL;
    for (size_t i = 0; ok && i < count; i++)
        ok = iter8__node_append(list, iter8__node_make_integer((int64_t)counts[i]));
    if (ok) return list;
    iter8__node_release(list);
    return NULL;
}

static int set_integer(iter8__node *mapping, const char *key, int64_t value)
{
    return iter8__node_set(mapping, key, iter8__node_make_integer(value));
}

static iter8__node *make_setting(const iter8_tally *tally)
{
    iter8__node *node = iter8__node_make_mapping();
    if (iter8__node_set(node, "versions", make_strings(tally->versions, tally->version_count)) &&
        iter8__node_set(node, "objectives",
                        make_strings(tally->objectives, tally->objective_count)) &&
        set_integer(node, "iterations", tally->iterations))
        return node;
    iter8__node_release(node);
    return NULL;
}

static iter8__node *make_shares(const iter8_tally *tally)
{
    iter8__node *node = iter8__node_make_mapping();
    int ok = node != NULL;
    for (int32_t figure = ITER8_FIGURE_PROMOTED; ok && figure <= ITER8_FIGURE_CUT_SHORT; figure++)
        ok = set_integer(node, iter8__word(&iter8__figures, figure),
                         (int64_t)iter8__tally_count(tally, figure));
    if (ok &&
        iter8__node_set(node, "promotedVersions",
                        make_counts(tally->promoted, tally->version_count)) &&
        iter8__node_set(node, "violatedObjectives",
                        make_counts(tally->violated, tally->objective_count)) &&
        iter8__node_set(node, "endedAfterIterations",
                        make_counts(tally->ended, (size_t)tally->iterations + 1)))
        return node;
    iter8__node_release(node);
    return NULL;
}

/* [sum, billions of billions of the sum of squares, the rest of it] */
static iter8__node *make_sum(const iter8__sum *sum)
{
    uint64_t numbers[] = {(uint64_t)sum->sum, (uint64_t)sum->squares.high,
                          (uint64_t)sum->squares.low};
    return make_counts(numbers, 3);
}

static iter8__node *make_sums(const iter8_tally *tally)
{
    iter8__node *node = iter8__node_make_mapping();
    int ok = node != NULL;
    for (int i = 0; ok && i < ITER8__MEANS; i++)
        ok = iter8__node_set(node, iter8__word(&iter8__figures, ITER8__FIRST_MEAN + i),
                             make_sum(&tally->sums[i]));
    if (ok) return node;
    iter8__node_release(node);
    return NULL;
}

/* Weight, count, weight, count, ... */
static iter8__node *make_weights(const uint32_t *counts)
{
    uint64_t pairs[2 * ITER8__WEIGHTS];
    size_t length = 0;
    for (uint64_t weight = 0; weight < ITER8__WEIGHTS; weight++) {
        if (counts[weight] == 0) continue;
        pairs[length++] = weight;
        pairs[length++] = counts[weight];
    }
    return make_counts(pairs, length);
}

static iter8__node *make_row(const iter8_tally *tally, int32_t iteration)
{
    iter8__node *list = iter8__node_make_list();
    int ok = list != NULL;
    for (size_t v = 0; ok && v < tally->version_count; v++)
        ok = iter8__node_append(list, make_weights(iter8__tally_weights(tally, iteration, v)));
    if (ok) return list;
    iter8__node_release(list);
    return NULL;
}

static iter8__node *make_all_weights(const iter8_tally *tally)
{
    iter8__node *list = iter8__node_make_list();
    int ok = list != NULL;
    for (int32_t i = 0; ok && i < tally->iterations; i++)
        ok = iter8__node_append(list, make_row(tally, i));
    if (ok) return list;
    iter8__node_release(list);
    return NULL;
}

int iter8__figure_set(iter8__node *mapping, const char *key, double value)
{
    return iter8__node_set(
        mapping, key, isfinite(value) ? iter8__node_make_real(value) : iter8__node_make_null());
}

static iter8__node *make_estimate(const iter8_tally *tally, int32_t figure)
{
    iter8_estimate estimate = {.struct_size = sizeof estimate};
    iter8__node *node = iter8__node_make_mapping();
    if (iter8_tally_estimate(tally, figure, 0.99, &estimate) == ITER8_OK &&
        iter8__figure_set(node, "value", estimate.value) &&
        iter8__figure_set(node, "low", estimate.low) &&
        iter8__figure_set(node, "high", estimate.high))
        return node;
    iter8__node_release(node);
    return NULL;
}

static iter8__node *make_estimates(const iter8_tally *tally)
{
    iter8__node *node = iter8__node_make_mapping();
    int ok = iter8__figure_set(node, "confidence", 0.99);
    for (int32_t figure = 1; ok && figure < (int32_t)iter8__figures.count; figure++)
        ok = iter8__node_set(node, iter8__word(&iter8__figures, figure),
                             make_estimate(tally, figure));
    if (ok) return node;
    iter8__node_release(node);
    return NULL;
}

/* A number that JSON readers may not hold is a text. */
static iter8__node *make_seed(uint64_t seed)
{
    if (seed <= (UINT64_C(1) << 53)) return iter8__node_make_integer((int64_t)seed);
    char digits[ITER8__INTEGER_BYTES];
    (void)iter8__unsigned_format(seed, digits);
    return iter8__node_make_string(digits);
}

/* Runs of several seeds have no seed. */
static int set_seed(iter8__node *root, const iter8_tally *tally)
{
    if (tally->runs == 0 || tally->is_mixed) return 1;
    return iter8__node_set(root, "seed", make_seed(tally->seed));
}

iter8__node *iter8__tally_encode(const iter8_tally *tally)
{
    iter8__node *root = iter8__node_make_mapping();
    if (iter8__node_set(root, "apiVersion", iter8__node_make_string("iter8.tools/v2alpha2")) &&
        iter8__node_set(root, "kind", iter8__node_make_string("Tally")) &&
        iter8__node_set(root, "spec", make_setting(tally)) &&
        set_integer(root, "runs", (int64_t)tally->runs) && set_seed(root, tally) &&
        iter8__node_set(root, "estimates", make_estimates(tally)) &&
        iter8__node_set(root, "counts", make_shares(tally)) &&
        iter8__node_set(root, "sums", make_sums(tally)) &&
        iter8__node_set(root, "weights", make_all_weights(tally)))
        return root;
    iter8__node_release(root);
    return NULL;
}

int iter8_tally_write(const iter8_tally *tally, int format, char *buffer, size_t capacity,
                      size_t *length)
{
    if (tally == NULL) return ITER8_ERR_ARGUMENT;
    iter8__node *root = iter8__tally_encode(tally);
    int rc = iter8__node_give(root, format, &tally->allocator, buffer, capacity, length);
    iter8__node_release(root);
    return rc;
}
