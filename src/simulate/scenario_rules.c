/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* spec.metrics, spec.faults and spec.sinkFaults of a Scenario. */
#include "simulate/scenario.h"
#include "simulate/scenario_fields.h"

#include "base/times.h"
#include "iter8/error.h"

#include <math.h>
#include <string.h>

static const char *const rule_fields[] = {"metric",  "from",          "quantile", "value",
                                          "buckets", "windowSeconds", NULL};
static const char *const source_words[] = {
    "", "requests", "errors", "errorRate", "meanLatency", "latencyQuantile", "meanValue"};
static const iter8__words sources = {source_words, sizeof source_words / sizeof *source_words};

static double *decode_buckets(iter8__decoder *decoder, const iter8__node *item, size_t *count)
{
    const iter8__node *list = iter8__decode_list(decoder, item, "buckets", ITER8__MAX_CRITERIA);
    size_t most = iter8__node_count(list);
    double *buckets = most > 0 ? iter8__decoder_alloc(decoder, most, sizeof *buckets) : NULL;
    if (buckets == NULL) return NULL;
    double last = 0;
    for (size_t i = 0; i < most; i++) {
        buckets[i] = iter8__node_number(iter8__node_item(list, i));
        if (!(buckets[i] > last)) {
            iter8__decoder_member_problem(decoder, "buckets", ITER8_ERR_RANGE,
                                          "the upper ends of buckets are numbers above 0 that "
                                          "rise; the last bucket, +Inf, is left out");
            return NULL;
        }
        last = buckets[i];
    }
    *count = most;
    return buckets;
}

static void decode_rule(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    iter8__rule *rule = out;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_known(decoder, item, rule_fields);
    rule->metric = iter8__decode_string(decoder, item, "metric", ITER8__REQUIRED);
    rule->from = iter8__decode_word(decoder, item, "from", &sources, ITER8__REQUIRED);
    rule->quantile = iter8__decode_number(decoder, item, "quantile", 1e-6, 1 - 1e-6, 0);
    rule->value = iter8__decode_string(decoder, item, "value", ITER8__OPTIONAL);
    rule->window_ns = iter8__decode_seconds(decoder, item, "windowSeconds", 0);
    rule->buckets = decode_buckets(decoder, item, &rule->bucket_count);
    if (rule->from == ITER8__FROM_LATENCY_QUANTILE && !iter8__decode_is_said(item, "quantile"))
        iter8__decoder_member_problem(decoder, "quantile", ITER8_ERR_REQUIRED,
                                      "which quantile is wanted, such as 0.95?");
    if (rule->from == ITER8__FROM_MEAN_VALUE && rule->value == NULL)
        iter8__decoder_member_problem(decoder, "value", ITER8_ERR_REQUIRED,
                                      "the name of one of the versions' values is wanted");
}

static void check_rules(iter8__decoder *decoder, const iter8__scenario *scenario)
{
    for (size_t i = 0; i < scenario->rule_count; i++) {
        const iter8__rule *rule = &scenario->rules[i];
        if (rule->metric == NULL || iter8__scenario_rule(scenario, rule->metric) == rule) continue;
        size_t mark = iter8__decoder_enter(decoder, "metrics");
        (void)iter8__decoder_enter_item(decoder, i);
        iter8__decoder_member_problem(decoder, "metric", ITER8_ERR_DUPLICATE_NAME,
                                      "it is said already how this metric is computed");
        iter8__decoder_leave(decoder, mark);
    }
}

void iter8__rules_decode(iter8__decoder *decoder, const iter8__node *spec, iter8__scenario *out)
{
    static const iter8__items rules = {sizeof(iter8__rule), ITER8__MAX_CRITERIA, decode_rule};
    out->rules = iter8__decode_items(decoder, spec, "metrics", &rules, &out->rule_count);
    check_rules(decoder, out);
    for (size_t i = 0; i < out->rule_count; i++) {
        out->rules[i].first_bucket = out->bucket_count;
        out->bucket_count += out->rules[i].bucket_count;
        /* What is asked for of the past must have been kept. */
        if (out->rules[i].window_ns > 0 && out->scrape_interval_ns == 0)
            out->scrape_interval_ns = ITER8__NS_PER_S;
    }
}

static const char *const fault_fields[] = {"metric",      "version", "fromSeconds",  "untilSeconds",
                                           "probability", "answer",  "delaySeconds", NULL};
static const char *const answer_words[] = {"", "missing", "NaN", "stale", "error", "slow"};
static const iter8__words answers = {answer_words, sizeof answer_words / sizeof *answer_words};

static void decode_fault(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    iter8__fault *fault = out;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_known(decoder, item, fault_fields);
    fault->metric = iter8__decode_string(decoder, item, "metric", ITER8__OPTIONAL);
    fault->version = iter8__decode_string(decoder, item, "version", ITER8__OPTIONAL);
    fault->from_ns = iter8__decode_seconds(decoder, item, "fromSeconds", 0);
    fault->until_ns = iter8__decode_seconds(decoder, item, "untilSeconds", INT64_MAX);
    fault->probability = iter8__decode_number(decoder, item, "probability", 0, 1, 1);
    fault->delay_ns = iter8__decode_seconds(decoder, item, "delaySeconds", -1);
    fault->answer = iter8__decode_word(decoder, item, "answer", &answers, ITER8__REQUIRED);
    if (fault->until_ns <= fault->from_ns)
        iter8__decoder_member_problem(decoder, "untilSeconds", ITER8_ERR_RANGE,
                                      "the fault ends before it begins");
    if (fault->answer == ITER8__ANSWER_SLOW && fault->delay_ns < 0)
        iter8__decoder_member_problem(decoder, "delaySeconds", ITER8_ERR_REQUIRED,
                                      "how long does a slow answer take?");
}

static void decode_sink_fault(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    iter8__fault *fault = out;
    decode_fault(decoder, item, out);
    if (fault->answer != 0 && fault->answer != ITER8__ANSWER_ERROR &&
        fault->answer != ITER8__ANSWER_SLOW)
        iter8__decoder_member_problem(decoder, "answer", ITER8_ERR_ENUM,
                                      "a sink answers error or slow");
    if (fault->metric != NULL || fault->version != NULL)
        iter8__decoder_member_problem(decoder, fault->metric != NULL ? "metric" : "version",
                                      ITER8_ERR_INVALID, "weights are written all at once");
}

void iter8__faults_decode(iter8__decoder *decoder, const iter8__node *spec, iter8__scenario *out)
{
    static const iter8__items faults = {sizeof(iter8__fault), ITER8__MAX_CRITERIA, decode_fault};
    static const iter8__items sinks = {sizeof(iter8__fault), ITER8__MAX_CRITERIA,
                                       decode_sink_fault};
    out->faults = iter8__decode_items(decoder, spec, "faults", &faults, &out->fault_count);
    out->sink_faults =
        iter8__decode_items(decoder, spec, "sinkFaults", &sinks, &out->sink_fault_count);
}

const iter8__rule *iter8__scenario_rule(const iter8__scenario *scenario, const char *metric)
{
    for (size_t i = 0; i < scenario->rule_count; i++) {
        if (scenario->rules[i].metric != NULL && strcmp(scenario->rules[i].metric, metric) == 0)
            return &scenario->rules[i];
    }
    return NULL;
}
