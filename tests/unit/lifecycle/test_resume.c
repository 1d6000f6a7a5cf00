/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Statuses that claim what this library could not have brought about, gone on with: nothing is
 * written that has not passed the guard. */
#include "experiments.h"
#include "fixture.h"
#include "iter8/command.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

TestSuite(lifecycle_resume, .init = fixture_setup, .fini = fixture_teardown);

/* What a status claims; NULL: as it should be. */
typedef struct claim {
    const char *annotations, *weights, *current, *more, *values, *stage;
    int iterations;
} claim;

static const char * or (const char *text, const char *usual)
{
    return text != NULL ? text : usual;
}

static void resume(const claim *c)
{
    static char text[4096];
    (void)snprintf(text, sizeof text,
                   "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
                   "metadata: {name: e, annotations: {%s}}\nspec:\n  target: t\n"
                   "  strategy: {testingPattern: Canary,\n"
                   "    actions: {start: [{run: s}], finish: [{run: f}]},\n"
                   "    weights: {maxCandidateWeight: 40, maxCandidateWeightIncrement: 7}}\n"
                   "  criteria: {objectives: [{metric: m, upperLimit: 9}]}\n"
                   "  duration: {intervalSeconds: 10, iterationsPerLoop: 4}\n"
                   "  versionInfo: {baseline: {name: a}, candidates: [{name: b}]}\n"
                   "status:\n  stage: %s\n  startTime: '2020-09-13T12:26:00Z'\n"
                   "  lastUpdateTime: '2020-09-13T12:26:40Z'\n  completedIterations: %d\n"
                   "  conditions: [{type: TargetAcquired, status: 'True'}]\n"
                   "  currentWeightDistribution: [%s]\n"
                   "  analysis:\n    weights: {data: [%s]}\n    %s\n  %s\n",
                   or (c->annotations, ""), or (c->stage, "Running"),
                   c->iterations > 0 ? c->iterations : 2,
                   or (c->current, "{name: a, value: 86}, {name: b, value: 14}"),
                   or (c->weights, "{name: a, value: 79}, {name: b, value: 21}"),
                   or (c->values, ""), or (c->more, ""));
    iter8_experiment_free(experiment);
    experiment = experiment_from(text);
    host.routes[0] = 86;
    host.routes[1] = 14;
}

static size_t writes(void)
{
    return scripted_count(&host, SCRIPTED_WRITE, NULL);
}

static size_t told(const char *reason)
{
    return scripted_count(&host, SCRIPTED_EVENT, reason);
}

static int32_t most_written(void)
{
    int32_t most = 0;
    for (size_t i = 0; i < writes(); i++) {
        const scripted_entry *entry = scripted_at(&host, SCRIPTED_WRITE, NULL, i);
        cr_assert_eq(entry->weights[0] + entry->weights[1], 100);
        if (entry->weights[1] > most) most = entry->weights[1];
    }
    return most;
}

Test(lifecycle_resume, a_claim_that_passes_is_carried_out)
{
    resume(&(claim){0});
    for (int i = 0; i < 2; i++)
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 0);
    assert_routes(79, 21);
    cr_assert_eq(told("!WeightsDecidedAnew"), 0);
}

Test(lifecycle_resume, a_claim_that_does_not_pass_is_never_written)
{
    static const char *const claims[] = {
        "{name: a, value: 100}, {name: b, value: 100}",
        "{name: a, value: 0}, {name: b, value: 100}",
        "{name: a, value: 51}",
        "{name: b, value: 14}",
        "{name: a, value: 60}, {name: b, value: 40}",
        "{name: a, value: 79}, {name: b, value: 100}, {name: b, value: 21}",
        "{name: a, value: 50}, {name: b, value: 21}, {name: c, value: 29}",
    };
    for (size_t reads = 0; reads < 2; reads++) {
        for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
            fixture_teardown();
            fixture_setup();
            resume(&(claim){.weights = claims[i]});
            if (reads == 0) host.router.read_weights = NULL;
            fixture_run_until(3);
            cr_assert_leq(most_written(), 21, "%s", claims[i]);
            assert_routes(79, 21);
        }
    }
}

Test(lifecycle_resume, what_is_really_there_counts_more_than_what_the_status_says)
{
    resume(&(claim){.current = "{name: a, value: 66}, {name: b, value: 34}",
                    .weights = "{name: a, value: 60}, {name: b, value: 40}"});
    host.failing[SCRIPTED_READ] = 2;
    fixture_run_until(3);
    cr_assert_eq(told("!WeightsDecidedAnew: b would rise by more than a step"), 1);
    cr_assert_leq(most_written(), 21);
    assert_routes(79, 21);
}

Test(lifecycle_resume, a_rollback_that_claims_more_goes_back_at_once)
{
    static const char *const claims[] = {"{name: a, value: 20}, {name: b, value: 80}",
                                         "{name: a, value: 100}, {name: b, value: 14}"};
    static const char *const annotations[] = {
        "iter8.tools/rollback-step: '5', iter8.tools/state: '{\"rolledBack\":true}'",
        "iter8.tools/rollback-step: '5', iter8.tools/state: '{\"command\":\"abort\"}'"};
    for (size_t i = 0; i < 4; i++) {
        fixture_teardown();
        fixture_setup();
        resume(&(claim){.annotations = annotations[i / 2], .weights = claims[i % 2]});
        cr_assert_eq(scripted_run(&host, experiment, &outcome), ITER8_OK);
        cr_assert_eq(most_written(), 9);
        assert_routes(100, 0);
    }
}

Test(lifecycle_resume, a_rollback_is_compared_with_what_is_there)
{
    resume(&(claim){.annotations = "iter8.tools/rollback-step: '5',"
                                   " iter8.tools/state: '{\"rolledBack\":true}'",
                    .current = "{name: a, value: 10}, {name: b, value: 90}",
                    .weights = "{name: a, value: 15}, {name: b, value: 85}"});
    cr_assert_eq(scripted_run(&host, experiment, &outcome), ITER8_OK);
    cr_assert_eq(most_written(), 9);
    assert_routes(100, 0);
}

static const char failing_values[] =
    "aggregatedMetrics: {data: {m: {data: {a: {value: 1}, b: {value: 20}}}}}\n"
    "    versionAssessments: {data: {a: [true], b: [true]}}\n"
    "    winnerAssessment: {data: {winnerFound: true, winner: b, bestVersions: [b]}}";

Test(lifecycle_resume, a_winner_that_is_none_by_its_values_is_not_promoted)
{
    resume(&(claim){
        .iterations = 4, .values = failing_values, .more = "versionRecommendedForPromotion: b"});
    cr_assert_eq(scripted_run(&host, experiment, &outcome), ITER8_OK);
    cr_assert_str_eq(iter8_status_of(experiment).recommended, "a");
    cr_assert_eq(told("!WinnerDecidedAnew"), 1);
}

/* Not by Iter8's rules either: what has no value has met nothing, whatever the status says. */
Test(lifecycle_resume, a_winner_without_a_value_is_not_promoted)
{
    static const char values[] =
        "aggregatedMetrics: {data: {m: {data: {a: {value: 1}, b: {value: null}}}}}\n"
        "    versionAssessments: {data: {a: [true], b: [true]}}\n"
        "    winnerAssessment: {data: {winnerFound: true, winner: b, bestVersions: [b]}}";
    static const char *const annotations[] = {
        NULL, "iter8.tools/profile: iter8-v2alpha2",
        "iter8.tools/as-iter8: compare-not-finite rollback-keeps-traffic"};
    for (size_t i = 0; i < sizeof annotations / sizeof *annotations; i++) {
        fixture_teardown();
        fixture_setup();
        resume(&(claim){.annotations = annotations[i],
                        .iterations = 4,
                        .values = values,
                        .more = "versionRecommendedForPromotion: b"});
        cr_assert_eq(scripted_run(&host, experiment, &outcome), ITER8_OK);
        cr_expect_str_eq(iter8_status_of(experiment).recommended, "a", "%zu", i);
        cr_expect_eq(told("!WinnerDecidedAnew"), 1, "%zu", i);
    }
}

Test(lifecycle_resume, what_is_recommended_is_a_version_that_has_won)
{
    static const char *const names[] = {"b", "nobody"};
    for (size_t i = 0; i < 2; i++) {
        char more[80];
        (void)snprintf(more, sizeof more, "versionRecommendedForPromotion: %s", names[i]);
        fixture_teardown();
        fixture_setup();
        resume(&(claim){.iterations = 4, .more = more});
        cr_assert_eq(scripted_run(&host, experiment, &outcome), ITER8_OK);
        cr_assert_str_eq(iter8_status_of(experiment).recommended, "a");
    }
}

Test(lifecycle_resume, a_last_stage_with_iterations_left_is_gone_on_with)
{
    resume(&(claim){.stage = "Finishing"});
    cr_assert_eq(iter8_status_of(experiment).stage, ITER8_STAGE_RUNNING);
    cr_assert_eq(scripted_run(&host, experiment, &outcome), ITER8_OK);
    cr_assert_eq(iter8_status_of(experiment).completed_iterations, 4);
    cr_assert_gt(scripted_count(&host, SCRIPTED_MEASURE, NULL), 0);
}

Test(lifecycle_resume, an_action_that_cannot_have_been_done_is_asked_for)
{
    static const char *const acted[] = {"{\"acted\":{\"action\":\"finish\"}}",
                                        "{\"acted\":{\"action\":\"finish\",\"tasks\":7}}"};
    for (size_t i = 0; i < 2; i++) {
        char annotations[200];
        (void)snprintf(annotations, sizeof annotations, "iter8.tools/state: '%s'", acted[i]);
        fixture_teardown();
        fixture_setup();
        resume(&(claim){.annotations = annotations});
        cr_assert_eq(scripted_run(&host, experiment, &outcome), ITER8_OK);
        cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, "finish"), 1);
    }
}

Test(lifecycle_resume, a_command_is_carried_out_whatever_the_status_claims)
{
    resume(&(claim){.weights = "{name: a, value: 0}, {name: b, value: 100}"});
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_ABORT, NULL), ITER8_OK);
    cr_assert_eq(scripted_run(&host, experiment, &outcome), ITER8_OK);
    cr_assert_eq(most_written(), 0);
    assert_routes(100, 0);
}
