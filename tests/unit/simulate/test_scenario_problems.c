/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What is wrong with a Scenario by itself, all of it, each with its place. */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/simulate.h"
#include "planned_simulations.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const struct {
    const char *spec, *problems;
} scenarios[] = {
    {"  {}\n", "E REQUIRED 5:3 spec.requestsPerSecond: it is not said how many requests there are\n"
               "E REQUIRED 5:3 spec.versions: it is not said how any version fares"},
    {"  []\n", "E TYPE 5:3 spec: a mapping is wanted, not a list"},
    {"  versions: [{name: a}]\n",
     "E REQUIRED 5:3 spec.requestsPerSecond: it is not said how many requests there are"},
    {"  requestsPerSecond: null\n"
     "  versions: [{name: a}]\n",
     "E REQUIRED 5:22 spec.requestsPerSecond: it is not said how many requests there are"},
    {"  requestsPerSecond: -1\n"
     "  versions: [{name: a}]\n",
     "E RANGE 5:22 spec.requestsPerSecond: a number from 0 to 10000000 is wanted"},
    {"  requestsPerSecond: 1e8\n"
     "  versions: [{name: a}]\n",
     "E RANGE 5:22 spec.requestsPerSecond: a number from 0 to 10000000 is wanted"},
    {"  requestsPerSecond: x\n"
     "  versions: []\n",
     "E QUANTITY 5:22 spec.requestsPerSecond: \"x\" is not a quantity such as 50, \"0.01\", "
     "\"10m\" or \"3Mi\"\n"
     "E REQUIRED 6:13 spec.versions: it is not said how any version fares"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  colour: red\n",
     "W ENUM 7:11 spec.colour: unknown field, ignored"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{errorRate: 2}, {name: a, odd: 1}, 5, {name: a}]\n",
     "E REQUIRED 6:14 spec.versions[0].name: required field is missing\n"
     "E RANGE 6:26 spec.versions[0].errorRate: a number from 0 to 1 is wanted\n"
     "W ENUM 6:45 spec.versions[1].odd: unknown field, ignored\n"
     "E TYPE 6:49 spec.versions[2]: a mapping is wanted, not an integer\n"
     "E DUPLICATE_NAME 6:59 spec.versions[3].name: there is a version of this name already"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, weight: 101}]\n",
     "E RANGE 6:32 spec.versions[0].weight: 101 is not in 0..100"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  trafficChanges: [{requestsPerSecond: 2}, {atSeconds: 1, fromSeconds: 1, requestsPerSecond: "
     "2}, {fromSeconds: 5, untilSeconds: 5, requestsPerSecond: 1}, {atSeconds: -1, "
     "requestsPerSecond: 1}]\n",
     "E REQUIRED 7:20 spec.trafficChanges[0]: atSeconds is wanted, or for a ramp fromSeconds and a "
     "later untilSeconds\n"
     "E REQUIRED 7:44 spec.trafficChanges[1]: atSeconds is wanted, or for a ramp fromSeconds and a "
     "later untilSeconds\n"
     "E REQUIRED 7:98 spec.trafficChanges[2]: atSeconds is wanted, or for a ramp fromSeconds and a "
     "later untilSeconds\n"
     "E REQUIRED 7:155 spec.trafficChanges[3]: atSeconds is wanted, or for a ramp fromSeconds and "
     "a later untilSeconds\n"
     "E RANGE 7:167 spec.trafficChanges[3].atSeconds: a number from 0 to 3200000000 is wanted"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  trafficChanges: [{fromSeconds: 5, untilSeconds: 9, requestsPerSecond: 1}, {atSeconds: 8, "
     "requestsPerSecond: 1}, {atSeconds: 9, requestsPerSecond: 1, odd: 1}]\n",
     "E RANGE 7:111 spec.trafficChanges[1].requestsPerSecond: this change begins before the one "
     "above it has ended\n"
     "W ENUM 7:157 spec.trafficChanges[2].odd: unknown field, ignored"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  daily: {amplitude: 1.5, periodSeconds: 0.5, peakSeconds: -1, odd: 1}\n",
     "E RANGE 7:22 spec.daily.amplitude: a number from 0 to 1 is wanted\n"
     "E RANGE 7:42 spec.daily.periodSeconds: a period is at least a second long\n"
     "E RANGE 7:60 spec.daily.peakSeconds: a number from 0 to 3200000000 is wanted\n"
     "W ENUM 7:69 spec.daily.odd: unknown field, ignored"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  scrape: {intervalSeconds: 0.01, delaySeconds: -1, odd: 1}\n",
     "E RANGE 7:29 spec.scrape.intervalSeconds: scrapes are at least a tenth of a second apart\n"
     "E RANGE 7:49 spec.scrape.delaySeconds: a number from 0 to 3200000000 is wanted\n"
     "W ENUM 7:58 spec.scrape.odd: unknown field, ignored"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  slowMilliseconds: -1\n",
     "E RANGE 7:21 spec.slowMilliseconds: a number from 0 to 1000000000000 is wanted"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: {distribution: normal, mean: 1}}]\n",
     "E ENUM 6:48 spec.versions[0].latency.distribution: \"normal\" is not one of constant, "
     "exponential or lognormal"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: {distribution: lognormal, mean: 1}}]\n",
     "E REQUIRED 6:33 spec.versions[0].latency.p95: the 95th percentile in milliseconds is wanted"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: {p95: 1}}]\n",
     "E REQUIRED 6:33 spec.versions[0].latency.mean: a mean in milliseconds is wanted"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: {mean: 0, p95: 1}}]\n",
     "E RANGE 6:33 spec.versions[0].latency: of a lognormal distribution the mean is above 0, and "
     "p95 from 1 to 3.868 times the mean, at every time"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: {mean: null, p95: 1}}]\n",
     "E REQUIRED 6:40 spec.versions[0].latency.mean: a mean in milliseconds is wanted"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: {mean: 1, p95: null}}]\n",
     ""},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: {mean: 10, p95: 9}}]\n",
     "E RANGE 6:33 spec.versions[0].latency: of a lognormal distribution the mean is above 0, and "
     "p95 from 1 to 3.868 times the mean, at every time"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: {mean: 10, p95: 39}}]\n",
     "E RANGE 6:33 spec.versions[0].latency: of a lognormal distribution the mean is above 0, and "
     "p95 from 1 to 3.868 times the mean, at every time"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: {mean: 10, p95: 38.6}}]\n",
     ""},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: {distribution: constant, mean: 0}}]\n",
     ""},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: 5}]\n",
     "E TYPE 6:33 spec.versions[0].latency: a mapping is wanted, not an integer"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, changes: [{atSeconds: 5, latency: {mean: 5}}]}]\n",
     "E REQUIRED 6:58 spec.versions[0].changes[0].latency: the version has no latency that could "
     "change"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: {mean: 10, p95: 20}, changes: [{atSeconds: 5, latency: "
     "{mean: 25, distribution: constant}}]}]\n",
     "E RANGE 6:33 spec.versions[0].latency: of a lognormal distribution the mean is above 0, and "
     "p95 from 1 to 3.868 times the mean, at every time\n"
     "W ENUM 6:113 spec.versions[0].changes[0].latency.distribution: unknown field, ignored"},
    {"  requestsPerSecond: 1\n"
     "  versions:\n"
     "  - name: a\n"
     "    latency: {mean: 20, p95: 70}\n"
     "    changes:\n"
     "    - {fromSeconds: 0, untilSeconds: 100, latency: {mean: 60}}\n"
     "    - {atSeconds: 50, latency: {p95: 45}}\n",
     "E RANGE 8:14 spec.versions[0].latency: of a lognormal distribution the mean is above 0, and "
     "p95 from 1 to 3.868 times the mean, at every time"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, values: [{name: v}, {mean: 1}, {name: r, rate: 1.5}, {name: b, rate: "
     "0.5, mean: 1}, {name: n, mean: 1, deviation: -1}]}]\n",
     "E REQUIRED 6:33 spec.versions[0].values[0]: either a mean is wanted, with a deviation, or a "
     "rate\n"
     "E REQUIRED 6:44 spec.versions[0].values[1].name: required field is missing\n"
     "E RANGE 6:71 spec.versions[0].values[2].rate: a number from 0 to 1 is wanted\n"
     "E REQUIRED 6:77 spec.versions[0].values[3]: either a mean is wanted, with a deviation, or a "
     "rate\n"
     "E TYPE 6:115 spec.versions[0].values[4].name: a text is wanted, not a boolean\n"
     "E RANGE 6:138 spec.versions[0].values[4].deviation: a number from 0 to 1000000000000000 is "
     "wanted"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, values: [{name: v, mean: 1}, {name: v, rate: 0.5}]}]\n",
     "E DUPLICATE_NAME 6:60 spec.versions[0].values[1].name: the version has a value of this name "
     "already"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, values: [{name: v, mean: 1}, {name: r, rate: 0.5}], changes: "
     "[{atSeconds: 1, values: [{name: w, mean: 1}, {name: r, rate: 2}, {name: v, rate: 1}, "
     "{}]}]}]\n",
     "E NOT_FOUND 6:117 spec.versions[0].changes[0].values[0].name: the version has no value of "
     "this name\n"
     "E RANGE 6:146 spec.versions[0].changes[0].values[1].rate: a number from 0 to 1 is wanted\n"
     "E REQUIRED 6:170 spec.versions[0].changes[0].values[3].name: required field is missing"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, changes: [{errorRate: 0.5}, {atSeconds: 1, errorRate: 1.5, odd: 1}, "
     "7]}]\n",
     "E REQUIRED 6:34 spec.versions[0].changes[0]: atSeconds is wanted, or for a ramp fromSeconds "
     "and a later untilSeconds\n"
     "E RANGE 6:78 spec.versions[0].changes[1].errorRate: a number from 0 to 1 is wanted\n"
     "W ENUM 6:88 spec.versions[0].changes[1].odd: unknown field, ignored\n"
     "E TYPE 6:92 spec.versions[0].changes[2]: a mapping is wanted, not an integer"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  metrics: [{from: errors}, {metric: m}, {metric: m, from: nothing}, {metric: q, from: "
     "latencyQuantile}, {metric: v, from: meanValue}, {metric: q2, from: latencyQuantile, "
     "quantile: 1}, {metric: w, from: errors, windowSeconds: -1, odd: 1}]\n",
     "E REQUIRED 7:13 spec.metrics[0].metric: required field is missing\n"
     "E REQUIRED 7:29 spec.metrics[1].from: required field is missing\n"
     "E DUPLICATE_NAME 7:51 spec.metrics[2].metric: it is said already how this metric is "
     "computed\n"
     "E ENUM 7:60 spec.metrics[2].from: \"nothing\" is not one of requests, errors, errorRate, "
     "meanLatency, latencyQuantile or meanValue\n"
     "E REQUIRED 7:70 spec.metrics[3].quantile: which quantile is wanted, such as 0.95?\n"
     "E REQUIRED 7:106 spec.metrics[4].value: the name of one of the versions' values is wanted\n"
     "E RANGE 7:182 spec.metrics[5].quantile: a number from 1e-6 to 0.999999 is wanted\n"
     "E RANGE 7:227 spec.metrics[6].windowSeconds: a number from 0 to 3200000000 is wanted\n"
     "W ENUM 7:236 spec.metrics[6].odd: unknown field, ignored"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  metrics: [{metric: m, from: latencyQuantile, quantile: 0.5, buckets: [1, 1]}, {metric: n, "
     "from: latencyQuantile, quantile: 0.5, buckets: [0]}, {metric: o, from: latencyQuantile, "
     "quantile: 0.5, buckets: [x]}, {metric: p, from: latencyQuantile, quantile: 0.5, buckets: "
     "5}]\n",
     "E RANGE 7:72 spec.metrics[0].buckets: the upper ends of buckets are numbers above 0 that "
     "rise; the last bucket, +Inf, is left out\n"
     "E TYPE 7:90 spec.metrics[1].metric: a text is wanted, not a boolean\n"
     "E RANGE 7:140 spec.metrics[1].buckets: the upper ends of buckets are numbers above 0 that "
     "rise; the last bucket, +Inf, is left out\n"
     "E RANGE 7:205 spec.metrics[2].buckets: the upper ends of buckets are numbers above 0 that "
     "rise; the last bucket, +Inf, is left out\n"
     "E TYPE 7:270 spec.metrics[3].buckets: a list is wanted, not an integer"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  faults: [{}, {answer: odd}, {answer: slow}, {answer: NaN, fromSeconds: 5, untilSeconds: "
     "5}, {answer: error, probability: 2, odd: 1}, 5]\n",
     "E REQUIRED 7:12 spec.faults[0].answer: required field is missing\n"
     "E ENUM 7:25 spec.faults[1].answer: \"odd\" is not one of missing, NaN, stale, error or slow\n"
     "E REQUIRED 7:31 spec.faults[2].delaySeconds: how long does a slow answer take?\n"
     "E RANGE 7:91 spec.faults[3].untilSeconds: the fault ends before it begins\n"
     "E RANGE 7:124 spec.faults[4].probability: a number from 0 to 1 is wanted\n"
     "W ENUM 7:132 spec.faults[4].odd: unknown field, ignored\n"
     "E TYPE 7:136 spec.faults[5]: a mapping is wanted, not an integer"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  sinkFaults: [{answer: NaN}, {answer: error, metric: m}, {answer: slow, delaySeconds: 5, "
     "version: a}]\n",
     "E ENUM 7:25 spec.sinkFaults[0].answer: a sink answers error or slow\n"
     "E INVALID 7:55 spec.sinkFaults[1].metric: weights are written all at once\n"
     "E INVALID 7:100 spec.sinkFaults[2].version: weights are written all at once"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  expect: {promoted: 0.5, rolledBack: \"= 5\", undecided: \"<= 5\", cutShort: \"<= 101 %\", "
     "wins: \"<= 1\", confidence: 1}\n",
     "E TYPE 7:22 spec.expect.promoted: a text is wanted, not a real number\n"
     "E SYNTAX 7:39 spec.expect.rolledBack: a limit is wanted, such as \"<= 0.05\" or \">= 90 %\"\n"
     "E RANGE 7:57 spec.expect.undecided: a share lies between 0 and 1, or 0 % and 100 %\n"
     "E RANGE 7:75 spec.expect.cutShort: a share lies between 0 and 1, or 0 % and 100 %\n"
     "E ENUM 7:93 spec.expect.wins: nothing of this name can be expected\n"
     "E RANGE 7:113 spec.expect.confidence: a number from 0.5 to 0.999999 is wanted"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  expect: {promoted: \"<= nan\", errorsServed: \"<= inf\", seconds: \"<= 5 %\", iterations: "
     "\"<= 5 x\", slowServed: \">\", requestsServed: \"\", undecided: \"< -0.1\"}\n",
     "E SYNTAX 7:22 spec.expect.promoted: a limit is wanted, such as \"<= 0.05\" or \">= 90 %\"\n"
     "E SYNTAX 7:46 spec.expect.errorsServed: a limit is wanted, such as \"<= 20\" or \"> 0.5\"\n"
     "E SYNTAX 7:65 spec.expect.seconds: a limit is wanted, such as \"<= 20\" or \"> 0.5\"\n"
     "E SYNTAX 7:87 spec.expect.iterations: a limit is wanted, such as \"<= 20\" or \"> 0.5\"\n"
     "E SYNTAX 7:109 spec.expect.slowServed: a limit is wanted, such as \"<= 20\" or \"> 0.5\"\n"
     "E SYNTAX 7:130 spec.expect.requestsServed: a limit is wanted, such as \"<= 20\" or \"> "
     "0.5\"\n"
     "E RANGE 7:145 spec.expect.undecided: a share lies between 0 and 1, or 0 % and 100 %"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  expect: {promoted: \"  <=   5%  \", errorsServed: \">3\"}\n",
     ""},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a}]\n"
     "  expect: []\n",
     "E TYPE 7:11 spec.expect: a mapping is wanted, not a list"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: {mean: 20, p95: 70}, changes: [{fromSeconds: 0, "
     "untilSeconds: 100, latency: {p95: 100}}, {fromSeconds: 50, untilSeconds: 60, latency: {mean: "
     "27}}]}]\n",
     "E RANGE 6:33 spec.versions[0].latency: of a lognormal distribution the mean is above 0, and "
     "p95 from 1 to 3.868 times the mean, at every time"},
    {"  requestsPerSecond: 1\n"
     "  versions: [{name: a, latency: {mean: 20, p95: 70}, changes: [{fromSeconds: 0, "
     "untilSeconds: 100, latency: {p95: 100}}, {fromSeconds: 0, untilSeconds: 100, latency: {mean: "
     "27}}]}]\n",
     ""},
};

Test(simulate_scenario_problems, all_problems_are_told)
{
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
        char *problems = scenario_problems(scenarios[i].spec);
        cr_expect_str_eq(problems, scenarios[i].problems, "%s--- gave:\n%s\n--- instead of:\n%s",
                         scenarios[i].spec, problems, scenarios[i].problems);
        free(problems);
    }
}

static int check(const char *text)
{
    iter8_document *document = only_document_of(text);
    int rc = iter8_scenario_check(document, NULL);
    iter8_document_free(document);
    return rc;
}

Test(simulate_scenario_problems, another_kind_is_told_apart)
{
    cr_expect_eq(check("{apiVersion: iter8.tools/v2alpha2, kind: Metric, spec: {}}"),
                 ITER8_ERR_KIND);
    cr_expect_eq(check("{apiVersion: iter8.tools/v2alpha2, kind: Scenario}"), ITER8_ERR_INVALID);
    cr_expect_eq(check("[]"), ITER8_ERR_INVALID);
    cr_expect_eq(iter8_scenario_check(NULL, NULL), ITER8_ERR_ARGUMENT);
}
