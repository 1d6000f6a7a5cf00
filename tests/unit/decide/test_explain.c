/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/decide.h"
#include "decide/explain.h"
#include "experiment/experiment.h"
#include "experiments.h"
#include "iter8/analysis.h"
#include "iter8/error.h"
#include "iter8/metric.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* A canary with one objective on m and another on k; the values stand in the status. */
static iter8_experiment *canary(const char *values)
{
    char text[2000] = "spec:\n  strategy: {testingPattern: Canary, weights: {maxCandidateWeight: "
                      "50, maxCandidateWeightIncrement: 20}}\n"
                      "  criteria: {objectives: [{metric: m, lowerLimit: 1, upperLimit: 2},"
                      " {metric: k}]}\n"
                      "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n"
                      "status: {analysis: {aggregatedMetrics: {data: {";
    return partial_from(strcat(strcat(text, values), "}}}}"));
}

static iter8_analysis *analyzed(const iter8_experiment *experiment)
{
    iter8_analysis *analysis;
    cr_assert_eq(iter8_analyze(experiment, NULL, NULL, &analysis), ITER8_OK);
    return analysis;
}

Test(model_explain, version_is_told_what_it_misses)
{
    static const struct {
        const char *values;
        const char *explanation; /* of the candidate */
    } cases[] = {
        {"", "m, k: no value"},
        {"m: {data: {a: {value: 1}}}, k: {data: {b: {value: 1}}}", "m: no value"},
        {"m: {data: {b: {reason: no requests}}}, k: {data: {b: {value: 1}}}",
         "m: no value (no requests)"},
        {"m: {data: {b: {reason: timeout}}}, k: {data: {b: {reason: timeout}}}",
         "m, k: no value (timeout)"},
        {"m: {data: {b: {reason: timeout}}}", "m: no value (timeout); k: no value"},
        {"m: {data: {b: {value: 0.5}}}, k: {data: {b: {value: 1}}}",
         "m is 0.5, below its lower limit 1"},
        {"m: {data: {b: {value: 2.048}}}, k: {data: {b: {value: 1}}}",
         "m is 2.048, above its upper limit 2"},
        {"m: {data: {b: {value: '2.000000001'}}}, k: {data: {b: {value: 1}}}",
         "m is 2.000000001, above its upper limit 2"},
        {"m: {data: {b: {value: 3}}}, k: {}", "m is 3, above its upper limit 2; k: no value"},
        {"m: {data: {b: {value: 2}}}, k: {data: {b: {value: 0}}}", "all objectives are met"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8_experiment *experiment = canary(cases[i].values);
        iter8_analysis *analysis = analyzed(experiment);
        char *text = explained(analysis, 1);
        cr_expect_str_eq(text, cases[i].explanation, "%s: %s", cases[i].values, text);
        free(text);
        iter8_analysis_free(analysis);
        iter8_experiment_free(experiment);
    }
}

Test(model_explain, version_without_objectives_says_so)
{
    iter8_experiment *experiment =
        partial_from("spec: {strategy: {testingPattern: Canary},"
                     " versionInfo: {baseline: {name: a}, candidates: [{name: b}]}}");
    iter8_analysis *analysis = analyzed(experiment);
    char *text = explained(analysis, 0);
    cr_expect_str_eq(text, "there are no objectives");
    free(text);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

/* What the analysis writes at a path, which is a text. */
static void expect_written(const char *values, const char *path, const char *expected)
{
    iter8_experiment *experiment = canary(values);
    iter8_analysis *analysis = analyzed(experiment);
    char *text = analysis_written(analysis, ITER8_FORMAT_YAML);
    iter8_document *document = only_document_of(text);
    const char *found;
    cr_assert_eq(iter8_document_string(document, path, &found), ITER8_OK, "%s in\n%s", path, text);
    cr_expect_str_eq(found, expected);
    iter8_document_free(document);
    free(text);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

#define MET "m: {data: {a: {value: 1}, b: {value: 2}}}, k: {data: {a: {value: 1}, b: {value: 2}}}"

Test(model_explain, verdicts_are_told_one_by_one)
{
    expect_written(MET, ".versionAssessments.reasons.b[0]", "m is 2, within its limits");
    expect_written(MET, ".versionAssessments.reasons.b[1]", "k is 2 and has no limits");
    expect_written("m: {data: {a: {value: 0}}}", ".versionAssessments.reasons.a[0]",
                   "m is 0, below its lower limit 1");
    expect_written("m: {data: {a: {value: 1.23456789}}}", ".versionAssessments.reasons.a[0]",
                   "m is 1.235, within its limits");
}

Test(model_explain, weights_are_told_what_holds_them)
{
    expect_written(MET, ".weights.reasons.a", "takes what the candidates may not have; wanted 5 %");
    expect_written(MET, ".weights.reasons.b",
                   "held by maxCandidateWeightIncrement 20; wanted 95 %");
    expect_written("", ".weights.reasons.a", "as wanted");
    expect_written("", ".weights.reasons.b", "as wanted");
}

static void expect_share(int32_t reason, double wanted, const char *expected)
{
    iter8_experiment *experiment = canary("");
    iter8__decision *analysis = &experiment->status.analysis;
    analysis->weights[1] = (iter8__weight){.wanted = wanted, .reason = reason};
    iter8__text text;
    iter8__text_init(&text, &experiment->allocator);
    iter8__explain_weight(&experiment->spec, analysis, 1, &text);
    cr_expect_str_eq(iter8__text_string(&text), expected);
    iter8__text_clear(&text);
    iter8_experiment_free(experiment);
}

Test(model_explain, percents_have_two_places_at_most)
{
    expect_share(ITER8_WEIGHT_MAX, 100.0 / 3, "held at maxCandidateWeight 50; wanted 33.33 %");
    expect_share(ITER8_WEIGHT_MAX, 48.125, "held at maxCandidateWeight 50; wanted 48.13 %");
    expect_share(ITER8_WEIGHT_ROLLBACK, 5, "rolled back: all traffic to the baseline");
    expect_share(ITER8_WEIGHT_NOT_APPLICABLE, 5, "as wanted");
}

Test(model_explain, default_increment_is_named)
{
    iter8_experiment *experiment =
        partial_from("spec: {versionInfo: {baseline: {name: a}, candidates: [{name: b}]}}");
    iter8__decision *analysis = &experiment->status.analysis;
    analysis->weights[1] = (iter8__weight){.wanted = 95, .reason = ITER8_WEIGHT_INCREMENT};
    iter8__text text;
    iter8__text_init(&text, &experiment->allocator);
    iter8__explain_weight(&experiment->spec, analysis, 1, &text);
    cr_expect_str_eq(iter8__text_string(&text),
                     "held by maxCandidateWeightIncrement 10; wanted 95 %");
    iter8__text_clear(&text);
    iter8_experiment_free(experiment);
}

Test(model_explain, messages_are_worded_as_iter8_words_them)
{
    static const char verdicts[] = ".versionAssessments.message";
    static const char winner[] = ".winnerAssessment.message";
    expect_written("", verdicts,
                   "Error: ; Warning: Aggregated metric object for m metric is unavailable., "
                   "Aggregated metric object for k metric is unavailable.; Info: ");
    expect_written("m: {data: {a: {value: 1}}}, k: {data: {a: {value: 1}, b: {value: null}}}",
                   verdicts,
                   "Error: ; Warning: Value for m metric and b version is unavailable., Value for "
                   "k metric and b version is None.; Info: ");
    expect_written(MET, verdicts, "Error: ; Warning: ; Info: ");
    expect_written(MET, winner, "Error: ; Warning: ; Info: candidate satisfies all objectives");
    expect_written("m: {data: {a: {value: 1}}}, k: {data: {a: {value: 1}}}", winner,
                   "Error: ; Warning: ; Info: baseline satisfies all objectives; candidate does "
                   "not");
    expect_written("", winner, "Error: ; Warning: ; Info: no version satisfies all objectives");
    expect_written("m: {data: {b: {reason: timeout}}}", ".aggregatedMetrics.message",
                   "Error: m of b: timeout; Warning: ; Info: ");
    expect_written(MET, ".weights.message", "Error: ; Warning: ; Info: all ok");
}

/* An A/B/N test of three versions for a reward, and an objective that asks for at least 1. */
static void expect_winner_message(const char *pattern, const char *rewards, const char *values,
                                  const char *expected)
{
    char text[1000] = "spec:\n  strategy: {testingPattern: ";
    strcat(strcat(text, pattern), "}\n  criteria: {objectives: [{metric: m, lowerLimit: 1}]");
    strcat(strcat(text, rewards), "}\n  versionInfo: {baseline: {name: a}, candidates: [{name: b},"
                                  " {name: c}]}\nstatus: {analysis: {aggregatedMetrics: {data: {");
    iter8_experiment *experiment = partial_from(strcat(strcat(text, values), "}}}}"));
    iter8_analysis *analysis = analyzed(experiment);
    char *written = analysis_written(analysis, ITER8_FORMAT_YAML);
    iter8_document *document = only_document_of(written);
    const char *found;
    cr_assert_eq(iter8_document_string(document, ".winnerAssessment.message", &found), ITER8_OK);
    cr_expect_str_eq(found, expected);
    iter8_document_free(document);
    free(written);
    iter8_analysis_free(analysis);
    iter8_experiment_free(experiment);
}

Test(model_explain, winners_of_rewards_are_explained)
{
    static const char reward[] = ", rewards: [{metric: r, preferredDirection: High}]";
    static const char m[] = "m: {data: {a: {value: 1}, b: {value: 1}, c: {value: 0}}}";
    static const struct {
        const char *rewards;
        const char *message;
    } cases[] = {
        {"r: {data: {a: {value: 1}, b: {value: 2}}}",
         "Error: ; Warning: ; Info: found unique winner"},
        {"r: {data: {b: {value: 2}}}",
         "Error: ; Warning: reward value for feasible version a is not available; Info: found "
         "unique winner"},
        {"r: {data: {a: {value: 2}, b: {value: 2}}}",
         "Error: ; Warning: ; Info: no unique winner; two or more feasible versions with same "
         "reward value"},
        {"r: {data: {c: {value: 2}}}",
         "Error: ; Warning: reward value for feasible version a is not available, reward value for "
         "feasible version b is not available; Info: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char values[500];
        strcat(strcat(strcpy(values, m), ", "), cases[i].rewards);
        expect_winner_message("A/B/N", reward, values, cases[i].message);
    }
    expect_winner_message("A/B/N", reward, m,
                          "Error: ; Warning: reward metric values are not available; Info: ");
    expect_winner_message("A/B/N", reward, "",
                          "Error: ; Warning: ; Info: no version satisfies all objectives");
    expect_winner_message("A/B", "", m,
                          "Error: ; Warning: No reward metric in experiment. Winner assessment "
                          "cannot be computed for ab or abn experiments without reward metric.; "
                          "Info: ");
}

Test(model_explain, conformance_is_told_in_its_own_words)
{
    expect_winner_message("Conformance", "", "m: {data: {a: {value: 1}}}",
                          "Error: ; Warning: ; Info: baseline satisfies all objectives");
    expect_winner_message("Conformance", "", "m: {data: {a: {value: 0}}}",
                          "Error: ; Warning: ; Info: no version satisfies all objectives");
}
