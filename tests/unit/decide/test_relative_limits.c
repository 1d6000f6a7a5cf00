/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Limits of candidates that are multiples of what the baseline has. */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/init.h"
#include "statistics/normal.h"
#include "statistics/posterior.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An experiment of a baseline and a candidate whose objectives and strength, annotations, and
 * values of both are given. */
static iter8_experiment *experiment_with(const char *objectives, const char *strength,
                                         const char *annotations, const char *a, const char *b)
{
    static const char format[] =
        "metadata: {name: e, annotations: {%s}}\n"
        "spec:\n  strategy: {testingPattern: Canary}\n  duration: {intervalSeconds: 10}\n"
        "  criteria: {objectives: [%s], strength: {%s}}\n"
        "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n"
        "status: {analysis: {aggregatedMetrics: {data: {m: {data: {a: {%s}, b: {%s}}}}}}}\n";
    char text[1200];
    int length = snprintf(text, sizeof text, format, annotations, objectives, strength, a, b);
    cr_assert(length > 0 && (size_t)length < sizeof text);
    return partial_from(text);
}

static const char bare[] = "{metric: m}";
static const char tenth_more[] = "relativeLimits: [{metric: m, upperLimit: '1.1'}]";

typedef struct expected {
    int32_t reason;
    int32_t winner;
    const char *told; /* of the candidate */
} expected;

static void expect_verdict(const char *objectives, const char *strength, const char *a,
                           const char *b, expected wanted)
{
    iter8_experiment *experiment = experiment_with(objectives, strength, "", a, b);
    iter8_analysis *analysis;
    iter8_verdict verdict = ITER8_INIT(iter8_verdict);
    iter8_winner winner = ITER8_INIT(iter8_winner);
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    cr_assert_eq(iter8_analysis_verdict(analysis, 1, 0, &verdict), ITER8_OK);
    cr_assert_eq(iter8_analysis_winner(analysis, &winner), ITER8_OK);
    char *told = explained(analysis, 1);
    cr_expect_eq(verdict.reason, wanted.reason, "%s, %s: %d", a, b, verdict.reason);
    cr_expect_eq(winner.version, wanted.winner, "%s, %s: %d", a, b, winner.version);
    cr_expect_str_eq(told, wanted.told);
    free(told);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

/* The product of a limit and a value counts as within, as any limit does. */
Test(analysis_relative_limits, a_candidate_is_compared_with_the_baseline)
{
    expect_verdict(bare, "relativeLimits: [{metric: m, upperLimit: '1.5'}]", "value: 100",
                   "value: 150", (expected){ITER8_VERDICT_WITHIN, 1, "all objectives are met"});
    expect_verdict(bare, tenth_more, "value: 110", "value: 132",
                   (expected){ITER8_VERDICT_ABOVE_BASELINE, 0,
                              "m is 132, above 1.1 times the baseline's 110"});
    expect_verdict(
        bare, "relativeLimits: [{metric: m, lowerLimit: '0.9', upperLimit: 2}]", "value: 100",
        "value: 89",
        (expected){ITER8_VERDICT_BELOW_BASELINE, 0, "m is 89, below 0.9 times the baseline's 100"});
}

/* A value that is close to its limit is told with all digits, and so is what the limit is made of:
 * 0.9 times 100 would be below 90.01. */
Test(analysis_relative_limits, what_is_close_to_the_limit_is_told_exactly)
{
    expect_verdict(bare, "relativeLimits: [{metric: m, lowerLimit: '0.9'}]", "value: 100.04",
                   "value: 90.01",
                   (expected){ITER8_VERDICT_BELOW_BASELINE, 0,
                              "m is 90.01, below 0.9 times the baseline's 100.04"});
}

Test(analysis_relative_limits, of_a_baseline_below_0_a_multiple_is_below_it)
{
    expect_verdict(bare, "relativeLimits: [{metric: m, lowerLimit: 2}]", "value: -5", "value: -11",
                   (expected){ITER8_VERDICT_BELOW_BASELINE, 0,
                              "m is -11, below 2 times the baseline's -5 (no sensible limit: give "
                              "the objective one of its own)"});
    expect_verdict(bare, "relativeLimits: [{metric: m, upperLimit: 0}]", "value: -5", "value: 0",
                   (expected){ITER8_VERDICT_WITHIN, 1, "all objectives are met"});
}

Test(analysis_relative_limits, limits_of_its_own_come_first)
{
    expect_verdict("{metric: m, upperLimit: 120}", tenth_more, "value: 100", "value: 130",
                   (expected){ITER8_VERDICT_ABOVE, 0, "m is 130, above its upper limit 120"});
    expect_verdict("{metric: m, upperLimit: 120}", tenth_more, "value: 100", "value: 115",
                   (expected){ITER8_VERDICT_ABOVE_BASELINE, 0,
                              "m is 115, above 1.1 times the baseline's 100"});
}

Test(analysis_relative_limits, without_the_baselines_value_they_are_not_met)
{
    expect_verdict(bare, tenth_more, "reason: late", "value: 1",
                   (expected){ITER8_VERDICT_NO_BASELINE, -1,
                              "m is 1, but the baseline has no value to compare it with"});
}

/* A candidate that must be better than the baseline leaves that free to win. */
Test(analysis_relative_limits, the_baseline_is_not_compared_with_itself)
{
    expect_verdict(
        bare, "relativeLimits: [{metric: m, upperLimit: '0.5'}]", "value: 100", "value: 60",
        (expected){ITER8_VERDICT_ABOVE_BASELINE, 0, "m is 60, above 0.5 times the baseline's 100"});
}

static double wanted_share(const char *strength, const char *algorithm, const char *a,
                           const char *b)
{
    char annotation[100];
    (void)snprintf(annotation, sizeof annotation, "iter8.tools/weight-algorithm: %s", algorithm);
    iter8_experiment *experiment = experiment_with(bare, strength, annotation, a, b);
    iter8_analysis *analysis;
    iter8_weight weight = ITER8_INIT(iter8_weight);
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    cr_assert_eq(iter8_analysis_weight(analysis, 1, &weight), ITER8_OK);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
    return weight.wanted;
}

Test(analysis_relative_limits, progressive_gives_traffic_by_them)
{
    cr_expect_eq(wanted_share(tenth_more, "progressive", "value: 100", "value: 110"), 95.0);
    cr_expect_eq(wanted_share(tenth_more, "progressive", "value: 100", "value: 111"), 5.0);
}

static double chance_of(const char *strength, const char *a, const char *b)
{
    iter8_experiment *experiment = experiment_with(bare, strength, "", a, b);
    iter8_analysis *analysis;
    iter8_belief belief = ITER8_INIT(iter8_belief);
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    cr_assert_eq(iter8_analysis_belief(analysis, 1, 0, &belief), ITER8_OK);
    double chance = belief.chance;
    cr_assert_eq(iter8_analysis_belief(analysis, 0, 0, &belief), ITER8_OK);
    if (isnan(belief.mean))
        cr_expect_eq(belief.chance, 0.0);
    else
        cr_expect_eq(belief.chance, 1.0, "the baseline has %g", belief.chance);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
    return chance;
}

/* Means of 10 and 11, range 20 of 19 and of 4 observations: Normal(10, 1) and Normal(11, 4), and
 * P(Y <= 1.3 X) = Phi((13 - 11) / sqrt(4 + 1.3^2)). */
Test(analysis_relative_limits, means_meet_them_with_the_chance_of_two_normals)
{
    static const char a[] = "value: 10, sampleSize: 19, min: 0, max: 20";
    static const char b[] = "value: 11, sampleSize: 4";
    static const char kind[] = ", metrics: [{metric: m, kind: mean}]";
    char strength[200];
    (void)snprintf(strength, sizeof strength, "%s%s",
                   "relativeLimits: [{metric: m, upperLimit: '1.3'}]", kind);
    cr_expect_float_eq(chance_of(strength, a, b), iter8__normal_cdf(2 / sqrt(4 + 1.69)), 1e-7);
    (void)snprintf(strength, sizeof strength, "%s%s",
                   "relativeLimits: [{metric: m, lowerLimit: '0.9', upperLimit: '1.3'}]", kind);
    cr_expect_float_eq(
        chance_of(strength, a, b),
        iter8__normal_cdf(2 / sqrt(4 + 1.69)) - iter8__normal_cdf((9 - 11) / sqrt(4 + 0.81)), 1e-7);
}

/* P(Y <= X) for Beta(5.1, 95.1) and Beta(9.1, 91.1). */
Test(analysis_relative_limits, proportions_meet_them_with_the_chance_of_two_betas)
{
    static const char a[] = "value: '0.05', sampleSize: 100";
    static const char b[] = "value: '0.09', sampleSize: 100";
    static const char strength[] = "relativeLimits: [{metric: m, upperLimit: 1}],"
                                   " metrics: [{metric: m, kind: proportion}]";
    cr_expect_float_eq(chance_of(strength, a, b), .12698939, 1e-8);
    cr_expect_eq(chance_of(strength, "reason: late", b), 0.0);
}

/* A number without a distribution is met or not, also below 0. */
Test(analysis_relative_limits, numbers_meet_them_or_do_not)
{
    cr_expect_eq(chance_of(tenth_more, "value: 10", "value: 11"), 1.0);
    cr_expect_eq(chance_of(tenth_more, "value: 10", "value: '11.1'"), 0.0);
    cr_expect_eq(
        chance_of("relativeLimits: [{metric: m, lowerLimit: 2}]", "value: -1", "value: -2"), 1.0);
}

/* Iter8 v0's kind "delta": the candidate's belief against a multiple of the baseline's value, here
 * Normal(11, 1 / 5) against 1.1 times 10; by that P(R_c >= R_b) of 4 observations. */
Test(analysis_relative_limits, routing_takes_them_for_v0s_deltas)
{
    iter8__posterior baseline = {ITER8__POSTERIOR_BETA, 2, 4},
                     candidate = {ITER8__POSTERIOR_BETA, 4, 2};
    double better = iter8__posterior_at_most_times(&baseline, 1, &candidate);
    cr_expect_float_eq(
        wanted_share(tenth_more, "posterior-routing", "value: 10", "value: 11, sampleSize: 4"),
        100 * 0.5 * better, 1e-7);
    cr_expect_float_eq(
        wanted_share(tenth_more, "optimistic-routing", "value: 10", "value: 11, sampleSize: 4"),
        100 * better, 1e-7);
    cr_expect_eq(
        wanted_share(tenth_more, "posterior-routing", "reason: late", "value: 11, sampleSize: 4"),
        0.0);
}

static void expect_needed(const char *a, const char *b, uint32_t version, double needed,
                          int32_t winner)
{
    iter8_experiment *experiment =
        experiment_with(bare, "relativeLimits: [{metric: m, upperLimit: 2}]", "", a, b);
    iter8_analysis *analysis;
    iter8_counterfactual found = ITER8_INIT(iter8_counterfactual);
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    cr_assert_eq(iter8_analysis_counterfactual(analysis, &found), ITER8_OK);
    cr_expect_eq(found.version, version, "%s, %s: %u", a, b, found.version);
    cr_expect_eq(found.needed, needed, "%s, %s: %g", a, b, found.needed);
    cr_expect_eq(found.winner, winner, "%s, %s: %d", a, b, found.winner);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

/* Either value could have been another, by the same part; the first is told. */
Test(analysis_relative_limits, the_counterfactual_knows_them)
{
    expect_needed("value: 10", "value: 25", 0, 12.5, 1);
    expect_needed("value: 10", "value: 16", 0, 8, 0);
    expect_needed("value: 0", "value: 16", 0, 8, 1);
}

Test(analysis_relative_limits, describe_tells_them)
{
    iter8_experiment *experiment = experiment_from(
        EXPERIMENT_HEAD
        "  strategy: {testingPattern: Canary}\n"
        "  criteria:\n    objectives: [{metric: m, upperLimit: 9}, {metric: p}]\n"
        "    strength: {relativeLimits: [{metric: m, lowerLimit: '0.5', upperLimit: '1.1'},"
        " {metric: p, upperLimit: 2}]}\n"
        "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n"
        "status:\n  completedIterations: 1\n  analysis:\n"
        "    versionAssessments: {data: {a: [true, true], b: [true, false]}}\n");
    char *text = described(experiment);
    cr_expect_not_null(strstr(text, "m <= 9.000; >= 0.500 * baseline; <= 1.100 * baseline"), "%s",
                       text);
    cr_expect_not_null(strstr(text, "p <= 2.000 * baseline"), "%s", text);
    iter8_objective objective = ITER8_INIT(iter8_objective);
    cr_assert_eq(iter8_experiment_objective(experiment, 1, &objective), ITER8_OK);
    cr_assert_eq(objective.limit_count, 1);
    cr_expect(objective.limits[0].multiple == 2.0 && objective.limits[0].side == ITER8_LIMIT_UPPER);
    free(text);
    iter8_experiment_free(experiment);
}
