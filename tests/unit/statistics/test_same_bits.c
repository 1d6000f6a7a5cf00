/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * The same bits on every platform, with every compiler and optimization: a hash over many results
 * of the sequential methods against the one that is written here. Where it differs, decisions may
 * too. A change of a formula changes the hash: then the new one belongs here, after a look at why.
 */
#include "statistics/harm_bound.h"
#include "statistics/mean_sequence.h"
#include "statistics/mean_test.h"
#include "statistics/quantile_test.h"
#include "statistics/rate_test.h"
#include "statistics/ratio_test.h"
#include "statistics/sample_ratio.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

/* FNV-1a over the bits, the least significant byte first whatever the machine's order is. */
static void take(uint64_t *hash, double number)
{
    uint64_t bits;
    cr_assert(!isnan(number));
    memcpy(&bits, &number, sizeof bits);
    for (int i = 0; i < 8; i++)
        *hash = (*hash ^ (bits >> (8 * i) & 255)) * UINT64_C(0x100000001b3);
}

static void take_all(uint64_t *hash, const double numbers[ITER8__LANES])
{
    for (int j = 0; j < ITER8__LANES; j++)
        take(hash, numbers[j]);
}

/* Between two powers of 2, made without functions that may differ. Each call is a statement of its
 * own: in what order a compiler takes arguments is its own affair. */
static double any(iter8__random *random, int low, int high)
{
    int power = low + (int)(iter8__random_bits(random) % (uint64_t)(high - low));
    return ldexp(1 + iter8__random_uniform(random), power);
}

static void rates(uint64_t *hash, iter8__random *random)
{
    double n = any(random, 0, 24), k = n * any(random, -12, -1), limit = any(random, -10, -2);
    double low, high;
    take(hash, iter8__rate_evidence(ITER8__ABOVE, k, n, limit));
    take(hash, iter8__rate_evidence(ITER8__BELOW, k, n, limit));
    iter8__rate_bounds(k, n, .05, &low, &high);
    take(hash, low);
    take(hash, high);
    take(hash, iter8__trials_needed(k, n, limit, limit / 2, .05));
    take(hash, iter8__trials_expected(k / n, limit, .05));
    take(hash, iter8__trials_at_first(limit, limit / 3, .05));
    take(hash, iter8__harm_bound(k, .05));
    take(hash, iter8__harm_allowance(k, n, limit, 20, .05));
    take(hash, iter8__harm_so_far(k, n, limit, .05));
}

static void restarts(uint64_t *hash, iter8__random *random)
{
    double gains[ITER8__LANES];
    iter8__restart restart = {{0}, 0};
    for (int i = 0; i < 20; i++) {
        double n = any(random, 2, 12), k = n * any(random, -9, -1), n_b = any(random, 2, 12);
        iter8__pair pair = {k, n, n_b / 16, n_b};
        cr_assert(iter8__ratio_gains(ITER8__ABOVE, 1 + i / 8.0, &pair, gains));
        iter8__restart_add(&restart, gains, iter8__falling_weights);
        take_all(hash, gains);
        take(hash, iter8__restart_evidence(&restart));
    }
    take_all(hash, restart.log_wealth);
}

static void buckets(uint64_t *hash, iter8__random *random)
{
    static const double upper[] = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, INFINITY};
    double counts[11], sum = 0, gains[ITER8__LANES], low, high;
    for (int b = 0; b < 11; b++) {
        counts[b] = iter8__random_bits(random) % 3 == 0 ? 0 : any(random, -2, 11 - b);
        sum += counts[b] * (b < 10 ? upper[b] * .7 : 9);
    }
    iter8__bucketed bucketed = {upper, counts, 11, 0, sum};
    for (int side = 0; side < 2; side++) {
        cr_assert(iter8__mean_gains((iter8__side)side, &bucketed, .1, 10, gains));
        take_all(hash, gains);
        take(hash, iter8__mixture(gains, iter8__even_weights));
        take(hash, iter8__quantile_evidence((iter8__side)side, &bucketed, .95, .3));
    }
    iter8__quantile_bounds(&bucketed, .9, .05, &low, &high);
    take(hash, low);
    take(hash, high);
    take(hash, iter8__bucketed_variance(&bucketed));
}

static iter8__sample any_sample(iter8__random *random)
{
    iter8__sample sample;
    sample.count = any(random, 3, 15);
    sample.mean = any(random, -4, -2);
    sample.variance = any(random, -9, -5);
    return sample;
}

static void means(uint64_t *hash, iter8__random *random)
{
    iter8__sample candidate = any_sample(random), baseline = any_sample(random);
    iter8__difference difference = iter8__mean_difference(&candidate, &baseline, .05, 5000);
    take(hash, difference.estimate);
    take(hash, difference.reach);
    take(hash, difference.p);
    take(hash, iter8__mean_reach_one_sided(candidate.count, candidate.mean, .05, 1000));
    iter8__sample_ratio ratio = {{{0}}, 0, 0, 0};
    cr_assert(iter8__sample_ratio_add(&ratio, candidate.count, candidate.count + baseline.count,
                                      any(random, -4, -1)));
    take(hash, iter8__sample_ratio_evidence(&ratio));
    take(hash, iter8__sample_ratio_z2(&ratio));
    double square = any(random, -3, 6);
    for (unsigned freedom = 1; freedom < 6; freedom++)
        take(hash, iter8__chi_square_tail(square, freedom));
}

Test(statistics_same_bits, the_same_bits_everywhere)
{
    iter8__random random = {20261201};
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (int i = 0; i < 500; i++) {
        rates(&hash, &random);
        restarts(&hash, &random);
        buckets(&hash, &random);
        means(&hash, &random);
    }
    cr_expect_eq(hash, UINT64_C(0x31977d66d5019a4e), "0x%016llx", (unsigned long long)hash);
}
