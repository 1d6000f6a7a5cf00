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

/* No candidate rises higher than this. */
static int32_t highest(const iter8__weight_limits *limits, int32_t current)
{
    int32_t most = current + limits->max_increment;
    if (limits->step_count > 0) most = limits->steps[limits->step_count - 1];
    for (size_t i = limits->step_count; i-- > 0;) {
        if (limits->steps[i] > current) most = limits->steps[i];
    }
    return most < limits->max_weight ? most : limits->max_weight;
}

static int all_hold(const decision *d, const iter8__weight_limits *limits, const int32_t *current)
{
    int32_t sum = 0;
    for (size_t v = 0; v < d->spec.version_count; v++) {
        const iter8__weight *weight = &d->weights[v];
        int32_t down = (int32_t)floor(weight->exact + 1e-9);
        if (weight->weight < 0 || weight->weight > 100) return 0;
        if (weight->weight != down && weight->weight != (int32_t)ceil(weight->exact - 1e-9))
            return 0;
        if (v > 0 && weight->weight > highest(limits, current[v])) return 0;
        sum += weight->weight;
    }
    return sum == 100;
}

/* A held candidate neither rises beyond its exploration share nor falls, but for want of room. */
static int held_hold(const decision *d, const iter8__weight_limits *limits, const int32_t *current,
                     size_t held)
{
    double floor_share = iter8__exploration_weight(&d->spec);
    int32_t all = 0;
    for (size_t v = 1; v < d->spec.version_count; v++)
        all += current[v];
    for (size_t v = 1; v < d->spec.version_count; v++) {
        int32_t weight = d->weights[v].weight;
        if ((held >> v & 1) == 0) continue;
        if (weight > current[v] && weight > ceil(floor_share)) return 0;
        if (weight < current[v] && current[v] <= highest(limits, current[v]) && all <= 100)
            return 0;
    }
    return 1;
}

/* Tells the guard which candidates are held: no fresh value of theirs is known. */
static void hold(decision *d, size_t held)
{
    for (size_t v = 0; v < d->spec.version_count; v++) {
        decision_set_value(d, 0, v, 0.0);
        d->values[v].carried = held >> v & 1;
    }
}

/* All sets of best versions and of held ones, and all weights of a coarse grid. */
static size_t count_failures(size_t count, const iter8__weight_limits *limits)
{
    size_t all_currents = 1;
    size_t failures = 0;
    for (size_t v = 0; v < count; v++)
        all_currents *= STEPS;
    for (size_t n = 0; n < all_currents << (2 * count); n++) {
        int32_t current[MOST_VERSIONS];
        size_t held = (n >> count) & (((size_t)1 << count) - 1);
        decision d;
        decision_init(&d, count, 1);
        d.spec.settings.steps = limits->steps;
        d.spec.settings.step_count = limits->step_count;
        if (limits->step_count > 0) {
            d.spec.settings.algorithm = iter8__word_number(&iter8__algorithm_words, "steps");
            d.spec.settings.exploration = 0.0;
        }
        choose_current(n >> (2 * count), count, current);
        for (size_t v = 0; v < count; v++)
            d.best[v] = n >> v & 1;
        hold(&d, held);
        decision_share(&d, *limits, current);
        failures += !all_hold(&d, limits, current) || !held_hold(&d, limits, current, held);
    }
    return failures;
}

Test(analysis_guard, weights_keep_every_promise_for_all_best_and_held_sets_limits_and_weights)
{
    for (size_t count = 2; count <= 4; count++) {
        for (size_t c = 0; c < sizeof caps / sizeof *caps; c++) {
            for (size_t i = 0; i < sizeof increments / sizeof *increments; i++) {
                iter8__weight_limits limits = {caps[c], increments[i], NULL, 0};
                cr_expect_eq(count_failures(count, &limits), 0, "%zu versions, %d, %d", count,
                             caps[c], increments[i]);
            }
        }
    }
}

Test(analysis_guard, so_they_do_with_steps)
{
    static const int32_t steps[] = {1, 10, 33, 100};
    for (size_t count = 2; count <= 4; count++) {
        for (size_t first = 0; first < 4; first++) {
            for (size_t length = 1; first + length <= 4; length++) {
                iter8__weight_limits limits = {first == 0 ? 60 : 100, 0, steps + first, length};
                cr_expect_eq(count_failures(count, &limits), 0, "%zu versions, %zu steps", count,
                             length);
            }
        }
    }
}

Test(analysis_guard, every_step_of_a_rollback_leads_down)
{
    static const int32_t rollback_steps[] = {1, 7, 24, 40, 100};
    for (size_t n = 0; n < (size_t)STEPS * STEPS * STEPS; n++) {
        for (size_t i = 0; i < sizeof rollback_steps / sizeof *rollback_steps; i++) {
            int32_t current[MOST_VERSIONS] = {0};
            decision d;
            decision_init(&d, 3, 0);
            d.spec.settings.rollback_step = rollback_steps[i];
            choose_current(n, 3, current);
            int at_once = current[1] + current[2] > 100 || rollback_steps[i] == 100;
            iter8__roll_back_weights(&d.spec, current, &d.analysis);
            cr_expect_eq(d.weights[0].weight + d.weights[1].weight + d.weights[2].weight, 100);
            for (int v = 1; v < 3; v++) {
                int32_t left = current[v] - rollback_steps[i];
                cr_expect_eq(d.weights[v].weight, left > 0 && !at_once ? left : 0);
            }
        }
    }
}
