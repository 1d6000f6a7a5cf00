/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/stages.h"

#include "experiment/ending.h"
#include "iter8/command.h"
#include "iter8/error.h"
#include "lifecycle/actions.h"
#include "lifecycle/due.h"
#include "lifecycle/holding.h"
#include "lifecycle/iteration.h"
#include "lifecycle/measured.h"
#include "lifecycle/outage.h"
#include "lifecycle/progress.h"
#include "lifecycle/resume.h"
#include "lifecycle/returning.h"
#include "lifecycle/traffic.h"

/* An experiment that is not to go on before it has its target has touched nothing. */
static int is_idle(const iter8__step *step)
{
    return step->experiment->status.state.command == ITER8_COMMAND_ABORT &&
           !iter8__due_is(step->experiment, ITER8_CONDITION_TARGET_ACQUIRED);
}

static enum iter8__flow acquire_target(iter8__step *step)
{
    if (iter8__due_is(step->experiment, ITER8_CONDITION_TARGET_ACQUIRED) || is_idle(step))
        return ITER8__GO_ON;
    if (step->host.own.acquire_target != NULL) {
        int32_t answer = step->host.own.acquire_target(step->experiment, step->host.own.user_data);
        if (answer == ITER8_PENDING) return iter8__step_wait(step);
        if (answer != ITER8_OK) {
            const iter8__failure failure = {ITER8__CALL_ACQUIRE, answer,
                                            "the target cannot be acquired", NULL};
            return iter8__outage_wait(step, &failure);
        }
        iter8__outage_over(step, ITER8__CALL_ACQUIRE);
    }
    iter8__progress_mark(step, ITER8_CONDITION_TARGET_ACQUIRED, ITER8_CONDITION_TRUE,
                         "TargetAcquired", "", -1);
    return iter8__step_save(step);
}

/* Actions of an experiment's way, in Iter8's words. */
static const iter8__handler start = {"start", "Start handler 'start' launched",
                                     "Start actions failed"};
static const iter8__handler loop = {"loop", "Loop handler 'loop' launched", "Loop actions failed"};
static const iter8__handler finish = {"finish", "Finish handler 'finish' launched",
                                      "Finish actions failed"};
static const iter8__handler rollback = {"rollback", "Rollback handler 'rollback' launched",
                                        "Rollback actions failed"};
static const iter8__handler finish_rollback = {"finish", "Rollback handler 'finish' launched",
                                               "Finish actions failed"};
static const iter8__handler failure = {"failure", "Failure handler 'failure' launched",
                                       "failure executing failure handler"};
static const iter8__handler no_handler = {"", "", ""};

static enum iter8__flow initialize(iter8__step *step)
{
    if (step->experiment->status.stage >= ITER8_STAGE_RUNNING ||
        iter8__due_rolls_back(step->experiment))
        return ITER8__GO_ON;
    if (step->experiment->status.stage < ITER8_STAGE_INITIALIZING) {
        iter8__progress_stage(step, ITER8_STAGE_INITIALIZING);
        return iter8__step_save(step);
    }
    enum iter8__flow flow = iter8__action_run(step, &start, 0);
    if (flow != ITER8__GO_ON || iter8__due_is(step->experiment, ITER8_CONDITION_FAILED) ||
        step->experiment->spec.version_count == 0)
        return flow;
    iter8__progress_recommend(step);
    iter8__progress_stage(step, ITER8_STAGE_RUNNING);
    /* What the start action has set up warms up like weights that were written. */
    iter8__due_begin_warm_up(step->experiment, step->now_ns);
    return iter8__step_save(step);
}

/* The action of a loop that has just ended. */
static enum iter8__flow end_loop(iter8__step *step)
{
    int32_t per_loop = step->experiment->spec.iterations_per_loop;
    int32_t number = step->experiment->status.completed_iterations / per_loop;
    if (number == 0 || step->experiment->status.completed_iterations % per_loop != 0)
        return ITER8__GO_ON;
    return iter8__action_run(step, &loop, number);
}

/* What this process has not decided itself is looked at before it is written. */
static enum iter8__flow write_weights(iter8__step *step, int64_t deadline_ns)
{
    enum iter8__flow flow = iter8__resume_guard(step, deadline_ns);
    return flow == ITER8__GO_ON ? iter8__traffic_write(step, deadline_ns) : flow;
}

/* The last decision is carried out before anything else, but for one case: an iteration that is due
 * does not wait for a write that keeps failing when it can see for itself what is there. */
static enum iter8__flow carry_out(iter8__step *step, int64_t due_ns)
{
    if (iter8__due_is_over(step->experiment)) return write_weights(step, INT64_MAX);
    if (step->now_ns < due_ns) return write_weights(step, due_ns);
    if (step->host.router.read_weights != NULL || step->transient->under_way) return ITER8__GO_ON;
    return write_weights(step, INT64_MAX);
}

/* An experiment that never moves traffic may be aborted where nobody can. */
static void tell_of_no_router(iter8__step *step)
{
    if (step->experiment->status.stage < ITER8_STAGE_FINISHING)
        iter8__progress_tell(step, ITER8__WEIGHTS_FAILED,
                             "there is no router: the traffic stays as it is", 1);
}

/* The baseline gets all traffic back, at once or one step an interval. */
static enum iter8__flow return_traffic(iter8__step *step)
{
    iter8__status *status = &step->experiment->status;
    if (!iter8__due_returns_traffic(step->experiment)) return ITER8__GO_ON;
    if (step->host.router.write_weights == NULL) {
        tell_of_no_router(step);
        return ITER8__GO_ON;
    }
    if (!status->analysis.has_weights) {
        iter8__resume_roll_back_unseen(step);
        return iter8__step_save(step);
    }
    enum iter8__flow flow = write_weights(step, INT64_MAX);
    if (flow == ITER8__GO_ON && status->weights[0] == 100) return iter8__holding_verify(step);
    if (flow != ITER8__GO_ON) return flow;
    int64_t due_ns = iter8__due_interval_end_ns(step->experiment);
    if (step->now_ns < due_ns) return iter8__step_sleep(step, due_ns);
    iter8__resume_roll_back(step);
    status->last_update_ns = step->now_ns;
    return iter8__step_save(step);
}

/* What would be the end of the last iteration is none: the last weights are not written. */
static int has_lost_weights(const iter8__step *step)
{
    return iter8__due_is_over(step->experiment) && !iter8__due_is_cut_short(step->experiment) &&
           iter8__due_weights_are_lost(step->experiment);
}

/* Then the interval is waited for, then the next decision is made. After the last one there is
 * nothing to wait for: nothing more would be measured. */
static enum iter8__flow iterate(iter8__step *step)
{
    if (step->experiment->status.stage != ITER8_STAGE_RUNNING ||
        iter8__due_rolls_back(step->experiment))
        return ITER8__GO_ON;
    if (has_lost_weights(step)) {
        iter8__holding_fail(step);
        return iter8__step_save(step);
    }
    int64_t due_ns = iter8__due_due_ns(step->experiment, step->now_ns);
    enum iter8__flow flow = carry_out(step, due_ns);
    /* The last weights are saved before anything is done that rests on them. */
    if (flow == ITER8__GO_ON && step->changed && iter8__due_is_over(step->experiment))
        return iter8__step_save(step);
    if (flow == ITER8__GO_ON && !iter8__due_is_cut_short(step->experiment)) flow = end_loop(step);
    if (flow != ITER8__GO_ON || iter8__due_is_over(step->experiment)) return flow;
    /* Weights that were just written may have to warm up first. */
    due_ns = iter8__due_due_ns(step->experiment, step->now_ns);
    return step->now_ns < due_ns ? iter8__step_sleep(step, due_ns) : iter8__iteration_run(step);
}

/* How an experiment ends: the action to run, and what it says at the end. */
typedef struct ending {
    const iter8__handler *handler;
    const char *message;
} ending;

static const char *finish_message(const iter8__step *step)
{
    if (step->experiment->status.state.command == ITER8_COMMAND_PROMOTE)
        return "Experiment ended by promotion";
    return iter8__action_exists(step, "finish") ? "Experiment Completed"
                                                : "Experiment completed successfully";
}

/* To Iter8 the action of a rollback is the finish action, which works on the recommended version;
 * here it is so where there is no action for a rollback. A rollback by command Iter8 does not know.
 */
static ending choose_rollback(const iter8__step *step)
{
    ending end = {&rollback, ITER8__SAYS_ROLLED_BACK};
    int by_command = step->experiment->status.state.command == ITER8_COMMAND_ABORT;
    int looks_finished =
        !by_command && iter8__due_has_quirk(step->experiment, ITER8__ROLLBACK_LOOKS_FINISHED);
    if (looks_finished || !iter8__action_exists(step, "rollback")) end.handler = &finish_rollback;
    if (looks_finished && iter8__action_exists(step, "finish"))
        end.message = "Experiment Completed";
    if (by_command) end.message = "Experiment aborted";
    return end;
}

/* Iter8 has disabled the action of a failure: there is none of that name. */
static ending choose_failure(const iter8__step *step)
{
    int runs_nothing = iter8__due_has_quirk(step->experiment, ITER8__FAILURE_RUNS_NOTHING);
    return (ending){runs_nothing ? &no_handler : &failure, ITER8__SAYS_FAILED};
}

static ending choose_ending(const iter8__step *step)
{
    if (iter8__due_is(step->experiment, ITER8_CONDITION_FAILED)) return choose_failure(step);
    if (iter8__due_rolls_back(step->experiment)) return choose_rollback(step);
    return (ending){&finish, finish_message(step)};
}

/* The stage is saved before the first task sees it. */
static enum iter8__flow run_last(iter8__step *step, const ending *end)
{
    iter8__progress_stage(step, ITER8_STAGE_FINISHING);
    return iter8__action_run(step, end->handler, 0);
}

/* Who is recommended follows from a command, not from what was measured. */
static void heed_command(iter8__step *step)
{
    if (step->experiment->status.state.command != 0 && step->experiment->spec.version_count > 0)
        iter8__progress_recommend(step);
}

/* An action that failed is what the experiment says at the end. */
static const char *last_words(const iter8__step *step, const ending *end)
{
    const char *held = iter8__returning_words(step);
    if (held != NULL) return held;
    if (!iter8__due_action_failed(step->experiment)) return end->message;
    return step->experiment->status.conditions[ITER8_CONDITION_FAILED].message.text;
}

static enum iter8__flow complete(iter8__step *step)
{
    heed_command(step);
    ending end = choose_ending(step);
    if (!iter8__due_action_failed(step->experiment) && !is_idle(step) &&
        iter8__action_exists(step, end.handler->action)) {
        enum iter8__flow flow = run_last(step, &end);
        if (flow != ITER8__GO_ON) return flow;
    }
    iter8__progress_stage(step, ITER8_STAGE_COMPLETED);
    iter8__progress_mark(step, ITER8_CONDITION_COMPLETED, ITER8_CONDITION_TRUE,
                         "ExperimentCompleted", last_words(step, &end), -1);
    return iter8__step_save(step);
}

/* The start action was the last that could have supplied them. */
static void insist_on_versions(iter8__step *step)
{
    if (step->experiment->spec.version_count == 0 && !is_idle(step) &&
        !iter8__due_is(step->experiment, ITER8_CONDITION_FAILED))
        iter8__progress_fail(step, "InvalidExperiment", "No versionInfo in experiment");
}

/* An experiment in which nothing could be decided has not gone well. */
static enum iter8__flow insist_on_values(iter8__step *step)
{
    if (step->experiment->status.stage >= ITER8_STAGE_FINISHING ||
        iter8__due_is_cut_short(step->experiment) || !iter8__measured_fail(step))
        return ITER8__GO_ON;
    return iter8__step_save(step);
}

/* Nothing is begun in a pause, but what protects users goes on. */
static int stands_still(const iter8__step *step)
{
    return step->experiment->status.state.paused && !iter8__due_rolls_back(step->experiment) &&
           !iter8__due_gives_back(step->experiment);
}

/* What was asked before a pause is of no use after it. */
static enum iter8__flow stand_still(iter8__step *step)
{
    step->transient->under_way = 0;
    return iter8__step_sleep(step, ITER8_NEVER);
}

static enum iter8__flow live(iter8__step *step)
{
    enum iter8__flow flow = acquire_target(step);
    if (flow == ITER8__GO_ON && !iter8__due_is(step->experiment, ITER8_CONDITION_FAILED))
        flow = initialize(step);
    if (flow == ITER8__GO_ON) insist_on_versions(step);
    if (flow == ITER8__GO_ON) flow = iter8__returning_begin(step);
    if (flow == ITER8__GO_ON && step->experiment->spec.version_count > 0) flow = iterate(step);
    if (flow == ITER8__GO_ON) flow = return_traffic(step);
    if (flow == ITER8__GO_ON) flow = iter8__returning_end(step);
    if (flow == ITER8__GO_ON) flow = insist_on_values(step);
    if (flow == ITER8__GO_ON) flow = complete(step);
    return flow;
}

enum iter8__flow iter8__stages_advance(iter8__step *step)
{
    if (iter8__due_is(step->experiment, ITER8_CONDITION_COMPLETED)) return iter8__step_save(step);
    if (iter8__due_is_new(step->experiment)) iter8__progress_init(step);
    if (iter8__resume_check(step)) return iter8__step_save(step);
    /* At once, not at the end of a rollback that takes many steps. */
    if (step->experiment->status.stage >= ITER8_STAGE_RUNNING) heed_command(step);
    if (iter8__progress_commands(step)) return iter8__step_save(step);
    enum iter8__flow flow = iter8__resume_take_back(step);
    if (flow != ITER8__GO_ON) return flow;
    return stands_still(step) ? stand_still(step) : live(step);
}
