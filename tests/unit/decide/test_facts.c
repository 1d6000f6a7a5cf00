/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What a host's own algorithm is told. */
#include "experiments.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static const char text[] = EXPERIMENT_HEAD
    "  strategy: {testingPattern: A/B}\n"
    "  criteria:\n"
    "    rewards: [{metric: sales, preferredDirection: Low}]\n"
    "    objectives: [{metric: slow, upperLimit: 3}, {metric: sales, lowerLimit: 1}]\n"
    "    strength: {metrics: [{metric: slow, kind: mean}],"
    " relativeLimits: [{metric: slow, upperLimit: 2}]}\n"
    "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n"
    "status:\n"
    "  completedIterations: 4\n"
    "  currentWeightDistribution: [{name: a, value: 70}, {name: b, value: 30}]\n"
    "  analysis: {aggregatedMetrics: {data: {sales: {data: {a: {value: 8}, b: {value:"
    " 5}}}, slow: {data: {a: {value: 1, sampleSize: 40}, b: {value: 4}}}}}}\n";

static void expect_criterion(const iter8_criterion_facts *facts, double value, double upper)
{
    cr_assert_not_null(facts);
    cr_expect_eq(facts->value, value);
    int32_t has_upper = isfinite(upper);
    cr_assert_geq(facts->limit_count, has_upper);
    if (has_upper) cr_expect_eq(facts->limits[0].number, upper);
}

static void look_at_versions(const iter8_weight_facts *facts)
{
    const iter8_version_facts *a = iter8_weight_facts_version(facts, 0);
    const iter8_version_facts *b = iter8_weight_facts_version(facts, 1);
    cr_assert(a != NULL && b != NULL && a->struct_size >= sizeof *a);
    cr_expect_str_eq(a->name, "a");
    cr_expect_str_eq(b->name, "b");
    cr_expect(a->weight == 70 && b->weight == 30);
    cr_expect(a->meets_all && a->is_best && !b->meets_all && !b->is_best);
    expect_criterion(a->reward, 8, INFINITY);
    expect_criterion(b->reward, 5, INFINITY);
    cr_expect_null(iter8_weight_facts_version(facts, 2));
    cr_expect_null(iter8_weight_facts_version(NULL, 0));
}

static void look_at_objectives(const iter8_weight_facts *facts)
{
    const iter8_criterion_facts *slow = iter8_weight_facts_objective(facts, 1, 0);
    expect_criterion(iter8_weight_facts_objective(facts, 0, 0), 1, 3);
    expect_criterion(iter8_weight_facts_objective(facts, 0, 1), 8, INFINITY);
    expect_criterion(iter8_weight_facts_objective(facts, 1, 1), 5, INFINITY);
    expect_criterion(slow, 4, 3);
    cr_expect(!slow->satisfied && slow->kind == ITER8_METRIC_MEAN && isnan(slow->sample_size));
    cr_expect(slow->min == 1 && slow->max == 4);
    cr_assert_eq(slow->limit_count, 2);
    cr_expect(slow->limits[1].reference == ITER8_LIMIT_BASELINE && slow->limits[1].multiple == 2);
    cr_expect_eq(iter8_weight_facts_objective(facts, 0, 0)->limit_count, 1);
    cr_expect_eq(iter8_weight_facts_objective(facts, 0, 0)->sample_size, 40);
    cr_expect_null(iter8_weight_facts_objective(facts, 0, 2));
    cr_expect_null(iter8_weight_facts_objective(facts, 2, 0));
}

static int32_t look(const iter8_weight_facts *facts, double *weights, void *calls)
{
    ++*(int *)calls;
    look_at_versions(facts);
    look_at_objectives(facts);
    cr_expect(facts->iteration == 5 && facts->reward_is_less == 1);
    cr_expect(facts->step_count == 0 && facts->steps == NULL);
    weights[0] = 1;
    weights[1] = 3;
    return 0;
}

Test(analysis_facts, a_hosts_own_algorithm_is_told_all_that_is_known)
{
    int calls = 0;
    iter8_weight_algorithm own = {sizeof own, "progressive", look, &calls, 0};
    iter8_experiment_options options = {
        .struct_size = sizeof options, .algorithms = &own, .algorithm_count = 1};
    iter8_experiment *experiment;
    iter8_analysis *analysis;
    iter8_weight weight = {.struct_size = sizeof weight};
    cr_assert_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &experiment), ITER8_OK);
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    cr_assert_eq(iter8_analysis_weight(analysis, 1, &weight), ITER8_OK);
    cr_expect_eq(weight.wanted, 75);
    cr_expect_eq(calls, 1);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}
