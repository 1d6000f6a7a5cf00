/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The tasks of actions: which, when, in which order, with what inputs, and what failures do. */
#include "fixture.h"
#include "iter8/command.h"
#include "iter8/snapshots.h"

#include <criterion/criterion.h>
#include <string.h>

static void setup(void)
{
    fixture_setup();
    scripted_host_take_tasks(&host);
}

TestSuite(lifecycle_tasks, .init = setup, .fini = fixture_teardown);

/* The tasks that were asked for, in order, without those that were pending. */
static void assert_tasks(const char *wanted)
{
    char text[1000] = "";
    for (size_t i = 0; i < host.log_count; i++) {
        const scripted_entry *entry = &host.log[i];
        if (entry->kind != SCRIPTED_ACTION || entry->answer == ITER8_PENDING) continue;
        (void)strcat(strcat(text, *text != '\0' ? "; " : ""), entry->text);
    }
    cr_assert_str_eq(text, wanted, "%s", text);
}

static void start_with(const char *actions, const char *tasks)
{
    fixture_start(&(experiment_plan){
        .iterations = 2, .loops = 2, .actions = actions, .tasks = tasks, .promote = 1});
}

/* As when the baseline is at fault: the candidate wins, and traffic goes back all the same. */
static int32_t baseline_too_high(const iter8_question *question, iter8_measurement *answer,
                                 scripted_host *unused)
{
    (void)unused;
    answer->state = ITER8_VALUE_PRESENT;
    answer->value = question->version_index == 0 ? 1.0 : 0.0;
    return ITER8_OK;
}

Test(lifecycle_tasks, each_is_run_once_in_its_turn)
{
    start_with("start loop finish rollback failure", "[{run: a}, {task: x/y}, {run: b}]");
    fixture_finish();
    assert_tasks("start #0 run a; start #1 x/y ; start #2 run b; "
                 "loop 1 #0 run a; loop 1 #1 x/y ; loop 1 #2 run b; "
                 "loop 2 #0 run a; loop 2 #1 x/y ; loop 2 #2 run b; "
                 "finish #0 run a; finish #1 x/y ; finish #2 run b");
    assert_message("ExperimentCompleted: Experiment Completed");
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_FALSE);
}

Test(lifecycle_tasks, each_is_waited_for_and_has_a_ticket_of_its_own)
{
    start_with("loop", "[{run: a}, {run: a}]");
    host.pending[SCRIPTED_ACTION] = 2;
    fixture_finish();
    assert_tasks("loop 1 #0 run a; loop 1 #1 run a; loop 2 #0 run a; loop 2 #1 run a");
    cr_assert_eq(scripted_count(&host, SCRIPTED_ACTION, NULL), 12);
    for (size_t i = 0; i < 12; i++) {
        for (size_t j = 0; j < i; j++) {
            uint64_t one = scripted_at(&host, SCRIPTED_ACTION, NULL, i)->ticket;
            uint64_t other = scripted_at(&host, SCRIPTED_ACTION, NULL, j)->ticket;
            cr_assert_eq(one == other, i / 3 == j / 3, "%zu %zu", i, j);
        }
    }
}

static int32_t check_task(const iter8_task *task, void *user_data)
{
    int *asked = user_data;
    const char *text;
    cr_assert_eq(task->struct_size, sizeof *task);
    cr_assert_eq(task->now_ns, SCRIPTED_START_NS);
    cr_assert_str_eq(iter8_spec_of(task->experiment).name, "test");
    cr_assert_str_eq(task->action, "start");
    cr_assert_eq(task->loop, 0);
    cr_assert_eq((int)task->index, *asked);
    cr_assert_eq(task->count, 3);
    cr_assert_eq(task->may_fail, *asked == 2);
    switch ((*asked)++) {
    case 0:
        cr_assert_str_eq(task->name, "run");
        cr_assert_str_eq(task->script, "echo");
        cr_assert_null(task->inputs);
        break;
    case 1:
        cr_assert_str_eq(task->name, "metrics/collect");
        cr_assert_null(task->script);
        cr_assert_eq(iter8_document_string(task->inputs, ".time", &text), ITER8_OK);
        cr_assert_str_eq(text, "5s");
        break;
    default: cr_assert_str_eq(task->name, "notification/slack");
    }
    return ITER8_OK;
}

Test(lifecycle_tasks, a_task_says_all_there_is_to_know)
{
    int asked = 0;
    start_with("start", "[{run: echo}, {task: metrics/collect, with: {time: 5s}},"
                        " {task: notification/slack, with: {channel: c}}]");
    host.host.run_task = check_task;
    host.host.user_data = &asked;
    host.host.record_event = NULL;
    host.host.acquire_target = NULL;
    for (int i = 0; i < 20 && asked < 3; i++)
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
    cr_assert_eq(asked, 3);
}

static const struct {
    scripted_source *source;
    const char *ran;
} winners[] = {{NULL, "finish #0 run candidate; finish #2 run winner"},
               {fixture_candidate_too_high, "finish #1 run baseline; finish #2 run winner"}};

Test(lifecycle_tasks, conditions_say_which_are_due)
{
    for (size_t i = 0; i < sizeof winners / sizeof *winners; i++) {
        fixture_teardown();
        setup();
        start_with("finish", "[{if: CandidateWon(), run: candidate},"
                             " {if: not CandidateWon(), run: baseline},"
                             " {if: WinnerFound(), run: winner},"
                             " {if: 'not WinnerFound()', run: none}]");
        if (winners[i].source != NULL) host.source = winners[i].source;
        fixture_finish();
        assert_tasks(winners[i].ran);
    }
}

Test(lifecycle_tasks, conditions_see_the_experiment_as_it_is_then)
{
    start_with(
        "start loop finish",
        "[{if: Status.CompletedIterations == nil or Status.CompletedIterations == 0, run: a},"
        " {if: status.completedIterations == 2, run: b},"
        " {if: Status.Analysis.WinnerAssessment.Data.Winner == 'candidate'"
        " && .status.stage == 'Finishing', run: c}]");
    fixture_finish();
    assert_tasks("start #0 run a; loop 1 #1 run b; finish #2 run c");
}

Test(lifecycle_tasks, an_action_without_a_task_that_is_due_is_done)
{
    start_with("start loop finish", "[{if: 'false', run: a}]");
    fixture_finish();
    assert_tasks("");
    assert_message("ExperimentCompleted: Experiment Completed");
}

Test(lifecycle_tasks, both_styles_of_placeholders_are_filled_in)
{
    start_with(
        "start finish",
        "[{run: 'echo @< .this.metadata.name >@ @<.Spec.Target>@ {{ .other }}'},"
        " {task: common/exec, with: {cmd: apply, args: ['{{ .promote }}', 5, '{{ .name }}']}}]");
    fixture_finish();
    assert_tasks(
        "start #0 run echo test tests/app {{ .other }}; "
        "start #1 common/exec {\"cmd\":\"apply\",\"args\":[\"baseline.yaml\",5,\"baseline\"]}; "
        "finish #0 run echo test tests/app {{ .other }}; "
        "finish #1 common/exec {\"cmd\":\"apply\",\"args\":[\"candidate.yaml\",5,\"candidate\"]}");
}

Test(lifecycle_tasks, a_secret_is_left_to_the_host)
{
    start_with("start", "[{run: 'git @< .Secret \"token\" >@ @< .this.metadata.name >@'}]");
    fixture_finish();
    assert_tasks("start #0 run git @< .Secret \"token\" >@ test");
}

Test(lifecycle_tasks, one_that_fails_ends_its_action_and_the_experiment)
{
    start_with("start loop finish failure", "[{run: a}, {run: b}, {run: c}]");
    host.failing[SCRIPTED_ACTION] = 1;
    host.failing_action = "loop 1 #1";
    fixture_finish();
    assert_tasks("start #0 run a; start #1 run b; start #2 run c; "
                 "loop 1 #0 run a; loop 1 #1 run b");
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
    assert_message("ExperimentCompleted: Loop actions failed");
    cr_assert_not_null(strstr(host.saved, "    message: Loop actions failed\n"));
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT,
                                "!TaskFailed: task 2 of loop, run: the host answered -80: "),
                 1);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!HandlerFailed: Loop actions failed"), 1);
}

Test(lifecycle_tasks, a_notification_may_fail)
{
    start_with("start", "[{task: notification/http, with: {URL: u}}, {run: b}]");
    host.failing[SCRIPTED_ACTION] = 1;
    fixture_finish();
    assert_tasks("start #0 notification/http {\"URL\":\"u\"}; start #1 run b");
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_FALSE);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT, "!TaskFailed: task 1 of start, notif"), 1);
}

Test(lifecycle_tasks, a_notification_that_must_not_fail_may_not)
{
    start_with("start", "[{task: notification/slack, with: {ignoreFailure: false}}, {run: b}]");
    host.failing[SCRIPTED_ACTION] = 1;
    fixture_finish();
    assert_tasks("start #0 notification/slack {\"ignoreFailure\":false}");
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
}

Test(lifecycle_tasks, a_value_that_is_not_there_fails_the_action)
{
    start_with("start", "[{run: 'echo @< .this.status.startTime >@'}]");
    fixture_finish();
    assert_tasks("");
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
    cr_assert_eq(scripted_count(&host, SCRIPTED_EVENT,
                                "!TaskFailed: task 1 of start, run: there is no value of "
                                ".this.status.startTime"),
                 1);
}

Test(lifecycle_tasks, without_a_value_a_notification_is_passed_over)
{
    start_with("start", "[{task: notification/http, with: {body: '@< .this.status.startTime >@'}},"
                        " {run: b}]");
    fixture_finish();
    assert_tasks("start #1 run b");
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_FALSE);
}

Test(lifecycle_tasks, nobody_gets_a_placeholder_into_a_text_by_a_value)
{
    fixture_start(&(experiment_plan){.actions = "start",
                                     .annotations = "note: '@< .Secret \"token\" >@'",
                                     .tasks = "[{run: 'x @< .metadata.annotations.note >@'}]"});
    fixture_finish();
    assert_tasks("");
    assert_condition(ITER8_CONDITION_FAILED, ITER8_CONDITION_TRUE);
}

Test(lifecycle_tasks, no_candidate_has_won_after_a_rollback)
{
    fixture_start(&(experiment_plan){
        .deployment = "BlueGreen",
        .actions = "rollback",
        .promote = 1,
        .tasks = "[{if: CandidateWon(), run: a}, {if: not CandidateWon(), run: b},"
                 " {task: common/bash, with: {script: '{{ .promote }}'}}]"});
    host.source = baseline_too_high;
    fixture_finish();
    cr_assert_eq(iter8_status_of(experiment).winner, 1);
    assert_tasks("rollback #1 run b; rollback #2 common/bash {\"script\":\"baseline.yaml\"}");
}

Test(lifecycle_tasks, who_is_promoted_by_command_has_won)
{
    start_with("finish", "[{if: CandidateWon() and WinnerFound(), run: a},"
                         " {task: common/bash, with: {script: '{{ .promote }}'}}]");
    host.source = fixture_candidate_too_high;
    fixture_run_until(1);
    cr_assert_eq(iter8_command(experiment, ITER8_COMMAND_PROMOTE, "candidate"), ITER8_OK);
    fixture_finish();
    assert_tasks("finish #0 run a; finish #1 common/bash {\"script\":\"candidate.yaml\"}");
}

Test(lifecycle_tasks, of_several_candidates_any_may_have_won)
{
    fixture_start(&(experiment_plan){.testing = "A/B/N",
                                     .candidates = 3,
                                     .criteria = "rewards: [{metric: m, preferredDirection: High}]",
                                     .iterations = 1,
                                     .actions = "finish",
                                     .tasks = "[{if: CandidateWon(), run: a}]"});
    host.source = fixture_candidate_too_high;
    fixture_finish();
    assert_tasks("");
    fixture_teardown();
    setup();
    fixture_start(&(experiment_plan){.testing = "A/B/N",
                                     .candidates = 3,
                                     .criteria = "rewards: [{metric: m, preferredDirection: Low}]",
                                     .iterations = 1,
                                     .actions = "finish",
                                     .tasks = "[{if: not CandidateWon(), run: a}]"});
    host.source = fixture_candidate_too_high;
    fixture_finish();
    assert_tasks("finish #0 run a");
}

Test(lifecycle_tasks, a_host_that_runs_whole_actions_is_not_asked_for_tasks)
{
    start_with("start", "[{run: a}, {if: 'false', run: b}]");
    host.host.run_task = NULL;
    fixture_finish();
    assert_tasks("start");
}

Test(lifecycle_tasks, what_was_answered_is_not_asked_again)
{
    start_with("start loop finish", "[{run: a}, {run: b}, {run: c}]");
    for (int i = 0; i < 200 && !outcome.done; i++) {
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
        fixture_reload();
    }
    cr_assert(outcome.done);
    assert_tasks("start #0 run a; start #1 run b; start #2 run c; "
                 "loop 1 #0 run a; loop 1 #1 run b; loop 1 #2 run c; "
                 "loop 2 #0 run a; loop 2 #1 run b; loop 2 #2 run c; "
                 "finish #0 run a; finish #1 run b; finish #2 run c");
}

Test(lifecycle_tasks, a_whole_action_that_was_answered_is_not_asked_again)
{
    start_with("start loop finish", "[{run: a}]");
    host.host.run_task = NULL;
    for (int i = 0; i < 200 && !outcome.done; i++) {
        cr_assert_eq(scripted_step(&host, experiment, &outcome), ITER8_OK);
        fixture_reload();
    }
    cr_assert(outcome.done);
    assert_tasks("start; loop 1; loop 2; finish");
}
