/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/reconcile.h"

#include "base/memory.h"
#include "experiment/fingerprint.h"
#include "iter8/error.h"
#include "lifecycle/clock.h"
#include "lifecycle/due.h"
#include "lifecycle/iteration.h"
#include "lifecycle/resume.h"
#include "lifecycle/retry.h"
#include "lifecycle/stages.h"

static struct iter8__transient *new_run(iter8_experiment *experiment)
{
    struct iter8__transient *run = iter8__arena_alloc(&experiment->arena, 1, sizeof *run);
    if (run == NULL) return NULL;
    run->clock_ns = INT64_MIN;
    run->guarded = !experiment->status.analysis.has_weights;
    run->judged = iter8__fingerprint_of(experiment);
    for (int i = 0; i < ITER8__CALLS; i++)
        iter8__retry_clear(&run->retries[i]);
    /* Of a status that was read all is told already but what was commanded since. */
    run->told_paused = experiment->status.state.paused && !experiment->status.touched;
    run->told_command = experiment->status.touched ? 0 : experiment->status.state.command;
    if (experiment->status.analysis.has_verdicts)
        iter8__resume_judge(&experiment->spec, &experiment->status.analysis);
    return run;
}

int iter8__step_prepare(iter8_experiment *experiment)
{
    if (experiment->busy) return ITER8_ERR_BUSY;
    if (experiment->partial) return ITER8_ERR_INVALID;
    if (experiment->transient == NULL) experiment->transient = new_run(experiment);
    if (experiment->transient == NULL) return ITER8_ERR_NOMEM;
    return iter8__iteration_prepare(experiment->transient, experiment) ? ITER8_OK : ITER8_ERR_NOMEM;
}

static int check_host(const iter8_experiment *experiment, const iter8_host *host, iter8__host *copy)
{
    int rc = iter8__host_take(copy, host);
    if (rc != ITER8_OK) return rc;
    return copy->router.write_weights == NULL && iter8__due_needs_router(experiment)
               ? ITER8_ERR_ARGUMENT
               : ITER8_OK;
}

void iter8_route_explain(const iter8_route *route, const char *reason)
{
    if (route == NULL || route->struct_size < sizeof *route || route->reason == NULL) return;
    *route->reason = reason;
}

static int give_outcome(const iter8__step *step, iter8_outcome *outcome)
{
    iter8_outcome full = {
        sizeof full,   step->next_ns, step->experiment->status.stage,
        step->changed, step->pending, iter8__due_is(step->experiment, ITER8_CONDITION_COMPLETED)};
    return iter8__sized_out(outcome, &full, sizeof full);
}

int iter8_reconcile(iter8_experiment *experiment, const iter8_host *host, int64_t now_ns,
                    iter8_diagnostics *diagnostics, iter8_outcome *outcome)
{
    if (experiment == NULL || host == NULL || outcome == NULL) return ITER8_ERR_ARGUMENT;
    iter8__step step = {
        .experiment = experiment, .now_ns = now_ns, .next_ns = now_ns, .diagnostics = diagnostics};
    int rc = give_outcome(&step, outcome);
    if (rc == ITER8_OK && (now_ns < ITER8__EARLIEST_NS || now_ns > ITER8__LATEST_NS))
        rc = ITER8_ERR_CLOCK;
    if (rc == ITER8_OK) rc = check_host(experiment, host, &step.host);
    if (rc == ITER8_OK) rc = iter8__step_prepare(experiment);
    if (rc != ITER8_OK) return rc;
    step.transient = experiment->transient;
    experiment->busy = 1;
    iter8__clock_set(&step, now_ns);
    enum iter8__flow flow = iter8__stages_advance(&step);
    experiment->busy = 0;
    (void)give_outcome(&step, outcome);
    return flow == ITER8__FAIL ? step.rc : ITER8_OK;
}
