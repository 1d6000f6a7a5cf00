/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Random histograms: percentiles rise, stay between the ends, and are those of a slow computation
 * that cuts the buckets into pieces and walks over them.
 */
#include "base/random.h"
#include "experiment/builtin_values.h"
#include "experiments.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEEDS = 400, MOST_BUCKETS = 30, POINTS = 50 };

static iter8__random dice;

static size_t below(size_t limit)
{
    return (size_t)(iter8__random_bits(&dice) % limit);
}

/* Rough numbers meet often, so that ends coincide and gaps arise; fine ones hardly ever. */
static double any_start(void)
{
    return below(2) ? (double)below(20) : 20.0 * iter8__random_uniform(&dice);
}

static double any_width(void)
{
    static const double widths[] = {0, 1, 2, 7, 1e-9, 0.1, 1e6};
    return below(2) ? widths[below(7)] : iter8__random_uniform(&dice);
}

static void add(char **end, const char *format, double number)
{
    *end += sprintf(*end, format, number);
}

/* Numbers have 17 digits, so they are read back as they are. */
static iter8_experiment *any_experiment(void)
{
    static char text[MOST_BUCKETS * 120 + 1000];
    size_t buckets = 1 + below(MOST_BUCKETS);
    char *end = text;
    end += sprintf(end, "spec: {versionInfo: {baseline: {name: a}}}\nstatus: {analysis: {"
                        "aggregatedBuiltinHists: {data: {a: {DurationHistogram: {Count: 7, Sum: 1,"
                        " Data: [{Start: 3, End: 4, Count: 1}");
    for (size_t i = 0; i < buckets; i++) {
        double start = any_start();
        add(&end, ", {Start: %.17g", start);
        add(&end, ", End: %.17g", start + any_width());
        add(&end, ", Count: %.0f}", below(4) ? (double)below(50) : 1e6);
    }
    (void)sprintf(end, "]}}}}}}\n");
    return partial_from(text);
}

/* A piece of the axis between two neighbouring edges: what lies at its left end, what within. */
typedef struct piece {
    double left, right;
    long double at, within;
} piece;

static piece cut(const iter8__histogram *histogram, double left, double right)
{
    piece cut = {left, right, 0, 0};
    for (size_t i = 0; i < histogram->bucket_count; i++) {
        const iter8__bucket *b = &histogram->buckets[i];
        if (b->start_s == b->end_s) {
            if (b->start_s == left) cut.at += b->count;
        } else if (b->start_s <= left && right <= b->end_s) {
            cut.within += (long double)b->count * ((long double)right - left) /
                          ((long double)b->end_s - b->start_s);
        }
    }
    return cut;
}

static double next_edge(const iter8__histogram *histogram, double after)
{
    double next = INFINITY;
    for (size_t i = 0; i < histogram->bucket_count; i++) {
        const iter8__bucket *b = &histogram->buckets[i];
        if (b->count == 0) continue;
        if (b->start_s > after && b->start_s < next) next = b->start_s;
        if (b->end_s > after && b->end_s < next) next = b->end_s;
    }
    return next;
}

static double slow_percentile(const iter8__histogram *histogram, double percent)
{
    long double total = 0;
    long double sum = 0;
    for (size_t i = 0; i < histogram->bucket_count; i++)
        total += histogram->buckets[i].count;
    long double wanted = total * percent / 100;
    double left = next_edge(histogram, -INFINITY);
    for (;;) {
        piece here = cut(histogram, left, next_edge(histogram, left));
        if (sum + here.at >= wanted || isinf(here.right)) return left;
        sum += here.at;
        if (sum + here.within >= wanted)
            return (double)(left + (here.right - (long double)left) * (wanted - sum) / here.within);
        sum += here.within;
        left = here.right;
    }
}

static void check(const iter8__histogram *histogram, unsigned seed)
{
    double least = 1000 * histogram->edges[0];
    double greatest = 1000 * histogram->edges[histogram->edge_count - 1];
    double earlier = least;
    for (int i = 0; i <= POINTS; i++) {
        /* Off the round numbers, where a percentile falls on the edge of a gap. */
        double percent = i == 0 ? 0 : i == POINTS ? 100 : i * 100.0 / POINTS - 0.0123;
        double found = iter8__histogram_percentile_ms(histogram, percent);
        double expected = 1000 * slow_percentile(histogram, percent);
        cr_assert(least <= found && found <= greatest, "seed %u: %g: %g", seed, percent, found);
        cr_assert_geq(found, earlier, "seed %u: %g: %g", seed, percent, found);
        if (i < POINTS)
            cr_assert_float_eq(found, expected, 1e-9 * (1 + fabs(expected)),
                               "seed %u: %g: %.17g instead of %.17g", seed, percent, found,
                               expected);
        earlier = found;
    }
    cr_assert_eq(earlier, greatest, "seed %u", seed);
}

Test(property_percentile, percentiles_rise_between_the_ends_and_are_exact)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        iter8__random_seed(&dice, seed);
        iter8_experiment *experiment = any_experiment();
        cr_assert_not_null(experiment->histograms.of_version);
        cr_assert(experiment->histograms.of_version[0].sound, "seed %u", seed);
        check(&experiment->histograms.of_version[0], seed);
        iter8_experiment_free(experiment);
    }
}

/* Ulp by ulp: rounding must not let a percentile fall as the percentage rises. */
Test(property_percentile, not_even_neighbouring_percentiles_fall)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        iter8__random_seed(&dice, seed);
        iter8_experiment *experiment = any_experiment();
        double percent = 100 * iter8__random_uniform(&dice);
        double earlier = -INFINITY;
        for (int i = 0; i < 100; i++, percent = nextafter(percent, 101)) {
            double found = iter8__histogram_percentile_ms(&experiment->histograms.of_version[0],
                                                          fmin(percent, 100));
            cr_assert_geq(found, earlier, "seed %u: %.17g", seed, percent);
            earlier = found;
        }
        iter8_experiment_free(experiment);
    }
}
