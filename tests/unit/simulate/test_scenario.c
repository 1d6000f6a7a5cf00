/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulations.h"

#include "experiments.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* What is expected ends with a newline, what is found may not. */
static void expect_lines(const char *found, const char *expected)
{
    size_t length = strlen(found);
    int same = strncmp(found, expected, length) == 0 &&
               (expected[length] == '\0' || strcmp(expected + length, "\n") == 0);
    cr_expect(same, "%s\ninstead of\n%s", found, expected);
}

static void expect_scenario(const char *text, const char *expected)
{
    iter8_diagnostics *diagnostics;
    iter8_documents *documents;
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK);
    int rc = iter8_scenario_check(iter8_documents_at(documents, 0), diagnostics);
    char *problems = problems_text(diagnostics);
    expect_lines(problems, expected);
    cr_expect_eq(rc, strstr(expected, "E ") != NULL ? ITER8_ERR_INVALID : ITER8_OK);
    free(problems);
    iter8_documents_free(documents);
    iter8_diagnostics_free(diagnostics);
}

static void expect_simulation(const char *policy, const char *scenario, const char *expected)
{
    char *problems = simulation_problems(policy, scenario);
    expect_lines(problems, expected);
    free(problems);
}

/* What a test adds begins in line 7. */
#define WITH(more) SCENARIO_HEAD "  requestsPerSecond: 1\n  versions: [{name: a}]\n" more

Test(simulate_scenario, what_it_needs_is_asked_for)
{
    expect_scenario(SCENARIO_HEAD "  metrics: []\n",
                    "E REQUIRED 5:3 spec.requestsPerSecond: it is not said how many requests there "
                    "are\nE REQUIRED 5:3 spec.versions: it is not said how any version fares\n");
}

Test(simulate_scenario, another_kind_is_refused)
{
    iter8_documents *documents;
    const char text[] = "kind: Experiment\napiVersion: iter8.tools/v2alpha2\n";
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK);
    cr_expect_eq(iter8_scenario_check(iter8_documents_at(documents, 0), NULL), ITER8_ERR_KIND);
    cr_expect_eq(iter8_scenario_check(NULL, NULL), ITER8_ERR_ARGUMENT);
    iter8_documents_free(documents);
}

Test(simulate_scenario, unknown_fields_are_warned_of)
{
    expect_scenario(WITH("  speed: 3\n"), "W ENUM 7:10 spec.speed: unknown field, ignored\n");
}

Test(simulate_scenario, numbers_have_their_range)
{
    expect_scenario(SCENARIO_HEAD
                    "  requestsPerSecond: -1\n  versions:\n  - {name: a, errorRate: 2}\n",
                    "E RANGE 5:22 spec.requestsPerSecond: a number from 0 to 10000000 is wanted\n"
                    "E RANGE 7:26 spec.versions[0].errorRate: a number from 0 to 1 is wanted\n");
    expect_scenario(WITH("  scrape: {intervalSeconds: 0.01}\n"),
                    "E RANGE 7:29 spec.scrape.intervalSeconds: scrapes are at least a tenth of a "
                    "second apart\n");
    expect_scenario(WITH("  daily: {periodSeconds: 0}\n"),
                    "E RANGE 7:26 spec.daily.periodSeconds: a period is at least a second long\n");
}

Test(simulate_scenario, a_lognormal_latency_must_exist)
{
    expect_scenario(
        SCENARIO_HEAD "  requestsPerSecond: 1\n  versions:\n"
                      "  - {name: a, latency: {mean: 10, p95: 39}}\n"
                      "  - {name: b, latency: {mean: 10, p95: 9}}\n"
                      "  - {name: c, latency: {mean: 10, p95: 38}}\n"
                      "  - {name: d, latency: {p95: 10}}\n",
        "E RANGE 7:24 spec.versions[0].latency: of a lognormal distribution the mean is "
        "above 0, and p95 from 1 to 3.868 times the mean, at every time\n"
        "E RANGE 8:24 spec.versions[1].latency: of a lognormal distribution the mean is "
        "above 0, and p95 from 1 to 3.868 times the mean, at every time\n"
        "E REQUIRED 10:24 spec.versions[3].latency.mean: a mean in milliseconds is "
        "wanted\n");
}

Test(simulate_scenario, changes_follow_each_other)
{
    expect_scenario(
        SCENARIO_HEAD "  requestsPerSecond: 1\n  versions:\n  - name: a\n    changes:\n"
                      "    - {fromSeconds: 10, untilSeconds: 20, errorRate: 0.5}\n"
                      "    - {atSeconds: 15, errorRate: 0.1}\n"
                      "    - {fromSeconds: 30, errorRate: 0.1}\n"
                      "    - {atSeconds: 40, latency: {mean: 5}}\n"
                      "    - {atSeconds: 50, values: [{name: revenue, mean: 5}]}\n",
        "E RANGE 10:34 spec.versions[0].changes[1].errorRate: this change begins before the one "
        "above it has ended\n"
        "E REQUIRED 11:7 spec.versions[0].changes[2]: atSeconds is wanted, or for a ramp "
        "fromSeconds and a later untilSeconds\n"
        "E REQUIRED 12:32 spec.versions[0].changes[3].latency: the version has no latency that "
        "could change\n"
        "E NOT_FOUND 13:39 spec.versions[0].changes[4].values[0].name: the version has no value of "
        "this name\n");
}

Test(simulate_scenario, rules_say_all_that_their_source_needs)
{
    expect_scenario(
        WITH("  metrics:\n  - {metric: a, from: latencyQuantile}\n"
             "  - {metric: b, from: meanValue}\n  - {metric: c, from: luck}\n"
             "  - {metric: a, from: requests, buckets: [5, 3]}\n"),
        "E REQUIRED 8:5 spec.metrics[0].quantile: which quantile is wanted, such as "
        "0.95?\n"
        "E REQUIRED 9:5 spec.metrics[1].value: the name of one of the versions' values is "
        "wanted\n"
        "E ENUM 10:23 spec.metrics[2].from: \"luck\" is not one of requests, errors, "
        "errorRate, meanLatency, latencyQuantile or meanValue\n"
        "E DUPLICATE_NAME 11:14 spec.metrics[3].metric: it is said already how this "
        "metric is computed\n"
        "E RANGE 11:42 spec.metrics[3].buckets: the upper ends of buckets are numbers "
        "above 0 that rise; the last bucket, +Inf, is left out\n");
}

Test(simulate_scenario, faults_must_be_possible)
{
    expect_scenario(
        WITH("  faults:\n  - {answer: slow}\n  - {answer: error, fromSeconds: 5, "
             "untilSeconds: 5}\n  sinkFaults:\n  - {answer: NaN}\n"
             "  - {answer: error, metric: m}\n"),
        "E REQUIRED 8:5 spec.faults[0].delaySeconds: how long does a slow answer take?\n"
        "E RANGE 9:51 spec.faults[1].untilSeconds: the fault ends before it begins\n"
        "E ENUM 11:14 spec.sinkFaults[0].answer: a sink answers error or slow\n"
        "E INVALID 12:29 spec.sinkFaults[1].metric: weights are written all at once\n");
}

Test(simulate_scenario, expectations_are_read_strictly)
{
    expect_scenario(
        WITH("  expect: {promoted: 5, rolledBack: '>= 120 %', errorsServed: '< x',\n"
             "    promotd: '< 1', seconds: '>90', confidence: 0.3}\n"),
        "E TYPE 7:22 spec.expect.promoted: a text is wanted, not an integer\n"
        "E RANGE 7:37 spec.expect.rolledBack: a share lies between 0 and 1, or 0 % and "
        "100 %\n"
        "E SYNTAX 7:63 spec.expect.errorsServed: a limit is wanted, such as \"<= 20\" or \"> "
        "0.5\"\n"
        "E ENUM 8:14 spec.expect.promotd: nothing of this name can be expected\n"
        "E RANGE 8:49 spec.expect.confidence: a number from 0.5 to 0.999999 is wanted\n");
}

Test(simulate_scenario, experiment_and_scenario_must_fit)
{
    expect_simulation(POLICY(""),
                      SCENARIO_HEAD "  requestsPerSecond: 1\n  versions: [{name: current}]\n"
                                    "  metrics: []\n",
                      "E REQUIRED 6:13 spec.versions: the scenario has no version candidate\n");
    expect_simulation(POLICY(""),
                      SCENARIO_HEAD "  requestsPerSecond: 1\n  versions:\n  - {name: current}\n"
                                    "  - {name: candidate}\n",
                      "E REQUIRED 5:3 spec.metrics: it is not said how this metric is computed: "
                      "errors\n");
    expect_simulation(
        POLICY(""),
        SCENARIO_HEAD "  requestsPerSecond: 1\n  versions:\n  - {name: current}\n"
                      "  - {name: candidate, latency: {mean: 5}}\n"
                      "  metrics: [{metric: errors, from: meanLatency}]\n",
        "E REQUIRED 7:3 spec.versions: there is a metric of latency, but none said of "
        "version current\n");
    expect_simulation(
        POLICY(""),
        SCENARIO_HEAD "  requestsPerSecond: 1\n  versions:\n  - {name: current, weight: 50}\n"
                      "  - {name: candidate}\n  metrics: [{metric: errors, from: errorRate}]\n",
        "E REQUIRED 7:3 spec.versions: the weights of all versions must be said, and sum "
        "to 100\n");
}

Test(simulate_scenario, what_the_experiment_does_not_know_is_warned_of)
{
    expect_simulation(
        POLICY(""), SCENARIO("0", "  faults: [{metric: latency, answer: error}]\n"),
        "W NOT_FOUND 10:21 spec.faults[0].metric: the experiment has no such metric\n");
}

Test(simulate_scenario, problems_of_the_experiment_come_alone)
{
    char *problems = simulation_problems("apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n",
                                         SCENARIO_HEAD "  speed: 3\n");
    cr_expect_not_null(strstr(problems, "E "));
    cr_expect_null(strstr(problems, "speed"), "%s", problems);
    free(problems);
}
