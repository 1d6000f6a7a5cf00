/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What holds for every weight, whatever came before: tried for all cases of a coarse grid. */
#include "decision.h"

#include <criterion/criterion.h>

static const int32_t caps[] = {0, 5, 33, 56, 100};
static const int32_t increments[] = {0, 1, 10, 100};
enum { STEP = 25, STEPS = 100 / STEP + 1 };

/* Weights far from any that were decided, as a host could read them. */
static void choose_current(size_t number, size_t count, int32_t *current)
{
    for (size_t v = 0; v < count; v++, number /= STEPS)
        current[v] = (int32_t)(number % STEPS) * STEP;
}

static int all_hold(const decision *d, const iter8__limits *limits, const int32_t *current)
{
    int32_t sum = 0;
    for (size_t v = 0; v < d->spec.version_count; v++) {
        const iter8__share *share = &d->shares[v];
        int32_t down = (int32_t)floor(share->exact + 1e-9);
        if (share->weight < 0 || share->weight > 100) return 0;
        if (share->weight != down && share->weight != (int32_t)ceil(share->exact - 1e-9)) return 0;
        if (v > 0 && share->weight > limits->max_weight) return 0;
        if (v > 0 && share->weight > current[v] + limits->max_increment) return 0;
        sum += share->weight;
    }
    return sum == 100;
}

static size_t count_failures(size_t count, const iter8__limits *limits)
{
    size_t all_currents = 1;
    size_t failures = 0;
    for (size_t v = 0; v < count; v++)
        all_currents *= STEPS;
    for (size_t n = 0; n < all_currents << count; n++) {
        int32_t current[MOST_VERSIONS];
        decision d;
        decision_init(&d, count, 0);
        choose_current(n >> count, count, current);
        for (size_t v = 0; v < count; v++)
            d.best[v] = n >> v & 1;
        iter8__want_shares(&d.spec, &d.analysis);
        iter8__limit_shares(&d.spec, limits, current, &d.analysis);
        iter8__round_shares(&d.spec, &d.analysis);
        failures += !all_hold(&d, limits, current);
    }
    return failures;
}

Test(analysis_guard, weights_keep_every_promise_for_all_best_sets_limits_and_current_weights)
{
    for (size_t count = 2; count <= 4; count++) {
        for (size_t c = 0; c < sizeof caps / sizeof *caps; c++) {
            for (size_t i = 0; i < sizeof increments / sizeof *increments; i++) {
                iter8__limits limits = {caps[c], increments[i], NULL, 0};
                cr_expect_eq(count_failures(count, &limits), 0, "%zu versions, %d, %d", count,
                             caps[c], increments[i]);
            }
        }
    }
}
