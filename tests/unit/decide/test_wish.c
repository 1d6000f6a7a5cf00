/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decision.h"
#include "iter8/experiment.h"

#include <criterion/criterion.h>
#include <string.h>

/* Limits without steps. */
#define LIMITS(weight, increment)                                                                  \
    {                                                                                              \
        weight, increment, NULL, 0                                                                 \
    }

/* Best versions are marked with a star, one letter a version. */
static void weight(decision *d, const char *best, iter8__weight_limits limits,
                   const int32_t *current)
{
    size_t versions = strlen(best);
    cr_assert_leq(versions, MOST_VERSIONS);
    decision_init(d, versions, 0);
    for (size_t v = 0; v < MOST_VERSIONS && v < versions; v++)
        d->best[v] = best[v] == '*';
    decision_share(d, limits, current);
    cr_expect_eq(d->analysis.has_weights, 1);
}

static void expect_weights(const decision *d, const int32_t *weights, const char *name)
{
    for (size_t v = 0; v < d->spec.version_count; v++)
        cr_expect_eq(d->weights[v].weight, weights[v], "%s: version %zu has %d", name, v,
                     d->weights[v].weight);
}

static const iter8__weight_limits no_limits = LIMITS(100, 100);

Test(analysis_shares, ninety_percent_go_to_the_best_and_ten_to_all)
{
    static const struct {
        const char *best;
        double wanted[5];
    } cases[] = {
        {".*", {5, 95}},
        {"*.", {95, 5}},
        {"**", {50, 50}},
        {"..", {95, 5}},
        {"..*", {10.0 / 3, 10.0 / 3, 280.0 / 3}},
        {"...", {280.0 / 3, 10.0 / 3, 10.0 / 3}},
        {".**.", {2.5, 47.5, 47.5, 2.5}},
        {"*****", {20, 20, 20, 20, 20}},
        {"....*", {2, 2, 2, 2, 92}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static const int32_t current[5] = {100};
        decision d;
        weight(&d, cases[i].best, no_limits, current);
        for (size_t v = 0; v < strlen(cases[i].best); v++) {
            cr_expect_float_eq(d.weights[v].wanted, cases[i].wanted[v], 1e-12, "%s %zu",
                               cases[i].best, v);
            cr_expect_float_eq(d.weights[v].exact, cases[i].wanted[v], 1e-12);
            cr_expect_eq(d.weights[v].reason, ITER8_WEIGHT_WANTED);
        }
    }
}

/* One candidate wins, or does not, from a weight, under limits. */
static const struct canary_case {
    const char *name;
    int candidate_wins;
    iter8__weight_limits limits;
    int32_t current[2];
    int32_t weights[2];
    int32_t reason;
} canary_cases[] = {
    {"floor", 0, LIMITS(100, 100), {100, 0}, {95, 5}, ITER8_WEIGHT_WANTED},
    {"ceiling", 1, LIMITS(100, 100), {100, 0}, {5, 95}, ITER8_WEIGHT_WANTED},
    {"first step", 1, LIMITS(100, 10), {100, 0}, {90, 10}, ITER8_WEIGHT_INCREMENT},
    {"next step", 1, LIMITS(100, 10), {90, 10}, {80, 20}, ITER8_WEIGHT_INCREMENT},
    {"last step", 1, LIMITS(100, 10), {10, 90}, {5, 95}, ITER8_WEIGHT_WANTED},
    {"exact step", 1, LIMITS(100, 10), {15, 85}, {5, 95}, ITER8_WEIGHT_WANTED},
    {"from above", 1, LIMITS(100, 10), {0, 100}, {5, 95}, ITER8_WEIGHT_WANTED},
    {"cap", 1, LIMITS(60, 100), {100, 0}, {40, 60}, ITER8_WEIGHT_MAX},
    {"cap after steps", 1, LIMITS(60, 10), {45, 55}, {40, 60}, ITER8_WEIGHT_MAX},
    {"step that ends at the cap", 1, LIMITS(60, 10), {50, 50}, {40, 60}, ITER8_WEIGHT_MAX},
    {"above the cap", 1, LIMITS(60, 10), {20, 80}, {40, 60}, ITER8_WEIGHT_MAX},
    {"decrease without limit", 0, LIMITS(100, 1), {5, 95}, {95, 5}, ITER8_WEIGHT_WANTED},
    {"no weight for candidates", 1, LIMITS(0, 100), {100, 0}, {100, 0}, ITER8_WEIGHT_MAX},
    {"none even to explore", 0, LIMITS(0, 100), {50, 50}, {100, 0}, ITER8_WEIGHT_MAX},
    {"cap below the floor", 0, LIMITS(3, 100), {100, 0}, {97, 3}, ITER8_WEIGHT_MAX},
    {"no increment", 1, LIMITS(100, 0), {100, 0}, {100, 0}, ITER8_WEIGHT_INCREMENT},
    {"no increment from where it is",
     1,
     LIMITS(100, 0),
     {70, 30},
     {70, 30},
     ITER8_WEIGHT_INCREMENT},
    {"sum below a hundred", 1, LIMITS(100, 10), {30, 20}, {70, 30}, ITER8_WEIGHT_INCREMENT},
    {"sum above a hundred", 1, LIMITS(100, 10), {100, 70}, {20, 80}, ITER8_WEIGHT_INCREMENT},
    {"nothing anywhere", 0, LIMITS(100, 10), {0, 0}, {95, 5}, ITER8_WEIGHT_WANTED},
};

Test(analysis_shares, candidate_keeps_within_its_limits)
{
    for (size_t i = 0; i < sizeof canary_cases / sizeof *canary_cases; i++) {
        const struct canary_case *c = &canary_cases[i];
        decision d;
        weight(&d, c->candidate_wins ? ".*" : "*.", c->limits, c->current);
        expect_weights(&d, c->weights, c->name);
        cr_expect_eq(d.weights[1].reason, c->reason, "%s: %d", c->name, d.weights[1].reason);
        int held = c->reason != ITER8_WEIGHT_WANTED;
        cr_expect_eq(d.weights[0].reason, held ? ITER8_WEIGHT_REMAINDER : ITER8_WEIGHT_WANTED, "%s",
                     c->name);
    }
}

Test(analysis_shares, default_run_goes_up_by_tens)
{
    static const int32_t expected[] = {10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 95};
    int32_t current[2] = {100, 0};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        decision d;
        weight(&d, ".*", (iter8__weight_limits)LIMITS(100, 10), current);
        cr_expect_eq(d.weights[1].weight, expected[i]);
        current[0] = d.weights[0].weight;
        current[1] = d.weights[1].weight;
    }
}

Test(analysis_shares, what_one_candidate_may_not_have_goes_to_the_baseline)
{
    static const int32_t current[] = {80, 10, 10};
    static const int32_t weights[] = {77, 20, 3};
    decision d;
    weight(&d, ".*.", (iter8__weight_limits)LIMITS(100, 10), current);
    cr_expect_float_eq(d.weights[0].exact, 100 - 20 - 10.0 / 3, 1e-12);
    expect_weights(&d, weights, "three versions");
    cr_expect_eq(d.weights[0].reason, ITER8_WEIGHT_REMAINDER);
    cr_expect_eq(d.weights[1].reason, ITER8_WEIGHT_INCREMENT);
    cr_expect_eq(d.weights[2].reason, ITER8_WEIGHT_WANTED);
}

static void expect_rounded(const double *exact, size_t count, const int32_t *weights,
                           const char *name)
{
    decision d;
    decision_init(&d, count, 0);
    for (size_t v = 0; v < count; v++)
        d.weights[v].exact = exact[v];
    iter8__round_weights(&d.spec, &d.analysis);
    expect_weights(&d, weights, name);
}

Test(analysis_shares, largest_remainder_is_rounded_up)
{
    expect_rounded((double[]){33.2, 33.1, 33.7}, 3, (int32_t[]){33, 33, 34}, "one");
    expect_rounded((double[]){10.6, 20.7, 68.7}, 3, (int32_t[]){10, 21, 69}, "two");
    expect_rounded((double[]){0.2, 0.9, 0.8, 98.1}, 4, (int32_t[]){0, 1, 1, 98}, "two of four");
    expect_rounded((double[]){0, 100}, 2, (int32_t[]){0, 100}, "none");
    expect_rounded((double[]){47.5, 52.5}, 2, (int32_t[]){48, 52}, "halves");
    expect_rounded((double[]){4.999999999999999, 95.00000000000001}, 2, (int32_t[]){5, 95},
                   "almost whole");
}

Test(analysis_shares, earlier_version_wins_a_tie)
{
    static const int32_t current[5] = {100};
    decision d;
    weight(&d, "***", no_limits, current);
    expect_weights(&d, (int32_t[]){34, 33, 33}, "thirds");
    /* All remainders are a third, though not so the doubles: 3 1/3, 48 1/3, 48 1/3. */
    weight(&d, ".**", no_limits, current);
    expect_weights(&d, (int32_t[]){4, 48, 48}, "thirds of different size");
    weight(&d, "*.*", no_limits, current);
    expect_weights(&d, (int32_t[]){49, 3, 48}, "thirds in another order");
    weight(&d, ".**.", no_limits, current);
    expect_weights(&d, (int32_t[]){3, 48, 47, 2}, "halves");
}

Test(analysis_shares, limits_come_from_the_spec_or_its_defaults)
{
    static const struct {
        int has_weights;
        int32_t max;
        int32_t increment;
        int fill;
        iter8__weight_limits limits;
    } cases[] = {
        {0, -1, -1, 0, LIMITS(100, 100)}, {0, -1, -1, 1, LIMITS(100, 10)},
        {1, -1, -1, 0, LIMITS(100, 10)},  {1, 60, -1, 0, LIMITS(60, 10)},
        {1, -1, 5, 1, LIMITS(100, 5)},    {1, 0, 0, 0, LIMITS(0, 0)},
        {1, 60, 5, 1, LIMITS(60, 5)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8__spec spec = {.has_weights = cases[i].has_weights,
                            .max_candidate_weight = cases[i].max,
                            .max_candidate_weight_increment = cases[i].increment};
        iter8__weight_limits limits = iter8__weight_limits_of(&spec, cases[i].fill);
        cr_expect_eq(limits.max_weight, cases[i].limits.max_weight, "case %zu", i);
        cr_expect_eq(limits.max_increment, cases[i].limits.max_increment, "case %zu", i);
    }
}

Test(analysis_shares, conformance_shares_nothing)
{
    static const int32_t current[] = {100};
    decision d;
    decision_init(&d, 1, 0);
    d.spec.testing_pattern = ITER8_TESTING_CONFORMANCE;
    iter8__situation situation = decision_situation(&d, no_limits, current);
    iter8__decide(&d.spec, &situation, &d.analysis);
    cr_expect_eq(d.weights[0].weight, 100);
    cr_expect_eq(d.weights[0].reason, ITER8_WEIGHT_NOT_APPLICABLE);
    cr_expect_eq(d.analysis.has_weights, 0);
    cr_expect_eq(d.analysis.touched, 1);
}
