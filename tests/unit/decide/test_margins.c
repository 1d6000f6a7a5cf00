/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Limits of candidates that are a margin to what the baseline has, with floors. */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/init.h"

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
        "status: {completedIterations: 1, analysis: {aggregatedMetrics: {data: {m: {data: {a: {%s},"
        " b: {%s}}}}}, versionAssessments: {data: {a: [true], b: [true]}}}}\n";
    char text[1200];
    int length = snprintf(text, sizeof text, format, annotations, objectives, strength, a, b);
    cr_assert(length > 0 && (size_t)length < sizeof text);
    return partial_from(text);
}

static const char bare[] = "{metric: m}";

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

/* What equals the limit is within it. */
Test(decide_margins, a_candidate_may_have_so_much_more)
{
    static const char five_more[] = "relativeLimits: [{metric: m, upperMargin: 5}]";
    expect_verdict(bare, five_more, "value: 100", "value: 105",
                   (expected){ITER8_VERDICT_WITHIN, 1, "all objectives are met"});
    expect_verdict(
        bare, five_more, "value: 100", "value: 106",
        (expected){ITER8_VERDICT_ABOVE_BASELINE, 0, "m is 106, above the baseline's 100 plus 5"});
    expect_verdict(
        bare, "relativeLimits: [{metric: m, lowerMargin: -5}]", "value: 100", "value: 94",
        (expected){ITER8_VERDICT_BELOW_BASELINE, 0, "m is 94, below the baseline's 100 less 5"});
    expect_verdict(
        bare, "relativeLimits: [{metric: m, upperMargin: 0}]", "value: 100", "value: 101",
        (expected){ITER8_VERDICT_ABOVE_BASELINE, 0, "m is 101, above 1 times the baseline's 100"});
}

/* That is what a margin is for: of 0 every multiple is 0. */
Test(decide_margins, a_baseline_of_0_or_less_makes_sense)
{
    static const char five_more[] = "relativeLimits: [{metric: m, upperMargin: 5}]";
    expect_verdict(
        bare, five_more, "value: 0", "value: 6",
        (expected){ITER8_VERDICT_ABOVE_BASELINE, 0, "m is 6, above the baseline's 0 plus 5"});
    expect_verdict(
        bare, five_more, "value: -10", "value: -4",
        (expected){ITER8_VERDICT_ABOVE_BASELINE, 0, "m is -4, above the baseline's -10 plus 5"});
    expect_verdict(bare, five_more, "value: -10", "value: -5",
                   (expected){ITER8_VERDICT_WITHIN, 1, "all objectives are met"});
}

static const char all_three[] =
    "relativeLimits: [{metric: m, upperLimit: '1.5', upperMargin: 10, upperFloor: 50}]";

Test(decide_margins, multiple_margin_and_floor_go_together)
{
    expect_verdict(bare, all_three, "value: 100", "value: 160",
                   (expected){ITER8_VERDICT_WITHIN, 1, "all objectives are met"});
    expect_verdict(bare, all_three, "value: 100", "value: 161",
                   (expected){ITER8_VERDICT_ABOVE_BASELINE, 0,
                              "m is 161, above 1.5 times the baseline's 100 plus 10"});
    expect_verdict(bare, all_three, "value: 0", "value: 50",
                   (expected){ITER8_VERDICT_WITHIN, 1, "all objectives are met"});
    expect_verdict(bare, all_three, "value: 0", "value: 51",
                   (expected){ITER8_VERDICT_ABOVE_BASELINE, 0,
                              "m is 51, above 50, which is allowed whatever the baseline has"});
    expect_verdict(bare, "relativeLimits: [{metric: m, lowerMargin: -5, lowerFloor: 10}]",
                   "value: 100", "value: 9",
                   (expected){ITER8_VERDICT_BELOW_BASELINE, 0,
                              "m is 9, below 10, which is allowed whatever the baseline has"});
}

Test(decide_margins, without_the_baselines_value_they_are_not_met)
{
    expect_verdict(bare, all_three, "reason: late", "value: 1",
                   (expected){ITER8_VERDICT_NO_BASELINE, -1,
                              "m is 1, but the baseline has no value to compare it with"});
}

/* The needed value is where the limit is; of the baseline, where it gives that limit. */
Test(decide_margins, the_counterfactual_knows_where_the_limit_is)
{
    static const struct {
        const char *strength;
        const char *a;
        const char *b;
        size_t version;
        double needed;
    } cases[] = {
        {"relativeLimits: [{metric: m, upperMargin: 5}]", "value: 100", "value: 106", 1, 105},
        {"relativeLimits: [{metric: m, upperLimit: 2, upperMargin: 5}]", "value: 1", "value: 20", 1,
         7},
        {all_three, "value: 1", "value: 60", 1, 50},
        {"relativeLimits: [{metric: m, lowerMargin: 5}]", "value: 1000", "value: 1004", 1, 1005},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8_experiment *experiment =
            experiment_with(bare, cases[i].strength, "", cases[i].a, cases[i].b);
        iter8_analysis *analysis;
        iter8_counterfactual found = ITER8_INIT(iter8_counterfactual);
        cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
        cr_assert_eq(iter8_analysis_counterfactual(analysis, &found), ITER8_OK, "%zu", i);
        cr_expect_float_eq(found.needed, cases[i].needed, 1e-9, "%zu: %g", i, found.needed);
        cr_expect_eq((size_t)found.version, cases[i].version, "%zu", i);
        iter8_analysis_free(analysis);
        iter8_experiment_free(experiment);
    }
}

Test(decide_margins, they_are_told_as_formulas)
{
    iter8_experiment *experiment =
        experiment_with("{metric: m, upperLimit: 900}",
                        "relativeLimits: [{metric: m, upperLimit: '1.5', upperMargin: 10, "
                        "upperFloor: 50, lowerMargin: -20}]",
                        "", "value: 100", "value: 100");
    iter8_objective objective = ITER8_INIT(iter8_objective);
    cr_assert_eq(iter8_experiment_objective(experiment, 0, &objective), ITER8_OK);
    cr_assert_eq(objective.limit_count, 3);
    const iter8_limit *upper = &objective.limits[1];
    cr_expect(upper->side == ITER8_LIMIT_UPPER && upper->reference == ITER8_LIMIT_BASELINE);
    cr_expect(upper->multiple == 1.5 && upper->number == 10 && upper->floor == 50);
    cr_expect(objective.limits[2].multiple == 1 && objective.limits[2].number == -20);
    cr_expect(isnan(objective.limits[2].floor) && isnan(objective.limits[0].floor));
    char *text = described(experiment);
    cr_expect_not_null(
        strstr(text, "m <= 900.000; >= baseline - 20.000; <= 1.500 * baseline + 10.000, or 50.000"),
        "%s", text);
    free(text);
    iter8_experiment_free(experiment);
}

/* How probable it is that a margin is kept, by the algorithm that shares traffic by it. */
Test(decide_margins, beliefs_are_compared_with_the_margin)
{
    static const char means[] = "relativeLimits: [{metric: m, upperMargin: 1}], "
                                "metrics: [{metric: m, kind: mean}]";
    iter8_experiment *experiment =
        experiment_with(bare, means, "", "value: 10, sampleSize: 3, min: 8, max: 12",
                        "value: 10.5, sampleSize: 3, min: 8, max: 12");
    iter8_analysis *analysis;
    iter8_belief belief = ITER8_INIT(iter8_belief);
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    cr_assert_eq(iter8_analysis_belief(analysis, 1, 0, &belief), ITER8_OK);
    /* Each is Normal with the variance 4 / (1 + 3) = 1. */
    cr_expect_float_eq(belief.chance, 0.5 * erfc(-(10 + 1 - 10.5) / sqrt(2.0) / sqrt(2.0)), 1e-9);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

static void expect_refused(const char *item, const char *wanted)
{
    char text[600];
    (void)snprintf(text, sizeof text,
                   "metadata: {name: e}\nspec:\n  criteria: {objectives: [{metric: m}], strength: "
                   "{relativeLimits: [%s]}}\n",
                   item);
    iter8_diagnostics *diagnostics;
    iter8_experiment *experiment = NULL;
    const iter8_experiment_options partial = {.struct_size = sizeof partial, .partial = 1};
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
    int rc = iter8_experiment_read(text, strlen(text), &partial, diagnostics, &experiment);
    iter8_experiment_free(experiment);
    cr_expect_eq(rc, ITER8_ERR_INVALID, "%s", item);
    int told = 0;
    for (size_t i = 0; i < iter8_diagnostics_count(diagnostics); i++) {
        iter8_diagnostic problem = ITER8_INIT(iter8_diagnostic);
        cr_assert_eq(iter8_diagnostics_get(diagnostics, i, &problem), ITER8_OK);
        told |= strstr(problem.message, wanted) != NULL;
    }
    cr_expect(told, "%s: %s", item, wanted);
    iter8_diagnostics_free(diagnostics);
}

Test(decide_margins, what_makes_no_sense_is_refused)
{
    expect_refused("{metric: m}", "lowerMargin or upperMargin");
    expect_refused("{metric: m, upperFloor: 5}", "none is said on this side");
    expect_refused("{metric: m, upperMargin: 5, lowerFloor: 5}", "none is said on this side");
    expect_refused("{metric: m, upperMargin: -1, lowerMargin: 1}", "below the lower limit");
    expect_refused("{metric: m, upperMargins: 5}", "lowerMargin or upperMargin");
}
