/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiments.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static void expect_defaults(const char *defaults, const char *expected)
{
    iter8_diagnostics *list;
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    iter8_document *document = only_document_of(defaults);
    int rc = iter8_defaults_check(document, list);
    char *problems = problems_text(list);
    cr_expect_eq(rc, strstr(problems, "E ") == problems ? ITER8_ERR_INVALID : ITER8_OK);
    cr_expect_str_eq(problems, expected, "%s--- gave:\n%s", defaults, problems);
    free(problems);
    iter8_document_free(document);
    iter8_diagnostics_free(list);
}

Test(model_defaults, defaults_of_another_kind_or_form_are_refused)
{
    expect_defaults("{kind: Metric}", "E KIND 0:0 kind: Experiment is wanted, not Metric");
    expect_defaults("{apiVersion: v1}",
                    "E KIND 0:0 apiVersion: iter8.tools/v2alpha2 is wanted, not v1");
    expect_defaults("[]", "E TYPE 0:0 a mapping is wanted, not a list");
    expect_defaults("hello", "E TYPE 0:0 a mapping is wanted, not a text");
    expect_defaults("{annotations: {iter8.tools/rollback-step: '5'}, metadata: {annotations: {}}}",
                    "E ENUM 0:0 annotations: unknown field");
    expect_defaults("{strength: {}, spec: {criteria: {strength: {}}}}",
                    "E ENUM 0:0 strength: unknown field");
    expect_defaults("{kind: Experiment, metadata: {annotations: {iter8.tools/rollback-step: '5'}},"
                    " spec: {target: t}}",
                    "W ENUM 0:0 spec.target: there are no defaults of this");
    expect_defaults("{spec: {strength: {}, criteria: {strength: {}, budgets: []}}}",
                    "E ENUM 0:0 spec.strength: unknown field\n"
                    "E ENUM 0:0 spec.criteria.budgets: unknown field");
    expect_defaults("{metadata: {annotations: {}, labels: {iter8.tools/profile: default}}}",
                    "W ENUM 0:0 metadata.labels['iter8.tools/profile']: a label says nothing here "
                    "(did you mean the annotation iter8.tools/profile?)");
    expect_defaults("{}", "W REQUIRED 0:0 nothing is said here: defaults have "
                          "metadata.annotations or spec.criteria.strength");
    expect_defaults("{spec: {criteria: {strength: {bugets: []}}}}",
                    "E ENUM 0:0 spec.criteria.strength.bugets: unknown field (did you mean "
                    "budgets?)");
    expect_defaults("{metadata: {annotations: {iter8.tools/profile: iter8-v2alpha2}},"
                    " spec: {criteria: {strength: {bugets: []}}}}",
                    "W ENUM 0:0 spec.criteria.strength.bugets: unknown field, ignored (did you "
                    "mean budgets?)");
}

Test(model_defaults, a_problem_says_whether_the_defaults_have_it)
{
    iter8_diagnostics *list;
    iter8_experiment *experiment;
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    static const char text[] = "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
                               "metadata: {name: e, annotations: {iter8.tools/odd: '1'}}\n"
                               "spec: {target: t, strategy: {testingPattern: Canary}}\n";
    iter8_document *defaults = only_document_of("metadata: {annotations: {iter8.tools/even: '2'}}");
    iter8_experiment_options options = {.struct_size = sizeof options, .defaults = defaults};
    cr_assert_eq(iter8_experiment_read(text, strlen(text), &options, list, &experiment), ITER8_OK);
    cr_assert_eq(iter8_diagnostics_count(list), 2);
    for (size_t i = 0; i < 2; i++) {
        iter8_diagnostic one = {.struct_size = sizeof one};
        cr_assert_eq(iter8_diagnostics_get(list, i, &one), ITER8_OK);
        cr_expect_eq(one.origin, strstr(one.path, "even") != NULL ? ITER8_ORIGIN_DEFAULTS
                                                                  : ITER8_ORIGIN_DOCUMENT);
    }
    iter8_experiment_free(experiment);
    iter8_document_free(defaults);
    iter8_diagnostics_free(list);
}
