/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/stages.h"

#include "iter8/error.h"
#include "lifecycle/actions.h"
#include "lifecycle/iteration.h"
#include "lifecycle/progress.h"
#include "lifecycle/state.h"
#include "lifecycle/traffic.h"

static enum iter8__flow acquire_target(iter8__step *step)
{
    if (iter8__state_is(step->experiment, ITER8_CONDITION_TARGET_ACQUIRED)) return ITER8__GO_ON;
    if (step->host.acquire_target != NULL) {
        int32_t answer = step->host.acquire_target(step->experiment, step->host.user_data);
        if (answer == ITER8_PENDING) return iter8__step_wait(step);
        if (answer != ITER8_OK)
            return iter8__progress_host_failed(step, "TargetUnavailable",
                                               "the target cannot be acquired", answer);
    }
    iter8__progress_mark(step, ITER8_CONDITION_TARGET_ACQUIRED, ITER8_CONDITION_TRUE,
                         "TargetAcquired", "", -1);
    iter8__progress_stage(step, ITER8_STAGE_INITIALIZING);
    return iter8__step_save(step);
}

static enum iter8__flow initialize(iter8__step *step)
{
    if (step->experiment->status.stage >= ITER8_STAGE_RUNNING) return ITER8__GO_ON;
    iter8__progress_stage(step, ITER8_STAGE_INITIALIZING);
    enum iter8__flow flow = iter8__action_run(step, "start", 0, "Start actions failed");
    if (flow != ITER8__GO_ON || iter8__state_is(step->experiment, ITER8_CONDITION_FAILED) ||
        step->experiment->spec.version_count == 0)
        return flow;
    iter8__progress_recommend(step);
    iter8__progress_stage(step, ITER8_STAGE_RUNNING);
    return iter8__step_save(step);
}

/* The action of a loop that has just ended. */
static enum iter8__flow end_loop(iter8__step *step)
{
    int32_t per_loop = step->experiment->spec.iterations_per_loop;
    int32_t loop = step->experiment->status.completed_iterations / per_loop;
    if (loop == 0 || step->experiment->status.completed_iterations % per_loop != 0)
        return ITER8__GO_ON;
    return iter8__action_run(step, "loop", loop, "Loop actions failed");
}

/* The last decision is carried out before anything else, but for one case: an iteration that is due
 * does not wait for a write that keeps failing when it can see for itself what is there. */
static enum iter8__flow carry_out(iter8__step *step, int64_t due_ns)
{
    if (iter8__state_is_over(step->experiment)) return iter8__traffic_write(step, INT64_MAX);
    if (step->now_ns < due_ns) return iter8__traffic_write(step, due_ns);
    if (step->host.read_weights != NULL || step->run->under_way) return ITER8__GO_ON;
    return iter8__traffic_write(step, INT64_MAX);
}

/* Then the interval is waited for, then the next decision is made. */
static enum iter8__flow iterate(iter8__step *step)
{
    if (step->experiment->status.stage != ITER8_STAGE_RUNNING) return ITER8__GO_ON;
    int64_t due_ns = iter8__state_due_ns(step->experiment, step->now_ns);
    enum iter8__flow flow = carry_out(step, due_ns);
    if (flow == ITER8__GO_ON && !iter8__state_is_cut_short(step->experiment)) flow = end_loop(step);
    if (flow != ITER8__GO_ON || iter8__state_is_cut_short(step->experiment)) return flow;
    if (step->now_ns < due_ns) return iter8__step_sleep(step, due_ns);
    return iter8__state_is_over(step->experiment) ? ITER8__GO_ON : iter8__iteration_run(step);
}

/* How an experiment ends: the action to run, and what it says when that fails and at the end. */
typedef struct ending {
    const char *action;
    const char *failure_text;
    const char *message;
} ending;

static ending choose_ending(const iter8__step *step)
{
    if (iter8__state_is(step->experiment, ITER8_CONDITION_FAILED))
        return (ending){"failure", "failure executing failure handler", "Experiment failed"};
    if (iter8__state_must_roll_back(step->experiment))
        return (ending){"rollback", "Rollback actions failed", "Experiment rolled back"};
    return (ending){"finish", "Finish actions failed",
                    iter8__action_exists(step, "finish") ? "Experiment Completed"
                                                         : "Experiment completed successfully"};
}

static enum iter8__flow finish(iter8__step *step)
{
    ending end = choose_ending(step);
    if (!iter8__state_action_failed(step->experiment) && iter8__action_exists(step, end.action)) {
        iter8__progress_stage(step, ITER8_STAGE_FINISHING);
        enum iter8__flow flow = iter8__action_run(step, end.action, 0, end.failure_text);
        if (flow != ITER8__GO_ON) return flow;
        if (iter8__state_action_failed(step->experiment)) end.message = "Experiment failed";
    }
    iter8__progress_mark(step, ITER8_CONDITION_COMPLETED, ITER8_CONDITION_TRUE,
                         "ExperimentCompleted", end.message, -1);
    iter8__progress_stage(step, ITER8_STAGE_COMPLETED);
    return iter8__step_save(step);
}

/* The start action was the last that could have supplied them. */
static void insist_on_versions(iter8__step *step)
{
    if (step->experiment->spec.version_count == 0 &&
        !iter8__state_is(step->experiment, ITER8_CONDITION_FAILED))
        iter8__progress_fail(step, "InvalidExperiment", "No versionInfo in experiment");
}

enum iter8__flow iter8__stages_advance(iter8__step *step)
{
    enum iter8__flow flow = ITER8__GO_ON;
    if (iter8__state_is(step->experiment, ITER8_CONDITION_COMPLETED)) return iter8__step_save(step);
    if (iter8__state_is_new(step->experiment)) iter8__progress_init(step);
    flow = acquire_target(step);
    if (flow == ITER8__GO_ON && !iter8__state_is(step->experiment, ITER8_CONDITION_FAILED))
        flow = initialize(step);
    if (flow == ITER8__GO_ON) insist_on_versions(step);
    if (flow == ITER8__GO_ON && step->experiment->spec.version_count > 0) flow = iterate(step);
    if (flow == ITER8__GO_ON) flow = finish(step);
    return flow;
}
