/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Answers that take their time: nothing is asked twice that was answered, nothing is lost. */
#include "fixture.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(lifecycle_pending, .init = fixture_setup, .fini = fixture_teardown);

static const char two_metrics[] =
    "objectives: [{metric: error-rate, upperLimit: 1}, {metric: latency, upperLimit: 9}]";

Test(lifecycle_pending, any_callback_may_be_pending_any_number_of_times)
{
    for (int kind = 0; kind < SCRIPTED_EVENT; kind++) {
        for (int times = 0; times < 4; times++) {
            fixture_teardown();
            fixture_setup();
            fixture_start(&(experiment_plan){.iterations = 3, .actions = "start loop finish"});
            host.pending[kind] = times;
            fixture_finish();
            assert_routes(70, 30);
            assert_message("ExperimentCompleted: Experiment Completed");
            cr_assert_eq(host.now_ns, SCRIPTED_START_NS + 20 * SCRIPTED_SECOND);
        }
    }
}

Test(lifecycle_pending, a_pending_step_asks_to_be_called_at_once_and_says_so)
{
    host.pending[SCRIPTED_WRITE] = 2;
    for (int pending = 0; pending < 2;) {
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
        cr_assert_eq(outcome.pending, outcome.pending != 0);
        if (!outcome.pending) continue;
        pending++;
        cr_assert_eq(outcome.next_ns, host.now_ns);
        cr_assert_not(outcome.changed);
        assert_weights(100, 0);
    }
    cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert_not(outcome.pending);
    assert_weights(90, 10);
}

Test(lifecycle_pending, waiting_is_nothing_that_needs_to_be_saved)
{
    for (int kind = 0; kind < SCRIPTED_EVENT; kind++) {
        fixture_teardown();
        fixture_setup();
        fixture_start(&(experiment_plan){.iterations = 1, .actions = "start loop finish"});
        host.pending[kind] = 4;
        int pending = 0;
        while (!outcome.done) {
            int again = outcome.pending;
            cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
            pending += outcome.pending;
            if (again && outcome.pending) cr_assert_not(outcome.changed);
        }
        cr_assert_geq(pending, 4);
    }
}

Test(lifecycle_pending, all_questions_are_asked_before_any_is_asked_again)
{
    fixture_start(&(experiment_plan){.criteria = two_metrics});
    host.pending[SCRIPTED_MEASURE] = 1;
    while (scripted_count(&host, SCRIPTED_MEASURE, NULL) == 0)
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert(outcome.pending);
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 4);
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, "error-rate "), 2);
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, "latency "), 2);
}

/* What is asked about the candidate is pending three times. */
static int32_t slow_candidate(const iter8_question *question, iter8_measurement *answer,
                              scripted_host *self)
{
    int *polls = self->context;
    if (question->version_index == 1 && (*polls)++ < 3) return ITER8_PENDING;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = 0.001;
    return ITER8_OK;
}

Test(lifecycle_pending, what_was_answered_is_not_asked_again)
{
    int polls = 0;
    host.source = slow_candidate;
    host.context = &polls;
    fixture_run_until(1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, "error-rate baseline"), 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, "error-rate candidate"), 4);
    cr_assert_eq(scripted_count(&host, SCRIPTED_READ, NULL), 1);
}

Test(lifecycle_pending, a_request_made_again_has_its_ticket)
{
    fixture_start(&(experiment_plan){.iterations = 2, .actions = "start loop finish"});
    for (int kind = 0; kind < SCRIPTED_EVENT; kind++)
        host.pending[kind] = 2;
    fixture_finish();
    static const struct {
        enum scripted_kind kind;
        const char *text;
    } requests[] = {{SCRIPTED_MEASURE, "error-rate baseline"},
                    {SCRIPTED_MEASURE, "error-rate candidate"},
                    {SCRIPTED_READ, ""},
                    {SCRIPTED_WRITE, ""},
                    {SCRIPTED_ACTION, "start"},
                    {SCRIPTED_ACTION, "loop 1"},
                    {SCRIPTED_ACTION, "finish"}};
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        for (size_t n = 0; n < 3; n++) {
            const scripted_entry *entry = scripted_at(&host, requests[i].kind, requests[i].text, n);
            cr_assert_eq(entry->ticket,
                         scripted_at(&host, requests[i].kind, requests[i].text, 0)->ticket);
            cr_assert_eq(entry->answer, n < 2 ? ITER8_PENDING : ITER8_OK);
        }
    }
}

static void assert_all_differ(const scripted_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (entries[i].kind == SCRIPTED_EVENT || entries[i].kind == SCRIPTED_ACQUIRE) continue;
        for (size_t j = 0; j < i; j++)
            cr_assert_neq(entries[i].ticket, entries[j].ticket, "%s and %s", entries[i].text,
                          entries[j].text);
    }
}

Test(lifecycle_pending, tickets_differ_between_metrics_versions_iterations_loops_and_callbacks)
{
    fixture_start(&(experiment_plan){
        .iterations = 3, .loops = 2, .criteria = two_metrics, .actions = "start loop finish"});
    fixture_finish();
    cr_assert_eq(scripted_count(&host, SCRIPTED_MEASURE, NULL), 24);
    assert_all_differ(host.log, host.log_count);
}

Test(lifecycle_pending, tickets_differ_between_experiments)
{
    static const experiment_plan plans[] = {{.name = "one"}, {.name = "two"}};
    for (size_t i = 0; i < 2; i++) {
        fixture_start(&plans[i]);
        host.now_ns = SCRIPTED_START_NS;
        fixture_run_until(2);
    }
    assert_all_differ(host.log, host.log_count);
}

Test(lifecycle_pending, tickets_differ_between_two_runs_of_one_experiment)
{
    for (int i = 0; i < 2; i++) {
        fixture_start(&(experiment_plan){.actions = "start", .iterations = 1});
        host.now_ns += SCRIPTED_SECOND;
        fixture_finish();
    }
    assert_all_differ(host.log, host.log_count);
}

Test(lifecycle_pending, the_action_that_runs_at_a_death_is_asked_for_by_its_ticket)
{
    fixture_start(&(experiment_plan){.actions = "start"});
    host.pending[SCRIPTED_ACTION] = 5;
    while (scripted_count(&host, SCRIPTED_ACTION, "start") == 0)
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    fixture_reload();
    host.now_ns += 7 * SCRIPTED_SECOND;
    fixture_run_until(1);
    cr_assert_gt(scripted_count(&host, SCRIPTED_ACTION, "start"), 2);
    for (size_t i = 0; i < scripted_count(&host, SCRIPTED_ACTION, "start"); i++)
        cr_assert_eq(scripted_at(&host, SCRIPTED_ACTION, "start", i)->ticket,
                     scripted_at(&host, SCRIPTED_ACTION, "start", 0)->ticket);
}

Test(lifecycle_pending, answers_that_come_late_belong_to_the_time_of_the_question)
{
    host.pending[SCRIPTED_MEASURE] = 1;
    while (!outcome.pending)
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    host.now_ns += 4 * SCRIPTED_SECOND;
    fixture_run_until(1);
    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(scripted_at(&host, SCRIPTED_MEASURE, NULL, i)->now_ns, SCRIPTED_START_NS);
    cr_assert_not_null(strstr(host.saved, "timestamp: \"2020-09-13T12:26:40Z\""));
}

Test(lifecycle_pending, a_write_that_is_pending_does_not_stop_the_next_iteration)
{
    host.pending[SCRIPTED_WRITE] = 1000000;
    while (!outcome.pending)
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    assert_routes(100, 0);
    host.now_ns += 10 * SCRIPTED_SECOND;
    host.pending[SCRIPTED_WRITE] = 0;
    fixture_run_until(2);
    assert_routes(90, 10);
    fixture_run_until(3);
    assert_routes(80, 20);
}
