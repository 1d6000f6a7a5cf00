/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What Iter8 itself decided on experiments made up at random: one case a line of v2.jsonl. */
#include "document/document.h"
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t differences; /* cases that the safe profile decides otherwise on purpose */

static const iter8__node *at(const iter8__node *root, const char *path)
{
    iter8__node *node;
    return iter8__field_find(root, path, &node) == ITER8_OK ? node : NULL;
}

static int is_listed(const iter8__node *list, const char *name)
{
    for (size_t i = 0; i < iter8__node_count(list); i++) {
        if (strcmp(iter8__node_string(iter8__node_item(list, i)), name) == 0) return 1;
    }
    return 0;
}

static void check_winner(const iter8_analysis *analysis, const iter8_experiment *experiment,
                         const iter8__node *expected, const char *id)
{
    iter8_winner winner = {.struct_size = sizeof winner};
    cr_assert_eq(iter8_analysis_winner(analysis, &winner), ITER8_OK);
    cr_expect_eq(winner.found, iter8__node_boolean(at(expected, "winnerFound")), "%s", id);
    const char *name = iter8__node_string(at(expected, "winner"));
    if (name != NULL)
        cr_expect_str_eq(iter8_version_of(experiment, (size_t)winner.version).name, name, "%s", id);
    else
        cr_expect_eq(winner.version, -1, "%s", id);
    const iter8__node *best = at(expected, "bestVersions");
    for (size_t v = 0; v < iter8_spec_of(experiment).version_count; v++)
        cr_expect_eq(iter8_analysis_is_best(analysis, v),
                     is_listed(best, iter8_version_of(experiment, v).name), "%s: %zu", id, v);
}

static void check_weights(const iter8_analysis *analysis, const iter8__node *exact, const char *id)
{
    int32_t sum = 0;
    for (size_t v = 0; v < iter8__node_count(exact); v++) {
        iter8_weight weight = {.struct_size = sizeof weight};
        double expected = iter8__node_number(iter8__node_item(exact, v));
        cr_assert_eq(iter8_analysis_weight(analysis, v, &weight), ITER8_OK);
        cr_expect_float_eq(weight.exact, expected, 1e-9, "%s: %zu", id, v);
        cr_expect(weight.weight == floor(expected + 1e-9) || weight.weight == ceil(expected - 1e-9),
                  "%s: %zu: %d", id, v, weight.weight);
        sum += weight.weight;
    }
    cr_expect_eq(sum, iter8__node_count(exact) > 0 ? 100 : 0, "%s: %d", id, sum);
}

/* The verdicts, and as many weights as are expected, in what the analysis writes. */
static void check_written(const iter8_analysis *analysis, const iter8__node *expect, const char *id)
{
    char *text = analysis_written(analysis, ITER8_FORMAT_JSON);
    iter8_document *document = only_document_of(text);
    const iter8__node *root = iter8__document_root(document);
    cr_expect(iter8__node_equal(at(root, "versionAssessments.data"),
                                at(expect, "versionAssessments.data")),
              "%s: %s", id, text);
    cr_expect_eq(iter8__node_count(at(root, "weights.data")),
                 iter8__node_count(at(expect, "weights.exact")), "%s", id);
    iter8_document_free(document);
    free(text);
}

static const char iter8_profile[] =
    "{\"metadata\": {\"annotations\": {\"iter8.tools/profile\": \"iter8-v2alpha2\"}}}";

/* What docs/differences.md tells: nothing is asked of the candidate, so it does not win. */
static int is_won_by_nothing(const iter8_experiment *experiment)
{
    return iter8_spec_of(experiment).testing_pattern == ITER8_TESTING_CANARY &&
           iter8_spec_of(experiment).objective_count == 0;
}

/* Traffic stays with the baseline, but for what it takes to measure the candidate. */
static void expect_exploration(const iter8_analysis *analysis, const char *id)
{
    static const double wanted[] = {95.0, 5.0};
    int32_t sum = 0;
    for (size_t v = 0; v < 2; v++) {
        iter8_weight weight = {.struct_size = sizeof weight};
        cr_assert_eq(iter8_analysis_weight(analysis, v, &weight), ITER8_OK);
        cr_expect_float_eq(weight.wanted, wanted[v], 1e-9, "%s: %zu", id, v);
        cr_expect(v == 0 || weight.weight <= 5, "%s: %d", id, weight.weight);
        sum += weight.weight;
    }
    cr_expect_eq(sum, 100, "%s: %d", id, sum);
}

static void expect_no_winner(const iter8_analysis *analysis, const char *id)
{
    iter8_winner winner = {.struct_size = sizeof winner};
    cr_assert_eq(iter8_analysis_winner(analysis, &winner), ITER8_OK);
    cr_expect_eq(winner.reason, ITER8_WINNER_NO_OBJECTIVES, "%s", id);
    cr_expect_eq(winner.version, -1, "%s", id);
}

static void check_case(const char *line, const iter8_document *defaults)
{
    iter8_document *whole = only_document_of(line);
    const iter8__node *root = iter8__document_root(whole);
    const char *id = iter8__node_string(at(root, "id"));
    iter8_document *document;
    iter8_experiment *experiment;
    iter8_analysis *analysis;
    iter8_experiment_options options = {
        .struct_size = sizeof options, .partial = 1, .defaults = defaults};
    cr_assert_eq(iter8__document_wrap(iter8__node_copy(at(root, "experiment")), NULL, &document),
                 ITER8_OK);
    cr_assert_eq(iter8_experiment_from_document(document, &options, NULL, &experiment), ITER8_OK,
                 "%s", id);
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK, "%s", id);
    const iter8__node *expect = at(root, "expect");
    if (defaults == NULL && is_won_by_nothing(experiment)) {
        cr_expect(iter8__node_boolean(at(expect, "winnerAssessment.data.winnerFound")), "%s", id);
        expect_no_winner(analysis, id);
        expect_exploration(analysis, id);
        differences++;
    } else {
        check_winner(analysis, experiment, at(expect, "winnerAssessment.data"), id);
        check_weights(analysis, at(expect, "weights.exact"), id);
        check_written(analysis, expect, id);
    }
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
    iter8_document_free(document);
    iter8_document_free(whole);
}

/* Each case under a profile: safe where @p defaults is NULL. */
static void check_all(const iter8_document *defaults)
{
    const char *shared = getenv("ITER8_SHARED");
    if (shared == NULL) cr_skip_test("ITER8_SHARED names no folder with vectors/v2.jsonl");
    char *path = path_of(shared, "vectors/v2.jsonl");
    char *text = file_text(path);
    if (text == NULL) cr_skip_test("there is no %s", path);
    size_t count = 0;
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"), count++)
        check_case(line, defaults);
    cr_expect_geq(count, 300, "%zu", count);
    free(text);
    free(path);
}

Test(golden_vectors, under_its_profile_the_same_is_decided_as_by_iter8_itself)
{
    iter8_document *defaults = only_document_of(iter8_profile);
    check_all(defaults);
    iter8_document_free(defaults);
}

Test(golden_vectors, the_safe_profile_differs_only_where_it_says_so)
{
    check_all(NULL);
    cr_expect_gt(differences, 0);
    cr_expect_lt(differences, 60, "%zu", differences);
}
