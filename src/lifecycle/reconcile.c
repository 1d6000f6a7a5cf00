/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/reconcile.h"

#include "base/decimal.h"
#include "base/diagnostics.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/times.h"
#include "iter8/error.h"
#include "lifecycle/run.h"

#include <string.h>

/* Beyond these times, intervals would overflow 64 bits of nanoseconds. */
#define EARLIEST_NS (-INT64_C(8500000000000000000))
#define LATEST_NS   INT64_C(8800000000000000000)

enum iter8__flow iter8__step_wait(iter8__step *step)
{
    step->pending = 1;
    step->next_ns = step->now_ns;
    return ITER8__RETURN;
}

enum iter8__flow iter8__step_sleep(iter8__step *step, int64_t until_ns)
{
    step->next_ns = until_ns > step->now_ns ? until_ns : step->now_ns;
    return ITER8__RETURN;
}

enum iter8__flow iter8__step_save(iter8__step *step)
{
    return iter8__step_sleep(step, step->now_ns);
}

enum iter8__flow iter8__step_host_failed(iter8__step *step, const char *what, int32_t code)
{
    char digits[ITER8__INTEGER_BYTES];
    (void)iter8__integer_format(code, digits);
    iter8__diagnose(step->diagnostics, ITER8_ERR_HOST, 0, 0, "", what, " (the host answered ",
                    digits, ": ", iter8_strerror(code), ")", (char *)NULL);
    if (step->run->failure != what)
        iter8__progress_event(step, "WeightRedistributionFailed", what, 1);
    step->run->failure = what;
    step->next_ns = step->now_ns + ITER8__RETRY_NS;
    step->rc = ITER8_ERR_HOST;
    return ITER8__FAIL;
}

static int is_true(const iter8__step *step, int32_t condition)
{
    return step->experiment->status.conditions[condition].status == ITER8_CONDITION_TRUE;
}

static int64_t interval_end(const iter8__step *step)
{
    const iter8_experiment *experiment = step->experiment;
    int64_t interval_ns = (int64_t)experiment->spec.interval_s * ITER8__NS_PER_S;
    int64_t last_ns = experiment->status.last_update_ns;
    return last_ns > INT64_MAX - interval_ns ? INT64_MAX : last_ns + interval_ns;
}

static enum iter8__flow acquire_target(iter8__step *step)
{
    if (is_true(step, ITER8_CONDITION_TARGET_ACQUIRED)) return ITER8__GO_ON;
    if (step->host.acquire_target != NULL) {
        int32_t answer = step->host.acquire_target(step->experiment, step->host.user_data);
        if (answer == ITER8_PENDING) return iter8__step_wait(step);
        if (answer != ITER8_OK)
            return iter8__step_host_failed(step, "the target cannot be acquired", answer);
    }
    iter8__progress_mark(step, ITER8_CONDITION_TARGET_ACQUIRED, ITER8_CONDITION_TRUE,
                         "TargetAcquired", "", -1);
    iter8__progress_stage(step, ITER8_STAGE_INITIALIZING);
    return ITER8__GO_ON;
}

static enum iter8__flow initialize(iter8__step *step)
{
    if (step->experiment->status.stage >= ITER8_STAGE_RUNNING) return ITER8__GO_ON;
    iter8__progress_stage(step, ITER8_STAGE_INITIALIZING);
    enum iter8__flow flow = iter8__action_run(step, "start", 0, "Start actions failed");
    if (flow != ITER8__GO_ON || is_true(step, ITER8_CONDITION_FAILED)) return flow;
    if (step->experiment->spec.version_count == 0) {
        iter8__progress_fail(step, "InvalidExperiment", "No versionInfo in experiment");
        return ITER8__GO_ON;
    }
    iter8__progress_recommend(step);
    iter8__progress_stage(step, ITER8_STAGE_RUNNING);
    return ITER8__GO_ON;
}

/* The action of a loop that has just ended; after a restart it may be asked for once more. */
static enum iter8__flow end_loop(iter8__step *step)
{
    int32_t per_loop = step->experiment->spec.iterations_per_loop;
    int32_t loop = step->experiment->status.completed_iterations / per_loop;
    if (loop == 0 || step->experiment->status.completed_iterations % per_loop != 0 ||
        step->run->loops_acted == loop)
        return ITER8__GO_ON;
    enum iter8__flow flow = iter8__action_run(step, "loop", loop, "Loop actions failed");
    if (flow == ITER8__GO_ON) step->run->loops_acted = loop;
    return flow;
}

/* Nothing more is to be measured: the experiment has failed or is rolled back. */
static int is_cut_short(const iter8__step *step)
{
    return is_true(step, ITER8_CONDITION_FAILED) || iter8__must_roll_back(step->experiment);
}

static int is_over(const iter8__step *step)
{
    const iter8_experiment *experiment = step->experiment;
    return is_cut_short(step) ||
           experiment->status.completed_iterations >= iter8__spec_iterations(&experiment->spec);
}

/* The last decision is carried out, then the interval is waited for, then the next is made. An
 * iteration that is due does not wait for a write that keeps failing: it looks at what is there. */
static enum iter8__flow iterate(iter8__step *step)
{
    const iter8__status *status = &step->experiment->status;
    if (status->stage != ITER8_STAGE_RUNNING) return ITER8__GO_ON;
    int64_t due_ns = status->completed_iterations == 0 ? step->now_ns : interval_end(step);
    int waiting = step->now_ns < due_ns && !step->run->under_way;
    enum iter8__flow flow = ITER8__GO_ON;
    if (waiting || is_over(step))
        flow = iter8__traffic_write(step, is_over(step) ? INT64_MAX : due_ns);
    if (flow == ITER8__GO_ON && !is_cut_short(step)) flow = end_loop(step);
    if (flow != ITER8__GO_ON || is_cut_short(step)) return flow;
    if (waiting) return iter8__step_sleep(step, due_ns);
    return is_over(step) ? ITER8__GO_ON : iter8__iteration_run(step);
}

/* How an experiment ends: the action to run, and what it says when that fails and at the end. */
typedef struct ending {
    const char *action;
    const char *failure_text;
    const char *message;
} ending;

static ending choose_ending(const iter8__step *step)
{
    if (is_true(step, ITER8_CONDITION_FAILED))
        return (ending){"failure", "failure executing failure handler", "Experiment failed"};
    if (iter8__must_roll_back(step->experiment))
        return (ending){"rollback", "Rollback actions failed", "Experiment rolled back"};
    return (ending){"finish", "Finish actions failed",
                    iter8__action_exists(step, "finish") ? "Experiment Completed"
                                                         : "Experiment completed successfully"};
}

/* A failed action ends the experiment without further actions. */
static int action_failed(const iter8__step *step)
{
    const char *reason = step->experiment->status.conditions[ITER8_CONDITION_FAILED].reason;
    return is_true(step, ITER8_CONDITION_FAILED) && reason != NULL &&
           strcmp(reason, "HandlerFailed") == 0;
}

static enum iter8__flow finish(iter8__step *step)
{
    ending end = choose_ending(step);
    if (!action_failed(step) && iter8__action_exists(step, end.action)) {
        iter8__progress_stage(step, ITER8_STAGE_FINISHING);
        enum iter8__flow flow = iter8__action_run(step, end.action, 0, end.failure_text);
        if (flow != ITER8__GO_ON) return flow;
        if (action_failed(step)) end.message = "Experiment failed";
    }
    iter8__progress_mark(step, ITER8_CONDITION_COMPLETED, ITER8_CONDITION_TRUE,
                         "ExperimentCompleted", end.message, -1);
    iter8__progress_stage(step, ITER8_STAGE_COMPLETED);
    return iter8__step_save(step);
}

static int is_done(const iter8__step *step)
{
    return is_true(step, ITER8_CONDITION_COMPLETED);
}

/* The life of an experiment, from wherever it stands. */
static enum iter8__flow advance(iter8__step *step)
{
    enum iter8__flow flow = ITER8__GO_ON;
    if (is_done(step)) return iter8__step_save(step);
    if (step->experiment->status.stage == ITER8_STAGE_NONE) iter8__progress_init(step);
    flow = acquire_target(step);
    if (flow == ITER8__GO_ON && !is_true(step, ITER8_CONDITION_FAILED)) flow = initialize(step);
    if (flow == ITER8__GO_ON && step->experiment->spec.version_count > 0) flow = iterate(step);
    if (flow == ITER8__GO_ON) flow = finish(step);
    return flow;
}

/* A status that was read says what was measured; whether to roll back follows from it. */
static struct iter8__run *new_run(iter8_experiment *experiment)
{
    struct iter8__run *run = iter8__arena_alloc(&experiment->arena, 1, sizeof *run);
    if (run == NULL) return NULL;
    run->clock_ns = INT64_MIN;
    run->retry_ns = INT64_MIN;
    if (experiment->status.analysis.has_verdicts)
        iter8__judge_objectives(&experiment->spec, &experiment->status.analysis);
    return run;
}

static int prepare(iter8_experiment *experiment)
{
    if (experiment->busy) return ITER8_ERR_BUSY;
    if (experiment->run == NULL) experiment->run = new_run(experiment);
    if (experiment->run == NULL) return ITER8_ERR_NOMEM;
    return iter8__iteration_prepare(experiment->run, experiment) ? ITER8_OK : ITER8_ERR_NOMEM;
}

static int check_host(const iter8_experiment *experiment, const iter8_host *host, iter8_host *own)
{
    int rc = iter8__sized_in(own, sizeof *own, host);
    if (rc != ITER8_OK) return rc;
    return own->write_weights == NULL && iter8__traffic_moves(&experiment->spec)
               ? ITER8_ERR_ARGUMENT
               : ITER8_OK;
}

static int give_outcome(const iter8__step *step, iter8_outcome *outcome)
{
    iter8_outcome full = {sizeof full,   step->next_ns, step->experiment->status.stage,
                          step->changed, step->pending, is_done(step)};
    return iter8__sized_out(outcome, &full, sizeof full);
}

int iter8_reconcile(iter8_experiment *experiment, const iter8_host *host, int64_t now_ns,
                    iter8_diagnostics *diagnostics, iter8_outcome *outcome)
{
    if (experiment == NULL || host == NULL || outcome == NULL ||
        outcome->struct_size < sizeof outcome->struct_size)
        return ITER8_ERR_ARGUMENT;
    iter8__step step = {
        .experiment = experiment, .now_ns = now_ns, .next_ns = now_ns, .diagnostics = diagnostics};
    (void)give_outcome(&step, outcome);
    if (now_ns < EARLIEST_NS || now_ns > LATEST_NS) return ITER8_ERR_CLOCK;
    int rc = check_host(experiment, host, &step.host);
    if (rc == ITER8_OK) rc = prepare(experiment);
    if (rc != ITER8_OK) return rc;
    step.run = experiment->run;
    if (step.run->clock_ns > now_ns) step.now_ns = step.run->clock_ns;
    step.run->clock_ns = step.now_ns;
    experiment->busy = 1;
    enum iter8__flow flow = advance(&step);
    experiment->busy = 0;
    (void)give_outcome(&step, outcome);
    return flow == ITER8__FAIL ? step.rc : ITER8_OK;
}

void iter8_host_init(iter8_host *host, size_t struct_size)
{
    if (host == NULL || struct_size < sizeof struct_size) return;
    memset(host, 0, struct_size);
    memcpy(&host->struct_size, &struct_size, sizeof struct_size);
}
