/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/rank_search.h"

#include "statistics/normal.h"

#include <float.h>
#include <math.h>

static const double tolerance = 1e-4;
enum { MAX_STEPS = 1001 };

typedef struct shift_search {
    const iter8__rank_pair *pair;
    double low, high; /* the least difference and the greatest */
    int failed;
} shift_search;

/* How far the statistic is from z deviations: falls, step by step, as the shift rises. */
static double excess(shift_search *search, double shift, double z)
{
    const iter8__rank_pair *pair = search->pair;
    iter8__rank_sums sums = iter8__rank_count(pair, shift);
    double deviation = iter8__rank_deviation(pair->x_count, pair->y_count, sums.ties);
    if (!(deviation > 0)) {
        search->failed = 1;
        return 0;
    }
    double off = sums.wins - (double)pair->x_count * (double)pair->y_count / 2;
    double correction = off > 0 ? 0.5 : off < 0 ? -0.5 : 0;
    return (off - correction) / deviation - z;
}

typedef struct point {
    double at, value;
} point;

/* Brent's three places: the best so far, the one before it, and one on the other side. */
typedef struct bracket {
    point best, before, other;
} bracket;

/* Where a line through two places or a parabola through three is 0, as a step from the best one; or
 * half of the way to the other side, where that would lead too far. */
static double next_step(const bracket *b, double previous, double least)
{
    double half = (b->other.at - b->best.at) / 2;
    if (fabs(previous) < least || fabs(b->before.value) <= fabs(b->best.value)) return half;
    double across = b->other.at - b->best.at, ratio = b->best.value / b->before.value, p, q;
    if (b->before.at == b->other.at) {
        p = across * ratio;
        q = 1 - ratio;
    } else {
        double r = b->before.value / b->other.value, s = b->best.value / b->other.value;
        p = ratio * (across * r * (r - s) - (b->best.at - b->before.at) * (s - 1));
        q = (r - 1) * (s - 1) * (ratio - 1);
    }
    q = p > 0 ? -q : q;
    p = fabs(p);
    int fits = p < 0.75 * across * q - fabs(least * q) / 2 && p < fabs(previous * q / 2);
    return fits ? p / q : half;
}

static double root(shift_search *search, double z, double value_low, double value_high)
{
    point low = {search->low, value_low}, high = {search->high, value_high};
    if (low.value == 0) return low.at;
    if (high.value == 0) return high.at;
    bracket b = {high, low, low};
    for (int i = 0; i < MAX_STEPS && !search->failed; i++) {
        double previous = b.best.at - b.before.at;
        if (fabs(b.other.value) < fabs(b.best.value)) b = (bracket){b.other, b.best, b.best};
        double least = 2 * DBL_EPSILON * fabs(b.best.at) + tolerance / 2;
        if (fabs(b.other.at - b.best.at) / 2 <= least || b.best.value == 0) break;
        double step = next_step(&b, previous, least);
        if (fabs(step) < least) step = step > 0 ? least : -least;
        b.before = b.best;
        b.best.at += step;
        b.best.value = excess(search, b.best.at, z);
        if ((b.best.value > 0) == (b.other.value > 0) && b.best.value != 0) b.other = b.before;
    }
    return b.best.at;
}

static double end(shift_search *search, double z)
{
    double low = excess(search, search->low, z), high = excess(search, search->high, z);
    if (low <= 0) return search->low;
    if (high >= 0) return search->high;
    return root(search, z, low, high);
}

int iter8__rank_search_shift(const iter8__rank_pair *pair, double confidence,
                             iter8__rank_shift *shift)
{
    double x_low = pair->x[0], x_high = pair->x[pair->x_count - 1];
    double y_low = pair->y[0], y_high = pair->y[pair->y_count - 1];
    shift_search search = {pair, x_low - y_high, x_high - y_low, 0};
    *shift = (iter8__rank_shift){0, 0, 0, 0};
    if (!(confidence > 0 && confidence < 1) || !isfinite(search.high - search.low)) return 0;
    if (x_low == x_high && y_low == y_high && x_low != y_low) {
        *shift = (iter8__rank_shift){search.low, search.low, search.low, 1};
        return 1;
    }
    double z = -iter8__normal_quantile((1 - confidence) / 2);
    double low = excess(&search, search.low, 0), high = excess(&search, search.high, 0);
    double estimate = root(&search, 0, low, high);
    iter8__rank_shift found = {estimate, end(&search, z), end(&search, -z), 1};
    if (search.failed) return 0;
    *shift = found;
    return 1;
}
