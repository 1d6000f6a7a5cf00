/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/snapshots.h"
#include "simulate.h"

#include <math.h>
#include <string.h>

static const double confidence = 0.99;

const char *expected_word(int32_t expected)
{
    switch (expected) {
    case ITER8_EXPECTED_MET: return "met";
    case ITER8_EXPECTED_MISSED: return "missed";
    default: return "not enough runs";
    }
}

static iter8_estimate estimate(const struct trial *trial, int32_t figure)
{
    iter8_estimate out = {sizeof out, NAN, NAN, NAN};
    (void)!iter8_tally_estimate(trial->tally, figure, confidence, &out);
    return out;
}

void print_share(double share)
{
    printf("%6.2f %%", 100 * share);
}

static void print_outcome(const struct trial *trial, const char *name, int32_t figure)
{
    iter8_estimate share = estimate(trial, figure);
    printf("  %-14s ", name);
    print_share(share.value);
    printf("   %.2f to %.2f %%\n", 100 * share.low, 100 * share.high);
}

static void print_mean(const struct trial *trial, const char *name, int32_t figure)
{
    iter8_estimate mean = estimate(trial, figure);
    printf("  %-14s %8.2f   %.2f to %.2f a run\n", name, mean.value, mean.low, mean.high);
}

static void print_outcomes(const struct trial *trial)
{
    print_outcome(trial, "promoted", ITER8_FIGURE_PROMOTED);
    print_outcome(trial, "rolled back", ITER8_FIGURE_ROLLED_BACK);
    print_outcome(trial, "undecided", ITER8_FIGURE_UNDECIDED);
    print_outcome(trial, "cut short", ITER8_FIGURE_CUT_SHORT);
    print_mean(trial, "iterations", ITER8_FIGURE_ITERATIONS);
    print_mean(trial, "seconds", ITER8_FIGURE_SECONDS);
    print_mean(trial, "requests", ITER8_FIGURE_REQUESTS);
    print_mean(trial, "errors", ITER8_FIGURE_ERRORS);
    print_mean(trial, "by candidates", ITER8_FIGURE_CANDIDATE_ERRORS);
    if (iter8_scenario_of(trial->simulation).slow_ms < INFINITY)
        print_mean(trial, "slow requests", ITER8_FIGURE_SLOW);
}

static void print_promoted(const struct trial *trial)
{
    size_t versions = iter8_counts_of(trial->tally).version_count;
    double runs = (double)iter8_counts_of(trial->tally).runs;
    for (size_t v = 1; versions > 2 && v < versions; v++) {
        say(stdout, "  promoted: %-24s ", iter8_version_tally_of(trial->tally, v).name);
        print_share((double)iter8_version_tally_of(trial->tally, v).promoted / runs);
        putchar('\n');
    }
}

static void print_violated(const struct trial *trial)
{
    double runs = (double)iter8_counts_of(trial->tally).runs;
    for (size_t o = 0; o < iter8_counts_of(trial->tally).objective_count; o++) {
        uint64_t count = iter8_objective_tally_of(trial->tally, o).violated;
        if (count == 0) continue;
        fputs("  first violated ", stdout);
        print_share((double)count / runs);
        say_line(stdout, "   %s", iter8_objective_tally_of(trial->tally, o).metric);
    }
}

/* At most some twenty lines: of many iterations every so many. */
static void print_weights(const struct trial *trial)
{
    enum { LINES = 20 };
    int32_t iterations = iter8_counts_of(trial->tally).iterations;
    int32_t step = (iterations + LINES - 1) / LINES;
    for (size_t v = 1; v < iter8_counts_of(trial->tally).version_count; v++) {
        say_line(stdout, "  weight of %s after iteration",
                 iter8_version_tally_of(trial->tally, v).name);
        puts("                  min   5 %  median  95 %   max");
        for (int32_t i = step; i <= iterations; i += step) {
            iter8_spread spread = {.struct_size = sizeof spread};
            if (iter8_tally_spread(trial->tally, i, v, &spread) != ITER8_OK) continue;
            printf("  %12d   %4d  %4d    %4d  %4d  %4d\n", (int)i, (int)spread.min, (int)spread.p5,
                   (int)spread.median, (int)spread.p95, (int)spread.max);
        }
    }
}

static void print_limits(const iter8_expectation *one)
{
    if (one->figure <= ITER8_FIGURE_CUT_SHORT)
        printf("%.2f to %.2f %%", 100 * one->low, 100 * one->high);
    else
        printf("%.2f to %.2f", one->low, one->high);
}

static enum colour colour_of(int32_t expected)
{
    return expected == ITER8_EXPECTED_MET      ? GREEN
           : expected == ITER8_EXPECTED_MISSED ? RED
                                               : YELLOW;
}

static void print_expectations(const struct trial *trial)
{
    for (size_t i = 0; i < iter8_scenario_of(trial->simulation).expectation_count; i++) {
        iter8_expectation one = {.struct_size = sizeof one};
        if (iter8_simulation_expectation(trial->simulation, trial->tally, i, &one) != ITER8_OK)
            continue;
        say(stdout, "  expected: %s %s: ", one.name, one.wanted);
        paint(stdout, colour_of(one.expected));
        say(stdout, "%s", expected_word(one.expected));
        paint(stdout, PLAIN);
        fputs(" (", stdout);
        print_limits(&one);
        puts(")");
    }
}

static void print_head(const struct arguments *arguments, const struct trial *trial)
{
    const char *name = iter8_scenario_of(trial->simulation).name;
    say_line(stdout, "%s: %llu runs, seed %llu", *name != '\0' ? name : trial->file,
             (unsigned long long)iter8_counts_of(trial->tally).runs,
             (unsigned long long)arguments->seed);
}

void print_trial(const struct arguments *arguments, const struct trial *trial)
{
    print_head(arguments, trial);
    print_outcomes(trial);
    print_promoted(trial);
    print_violated(trial);
    print_weights(trial);
    print_expectations(trial);
}

/* Verdicts of the same runs: what differs is the policies' doing. The interval is that of a mean of
 * differences, each 1, 0 or -1. */
static void print_share_difference(const char *name, int32_t verdict, const struct trial *ours,
                                   const struct trial *other, const struct comparison *comparison)
{
    double runs = (double)iter8_counts_of(ours->tally).runs;
    double more = (double)comparison->only_ours[verdict];
    double less = (double)comparison->only_other[verdict];
    double mean = (more - less) / runs;
    double deviation = sqrt(((more + less) / runs - mean * mean) / runs);
    printf("  %-14s ", name);
    print_share(estimate(ours, verdict).value);
    fputs("   ", stdout);
    print_share(estimate(other, verdict).value);
    printf("   %+7.2f to %+.2f %%   (%.0f runs only so, %.0f only with the other)\n",
           100 * (mean - 2.5758 * deviation), 100 * (mean + 2.5758 * deviation), more, less);
}

/* Where a comparison has the difference of a figure. */
static int index_of(int32_t figure)
{
    switch (figure) {
    case ITER8_FIGURE_ERRORS: return 0;
    case ITER8_FIGURE_SLOW: return 1;
    default: return 2;
    }
}

static void print_mean_difference(const char *name, int32_t figure, const struct trial *ours,
                                  const struct trial *other, const struct comparison *comparison)
{
    double runs = (double)iter8_counts_of(ours->tally).runs;
    int index = index_of(figure);
    double unit = figure == ITER8_FIGURE_SECONDS ? 1000 : 1;
    double mean = comparison->sums[index] / runs;
    double variance = comparison->squares[index] / runs - mean * mean;
    double reach = 2.5758 * sqrt(variance > 0 ? variance / runs : 0);
    printf("  %-14s %8.2f   %8.2f   %+7.2f to %+.2f\n", name, estimate(ours, figure).value,
           estimate(other, figure).value, (mean - reach) / unit, (mean + reach) / unit);
}

void print_comparison(const struct arguments *arguments, const struct trial *ours,
                      const struct trial *other, const struct comparison *comparison)
{
    print_head(arguments, ours);
    printf("  %-14s %8s   %8s   %s\n", "", "this", "other", "this less the other");
    print_share_difference("promoted", ITER8_RUN_PROMOTED, ours, other, comparison);
    print_share_difference("rolled back", ITER8_RUN_ROLLED_BACK, ours, other, comparison);
    print_share_difference("undecided", ITER8_RUN_UNDECIDED, ours, other, comparison);
    print_mean_difference("errors", ITER8_FIGURE_ERRORS, ours, other, comparison);
    if (iter8_scenario_of(ours->simulation).slow_ms < INFINITY)
        print_mean_difference("slow requests", ITER8_FIGURE_SLOW, ours, other, comparison);
    print_mean_difference("seconds", ITER8_FIGURE_SECONDS, ours, other, comparison);
    print_expectations(ours);
}
