/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/metric.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char canary[] =
    "spec:\n"
    "  strategy: {testingPattern: Canary, weights: {maxCandidateWeight: 60}}\n"
    "  criteria: {indicators: [count], objectives: [{metric: errors, upperLimit: '0.01'},"
    " {metric: latency, upperLimit: 50, lowerLimit: 5}]}\n"
    "  versionInfo: {baseline: {name: old}, candidates: [{name: new}]}\n"
    "status:\n"
    "  currentWeightDistribution: [{name: new, value: 30}, {name: old, value: 70}]\n"
    "  analysis: {aggregatedMetrics: {data: {errors: {data: {old: {value: 0.5}}}}}}\n";

/* What a caller that knows more than the library hands over. */
struct newer_measurement {
    iter8_measurement known;
    uint64_t future;
};

static iter8_measurement present(double value)
{
    return (iter8_measurement){
        .struct_size = sizeof(iter8_measurement), .value = value, .state = ITER8_VALUE_PRESENT};
}

static iter8_analysis *analyzed(const iter8_experiment *experiment, const iter8_measurement *m)
{
    iter8_analysis *analysis;
    cr_assert_eq(iter8_analyze(experiment, m, NULL, &analysis), ITER8_OK);
    return analysis;
}

static iter8_verdict verdict_at(const iter8_analysis *analysis, size_t version, size_t objective)
{
    iter8_verdict verdict = {.struct_size = sizeof verdict};
    cr_assert_eq(iter8_analysis_verdict(analysis, version, objective, &verdict), ITER8_OK);
    return verdict;
}

static iter8_weight weight_at(const iter8_analysis *analysis, size_t version)
{
    iter8_weight weight = {.struct_size = sizeof weight};
    cr_assert_eq(iter8_analysis_weight(analysis, version, &weight), ITER8_OK);
    return weight;
}

static iter8_winner winner_of(const iter8_analysis *analysis)
{
    iter8_winner winner = {.struct_size = sizeof winner};
    cr_assert_eq(iter8_analysis_winner(analysis, &winner), ITER8_OK);
    return winner;
}

/* count, errors and latency, each for old and new. */
static void fill_good(iter8_measurement *m)
{
    static const double values[6] = {100, 50, 0.005, 0.01, 25, 30};
    for (size_t i = 0; i < 6; i++)
        m[i] = present(values[i]);
}

Test(analysis_analysis, measurements_stand_metric_by_metric)
{
    iter8_experiment *experiment = partial_from(canary);
    iter8_measurement m[6];
    fill_good(m);
    m[5] = present(51);
    iter8_analysis *analysis = analyzed(experiment, m);
    iter8_verdict verdict = verdict_at(analysis, 1, 0);
    cr_expect(verdict.value == 0.01 && verdict.satisfied && verdict.reason == ITER8_VERDICT_WITHIN);
    verdict = verdict_at(analysis, 1, 1);
    cr_expect(verdict.value == 51 && !verdict.satisfied && verdict.reason == ITER8_VERDICT_ABOVE);
    cr_expect_eq(verdict_at(analysis, 0, 1).value, 25);
    iter8_winner winner = winner_of(analysis);
    cr_expect(winner.found == 1 && winner.version == 0 && winner.met_for == 1);
    cr_expect_eq(winner.reason, ITER8_WINNER_BASELINE_ONLY);
    cr_expect(iter8_analysis_is_best(analysis, 0) && !iter8_analysis_is_best(analysis, 1));
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

Test(analysis_analysis, weights_rise_from_the_current_ones_under_the_limits)
{
    iter8_experiment *experiment = partial_from(canary);
    iter8_measurement m[6];
    fill_good(m);
    iter8_analysis *analysis = analyzed(experiment, m);
    iter8_weight weight = weight_at(analysis, 1);
    cr_expect(weight.wanted == 95 && weight.exact == 40 && weight.weight == 40);
    cr_expect_eq(weight.reason, ITER8_WEIGHT_INCREMENT);
    weight = weight_at(analysis, 0);
    cr_expect(weight.wanted == 5 && weight.exact == 60 && weight.weight == 60);
    cr_expect_eq(weight.reason, ITER8_WEIGHT_REMAINDER);
    cr_expect_eq(winner_of(analysis).version, 1);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

Test(analysis_analysis, without_measurements_the_status_is_analyzed)
{
    iter8_experiment *experiment = partial_from(canary);
    iter8_analysis *analysis = analyzed(experiment, NULL);
    cr_expect_eq(verdict_at(analysis, 0, 0).value, 0.5);
    cr_expect_eq(verdict_at(analysis, 0, 0).reason, ITER8_VERDICT_ABOVE);
    cr_expect_eq(verdict_at(analysis, 1, 0).reason, ITER8_VERDICT_NO_VALUE);
    cr_expect(isnan(verdict_at(analysis, 1, 0).value));
    cr_expect_eq(verdict_at(analysis, 1, 1).reason, ITER8_VERDICT_NO_METRIC);
    cr_expect_eq(winner_of(analysis).reason, ITER8_WINNER_NONE_MEETS_ALL);
    cr_expect_eq(winner_of(analysis).version, -1);
    cr_expect_eq(weight_at(analysis, 0).weight, 95);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

Test(analysis_analysis, measurement_that_is_not_finite_meets_nothing)
{
    iter8_experiment *experiment = partial_from(canary);
    static const double odd[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < 3; i++) {
        iter8_measurement m[6];
        fill_good(m);
        m[3] = present(odd[i]);
        iter8_analysis *analysis = analyzed(experiment, m);
        cr_expect_eq(verdict_at(analysis, 1, 0).reason, ITER8_VERDICT_NOT_A_VALUE);
        cr_expect(isnan(verdict_at(analysis, 1, 0).value));
        cr_expect_eq(winner_of(analysis).version, 0);
        iter8_analysis_free(analysis);
    }
    iter8_experiment_free(experiment);
}

Test(analysis_analysis, zeroed_measurements_are_absent)
{
    iter8_experiment *experiment = partial_from(canary);
    iter8_measurement m[6] = {0};
    for (size_t i = 0; i < 6; i++)
        m[i].struct_size = sizeof *m;
    iter8_analysis *analysis = analyzed(experiment, m);
    cr_expect_eq(verdict_at(analysis, 0, 0).reason, ITER8_VERDICT_NOT_A_VALUE);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

Test(analysis_analysis, larger_measurements_are_stepped_over_by_their_size)
{
    iter8_experiment *experiment = partial_from(canary);
    struct newer_measurement newer[6] = {0};
    iter8_measurement m[6];
    fill_good(m);
    for (size_t i = 0; i < 6; i++) {
        newer[i].known = m[i];
        newer[i].known.struct_size = sizeof *newer;
    }
    iter8_analysis *analysis = analyzed(experiment, &newer[0].known);
    cr_expect_eq(verdict_at(analysis, 1, 0).value, 0.01);
    cr_expect_eq(verdict_at(analysis, 1, 1).value, 30);
    iter8_analysis_free(analysis);
    newer[3].future = 1;
    analysis = (iter8_analysis *)&analysis;
    cr_expect_eq(iter8_analyze(experiment, &newer[0].known, NULL, &analysis),
                 ITER8_ERR_STRUCT_SIZE);
    cr_expect_null(analysis);
    iter8_experiment_free(experiment);
}

Test(analysis_analysis, measurements_have_one_size)
{
    iter8_experiment *experiment = partial_from(canary);
    static const size_t sizes[] = {0, 4, sizeof(iter8_measurement) - 8,
                                   sizeof(iter8_measurement) + 8};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        iter8_measurement m[6];
        iter8_analysis *analysis;
        fill_good(m);
        m[5].struct_size = sizes[i];
        cr_expect_eq(iter8_analyze(experiment, m, NULL, &analysis), ITER8_ERR_ARGUMENT, "%zu",
                     sizes[i]);
    }
    iter8_measurement none[6] = {0};
    iter8_analysis *analysis;
    cr_expect_eq(iter8_analyze(experiment, none, NULL, &analysis), ITER8_ERR_ARGUMENT);
    iter8_experiment_free(experiment);
}

Test(analysis_analysis, partial_experiment_needs_a_pattern_and_versions)
{
    static const char *const texts[] = {
        "{}", "spec: {strategy: {testingPattern: Canary}}",
        "spec: {versionInfo: {baseline: {name: a}, candidates: [{name: b}]}}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        iter8_experiment *experiment = partial_from(texts[i]);
        iter8_analysis *analysis = (iter8_analysis *)&analysis;
        cr_expect_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_ERR_INVALID);
        cr_expect_null(analysis);
        iter8_experiment_free(experiment);
    }
}

Test(analysis_analysis, arguments_are_checked)
{
    iter8_experiment *experiment = partial_from(canary);
    iter8_analysis *analysis = analyzed(experiment, NULL);
    iter8_analysis *other = analysis;
    iter8_allocator bad = {.struct_size = sizeof bad};
    iter8_verdict verdict = {.struct_size = sizeof verdict};
    iter8_weight weight = {.struct_size = sizeof weight};
    iter8_winner winner = {.struct_size = sizeof winner};
    size_t length;
    cr_expect_eq(iter8_analyze(NULL, NULL, NULL, &other), ITER8_ERR_ARGUMENT);
    cr_expect_null(other);
    cr_expect_eq(iter8_analyze(experiment, NULL, NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_analyze(experiment, NULL, &bad, &other), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_analysis_verdict(NULL, 0, 0, &verdict), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_analysis_verdict(analysis, 0, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_analysis_verdict(analysis, 2, 0, &verdict), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_analysis_verdict(analysis, 0, 2, &verdict), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_analysis_winner(NULL, &winner), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_analysis_winner(analysis, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_analysis_weight(NULL, 0, &weight), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_analysis_weight(analysis, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_analysis_weight(analysis, 2, &weight), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_analysis_is_best(NULL, 0), 0);
    cr_expect_eq(iter8_analysis_is_best(analysis, 2), 0);
    cr_expect_eq(iter8_analysis_explain(NULL, 0, NULL, 0, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_analysis_explain(analysis, 2, NULL, 0, &length), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_analysis_write(NULL, ITER8_FORMAT_JSON, NULL, 0, &length),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_analysis_write(analysis, 0, NULL, 0, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_analysis_write(analysis, 4, NULL, 0, &length), ITER8_ERR_ARGUMENT);
    iter8_analysis_free(NULL);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

Test(analysis_analysis, older_caller_gets_as_much_as_it_knows)
{
    iter8_experiment *experiment = partial_from(canary);
    iter8_analysis *analysis = analyzed(experiment, NULL);
    iter8_weight weight = {.struct_size = offsetof(iter8_weight, weight), .weight = 77};
    cr_expect_eq(iter8_analysis_weight(analysis, 0, &weight), ITER8_OK);
    cr_expect(weight.exact == 95 && weight.weight == 77);
    cr_expect_eq(weight.struct_size, offsetof(iter8_weight, weight));
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

Test(analysis_analysis, writes_itself_in_every_format_alike)
{
    iter8_experiment *experiment = partial_from(canary);
    iter8_measurement m[6];
    fill_good(m);
    m[1].state = ITER8_VALUE_ERROR;
    m[1].reason = "HTTP\n503 \xFF";
    iter8_analysis *analysis = analyzed(experiment, m);
    char *json = analysis_written(analysis, ITER8_FORMAT_JSON);
    char *compact = analysis_written(analysis, ITER8_FORMAT_JSON_COMPACT);
    char *yaml = analysis_written(analysis, ITER8_FORMAT_YAML);
    cr_expect(same_tree(json, yaml) && same_tree(json, compact));
    cr_expect_not_null(strstr(compact,
                              "\"old\":{\"value\":\"100\",\"min\":\"100\",\"max\":\"100\"},"
                              "\"new\":{\"reason\":\"HTTP 503 ?\"}"),
                       "%s", compact);
    free(json);
    free(compact);
    free(yaml);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

Test(analysis_analysis, experiment_is_not_changed_by_analyzing)
{
    iter8_experiment *experiment = partial_from(canary);
    char *before = experiment_written(experiment, ITER8_FORMAT_JSON);
    iter8_measurement m[6];
    fill_good(m);
    iter8_analysis_free(analyzed(experiment, m));
    char *after = experiment_written(experiment, ITER8_FORMAT_JSON);
    cr_expect_str_eq(after, before);
    free(before);
    free(after);
    iter8_experiment_free(experiment);
}
