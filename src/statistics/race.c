/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/race.h"

#include "statistics/curve.h"
#include "statistics/rivals.h"

#include <math.h>
#include <string.h>

enum { MAX = ITER8__MAX_CONTESTANTS, POINTS = ITER8__POINTS };

/* What is known of one version at the points of a panel. */
typedef struct lane {
    iter8__curve curve;
    double chance;
    double below; /* its distribution at the start of the panel */
    int is_known;
    int is_active; /* it has a density on the panel */
    double density[POINTS];
    double cdf[POINTS];
} lane;

typedef struct track {
    const iter8__contest *contest;
    iter8__race_result *tallies;
    size_t most;              /* so many may be better for one to be among the best */
    const iter8__curve *axis; /* any of the curves */
    lane runners[MAX];
} track;

static void enter(track *race)
{
    for (size_t i = 0; i < race->contest->count; i++) {
        const iter8__posterior *reward = &race->contest->rewards[i];
        lane *runner = &race->runners[i];
        runner->chance = race->contest->chances[i];
        runner->below = 0;
        runner->is_known = reward->kind != ITER8__POSTERIOR_NONE;
        race->tallies[i] = (iter8__race_result){0, 0, 0, 0};
        if (!runner->is_known) continue;
        iter8__curve_set(&runner->curve, reward);
        race->axis = &runner->curve;
    }
}

/* One point of a panel, where the integrals' share is @p width. */
static void visit(track *race, size_t point, double width)
{
    const iter8__contest *contest = race->contest;
    double better[MAX], above[MAX];
    iter8__left_out rivals[MAX], larger[MAX];
    for (size_t i = 0; i < contest->count; i++) {
        const lane *runner = &race->runners[i];
        above[i] = runner->is_known ? 1 - runner->cdf[point] : 0;
        better[i] = runner->chance * (contest->less_is_better ? runner->cdf[point] : above[i]);
    }
    iter8__leave_each_out(better, contest->count, race->most, rivals);
    if (contest->less_is_better) iter8__leave_each_out(above, contest->count, 0, larger);
    for (size_t i = 0; i < contest->count; i++) {
        if (!race->runners[i].is_active) continue;
        double weight = width * race->runners[i].density[point];
        race->tallies[i].wins += weight * rivals[i].none;
        race->tallies[i].top += weight * rivals[i].at_most;
        if (contest->less_is_better) race->tallies[i].worst += weight * larger[i].none;
    }
}

/* Density and distribution at the points of a panel. */
static void follow(lane *runner, const iter8__panel *panel)
{
    const iter8__curve *curve = &runner->curve;
    runner->is_active = runner->is_known && panel->start < iter8__curve_end(curve) &&
                        panel->start + 2 * panel->half > curve->knots[0];
    if (!runner->is_active) {
        for (size_t point = 0; point < POINTS; point++)
            runner->cdf[point] = runner->below;
        return;
    }
    iter8__curve_values(curve, panel, runner->density);
    iter8__integrals(runner->density, panel->half, runner->below, runner->cdf);
    runner->below += iter8__integral(runner->density, panel->half);
}

static void pass(track *race, const iter8__panel *panel)
{
    const double *widths = iter8__quadrature_weights();
    int are_active = 0;
    for (size_t i = 0; i < race->contest->count; i++) {
        follow(&race->runners[i], panel);
        are_active |= race->runners[i].is_active;
    }
    for (size_t point = 0; are_active && point < POINTS; point++)
        visit(race, point, panel->half * widths[point]);
}

/* The longest stride from @p at that suits all; 0 where no density is left. */
static double stride_from(const track *race, double at)
{
    double stride = INFINITY;
    for (size_t i = 0; i < race->contest->count; i++) {
        if (race->runners[i].is_known)
            stride = fmin(stride, iter8__curve_stride(&race->runners[i].curve, at));
    }
    return stride < INFINITY ? stride : 0;
}

/* P(all rewards that are known but that of @p i are 0). */
static double others_zero(const track *race, size_t i)
{
    double product = 1;
    for (size_t j = 0; j < race->contest->count; j++) {
        if (j != i && race->runners[j].is_known) product *= race->tallies[j].zero;
    }
    return product;
}

/* Where less is better, 0 is the best reward unless all have it. */
static void visit_zero(track *race)
{
    for (size_t i = 0; i < race->contest->count; i++) {
        iter8__race_result *tally = &race->tallies[i];
        double others = others_zero(race, i);
        double baseline = i > 0 ? race->tallies[0].zero : 0;
        tally->wins = tally->zero * (1 - others);
        tally->top = tally->wins;
        if (race->most == 0 && baseline > 0)
            tally->top -= tally->zero * race->runners[0].chance * (baseline - others);
    }
}

/* Where the first density starts; what a normal one has below 0 counts as 0. */
static double start_of(track *race)
{
    double start = INFINITY;
    for (size_t i = 0; i < race->contest->count; i++) {
        if (race->runners[i].is_known) start = fmin(start, race->runners[i].curve.knots[0]);
    }
    if (race->axis == NULL || race->axis->is_logit || start >= 0) return start;
    for (size_t i = 0; i < race->contest->count; i++) {
        double zero = iter8__posterior_at_most(&race->contest->rewards[i], 0);
        race->tallies[i].zero = race->runners[i].below = zero;
    }
    return 0;
}

void iter8__race_run(const iter8__contest *contest, size_t top, iter8__race_result *tallies)
{
    track race;
    race.contest = contest;
    race.tallies = tallies;
    race.most = top - 1;
    race.axis = NULL;
    enter(&race);
    double at = start_of(&race);
    if (contest->less_is_better) visit_zero(&race);
    for (double stride; (stride = stride_from(&race, at)) > 0; at += stride) {
        iter8__panel panel;
        iter8__panel_set(&panel, race.axis, at, at + stride);
        pass(&race, &panel);
    }
}
