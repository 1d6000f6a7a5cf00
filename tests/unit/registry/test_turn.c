/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Who is stepped when. */
#include "experiments.h"
#include "fixture.h"
#include "iter8/command.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(registry_turn, .init = fixture_setup, .fini = fixture_teardown);

Test(registry_turn, what_has_been_due_longest_comes_first)
{
    add_named("c", NULL, 0);
    add_named("b", NULL, 1);
    add_named("a", NULL, 2);
    cr_assert_str_eq(stepped(5), "c");
    cr_assert_str_eq(stepped(5), "b");
    cr_assert_str_eq(stepped(5), "a");
}

Test(registry_turn, what_is_due_at_one_time_takes_turns)
{
    add_named("b", NULL, 0);
    add_named("a", NULL, 0);
    for (int round = 0; round < 4; round++) {
        cr_assert_str_eq(stepped(0), "b");
        cr_assert_str_eq(stepped(0), "a");
    }
}

Test(registry_turn, nothing_is_stepped_before_its_time)
{
    add_named("a", NULL, 0);
    step_all(0);
    cr_assert_eq(next_s(), 10);
    cr_assert_str_eq(stepped(9), "");
    cr_assert_eq(outcome.next_ns, at_ns(10));
    cr_assert(!outcome.changed && !outcome.pending && !outcome.done && outcome.stage == 0);
    cr_assert_str_eq(stepped(10), "a");
}

Test(registry_turn, each_runs_as_it_would_alone)
{
    iter8_experiment *a = add_named("a", NULL, 0);
    step_all(0);
    iter8_experiment *b = add_named("b", NULL, 3);
    cr_assert_eq(run_to(1000), 13);
    cr_assert_eq(iter8_status_of(a).last_update_ns, at_ns(10));
    cr_assert_eq(iter8_status_of(b).last_update_ns, at_ns(13));
    cr_assert_eq(iter8_status_of(a).stage, ITER8_STAGE_COMPLETED);
    cr_assert_eq(iter8_status_of(b).stage, ITER8_STAGE_COMPLETED);
}

static void set_poll(int64_t poll_ns)
{
    iter8_registry_options options = {.struct_size = sizeof options, .poll_ns = poll_ns};
    fixture_new_registry(&options);
}

/* Steps until the first answer is pending. */
static void step_until_pending(int64_t at_s)
{
    for (int i = 0; i < 10 && !outcome.pending; i++)
        cr_assert_str_eq(stepped(at_s), "a");
    cr_assert(outcome.pending);
}

Test(registry_turn, a_pending_answer_is_left_alone_for_a_second)
{
    add_named("a", NULL, 0);
    host.pending[SCRIPTED_MEASURE] = 1;
    step_until_pending(0);
    cr_assert_eq(outcome.next_ns, at_ns(1));
    cr_assert_str_eq(stepped(0), "");
    cr_assert_str_eq(stepped(1), "a");
    cr_assert_not(outcome.pending);
}

Test(registry_turn, a_pending_answer_is_left_alone_as_long_as_the_host_says)
{
    set_poll(7 * SCRIPTED_SECOND);
    add_named("a", NULL, 0);
    host.pending[SCRIPTED_MEASURE] = 1;
    step_until_pending(0);
    cr_assert_eq(next_s(), 7);
}

Test(registry_turn, a_pending_answer_may_be_left_alone_until_woken)
{
    set_poll(ITER8_NEVER);
    iter8_experiment *a = add_named("a", NULL, 0);
    host.pending[SCRIPTED_MEASURE] = 1;
    step_until_pending(0);
    cr_assert_eq(outcome.next_ns, ITER8_NEVER);
    cr_assert_eq(next_s(), -1);
    cr_assert_str_eq(stepped(100), "");
    cr_assert_eq(iter8_registry_wake(registry, a, at_ns(102)), ITER8_OK);
    cr_assert_str_eq(stepped(101), "");
    cr_assert_str_eq(stepped(102), "a");
    cr_assert_not(outcome.pending);
}

Test(registry_turn, a_pause_that_outlasts_all_time_is_none)
{
    set_poll(ITER8_NEVER - 1);
    add_named("a", NULL, 0);
    host.pending[SCRIPTED_MEASURE] = 1;
    step_until_pending(0);
    cr_assert_eq(next_s(), -1);
}

Test(registry_turn, times_before_1970_are_times)
{
    iter8_experiment *experiment;
    set_poll(5);
    host.pending[SCRIPTED_ACQUIRE] = 1;
    iter8_experiment *a = made(&(experiment_plan){.name = "a"});
    cr_assert_eq(iter8_registry_add(registry, a, -100, NULL), ITER8_OK);
    cr_assert_eq(iter8_registry_step(registry, &host.host, -100, NULL, &experiment, &outcome),
                 ITER8_OK);
    cr_assert_eq(outcome.next_ns, -95);
}

Test(registry_turn, never_is_never_before_1970_too)
{
    iter8_experiment *experiment;
    set_poll(ITER8_NEVER);
    host.pending[SCRIPTED_ACQUIRE] = 1;
    iter8_experiment *a = made(&(experiment_plan){.name = "a"});
    cr_assert_eq(iter8_registry_add(registry, a, -100, NULL), ITER8_OK);
    cr_assert_eq(iter8_registry_step(registry, &host.host, -100, NULL, &experiment, &outcome),
                 ITER8_OK);
    cr_assert_eq(outcome.next_ns, ITER8_NEVER);
}

Test(registry_turn, waking_never_puts_off)
{
    iter8_experiment *a = add_named("a", NULL, 0);
    step_all(0);
    cr_assert_eq(iter8_registry_wake(registry, a, at_ns(50)), ITER8_OK);
    cr_assert_eq(iter8_registry_wake(registry, a, ITER8_NEVER), ITER8_OK);
    cr_assert_eq(next_s(), 10);
    cr_assert_eq(iter8_registry_wake(registry, a, at_ns(5)), ITER8_OK);
    cr_assert_eq(next_s(), 5);
    cr_assert_str_eq(stepped(5), "a");
    cr_assert_eq(next_s(), 10, "it was woken for nothing");
}

Test(registry_turn, being_woken_for_the_past_is_no_advantage)
{
    add_named("a", NULL, 0);
    iter8_experiment *b = add_named("b", NULL, 0);
    step_all(0);
    cr_assert_str_eq(stepped(5), "");
    cr_assert_eq(iter8_registry_wake(registry, b, INT64_MIN), ITER8_OK);
    cr_assert_eq(next_s(), 5);
}

static iter8_experiment *to_wake;

static void wake_it(scripted_host *unused, enum scripted_kind kind)
{
    iter8_experiment *experiment = to_wake;
    iter8_outcome inner = ITER8_INIT(iter8_outcome);
    if (kind != SCRIPTED_MEASURE) return;
    cr_expect_eq(iter8_registry_wake(registry, to_wake, 0), ITER8_OK);
    cr_expect_eq(iter8_registry_add(registry, to_wake, at_ns(0), NULL), ITER8_ERR_BUSY);
    cr_expect_eq(iter8_registry_remove(registry, to_wake), ITER8_ERR_BUSY);
    cr_expect_eq(
        iter8_registry_step(registry, &unused->host, unused->now_ns, NULL, &experiment, &inner),
        ITER8_ERR_BUSY);
    cr_expect_null(experiment);
}

Test(registry_turn, a_callback_may_wake_but_not_step)
{
    add_named("a", NULL, 0);
    to_wake = add_named("b", NULL, 0);
    step_all(0);
    host.hook = wake_it;
    host.pending[SCRIPTED_MEASURE] = 1;
    cr_assert_str_eq(stepped(10), "a");
    host.hook = NULL;
    cr_assert_str_eq(stepped(10), "b");
    cr_assert_str_eq(stepped(10), "");
}

Test(registry_turn, who_is_woken_in_its_own_step_is_stepped_again)
{
    set_poll(ITER8_NEVER);
    to_wake = add_named("a", NULL, 0);
    host.pending[SCRIPTED_MEASURE] = 1;
    host.hook = wake_it;
    step_until_pending(0);
    host.hook = NULL;
    cr_assert_eq(outcome.next_ns, at_ns(0));
    cr_assert_str_eq(stepped(0), "a");
    cr_assert_not(outcome.pending);
}

Test(registry_turn, one_whose_callback_fails_is_called_again_and_harms_no_other)
{
    iter8_experiment *experiment;
    add_named("a", NULL, 0);
    iter8_experiment *b = add_named("b", NULL, 0);
    host.failing[SCRIPTED_ACQUIRE] = 1;
    cr_assert_eq(iter8_registry_step(registry, &host.host, at_ns(0), NULL, &experiment, &outcome),
                 ITER8_ERR_HOST);
    cr_assert_str_eq(iter8_spec_of(experiment).name, "a");
    cr_assert_gt(outcome.next_ns, at_ns(0));
    cr_assert_leq(outcome.next_ns, at_ns(1));
    int64_t retry_ns = outcome.next_ns;
    step_all(0);
    cr_assert_eq(iter8_status_of(b).stage, ITER8_STAGE_RUNNING);
    cr_assert_eq(iter8_registry_next_ns(registry), retry_ns);
    step_all(1);
    (void)run_to(1000);
    cr_assert_eq(iter8_status_of(experiment).stage, ITER8_STAGE_COMPLETED);
}

Test(registry_turn, a_step_that_fails_for_good_is_tried_each_second)
{
    iter8_experiment *experiment;
    add_named("a", NULL, 0);
    add(made(&(experiment_plan){.name = "b", .target = "b", .deployment = "FixedSplit"}), 0);
    host.router.write_weights = NULL;
    cr_assert_eq(iter8_registry_step(registry, &host.host, at_ns(0), NULL, &experiment, &outcome),
                 ITER8_ERR_ARGUMENT);
    cr_assert_str_eq(iter8_spec_of(experiment).name, "a");
    cr_assert_eq(outcome.next_ns, at_ns(1));
    step_all(0);
    cr_assert_eq(next_s(), 1);
}

static void give(iter8_experiment *experiment, int32_t command)
{
    cr_assert_eq(iter8_command(experiment, command, NULL), ITER8_OK);
    cr_assert_eq(iter8_registry_wake(registry, experiment, 0), ITER8_OK);
}

Test(registry_turn, one_that_is_paused_is_not_called_until_woken)
{
    iter8_experiment *a = add_named("a", NULL, 0);
    step_all(0);
    give(a, ITER8_COMMAND_PAUSE);
    step_all(1);
    cr_assert_eq(next_s(), -1);
    give(a, ITER8_COMMAND_RESUME);
    cr_assert_eq(next_s(), 1);
    step_all(1);
    cr_assert_eq(next_s(), 10);
}

Test(registry_turn, one_that_is_paused_keeps_its_place_before_the_target)
{
    iter8_experiment *a = add_named("a", "t", 0);
    iter8_experiment *b = add_named("b", "t", 1);
    add_named("c", "t", 2);
    step_all(2);
    give(b, ITER8_COMMAND_PAUSE);
    give(a, ITER8_COMMAND_ABORT);
    (void)run_to(100);
    cr_assert_eq(iter8_status_of(a).stage, ITER8_STAGE_COMPLETED);
    cr_assert_str_eq(owner_of("t"), "");
    give(b, ITER8_COMMAND_RESUME);
    step_all(100);
    cr_assert_str_eq(owner_of("t"), "b");
}

Test(registry_turn, one_that_waits_can_be_aborted)
{
    add_named("a", "t", 0);
    iter8_experiment *b = add_named("b", "t", 1);
    add_named("c", "t", 2);
    step_all(2);
    give(b, ITER8_COMMAND_ABORT);
    step_all(3);
    cr_assert_eq(iter8_status_of(b).stage, ITER8_STAGE_COMPLETED);
    cr_assert_str_eq(owner_of("t"), "a");
    (void)run_to(12);
    cr_assert_str_eq(owner_of("t"), "c");
}

Test(registry_turn, a_host_of_an_unknown_future_is_refused)
{
    struct {
        iter8_host host;
        int64_t more;
    } future = {host.host, 1};
    iter8_experiment *experiment;
    add_named("a", NULL, 0);
    future.host.struct_size = sizeof future;
    cr_assert_eq(iter8_registry_step(registry, &future.host, at_ns(0), NULL, &experiment, &outcome),
                 ITER8_ERR_STRUCT_SIZE);
    cr_assert_null(experiment);
}

Test(registry_turn, an_older_caller_gets_as_much_as_it_knows)
{
    iter8_experiment *experiment;
    add_named("a", NULL, 0);
    outcome.struct_size = offsetof(iter8_outcome, changed);
    outcome.changed = 77;
    cr_assert_eq(iter8_registry_step(registry, &host.host, at_ns(0), NULL, &experiment, &outcome),
                 ITER8_OK);
    cr_assert_eq(outcome.stage, ITER8_STAGE_WAITING);
    cr_assert_eq(outcome.changed, 77);
}

static int32_t refuse(iter8_experiment *experiment, const iter8_host *of_step, int64_t now_ns,
                      iter8_diagnostics *diagnostics, iter8_outcome *made, void *user_data)
{
    (void)diagnostics;
    cr_expect_str_eq(iter8_spec_of(experiment).name, "a");
    cr_expect_not_null(of_step->acquire_target);
    cr_expect_eq(of_step->user_data, host.host.user_data);
    cr_expect_eq(now_ns, at_ns(3));
    made->next_ns = at_ns(7);
    ++*(int *)user_data;
    return ITER8_ERR_REFUSED;
}

Test(registry_turn, another_function_may_take_the_step)
{
    int calls = 0;
    iter8_experiment *experiment;
    iter8_registry_options options = ITER8_INIT(iter8_registry_options);
    options.reconcile = refuse;
    options.user_data = &calls;
    fixture_new_registry(&options);
    add_named("a", NULL, 0);
    cr_expect_eq(iter8_registry_step(registry, &host.host, at_ns(3), NULL, &experiment, &outcome),
                 ITER8_ERR_REFUSED);
    cr_expect_str_eq(iter8_spec_of(experiment).name, "a");
    cr_expect_eq(calls, 1);
    cr_expect_eq(outcome.next_ns, at_ns(7));
    cr_expect_eq(next_s(), 7);
    cr_expect_eq(host.calls, 0u);
}
