/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/posterior.h"

#include "statistics/curve.h"
#include "statistics/normal.h"

#include <math.h>

/* What Iter8 v1 believes before it has seen anything: Beta(0.1, 0.1). */
static const double prior = 0.1;
/* Beyond these, which no metric reaches, numbers would lose their digits or overflow. */
static const double most_observations = 1e12;
static const double largest_value = 1e100;
static const double least_deviation = 1e-10; /* of the value */

static const iter8__posterior none = {ITER8__POSTERIOR_NONE, 0, 0};

static int is_measured(double value, double count)
{
    return fabs(value) <= largest_value && count > 0;
}

iter8__posterior iter8__posterior_of_proportion(double value, double count)
{
    if (!is_measured(value, count)) return none;
    count = fmin(count, most_observations);
    double successes = fmin(fmax(value, 0), 1) * count;
    return (iter8__posterior){ITER8__POSTERIOR_BETA, prior + successes,
                              prior + (count - successes)};
}

iter8__posterior iter8__posterior_of_mean(double value, double count, double low, double high)
{
    if (!is_measured(value, count) || !(high - low <= largest_value)) return none;
    if (high <= low) return iter8__posterior_of_value(high);
    double deviation = sqrt((high - low) / (1 + count));
    double least = least_deviation * fmax(fabs(value), 1 / largest_value);
    return (iter8__posterior){ITER8__POSTERIOR_NORMAL, value, fmax(deviation, least)};
}

iter8__posterior iter8__posterior_of_value(double value)
{
    return isfinite(value) ? (iter8__posterior){ITER8__POSTERIOR_CONSTANT, value, 0} : none;
}

double iter8__posterior_mean(const iter8__posterior *belief)
{
    return belief->kind == ITER8__POSTERIOR_BETA ? belief->a / (belief->a + belief->b) : belief->a;
}

/* The same distribution seen from the other end, so that either tail keeps its digits. */
static iter8__posterior mirrored(const iter8__posterior *belief)
{
    return (iter8__posterior){ITER8__POSTERIOR_BETA, belief->b, belief->a};
}

/* P(X <= x) for Beta, where the place of x is @p place. */
static double beta_below(const iter8__posterior *belief, double place)
{
    iter8__curve curve;
    iter8__curve_set(&curve, belief);
    if (place <= curve.mode) return iter8__curve_mass(&curve, place);
    iter8__posterior other = mirrored(belief);
    iter8__curve_set(&curve, &other);
    return 1 - iter8__curve_mass(&curve, -place);
}

static double beta_at_most(const iter8__posterior *belief, double x)
{
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    return beta_below(belief, iter8__curve_place(&(iter8__curve){.is_logit = 1}, x));
}

double iter8__posterior_at_most(const iter8__posterior *belief, double x)
{
    switch (belief->kind) {
    case ITER8__POSTERIOR_BETA: return beta_at_most(belief, x);
    case ITER8__POSTERIOR_NORMAL: return x < 0 ? 0 : iter8__normal_cdf((x - belief->a) / belief->b);
    case ITER8__POSTERIOR_CONSTANT: return belief->a <= x;
    default: return 0;
    }
}

double iter8__posterior_at_least(const iter8__posterior *belief, double x)
{
    switch (belief->kind) {
    case ITER8__POSTERIOR_BETA: return 1 - beta_at_most(belief, x);
    case ITER8__POSTERIOR_NORMAL:
        return x <= 0 ? 1 : iter8__normal_cdf((belief->a - x) / belief->b);
    case ITER8__POSTERIOR_CONSTANT: return belief->a >= x;
    default: return 0;
    }
}

static double beta_quantile(const iter8__posterior *belief, double p)
{
    iter8__curve curve;
    iter8__curve_set(&curve, belief);
    if (p <= 0.5) return iter8__curve_value(&curve, iter8__curve_quantile(&curve, p));
    iter8__posterior other = mirrored(belief);
    iter8__curve_set(&curve, &other);
    return iter8__curve_value(&curve, -iter8__curve_quantile(&curve, 1 - p));
}

double iter8__posterior_quantile(const iter8__posterior *belief, double p)
{
    switch (belief->kind) {
    case ITER8__POSTERIOR_BETA: return beta_quantile(belief, p);
    case ITER8__POSTERIOR_NORMAL: return fmax(belief->a + belief->b * iter8__normal_quantile(p), 0);
    case ITER8__POSTERIOR_CONSTANT: return belief->a;
    default: return 0;
    }
}
