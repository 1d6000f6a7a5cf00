/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/builtin_values.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/metric.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SPEC                                                                                       \
    "spec:\n  strategy: {testingPattern: Canary}\n"                                                \
    "  criteria: {objectives: [{metric: iter8-system/mean-latency, upperLimit: 150},"              \
    " {metric: iter8-system/error-rate, upperLimit: '0.1'}, {metric: errors, upperLimit: 1}]}\n"   \
    "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n"
#define HISTS                                                                                      \
    "aggregatedBuiltinHists: {data: {a: {DurationHistogram: {Count: 10, Sum: 1}, RetCodes: {'200'" \
    ": 9, '500': 1}}, b: {DurationHistogram: {Count: 0, Sum: 0}}}}"

static iter8_analysis *analyzed(const iter8_experiment *experiment,
                                const iter8_measurement *measurements)
{
    iter8_analysis *analysis;
    cr_assert_eq(iter8_analyze(experiment, measurements, NULL, &analysis), ITER8_OK);
    return analysis;
}

static iter8_verdict verdict_at(const iter8_analysis *analysis, size_t version, size_t objective)
{
    iter8_verdict verdict = {.struct_size = sizeof verdict};
    cr_assert_eq(iter8_analysis_verdict(analysis, version, objective, &verdict), ITER8_OK);
    return verdict;
}

Test(analysis_builtin_values, histograms_stand_in_for_values_that_the_status_lacks)
{
    iter8_experiment *experiment = partial_from(
        SPEC "status: {analysis: {" HISTS ", aggregatedMetrics: {data: {iter8-system/error-rate:"
             " {data: {a: {value: '0.05'}, b: {reason: none}}}}}}}\n");
    iter8_analysis *analysis = analyzed(experiment, NULL);
    cr_expect_eq(verdict_at(analysis, 0, 0).value, 100);
    cr_expect_eq(verdict_at(analysis, 0, 0).satisfied, 1);
    cr_expect_eq(verdict_at(analysis, 0, 1).value, 0.05, "what the status has stands");
    cr_expect_eq(verdict_at(analysis, 1, 0).reason, ITER8_VERDICT_NOT_A_VALUE);
    cr_expect_eq(verdict_at(analysis, 0, 2).reason, ITER8_VERDICT_NO_METRIC);
    char *text = analysis_written(analysis, ITER8_FORMAT_JSON_COMPACT);
    cr_expect_not_null(strstr(text, "\"iter8-system/mean-latency\":{\"data\":{\"a\":{\"value\":"
                                    "\"100\",\"sampleSize\":\"10\"},\"b\":{\"reason\":\"no requests"
                                    " yet\"}}}"),
                       "%s", text);
    free(text);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

Test(analysis_builtin_values, measurements_that_are_given_stand)
{
    iter8_experiment *experiment = partial_from(SPEC "status: {analysis: {" HISTS "}}\n");
    iter8_measurement none[6];
    for (size_t i = 0; i < 6; i++)
        none[i] = (iter8_measurement){.struct_size = sizeof *none};
    iter8_analysis *analysis = analyzed(experiment, none);
    cr_expect_eq(verdict_at(analysis, 0, 0).reason, ITER8_VERDICT_NOT_A_VALUE);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

Test(analysis_builtin_values, without_histograms_the_metric_is_not_there)
{
    iter8_experiment *experiment = partial_from(SPEC);
    iter8_analysis *analysis = analyzed(experiment, NULL);
    cr_expect_eq(verdict_at(analysis, 0, 0).reason, ITER8_VERDICT_NO_METRIC);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

Test(analysis_builtin_values, experiment_itself_stays_as_it_was)
{
    iter8_experiment *experiment = partial_from(SPEC "status: {analysis: {" HISTS "}}\n");
    iter8_value value = {.struct_size = sizeof value};
    iter8_analysis_free(analyzed(experiment, NULL));
    cr_assert_eq(iter8_experiment_value(experiment, 0, 0, &value), ITER8_OK);
    cr_expect(isnan(value.value) && value.state == ITER8_VALUE_ABSENT);
    iter8_experiment_free(experiment);
}
