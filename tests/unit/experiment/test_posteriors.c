/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What can be believed of an experiment's versions, for whoever asks. */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/init.h"

#include <criterion/criterion.h>
#include <math.h>

static const char text[] =
    "spec:\n  strategy: {testingPattern: A/B}\n"
    "  criteria:\n"
    "    objectives: [{metric: errors, upperLimit: '0.08'}, {metric: latency, upperLimit: '10.5'},"
    " {metric: plain, lowerLimit: 3}]\n"
    "    rewards: [{metric: sales, preferredDirection: High}]\n"
    "    strength: {metrics: [{metric: errors, kind: proportion}, {metric: latency, kind: mean},"
    " {metric: sales, kind: proportion}]}\n"
    "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n"
    "status: {analysis: {aggregatedMetrics: {data: {\n"
    "  errors: {data: {a: {value: '0.05', sampleSize: 100}, b: {value: '0', sampleSize: 100}}},\n"
    "  latency: {data: {a: {value: '10.4', sampleSize: 99, min: 9, max: 11},"
    " b: {value: 10, sampleSize: 99}}},\n"
    "  plain: {data: {a: {value: 2}, b: {value: 3}}},\n"
    "  sales: {data: {a: {value: '0.05', sampleSize: 100}, b: {value: '0.09', sampleSize: 100}}}"
    "}}}}\n";

static iter8_experiment *experiment;
static iter8_analysis *analysis;

static void setup(void)
{
    experiment = partial_from(text);
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
}

static void teardown(void)
{
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

TestSuite(analysis_beliefs, .init = setup, .fini = teardown);

static iter8_belief belief(size_t version, size_t objective)
{
    iter8_belief one = ITER8_INIT(iter8_belief);
    cr_assert_eq(iter8_analysis_belief(analysis, version, objective, &one), ITER8_OK);
    return one;
}

/* Beta(5.1, 95.1), and I_0.08(5.1, 95.1). */
Test(analysis_beliefs, a_proportion_has_a_beta_distribution)
{
    iter8_belief one = belief(0, 0);
    cr_expect_float_eq(one.mean, 5.1 / 100.2, 1e-15);
    cr_expect_float_eq(one.chance, 0.8985935428, 1e-9);
    cr_expect_lt(one.low, one.mean);
    cr_expect_gt(one.high, one.mean);
}

/* Normal(10.4, variance 2 / 100): the range is that of all versions and iterations. */
Test(analysis_beliefs, a_mean_has_a_normal_distribution)
{
    iter8_belief one = belief(0, 1);
    cr_expect_eq(one.mean, 10.4);
    cr_expect_float_eq(one.chance, 0.7602499389, 1e-9);
    cr_expect_float_eq(one.low, 10.4 - 1.959963984540054 * sqrt(0.02), 1e-8);
    cr_expect_float_eq(one.high, 10.4 + 1.959963984540054 * sqrt(0.02), 1e-8);
}

Test(analysis_beliefs, what_is_not_listed_is_what_it_says)
{
    cr_expect_eq(belief(0, 2).chance, 0.0);
    cr_expect_eq(belief(1, 2).chance, 1.0);
    cr_expect_eq(belief(1, 2).low, 3.0);
}

Test(analysis_beliefs, a_version_has_chances)
{
    iter8_chances a = ITER8_INIT(iter8_chances);
    iter8_chances b = ITER8_INIT(iter8_chances);
    cr_assert_eq(iter8_analysis_chances(analysis, 0, &a), ITER8_OK);
    cr_assert_eq(iter8_analysis_chances(analysis, 1, &b), ITER8_OK);
    cr_expect_eq(a.meets_all, 0.0);
    cr_expect_eq(a.wins, 0.0);
    cr_expect_float_eq(b.meets_all, belief(1, 0).chance * belief(1, 1).chance, 1e-15);
    cr_expect_float_eq(b.wins, 1.0, 1e-12);
}

Test(analysis_beliefs, what_is_not_there_is_not_found)
{
    iter8_belief one = ITER8_INIT(iter8_belief);
    iter8_chances chances = ITER8_INIT(iter8_chances);
    cr_expect_eq(iter8_analysis_belief(analysis, 2, 0, &one), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_analysis_belief(analysis, 0, 3, &one), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_analysis_belief(NULL, 0, 0, &one), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_analysis_chances(analysis, 2, &chances), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_analysis_chances(analysis, 0, NULL), ITER8_ERR_ARGUMENT);
}
