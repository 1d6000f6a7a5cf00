/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A scenario that does not fit its experiment, and wrong calls. */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/history.h"
#include "iter8/init.h"
#include "iter8/snapshots.h"
#include "planned_simulations.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#define VERSIONS                                                                                   \
    "  requestsPerSecond: 1\n  versions:\n"                                                        \
    "  - {name: baseline, errorRate: 0.1}\n  - {name: candidate}\n"
#define RULE "  metrics: [{metric: error-rate, from: errorRate}]\n"

static const char latency_criteria[] = "objectives: [{metric: m, upperLimit: 1}]";

static const struct {
    experiment_plan plan;
    const char *spec, *problems;
} cases[] = {
    {{0}, VERSIONS RULE, ""},
    {{0},
     VERSIONS,
     "E REQUIRED 5:3 spec.metrics: it is not said how this metric is computed: error-rate"},
    {{.testing = "A/B/N",
      .candidates = 2,
      .criteria = "rewards: [{metric: error-rate, preferredDirection: Low}]"},
     VERSIONS RULE,
     "E REQUIRED 7:3 spec.versions: the scenario has no version candidate-1\n"
     "E REQUIRED 7:3 spec.versions: the scenario has no version candidate-2"},
    {{.criteria = latency_criteria},
     VERSIONS "  metrics: [{metric: m, from: meanLatency}]\n",
     "E REQUIRED 7:3 spec.versions: there is a metric of latency, but none said of version "
     "baseline\n"
     "E REQUIRED 7:3 spec.versions: there is a metric of latency, but none said of version "
     "candidate"},
    {{.criteria = latency_criteria},
     VERSIONS "  metrics: [{metric: m, from: meanValue, value: revenue}]\n",
     "E REQUIRED 7:3 spec.versions: version baseline has no value revenue\n"
     "E REQUIRED 7:3 spec.versions: version candidate has no value revenue"},
    {{.criteria = "objectives: [{metric: iter8-system/error-count, upperLimit: 1}]"},
     VERSIONS RULE,
     "E REQUIRED 9:12 spec.metrics: a built-in metric cannot be simulated: "
     "iter8-system/error-count"},
    {{0},
     "  requestsPerSecond: 1\n  versions:\n"
     "  - {name: baseline, weight: 50}\n  - {name: candidate}\n" RULE,
     "E REQUIRED 7:3 spec.versions: the weights of all versions must be said, and sum to 100"},
    {{0},
     "  requestsPerSecond: 1\n  versions:\n"
     "  - {name: baseline, weight: 50}\n  - {name: candidate, weight: 49}\n" RULE,
     "E REQUIRED 7:3 spec.versions: the weights of all versions must be said, and sum to 100"},
    {{0},
     VERSIONS "  - {name: stranger}\n" RULE
              "  faults:\n  - {metric: error-rate, version: baseline, answer: NaN}\n"
              "  - {metric: odd, version: nobody, answer: NaN}\n",
     "W NOT_FOUND 9:12 spec.versions[2].name: the experiment has no such version\n"
     "W NOT_FOUND 13:14 spec.faults[1].metric: the experiment has no such metric\n"
     "W NOT_FOUND 13:28 spec.faults[1].version: the experiment has no such version"},
    {{.iterations = 5000, .loops = 3},
     VERSIONS RULE,
     "E RANGE 1:1 the experiment has more than 10000 iterations"},
    {{.interval_s = 2147483647},
     VERSIONS RULE,
     "E RANGE 1:1 the experiment lasts for more than a year"},
    {{.interval_s = 10000},
     VERSIONS RULE "  daily: {periodSeconds: 1}\n",
     "E RANGE 1:1 the scenario changes too often"},
    {{.interval_s = 1000000},
     VERSIONS RULE "  scrape: {intervalSeconds: 0.1}\n",
     "E RANGE 1:1 there are too many scrapes, or changes of latency, to be kept"},
};

Test(simulate_bind, all_that_does_not_fit_is_told)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *problems = planned_problems(&cases[i].plan, cases[i].spec);
        cr_expect_str_eq(problems, cases[i].problems, "%s--- gave:\n%s\n--- instead of:\n%s",
                         cases[i].spec, problems, cases[i].problems);
        free(problems);
    }
}

static iter8_document *experiment, *scenario;
static iter8_policy policy;
static iter8_simulation *simulation;

static void setup(void)
{
    char text[EXPERIMENT_TEXT_BYTES];
    experiment_text(&(experiment_plan){0}, text);
    experiment = only_document_of(text);
    scenario = scenario_of(VERSIONS RULE);
    policy = (iter8_policy){.struct_size = sizeof policy, .experiment = experiment};
}

static void teardown(void)
{
    iter8_document_free(experiment);
    iter8_document_free(scenario);
    iter8_simulation_free(simulation);
}

Test(simulate_bind, a_policy_that_lacks_something_is_refused, .init = setup, .fini = teardown)
{
    const iter8_document *none = NULL;
    iter8_experiment_options partial = {.struct_size = sizeof partial, .partial = 1};
    cr_expect_eq(iter8_simulation_new(NULL, scenario, NULL, &simulation), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_simulation_new(&policy, NULL, NULL, &simulation), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_simulation_new(&policy, scenario, NULL, NULL), ITER8_ERR_ARGUMENT);
    policy.metric_count = 1;
    cr_expect_eq(iter8_simulation_new(&policy, scenario, NULL, &simulation), ITER8_ERR_ARGUMENT);
    policy.metrics = &none;
    cr_expect_eq(iter8_simulation_new(&policy, scenario, NULL, &simulation), ITER8_ERR_ARGUMENT);
    policy.metric_count = 0;
    policy.options = &partial;
    cr_expect_eq(iter8_simulation_new(&policy, scenario, NULL, &simulation), ITER8_ERR_ARGUMENT);
    policy.options = NULL;
    cr_expect_eq(iter8_simulation_new(&policy, experiment, NULL, &simulation), ITER8_ERR_KIND);
    policy.experiment = scenario;
    cr_expect_neq(iter8_simulation_new(&policy, scenario, NULL, &simulation), ITER8_OK);
    cr_expect_null(simulation);
    policy.experiment = NULL;
    cr_expect_eq(iter8_simulation_new(&policy, scenario, NULL, &simulation), ITER8_ERR_ARGUMENT);
    policy.struct_size = 0;
    cr_expect_neq(iter8_simulation_new(&policy, scenario, NULL, &simulation), ITER8_OK);
    cr_expect_null(simulation);
}

Test(simulate_bind, without_a_simulation_there_is_nothing_to_be_had)
{
    iter8_series series = ITER8_INIT(iter8_series);
    iter8_experiment *of;
    iter8_host host = ITER8_INIT(iter8_host);
    iter8_run run = ITER8_INIT(iter8_run);
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    iter8_tally *tally;
    iter8_expectation one = ITER8_INIT(iter8_expectation);
    size_t length;
    int64_t start_ns;
    cr_expect_eq(iter8_simulate(NULL, &series, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_simulation_begin(NULL, 0, 0, &of, &host, &start_ns), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_simulation_next_ns(NULL, &outcome), ITER8_NEVER);
    cr_expect_eq(iter8_simulation_run(NULL, &run), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_tally_new(NULL, NULL, &tally), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_simulation_expectation(NULL, NULL, 0, &one), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_simulation_write(NULL, NULL, ITER8_FORMAT_JSON, NULL, 0, &length),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_scenario_of(NULL).expectation_count, 0);
    cr_expect_str_eq(iter8_scenario_of(NULL).name, "");
    cr_expect_eq(iter8_scenario_of(NULL).slow_ms, INFINITY);
    iter8_simulation_free(NULL);
}

Test(simulate_bind, a_call_that_lacks_something_is_refused, .init = setup, .fini = teardown)
{
    iter8_series series = ITER8_INIT(iter8_series);
    iter8_experiment *of;
    iter8_host host = ITER8_INIT(iter8_host), empty = {0};
    iter8_run run = {0};
    int64_t start_ns;
    cr_assert_eq(iter8_simulation_new(&policy, scenario, NULL, &simulation), ITER8_OK);
    cr_expect_eq(iter8_simulate(simulation, NULL, NULL), ITER8_ERR_ARGUMENT);
    series.struct_size = 0;
    cr_expect_neq(iter8_simulate(simulation, &series, NULL), ITER8_OK);
    cr_expect_eq(iter8_simulation_begin(simulation, 0, 0, NULL, &host, &start_ns),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_simulation_begin(simulation, 0, 0, &of, NULL, &start_ns),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_simulation_begin(simulation, 0, 0, &of, &host, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_simulation_begin(simulation, 0, 0, &of, &empty, &start_ns),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_simulation_next_ns(simulation, NULL), ITER8_NEVER);
    cr_expect_eq(iter8_simulation_run(simulation, &run), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_simulation_run(simulation, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_tally_new(simulation, NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_str_eq(iter8_scenario_of(simulation).name, "s");
}

/* What an experiment has lived through is passed over. */
Test(simulate_bind, a_run_begins_at_the_beginning)
{
    static const char lived[] = EXPERIMENT_HEAD
        "  strategy: {testingPattern: Canary}\n"
        "  criteria: {objectives: [{metric: error-rate, upperLimit: '0.5'}]}\n"
        "  duration: {intervalSeconds: 10, iterationsPerLoop: 3}\n"
        "  versionInfo: {baseline: {name: baseline}, candidates: [{name: candidate}]}\n"
        "status:\n  stage: Completed\n  completedIterations: 3\n  initTime: "
        "'2021-05-06T12:00:00Z'\n"
        "  startTime: '2021-05-06T12:00:00Z'\n  versionRecommendedForPromotion: candidate\n"
        "  conditions: [{type: Completed, status: 'True'}]\n"
        "  currentWeightDistribution: [{name: baseline, value: 0}, {name: candidate, value: "
        "100}]\n";
    simulation = simulation_with(lived, (const char *const[]){NULL}, VERSIONS RULE);
    iter8_run run = run_of(simulation, 1, 1);
    cr_expect_eq(run.iterations, 3);
    cr_expect_gt(run.end_ns, run.start_ns);
    iter8_simulation_free(simulation);
}

static const char metric_of[] =
    "{apiVersion: iter8.tools/v2alpha2, kind: Metric, metadata: {name: error-rate},"
    " spec: {mock: [{name: baseline, level: 0}, {name: candidate, level: 1}]}}";

static iter8_run run_with_mock(const char *spec)
{
    char text[EXPERIMENT_TEXT_BYTES];
    experiment_text(&(experiment_plan){.home = "default"}, text);
    iter8_simulation *of = simulation_with(text, (const char *const[]){metric_of, NULL}, spec);
    iter8_run run = run_of(of, 1, 1);
    iter8_simulation_free(of);
    return run;
}

Test(simulate_bind, a_mock_counts_where_the_scenario_says_nothing)
{
    cr_expect_eq(run_with_mock(VERSIONS).verdict, ITER8_RUN_ROLLED_BACK);
    cr_expect_eq(run_with_mock(VERSIONS RULE).verdict, ITER8_RUN_PROMOTED);
}

/* The experiment names the metric bare, in the namespace default. */
Test(simulate_bind, a_metric_may_be_named_bare_or_in_full)
{
    static const char full[] =
        VERSIONS "  metrics: [{metric: default/error-rate, from: errorRate}]\n";
    static const char fault[] =
        VERSIONS RULE "  faults: [{metric: default/error-rate, fromSeconds: 0, answer: missing}]\n";
    char *problems = planned_problems(&(experiment_plan){.home = "default"}, fault);
    cr_expect_str_eq(problems, "");
    free(problems);
    cr_expect_eq(run_with_mock(full).verdict, ITER8_RUN_PROMOTED);
    cr_expect_neq(run_with_mock(fault).verdict, ITER8_RUN_PROMOTED);
}

Test(simulate_bind, a_metric_that_is_not_one_is_told_with_its_place, .init = setup,
     .fini = teardown)
{
    static const char text[] = "apiVersion: iter8.tools/v2alpha2\nkind: Metric\n"
                               "metadata: {name: error-rate}\nspec: {type: Gage}\n";
    iter8_documents *documents;
    iter8_diagnostics *list;
    cr_assert_eq(iter8_documents_read(text, sizeof text - 1, NULL, NULL, &documents), ITER8_OK);
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    const iter8_document *metric = iter8_documents_at(documents, 0);
    policy.metrics = &metric;
    policy.metric_count = 1;
    cr_expect_eq(iter8_simulation_new(&policy, scenario, list, &simulation), ITER8_ERR_INVALID);
    char *problems = problems_text(list);
    cr_expect_str_eq(problems, "E ENUM 4:14 spec.type: \"Gage\" is not one of Counter or Gauge",
                     "%s", problems);
    free(problems);
    iter8_diagnostics_free(list);
    iter8_documents_free(documents);
}

/* A run of a simulation that remembers its last iterations; how many it remembers at the end. */
static size_t remembered(uint64_t number)
{
    iter8_experiment *of;
    iter8_host host = ITER8_INIT(iter8_host);
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    int64_t now_ns;
    cr_assert_eq(iter8_simulation_begin(simulation, 1, number, &of, &host, &now_ns), ITER8_OK);
    cr_expect_eq(iter8_history_count(of), 0);
    for (int i = 0; i < 5; i++) {
        cr_assert_eq(iter8_reconcile(of, &host, now_ns, NULL, &outcome), ITER8_OK);
        now_ns = iter8_simulation_next_ns(simulation, &outcome);
    }
    return iter8_history_count(of);
}

Test(simulate_bind, a_run_knows_nothing_of_those_before, .init = setup, .fini = teardown)
{
    iter8_experiment_options options = {.struct_size = sizeof options, .history = 20};
    policy.options = &options;
    cr_assert_eq(iter8_simulation_new(&policy, scenario, NULL, &simulation), ITER8_OK);
    size_t first = remembered(1);
    cr_expect_gt(first, 0);
    cr_expect_eq(remembered(2), first);
    cr_expect_eq(remembered(1), first);
}
