/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What an experiment says in annotations and in strength. */
#include "experiment/experiment.h"
#include "experiments.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OBJECTIVES "    objectives: [{metric: a, upperLimit: 1}, {metric: b, upperLimit: 1}]\n"

/* An experiment with these annotations and this strength, each a YAML mapping in braces. */
static char *text_with(const char *annotations, const char *strength)
{
    static const char format[] =
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
        "metadata:\n  name: e\n  annotations: {%s}\n"
        "spec:\n  target: t\n  strategy: {testingPattern: Canary}\n"
        "  criteria:\n    strength: {%s}\n" OBJECTIVES "  versionInfo: {baseline: {name: old},"
        " candidates: [{name: new}]}\n";
    size_t size = sizeof format + strlen(annotations) + strlen(strength);
    char *text = malloc(size);
    cr_assert_not_null(text);
    (void)snprintf(text, size, format, annotations, strength);
    return text;
}

static iter8_experiment *experiment_with(const char *annotations, const char *strength)
{
    char *text = text_with(annotations, strength);
    iter8_experiment *experiment = experiment_from(text);
    free(text);
    return experiment;
}

static void expect_problems_with(const char *annotations, const char *strength,
                                 const char *expected)
{
    char *text = text_with(annotations, strength);
    expect_problems(text, expected);
    free(text);
}

static void expect_budget(const iter8__budget *budget, iter8__budget wanted)
{
    cr_expect_eq(budget->consecutive, wanted.consecutive, "%d", budget->consecutive);
    cr_expect_eq(budget->failures, wanted.failures, "%d", budget->failures);
    cr_expect_eq(budget->of, wanted.of, "%d", budget->of);
    cr_expect_eq(budget->on_spent, wanted.on_spent, "%d", budget->on_spent);
}

Test(model_policy, nothing_said_is_safe)
{
    iter8_experiment *experiment = experiment_with("", "");
    const iter8__settings *settings = &experiment->spec.settings;
    cr_expect_eq(settings->quirks, 0);
    cr_expect_eq(settings->carry_intervals, 3);
    cr_expect_eq(settings->warm_up_s, 0);
    cr_expect_eq(settings->rollback_step, 100);
    cr_expect_eq(settings->give_up_s, 10);
    cr_expect_eq(settings->hold_intervals, 3);
    cr_expect_eq(settings->step_count, 0);
    expect_budget(&settings->source, (iter8__budget){0, 0, 0, 0});
    expect_budget(&experiment->spec.objectives[1].budget, (iter8__budget){1, 0, 0, 0});
    iter8_experiment_free(experiment);
}

Test(model_policy, a_profile_has_all_of_iter8s_ways_and_a_list_some)
{
    static const struct {
        const char *annotations;
        uint32_t quirks;
        int32_t carry;
    } cases[] = {
        {"iter8.tools/profile: default", 0, 3},
        {"iter8.tools/profile: iter8-v2alpha2", ITER8__ALL_QUIRKS, 0},
        {"iter8.tools/profile: iter8-v2alpha2, iter8.tools/carry-forward: '7'", ITER8__ALL_QUIRKS,
         7},
        {"iter8.tools/as-iter8: missing-rolls-back", ITER8__MISSING_ROLLS_BACK, 3},
        {"iter8.tools/as-iter8: ' no-objective-wins,errors-move-traffic  weights-by-position, '",
         ITER8__NO_OBJECTIVE_WINS | ITER8__ERRORS_MOVE_TRAFFIC | ITER8__WEIGHTS_BY_POSITION, 3},
        {"iter8.tools/as-iter8: 'rollback-keeps-traffic rollback-looks-finished"
         " missing-rolls-back failed-writes-count failed-reads-fail weights-by-position"
         " bare-metrics-unavailable no-objective-wins compare-not-finite errors-move-traffic"
         " unanswered-succeed failure-runs-nothing drift-becomes-plan changes-unnoticed "
         "unknown-fields-ignored any-sum-of-weights errors-without-reasons drift-unseen"
         " unmeasured-succeeds weights-need-not-hold trouble-untold'",
         ITER8__ALL_QUIRKS, 3},
        {"iter8.tools/as-iter8: ''", 0, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8_experiment *experiment = experiment_with(cases[i].annotations, "");
        cr_expect_eq(experiment->spec.settings.quirks, cases[i].quirks, "%s", cases[i].annotations);
        cr_expect_eq(experiment->spec.settings.carry_intervals, cases[i].carry, "%s",
                     cases[i].annotations);
        iter8_experiment_free(experiment);
    }
}

Test(model_policy, numbers_and_steps_are_read)
{
    iter8_experiment *experiment =
        experiment_with("iter8.tools/carry-forward: '100', iter8.tools/warm-up-seconds: '90',"
                        " iter8.tools/weight-steps: '1, 5 25,100', iter8.tools/rollback-step: '20'",
                        "");
    const iter8__settings *settings = &experiment->spec.settings;
    cr_expect_eq(settings->carry_intervals, 100);
    cr_expect_eq(settings->warm_up_s, 90);
    cr_expect_eq(settings->rollback_step, 20);
    cr_assert_eq(settings->step_count, 4);
    static const int32_t steps[] = {1, 5, 25, 100};
    cr_expect_arr_eq(settings->steps, steps, sizeof steps);
    iter8_experiment_free(experiment);
}

Test(model_policy, what_is_no_number_step_or_name_is_told_with_its_place)
{
    expect_problems_with(
        "iter8.tools/profile: iter8", "",
        "E ENUM 5:38 metadata.annotations['iter8.tools/profile']: \"iter8\" is not one of default "
        "or iter8-v2alpha2");
    expect_problems_with(
        "iter8.tools/carry-forward: '101'", "",
        "E RANGE 5:44 metadata.annotations['iter8.tools/carry-forward']: a whole number in 0..100 "
        "is wanted, not \"101\"");
    expect_problems_with(
        "iter8.tools/warm-up-seconds: 30", "",
        "E TYPE 5:46 metadata.annotations['iter8.tools/warm-up-seconds']: a text is wanted, not an "
        "integer");
    expect_problems_with(
        "iter8.tools/weight-steps: '5 20 20'", "",
        "E RANGE 5:43 metadata.annotations['iter8.tools/weight-steps']: the steps in \"5 20 20\" "
        "do not rise");
    expect_problems_with(
        "iter8.tools/floor-when-failing: '51'", "",
        "E RANGE 5:49 metadata.annotations['iter8.tools/floor-when-failing']: a whole number in "
        "0..50 is wanted, not \"51\"");
    expect_problems_with(
        "iter8.tools/floor-when-failing: none", "",
        "E ENUM 5:49 metadata.annotations['iter8.tools/floor-when-failing']: \"none\" is not "
        "explored, as-wanted or a percentage");
    expect_problems_with(
        "iter8.tools/rollback-step: -5", "",
        "E TYPE 5:44 metadata.annotations['iter8.tools/rollback-step']: a text is wanted, not an "
        "integer");
}

Test(model_policy, a_first_step_above_half_is_warned_of)
{
    char *text = text_with("iter8.tools/weight-steps: '51 100'", "");
    char *problems = problems_of(text, 0);
    cr_expect_not_null(strstr(problems, "W RANGE 5:43 metadata.annotations['iter8.tools/"
                                        "weight-steps']: the first step gives"),
                       "%s", problems);
    free(problems);
    free(text);
    text = text_with("iter8.tools/weight-steps: '50 100'", "");
    problems = problems_of(text, 0);
    cr_expect_str_eq(problems, "");
    free(problems);
    free(text);
}

Test(model_policy, a_list_of_ways_names_the_one_that_is_none)
{
    char *text = text_with("iter8.tools/as-iter8: 'missing-rolls-back, carelessly'", "");
    char *problems = problems_of(text, 0);
    cr_expect_not_null(strstr(problems, "E ENUM 5:39"), "%s", problems);
    cr_expect_not_null(strstr(problems, "\"carelessly\""), "%s", problems);
    free(problems);
    free(text);
}

Test(model_policy, an_annotation_that_nobody_knows_is_warned_of)
{
    expect_problems_with(
        "iter8.tools/warmup: '3', iter8.tools/haproxy-backend: b, other/thing: x", "",
        "W ENUM 5:37 metadata.annotations['iter8.tools/warmup']: unknown annotation, ignored "
        "(did you mean iter8.tools/warm-up-seconds?)");
}

Test(model_policy, budgets_are_for_one_metric_or_for_all)
{
    iter8_experiment *experiment = experiment_with(
        "", "budgets: [{consecutiveFailures: 2}, {metric: b, failures: 3, of: 10, onSpent: hold}],"
            " sourceErrors: {consecutiveFailures: 5, onSpent: rollback}");
    expect_budget(&experiment->spec.objectives[0].budget,
                  (iter8__budget){2, 0, 0, ITER8__SPENT_AS_USUAL});
    expect_budget(&experiment->spec.objectives[1].budget,
                  (iter8__budget){0, 3, 10, ITER8__SPENT_HOLD});
    expect_budget(&experiment->spec.settings.source,
                  (iter8__budget){5, 0, 0, ITER8__SPENT_ROLLBACK});
    iter8_experiment_free(experiment);
    experiment = experiment_with("", "budgets: [{metric: a, onSpent: notify}]");
    expect_budget(&experiment->spec.objectives[0].budget,
                  (iter8__budget){1, 0, 0, ITER8__SPENT_NOTIFY});
    iter8_experiment_free(experiment);
}

Test(model_policy, one_error_of_the_source_counts_where_nothing_is_said)
{
    expect_problems_with("", "sourceErrors: {failures: 3, of: 9}",
                         "E ENUM 10:41 spec.criteria.strength.sourceErrors.failures: unknown "
                         "field (did you mean consecutiveFailures?)\n"
                         "E ENUM 10:48 spec.criteria.strength.sourceErrors.of: unknown field");
    iter8_experiment *experiment = experiment_with("iter8.tools/as-iter8: unknown-fields-ignored",
                                                   "sourceErrors: {failures: 3, of: 9}");
    expect_budget(&experiment->spec.settings.source,
                  (iter8__budget){1, 0, 0, ITER8__SPENT_AS_USUAL});
    iter8_experiment_free(experiment);
}

Test(model_policy, a_budget_for_one_objective_stands_before_one_for_its_metric_and_one_for_all)
{
    static const char *const orders[] = {
        "budgets: [{consecutiveFailures: 2}, {metric: b, consecutiveFailures: 3},"
        " {objective: 1, consecutiveFailures: 4}]",
        "budgets: [{objective: 1, consecutiveFailures: 4}, {metric: b, consecutiveFailures: 3},"
        " {consecutiveFailures: 2}]"};
    for (int i = 0; i < 2; i++) {
        iter8_experiment *experiment = experiment_with("", orders[i]);
        cr_expect_eq(experiment->spec.objectives[0].budget.consecutive, 2);
        cr_expect_eq(experiment->spec.objectives[1].budget.consecutive, 4);
        iter8_experiment_free(experiment);
    }
    iter8_experiment *experiment = experiment_with(
        "", "budgets: [{metric: b, consecutiveFailures: 3}, {consecutiveFailures: 2}]");
    cr_expect_eq(experiment->spec.objectives[1].budget.consecutive, 3);
    iter8_experiment_free(experiment);
}

Test(model_policy, a_metric_is_found_by_its_bare_and_by_its_full_name)
{
    iter8_experiment *experiment =
        experiment_with("", "budgets: [{metric: default/b, consecutiveFailures: 3}],"
                            " metrics: [{metric: default/a, kind: mean}]");
    cr_expect_eq(experiment->spec.objectives[1].budget.consecutive, 3);
    cr_expect_eq(experiment->spec.objectives[0].kind, ITER8_METRIC_MEAN);
    iter8_experiment_free(experiment);
    expect_problems_with("", "budgets: [{metric: elsewhere/b}]",
                         "W NO_METRIC 10:35 spec.criteria.strength.budgets[0].metric: no objective "
                         "is about elsewhere/b");
}

Test(model_policy, a_budget_that_is_none_is_told_with_its_place)
{
    expect_problems_with("", "budgets: [{metric: a, objective: 0}]",
                         "E RANGE 10:49 spec.criteria.strength.budgets[0].objective: a budget is "
                         "for a metric or for an objective, not for both");
    expect_problems_with("", "budgets: [{objective: 2}]",
                         "W RANGE 10:38 spec.criteria.strength.budgets[0].objective: no objective "
                         "has this index, from 0");
    expect_problems_with("", "budgets: [{failures: 3}]",
                         "E REQUIRED 10:26 spec.criteria.strength.budgets[0]: failures and of "
                         "belong together: so many failures of the last so many measurements");
    expect_problems_with("", "budgets: [{failures: 3, of: 2}]",
                         "E RANGE 10:37 spec.criteria.strength.budgets[0].failures: more failures "
                         "than measurements can never be reached");
    expect_problems_with("", "budgets: [{failures: 3, of: null}]",
                         "E REQUIRED 10:26 spec.criteria.strength.budgets[0]: failures and of "
                         "belong together: so many failures of the last so many measurements");
    expect_problems_with("", "budgets: [{failures: 3, of: 65}]",
                         "E RANGE 10:44 spec.criteria.strength.budgets[0].of: 65 is not in 1..64");
    expect_problems_with("", "budgets: [{consecutiveFailures: 65}]",
                         "E RANGE 10:48 spec.criteria.strength.budgets[0].consecutiveFailures: 65 "
                         "is not in 1..64");
    expect_problems_with("", "sourceErrors: {onSpent: panic}",
                         "E ENUM 10:40 spec.criteria.strength.sourceErrors.onSpent: \"panic\" is "
                         "not one of rollback, hold or notify");
    expect_problems_with("", "budgets: [{metric: c}]",
                         "W NO_METRIC 10:35 spec.criteria.strength.budgets[0].metric: no objective "
                         "is about c");
    expect_problems_with("", "budgets: [{consecutive: 3}]",
                         "E ENUM 10:40 spec.criteria.strength.budgets[0].consecutive: unknown "
                         "field (did you mean consecutiveFailures?)");
}

Test(model_policy, a_relative_limit_that_is_none_is_told_with_its_place)
{
    expect_problems_with("", "relativeLimits: [{metric: a, lowerLimit: 0, upperLimit: '1.1'}]", "");
    expect_problems_with("", "relativeLimits: [{metric: a}]",
                         "E REQUIRED 10:33 spec.criteria.strength.relativeLimits[0]: lowerLimit or "
                         "upperLimit is wanted: how many times the baseline's value; or "
                         "lowerMargin or upperMargin: how much beside it");
    expect_problems_with("", "relativeLimits: [{upperLimit: 1}]",
                         "E REQUIRED 10:33 spec.criteria.strength.relativeLimits[0].metric: "
                         "required field is missing");
    expect_problems_with("", "relativeLimits: [{metric: a, upperLimit: -1}]",
                         "E RANGE 10:57 spec.criteria.strength.relativeLimits[0].upperLimit: a "
                         "multiple of the baseline's value is not negative");
    expect_problems_with("", "relativeLimits: [{metric: a, lowerLimit: 2, upperLimit: 1}]",
                         "E LIMITS 10:72 spec.criteria.strength.relativeLimits[0].upperLimit: the "
                         "upper limit is below the lower limit, so no value could meet the "
                         "objective");
    expect_problems_with("", "relativeLimits: [{metric: c, upperLimit: 1}]",
                         "W NO_METRIC 10:42 spec.criteria.strength.relativeLimits[0].metric: no "
                         "objective is about c");
    expect_problems_with("", "relativeLimits: [{metric: a, upperLimit: 1, times: 2}]",
                         "E ENUM 10:67 spec.criteria.strength.relativeLimits[0].times: unknown "
                         "field");
}

Test(model_policy, a_limit_that_is_null_is_none)
{
    expect_problems_with("", "relativeLimits: [{metric: a, upperLimit: null}]",
                         "E REQUIRED 10:33 spec.criteria.strength.relativeLimits[0]: lowerLimit or "
                         "upperLimit is wanted: how many times the baseline's value; or "
                         "lowerMargin or upperMargin: how much beside it");
    expect_problems_with("", "relativeLimits: [{metric: a, lowerLimit: null, upperLimit: 2}]", "");
}

/* The last one would stand, and the limit of the first be lost. */
Test(model_policy, a_metric_is_named_once_bare_or_in_full)
{
    expect_problems_with("",
                         "relativeLimits: [{metric: a, upperLimit: 1},"
                         " {metric: b, upperLimit: 1}, {metric: a, lowerLimit: 1}]",
                         "E DUPLICATE_NAME 10:98 spec.criteria.strength.relativeLimits[2].metric: "
                         "an earlier item is about this metric: what is said of one belongs into "
                         "one item");
    expect_problems_with("", "metrics: [{metric: a, kind: mean}, {metric: default/a, kind: mean}]",
                         "E DUPLICATE_NAME 10:60 spec.criteria.strength.metrics[1].metric: an "
                         "earlier item is about this metric: what is said of one belongs into one "
                         "item");
}

/* Who asks for a test that is not there must not believe that it is made. */
Test(model_policy, what_strength_does_not_know_is_refused_but_in_iter8s_way)
{
    expect_problems_with("", "bugets: []",
                         "E ENUM 10:24 spec.criteria.strength.bugets: unknown field (did you mean "
                         "budgets?)");
    expect_problems_with("iter8.tools/profile: iter8-v2alpha2", "bugets: []",
                         "W ENUM 10:24 spec.criteria.strength.bugets: unknown field, ignored (did "
                         "you mean budgets?)");
}

Test(model_policy, annotations_that_were_meant_for_us_are_named)
{
    static const struct {
        const char *annotation;
        const char *problem;
    } cases[] = {
        {"iter8.tools/weight-step: '1'",
         "W ENUM 5:42 metadata.annotations['iter8.tools/weight-step']: unknown annotation, ignored "
         "(did you mean iter8.tools/weight-steps?)"},
        {"iter8.tools/weightSteps: '1'",
         "W ENUM 5:42 metadata.annotations['iter8.tools/weightSteps']: unknown annotation, ignored "
         "(did you mean iter8.tools/weight-steps?)"},
        {"iter8.tool/profile: default",
         "W ENUM 5:37 metadata.annotations['iter8.tool/profile']: unknown annotation, ignored (did "
         "you mean iter8.tools/profile?)"},
        {"weight-steps: '1'", "W ENUM 5:31 metadata.annotations.weight-steps: unknown annotation, "
                              "ignored (did you mean iter8.tools/weight-steps?)"},
        {"weight-step: '1'", "W ENUM 5:30 metadata.annotations.weight-step: unknown annotation, "
                             "ignored (did you mean iter8.tools/weight-steps?)"},
        {"iter8/weight-steps: '1'", "W ENUM 5:37 metadata.annotations.iter8/weight-steps: unknown "
                                    "annotation, ignored (did you "
                                    "mean iter8.tools/weight-steps?)"},
        {"iter8.tools.weight-steps: '1'",
         "W ENUM 5:43 metadata.annotations['iter8.tools.weight-steps']: unknown annotation, "
         "ignored "
         "(did you mean iter8.tools/weight-steps?)"},
        {"Iter8.tools/profile: default", "W ENUM 5:38 metadata.annotations['Iter8.tools/profile']: "
                                         "unknown annotation, ignored (did "
                                         "you mean iter8.tools/profile?)"},
        {"iter8.tools/as-iter8: no-objective-win",
         "E ENUM 5:39 metadata.annotations['iter8.tools/as-iter8']: \"no-objective-win\" is none "
         "of "
         "Iter8's ways that can be asked for (did you mean no-objective-wins?)"},
        {"example.com/profile: mine", ""},
        {"example.com/weight-steps: mine", ""},
        {"state: mine", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        expect_problems_with(cases[i].annotation, "", cases[i].problem);
}

static int read_with_defaults(const char *text, const char *defaults, iter8_diagnostics *list,
                              iter8_experiment **out)
{
    iter8_document *document = only_document_of(defaults);
    iter8_experiment_options options = {.struct_size = sizeof options, .defaults = document};
    int rc = iter8_experiment_read(text, strlen(text), &options, list, out);
    iter8_document_free(document);
    return rc;
}

Test(model_policy, a_hosts_defaults_hold_where_the_experiment_says_nothing)
{
    static const char defaults[] =
        "metadata: {annotations: {iter8.tools/profile: iter8-v2alpha2,"
        " iter8.tools/warm-up-seconds: '5', iter8.tools/rollback-step: '10'}}\n"
        "spec: {criteria: {strength: {budgets: [{metric: a, consecutiveFailures: 4},"
        " {metric: somewhere/else, consecutiveFailures: 9}]}}}\n";
    char *text = text_with("iter8.tools/profile: default, iter8.tools/rollback-step: '30'",
                           "budgets: [{metric: b, consecutiveFailures: 2}]");
    iter8_experiment *experiment;
    cr_assert_eq(read_with_defaults(text, defaults, NULL, &experiment), ITER8_OK);
    const iter8__settings *settings = &experiment->spec.settings;
    cr_expect_eq(settings->quirks, 0);
    cr_expect_eq(settings->warm_up_s, 5);
    cr_expect_eq(settings->rollback_step, 30);
    cr_expect_eq(experiment->spec.objectives[0].budget.consecutive, 4);
    cr_expect_eq(experiment->spec.objectives[1].budget.consecutive, 2);
    iter8_experiment_free(experiment);
    free(text);
}

/* Metric by metric, and whole: a limit of the defaults does not stand beside one of the
 * experiment's.
 */
Test(model_policy, what_an_experiment_says_of_relative_limits_replaces_the_defaults)
{
    static const char defaults[] =
        "spec: {criteria: {strength: {relativeLimits: [{metric: a, upperLimit: 2},"
        " {metric: b, upperLimit: 3}, {metric: c, upperLimit: 4}]}}}\n";
    char *text = text_with("", "relativeLimits: [{metric: default/a, lowerLimit: '0.5'}]");
    iter8_experiment *experiment;
    cr_assert_eq(read_with_defaults(text, defaults, NULL, &experiment), ITER8_OK);
    const iter8__objective *objectives = experiment->spec.objectives;
    const iter8_limit *lower =
        iter8__objective_limit(&objectives[0], ITER8_LIMIT_LOWER, ITER8_LIMIT_BASELINE);
    cr_expect(lower != NULL && lower->multiple == 0.5);
    cr_expect_null(iter8__objective_limit(&objectives[0], ITER8_LIMIT_UPPER, ITER8_LIMIT_BASELINE));
    const iter8_limit *upper =
        iter8__objective_limit(&objectives[1], ITER8_LIMIT_UPPER, ITER8_LIMIT_BASELINE);
    cr_expect(upper != NULL && upper->multiple == 3.0);
    iter8_experiment_free(experiment);
    free(text);
}

Test(model_policy, what_an_experiment_says_of_all_stands_before_what_defaults_say_of_one)
{
    static const char defaults[] =
        "spec: {criteria: {strength: {budgets: [{metric: a, consecutiveFailures: 4}]}}}\n";
    char *text = text_with("", "budgets: [{consecutiveFailures: 2}]");
    iter8_experiment *experiment;
    cr_assert_eq(read_with_defaults(text, defaults, NULL, &experiment), ITER8_OK);
    cr_expect_eq(experiment->spec.objectives[0].budget.consecutive, 2);
    iter8_experiment_free(experiment);
    free(text);
}

Test(model_policy, defaults_that_are_wrong_are_told_with_places_of_their_own)
{
    iter8_diagnostics *list;
    iter8_experiment *experiment;
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    char *text = text_with("", "");
    cr_assert_eq(read_with_defaults(text, "metadata:\n  annotations: {iter8.tools/profile: no}\n",
                                    list, &experiment),
                 ITER8_ERR_INVALID);
    cr_assert_null(experiment);
    char *problems = problems_text(list);
    cr_expect_eq(strncmp(problems, "E TYPE", 6), 0, "%s", problems);
    free(problems);
    free(text);
    iter8_diagnostics_free(list);
}

Test(model_policy, annotations_among_the_labels_are_warned_of)
{
    static const struct {
        const char *label;
        const char *problem;
    } cases[] = {
        {"iter8.tools/weight-steps: '1'",
         "W ENUM 6:38 metadata.labels['iter8.tools/weight-steps']: a label says nothing here (did "
         "you mean the annotation iter8.tools/weight-steps?)"},
        {"weight-step: '1'", "W ENUM 6:25 metadata.labels.weight-step: a label says nothing here "
                             "(did you mean the annotation iter8.tools/weight-steps?)"},
        {"iter8.tools/team: ours", ""},
        {"state: ours", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[200];
        (void)snprintf(text, sizeof text, "other: x}\n  labels: {%s", cases[i].label);
        expect_problems_with(text, "", cases[i].problem);
    }
}
