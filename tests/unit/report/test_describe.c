/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/report.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER ITER8_SOURCE_DIR "/tests/golden/describe"

static char *golden(const char *name, const char *ending)
{
    char file[100];
    char *path = path_of(FOLDER, strcat(strcpy(file, name), ending));
    char *text = file_text(path);
    cr_assert_not_null(text, "%s", path);
    free(path);
    return text;
}

Test(report_describe, describes_as_the_golden_files_do)
{
    static const char *const names[] = {"ab", "early", "held", "none"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *yaml = golden(names[i], ".yaml");
        char *expected = golden(names[i], ".txt");
        iter8_experiment *experiment = experiment_from(yaml);
        char *text = described(experiment);
        cr_expect_str_eq(text, expected, "%s:\n%s", names[i], text);
        free(text);
        free(expected);
        free(yaml);
        iter8_experiment_free(experiment);
    }
}

/* What stands in the table of metrics for one value. */
static void expect_number(const char *value, const char *shown)
{
    char text[400] = "spec: {versionInfo: {baseline: {name: a}}}\n"
                     "status: {completedIterations: 1, analysis: {aggregatedMetrics: {data: {m: "
                     "{data: {a: {value: '";
    iter8_experiment *experiment = partial_from(strcat(strcat(text, value), "'}}}}}}}"));
    char *described_text = described(experiment);
    char cell[100] = "| ";
    strcat(strcat(cell, shown), " ");
    cr_expect_not_null(strstr(described_text, cell), "%s is not shown as %s in\n%s", value, shown,
                       described_text);
    free(described_text);
    iter8_experiment_free(experiment);
}

Test(report_describe, numbers_have_three_places_rounded_up)
{
    static const char *const cases[][2] = {
        {"0", "0.000"},         {"1", "1.000"},         {"0.001", "0.001"},
        {"0.0011", "0.002"},    {"0.0000001", "0.001"}, {"-0.0000001", "0.000"},
        {"-0.0019", "-0.001"},  {"2.9991", "3.000"},    {"0.9995", "1.000"},
        {"99.9999", "100.000"}, {"1Mi", "1048576.000"}, {"1e21", "1000000000000000000000.000"},
        {"0.1", "0.100"},       {"20m", "0.020"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_number(cases[i][0], cases[i][1]);
}

Test(report_describe, partial_experiment_is_described_as_far_as_it_goes)
{
    static const char *const texts[] = {
        "{}",
        "status: {completedIterations: 3}",
        "spec: {criteria: {objectives: [{}], rewards: [{}]}, versionInfo: {baseline: {}}}\n"
        "status: {completedIterations: 3, analysis: {aggregatedMetrics: {data: {}},"
        " versionAssessments: {data: {}}, winnerAssessment: {data: {}}}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        iter8_experiment *experiment = partial_from(texts[i]);
        char *text = described(experiment);
        cr_expect_not_null(strstr(text, "****** Progress Summary ******"));
        free(text);
        iter8_experiment_free(experiment);
    }
}

Test(report_describe, arguments_are_checked)
{
    iter8_experiment *experiment = partial_from("{}");
    char buffer[8];
    size_t length = 0;
    cr_expect_eq(iter8_describe(NULL, NULL, 0, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_describe(experiment, NULL, 5, &length), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_describe(experiment, buffer, sizeof buffer, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_describe(experiment, buffer, sizeof buffer, &length), ITER8_ERR_BUFFER);
    cr_expect_gt(length, sizeof buffer);
    iter8_experiment_free(experiment);
}

/* The row of the reward r, with these values of the versions a and b. */
static void expect_reward_row(const char *direction, const char *a, const char *b, const char *row)
{
    char text[500];
    (void)snprintf(text, sizeof text,
                   "spec: {criteria: {rewards: [{metric: r, preferredDirection: %s}]},"
                   " versionInfo: {baseline: {name: a}, candidates: [{name: b}]}}\n"
                   "status: {completedIterations: 1, analysis: {aggregatedMetrics: {data: {r: "
                   "{data: {a: {%s}, b: {%s}}}}}}}\n",
                   direction, a, b);
    iter8_experiment *experiment = partial_from(text);
    char *described_text = described(experiment);
    cr_expect_not_null(strstr(described_text, row), "%s is not in\n%s", row, described_text);
    free(described_text);
    iter8_experiment_free(experiment);
}

Test(report_describe, a_star_marks_each_best_reward)
{
    expect_reward_row("High", "value: 2", "value: 1", "better) | 2.000 * | 1.000 |");
    expect_reward_row("High", "value: 1", "value: 2", "better) | 1.000 | 2.000 * |");
    expect_reward_row("Low", "value: 1", "value: 2", "better) | 1.000 * | 2.000 |");
    expect_reward_row("Low", "value: 2", "value: 2", "better) | 2.000 * | 2.000 * |");
    expect_reward_row("High", "value: 2", "reason: x", "better) | 2.000 * | unavailable |");
    expect_reward_row("High", "reason: x", "reason: x", "better) | unavailable | unavailable |");
}

/* A canary of a and b after an iteration in which they had these values of m. */
static char *described_canary(const char *criteria, const char *a, const char *b,
                              const char *winner)
{
    char text[1000];
    int length = snprintf(text, sizeof text,
                          EXPERIMENT_HEAD
                          "  strategy: {testingPattern: Canary}\n  criteria: {%s}\n"
                          "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n"
                          "status: {completedIterations: 1, analysis: {aggregatedMetrics: {data:"
                          " {m: {data: {a: {value: '%s'}, b: {value: '%s'}}}}},"
                          " winnerAssessment: {data: {winnerFound: true, winner: %s}}}}\n",
                          criteria, a, b, winner);
    cr_assert(length > 0 && (size_t)length < sizeof text);
    iter8_experiment *experiment = experiment_from(text);
    char *told = described(experiment);
    iter8_experiment_free(experiment);
    return told;
}

static const char at_most_one[] = "objectives: [{metric: m, upperLimit: 1}]";

Test(report_describe, who_wins_by_a_hair_is_told_with_all_its_digits)
{
    char *text = described_canary(at_most_one, "2", "0.9999999", "b");
    cr_expect_not_null(strstr(text, "Closest other result: no version would win with m of b at or "
                                    "just beyond 1 instead of 0.9999999\n"),
                       "%s", text);
    free(text);
}

Test(report_describe, a_winner_of_other_rules_has_no_closest_other_result)
{
    char *text = described_canary(at_most_one, "2", "0.9", "a");
    cr_expect_not_null(strstr(text, "Winning version: a\n"), "%s", text);
    cr_expect_null(strstr(text, "Closest other result"), "%s", text);
    free(text);
}

Test(report_describe, who_stands_on_a_limit_that_hangs_on_the_baseline_is_told_so)
{
    char *text = described_canary("objectives: [{metric: m}],"
                                  " strength: {relativeLimits: [{metric: m, upperLimit: '1.1'}]}",
                                  "100", "110", "b");
    cr_expect_not_null(strstr(text, " just off its 1"), "%s", text);
    free(text);
}
