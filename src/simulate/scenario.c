/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/scenario.h"

#include "base/times.h"
#include "iter8/error.h"
#include "simulate/scenario_fields.h"

#include <math.h>

static const double most_requests_per_s = 1e7;

static const char *const traffic_change_fields[] = {"atSeconds", "fromSeconds", "untilSeconds",
                                                    "requestsPerSecond", NULL};

static void decode_traffic_change(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    iter8__scenario *scenario = out;
    iter8__change when;
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_known(decoder, item, traffic_change_fields);
    if (!iter8__decode_when(decoder, item, &when)) return;
    iter8__decode_change(decoder, item, "requestsPerSecond", most_requests_per_s, &when,
                         &scenario->requests_per_s);
}

static const char *const daily_fields[] = {"amplitude", "periodSeconds", "peakSeconds", NULL};

static void decode_daily(iter8__decoder *decoder, const iter8__node *spec, iter8__daily *out)
{
    const iter8__node *node =
        iter8__decode_member(decoder, spec, "daily", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (node == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "daily");
    iter8__decode_known(decoder, node, daily_fields);
    out->amplitude = iter8__decode_number(decoder, node, "amplitude", 0, 1, 0.5);
    out->period_ns = iter8__decode_seconds(decoder, node, "periodSeconds", 86400 * ITER8__NS_PER_S);
    out->peak_ns = iter8__decode_seconds(decoder, node, "peakSeconds", 0);
    if (out->period_ns < ITER8__NS_PER_S)
        iter8__decoder_member_problem(decoder, "periodSeconds", ITER8_ERR_RANGE,
                                      "a period is at least a second long");
    iter8__decoder_leave(decoder, mark);
}

static const char *const scrape_fields[] = {"intervalSeconds", "delaySeconds", NULL};

static void decode_scrape(iter8__decoder *decoder, const iter8__node *spec, iter8__scenario *out)
{
    const iter8__node *node =
        iter8__decode_member(decoder, spec, "scrape", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (node == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "scrape");
    iter8__decode_known(decoder, node, scrape_fields);
    out->scrape_interval_ns =
        iter8__decode_seconds(decoder, node, "intervalSeconds", 15 * ITER8__NS_PER_S);
    out->scrape_delay_ns = iter8__decode_seconds(decoder, node, "delaySeconds", 0);
    if (out->scrape_interval_ns < ITER8__NS_PER_S / 10)
        iter8__decoder_member_problem(decoder, "intervalSeconds", ITER8_ERR_RANGE,
                                      "scrapes are at least a tenth of a second apart");
    iter8__decoder_leave(decoder, mark);
}

static const char *const root_fields[] = {"apiVersion", "kind", "metadata", "spec", NULL};
static const char *const spec_fields[] = {
    "requestsPerSecond", "trafficChanges", "daily",      "versions",
    "metrics",           "faults",         "sinkFaults", "scrape",
    "slowMilliseconds",  "expect",         NULL};

static void decode_spec(iter8__decoder *decoder, const iter8__node *spec, iter8__scenario *out)
{
    iter8__decode_known(decoder, spec, spec_fields);
    if (!iter8__decode_is_said(spec, "requestsPerSecond"))
        iter8__decoder_member_problem(decoder, "requestsPerSecond", ITER8_ERR_REQUIRED,
                                      "it is not said how many requests there are");
    out->requests_per_s.initial =
        iter8__decode_number(decoder, spec, "requestsPerSecond", 0, most_requests_per_s, 0);
    iter8__decode_each(decoder, spec, "trafficChanges", ITER8__MAX_CRITERIA, decode_traffic_change,
                       out);
    decode_daily(decoder, spec, &out->daily);
    decode_scrape(decoder, spec, out);
    out->slow_ms = iter8__decode_number(decoder, spec, "slowMilliseconds", 0, 1e12, INFINITY);
    iter8__actors_decode(decoder, spec, out);
    iter8__rules_decode(decoder, spec, out);
    iter8__faults_decode(decoder, spec, out);
    iter8__expected_decode(decoder, spec, out);
}

int iter8__scenario_decode(iter8__decoder *decoder, const iter8__node *root, iter8__scenario *out)
{
    *out = (iter8__scenario){.name = "", .slow_ms = INFINITY, .confidence = 0.99};
    if (!iter8__decode_is_mapping(decoder, root)) return 1;
    if (!iter8__decode_kind(decoder, root, "Scenario")) return 0;
    iter8__decode_known(decoder, root, root_fields);
    const iter8__node *metadata =
        iter8__decode_member(decoder, root, "metadata", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    size_t mark = iter8__decoder_enter(decoder, "metadata");
    iter8__decode_known_metadata(decoder, metadata);
    const char *name = iter8__decode_string(decoder, metadata, "name", ITER8__OPTIONAL);
    iter8__decoder_leave(decoder, mark);
    if (name != NULL) out->name = name;
    const iter8__node *spec =
        iter8__decode_member(decoder, root, "spec", ITER8__NODE_MAPPING, ITER8__REQUIRED);
    mark = iter8__decoder_enter(decoder, "spec");
    if (spec != NULL) decode_spec(decoder, spec, out);
    iter8__decoder_leave(decoder, mark);
    return 1;
}
