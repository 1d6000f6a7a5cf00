/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Which of several objects is written first.
 *
 * Each object is written as a whole, so after any part of the writes each weight is the old or the
 * new one: no candidate has more than the larger of the two. The objects that lose most traffic in
 * all come first. All changes sum to 0, and of numbers in ascending order that sum to 0, no first
 * few sum to more than 0. So never is more than 100 percent given out, whichever write fails; and
 * an object that both gives and takes needs no splitting, as only its sum counts.
 */
#include "base/memory.h"
#include "iter8/error.h"
#include "iter8/routing.h"
#include "routing/view.h"

/* What writing an object would change, in percent. */
typedef struct change {
    int32_t all;        /* of all versions that it holds */
    int32_t candidates; /* of the candidates alone */
} change;

static int find_change(const iter8_document *object, const iter8_experiment *experiment,
                       const int32_t *weights, iter8_diagnostics *diagnostics, change *out)
{
    iter8__route_view view;
    int32_t now[ITER8__MAX_CANDIDATES + 1] = {0};
    *out = (change){0, 0};
    int rc = iter8__route_view_open(&view, object, experiment, diagnostics);
    if (rc == ITER8_OK) rc = iter8__route_view_percent(&view, now);
    iter8__route_view_close(&view);
    if (rc != ITER8_OK) return rc;
    for (size_t v = 0; v < experiment->spec.version_count; v++) {
        if (!iter8_route_holds(object, experiment, v)) continue;
        out->all += weights[v] - now[v];
        if (v > 0) out->candidates += weights[v] - now[v];
    }
    return ITER8_OK;
}

static int comes_before(const change *a, const change *b)
{
    if (a->all != b->all) return a->all < b->all;
    return a->candidates < b->candidates;
}

/* Objects that change alike stay in the order in which they were given. */
static void sort(const change *changes, size_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t place = i;
        for (; place > 0 && comes_before(&changes[i], &changes[order[place - 1]]); place--)
            order[place] = order[place - 1];
        order[place] = i;
    }
}

static int check_weights(const iter8_experiment *experiment, const int32_t *weights)
{
    for (size_t v = 0; v < experiment->spec.version_count; v++) {
        if (weights[v] < 0 || weights[v] > 100) return ITER8_ERR_RANGE;
    }
    return ITER8_OK;
}

int iter8_route_order(iter8_document *const *objects, size_t count,
                      const iter8_experiment *experiment, const int32_t *weights,
                      iter8_diagnostics *diagnostics, size_t *order)
{
    if (experiment == NULL || weights == NULL || (count > 0 && (objects == NULL || order == NULL)))
        return ITER8_ERR_ARGUMENT;
    int rc = check_weights(experiment, weights);
    if (rc != ITER8_OK) return rc;
    change *changes = iter8__alloc_zero(&experiment->allocator, count, sizeof *changes);
    if (changes == NULL) return ITER8_ERR_NOMEM;
    for (size_t i = 0; i < count && rc == ITER8_OK; i++)
        rc = objects[i] == NULL
                 ? ITER8_ERR_ARGUMENT
                 : find_change(objects[i], experiment, weights, diagnostics, &changes[i]);
    if (rc == ITER8_OK) sort(changes, order, count);
    iter8__release(&experiment->allocator, changes);
    return rc;
}
