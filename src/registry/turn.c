/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A registry's step: one experiment's turn. */
#include "base/memory.h"
#include "base/times.h"
#include "iter8/error.h"
#include "lifecycle/due.h"
#include "lifecycle/step.h"
#include "registry/agenda.h"

/* How long an experiment is left alone whose step failed without saying when to come back. */
#define RETRY_NS ITER8__NS_PER_S

/* Stands in for the host's acquire_target while another experiment comes first. */
static int32_t target_is_taken(const iter8_experiment *experiment, void *user_data)
{
    (void)experiment;
    (void)user_data;
    return ITER8_PENDING;
}

/* So whoever records the steps sees the same callbacks in each of them. */
static int32_t target_is_free(const iter8_experiment *experiment, void *user_data)
{
    (void)experiment;
    (void)user_data;
    return ITER8_OK;
}

static int64_t after(const iter8_registry *registry, int64_t pause_ns)
{
    if (pause_ns == ITER8_NEVER) return ITER8_NEVER;
    if (registry->clock_ns > 0 && pause_ns > ITER8_NEVER - registry->clock_ns) return ITER8_NEVER;
    return registry->clock_ns + pause_ns;
}

/* A pending answer is left alone for a while, that of the target until the target is free; unless a
 * deadline comes sooner. */
static int64_t next_while_pending(const iter8_registry *registry, const iter8__member *member,
                                  int64_t deadline_ns)
{
    int64_t poll_ns =
        iter8__agenda_has_way(member) ? after(registry, registry->options.poll_ns) : ITER8_NEVER;
    if (deadline_ns <= registry->clock_ns) return poll_ns;
    return deadline_ns < poll_ns ? deadline_ns : poll_ns;
}

static int64_t next_of(const iter8_registry *registry, const iter8__member *member, int rc,
                       const iter8_outcome *outcome)
{
    if (outcome->done) return ITER8_NEVER;
    if (outcome->pending) return next_while_pending(registry, member, outcome->next_ns);
    if (rc != ITER8_OK && outcome->next_ns <= registry->clock_ns) return after(registry, RETRY_NS);
    return outcome->next_ns;
}

/* Notes what the step has made of the target. */
static void settle_target(iter8_registry *registry, iter8__member *member)
{
    if (iter8__due_is(member->experiment, ITER8_CONDITION_COMPLETED))
        iter8__agenda_free_target(registry, member);
    else if (member->hold != ITER8__HOLDS &&
             iter8__due_is(member->experiment, ITER8_CONDITION_TARGET_ACQUIRED))
        iter8__target_hold(member);
}

/* So its place in the queue is the same after a restart. */
static void set_init_time(const iter8__member *member)
{
    iter8_experiment *experiment = member->experiment;
    if (!iter8__due_is_new(experiment) || iter8__step_prepare(experiment) != ITER8_OK) return;
    experiment->status.init_ns = member->since_ns;
    experiment->status.touched = 1;
}

static int reconcile(iter8_registry *registry, iter8__member *member, iter8_host *host,
                     iter8_diagnostics *diagnostics, iter8_outcome *outcome)
{
    iter8_experiment *experiment = member->experiment;
    const iter8_registry_options *options = &registry->options;
    if (!iter8__agenda_has_way(member))
        host->acquire_target = target_is_taken;
    else if (host->acquire_target == NULL)
        host->acquire_target = target_is_free;
    set_init_time(member);
    registry->stepping = member;
    registry->woken_ns = ITER8_NEVER;
    int rc = options->reconcile == NULL
                 ? iter8_reconcile(experiment, host, registry->clock_ns, diagnostics, outcome)
                 : options->reconcile(experiment, host, registry->clock_ns, diagnostics, outcome,
                                      options->user_data);
    registry->stepping = NULL;
    return rc;
}

static int take_turn(iter8_registry *registry, iter8__member *member, iter8_host *host,
                     iter8_diagnostics *diagnostics, iter8_outcome *outcome)
{
    int rc = reconcile(registry, member, host, diagnostics, outcome);
    settle_target(registry, member);
    outcome->next_ns = next_of(registry, member, rc, outcome);
    if (registry->woken_ns < outcome->next_ns) outcome->next_ns = registry->woken_ns;
    iter8__agenda_replan(registry, member, outcome->next_ns);
    return rc;
}

int iter8_registry_step(iter8_registry *registry, const iter8_host *host, int64_t now_ns,
                        iter8_diagnostics *diagnostics, iter8_experiment **experiment,
                        iter8_outcome *outcome)
{
    if (experiment != NULL) *experiment = NULL;
    if (registry == NULL || host == NULL || experiment == NULL || outcome == NULL)
        return ITER8_ERR_ARGUMENT;
    iter8_outcome full = {.struct_size = sizeof full, .next_ns = iter8_registry_next_ns(registry)};
    iter8_host own;
    int rc = iter8__sized_out(outcome, &full, sizeof full);
    if (rc == ITER8_OK) rc = iter8__sized_in(&own, sizeof own, host);
    if (rc == ITER8_OK && registry->stepping != NULL) rc = ITER8_ERR_BUSY;
    if (rc == ITER8_OK) rc = iter8__agenda_set_clock(registry, now_ns);
    full.next_ns = iter8_registry_next_ns(registry);
    if (rc != ITER8_OK || full.next_ns > registry->clock_ns) return rc;
    iter8__member *member = iter8__heap_first(&registry->agenda);
    *experiment = member->experiment;
    rc = take_turn(registry, member, &own, diagnostics, &full);
    (void)iter8__sized_out(outcome, &full, sizeof full);
    return rc;
}
