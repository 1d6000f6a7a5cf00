/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * A host's algorithm that answers anything, in experiments of any kind: the guard's promises hold.
 *
 * ITER8_SEED=n in the environment runs the trial of that number, which is printed when it fails.
 */
#include "draw_below.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"
#include "scripted_host.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIALS = 4000, RUNS = 300, VERSIONS = 6, STEPS = 12, ROUNDINGS = 2000, MOST_TEXT = 2000 };

enum { UNKNOWN, GOOD, BAD };

typedef struct trial {
    uint64_t random;
    unsigned seed;
    int32_t versions, cap, increment, exploration;
    int has_limits, stochastic, is_held, is_last;
    int known[VERSIONS]; /* by its objective: UNKNOWN, GOOD or BAD */
    int32_t current[VERSIONS];
    double wishes[VERSIONS];
    int32_t answer; /* of the algorithm */
} trial;

static uint32_t draw(trial *t, uint32_t below)
{
    return draw_below(&t->random, below);
}

/* Half of the answers are sensible, so that hostile ones stand among them. */
static double hostile(trial *t)
{
    static const double doubles[] = {NAN,    -NAN,   INFINITY, -INFINITY, 1e308,  -1e308,
                                     5e-324, 2e-310, -5e-324,  0.0,       -0.0,   -1.0,
                                     1.0,    1e100,  1.1e100,  1e-100,    100.01, 0.999999999999};
    if (draw(t, 2) == 0) return draw(t, 10000) / 100.0;
    return doubles[draw(t, sizeof doubles / sizeof *doubles)];
}

static void wish_again(trial *t)
{
    uint32_t kind = draw(t, 8);
    for (int v = 0; v < VERSIONS; v++)
        t->wishes[v] = kind == 0 ? 0.0 : kind == 1 ? (double)NAN : hostile(t);
    t->answer = draw(t, 10) == 0 ? (int32_t)draw(t, 5) - 2 : 0;
}

static int32_t wish(const iter8_weight_facts *facts, double *shares, void *user_data)
{
    const trial *t = user_data;
    for (size_t v = 0; v < facts->version_count; v++)
        shares[v] = t->wishes[v];
    return t->answer;
}

static void choose(trial *t, unsigned seed)
{
    *t = (trial){.random = seed * UINT64_C(0x9E3779B97F4A7C15) + 1, .seed = seed};
    t->versions = 2 + (int32_t)draw(t, VERSIONS - 1);
    t->has_limits = draw(t, 4) > 0;
    t->cap = (int32_t)draw(t, 101);
    t->increment = (int32_t)draw(t, 101);
    t->exploration = draw(t, 2) == 0 ? (int32_t)draw(t, 101) : -1;
    t->stochastic = (int)draw(t, 2);
    t->is_held = draw(t, 4) == 0;
    t->is_last = draw(t, 4) == 0;
    for (int v = 0; v < VERSIONS; v++)
        t->known[v] = draw(t, 5) == 0 ? UNKNOWN : draw(t, 2) == 0 ? BAD : GOOD;
    int32_t left = 100;
    int sums = draw(t, 2) == 0;
    for (int v = t->versions - 1; v >= 0; v--) {
        t->current[v] = (int32_t)draw(t, 1 + (uint32_t)(sums ? left : 100));
        if (sums && v == 0) t->current[v] = left;
        left -= t->current[v];
    }
    wish_again(t);
}

static size_t put(char *text, size_t at, const char *format, const char *a, int n)
{
    int length = snprintf(text + at, MOST_TEXT - at, format, a, n);
    cr_assert(length >= 0 && (size_t)length < MOST_TEXT - at);
    return at + (size_t)length;
}

static size_t put_head(const trial *t, unsigned rounding_seed, char *text)
{
    size_t at = put(text, 0,
                    "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata:\n"
                    "  name: e\n  namespace: ns\n  annotations:\n"
                    "    iter8.tools/weight-algorithm: hostile\n"
                    "    iter8.tools/rounding: %s\n    iter8.tools/rounding-seed: '%d'\n",
                    t->stochastic ? "stochastic" : "largest-remainder", (int)rounding_seed);
    if (t->exploration >= 0)
        at = put(text, at, "    iter8.tools/exploration-percent: %s'%d'\n", "", t->exploration);
    at = put(text, at, "spec:\n  target: t\n  strategy:\n    testingPattern: %s\n",
             t->versions == 2 ? "A/B" : "A/B/N", 0);
    if (!t->has_limits) return at;
    at = put(text, at, "    weights:\n      %s: %d\n", "maxCandidateWeight", t->cap);
    return put(text, at, "      %s: %d\n", "maxCandidateWeightIncrement", t->increment);
}

/* A candidate whose failure does not count yet is held. */
static void put_rest(const trial *t, size_t at, int status, char *text)
{
    at = put(text, at,
             "  criteria: {rewards: [{metric: r, preferredDirection: High}],"
             " objectives: [{metric: m, upperLimit: 1}]%s}\n"
             "  duration: {intervalSeconds: 10, iterationsPerLoop: %d}\n"
             "  versionInfo:\n    baseline: {name: v0}\n    candidates:\n",
             t->is_held ? ", strength: {budgets: [{consecutiveFailures: 9}]}" : "", STEPS);
    for (int v = 1; v < t->versions; v++)
        at = put(text, at, "    - {name: %s%d}\n", "v", v);
    if (!status) return;
    at = put(text, at, "status:\n  %s: %d\n", "completedIterations", t->is_last ? STEPS - 1 : 0);
    at = put(text, at, "  analysis: {aggregatedMetrics: {data: {m: {data: {%s", "", 0);
    for (int v = 0; v < t->versions; v++)
        if (t->known[v] != UNKNOWN)
            at = put(text, at,
                     t->known[v] == GOOD ? "%sv%d: {value: 0.5}, " : "%sv%d: {value: 2}, ", "", v);
    at = put(text, at, "%s}}}}}\n", "", 0);
    at = put(text, at, "  %s:\n", "currentWeightDistribution", 0);
    for (int v = 0; v < t->versions; v++) {
        at = put(text, at, "  - {name: %sv%d, ", "", v);
        at = put(text, at, "value: %s%d}\n", "", t->current[v]);
    }
}

static iter8_experiment *experiment_of_trial(trial *t, int status, unsigned rounding_seed)
{
    char text[MOST_TEXT];
    put_rest(t, put_head(t, rounding_seed, text), status, text);
    iter8_weight_algorithm own = {sizeof own, "hostile", wish, t, 10.0};
    iter8_experiment_options options = {
        .struct_size = sizeof options, .algorithms = &own, .algorithm_count = 1};
    iter8_experiment *experiment;
    cr_assert_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &experiment), ITER8_OK,
                 "seed %u:\n%s", t->seed, text);
    /* Weights that do not sum to 100 are understood as parts of their sum. */
    for (int v = 0; status && v < t->versions; v++)
        t->current[v] = iter8_version_of(experiment, (size_t)v).weight;
    return experiment;
}

static iter8_weight weight_of(const iter8_analysis *analysis, size_t version)
{
    iter8_weight weight = {.struct_size = sizeof weight};
    cr_assert_eq(iter8_analysis_weight(analysis, version, &weight), ITER8_OK);
    return weight;
}

static void check_promises(const trial *t, const int32_t *weights, const int32_t *before,
                           int limited)
{
    int32_t sum = 0;
    for (int v = 0; v < t->versions; v++) {
        int32_t now = weights[v];
        sum += now;
        cr_assert(now >= 0 && now <= 100, "seed %u: weight %d", t->seed, (int)now);
        if (v == 0 || !limited) continue;
        int32_t cap = t->has_limits ? t->cap : 100;
        int32_t increment = t->has_limits ? t->increment : 10;
        cr_assert(now <= cap, "seed %u: %d above %d", t->seed, (int)now, (int)cap);
        cr_assert(now <= before[v] + increment, "seed %u: from %d to %d, by more than %d", t->seed,
                  (int)before[v], (int)now, (int)increment);
    }
    cr_assert_eq(sum, 100, "seed %u: the sum is %d", t->seed, (int)sum);
}

static int is_wish(double wish)
{
    return wish > 0.0 && !isinf(wish);
}

/* What is no finite number above 0 is as good as 0: such a version is only explored. */
static void check_wanted(const trial *t, int version, double wanted)
{
    int is_answered = 0;
    for (int v = 0; v < t->versions; v++)
        is_answered |= t->answer == 0 && is_wish(t->wishes[v]);
    double explored = (t->exploration >= 0 ? t->exploration : 10.0) / t->versions;
    cr_assert(wanted >= 0.0 && wanted <= 100.0 + 1e-9, "seed %u: %d wants %g", t->seed, version,
              wanted);
    if (!is_answered && version > 0)
        cr_assert_eq(wanted, t->current[version], "seed %u: %d does not stay", t->seed, version);
    if (!is_answered) return;
    cr_assert(wanted >= explored - 1e-9, "seed %u: %d wants %g", t->seed, version, wanted);
    if (!is_wish(t->wishes[version]))
        cr_assert_float_eq(wanted, explored, 1e-9, "seed %u: %d wants %g", t->seed, version,
                           wanted);
}

/* What a candidate may have that no verdict allows more, and at the end one that has not won: here
 * nobody does, as no reward has a value. */
static double most_without_verdict(const trial *t, int version)
{
    double explored = (t->exploration > 0 ? t->exploration : 10.0) / t->versions;
    double at_end = t->is_last ? 50.0 : 100.0;
    if (t->known[version] == GOOD) return at_end;
    int stays = t->known[version] == BAD && t->is_held && !t->is_last;
    return stays ? fmax(t->current[version], explored) : explored;
}

/* Also the shares before rounding are what they are said to be, and lead to the weights. */
static void analyze(trial *t, int32_t *weights)
{
    iter8_experiment *experiment = experiment_of_trial(t, 1, t->seed);
    iter8_analysis *analysis;
    double sum = 0.0;
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    for (int v = 0; v < t->versions; v++) {
        iter8_weight weight = weight_of(analysis, (size_t)v);
        weights[v] = weight.weight;
        sum += weight.exact;
        check_wanted(t, v, weight.wanted);
        cr_assert(v == 0 || weight.exact <= most_without_verdict(t, v) + 1e-9,
                  "seed %u: %d gets %g, more than %g", t->seed, v, weight.exact,
                  most_without_verdict(t, v));
        cr_assert(weight.weight >= floor(weight.exact - 1e-9) &&
                      weight.weight <= ceil(weight.exact + 1e-9),
                  "seed %u: %.17g is rounded to %d", t->seed, weight.exact, (int)weight.weight);
    }
    cr_assert_float_eq(sum, 100.0, 1e-6, "seed %u: shares sum to %.17g", t->seed, sum);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

static unsigned first_seed(void)
{
    const char *one = getenv("ITER8_SEED");
    return one != NULL ? (unsigned)strtoul(one, NULL, 10) : 1;
}

static unsigned last_seed(unsigned most)
{
    return getenv("ITER8_SEED") != NULL ? first_seed() : most;
}

Test(guard_property, whatever_an_algorithm_answers_an_analysis_keeps_every_promise)
{
    for (unsigned seed = first_seed(); seed <= last_seed(TRIALS); seed++) {
        trial t;
        int32_t weights[VERSIONS];
        int32_t again[VERSIONS];
        choose(&t, seed);
        analyze(&t, weights);
        check_promises(&t, weights, t.current, t.has_limits);
        analyze(&t, again);
        cr_assert_arr_eq(weights, again, (size_t)t.versions * sizeof *weights, "seed %u", seed);
    }
}

static int32_t any_value(const iter8_question *question, iter8_measurement *answer,
                         scripted_host *host)
{
    trial *t = host->context;
    (void)question;
    answer->value = hostile(t);
    answer->state = draw(t, 4) > 0 ? ITER8_VALUE_PRESENT : (int32_t)draw(t, 5);
    return draw(t, 10) == 0 ? ITER8_ERR_TRANSPORT : ITER8_OK;
}

/* No experiment ends with most of its traffic on a version that has not won. */
static void check_end(const trial *t, const iter8_experiment *experiment, const int32_t *routes)
{
    iter8_analysis *analysis;
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    for (int v = 1; v < t->versions; v++)
        cr_assert(routes[v] <= 50 || iter8_analysis_is_best(analysis, (size_t)v),
                  "seed %u: %d ends with %d", t->seed, v, (int)routes[v]);
    iter8_analysis_free(analysis);
}

/* Without limits of its own an experiment that runs has the controller's: 100 and 10. */
Test(guard_property, so_does_every_step_of_a_run)
{
    for (unsigned seed = first_seed(); seed <= last_seed(RUNS); seed++) {
        trial t;
        scripted_host host;
        iter8_outcome outcome = ITER8_INIT(iter8_outcome);
        choose(&t, seed);
        iter8_experiment *experiment = experiment_of_trial(&t, 0, seed);
        scripted_host_init(&host);
        host.source = any_value;
        host.context = &t;
        for (int i = 0; i < 4 * STEPS && !outcome.done; i++) {
            int32_t before[SCRIPTED_VERSIONS];
            memcpy(before, host.routes, sizeof before);
            wish_again(&t);
            int rc = scripted_step(&host, experiment, &outcome);
            cr_assert(rc == ITER8_OK, "seed %u: %d", seed, rc);
            check_promises(&t, host.routes, before, 1);
        }
        cr_assert(outcome.done, "seed %u: no end", seed);
        check_end(&t, experiment, host.routes);
        iter8_experiment_free(experiment);
        scripted_host_clear(&host);
    }
}

/* 3.3, 10.25, 86.45 of a hundred, without limits and exploration. */
static trial a_split(void)
{
    trial t = {.versions = 3, .exploration = 0, .stochastic = 1, .current = {100, 0, 0}};
    t.known[0] = t.known[1] = t.known[2] = GOOD;
    t.wishes[0] = 86.45;
    t.wishes[1] = 3.3;
    t.wishes[2] = 10.25;
    return t;
}

Test(guard_property, stochastic_rounding_is_right_in_the_mean_and_differs_by_seed)
{
    trial t = a_split();
    double sums[3] = {0};
    size_t changes = 0;
    int32_t last[3] = {0};
    for (unsigned seed = 1; seed <= ROUNDINGS; seed++) {
        int32_t weights[VERSIONS];
        t.seed = seed;
        analyze(&t, weights);
        changes += memcmp(weights, last, sizeof last) != 0;
        for (int v = 0; v < 3; v++)
            sums[v] += last[v] = weights[v];
    }
    /* The deviation of a mean of so many is 0.5 / sqrt(2000) at most. */
    for (int v = 0; v < 3; v++)
        cr_expect_float_eq(sums[v] / ROUNDINGS, t.wishes[v], 0.04, "%d: %g", v,
                           sums[v] / ROUNDINGS);
    cr_expect_gt(changes, (size_t)ROUNDINGS / 4);
}

/* In a run each iteration has its own time, and so its own rounding. */
Test(guard_property, stochastic_rounding_differs_by_iteration)
{
    trial t = a_split();
    t.has_limits = 1;
    t.cap = t.increment = 100;
    scripted_host host;
    iter8_outcome outcome = ITER8_INIT(iter8_outcome);
    size_t high = 0;
    size_t low = 0;
    iter8_experiment *experiment = experiment_of_trial(&t, 0, 7);
    scripted_host_init(&host);
    while (!outcome.done) {
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
        high += host.routes[0] == 87;
        low += host.routes[0] == 86;
    }
    cr_expect(high > 0 && low > 0, "%zu and %zu", high, low);
    iter8_experiment_free(experiment);
    scripted_host_clear(&host);
}
