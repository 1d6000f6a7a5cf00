/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Tallies that somebody has changed, or that are too large to be added. */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/simulate.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const char good[] =
    "apiVersion: iter8.tools/v2alpha2\n"
    "kind: Tally\n"
    "spec: {versions: [a, b], objectives: [m], iterations: 1}\n"
    "runs: 3\n"
    "seed: 7\n"
    "counts: {promoted: 2, rolledBack: 1, undecided: 0, cutShort: 0,\n"
    "  promotedVersions: [0, 2], violatedObjectives: [1], endedAfterIterations: [0, 3]}\n"
    "sums: {iterations: [3, 0, 3], seconds: [30000, 0, 300000000], requestsServed: [9, 0, 27],\n"
    "  errorsServed: [0, 0, 0], slowServed: [0, 0, 0], candidateErrorsServed: [0, 0, 0]}\n"
    "weights: [[[95, 3], [5, 2, 7, 1]]]\n";

/* The good one with one part replaced. */
static char *changed(const char *from, const char *to)
{
    const char *at = strstr(good, from);
    cr_assert_not_null(at, "%s", from);
    char *text = calloc(1, sizeof good + strlen(to));
    memcpy(text, good, (size_t)(at - good));
    strcat(text, to);
    strcat(text, at + strlen(from));
    return text;
}

/* Reads it; the problems are the caller's. */
static char *read_with(const char *text, int *rc, iter8_tally **tally)
{
    iter8_documents *documents;
    iter8_diagnostics *list;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK, "%s",
                 text);
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    *rc = iter8_tally_read(iter8_documents_at(documents, 0), NULL, list, tally);
    char *problems = problems_text(list);
    iter8_diagnostics_free(list);
    iter8_documents_free(documents);
    return problems;
}

static iter8_tally *read_good(const char *from, const char *to)
{
    char *text = changed(from, to);
    int rc;
    iter8_tally *tally;
    char *problems = read_with(text, &rc, &tally);
    cr_assert_eq(rc, ITER8_OK, "%s", problems);
    free(problems);
    free(text);
    return tally;
}

#define COUNTS "the counts do not add up to the number of runs"
#define LIST   "a list of counts is wanted, one for each"

static const struct {
    const char *from, *to, *problems;
} bad[] = {
    {"runs: 3", "runs: -3", "E TYPE 4:7 runs: a count is wanted"},
    {"runs: 3", "runs: x", "E TYPE 4:7 runs: a count is wanted"},
    {"runs: 3\n", "", "E TYPE 1:1 runs: a count is wanted"},
    {"seed: 7", "seed: -7", "E TYPE 5:7 seed: a whole number is wanted"},
    {"seed: 7", "seed: 7.5", "E TYPE 5:7 seed: a whole number is wanted"},
    {"seed: 7", "seed: seven", "E TYPE 5:7 seed: a whole number is wanted"},
    {"seed: 7", "seed: ''", "E TYPE 5:7 seed: a whole number is wanted"},
    {"seed: 7", "seed: '18446744073709551616'", "E TYPE 5:7 seed: a whole number is wanted"},
    {"promoted: 2", "promoted: 1", "E RANGE 1:1 " COUNTS},
    {"rolledBack: 1", "rolledBack: 2", "E RANGE 1:1 " COUNTS},
    {"cutShort: 0", "cutShort: 4", "E RANGE 1:1 " COUNTS},
    {"promotedVersions: [0, 2]", "promotedVersions: [0, 1]", "E RANGE 1:1 " COUNTS},
    {"violatedObjectives: [1]", "violatedObjectives: [4]", "E RANGE 1:1 " COUNTS},
    {"endedAfterIterations: [0, 3]", "endedAfterIterations: [1, 3]", "E RANGE 1:1 " COUNTS},
    {"promoted: 2, rolledBack: 1, undecided: 0",
     "promoted: 9223372036854775807, rolledBack: 9223372036854775807, undecided: 5",
     "E RANGE 1:1 " COUNTS},
    {"promotedVersions: [0, 2]", "promotedVersions: [2]",
     "E RANGE 7:21 counts.promotedVersions: " LIST},
    {"violatedObjectives: [1]", "violatedObjectives: [1.5]",
     "E RANGE 7:49 counts.violatedObjectives: " LIST},
    {"iterations: [3, 0, 3]", "iterations: [3, 0, -3]",
     "E RANGE 8:7 sums: this is no sum of squares\n"
     "E RANGE 8:20 sums.iterations: " LIST},
    {"iterations: [3, 0, 3]", "iterations: [3, 0, 1000000000000000000]",
     "E RANGE 8:7 sums: this is no sum of squares"},
    {"iterations: 1}", "iterations: 2}",
     "E RANGE 3:7 spec: weights after each iteration are wanted"},
    {"iterations: 1}", "iterations: 10001}",
     "E RANGE 3:7 spec: versions and iterations are wanted\n"
     "E RANGE 3:55 spec.iterations: 10001 is not in 1..10000"},
    {"versions: [a, b]", "versions: []", "E RANGE 3:7 spec: versions and iterations are wanted"},
    {"versions: [a, b]", "versions: [a, 5]",
     "E TYPE 3:22 spec.versions[1]: a text is wanted, not an integer"},
    {"[95, 3]", "[95, 2]", "E RANGE 10:11 weights[0]: one weight for each run is wanted"},
    {"[95, 3]", "[95, 3, 96]", "E RANGE 10:11 weights[0]: one weight for each run is wanted"},
    {"[95, 3]", "[95, 1, 95, 2]", "E RANGE 10:11 weights[0]: one weight for each run is wanted"},
    {"[95, 3]", "[95, 1, 94, 2]", "E RANGE 10:11 weights[0]: one weight for each run is wanted"},
    {"[95, 3]", "[101, 3]", "E RANGE 10:11 weights[0]: one weight for each run is wanted"},
    {"[95, 3]", "[-1, 3]", "E RANGE 10:11 weights[0]: one weight for each run is wanted"},
    {"[95, 3]", "[95, 4294967299]", "E RANGE 10:11 weights[0]: one weight for each run is wanted"},
    {", [5, 2, 7, 1]", "", "E RANGE 10:11 weights[0]: one weight for each run is wanted"},
};

Test(simulate_tally_read, what_was_changed_is_refused)
{
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *text = changed(bad[i].from, bad[i].to);
        int rc;
        iter8_tally *tally;
        char *problems = read_with(text, &rc, &tally);
        cr_expect_eq(rc, ITER8_ERR_INVALID, "%s", bad[i].to);
        cr_expect_null(tally);
        cr_expect_str_eq(problems, bad[i].problems, "%s gave\n%s", bad[i].to, problems);
        free(problems);
        free(text);
    }
}

Test(simulate_tally_read, what_is_right_is_read)
{
    iter8_tally *tally = read_good("runs: 3", "runs: 3");
    iter8_spread spread = {.struct_size = sizeof spread};
    cr_expect_eq(iter8_counts_of(tally).runs, 3);
    cr_expect_eq(iter8_version_tally_of(tally, 1).promoted, 2);
    cr_assert_eq(iter8_tally_spread(tally, 1, 1, &spread), ITER8_OK);
    cr_expect_float_eq(spread.mean, 17.0 / 3, 1e-12);
    cr_expect_eq(spread.min, 5);
    cr_expect_eq(spread.median, 5);
    cr_expect_eq(spread.p95, 7);
    cr_expect_eq(spread.max, 7);
    iter8_tally_free(tally);
    iter8_tally_free(read_good("seed: 7", "seed: '18446744073709551615'"));
    iter8_tally_free(read_good("seed: 7\n", ""));
}

/* Nothing is half added. */
Test(simulate_tally_read, what_would_overflow_is_not_added)
{
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"requestsServed: [9, 0, 27]", "requestsServed: [9223372036854775807, 0, 27]"},
        {"requestsServed: [9, 0, 27]", "requestsServed: [9, 9223372036854775807, 27]"},
    };
    for (size_t i = 0; i < 2; i++) {
        iter8_tally *large = read_good(cases[i].from, cases[i].to);
        iter8_tally *tally = read_good(cases[i].from, cases[i].from);
        cr_expect_eq(iter8_tally_add(large, large), ITER8_ERR_ARGUMENT);
        cr_expect_eq(iter8_tally_add(large, tally), ITER8_ERR_ARGUMENT);
        cr_expect_eq(iter8_tally_add(tally, large), ITER8_ERR_ARGUMENT);
        cr_expect_eq(iter8_counts_of(tally).runs, 3);
        cr_expect_eq(iter8_tally_add(tally, tally), ITER8_OK);
        cr_expect_eq(iter8_counts_of(tally).runs, 6);
        cr_expect_eq(iter8_version_tally_of(tally, 1).promoted, 4);
        iter8_tally_free(large);
        iter8_tally_free(tally);
    }
}

Test(simulate_tally_read, more_runs_than_are_counted_are_not_added)
{
    char *text = changed("runs: 3", "runs: 4294967295");
    const char *parts[][2] = {{"promoted: 2", "promoted: 4294967294"},
                              {"[0, 2]", "[0, 4294967294]"},
                              {"[0, 3]", "[0, 4294967295]"},
                              {"[95, 3]", "[95, 4294967295]"},
                              {"[5, 2, 7, 1]", "[5, 4294967295]"}};
    char all[sizeof good + 200];
    strcpy(all, text);
    for (size_t i = 0; i < 5; i++) {
        char *at = strstr(all, parts[i][0]), rest[sizeof all];
        cr_assert_not_null(at);
        strcpy(rest, at + strlen(parts[i][0]));
        strcpy(at, parts[i][1]);
        strcat(at, rest);
    }
    int rc;
    iter8_tally *most, *tally = read_good("runs: 3", "runs: 3");
    char *problems = read_with(all, &rc, &most);
    cr_assert_eq(rc, ITER8_OK, "%s", problems);
    cr_expect_eq(iter8_tally_add(most, tally), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_counts_of(most).runs, 4294967295);
    iter8_tally_free(most);
    iter8_tally_free(tally);
    free(problems);
    free(text);
}

Test(simulate_tally_read, another_kind_is_told_apart)
{
    int rc;
    iter8_tally *tally;
    free(read_with("{apiVersion: iter8.tools/v2alpha2, kind: Metric}", &rc, &tally));
    cr_expect_eq(rc, ITER8_ERR_KIND);
    free(read_with("[]", &rc, &tally));
    cr_expect_eq(rc, ITER8_ERR_INVALID);
    cr_expect_null(tally);
    cr_expect_eq(iter8_tally_read(NULL, NULL, NULL, &tally), ITER8_ERR_ARGUMENT);
}
