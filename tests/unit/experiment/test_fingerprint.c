/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What belongs to what is judged, and what does not. */
#include "experiment/fingerprint.h"

#include "experiments.h"
#include "iter8/error.h"
#include "iter8/init.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

TestSuite(model_fingerprint);

#define TOP      "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
#define META     "metadata: {name: e, namespace: ns}\n"
#define STRATEGY "  strategy: {testingPattern: A/B}\n"
#define CRITERIA                                                                                   \
    "  criteria: {objectives: [{metric: m, upperLimit: '0.05'}],"                                  \
    " rewards: [{metric: r, preferredDirection: High}]}\n"
#define VERSIONS                                                                                   \
    "  versionInfo: {baseline: {name: a},"                                                         \
    " candidates: [{name: b, variables: [{name: x, value: '1'}, {name: z, value: '2'}]}]}\n"

static const char plain[] = TOP META "spec:\n  target: t\n" STRATEGY CRITERIA VERSIONS;

static iter8__fingerprint of(const char *text)
{
    iter8_experiment *experiment = experiment_from(text);
    iter8__fingerprint made = iter8__fingerprint_of(experiment);
    iter8_experiment_free(experiment);
    return made;
}

static int same_parts(const char *a, const char *b)
{
    iter8__fingerprint one = of(a);
    iter8__fingerprint other = of(b);
    int same = 0;
    for (int i = 0; i < ITER8__JUDGED_PARTS; i++)
        same |= (one.part[i] == other.part[i]) << i;
    return same;
}

enum { TARGET = 1, OF_VERSIONS = 2, OF_CRITERIA = 4, ALL = 7 };

Test(model_fingerprint, spelling_order_and_pace_are_no_part_of_it)
{
    static const char *const texts[] = {
        TOP "metadata: {namespace: ns, name: e, labels: {a: b}}\nspec:\n" VERSIONS CRITERIA STRATEGY
            "  target: t\n  duration: {maxLoops: 7, intervalSeconds: 3}\n",
        TOP META "spec:\n  target: t\n" STRATEGY VERSIONS
                 "  criteria: {indicators: [i], objectives: [{upperLimit: 50m, metric: ns/m,"
                 " rollback_on_failure: false}],"
                 " rewards: [{preferredDirection: High, metric: r}]}\n",
        TOP META "spec:\n  target: t\n" STRATEGY CRITERIA
                 "  versionInfo: {baseline: {name: a, variables: []}, candidates: [{variables:"
                 " [{name: z, value: '2'}, {name: x, value: '0'}, {name: x, value: '1'}],"
                 " name: b}]}\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect_eq(same_parts(plain, texts[i]), ALL, "%s", texts[i]);
}

Test(model_fingerprint, what_is_judged_is_part_of_it)
{
    static const struct {
        const char *text;
        int same;
    } cases[] = {
        {TOP META "spec:\n  target: u\n" STRATEGY CRITERIA VERSIONS, OF_VERSIONS | OF_CRITERIA},
        {TOP META "spec:\n  target: t\n  strategy: {testingPattern: A/B/N}\n" CRITERIA VERSIONS,
         TARGET | OF_VERSIONS},
        {TOP META "spec:\n  target: t\n" STRATEGY VERSIONS
                  "  criteria: {objectives: [{metric: m, upperLimit: '0.06'}],"
                  " rewards: [{metric: r, preferredDirection: High}]}\n",
         TARGET | OF_VERSIONS},
        {TOP META "spec:\n  target: t\n" STRATEGY VERSIONS
                  "  criteria: {objectives: [{metric: m, upperLimit: '0.05'}],"
                  " rewards: [{metric: r, preferredDirection: High}],"
                  " strength: {budgets: [{consecutiveFailures: 3}]}}\n",
         TARGET | OF_VERSIONS},
        {TOP META "spec:\n  target: t\n" STRATEGY VERSIONS
                  "  criteria: {objectives: [{metric: m, upperLimit: '0.05'}],"
                  " rewards: [{metric: r, preferredDirection: High}], strength: {metFor: 3}}\n",
         TARGET | OF_VERSIONS},
        {TOP META "spec:\n  target: t\n" STRATEGY VERSIONS
                  "  criteria: {objectives: [{metric: m, upperLimit: '0.05'}],"
                  " rewards: [{metric: r, preferredDirection: High}], strength: {metFor: 1}}\n",
         ALL},
        {TOP META "spec:\n  target: t\n" STRATEGY CRITERIA
                  "  versionInfo: {baseline: {name: a}, candidates: [{name: b, variables:"
                  " [{name: x, value: '1'}, {name: z, value: '3'}]}]}\n",
         TARGET | OF_CRITERIA},
        {TOP META "spec:\n  target: t\n" STRATEGY CRITERIA
                  "  versionInfo: {baseline: {name: a}, candidates: [{name: b, weightObjRef:"
                  " {apiVersion: v1, kind: Route, name: r, fieldPath: .w}, variables:"
                  " [{name: x, value: '1'}, {name: z, value: '2'}]}]}\n",
         TARGET | OF_CRITERIA},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(same_parts(plain, cases[i].text), cases[i].same, "%s", cases[i].text);
}

Test(model_fingerprint, what_the_hosts_defaults_say_is_part_of_it)
{
    iter8_document *defaults =
        only_document_of("spec: {criteria: {strength: {budgets: [{consecutiveFailures: 3}]}}}");
    iter8_experiment_options options = ITER8_INIT(iter8_experiment_options);
    options.defaults = defaults;
    iter8_experiment *with;
    cr_assert_eq(iter8_experiment_read(plain, strlen(plain), &options, NULL, &with), ITER8_OK);
    iter8__fingerprint a = of(plain);
    iter8__fingerprint b = iter8__fingerprint_of(with);
    cr_expect_neq(a.part[ITER8__JUDGED_CRITERIA], b.part[ITER8__JUDGED_CRITERIA]);
    cr_expect_eq(a.part[ITER8__JUDGED_VERSIONS], b.part[ITER8__JUDGED_VERSIONS]);
    iter8_experiment_free(with);
    iter8_document_free(defaults);
}

Test(model_fingerprint, it_survives_as_text)
{
    char text[ITER8__FINGERPRINT_BYTES];
    iter8__fingerprint made = of(plain);
    iter8__fingerprint again;
    iter8__fingerprint_format(&made, text);
    cr_expect_eq(strlen(text), sizeof text - 1);
    iter8__fingerprint_parse(text, &again);
    cr_expect(again.known);
    cr_expect_arr_eq(again.part, made.part, sizeof made.part);
}

Test(model_fingerprint, another_form_is_not_known)
{
    static const char *const texts[] = {"",
                                        "1",
                                        "2-01234567-01234567-01234567",
                                        "1-01234567-01234567",
                                        "1-01234567-01234567-0123456g",
                                        "1-01234567-01234567-01234567-"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        iter8__fingerprint out;
        iter8__fingerprint_parse(texts[i], &out);
        cr_expect_not(out.known, "%s", texts[i]);
    }
}
