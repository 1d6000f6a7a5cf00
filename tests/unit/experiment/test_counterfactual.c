/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The smallest change of one measurement that would have made another winner. */
#include "experiment/experiment.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/init.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char form[] = "spec:\n  strategy: {testingPattern: %s}\n  criteria: {%s}\n"
                           "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n"
                           "status: {analysis: {aggregatedMetrics: {data: {\n"
                           "  m: {data: {a: {value: '%s'}, b: {value: '%s'}}}, r: {data: {a: "
                           "{value: 5}, b: {value: 7}}}}}}}\n";

typedef struct finding {
    int rc;
    const char *metric;
    uint32_t version;
    double needed;
    int32_t winner;
} finding;

static void expect_finding(const char *pattern, const char *criteria, const char *a, const char *b,
                           finding wanted)
{
    char text[900];
    (void)snprintf(text, sizeof text, form, pattern, criteria, a, b);
    iter8_experiment *experiment = partial_from(text);
    iter8_analysis *analysis;
    iter8_counterfactual found = ITER8_INIT(iter8_counterfactual);
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    cr_assert_eq(iter8_analysis_counterfactual(analysis, &found), wanted.rc, "%s", criteria);
    if (wanted.rc == ITER8_OK) {
        cr_expect_str_eq(experiment->metrics[found.metric].name, wanted.metric);
        cr_expect_eq(found.version, wanted.version, "%s: %u", criteria, found.version);
        cr_expect_eq(found.needed, wanted.needed, "%s: %g", criteria, found.needed);
        cr_expect_eq(found.winner, wanted.winner, "%s: %d", criteria, found.winner);
    }
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

static const char upper[] = "objectives: [{metric: m, upperLimit: 10}]";

Test(analysis_counterfactual, a_candidate_that_fails_would_have_won_at_its_limit)
{
    expect_finding("Canary", upper, "1", "12", (finding){ITER8_OK, "m", 1, 10, 1});
}

Test(analysis_counterfactual, a_candidate_that_wins_would_have_lost_beyond_it)
{
    expect_finding("Canary", upper, "1", "8", (finding){ITER8_OK, "m", 1, 10, 0});
}

/* Both fail: the baseline is nearer to its limit than the candidate, and would win alone. */
Test(analysis_counterfactual, the_nearest_value_is_told)
{
    expect_finding("Canary", upper, "11", "20", (finding){ITER8_OK, "m", 0, 10, 0});
    expect_finding("Canary", upper, "20", "11", (finding){ITER8_OK, "m", 1, 10, 1});
}

Test(analysis_counterfactual, a_lower_limit_works_the_same)
{
    expect_finding("Canary", "objectives: [{metric: m, lowerLimit: 10}]", "11", "9.5",
                   (finding){ITER8_OK, "m", 1, 10, 1});
}

/* A tie is no winner: the first to come to it is what is told. */
Test(analysis_counterfactual, a_reward_that_ties_takes_the_win_away)
{
    expect_finding("A/B", "rewards: [{metric: r, preferredDirection: High}]", "1", "1",
                   (finding){ITER8_OK, "r", 0, 7, -1});
}

Test(analysis_counterfactual, an_objective_may_be_nearer_than_a_reward)
{
    expect_finding("A/B",
                   "rewards: [{metric: r, preferredDirection: High}],"
                   " objectives: [{metric: m, upperLimit: 10}]",
                   "1", "9.9", (finding){ITER8_OK, "m", 1, 10, 0});
}

Test(analysis_counterfactual, where_nothing_hangs_on_a_value_there_is_none)
{
    expect_finding("Canary", "indicators: [m]", "1", "2",
                   (finding){ITER8_ERR_NOT_FOUND, "", 0, 0, 0});
}

Test(analysis_counterfactual, it_is_written_beside_the_winner)
{
    char text[900];
    (void)snprintf(text, sizeof text, form, "Canary", upper, "1", "12");
    iter8_experiment *experiment = partial_from(text);
    iter8_analysis *analysis;
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    char *written = analysis_written(analysis, ITER8_FORMAT_JSON_COMPACT);
    cr_expect_not_null(
        strstr(written, "\"counterfactual\":{\"metric\":\"m\",\"version\":\"b\",\"value\":\"12\","
                        "\"needed\":\"10\",\"winner\":\"b\"}"),
        "%s", written);
    free(written);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}
