/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Every allocation of the host's allocator and of jansson fails once, call by call: the call says
 * so, the objects are as they were, the same call made again works, and nothing leaks.
 */
#include "counting_allocator.h"
#include "counting_jansson.h"
#include "experiment/experiment.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/histograms.h"
#include "iter8/metric.h"
#include "iter8/query.h"
#include "iter8/report.h"
#include "iter8/routing.h"
#include "spec/task.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const char text[] =
    "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
    "metadata: {name: e, namespace: shop, annotations: {a: b}}\n"
    "spec:\n  target: t\n  odd: [1]\n"
    "  strategy:\n    testingPattern: A/B\n"
    "    actions: {start: [{run: 'x @< .this.metadata.name >@', if: \"Spec.Target == 't'\",\n"
    "      with: {a: ['@< .kind >@', {b: 1}]}}]}\n"
    "    weights: {maxCandidateWeight: 60}\n"
    "  criteria:\n    rewards: [{metric: sales, preferredDirection: High}]\n"
    "    objectives: [{metric: errors, upperLimit: '0.01'}, {metric: 'odd.name', lowerLimit: 1}]\n"
    "  versionInfo:\n"
    "    baseline: {name: old, variables: [{name: revision, value: r1}], weightObjRef:"
    " {apiVersion: v1, kind: Route, name: web, fieldPath: .a}}\n"
    "    candidates: [{name: new, weightObjRef:"
    " {apiVersion: v1, kind: Route, name: web, fieldPath: .b}}]\n"
    "status:\n  stage: Running\n  completedIterations: 2\n  startTime: '2021-05-06T12:00:00Z'\n"
    "  message: 'IterationUpdate: Completed Iteration 2'\n"
    "  versionRecommendedForPromotion: old\n"
    "  conditions: [{type: Completed, status: 'False', reason: r, message: m}, {type: Mine}]\n"
    "  currentWeightDistribution: [{name: old, value: 80}, {name: new, value: 20}]\n"
    "  metrics: [{name: sales, metricObj: {metadata: {name: sales, namespace: shop}, spec: {params:"
    " [{name: q, value: 'x{$name} ${revision}'}], urlTemplate: 'http://u:$p@h', authType: Basic, "
    "secret: s,"
    " headerTemplates: [{name: X-A, value: Bearer b}], sampleSize: count}}}]\n"
    "  analysis:\n    aggregatedMetrics:\n      data:\n"
    "        errors: {data: {old: {value: '0'}, new: {reason: timeout}}}\n"
    "        sales: {data: {old: {value: '1'}, new: {value: '2'}}}\n"
    "    versionAssessments: {data: {old: [true, true], new: [false, true]}}\n"
    "    winnerAssessment: {data: {winnerFound: true, winner: old, bestVersions: [old]}}\n"
    "    weights: {data: [{name: old, value: 95}, {name: new, value: 5}]}\n";

static const char bare[] =
    "spec: {criteria: {indicators: [errors]}, versionInfo: {baseline: {name: a}}}";
static const char bare_old[] = "spec: {versionInfo: {baseline: {name: old}}}";
static const char metric[] =
    "apiVersion: iter8.tools/v2alpha2\nkind: Metric\nmetadata: {name: errors, namespace: shop}\n"
    "spec: {sampleSize: count-of-all, units: percent, mock: [{name: old, level: 1}],"
    " params: [{name: p, value: v}]}\n";
static const char default_metric[] =
    "{apiVersion: iter8.tools/v2alpha2, kind: Metric, metadata: {name: errors},"
    " spec: {sampleSize: all}}";
static const char collected[] =
    "spec: {criteria: {indicators: [iter8-system/error-rate, "
    "iter8-system/latency-95th-percentile]},"
    " strategy: {testingPattern: Conformance}, versionInfo: {baseline: {name: old}}}\n"
    "status: {analysis: {aggregatedBuiltinHists: {data: {old: {DurationHistogram: {Count: 2, Max:"
    " '0.2', Sum: 1, Data: [{Start: 0, End: 1, Count: 3}]}, RetCodes: {'200': 2, odd: 1}}}}}}";
static const char result[] =
    "{DurationHistogram: {Count: 3, Sum: 1, Max: 1, Data: [{Start: 2, End: 3, Count: 1}, {Start: 1,"
    " End: 2, Count: 2}]}, RetCodes: {'200': 2, '500': 1}}";
static const char logged[] =
    "{\"kind\":\"DecisionLog\",\"format\":1,\"defaults\":{\"metadata\":{\"annotations\":{}}}}\n"
    "{\"kind\":\"Experiment\",\"experiment\":{\"metadata\":{\"name\":\"e\"},\"spec\":{\"criteria\":"
    "{"
    "\"objectives\":[{\"metric\":\"m\",\"upperLimit\":1}]},\"versionInfo\":{\"baseline\":{\"name\":"
    "\"a\"}"
    "}}}}\n"
    "{\"kind\":\"Step\",\"time\":\"2021-01-01T00:00:00Z\",\"events\":[{\"reason\":\"A\","
    "\"message\":\"b\"}],"
    "\"iteration\":{\"number\":1,\"values\":[{\"metric\":\"m\",\"version\":\"a\",\"value\":2}],"
    "\"weights\":[{\"version\":\"a\",\"decided\":9,\"why\":\"w\"}]}}\n"
    "{\"kind\":\"Step\",\"iteration\":{\"number\":2}}\n";
static const char route[] =
    "apiVersion: v1\nkind: Route\nmetadata: {name: web, namespace: shop}\na: 100\nb: 0\n";

static counting_allocator counting;
static size_t *fail_at;  /* of the one that is to fail */
static size_t *calls;    /* of the same */
static size_t fail_next; /* the call that is to fail in the next run; 0 for none */
static size_t armed_calls;

static void setup(void)
{
    counting_jansson_install();
    counting_allocator_init(&counting);
}

TestSuite(oom, .init = setup);

/* Between these two, memory may run out. */
static void arm(void)
{
    *calls = 0;
    *fail_at = fail_next;
}

static void disarm(void)
{
    armed_calls = *calls;
    *fail_at = 0;
}

/* What is done between these two neither fails nor counts. */
struct pause {
    size_t calls;
    size_t fail_at;
};

static struct pause pause_failures(void)
{
    struct pause held = {*calls, *fail_at};
    *fail_at = 0;
    return held;
}

static void resume_failures(struct pause held)
{
    *calls = held.calls;
    *fail_at = held.fail_at;
}

static iter8_experiment *read_of(const char *yaml, int partial)
{
    iter8_experiment_options options = {.struct_size = sizeof options,
                                        .allocator = &counting.allocator,
                                        .partial = partial,
                                        .history = 2};
    iter8_experiment *experiment;
    cr_assert_eq(iter8_experiment_read(yaml, strlen(yaml), &options, NULL, &experiment), ITER8_OK);
    return experiment;
}

/* Does something to an experiment, or makes something of it. */
typedef int iter8_deed(iter8_experiment *experiment);

/* Does it when memory may run out; the experiment stays as it was, and the next time it works. */
static int try_deed(const char *yaml, iter8_deed *deed)
{
    iter8_experiment *experiment = read_of(yaml, 1);
    experiment->status.touched = experiment->status.analysis.touched = yaml == text;
    char *before = experiment_written(experiment, ITER8_FORMAT_JSON);
    char *told_before = described(experiment);
    arm();
    int rc = deed(experiment);
    disarm();
    if (rc != ITER8_OK) {
        char *after = experiment_written(experiment, ITER8_FORMAT_JSON);
        char *told_after = described(experiment);
        cr_expect_str_eq(after, before);
        cr_expect_str_eq(told_after, told_before);
        cr_expect_eq(deed(experiment), ITER8_OK);
        free(after);
        free(told_after);
    }
    free(told_before);
    free(before);
    iter8_experiment_free(experiment);
    return rc;
}

static int read_it(iter8_experiment *unused)
{
    iter8_experiment_options options = {
        .struct_size = sizeof options, .allocator = &counting.allocator, .history = 1000};
    iter8_experiment *experiment = unused;
    int rc = iter8_experiment_read(text, strlen(text), &options, NULL, &experiment);
    cr_assert_eq(experiment == NULL, rc != ITER8_OK);
    iter8_experiment_free(experiment);
    return rc;
}

/* The warnings may get lost; then the list says so. */
static int read_with_warnings(iter8_experiment *unused)
{
    (void)unused;
    iter8_experiment_options options = {.struct_size = sizeof options,
                                        .allocator = &counting.allocator};
    iter8_experiment *experiment;
    iter8_diagnostics *list;
    int rc = iter8_diagnostics_new(&counting.allocator, &list);
    if (rc != ITER8_OK) return rc;
    rc = iter8_experiment_read(text, strlen(text), &options, list, &experiment);
    if (rc == ITER8_OK)
        cr_expect_eq(iter8_diagnostics_count(list) + iter8_diagnostics_lost(list), 1);
    if (rc == ITER8_OK && iter8_diagnostics_lost(list) > 0) rc = ITER8_ERR_NOMEM;
    iter8_experiment_free(experiment);
    iter8_diagnostics_free(list);
    return rc;
}

static int write_yaml(iter8_experiment *experiment)
{
    char buffer[16384];
    size_t length;
    return iter8_experiment_write(experiment, ITER8_FORMAT_YAML, buffer, sizeof buffer, &length);
}

static int write_json(iter8_experiment *experiment)
{
    char buffer[16384];
    size_t length;
    return iter8_experiment_write(experiment, ITER8_FORMAT_JSON, buffer, sizeof buffer, &length);
}

static int describe(iter8_experiment *experiment)
{
    char buffer[16384];
    size_t length;
    return iter8_describe(experiment, buffer, sizeof buffer, &length);
}

static char page[1 << 17];

static int report(iter8_experiment *experiment)
{
    size_t length;
    return iter8_report_experiment(experiment, page, sizeof page, &length);
}

static int report_log(iter8_experiment *unused)
{
    (void)unused;
    iter8_report_options options = {.struct_size = sizeof options,
                                    .allocator = &counting.allocator};
    size_t length;
    return iter8_report_log(logged, strlen(logged), &options, page, sizeof page, &length);
}

static int report_simulations(iter8_experiment *unused)
{
    (void)unused;
    const iter8_report_options options = {.struct_size = sizeof options,
                                          .allocator = &counting.allocator};
    struct pause held = pause_failures();
    char *json = file_text(ITER8_SOURCE_DIR "/tests/golden/report/policy.json");
    iter8_document *document = only_document_of(json);
    const iter8_document *list[] = {document};
    size_t length;
    resume_failures(held);
    int rc = iter8_report_simulations(list, 1, &options, page, sizeof page, &length);
    iter8_document_free(document);
    free(json);
    return rc;
}

static int write_message(iter8_experiment *experiment)
{
    char buffer[200];
    size_t length;
    return iter8_experiment_message(experiment, buffer, sizeof buffer, &length);
}

static int add(iter8_experiment *experiment, const char *yaml)
{
    struct pause held = pause_failures();
    iter8_document *document = only_document_of(yaml);
    resume_failures(held);
    int rc = iter8_experiment_add_metric(experiment, document, NULL);
    iter8_document_free(document);
    return rc;
}

static int add_metric(iter8_experiment *experiment)
{
    return add(experiment, metric);
}

static int add_first_metric(iter8_experiment *experiment)
{
    return add(experiment, default_metric);
}

static int set_histograms(iter8_experiment *experiment)
{
    struct pause held = pause_failures();
    iter8_document *document = only_document_of("{old: {DurationHistogram: {Count: 1, Sum: 1}}}");
    resume_failures(held);
    int rc = iter8_experiment_set_histograms(experiment, document, 0, NULL);
    iter8_document_free(document);
    return rc;
}

static int add_histogram(iter8_experiment *experiment)
{
    struct pause held = pause_failures();
    iter8_document *document = only_document_of(result);
    resume_failures(held);
    int rc = iter8_experiment_add_histogram(experiment, "old", document, 0, NULL);
    iter8_document_free(document);
    return rc;
}

static int read_histograms(iter8_experiment *unused)
{
    iter8_experiment_options options = {
        .struct_size = sizeof options, .allocator = &counting.allocator, .partial = 1};
    iter8_experiment *experiment = unused;
    int rc = iter8_experiment_read(collected, strlen(collected), &options, NULL, &experiment);
    cr_assert_eq(experiment == NULL, rc != ITER8_OK);
    iter8_experiment_free(experiment);
    return rc;
}

static int analyze_with(iter8_experiment *experiment, int (*use)(const iter8_analysis *analysis))
{
    iter8_analysis *analysis = (iter8_analysis *)experiment;
    int rc = iter8_analyze(experiment, NULL, &counting.allocator, &analysis);
    cr_assert_eq(analysis == NULL, rc != ITER8_OK);
    if (rc == ITER8_OK) rc = use(analysis);
    iter8_analysis_free(analysis);
    return rc;
}

static int use_text(const iter8_analysis *analysis)
{
    char buffer[16384];
    size_t length;
    int rc = iter8_analysis_explain(analysis, 1, buffer, sizeof buffer, &length);
    if (rc == ITER8_OK)
        rc = iter8_analysis_write(analysis, ITER8_FORMAT_YAML, buffer, sizeof buffer, &length);
    return rc;
}

static int analyze(iter8_experiment *experiment)
{
    return analyze_with(experiment, use_text);
}

static int use_nothing(const iter8_analysis *analysis)
{
    cr_assert_not_null(analysis);
    return ITER8_OK;
}

static int analyze_collected(iter8_experiment *experiment)
{
    return analyze_with(experiment, use_nothing);
}

static int32_t look_up(const iter8_secret_key *wanted, iter8_secret_value *value, void *data)
{
    (void)wanted;
    (void)data;
    return iter8_secret_value_set_base64(value, "Zm9v", 4);
}

static int show(const iter8_query *query)
{
    char buffer[500];
    size_t length;
    int rc = iter8_query_write(query, buffer, sizeof buffer, &length);
    return rc == ITER8_OK ? iter8_query_mask(query, "foo", 3, buffer, sizeof buffer, &length) : rc;
}

static int render_query(iter8_experiment *experiment)
{
    iter8_query *query = (iter8_query *)experiment;
    iter8_query_options options = {.struct_size = sizeof options, .look_up = look_up};
    int rc = iter8_query_render(experiment, 0, 0, 0, &options, &query);
    cr_assert_eq(query == NULL, rc != ITER8_OK);
    if (rc == ITER8_OK) rc = show(query);
    iter8_query_free(query);
    return rc;
}

/* What is done to a routing object, which stays as it was when that fails. */
static int with_route(iter8_experiment *experiment,
                      int (*use)(iter8_document *object, const iter8_experiment *experiment))
{
    struct pause held = pause_failures();
    iter8_document *object = only_document_of(route);
    resume_failures(held);
    int rc = use(object, experiment);
    held = pause_failures();
    char *after = document_written(object, ITER8_FORMAT_YAML);
    if (rc != ITER8_OK) cr_expect(same_tree(after, route), "%s", after);
    resume_failures(held);
    free(after);
    iter8_document_free(object);
    return rc;
}

static int patch_route(iter8_document *object, const iter8_experiment *experiment)
{
    const int32_t weights[2] = {70, 30};
    iter8_document *patch = object;
    int rc = iter8_route_patch(object, experiment, weights, NULL, &patch);
    cr_assert_eq(patch == NULL, rc != ITER8_OK);
    iter8_document_free(patch);
    return rc;
}

static int write_route(iter8_document *object, const iter8_experiment *experiment)
{
    const int32_t weights[2] = {70, 30};
    return iter8_route_write(object, experiment, weights, NULL);
}

static int make_patch(iter8_experiment *experiment)
{
    return with_route(experiment, patch_route);
}

static int write_weights(iter8_experiment *experiment)
{
    return with_route(experiment, write_route);
}

static int render_inputs(const iter8__task_spec *task, const iter8__task_scope *scope)
{
    iter8__text script;
    iter8__fault fault;
    iter8__node *inputs = NULL;
    iter8__text_init(&script, &counting.allocator);
    cr_expect_eq(iter8__task_is_wanted(task, scope, &fault), 1);
    cr_expect_eq(iter8__task_script(task, scope, &script, &fault), ITER8_OK);
    int rc = script.failed ? ITER8_ERR_NOMEM
                           : iter8__task_inputs(task, scope, &counting.allocator, &inputs, &fault);
    iter8__text_clear(&script);
    iter8__node_release(inputs);
    return rc;
}

static int render_task(iter8_experiment *experiment)
{
    iter8__node *tree = iter8__experiment_encode(experiment);
    if (tree == NULL) return ITER8_ERR_NOMEM;
    const iter8__task_scope scope = {&experiment->spec, tree, 0, {0}};
    int rc = render_inputs(iter8__spec_action(&experiment->spec, "start")->tasks, &scope);
    iter8__node_release(tree);
    return rc;
}

static const struct {
    const char *name;
    const char *experiment;
    iter8_deed *deed;
} deeds[] = {
    {"read", text, read_it},
    {"read with warnings", text, read_with_warnings},
    {"write YAML", text, write_yaml},
    {"write JSON", text, write_json},
    {"describe", text, describe},
    {"report", text, report},
    {"report a log", text, report_log},
    {"report simulations", text, report_simulations},
    {"message", text, write_message},
    {"add a metric", text, add_metric},
    {"add the first metric", bare, add_first_metric},
    {"read histograms", collected, read_histograms},
    {"set the first histograms", bare_old, set_histograms},
    {"set histograms", collected, set_histograms},
    {"add the first histogram", text, add_histogram},
    {"add a histogram", collected, add_histogram},
    {"analyze", text, analyze},
    {"analyze histograms", collected, analyze_collected},
    {"render a query", text, render_query},
    {"render a task", text, render_task},
    {"patch a route", text, make_patch},
    {"write a route", text, write_weights},
};

/* Fails each call once, of those that there are when none fails. Returns how many there are. */
static size_t fail_each(size_t which)
{
    fail_next = 0;
    cr_assert_eq(try_deed(deeds[which].experiment, deeds[which].deed), ITER8_OK, "%s",
                 deeds[which].name);
    size_t total = armed_calls;
    for (fail_next = 1; fail_next <= total; fail_next++) {
        int rc = try_deed(deeds[which].experiment, deeds[which].deed);
        cr_expect_eq(rc, ITER8_ERR_NOMEM, "%s, %zu of %zu: %d", deeds[which].name, fail_next, total,
                     rc);
        cr_assert_eq(counting.live, 0, "%s, %zu of %zu", deeds[which].name, fail_next, total);
        cr_assert_eq(jansson_live, 0, "%s, %zu of %zu", deeds[which].name, fail_next, total);
    }
    return total;
}

Test(oom, every_allocation_of_the_host_may_fail)
{
    calls = &counting.calls;
    fail_at = &counting.fail_at;
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
        size_t total = fail_each(i);
        cr_log_info("%s: %zu allocations", deeds[i].name, total);
        cr_expect_gt(total, 0, "%s", deeds[i].name);
    }
}

Test(oom, every_allocation_of_jansson_may_fail)
{
    calls = &jansson_calls;
    fail_at = &jansson_fail_at;
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
        size_t total = fail_each(i);
        cr_log_info("%s: %zu allocations", deeds[i].name, total);
    }
}
