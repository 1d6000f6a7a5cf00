/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "iter8/routing.h"
#include "iter8/snapshots.h"
#include "lived.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char small[] =
    "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
    "metadata: {name: e, namespace: shop, annotations: {iter8.tools/x: 'on', number: 5}}\n"
    "spec:\n  target: cart\n"
    "  strategy: {testingPattern: Canary, deploymentPattern: BlueGreen}\n"
    "  duration: {intervalSeconds: 7, iterationsPerLoop: 3, maxLoops: 5}\n"
    "  criteria:\n    objectives:\n    - {metric: errors, upperLimit: '10m'}\n"
    "    - {metric: rate, lowerLimit: -1, rollback_on_failure: false}\n"
    "  versionInfo:\n"
    "    baseline: {name: old, variables: [{name: v, value: one}, {name: v, value: two}]}\n"
    "    candidates: [{name: new, weightObjRef: {apiVersion: v1, kind: K, name: o,"
    " fieldPath: .w}}]\n";

Test(model_experiment_read, tells_what_the_spec_says)
{
    iter8_experiment *e = experiment_from(small);
    cr_expect_str_eq(iter8_spec_of(e).name, "e");
    cr_expect_str_eq(iter8_spec_of(e).name_space, "shop");
    cr_expect_str_eq(iter8_spec_of(e).target, "cart");
    cr_expect_str_eq(iter8_experiment_annotation(e, "iter8.tools/x"), "on");
    cr_expect_null(iter8_experiment_annotation(e, "number"), "not a text");
    cr_expect_null(iter8_experiment_annotation(e, "none"));
    cr_expect_null(iter8_experiment_annotation(e, NULL));
    cr_expect_eq(iter8_spec_of(e).testing_pattern, ITER8_TESTING_CANARY);
    cr_expect_eq(iter8_spec_of(e).deployment_pattern, ITER8_DEPLOYMENT_BLUE_GREEN);
    cr_expect_eq(iter8_spec_of(e).interval_s, 7);
    cr_expect_eq(iter8_spec_of(e).iterations, 15);
    iter8_experiment_free(e);
}

Test(model_experiment_read, tells_of_versions_and_metrics)
{
    iter8_experiment *e = experiment_from(small);
    cr_assert_eq(iter8_spec_of(e).version_count, 2);
    cr_expect_str_eq(iter8_version_of(e, 0).name, "old");
    cr_expect_str_eq(iter8_version_of(e, 1).name, "new");
    cr_expect_null(iter8_version_of(e, 2).name);
    cr_expect_str_eq(iter8_experiment_version_variable(e, 0, "v"), "two", "the last one counts");
    cr_expect_null(iter8_experiment_version_variable(e, 0, "w"));
    cr_expect_null(iter8_experiment_version_variable(e, 1, "v"));
    cr_expect_null(iter8_experiment_version_variable(e, 2, "v"));
    cr_expect_null(iter8_experiment_version_variable(e, 0, NULL));
    cr_assert_eq(iter8_spec_of(e).metric_count, 2);
    cr_expect_str_eq(iter8_experiment_metric_name(e, 1), "rate");
    cr_expect_null(iter8_experiment_metric_name(e, 2));
    iter8_experiment_free(e);
}

Test(model_experiment_read, tells_of_objectives)
{
    iter8_experiment *e = experiment_from(small);
    iter8_objective o = {.struct_size = sizeof o};
    cr_assert_eq(iter8_spec_of(e).objective_count, 2);
    cr_assert_eq(iter8_experiment_objective(e, 0, &o), ITER8_OK);
    cr_expect_str_eq(o.metric, "errors");
    cr_expect(o.limit_count == 1 && o.limits[0].number == 0.01 && o.rollback_on_failure == 1);
    cr_expect_eq(o.limits[0].side, ITER8_LIMIT_UPPER);
    cr_assert_eq(iter8_experiment_objective(e, 1, &o), ITER8_OK);
    cr_expect(o.limit_count == 1 && o.limits[0].number == -1 && o.rollback_on_failure == 0);
    cr_expect_eq(o.limits[0].side, ITER8_LIMIT_LOWER);
    cr_expect_eq(iter8_experiment_objective(e, 2, &o), ITER8_ERR_NOT_FOUND);
    cr_expect_eq(iter8_experiment_objective(e, 0, NULL), ITER8_ERR_ARGUMENT);
    o.struct_size = 1;
    cr_expect_eq(iter8_experiment_objective(e, 0, &o), ITER8_ERR_ARGUMENT);
    iter8_experiment_free(e);
}

static iter8_value value_at(const iter8_experiment *e, size_t metric, size_t version)
{
    iter8_value value = {.struct_size = sizeof value};
    cr_assert_eq(iter8_experiment_value(e, metric, version, &value), ITER8_OK);
    return value;
}

Test(model_experiment_read, tells_of_values)
{
    iter8_experiment *e = partial_from(
        "spec: {criteria: {indicators: [m]}, versionInfo: {baseline: {name: a},"
        " candidates: [{name: b}, {name: c}]}}\n"
        "status: {analysis: {aggregatedMetrics: {data: {m: {data: {a: {value: 2, min: 1, max: 3,"
        " sampleSize: 50}, b: {reason: timeout}}}}}}}");
    iter8_value value = value_at(e, 0, 0);
    cr_expect(value.value == 2 && value.min == 1 && value.max == 3 && value.sample_size == 50);
    cr_expect_eq(value.state, ITER8_VALUE_PRESENT);
    cr_expect_str_empty(value.reason);
    value = value_at(e, 0, 1);
    cr_expect(isnan(value.value) && isnan(value.min) && isnan(value.max));
    cr_expect(isnan(value.sample_size) && value.state == ITER8_VALUE_ABSENT);
    cr_expect_str_eq(value.reason, "timeout");
    cr_expect_str_empty(value_at(e, 0, 2).reason);
    cr_expect_eq(iter8_experiment_value(e, 1, 0, &value), ITER8_ERR_NO_METRIC);
    cr_expect_eq(iter8_experiment_value(e, 0, 3, &value), ITER8_ERR_NO_VERSION);
    cr_expect_eq(iter8_experiment_value(e, 0, 0, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_value(NULL, 0, 0, &value), ITER8_ERR_ARGUMENT);
    iter8_experiment_free(e);
}

Test(model_experiment_read, knows_nothing_of_a_status_that_is_not_there)
{
    iter8_experiment *e = experiment_from(small);
    cr_expect_eq(iter8_status_of(e).stage, ITER8_STAGE_NONE);
    cr_expect_eq(iter8_status_of(e).completed_iterations, 0);
    cr_expect_eq(iter8_status_of(e).start_ns, ITER8_NO_TIME);
    cr_expect_eq(iter8_status_of(e).last_update_ns, ITER8_NO_TIME);
    cr_expect(iter8_version_of(e, 0).weight == 100 && iter8_version_of(e, 1).weight == 0);
    cr_expect_eq(iter8_status_of(e).winner, -1);
    cr_expect_str_eq(iter8_status_of(e).recommended, "");
    cr_expect_eq(iter8_condition_of(e, ITER8_CONDITION_FAILED).status, ITER8_CONDITION_UNKNOWN);
    char *message = message_of(e);
    cr_expect_str_empty(message);
    free(message);
    iter8_experiment_free(e);
}

Test(model_experiment_read, tells_what_the_status_says)
{
    iter8_experiment *e = experiment_from(lived);
    cr_expect_eq(iter8_status_of(e).stage, ITER8_STAGE_RUNNING);
    cr_expect_eq(iter8_status_of(e).completed_iterations, 2);
    cr_expect_eq(iter8_status_of(e).start_ns, LIVED_NS + 1123456789);
    cr_expect_eq(iter8_status_of(e).last_update_ns, LIVED_NS + INT64_C(41000000000));
    cr_expect(iter8_version_of(e, 0).weight == 85 && iter8_version_of(e, 1).weight == 15);
    cr_expect_eq(iter8_version_of(e, 2).weight, 0);
    cr_expect_eq(iter8_status_of(e).winner, 0);
    cr_expect_str_eq(iter8_status_of(e).recommended, "old");
    cr_expect_eq(iter8_condition_of(e, ITER8_CONDITION_TARGET_ACQUIRED).status,
                 ITER8_CONDITION_TRUE);
    cr_expect_eq(iter8_condition_of(e, -1).status, ITER8_CONDITION_UNKNOWN);
    cr_expect_eq(iter8_condition_of(e, 99).status, ITER8_CONDITION_UNKNOWN);
    char *message = message_of(e);
    cr_expect_str_eq(message, "IterationUpdate: Completed Iteration 2");
    free(message);
    iter8_experiment_free(e);
}

Test(model_experiment_read, stages_have_names)
{
    static const char *const names[] = {"",        "Waiting",   "Initializing",
                                        "Running", "Finishing", "Completed"};
    for (int32_t i = 0; i < 6; i++)
        cr_expect_str_eq(iter8_stage_name(i), names[i]);
    cr_expect_str_eq(iter8_stage_name(6), "");
    cr_expect_str_eq(iter8_stage_name(-1), "");
}

Test(model_experiment_read, no_experiment_has_nothing)
{
    size_t length = 7;
    iter8_objective o = {.struct_size = sizeof o};
    cr_expect_str_eq(iter8_spec_of(NULL).name, "");
    cr_expect_str_eq(iter8_spec_of(NULL).name_space, "");
    cr_expect_str_eq(iter8_spec_of(NULL).target, "");
    cr_expect_str_eq(iter8_status_of(NULL).recommended, "");
    cr_expect_null(iter8_experiment_annotation(NULL, "x"));
    cr_expect_eq(iter8_spec_of(NULL).testing_pattern, 0);
    cr_expect_eq(iter8_spec_of(NULL).deployment_pattern, 0);
    cr_expect_eq(iter8_spec_of(NULL).interval_s, 0);
    cr_expect_eq(iter8_spec_of(NULL).iterations, 0);
    cr_expect_eq(iter8_spec_of(NULL).version_count, 0);
    cr_expect_null(iter8_version_of(NULL, 0).name);
    cr_expect_null(iter8_experiment_version_variable(NULL, 0, "x"));
    cr_expect_eq(iter8_spec_of(NULL).metric_count, 0);
    cr_expect_null(iter8_experiment_metric_name(NULL, 0));
    cr_expect_eq(iter8_spec_of(NULL).objective_count, 0);
    cr_expect_eq(iter8_experiment_objective(NULL, 0, &o), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_status_of(NULL).stage, ITER8_STAGE_NONE);
    cr_expect_eq(iter8_status_of(NULL).completed_iterations, 0);
    cr_expect_eq(iter8_status_of(NULL).start_ns, ITER8_NO_TIME);
    cr_expect_eq(iter8_status_of(NULL).last_update_ns, ITER8_NO_TIME);
    cr_expect_eq(iter8_version_of(NULL, 0).weight, 0);
    cr_expect_eq(iter8_status_of(NULL).winner, -1);
    cr_expect_eq(iter8_condition_of(NULL, 0).status, ITER8_CONDITION_UNKNOWN);
    cr_expect_eq(iter8_experiment_message(NULL, NULL, 0, &length), ITER8_ERR_ARGUMENT);
    iter8_experiment_free(NULL);
}

Test(model_experiment_read, making_one_needs_sound_arguments)
{
    iter8_experiment *e = (iter8_experiment *)&e;
    iter8_document *document = only_document_of(small);
    iter8_allocator no_functions = {.struct_size = sizeof no_functions};
    struct {
        iter8_experiment_options options;
        uint64_t newer;
    } large = {.options = {.struct_size = sizeof large}};
    iter8_experiment_options options = {.struct_size = sizeof options, .reserved = 1};
    cr_expect_eq(iter8_experiment_read(small, sizeof small - 1, NULL, NULL, NULL),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_read(NULL, 5, NULL, NULL, &e), ITER8_ERR_ARGUMENT);
    cr_expect_null(e);
    cr_expect_eq(iter8_experiment_from_document(NULL, NULL, NULL, &e), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_from_document(document, NULL, NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_from_document(document, &options, NULL, &e), ITER8_ERR_ARGUMENT);
    options = (iter8_experiment_options){.struct_size = sizeof options, .allocator = &no_functions};
    cr_expect_eq(iter8_experiment_from_document(document, &options, NULL, &e), ITER8_ERR_ARGUMENT);
    options = (iter8_experiment_options){.struct_size = 3};
    cr_expect_eq(iter8_experiment_from_document(document, &options, NULL, &e), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_from_document(document, &large.options, NULL, &e), ITER8_OK);
    iter8_experiment_free(e);
    large.newer = 1;
    cr_expect_eq(iter8_experiment_from_document(document, &large.options, NULL, &e),
                 ITER8_ERR_STRUCT_SIZE);
    cr_expect_null(e);
    iter8_document_free(document);
}

Test(model_experiment_read, experiment_keeps_a_copy_of_its_document)
{
    iter8_document *document = only_document_of(small);
    iter8_experiment *e;
    cr_assert_eq(iter8_experiment_from_document(document, NULL, NULL, &e), ITER8_OK);
    cr_assert_eq(iter8_document_set_integer(document, ".spec.duration.maxLoops", 9), ITER8_OK);
    char *text = experiment_written(e, ITER8_FORMAT_YAML);
    cr_expect(same_tree(text, small));
    free(text);
    iter8_document_free(document);
    cr_expect_str_eq(iter8_version_of(e, 1).name, "new");
    iter8_experiment_free(e);
}
