/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/rank_classify.h"

#include "base/random.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <string.h>

enum { MOST = 60 };

/* The settings of Kayenta's own tests. */
static iter8__rank_rules kayenta(iter8__rank_effect effect)
{
    iter8__rank_rules rules;
    iter8__rank_rules_init(&rules, effect);
    rules.tolerance = 0.1;
    rules.confidence = 0.95;
    rules.as_kayenta = 1;
    return rules;
}

/* The series are cleaned in place, so copies are judged. */
static iter8__rank_judgement judge(const double *x, size_t m, const double *y, size_t n,
                                   const iter8__rank_rules *rules)
{
    double candidate[MOST], baseline[MOST];
    if (m > 0) memcpy(candidate, x, m * sizeof *x);
    if (n > 0) memcpy(baseline, y, n * sizeof *y);
    return iter8__rank_classify(candidate, m, baseline, n, rules);
}

/* Five values of each version, as in most of those tests. */
static iter8__rank_judgement judge_five(const double x[5], const double y[5],
                                        const iter8__rank_rules *rules)
{
    return judge(x, 5, y, 5, rules);
}

#define FIVE(...) ((const double[5]){__VA_ARGS__})

static const double high[5] = {20, 22, 21, 25, 30}, base[5] = {1, 2.2, 1.1, 2.5, 3};
static const double low[5] = {2, 2, 2, 2, 3}, above[5] = {10, 20.2, 10.1, 20.5, 30};

Test(statistics_rank_classify, kayentas_high_comes_out)
{
    iter8__rank_rules rules = kayenta(ITER8__RANK_MEAN_RATIO);
    iter8__rank_judgement found = judge_five(high, base, &rules);
    cr_expect(found.found == ITER8__RANK_HIGH && !found.is_critical);
    cr_expect_float_eq(found.shift.low, 17.80004, 6e-6);
    cr_expect_float_eq(found.shift.high, 27.79994, 6e-6);
    cr_expect_float_eq(found.shift.estimate, 20, 1e-4);
    cr_expect_float_eq(found.bound, 2, 1e-5);
    cr_expect(found.has_effect);
    cr_expect_float_eq(found.effect, 12.0408, 5e-5);
    rules.is_critical = 1;
    found = judge_five(high, base, &rules);
    cr_expect(found.found == ITER8__RANK_HIGH && found.is_critical);
}

Test(statistics_rank_classify, an_effect_that_is_allowed_passes)
{
    iter8__rank_rules rules = kayenta(ITER8__RANK_MEAN_RATIO);
    rules.is_critical = 1;
    rules.allowed_increase = 5;
    rules.critical_increase = 13;
    iter8__rank_judgement found = judge_five(high, base, &rules);
    cr_expect(found.found == ITER8__RANK_HIGH && !found.is_critical);
    rules.critical_increase = 1.2;
    cr_expect(judge_five(high, base, &rules).is_critical);
    rules.allowed_increase = 13;
    rules.critical_increase = 15;
    found = judge_five(high, base, &rules);
    cr_expect(found.found == ITER8__RANK_PASS && !found.is_critical);
    rules.allowed_decrease = 0.5;
    rules.allowed_increase = 1;
    found = judge_five(FIVE(10, 12.2, 10.1, 12.5, 23), high, &rules);
    cr_expect_eq(found.found, ITER8__RANK_PASS);
}

Test(statistics_rank_classify, kayentas_low_comes_out)
{
    iter8__rank_rules rules = kayenta(ITER8__RANK_MEAN_RATIO);
    rules.is_critical = 1;
    rules.critical_decrease = 1.2;
    iter8__rank_judgement found = judge_five(low, above, &rules);
    cr_expect(found.found == ITER8__RANK_LOW && found.is_critical);
    cr_expect_float_eq(found.effect, 0.12115, 5e-6);
    cr_expect_float_eq(found.shift.estimate, -18.0751, 5e-5);
    rules.critical_decrease = 0.1;
    found = judge_five(low, above, &rules);
    cr_expect(found.found == ITER8__RANK_LOW && !found.is_critical);
}

Test(statistics_rank_classify, only_the_asked_direction_is_found)
{
    iter8__rank_rules rules = kayenta(ITER8__RANK_MEAN_RATIO);
    rules.direction = ITER8__RANK_INCREASE;
    cr_expect_eq(judge_five(high, base, &rules).found, ITER8__RANK_HIGH);
    cr_expect_eq(judge_five(low, above, &rules).found, ITER8__RANK_PASS);
    rules.direction = ITER8__RANK_DECREASE;
    cr_expect_eq(judge_five(high, base, &rules).found, ITER8__RANK_PASS);
    cr_expect_eq(judge_five(low, above, &rules).found, ITER8__RANK_LOW);
}

Test(statistics_rank_classify, kayentas_ties_come_out)
{
    iter8__rank_rules rules = kayenta(ITER8__RANK_MEAN_RATIO);
    const double *ones = FIVE(1, 1, 1, 1, 1), *zeros = FIVE(0, 0, 0, 0, 0);
    const double *tens = FIVE(10, 10, 10, 10, 10), *around_55 = FIVE(54.9, 54.5, 55.1, 55.6, 57.4);
    cr_expect_eq(judge_five(FIVE(1, 1, 1, 1, 10), ones, &rules).found, ITER8__RANK_PASS);
    cr_expect_eq(judge_five(FIVE(0, 1, 1, 1, 1), ones, &rules).found, ITER8__RANK_PASS);
    cr_expect_eq(judge(ones, 3, ones, 2, &rules).found, ITER8__RANK_PASS);
    cr_expect_eq(judge_five(zeros, zeros, &rules).found, ITER8__RANK_PASS);
    cr_expect_eq(judge_five(FIVE(1, 2, 3, 4, 5), FIVE(5, 4, 3, 2, 1), &rules).found,
                 ITER8__RANK_PASS);
    cr_expect_eq(judge_five(tens, ones, &rules).found, ITER8__RANK_HIGH);
    cr_expect_eq(judge_five(tens, zeros, &rules).found, ITER8__RANK_HIGH);
    rules.allowed_increase = rules.allowed_decrease = 1.2;
    iter8__rank_judgement found = judge_five(around_55, zeros, &rules);
    cr_expect(found.found == ITER8__RANK_HIGH && !found.has_effect && found.effect == 0);
    found = judge_five(zeros, around_55, &rules);
    cr_expect(found.found == ITER8__RANK_LOW && !found.has_effect);
}

Test(statistics_rank_classify, what_is_missing_has_its_rules)
{
    iter8__rank_rules rules = kayenta(ITER8__RANK_MEAN_RATIO);
    iter8__rank_judgement found = judge(NULL, 0, base, 5, &rules);
    cr_expect(found.found == ITER8__RANK_NODATA && !found.is_critical);
    cr_expect(found.candidate_count == 0 && found.baseline_count == 5 && found.p == 1);
    cr_expect_eq(judge(base, 5, NULL, 0, &rules).found, ITER8__RANK_NODATA);
    cr_expect_eq(judge_five(FIVE(NAN, NAN, NAN, NAN, NAN), base, &rules).found, ITER8__RANK_NODATA);
    rules.must_have_data = 1;
    found = judge(NULL, 0, NULL, 0, &rules);
    cr_expect(found.found == ITER8__RANK_NODATA_FAILS && !found.is_critical);
    rules.is_critical = 1;
    found = judge(NULL, 0, base, 5, &rules);
    cr_expect(found.found == ITER8__RANK_NODATA && found.is_critical);
    rules.cleaning.replace_missing = 1;
    found = judge(NULL, 0, base, 5, &rules);
    cr_expect(found.found == ITER8__RANK_PASS && !found.is_critical);
    cr_expect_eq(judge_five(FIVE(NAN, NAN, NAN, NAN, NAN), base, &rules).found, ITER8__RANK_LOW);
}

Test(statistics_rank_classify, effects_can_be_probabilities)
{
    iter8__rank_rules rules = kayenta(ITER8__RANK_CLES);
    iter8__rank_judgement found = judge_five(high, base, &rules);
    cr_expect(found.found == ITER8__RANK_HIGH && found.effect == 1);
    found = judge_five(low, above, &rules);
    cr_expect(found.found == ITER8__RANK_LOW && found.effect == 0);
    found = judge_five(FIVE(1, 2, 3, 4, 6), FIVE(1, 2, 3, 4, 5), &rules);
    cr_expect_eq(found.effect, (0.5 + 1.5 + 2.5 + 3.5 + 5) / 25);
    rules.allowed_increase = 1;
    rules.allowed_decrease = 0;
    cr_expect_eq(judge_five(high, base, &rules).found, ITER8__RANK_HIGH, "as much as allowed");
    cr_expect_eq(judge_five(low, above, &rules).found, ITER8__RANK_LOW);
    rules.allowed_increase = 1.1;
    rules.allowed_decrease = -0.1;
    cr_expect_eq(judge_five(high, base, &rules).found, ITER8__RANK_PASS);
    cr_expect_eq(judge_five(low, above, &rules).found, ITER8__RANK_PASS);
}

/* By default no verdict comes from so few values; from enough the same as above. */
Test(statistics_rank_classify, too_few_values_are_undecided)
{
    iter8__rank_rules rules;
    iter8__rank_rules_init(&rules, ITER8__RANK_MEAN_RATIO);
    for (size_t count = 1; count <= 5; count++) {
        iter8__rank_judgement found = judge(high, count, base, count, &rules);
        cr_expect_eq(found.found, count < 5 ? ITER8__RANK_UNDECIDED : ITER8__RANK_HIGH);
        found = judge(base, count, base, count, &rules);
        cr_expect_eq(found.found, count < 5 ? ITER8__RANK_UNDECIDED : ITER8__RANK_PASS);
    }
    rules.is_critical = 1;
    cr_expect(judge(base, 2, base, 2, &rules).is_critical, "it may yet fail");
    cr_expect(!judge_five(base, base, &rules).is_critical);
    cr_expect_eq(judge_five(FIVE(4, 4, 4, 4, 4), FIVE(3, 3, 3, 3, 3), &rules).found,
                 ITER8__RANK_HIGH);
}

Test(statistics_rank_classify, the_tolerance_is_relative_to_the_estimate)
{
    iter8__rank_rules rules;
    iter8__rank_rules_init(&rules, ITER8__RANK_MEAN_RATIO);
    const double *x = FIVE(10, 11, 12, 13, 14);
    const double *y = FIVE(0, 1, 2, 3, 4); /* differences 6 to 14, the second one is 7 */
    rules.tolerance = 0.69;
    cr_expect_eq(judge_five(x, y, &rules).found, ITER8__RANK_HIGH);
    rules.tolerance = 0.7;
    cr_expect_eq(judge_five(x, y, &rules).found, ITER8__RANK_PASS, "not above the bound");
}

Test(statistics_rank_classify, an_infinite_value_is_an_error)
{
    iter8__rank_rules rules;
    iter8__rank_rules_init(&rules, ITER8__RANK_MEAN_RATIO);
    cr_expect_eq(judge_five(FIVE(1, 2, INFINITY, 3, 4), base, &rules).found, ITER8__RANK_ERROR);
    cr_expect_eq(judge_five(base, FIVE(1, 2, -INFINITY, 3, 4), &rules).found, ITER8__RANK_ERROR);
}

Test(statistics_rank_classify, rules_without_sense_are_an_error)
{
    iter8__rank_rules sound, rules;
    iter8__rank_rules_init(&sound, ITER8__RANK_MEAN_RATIO);
    double *fields[] = {&rules.confidence,        &rules.tolerance,
                        &rules.allowed_increase,  &rules.allowed_decrease,
                        &rules.critical_increase, &rules.critical_decrease};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        rules = sound;
        cr_expect_eq(judge_five(high, base, &rules).found, ITER8__RANK_HIGH);
        *fields[i] = NAN;
        cr_expect_eq(judge_five(high, base, &rules).found, ITER8__RANK_ERROR, "%zu", i);
        *fields[i] = -1;
        cr_expect_eq(judge_five(high, base, &rules).found == ITER8__RANK_ERROR, i < 2, "%zu", i);
    }
    rules = sound;
    rules.allowed_increase = INFINITY;
    cr_expect_eq(judge_five(high, base, &rules).found, ITER8__RANK_PASS);
}

static void draw(iter8__random *random, double *values, double mean)
{
    for (int i = 0; i < 30; i++)
        values[i] = mean + 2 * iter8__random_normal(random);
}

/* Thirty normal values around 10 or 20 of each version, as in Kayenta's tests, its way and by
 * default, in the units 1, 1e-6 and 1e6. Only the default says the same in all. */
Test(statistics_rank_classify, thirty_values_are_told_apart_in_any_unit)
{
    static const double units[] = {1, 1e-6, 1e6};
    iter8__random random = {1};
    int differs = 0;
    for (int round = 0; round < 60; round++) {
        double x[30], y[30], unit_x[30], unit_y[30];
        draw(&random, x, round % 3 == 0 ? 20 : 10);
        draw(&random, y, round % 3 == 1 ? 20 : 10);
        iter8__rank_class wanted = round % 3 == 0   ? ITER8__RANK_HIGH
                                   : round % 3 == 1 ? ITER8__RANK_LOW
                                                    : ITER8__RANK_PASS;
        iter8__rank_rules rules = kayenta(ITER8__RANK_MEAN_RATIO), own = rules;
        rules.confidence = own.confidence = 0.9999;
        own.as_kayenta = 0;
        for (int u = 0; u < 3; u++) {
            for (int i = 0; i < 30; i++) {
                unit_x[i] = units[u] * x[i];
                unit_y[i] = units[u] * y[i];
            }
            iter8__rank_class found = judge(unit_x, 30, unit_y, 30, &own).found;
            cr_expect_eq(found, wanted, "%d %g: %d", round, units[u], found);
            found = judge(unit_x, 30, unit_y, 30, &rules).found;
            if (u == 0) cr_expect_eq(found, wanted, "%d: %d", round, found);
            differs += found != wanted;
        }
    }
    cr_expect_gt(differs, 0);
}

/* The higher the tolerance, the confidence or an allowed effect, the fewer are told apart. */
Test(statistics_rank_classify, stricter_rules_find_no_more)
{
    iter8__random random = {2};
    for (int round = 0; round < 200; round++) {
        double x[30], y[30];
        draw(&random, x, 11);
        draw(&random, y, 10);
        iter8__rank_rules rules, strict;
        iter8__rank_rules_init(&rules, ITER8__RANK_CLES);
        rules.confidence = 0.9;
        for (int rule = 0; rule < 3; rule++) {
            strict = rules;
            if (rule == 0) strict.confidence = 0.95;
            if (rule == 1) strict.tolerance = 0.4;
            if (rule == 2) strict.allowed_increase = 0.7;
            if (judge(x, 30, y, 30, &strict).found != ITER8__RANK_HIGH) continue;
            cr_expect_eq(judge(x, 30, y, 30, &rules).found, ITER8__RANK_HIGH);
        }
    }
}

/* An outlier hides a difference of means, and not of ranks. */
Test(statistics_rank_classify, outliers_are_dropped_on_request)
{
    iter8__rank_rules rules;
    iter8__rank_rules_init(&rules, ITER8__RANK_MEAN_RATIO);
    const double x[] = {11, 12, 13, 14, 15, 16, 17, 18}, y[] = {1, 2, 3, 4, 5, 6, 7, 8000};
    cr_expect_eq(judge(x, 8, y, 8, &rules).found, ITER8__RANK_PASS);
    rules.cleaning.drop_outliers = 1;
    iter8__rank_judgement found = judge(x, 8, y, 8, &rules);
    cr_expect(found.found == ITER8__RANK_HIGH && found.baseline_count == 7);
}
