/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/experiment.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define SPEC                                                                                       \
    "spec:\n  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n"                       \
    "  criteria:\n    requestCount: requests\n"                                                    \
    "    rewards: [{metric: iter8/sales, preferredDirection: High}]\n"                             \
    "    indicators: [iter8/p95, requests]\n"                                                      \
    "    objectives: [{metric: errors, upperLimit: 1}, {metric: iter8/p95, upperLimit: 2}]\n"
#define SHOP "metadata: {name: e, namespace: shop}\n" SPEC
#define METRIC(name, namespace, rest)                                                              \
    "{apiVersion: iter8.tools/v2alpha2, kind: Metric, metadata: {name: " name                      \
    ", namespace: " namespace "}, spec: {" rest "}}"

/* All names, with a star for those that have their resource. */
static char *slots(const iter8_experiment *experiment)
{
    char *all = calloc(1, 1000);
    for (size_t i = 0; i < iter8_spec_of(experiment).metric_count; i++) {
        if (i > 0) strcat(all, " ");
        strcat(all, iter8_experiment_metric_name(experiment, i));
        if (iter8_experiment_has_metric(experiment, i)) strcat(all, "*");
    }
    return all;
}

static void expect_slots(const iter8_experiment *experiment, const char *expected)
{
    char *found = slots(experiment);
    cr_expect_str_eq(found, expected, "%s instead of %s", found, expected);
    free(found);
}

Test(model_metric_slots, metrics_stand_once_in_the_order_iter8_reads_them)
{
    iter8_experiment *experiment = partial_from(SHOP);
    expect_slots(experiment, "requests iter8/sales iter8/p95 errors");
    cr_expect_eq(experiment->spec.rewards[0].metric_index, 1);
    cr_expect_eq(experiment->spec.objectives[0].metric_index, 3);
    cr_expect_eq(experiment->spec.objectives[1].metric_index, 2);
    iter8_experiment_free(experiment);
}

Test(model_metric_slots, bare_name_means_the_namespace_of_the_experiment)
{
    iter8_experiment *experiment = partial_from(SHOP);
    add_metric_text(experiment, METRIC("errors", "elsewhere", ""));
    add_metric_text(experiment, METRIC("errors", "''", ""));
    expect_slots(experiment, "requests iter8/sales iter8/p95 errors");
    add_metric_text(experiment, METRIC("errors", "shop", ""));
    expect_slots(experiment, "requests iter8/sales iter8/p95 errors*");
    add_metric_text(experiment, METRIC("p95", "shop", ""));
    add_metric_text(experiment, METRIC("p95", "iter8", ""));
    expect_slots(experiment, "requests iter8/sales iter8/p95* errors*");
    iter8_experiment_free(experiment);
}

Test(model_metric_slots, no_namespace_is_that_named_default)
{
    iter8_experiment *experiment = partial_from(SPEC);
    add_metric_text(experiment, METRIC("errors", "default", ""));
    add_metric_text(experiment, METRIC("requests", "''", ""));
    expect_slots(experiment, "requests* iter8/sales iter8/p95 errors*");
    iter8_experiment_free(experiment);
}

/* What Iter8's controller writes for a metric that the criteria name without namespace. */
#define ERRORS METRIC("errors", "shop", "units: u")
#define STATUS_OF_ITER8                                                                            \
    "status:\n  metrics: [{name: shop/errors, metricObj: " ERRORS "}]\n"                           \
    "  analysis: {aggregatedMetrics: {data: {shop/errors: {data: {a: {value: '3'}}}}}}\n"

Test(model_metric_slots, full_name_in_a_status_is_that_of_the_bare_one)
{
    iter8_experiment *experiment = partial_from(SHOP STATUS_OF_ITER8);
    expect_slots(experiment, "requests iter8/sales iter8/p95 errors*");
    cr_expect_eq(experiment->status.analysis.values[3 * 2].number, 3.0);
    cr_expect_eq(iter8__experiment_metric(experiment, "shop/errors"), 3);
    cr_expect_eq(iter8__experiment_metric(experiment, "shop/p95"), -1);
    cr_expect_eq(iter8__experiment_metric(experiment, "p95"), -1);
    cr_expect_eq(iter8__experiment_metric(experiment, "sho/errors"), -1);
    iter8_experiment_free(experiment);
}

Test(model_metric_slots, to_iter8_the_bare_name_is_another_metrics)
{
    static const char text[] =
        "metadata:\n  name: e\n  namespace: shop\n"
        "  annotations: {iter8.tools/profile: iter8-v2alpha2}\n" SPEC STATUS_OF_ITER8;
    iter8_experiment *experiment = partial_from(text);
    expect_slots(experiment, "shop/requests iter8/sales iter8/p95 shop/errors*");
    cr_expect_eq(iter8__experiment_metric(experiment, "errors"), -1);
    iter8_experiment_free(experiment);
}

Test(model_metric_slots, sample_size_becomes_a_metric_of_its_own)
{
    iter8_experiment *experiment = partial_from(SHOP);
    add_metric_text(experiment, METRIC("p95", "iter8", "sampleSize: count"));
    expect_slots(experiment, "requests iter8/sales iter8/p95* errors iter8/count");
    add_metric_text(experiment, METRIC("errors", "shop", "sampleSize: other/all"));
    add_metric_text(experiment, METRIC("sales", "iter8", "sampleSize: iter8/count"));
    add_metric_text(experiment, METRIC("all", "other", ""));
    expect_slots(experiment, "requests iter8/sales* iter8/p95* errors* iter8/count other/all*");
    iter8_experiment_free(experiment);
}

Test(model_metric_slots, metric_that_is_not_named_is_passed_over)
{
    iter8_experiment *experiment = partial_from(SHOP);
    char *before = experiment_written(experiment, ITER8_FORMAT_JSON);
    add_metric_text(experiment, METRIC("unheard-of", "shop", "sampleSize: x"));
    char *after = experiment_written(experiment, ITER8_FORMAT_JSON);
    cr_expect_str_eq(after, before);
    expect_slots(experiment, "requests iter8/sales iter8/p95 errors");
    free(before);
    free(after);
    iter8_experiment_free(experiment);
}

Test(model_metric_slots, first_metric_added_stands)
{
    iter8_experiment *experiment = partial_from(SHOP);
    add_metric_text(experiment, METRIC("errors", "shop", "units: first"));
    char *before = experiment_written(experiment, ITER8_FORMAT_JSON);
    add_metric_text(experiment, METRIC("errors", "shop", "units: second"));
    char *after = experiment_written(experiment, ITER8_FORMAT_JSON);
    cr_expect_str_eq(after, before);
    cr_expect_str_eq(experiment->metrics[3].resource->units, "first");
    free(before);
    free(after);
    iter8_experiment_free(experiment);
}

Test(model_metric_slots, added_metric_is_kept_in_the_status)
{
    iter8_experiment *experiment = partial_from(SHOP);
    add_metric_text(experiment, METRIC("errors", "shop", "units: percent, extra: [1]"));
    add_metric_text(experiment, METRIC("p95", "iter8", ""));
    char *text = experiment_written(experiment, ITER8_FORMAT_YAML);
    cr_expect(same_tree(text,
                        SHOP "status: {metrics: [{name: errors, metricObj: " METRIC(
                            "errors", "shop",
                            "units: percent, extra: [1]") "},"
                                                          " {name: iter8/p95, metricObj: " METRIC(
                                                              "p95", "iter8", "") "}]}"),
              "%s", text);
    iter8_experiment *again = partial_from(text);
    expect_slots(again, "requests iter8/sales iter8/p95* errors*");
    free(text);
    iter8_experiment_free(again);
    iter8_experiment_free(experiment);
}

Test(model_metric_slots, added_metric_joins_a_status_that_is_there)
{
    iter8_experiment *experiment = partial_from(SHOP "status: {stage: Waiting}");
    add_metric_text(experiment, METRIC("errors", "shop", ""));
    char *text = experiment_written(experiment, ITER8_FORMAT_YAML);
    cr_expect(
        same_tree(text, SHOP "status: {stage: Waiting, metrics: [{name: errors, metricObj: " METRIC(
                            "errors", "shop", "") "}]}"),
        "%s", text);
    free(text);
    iter8_experiment_free(experiment);
}

Test(model_metric_slots, values_survive_when_a_sample_size_is_added)
{
    iter8_experiment *experiment = partial_from(
        SHOP "status: {analysis: {aggregatedMetrics: {data: {errors: {data: {b: {value: '0.25'}}},"
             " iter8/sales: {data: {a: {value: '3'}}}}}}}");
    add_metric_text(experiment, METRIC("p95", "iter8", "sampleSize: count"));
    const iter8__decision *analysis = &experiment->status.analysis;
    cr_assert_eq(analysis->metric_count, 5);
    cr_expect_eq(analysis->values[3 * 2 + 1].number, 0.25);
    cr_expect_eq(analysis->values[1 * 2].number, 3);
    cr_expect_eq(analysis->values[4 * 2].known, 0);
    iter8_experiment_free(experiment);
}

Test(model_metric_slots, metrics_of_a_status_are_found_by_their_names)
{
    iter8_experiment *experiment =
        partial_from(SHOP "status: {metrics: [{name: shop/extra, metricObj: " METRIC(
            "extra", "shop",
            "sampleSize: n1") "}, {name: errors, metricObj: " METRIC("errors", "shop",
                                                                     "type: Sketch, mock: 5") "}]"
                                                                                              "}");
    expect_slots(experiment, "requests iter8/sales iter8/p95 errors* shop/extra* shop/n1");
    iter8_experiment_free(experiment);
}

Test(model_metric_slots, odd_metric_in_a_status_is_a_warning)
{
    char *problems = problems_of(
        SHOP "status: {metrics: [{name: errors, metricObj: {spec: {type: Sketch}}}]}", 1);
    cr_expect_str_eq(problems, "W ENUM 9:60 status.metrics[0].metricObj.spec.type: \"Sketch\" is "
                               "not one of Counter or Gauge");
    free(problems);
}

Test(model_metric_slots, bad_metric_is_refused_and_changes_nothing)
{
    iter8_experiment *experiment = partial_from(SHOP);
    iter8_document *bad = only_document_of(METRIC("errors", "shop", "type: 5"));
    iter8_document *other = only_document_of("kind: Service");
    char *before = experiment_written(experiment, ITER8_FORMAT_JSON);
    cr_expect_eq(iter8_experiment_add_metric(experiment, bad, NULL), ITER8_ERR_INVALID);
    cr_expect_eq(iter8_experiment_add_metric(experiment, other, NULL), ITER8_ERR_KIND);
    cr_expect_eq(iter8_experiment_add_metric(experiment, NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_experiment_add_metric(NULL, bad, NULL), ITER8_ERR_ARGUMENT);
    experiment->busy = 1;
    cr_expect_eq(iter8_experiment_add_metric(experiment, bad, NULL), ITER8_ERR_BUSY);
    experiment->busy = 0;
    char *after = experiment_written(experiment, ITER8_FORMAT_JSON);
    cr_expect_str_eq(after, before);
    cr_expect_eq(iter8_experiment_has_metric(experiment, 99), 0);
    cr_expect_eq(iter8_experiment_has_metric(NULL, 0), 0);
    free(before);
    free(after);
    iter8_document_free(bad);
    iter8_document_free(other);
    iter8_experiment_free(experiment);
}
