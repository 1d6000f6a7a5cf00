/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* How an experiment, its defaults and its host choose a weight algorithm. */
#include "experiment/experiment.h"
#include "experiments.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_TEXT = 1000 };

/* Annotations and metrics of strength, each within the brackets of YAML. */
static void write_text(char *text, const char *annotations, const char *metrics, int candidates)
{
    static const char format[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
        "metadata:\n  name: e\n  annotations: {%s}\n"
        "spec:\n  target: t\n  strategy: {testingPattern: A/B/N}\n"
        "  criteria:\n    strength: {metrics: [%s]}\n"
        "    rewards: [{metric: r, preferredDirection: High}]\n"
        "  versionInfo: {baseline: {name: a}, candidates: [{name: b}%s]}\n";
    int length = snprintf(text, MOST_TEXT, format, annotations, metrics,
                          candidates > 1 ? ", {name: c}" : "");
    cr_assert(length > 0 && length < MOST_TEXT);
}

static void expect(const char *annotations, const char *metrics, int candidates,
                   const char *problems)
{
    char text[MOST_TEXT];
    write_text(text, annotations, metrics, candidates);
    expect_problems(text, problems);
}

static int32_t number_of(const char *name)
{
    return iter8__word_number(&iter8__algorithm_words, name);
}

static iter8_experiment *with_options(const char *annotations, iter8_experiment_options options)
{
    char text[MOST_TEXT];
    iter8_experiment *experiment;
    write_text(text, annotations, "", 2);
    options.struct_size = sizeof options;
    cr_assert_eq(iter8_experiment_read(text, strlen(text), &options, NULL, &experiment), ITER8_OK,
                 "%s", text);
    return experiment;
}

static void expect_algorithm(const char *annotations, const char *name, double exploration)
{
    iter8_experiment *experiment = with_options(annotations, (iter8_experiment_options){0});
    const iter8__settings *settings = &experiment->spec.settings;
    cr_expect_eq(settings->algorithm, number_of(name), "{%s}: %d", annotations,
                 settings->algorithm);
    cr_expect_eq(settings->exploration, exploration, "{%s}: %g", annotations,
                 settings->exploration);
    cr_expect_null(settings->custom);
    iter8_experiment_free(experiment);
}

Test(model_algorithm, each_has_its_name_and_its_exploration)
{
    expect_algorithm("", "progressive", 10);
    expect_algorithm("iter8.tools/weight-algorithm: progressive", "progressive", 10);
    expect_algorithm("iter8.tools/weight-algorithm: top_2", "top_2", 10);
    expect_algorithm("iter8.tools/weight-algorithm: uniform, iter8.tools/exploration-percent: '0'",
                     "uniform", 0);
    expect_algorithm("iter8.tools/weight-steps: 5 10", "steps", 0);
    expect_algorithm("iter8.tools/weight-steps: 5 10, iter8.tools/weight-algorithm: top_2", "top_2",
                     10);
    cr_expect_eq(number_of("optimistic-routing"), 8);
}

Test(model_algorithm, an_unknown_name_is_told_with_its_place)
{
    expect(
        "iter8.tools/weight-algorithm: Progressive", "", 2,
        "E ENUM 5:47 metadata.annotations['iter8.tools/weight-algorithm']: \"Progressive\" is no "
        "weight algorithm that is known here");
}

Test(model_algorithm, those_of_v0_are_for_one_candidate)
{
    static const char *const names[] = {"check-and-increment", "epsilon-greedy",
                                        "posterior-routing", "optimistic-routing"};
    for (size_t i = 0; i < 4; i++) {
        char annotation[100];
        char problem[200];
        (void)snprintf(annotation, sizeof annotation, "iter8.tools/weight-algorithm: %s", names[i]);
        (void)snprintf(problem, sizeof problem,
                       "E CANDIDATES 5:47 metadata.annotations['iter8.tools/weight-algorithm']: "
                       "\"%s\" is for one candidate",
                       names[i]);
        expect(annotation, "", 2, problem);
        expect(annotation, "", 1, "");
    }
}

Test(model_algorithm, steps_need_their_list)
{
    expect("iter8.tools/weight-algorithm: steps", "", 2,
           "E REQUIRED 5:47 metadata.annotations['iter8.tools/weight-algorithm']: \"steps\" needs "
           "the annotation iter8.tools/weight-steps");
}

Test(model_algorithm, what_a_metric_measures_is_one_of_three_kinds)
{
    expect("", "{metric: r, kind: median}", 2,
           "E ENUM 10:44 spec.criteria.strength.metrics[0].kind: \"median\" is not one of "
           "proportion, mean or quantile");
    expect("", "{metric: r}, {kind: mean}", 2,
           "E REQUIRED 10:26 spec.criteria.strength.metrics[0].kind: required field is missing\n"
           "E REQUIRED 10:39 spec.criteria.strength.metrics[1].metric: required field is missing");
    expect("", "{metric: other, kind: mean}", 2,
           "W NO_METRIC 10:35 spec.criteria.strength.metrics[0].metric: no objective and no reward "
           "is about other");
}

Test(model_algorithm, exploration_and_rounding_are_checked)
{
    static const struct {
        const char *annotation;
        const char *problem;
    } cases[] = {
        {"iter8.tools/exploration-percent: '101'",
         "E RANGE 5:50 metadata.annotations['iter8.tools/exploration-percent']: a whole number in "
         "0..100 is wanted, not \"101\""},
        {"iter8.tools/exploration-percent: '-1'",
         "E RANGE 5:50 metadata.annotations['iter8.tools/exploration-percent']: a whole number in "
         "0..100 is wanted, not \"-1\""},
        {"iter8.tools/exploration-percent: nan",
         "E RANGE 5:50 metadata.annotations['iter8.tools/exploration-percent']: a whole number in "
         "0..100 is wanted, not \"nan\""},
        {"iter8.tools/rounding: random",
         "E ENUM 5:39 metadata.annotations['iter8.tools/rounding']: \"random\" is not one of "
         "largest-remainder or stochastic"},
        {"iter8.tools/rounding-seed: x",
         "E RANGE 5:44 metadata.annotations['iter8.tools/rounding-seed']: a whole number in "
         "0..2147483647 is wanted, not \"x\""},
        {"iter8.tools/rounding: stochastic, iter8.tools/rounding-seed: '2147483647'", ""},
        {"iter8.tools/rounding: largest-remainder", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i].annotation, "", 2, cases[i].problem);
}

Test(model_algorithm, defaults_name_the_algorithm_unless_the_experiment_does)
{
    iter8_document *defaults = only_document_of(
        "metadata: {annotations: {iter8.tools/weight-algorithm: uniform,"
        " iter8.tools/exploration-percent: '20', iter8.tools/rounding: stochastic}}");
    iter8_experiment_options options = {.defaults = defaults};
    iter8_experiment *experiment = with_options("", options);
    cr_expect_eq(experiment->spec.settings.algorithm, number_of("uniform"));
    cr_expect_eq(experiment->spec.settings.exploration, 20);
    cr_expect_eq(experiment->spec.settings.stochastic, 1);
    iter8_experiment_free(experiment);
    experiment = with_options("iter8.tools/weight-algorithm: top_2, iter8.tools/rounding:"
                              " largest-remainder",
                              options);
    cr_expect_eq(experiment->spec.settings.algorithm, number_of("top_2"));
    cr_expect_eq(experiment->spec.settings.exploration, 20);
    cr_expect_eq(experiment->spec.settings.stochastic, 0);
    iter8_experiment_free(experiment);
    iter8_document_free(defaults);
}

static int32_t nothing(const iter8_weight_facts *facts, double *shares, void *user_data)
{
    (void)facts;
    (void)shares;
    (void)user_data;
    return 0;
}

static int data;

static iter8_weight_algorithm own(const char *name)
{
    return (iter8_weight_algorithm){sizeof(iter8_weight_algorithm), name, nothing, &data, 7};
}

static void expect_custom(const char *annotations, const char *name, int is_custom,
                          double exploration)
{
    iter8_weight_algorithm list[] = {own("another"), own(name)};
    iter8_experiment *experiment = with_options(
        annotations, (iter8_experiment_options){.algorithms = list, .algorithm_count = 2});
    const iter8__settings *settings = &experiment->spec.settings;
    cr_expect_eq(settings->custom == nothing, is_custom, "{%s}, %s", annotations, name);
    cr_expect_eq(settings->custom_data == &data, is_custom);
    cr_expect_eq(settings->exploration, exploration, "{%s}, %s: %g", annotations, name,
                 settings->exploration);
    iter8_experiment_free(experiment);
}

Test(model_algorithm, a_hosts_own_is_named_like_the_others_and_may_replace_them)
{
    expect_custom("iter8.tools/weight-algorithm: mine", "mine", 1, 7);
    expect_custom("iter8.tools/weight-algorithm: mine, iter8.tools/exploration-percent: '30'",
                  "mine", 1, 30);
    expect_custom("iter8.tools/weight-algorithm: top_2", "top_2", 1, 7);
    expect_custom("iter8.tools/weight-algorithm: epsilon-greedy", "epsilon-greedy", 1, 7);
    expect_custom("iter8.tools/weight-algorithm: top_2", "mine", 0, 10);
    expect_custom("", "mine", 0, 10);
    expect_custom("", "progressive", 1, 7);
    expect_custom("iter8.tools/weight-steps: 5 10", "steps", 1, 7);
    expect_custom("iter8.tools/weight-steps: 5 10", "progressive", 0, 0);
}

static int read_with(const iter8_weight_algorithm *list, size_t count)
{
    char text[MOST_TEXT];
    iter8_experiment *experiment;
    iter8_experiment_options options = {
        .struct_size = sizeof options, .algorithms = list, .algorithm_count = count};
    write_text(text, "", "", 2);
    int rc = iter8_experiment_read(text, strlen(text), &options, NULL, &experiment);
    cr_expect_eq(experiment != NULL, rc == ITER8_OK);
    iter8_experiment_free(experiment);
    return rc;
}

Test(model_algorithm, a_list_that_cannot_be_used_is_an_argument_error)
{
    iter8_weight_algorithm list[2] = {own("x"), own("y")};
    cr_expect_eq(read_with(list, 2), ITER8_OK);
    cr_expect_eq(read_with(NULL, 0), ITER8_OK);
    cr_expect_eq(read_with(NULL, 1), ITER8_ERR_ARGUMENT);
    const size_t sizes[] = {0, 8, sizeof *list - 1, sizeof *list + 1};
    for (size_t i = 0; i < 4; i++) {
        list[0].struct_size = sizes[i];
        cr_expect_eq(read_with(list, 1), ITER8_ERR_ARGUMENT, "%zu", sizes[i]);
    }
    list[0] = own("x");
    list[1].struct_size = sizeof *list + 8;
    cr_expect_eq(read_with(list, 2), ITER8_ERR_ARGUMENT, "sizes differ");
    list[1] = own(NULL);
    cr_expect_eq(read_with(list, 2), ITER8_ERR_ARGUMENT, "no name");
    list[1] = own("y");
    list[1].want = NULL;
    cr_expect_eq(read_with(list, 2), ITER8_ERR_ARGUMENT, "no function");
    static const double explorations[] = {NAN, -0.5, 100.5, INFINITY, -INFINITY};
    for (size_t i = 0; i < sizeof explorations / sizeof *explorations; i++) {
        list[1] = own("y");
        list[1].exploration_percent = explorations[i];
        cr_expect_eq(read_with(list, 2), ITER8_ERR_ARGUMENT, "%g", explorations[i]);
    }
}

/* A host of a later version hands over larger structs. */
Test(model_algorithm, larger_structs_are_stepped_over)
{
    struct larger {
        iter8_weight_algorithm known;
        uint64_t future;
    } list[2] = {{own("x"), 0}, {own("top_2"), 0}};
    list[0].known.struct_size = list[1].known.struct_size = sizeof *list;
    iter8_experiment *experiment = with_options(
        "iter8.tools/weight-algorithm: top_2",
        (iter8_experiment_options){.algorithms = &list[0].known, .algorithm_count = 2});
    cr_expect(experiment->spec.settings.custom == nothing);
    iter8_experiment_free(experiment);
}
