/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Whatever a source answers, comparing by rank neither crashes nor answers NaN, and it answers the
 * same bits on every platform: a hash over many judgements, sound input and any input, against the
 * one that is written here. A change of a formula changes it, and nothing else may.
 */
#include "statistics/rank_classify.h"
#include "statistics/rank_search.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <string.h>

enum { MOST = 80 };

/* FNV-1a over the bits, the least significant byte first whatever the machine's order is. */
static void take(uint64_t *hash, double number)
{
    uint64_t bits;
    cr_assert(!isnan(number));
    memcpy(&bits, &number, sizeof bits);
    for (int i = 0; i < 8; i++)
        *hash = (*hash ^ (bits >> (8 * i) & 255)) * UINT64_C(0x100000001b3);
}

static void take_judgement(uint64_t *hash, const iter8__rank_judgement *judgement)
{
    take(hash, judgement->found);
    take(hash, judgement->is_critical);
    take(hash, (double)judgement->candidate_count);
    take(hash, (double)judgement->baseline_count);
    take(hash, judgement->shift.estimate);
    take(hash, judgement->shift.low);
    take(hash, judgement->shift.high);
    take(hash, judgement->shift.has_interval);
    take(hash, judgement->bound);
    take(hash, judgement->has_effect);
    take(hash, judgement->effect);
    take(hash, judgement->p);
    cr_assert(judgement->found >= ITER8__RANK_PASS && judgement->found <= ITER8__RANK_ERROR);
    cr_assert(judgement->p >= 0 && judgement->p <= 1);
}

static double hostile(iter8__random *random)
{
    static const double odd[] = {0,       -0.0,    1,        -1,    NAN,    INFINITY, -INFINITY,
                                 DBL_MAX, DBL_MIN, -DBL_MAX, 1e308, 5e-324, -1e308,   1e-310};
    uint64_t kind = iter8__random_bits(random) % 3, bits = iter8__random_bits(random);
    double number;
    memcpy(&number, &bits, sizeof number);
    if (kind == 0) return number;
    return kind == 1 ? odd[bits % (sizeof odd / sizeof *odd)] : (double)(bits % 5);
}

static double harmless(iter8__random *random)
{
    double number = iter8__random_gamma(random, 2);
    return iter8__random_bits(random) % 2 ? number : floor(number);
}

static iter8__rank_rules any_rules(iter8__random *random, int is_hostile)
{
    iter8__rank_rules rules;
    uint64_t bits = iter8__random_bits(random);
    iter8__rank_rules_init(&rules, bits & 1 ? ITER8__RANK_CLES : ITER8__RANK_MEAN_RATIO);
    rules.as_kayenta = bits >> 1 & 1;
    rules.is_critical = bits >> 2 & 1;
    rules.must_have_data = bits >> 3 & 1;
    rules.cleaning.replace_missing = bits >> 4 & 1;
    rules.cleaning.drop_outliers = bits >> 5 & 1;
    rules.direction = (iter8__rank_direction)(1 + (bits >> 6) % 3);
    rules.confidence = bits >> 9 & 1 ? 0.95 : 0.98;
    if (!is_hostile || (bits >> 10 & 3) != 0) return rules;
    rules.confidence = hostile(random);
    rules.tolerance = hostile(random);
    rules.allowed_decrease = hostile(random);
    rules.critical_increase = hostile(random);
    rules.cleaning.outlier_factor = hostile(random);
    return rules;
}

static void judge_many(uint64_t *hash, double (*any)(iter8__random *random), int rounds)
{
    iter8__random random = {20261201};
    for (int round = 0; round < rounds; round++) {
        double x[MOST], y[MOST];
        iter8__rank_rules rules = any_rules(&random, any == hostile);
        uint64_t most = iter8__random_bits(&random) % 2 ? MOST : 8;
        size_t m = (size_t)(iter8__random_bits(&random) % most);
        size_t n = (size_t)(iter8__random_bits(&random) % most);
        double shift = any == harmless ? iter8__random_uniform(&random) : 0;
        for (size_t i = 0; i < m; i++)
            x[i] = any(&random) + shift;
        for (size_t j = 0; j < n; j++)
            y[j] = any(&random);
        iter8__rank_judgement judgement = iter8__rank_classify(x, m, y, n, &rules);
        take_judgement(hash, &judgement);
        cr_assert(rules.as_kayenta || judgement.shift.low <= judgement.shift.high);
    }
}

Test(statistics_rank_bits, sound_values_give_the_same_bits_everywhere)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    judge_many(&hash, harmless, 4000);
    cr_expect_eq(hash, UINT64_C(0xad73315eb363e812), "0x%016llx", (unsigned long long)hash);
}

Test(statistics_rank_bits, hostile_values_do_too)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    judge_many(&hash, hostile, 10000);
    cr_expect_eq(hash, UINT64_C(0x9b4e6cb6e989b3a6), "0x%016llx", (unsigned long long)hash);
}
