/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What Iter8 v1 found by 400,000 draws: one case a line of v1.jsonl. */
#include "document/document.h"
#include "experiments.h"
#include "iter8/error.h"
#include "v1_analysis.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { VERSIONS = 10, CRITERIA = 10 };

/* Five standard errors of a share of all draws. */
static const double tolerance = 0.004;
static const double draws = 400000;

typedef struct v1_case {
    const iter8__node *input;
    const iter8__node *versions;
    iter8__posterior beliefs[CRITERIA][VERSIONS];
    double values[VERSIONS]; /* of one criterion */
    double counts[VERSIONS];
    v1_criterion criteria[CRITERIA];
    v1_question question;
} v1_case;

static const iter8__node *in(const iter8__node *mapping, const char *key)
{
    return iter8__node_member(mapping, key);
}

static const char *name_of(const v1_case *setting, size_t version)
{
    return iter8__node_string(iter8__node_item(setting->versions, version));
}

/* The ratios of one metric by version; without a denominator there is none. */
static void read_values(v1_case *setting, const iter8__node *ratio)
{
    for (size_t v = 0; v < setting->question.version_count; v++) {
        const iter8__node *counters = in(in(setting->input, "counters"), name_of(setting, v));
        double above = iter8__node_number(in(counters, iter8__node_string(in(ratio, "numerator"))));
        double below =
            iter8__node_number(in(counters, iter8__node_string(in(ratio, "denominator"))));
        setting->counts[v] = below;
        setting->values[v] = below > 0 ? above / below : NAN;
    }
}

static void believe(v1_case *setting, size_t criterion, const char *metric, int is_proportion)
{
    const iter8__node *range = in(in(setting->input, "lastRatioMaxMin"), metric);
    double low = iter8__node_number(iter8__node_item(range, 0));
    double high = iter8__node_number(iter8__node_item(range, 1));
    for (size_t v = 0; v < setting->question.version_count; v++) {
        low = fmin(low, setting->values[v]);
        high = fmax(high, setting->values[v]);
    }
    for (size_t v = 0; v < setting->question.version_count; v++)
        setting->beliefs[criterion][v] =
            is_proportion
                ? iter8__posterior_of_proportion(setting->values[v], setting->counts[v])
                : iter8__posterior_of_mean(setting->values[v], setting->counts[v], low, high);
}

static void read_criterion(v1_case *setting, size_t c, const iter8__node *node)
{
    const char *metric = iter8__node_string(in(node, "metric_id"));
    const iter8__node *ratio = in(in(setting->input, "ratios"), metric);
    const iter8__node *threshold = in(node, "threshold");
    const char *type = iter8__node_string(in(threshold, "threshold_type"));
    read_values(setting, ratio);
    believe(setting, c, metric, iter8__node_boolean(in(ratio, "zeroToOne")));
    v1_criterion *criterion = &setting->criteria[c];
    criterion->beliefs = setting->beliefs[c];
    criterion->limit = iter8__node_number(in(threshold, "value"));
    criterion->more_is_better =
        strcmp(iter8__node_string(in(ratio, "preferredDirection")), "higher") == 0;
    if (type != NULL) criterion->kind = strcmp(type, "relative") == 0 ? V1_RELATIVE : V1_ABSOLUTE;
    if (iter8__node_boolean(in(node, "is_reward"))) setting->question.reward = criterion;
}

static void read_setting(v1_case *setting, const iter8__node *input)
{
    const iter8__node *criteria = in(input, "criteria");
    memset(setting, 0, sizeof *setting);
    setting->input = input;
    setting->versions = in(input, "versions");
    setting->question = (v1_question){.criteria = setting->criteria,
                                      .criterion_count = iter8__node_count(criteria),
                                      .version_count = iter8__node_count(setting->versions),
                                      .baseline_is_measured = 1};
    for (size_t c = 0; c < setting->question.criterion_count; c++)
        read_criterion(setting, c, iter8__node_item(criteria, c));
}

static void check_criterion(const v1_case *setting, size_t c, size_t v, const iter8__node *expect,
                            const char *id)
{
    const iter8__posterior *belief = &setting->beliefs[c][v];
    const iter8__node *interval =
        in(in(in(expect, "statistics"), "ratio_statistics"), "credible_interval");
    const iter8__node *assessment = in(expect, "threshold_assessment");
    cr_expect_eq(interval == NULL, belief->kind == ITER8__POSTERIOR_NONE, "%s: %zu %zu", id, c, v);
    if (interval != NULL) {
        double low = iter8__node_number(in(interval, "lower"));
        double high = iter8__node_number(in(interval, "upper"));
        double below = low > 0 ? iter8__posterior_at_most(belief, low) : 0.025;
        cr_expect_float_eq(below, 0.025, tolerance, "%s: %zu %zu: %g", id, c, v, below);
        below = iter8__posterior_at_most(belief, high);
        cr_expect_float_eq(below, 0.975, tolerance, "%s: %zu %zu: %g", id, c, v, below);
        cr_expect_eq(low > 0, iter8__posterior_quantile(belief, 0.025) > 0, "%s: %zu %zu", id, c,
                     v);
    }
    double meets = v1_meets(&setting->question, &setting->criteria[c], v);
    double expected = iter8__node_number(in(assessment, "probability_of_satisfying_threshold"));
    if (setting->criteria[c].kind == V1_NO_LIMIT) expected = 1;
    cr_expect_float_eq(meets, expected, tolerance, "%s: %zu %zu: %g, not %g", id, c, v, meets,
                       expected);
}

static void check_criteria(const v1_case *setting, const iter8__node *assessments, const char *id)
{
    for (size_t v = 0; v < setting->question.version_count; v++) {
        const iter8__node *list = in(assessments, name_of(setting, v));
        for (size_t c = 0; c < setting->question.criterion_count; c++)
            check_criterion(setting, c, v, iter8__node_item(list, c), id);
    }
}

/* How probable it is that a draw counts: that any version meets everything in it. */
static double counted(const v1_case *setting)
{
    double none = 1;
    for (size_t v = 0; v < setting->question.version_count; v++) {
        double all = 1;
        for (size_t c = 0; c < setting->question.criterion_count; c++)
            all *= v1_meets(&setting->question, &setting->criteria[c], v);
        none *= 1 - all;
    }
    return 1 - none;
}

/* Who wins, and who gets which traffic, is a share of the draws that count: where these are few, it
 * is that much less certain. Five standard errors of it. */
static double tolerance_of(const v1_case *setting, double share)
{
    double error = sqrt(share * (1 - share) / fmax(1, draws * counted(setting)));
    return fmax(tolerance, 5 * error);
}

/* From 100 % for the baseline: a candidate may not get more than the increment. */
static void check_split(const v1_case *setting, const iter8__contest_result *results,
                        const iter8__node *expect, const char *id)
{
    double increment = iter8__node_number(in(setting->input, "maxIncrement"));
    double baseline = 100;
    for (size_t v = setting->question.version_count; v-- > 0;) {
        double weight = fmin(v1_weight(&setting->question, &results[v]), increment);
        if (v == 0) weight = baseline;
        baseline -= weight;
        double expected = iter8__node_number(in(expect, name_of(setting, v)));
        double share = fmin(fmax(expected / 100, 0), 1);
        cr_expect_float_eq(weight, expected, 100 * tolerance_of(setting, share),
                           "%s: %zu of %zu: %g, not %g", id, v, setting->question.top, weight,
                           expected);
    }
}

static void check_case(const char *line)
{
    static v1_case setting;
    iter8__contest_result results[VERSIONS];
    iter8_document *whole = only_document_of(line);
    const iter8__node *root = iter8__document_root(whole);
    const char *id = iter8__node_string(in(root, "id"));
    const iter8__node *expect = in(root, "expect");
    read_setting(&setting, in(root, "input"));
    check_criteria(&setting, in(expect, "assessments"), id);
    static const char *const strategies[] = {"progressive", "top_2", "uniform"};
    for (size_t s = 0; s < 3; s++) {
        setting.question.top = s == 2 ? setting.question.version_count : s + 1;
        v1_compare(&setting.question, results);
        check_split(&setting, results, in(in(expect, "split"), strategies[s]), id);
        for (size_t v = 0; v < setting.question.version_count; v++) {
            double expected =
                iter8__node_number(in(in(expect, "winProbability"), name_of(&setting, v)));
            cr_expect_float_eq(results[v].wins, expected, tolerance_of(&setting, expected),
                               "%s: %zu: %g, not %g", id, v, results[v].wins, expected);
        }
    }
    iter8_document_free(whole);
}

Test(golden_vectors_v1, the_same_is_believed_as_by_iter8_v1_itself)
{
    const char *shared = getenv("ITER8_SHARED");
    if (shared == NULL) cr_skip_test("ITER8_SHARED names no folder with vectors/v1.jsonl");
    char *path = path_of(shared, "vectors/v1.jsonl");
    char *text = file_text(path);
    if (text == NULL) cr_skip_test("there is no %s", path);
    size_t count = 0;
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"), count++)
        check_case(line);
    cr_expect_geq(count, 40, "%zu", count);
    free(text);
    free(path);
}
