/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What a status claims is told with its place where it claims too much. */
#include "experiment/experiment.h"
#include "experiments.h"

#include <criterion/criterion.h>
#include <stdio.h>

TestSuite(model_claims);

#define HEAD                                                                                       \
    EXPERIMENT_HEAD                                                                                \
    "  strategy: {testingPattern: Canary, weights: {maxCandidateWeight: 40}}\n"                    \
    "  duration: {iterationsPerLoop: 4}\n"                                                         \
    "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n"                              \
    "status:\n"                                                                                    \
    "  completedIterations: 2\n"

#define CURRENT "  currentWeightDistribution: [{name: a, value: 86}, {name: b, value: 14}]\n"
#define DATA    "status.analysis.weights.data: "
#define ANEW    "; none of these weights is used, they are decided anew"

static void expect_weights(const char *data, const char *problem)
{
    char text[2000];
    char wanted[400] = "";
    (void)snprintf(text, sizeof text, HEAD CURRENT "  analysis: {weights: {data: [%s]}}\n", data);
    if (problem != NULL) (void)snprintf(wanted, sizeof wanted, "%s" ANEW, problem);
    expect_problems(text, wanted);
}

Test(model_claims, weights_that_the_guard_lets_pass_are_believed)
{
    expect_weights("{name: a, value: 76}, {name: b, value: 24}", NULL);
    expect_weights("{name: a, value: 86}, {name: b, value: 14}", NULL);
    expect_weights("{name: b, value: 0}, {name: a, value: 100}", NULL);
    expect_weights("{name: b, value: 0}, {name: a, value: 100}, {name: gone, value: 0}", NULL);
}

Test(model_claims, weights_that_claim_more_are_told_with_their_place)
{
    expect_weights("{name: a, value: 100}, {name: b, value: 100}",
                   "W RANGE 12:30 " DATA "the weights do not sum to 100");
    expect_weights("{name: a, value: 0}, {name: b, value: 100}",
                   "W RANGE 12:30 " DATA "b would get more than maxCandidateWeight");
    expect_weights("{name: a, value: 75}, {name: b, value: 25}",
                   "W RANGE 12:30 " DATA "b would rise by more than a step");
    expect_weights("{name: a, value: 100}", "W NO_VERSION 12:30 " DATA "b has no weight");
    expect_weights("{name: a, value: 76}, {name: b, value: 30}, {name: b, value: 24}",
                   "W NO_VERSION 12:30 " DATA "b has several weights");
    expect_weights("{name: a, value: 76}, {name: b, value: 24}, {name: c, value: 5}",
                   "W NO_VERSION 12:30 " DATA "a weight is for no version of the experiment");
}

Test(model_claims, weights_that_nobody_will_write_are_not_looked_at)
{
    expect_problems(HEAD CURRENT
                    "  conditions: [{type: Completed, status: 'True'}]\n"
                    "  analysis: {weights: {data: [{name: a, value: 1}, {name: b, value: 1}]}}\n",
                    "");
}

Test(model_claims, what_else_cannot_be_is_told_too)
{
    expect_problems(HEAD "  versionRecommendedForPromotion: c\n",
                    "W NO_VERSION 11:35 status.versionRecommendedForPromotion: \"c\" is no version "
                    "of the experiment; what is recommended is decided anew");
    expect_problems(HEAD "  stage: Finishing\n",
                    "W RANGE 11:10 status.stage: the experiment has iterations left; it goes on "
                    "with them");
    expect_problems(EXPERIMENT_HEAD "  strategy: {testingPattern: Conformance}\n"
                                    "  duration: {iterationsPerLoop: 4}\n"
                                    "  versionInfo: {baseline: {name: a}}\n"
                                    "status: {completedIterations: 9}\n",
                    "W RANGE 9:31 status.completedIterations: more iterations than the experiment "
                    "has; it is at its end");
}
