/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/increments.h"

#include <math.h>

static const double most = 1e15;

static void keep(double *last, uint32_t *below, const double *now, size_t count)
{
    for (size_t i = 0; i < count; i++)
        last[i] = now[i];
    *below = 0;
}

iter8__take iter8__increments_take(double *last, uint32_t *below, const double *now, size_t count,
                                   double *increments)
{
    int missing = 0, lower = 0, higher = 0;
    for (size_t i = 0; i < count; i++) {
        increments[i] = 0;
        if (!(now[i] >= 0 && now[i] <= most)) missing = 1;
        if (now[i] < last[i]) lower = 1;
        if (now[i] > last[i]) higher = 1;
    }
    if (missing) return ITER8__TAKE_MISSING;
    if (lower && ++*below < ITER8__LOOKS_BELOW) return ITER8__TAKE_HELD;
    for (size_t i = 0; i < count && !lower; i++)
        increments[i] = now[i] - last[i];
    keep(last, below, now, count);
    if (lower) return ITER8__TAKE_RESET;
    return higher ? ITER8__TAKE_COUNTED : ITER8__TAKE_NOTHING;
}

/* Without a new trial the last counts are kept, so that an event which came early counts with the
 * next trial. */
iter8__take iter8__counter_take(iter8__counter *counter, double events, double trials,
                                double *new_events, double *new_trials)
{
    double last[2] = {counter->events, counter->trials}, now[2] = {events, trials};
    double increments[2];
    iter8__take take = iter8__increments_take(last, &counter->below, now, 2, increments);
    *new_events = *new_trials = 0;
    if (take == ITER8__TAKE_COUNTED && increments[1] == 0) return ITER8__TAKE_NOTHING;
    counter->events = last[0];
    counter->trials = last[1];
    if (take != ITER8__TAKE_COUNTED) return take;
    *new_trials = increments[1];
    *new_events = fmin(increments[0], increments[1]);
    return take;
}

static int is_gap(iter8__take take)
{
    return take == ITER8__TAKE_MISSING || take == ITER8__TAKE_HELD;
}

/* Leaves the counters where they were, but for how often they were below. */
static iter8__take leave(iter8__paired_counter *counter, const iter8__paired_counter *taken,
                         double weight, iter8__take why)
{
    counter->candidate.below = taken->candidate.below;
    counter->baseline.below = taken->baseline.below;
    if (counter->gap == 0) counter->weight = weight;
    if (weight != counter->weight) counter->mixed = 1;
    if (counter->gap < UINT32_MAX) counter->gap++;
    return why;
}

/* Counts from here on, whatever came before. */
static iter8__take rebase(iter8__paired_counter *counter, const iter8__pair *now, iter8__take why)
{
    *counter = (iter8__paired_counter){
        .candidate = {now->candidate_events, now->candidate_trials, 0},
        .baseline = {now->baseline_events, now->baseline_trials, 0},
    };
    return why;
}

iter8__take iter8__paired_take(iter8__paired_counter *counter, const iter8__pair *now,
                               double weight, iter8__pair *increments)
{
    iter8__paired_counter taken = *counter;
    iter8__pair new = {0, 0, 0, 0};
    *increments = new;
    iter8__take candidate =
        iter8__counter_take(&taken.candidate, now->candidate_events, now->candidate_trials,
                            &new.candidate_events, &new.candidate_trials);
    iter8__take baseline =
        iter8__counter_take(&taken.baseline, now->baseline_events, now->baseline_trials,
                            &new.baseline_events, &new.baseline_trials);
    if (is_gap(candidate)) return leave(counter, &taken, weight, candidate);
    if (is_gap(baseline)) return leave(counter, &taken, weight, baseline);
    if (candidate == ITER8__TAKE_RESET || baseline == ITER8__TAKE_RESET)
        return rebase(counter, now, ITER8__TAKE_RESET);
    if (counter->gap > 0 && (counter->mixed || weight != counter->weight))
        return rebase(counter, now, ITER8__TAKE_REBASED);
    *counter = taken;
    counter->gap = counter->mixed = 0;
    if (candidate == ITER8__TAKE_NOTHING || baseline == ITER8__TAKE_NOTHING)
        return ITER8__TAKE_NOTHING;
    *increments = new;
    return ITER8__TAKE_COUNTED;
}
