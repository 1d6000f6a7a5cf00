/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiments.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An experiment of a pattern with so many candidates and rewards; begins at line 6. */
static char *pattern_text(const char *pattern, int candidates, int rewards)
{
    char *text = malloc(2000);
    int n = snprintf(text, 2000,
                     EXPERIMENT_HEAD "  strategy: {testingPattern: %s}\n  criteria:\n"
                                     "    rewards: [",
                     pattern);
    for (int i = 0; i < rewards; i++)
        n += snprintf(text + n, 2000 - n, "{metric: r%d, preferredDirection: High}, ", i);
    n += snprintf(text + n, 2000 - n,
                  "]\n  versionInfo:\n    baseline: {name: b}\n"
                  "    candidates: [");
    for (int i = 0; i < candidates; i++)
        n += snprintf(text + n, 2000 - n, "{name: c%d}, ", i);
    snprintf(text + n, 2000 - n, "]\n");
    return text;
}

#define REWARDS    "E REWARDS 8:14 spec.criteria.rewards: "
#define CANDIDATES "E CANDIDATES 11:17 spec.versionInfo.candidates: "

Test(model_spec_validate, patterns_want_their_numbers_of_candidates_and_rewards)
{
    static const struct {
        const char *pattern;
        int candidates;
        int rewards;
        const char *problems;
    } cases[] = {
        {"Conformance", 0, 0, ""},
        {"Conformance", 1, 0, CANDIDATES "a Conformance experiment has no candidates"},
        {"Conformance", 0, 1, REWARDS "a Conformance experiment has no rewards"},
        {"Canary", 1, 0, ""},
        {"Canary", 0, 0, CANDIDATES "a Canary experiment has exactly one candidate"},
        {"Canary", 2, 0, CANDIDATES "a Canary experiment has exactly one candidate"},
        {"Canary", 1, 1, REWARDS "a Canary experiment has no rewards"},
        {"A/B", 1, 1, ""},
        {"A/B", 0, 1, CANDIDATES "an A/B experiment has exactly one candidate"},
        {"A/B", 2, 1, CANDIDATES "an A/B experiment has exactly one candidate"},
        {"A/B", 1, 0, REWARDS "an A/B experiment has exactly one reward"},
        {"A/B", 1, 2, REWARDS "an A/B experiment has exactly one reward"},
        {"A/B/N", 1, 1, ""},
        {"A/B/N", 4, 1, ""},
        {"A/B/N", 0, 1, CANDIDATES "an A/B/N experiment has at least one candidate"},
        {"A/B/N", 3, 0, REWARDS "an A/B/N experiment has exactly one reward"},
        {"A/B/N", 0, 2,
         REWARDS "an A/B/N experiment has exactly one reward\n" CANDIDATES
                 "an A/B/N experiment has at least one candidate"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = pattern_text(cases[i].pattern, cases[i].candidates, cases[i].rewards);
        expect_problems(text, cases[i].problems);
        char *partial = problems_of(text, 1);
        cr_expect_str_empty(partial, "%s", partial);
        free(partial);
        free(text);
    }
}

Test(model_spec_validate, versions_may_come_from_the_start_action)
{
    expect_problems(EXPERIMENT_HEAD "  strategy: {testingPattern: Canary}\n", "");
}

Test(model_spec_validate, each_name_is_used_once)
{
    expect_problems(
        EXPERIMENT_HEAD "  strategy: {testingPattern: A/B/N}\n"
                        "  criteria: {rewards: [{metric: m, preferredDirection: Low}]}\n"
                        "  versionInfo:\n    baseline: {name: a}\n"
                        "    candidates:\n    - name: b\n    - name: a\n    - name: a\n",
        "E DUPLICATE_NAME 12:13 spec.versionInfo.candidates[1].name: version names must be "
        "unique; this one is used twice: a\n"
        "E DUPLICATE_NAME 13:13 spec.versionInfo.candidates[2].name: version names must be "
        "unique; this one is used twice: a");
}

Test(model_spec_validate, versions_without_a_name_are_not_namesakes)
{
    expect_problems(
        EXPERIMENT_HEAD "  strategy: {testingPattern: A/B/N}\n"
                        "  criteria: {rewards: [{metric: m, preferredDirection: Low}]}\n"
                        "  versionInfo: {baseline: {}, candidates: [{}]}\n",
        "E REQUIRED 8:27 spec.versionInfo.baseline.name: required field is missing\n"
        "E REQUIRED 8:44 spec.versionInfo.candidates[0].name: required field is missing");
}

Test(model_spec_validate, limits_may_leave_one_value)
{
    expect_problems(EXPERIMENT_HEAD "  strategy: {testingPattern: Canary}\n  criteria: {objectives:"
                                    " [{metric: m, lowerLimit: 0.5, upperLimit: 500m}]}\n",
                    "");
}

/* Two versions of a canary, each with a weightObjRef; these begin in lines 10 and 13. */
#define REFERENCES(first, second)                                                                  \
    EXPERIMENT_HEAD "  strategy: {testingPattern: Canary}\n  versionInfo:\n    baseline:\n"        \
                    "      name: a\n      weightObjRef: " first "\n    candidates:\n"              \
                    "    - name: b\n      weightObjRef: " second "\n"
#define REF(rest) "{apiVersion: v1, kind: K, name: o, " rest "}"
#define SHARED                                                                                     \
    "spec.versionInfo.candidates[0].weightObjRef.fieldPath: the field already holds the weight "   \
    "of version a"

Test(model_spec_validate, two_versions_do_not_share_a_field)
{
    static const struct {
        const char *text;
        const char *problems;
    } cases[] = {
        {REFERENCES(REF("fieldPath: .a"), REF("fieldPath: .b")), ""},
        {REFERENCES(REF("fieldPath: .a"), REF("fieldPath: .a")), "E SHARED_FIELD 13:67 " SHARED},
        {REFERENCES(REF("fieldPath: .a, namespace: x"), REF("fieldPath: .a, namespace: z")), ""},
        /* The experiment's own namespace is ns. */
        {REFERENCES(REF("fieldPath: .a, namespace: ns"), REF("fieldPath: .a")),
         "E SHARED_FIELD 13:67 " SHARED},
        {REFERENCES(REF("fieldPath: .a"), "{apiVersion: v1, kind: K, name: p, fieldPath: .a}"), ""},
        {REFERENCES(REF("fieldPath: .a"), "{apiVersion: v2, kind: K, name: o, fieldPath: .a}"), ""},
        {REFERENCES(REF("fieldPath: .a"), "{apiVersion: v1, kind: L, name: o, fieldPath: .a}"), ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_problems(cases[i].text, cases[i].problems);
}

Test(model_spec_validate, field_paths_are_well_formed)
{
    static const struct {
        const char *text;
        const char *problems;
    } cases[] = {
        {REFERENCES(REF("fieldPath: '.a[0].b'"), REF("fieldPath: \".a['b c'].d\"")), ""},
        {REFERENCES(REF("fieldPath: a"), REF("fieldPath: .b")),
         "E FIELD_PATH 10:67 spec.versionInfo.baseline.weightObjRef.fieldPath: a field path "
         "starts with '.', such as .spec.http[0].route[1].weight"},
        {REFERENCES(REF("fieldPath: .a"), REF("fieldPath: '.b[x]'")),
         "E FIELD_PATH 13:67 spec.versionInfo.candidates[0].weightObjRef.fieldPath: malformed "
         "field path .b[x]"},
        {REFERENCES(REF("fieldPath: .a."), REF("fieldPath: ..b")),
         "E FIELD_PATH 10:67 spec.versionInfo.baseline.weightObjRef.fieldPath: malformed field "
         "path .a.\n"
         "E FIELD_PATH 13:67 spec.versionInfo.candidates[0].weightObjRef.fieldPath: malformed "
         "field path ..b"},
        {REFERENCES(REF("uid: u"), REF("fieldPath: ''")),
         "E REQUIRED 10:21 spec.versionInfo.baseline.weightObjRef.fieldPath: required field is "
         "missing\n"
         "E REQUIRED 13:67 spec.versionInfo.candidates[0].weightObjRef.fieldPath: must not be "
         "empty"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_problems(cases[i].text, cases[i].problems);
}

Test(model_spec_validate, without_criteria_a_reward_is_missed)
{
    static const char versions[] =
        "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n";
    static const char *const patterns[] = {"A/B", "A/B/N"};
    for (size_t i = 0; i < 2; i++) {
        char text[400];
        snprintf(text, sizeof text, EXPERIMENT_HEAD "  strategy: {testingPattern: %s}\n%s",
                 patterns[i], versions);
        char *problems = problems_of(text, 0);
        cr_expect_not_null(strstr(problems, "spec.criteria.rewards: an A/B"), "%s", problems);
        cr_expect_not_null(strstr(problems, "experiment has exactly one reward"), "%s", problems);
        free(problems);
    }
}
