/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Each weight algorithm by its name, through whole experiments, against numbers worked by hand. */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ONE "{baseline: {name: a}, candidates: [{name: b}]}"
#define TWO "{baseline: {name: a}, candidates: [{name: b}, {name: c}]}"

enum { MOST_TEXT = 4000 };

/* An experiment in a line each: annotations, pattern, strategy's rest, criteria, versions, status.
 */
__attribute__((format(printf, 2, 3))) static void write_text(char *text, const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    int length = vsnprintf(text, MOST_TEXT, format, rest);
    va_end(rest);
    cr_assert(length > 0 && length < MOST_TEXT);
}

typedef struct plan {
    const char *annotations; /* in the braces of a mapping */
    const char *testing;
    const char *weights; /* strategy.weights, or NULL */
    const char *criteria;
    const char *versions;
    const char *values;  /* aggregatedMetrics.data */
    const char *current; /* currentWeightDistribution, or NULL */
    int completed;       /* iterations */
} plan;

static iter8_experiment *read_plan(const plan *p)
{
    char text[MOST_TEXT];
    write_text(text,
               "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
               "metadata: {name: e, namespace: ns, annotations: {%s}}\n"
               "spec: {target: t, strategy: {testingPattern: %s%s%s}, criteria: %s,"
               " versionInfo: %s}\n"
               "status: {completedIterations: %d%s%s, analysis: {aggregatedMetrics: {data: %s}}}\n",
               p->annotations, p->testing, p->weights != NULL ? ", weights: " : "",
               p->weights != NULL ? p->weights : "", p->criteria, p->versions, p->completed,
               p->current != NULL ? ", currentWeightDistribution: " : "",
               p->current != NULL ? p->current : "", p->values);
    return experiment_from(text);
}

/* What each version would have without limits, and what it gets. */
static void expect_shares(const plan *p, const double *wanted, const int32_t *weights,
                          double within)
{
    iter8_experiment *experiment = read_plan(p);
    iter8_analysis *analysis;
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    for (size_t v = 0; v < iter8_spec_of(experiment).version_count; v++) {
        iter8_weight weight = {.struct_size = sizeof weight};
        cr_assert_eq(iter8_analysis_weight(analysis, v, &weight), ITER8_OK);
        cr_expect_float_eq(weight.wanted, wanted[v], within,
                           "%s: version %zu wants %.12g, not %.12g", p->annotations, v,
                           weight.wanted, wanted[v]);
        if (weights != NULL)
            cr_expect_eq(weight.weight, weights[v], "%s: version %zu has %d, not %d",
                         p->annotations, v, (int)weight.weight, (int)weights[v]);
    }
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

#define WANT(plan, within, ...) expect_shares(plan, (double[]){__VA_ARGS__}, NULL, within)
#define NAMED(name)             "iter8.tools/weight-algorithm: " name

/* The rewards of statistics' v1: Beta(5.1, 95.1), Beta(9.1, 91.1), Beta(7.1, 60.1); and means whose
 * objective is met with the chances .9, .7, .55: with the quantiles z of these the deviation is the
 * tenth part of the root of the width, which is (z1 - z3) deviations. */
static void three_versions(char *values)
{
    static const double z[] = {1.2815515655446004, 0.5244005127080407, 0.12566134685507402};
    double deviation = (z[0] - z[2]) / 100;
    write_text(values,
               "{r: {data: {a: {value: 0.05, sampleSize: 100}, b: {value: 0.09, sampleSize: 100},"
               " c: {value: %.17g, sampleSize: 67}}}, m: {data: {a: {value: %.17g, sampleSize: 99},"
               " b: {value: %.17g, sampleSize: 99}, c: {value: %.17g, sampleSize: 99}}}}",
               7.0 / 67, 1 - z[0] * deviation, 1 - z[1] * deviation, 1 - z[2] * deviation);
}

#define STRENGTH "strength: {metrics: [{metric: r, kind: proportion}, {metric: m, kind: mean}]}"
#define THREE_HIGH                                                                                 \
    "{rewards: [{metric: r, preferredDirection: High}], objectives: [{metric: m, upperLimit: 1}]," \
    " " STRENGTH "}"

/* progressive_split %: 21.0686, 41.1872, 37.7442; the shares of top 2 .31774343, .37331373,
 * .30894284. Uniform takes the last of the three chances to be among all: every one is. */
Test(analysis_algorithms, the_bayesian_ones_give_what_iter8_v1s_integrals_give)
{
    char values[MOST_TEXT];
    three_versions(values);
    plan p = {NAMED("bayesian-progressive"), "A/B/N", NULL, THREE_HIGH, TWO, values, NULL, 0};
    expect_shares(&p, (double[]){21.06862, 41.18718, 37.74420}, (int32_t[]){21, 41, 38}, 2e-5);
    p.annotations = NAMED("top_2");
    WANT(&p, 2e-5, 10.0 / 3 + 90 * .31774343, 10.0 / 3 + 90 * .37331373, 10.0 / 3 + 90 * .30894284);
    p.annotations = NAMED("uniform");
    WANT(&p, 1e-9, 100.0 / 3, 100.0 / 3, 100.0 / 3);
}

#define PROPORTION "strength: {metrics: [{metric: r, kind: proportion}]}"
#define HIGH       "{rewards: [{metric: r, preferredDirection: High}], " PROPORTION "}"
#define LOW        "{rewards: [{metric: r, preferredDirection: Low}], " PROPORTION "}"

/* Beta(5.1, 95.1) is above Beta(9.1, 91.1) with the probability .12698939. */
Test(analysis_algorithms, two_proportions_share_by_which_is_probably_the_better)
{
    plan p = {NAMED("bayesian-progressive"),
              "A/B",
              NULL,
              HIGH,
              ONE,
              "{r: {data: {a: {value: 0.05, sampleSize: 100}, b: {value: 0.09, sampleSize: 100}}}}",
              NULL,
              0};
    WANT(&p, 1e-6, 5 + 90 * .12698939, 5 + 90 * .87301061);
    p.criteria = LOW;
    WANT(&p, 1e-6, 5 + 90 * .87301061, 5 + 90 * .12698939);
    p.annotations = NAMED("bayesian-progressive") ", iter8.tools/exploration-percent: '0'";
    WANT(&p, 1e-6, 100 * .87301061, 100 * .12698939);
    p.annotations = NAMED("bayesian-progressive") ", iter8.tools/exploration-percent: '40'";
    WANT(&p, 1e-6, 20 + 60 * .87301061, 20 + 60 * .12698939);
    p.annotations = NAMED("bayesian-progressive") ", iter8.tools/exploration-percent: '100'";
    WANT(&p, 0, 50, 50);
}

/* Normal(10, 1) and Normal(11, 2^2) have the same width here, so one size each: 10 and 11, width
 * 20, sizes 19 and 4, hence the variances 1 and 4: P(the first is above) = Phi(-1 / sqrt 5). */
Test(analysis_algorithms, means_share_by_normal_beliefs)
{
    plan p = {NAMED("bayesian-progressive"),
              "A/B",
              NULL,
              "{rewards: [{metric: r, preferredDirection: High}],"
              " strength: {metrics: [{metric: r, kind: mean}]}}",
              ONE,
              "{r: {data: {a: {value: 10, sampleSize: 19, min: 1, max: 21},"
              " b: {value: 11, sampleSize: 4, min: 2, max: 12}}}}",
              NULL,
              0};
    WANT(&p, 1e-5, 5 + 90 * .32736042, 5 + 90 * .67263958);
}

Test(analysis_algorithms, equal_posteriors_get_equal_shares)
{
    static const char *const algorithms[] = {NAMED("bayesian-progressive"), NAMED("top_2"),
                                             NAMED("uniform")};
    for (size_t i = 0; i < 3; i++) {
        plan p = {algorithms[i],
                  "A/B/N",
                  NULL,
                  HIGH,
                  TWO,
                  "{r: {data: {a: {value: 0.3, sampleSize: 50}, b: {value: 0.3, sampleSize: 50},"
                  " c: {value: 0.3, sampleSize: 50}}}}",
                  NULL,
                  0};
        expect_shares(&p, (double[]){100.0 / 3, 100.0 / 3, 100.0 / 3}, (int32_t[]){34, 33, 33},
                      1e-7);
    }
}

Test(analysis_algorithms, a_dominated_version_gets_its_floor)
{
    plan p = {NAMED("bayesian-progressive"),
              "A/B/N",
              NULL,
              HIGH,
              TWO,
              "{r: {data: {a: {value: 0.1, sampleSize: 9000}, b: {value: 0.9, sampleSize: 9000},"
              " c: {value: 0.2, sampleSize: 9000}}}}",
              NULL,
              0};
    WANT(&p, 1e-7, 10.0 / 3, 10.0 / 3 + 90, 10.0 / 3);
    p.annotations = NAMED("top_2");
    WANT(&p, 1e-7, 10.0 / 3, 10.0 / 3 + 45, 10.0 / 3 + 45);
}

Test(analysis_algorithms, without_sample_sizes_values_are_what_they_say)
{
    plan p = {NAMED("bayesian-progressive"),
              "A/B/N",
              NULL,
              HIGH,
              TWO,
              "{r: {data: {a: {value: 0.5}, b: {value: 0.50001}, c: {value: 0.4}}}}",
              NULL,
              0};
    WANT(&p, 1e-9, 10.0 / 3, 10.0 / 3 + 90, 10.0 / 3);
    /* One size alone makes no contest of beliefs. */
    p.values = "{r: {data: {a: {value: 0.5, sampleSize: 5}, b: {value: 0.50001, sampleSize: 5},"
               " c: {value: 0.4}}}}";
    WANT(&p, 1e-9, 10.0 / 3, 10.0 / 3 + 90, 10.0 / 3);
}

/* v1's zero utilities: nobody is above 0, and the baseline wins the tie. */
Test(analysis_algorithms, without_values_the_baseline_has_all_but_what_is_explored)
{
    plan p = {NAMED("bayesian-progressive"), "A/B/N", NULL, HIGH, TWO, "{}", NULL, 0};
    WANT(&p, 1e-9, 10.0 / 3 + 90, 10.0 / 3, 10.0 / 3);
    p.annotations = NAMED("progressive");
    WANT(&p, 1e-9, 10.0 / 3 + 90, 10.0 / 3, 10.0 / 3);
}

/* Without a reward the last that meets all wins: with I_.08(5.1, 95.1) = .8985935428. */
Test(analysis_algorithms, a_canary_shares_by_the_chance_to_meet_all)
{
    plan p = {
        NAMED("bayesian-progressive"),
        "Canary",
        NULL,
        "{objectives: [{metric: r, upperLimit: 0.08}], " PROPORTION "}",
        ONE,
        "{r: {data: {a: {value: 0.01, sampleSize: 9000}, b: {value: 0.05, sampleSize: 100}}}}",
        NULL,
        0};
    WANT(&p, 1e-7, 5 + 90 * (1 - .8985935428), 5 + 90 * .8985935428);
    p.criteria = "{objectives: [{metric: r, lowerLimit: 0.08}], " PROPORTION "}";
    WANT(&p, 1e-7, 5 + 90 * .8985935428, 5 + 90 * (1 - .8985935428));
}

#define GOOD_OR_BAD "{objectives: [{metric: m, upperLimit: 1}]}"
#define GOOD        "{m: {data: {a: {value: 0.5}, b: {value: 0.5}}}}"
#define BAD         "{m: {data: {a: {value: 0.5}, b: {value: 1.5}}}}"

/* 100 (1 - 1/t + 1/(2t)) and 100 / (2t), rounded down. */
Test(analysis_algorithms, epsilon_greedy_follows_v0s_table)
{
    static const double good[] = {50, 75, 83, 87, 90, 91, 92, 93, 94, 95};
    static const double bad[] = {50, 25, 16, 12, 10, 8, 7, 6, 5, 5};
    for (int t = 1; t <= 10; t++) {
        plan p = {NAMED("epsilon-greedy"), "Canary", NULL, GOOD_OR_BAD, ONE, GOOD, NULL, t - 1};
        WANT(&p, 1e-12, 100 - good[t - 1], good[t - 1]);
        p.values = BAD;
        WANT(&p, 1e-12, 100 - bad[t - 1], bad[t - 1]);
    }
    plan p = {NAMED("epsilon-greedy"),
              "Canary",
              "{maxCandidateWeight: 60}",
              GOOD_OR_BAD,
              ONE,
              GOOD,
              "[{name: a, value: 45}, {name: b, value: 55}]",
              9};
    expect_shares(&p, (double[]){40, 60}, (int32_t[]){40, 60}, 1e-12);
}

#define AT_20 "[{name: a, value: 80}, {name: b, value: 20}]"

Test(analysis_algorithms, check_and_increment_rises_or_stays)
{
    plan p = {NAMED("check-and-increment"),
              "Canary",
              "{maxCandidateWeight: 50, maxCandidateWeightIncrement: 2}",
              GOOD_OR_BAD,
              ONE,
              GOOD,
              AT_20,
              4};
    expect_shares(&p, (double[]){78, 22}, (int32_t[]){78, 22}, 1e-12);
    p.values = BAD; /* what it wants, and what the guard lets a candidate have that fails */
    expect_shares(&p, (double[]){80, 20}, (int32_t[]){95, 5}, 1e-12);
    p.completed = 0; /* the first iteration does not ask */
    expect_shares(&p, (double[]){78, 22}, (int32_t[]){95, 5}, 1e-12);
    p.annotations = NAMED("check-and-increment") ", iter8.tools/floor-when-failing: as-wanted";
    expect_shares(&p, (double[]){78, 22}, (int32_t[]){78, 22}, 1e-12);
    p.completed = 4;
    expect_shares(&p, (double[]){80, 20}, (int32_t[]){80, 20}, 1e-12);
    p.annotations = NAMED("check-and-increment");
    p.values = GOOD;
    p.current = "[{name: a, value: 51}, {name: b, value: 49}]";
    expect_shares(&p, (double[]){50, 50}, (int32_t[]){50, 50}, 1e-12);
}

/* P(R_c >= R_b) is .80276 without observations; with n = 1 it is 5 / 6. */
Test(analysis_algorithms, routing_follows_v0s_formulas)
{
    plan p = {NAMED("optimistic-routing"),
              "Canary",
              NULL,
              "{objectives: [{metric: m, upperLimit: 1}]}",
              ONE,
              "{m: {data: {a: {value: 0.5, sampleSize: 1}, b: {value: 0.5, sampleSize: 1}}}}",
              NULL,
              3};
    WANT(&p, 1e-7, 100.0 / 6, 500.0 / 6);
    /* Posterior: Normal(.5, 1 / 2) is at most 1 with q = Phi(.5 sqrt 2) = .7602499389. */
    p.annotations = NAMED("posterior-routing");
    double q = .7602499389065233;
    double weight = 100 * q * (1 - q + q * 5 / 6);
    WANT(&p, 1e-7, 100 - weight, weight);
    p.values = "{}";
    p.criteria = "{indicators: [m]}";
    WANT(&p, 1e-3, 100 - 80.276, 80.276);
}

/* A proportion lies between 0 and 1: Beta(3 / 2, 3 / 2) after half a success, of which a part of
 * .1955011094779 is at most 1 / 4. */
Test(analysis_algorithms, routing_takes_a_proportion_for_one)
{
    plan p = {NAMED("posterior-routing"),
              "Canary",
              NULL,
              ("{objectives: [{metric: m, upperLimit: 0.25}],"
               " strength: {metrics: [{metric: m, kind: proportion}]}}"),
              ONE,
              "{m: {data: {a: {value: 0.5, sampleSize: 1}, b: {value: 0.5, sampleSize: 1}}}}",
              NULL,
              3};
    double q = .1955011094779;
    double weight = 100 * q * (1 - q + q * 5 / 6);
    WANT(&p, 1e-7, 100 - weight, weight);
}

/* Normal(0, 1) is at most 1 with q = Phi(1). */
Test(analysis_algorithms, routing_without_observations_knows_nothing)
{
    plan p = {NAMED("posterior-routing"),
              "Canary",
              NULL,
              "{objectives: [{metric: m, upperLimit: 1}]}",
              ONE,
              "{m: {data: {a: {value: 9}, b: {value: 9}}}}",
              NULL,
              3};
    double q = .8413447460685429;
    double weight = 100 * q * (1 - q + q * .80276);
    WANT(&p, 1e-3, 100 - weight, weight);
}

/* v0 took the first criterion for all: here the second, which b fails for sure, counts. */
Test(analysis_algorithms, routing_looks_at_every_objective)
{
    plan p = {NAMED("posterior-routing"),
              "Canary",
              NULL,
              "{objectives: [{metric: m, upperLimit: 1}, {metric: k, upperLimit: 1}]}",
              ONE,
              "{m: {data: {a: {value: 0, sampleSize: 9999}, b: {value: 0, sampleSize: 9999}}},"
              " k: {data: {a: {value: 0, sampleSize: 9999}, b: {value: 2, sampleSize: 9999}}}}",
              NULL,
              3};
    WANT(&p, 1e-7, 100, 0);
}

Test(analysis_algorithms, steps_go_up_one_by_one_and_down_to_the_first)
{
    static const int32_t steps[] = {1, 5, 25, 100};
    for (size_t i = 0; i + 1 < 4; i++) {
        char current[MOST_TEXT];
        write_text(current, "[{name: a, value: %d}, {name: b, value: %d}]", 100 - steps[i],
                   steps[i]);
        plan p = {"iter8.tools/weight-steps: 1 5 25 100",
                  "Canary",
                  NULL,
                  GOOD_OR_BAD,
                  ONE,
                  GOOD,
                  current,
                  3};
        expect_shares(&p, (double[]){0, 100}, (int32_t[]){100 - steps[i + 1], steps[i + 1]}, 1e-12);
        p.values = BAD;
        expect_shares(&p, (double[]){99, 1}, (int32_t[]){99, 1}, 1e-12);
        p.annotations = NAMED("steps") ", iter8.tools/weight-steps: 1 5 25 100";
        expect_shares(&p, (double[]){99, 1}, (int32_t[]){99, 1}, 1e-12);
    }
}

Test(analysis_algorithms, progressive_explores_as_much_as_it_is_told)
{
    plan p = {"", "Canary", NULL, GOOD_OR_BAD, ONE, GOOD, NULL, 0};
    expect_shares(&p, (double[]){5, 95}, (int32_t[]){5, 95}, 1e-12);
    p.annotations = "iter8.tools/exploration-percent: '0'";
    expect_shares(&p, (double[]){0, 100}, (int32_t[]){0, 100}, 1e-12);
    p.annotations = "iter8.tools/exploration-percent: '30'";
    expect_shares(&p, (double[]){15, 85}, (int32_t[]){15, 85}, 1e-12);
    p.annotations = NAMED("epsilon-greedy") ", iter8.tools/exploration-percent: '20'";
    WANT(&p, 1e-12, 50, 50);
}

static double last_ones_share(int size, double rate, const char *criteria)
{
    char values[MOST_TEXT];
    write_text(values,
               "{r: {data: {a: {value: 0.4, sampleSize: 100}, b: {value: 0.5, sampleSize: 30},"
               " c: {value: %.17g, sampleSize: %d}}}}",
               rate, size);
    plan p = {NAMED("bayesian-progressive"), "A/B/N", NULL, criteria, TWO, values, NULL, 0};
    iter8_experiment *experiment = read_plan(&p);
    iter8_analysis *analysis;
    iter8_weight weight = {.struct_size = sizeof weight};
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    cr_assert_eq(iter8_analysis_weight(analysis, 2, &weight), ITER8_OK);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
    return weight.wanted;
}

/* However much more often the candidate succeeds, at whatever size: its share never falls. */
Test(analysis_algorithms, a_better_measurement_never_lowers_a_share)
{
    static const int sizes[] = {1, 10, 300, 20000};
    for (size_t s = 0; s < 4; s++) {
        double high = 0;
        double low = 0;
        for (int step = 0; step <= 40; step++) {
            double now = last_ones_share(sizes[s], step / 40.0, HIGH);
            cr_expect_geq(now, high - 1e-7, "size %d, step %d", sizes[s], step);
            high = now;
            now = last_ones_share(sizes[s], 1 - step / 40.0, LOW);
            cr_expect_geq(now, low - 1e-7, "size %d, step %d", sizes[s], step);
            low = now;
        }
        cr_expect(high > 60 && low > 60, "size %d: %g and %g", sizes[s], high, low);
    }
}
