/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Many experiments in one process: who has which target, and who is to be called when.
 *
 * A registry calls iter8_reconcile() for a host that has more than one experiment:
 *
 *     for (;;) {
 *         while (iter8_registry_next_ns(registry) <= now()) {
 *             rc = iter8_registry_step(registry, &host, now(), NULL, &experiment, &outcome);
 *             if (outcome.changed) save(experiment);
 *             if (outcome.done) { iter8_registry_remove(registry, experiment); ... }
 *         }
 *         wait_until(iter8_registry_next_ns(registry), or an answer is there);
 *     }
 *
 * **Targets.** Experiments whose `spec.target` is the same text, in whatever namespace, have it one
 * at a time. First comes the one that has it already: its condition TargetAcquired is True and it
 * is not completed. Else the earliest `status.initTime`, then the first by namespace, by name, by
 * the order of adding. An experiment that was never run gets the time of its adding as `initTime`.
 * Completed or removed, an experiment gives its target up at once and the next one is due; until
 * then those that wait cost nothing. They are stepped once, so that their status says that they
 * wait and since when.
 *
 * **After a restart** add all experiments, in any order, and only then make the first step: so each
 * that had its target keeps it. Should two say that they have one target (Iter8 lets two take it
 * within one second), the second to come waits without a step, although its status says otherwise,
 * until the first has ended: two that move one target's traffic would undo each other's decisions.
 *
 * **Several processes.** When the registry gives a target away, the host's own @c acquire_target,
 * if any, is called as well: there a host takes the lock that it shares with other processes. It is
 * never called for an experiment that waits in this registry.
 *
 * **Pending answers.** An experiment that waits for an answer is called again when the host says so
 * with iter8_registry_wake(), or else after a pause (iter8_registry_options::poll_ns). A host with
 * one thread does this: each callback that cannot answer starts its request and returns
 * #ITER8_PENDING; the host's event loop, which sleeps until iter8_registry_next_ns() or until one
 * of its requests is answered, wakes the experiment that had asked. Such a host can set the pause
 * to #ITER8_NEVER. Waking too often is harmless: what is still pending is asked again, nothing else
 * is.
 *
 * **Commands** (command.h) are carried out by the next step: wake the experiment. One that is
 * paused sleeps until then; it keeps its target, or its place among those that wait for it.
 *
 * **Decision logs.** A host that keeps one of each experiment gives the registry a function that
 * takes the step with that experiment's recorder (iter8_registry_options::reconcile).
 *
 * **Failures** stay with the experiment whose step failed: the others go on, and it is called again
 * when its outcome says, after a second if it does not.
 *
 * Experiments are borrowed from iter8_registry_add() until iter8_registry_remove() or
 * iter8_registry_free(). Meanwhile they must not be freed, nor given to iter8_reconcile(); they may
 * be read and written to text. A registry and its experiments belong to one thread at a time. From
 * a callback only iter8_registry_wake() and the functions that take a const registry may be called.
 */
#ifndef ITER8_REGISTRY_H
#define ITER8_REGISTRY_H

#include "iter8/allocator.h"
#include "iter8/diagnostics.h"
#include "iter8/experiment.h"
#include "iter8/export.h"
#include "iter8/reconcile.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Experiments that share a process; opaque. */
typedef struct iter8_registry iter8_registry;

/** How a registry is made. Zero in a field means its default. */
typedef struct iter8_registry_options {
    /** sizeof(iter8_registry_options). */
    size_t struct_size;
    /** Memory of the registry; copied; NULL for malloc. */
    const iter8_allocator *allocator;
    /** Nanoseconds after which an experiment whose answer is pending is called again if it is not
     *  woken before; 0: a second; #ITER8_NEVER: only when woken. */
    int64_t poll_ns;
    /** Takes each step in place of iter8_reconcile(), whose arguments it is given: to record it
     * with iter8_recorder_reconcile_with() (log.h), or to time it. Calls one of these two, once,
     * and returns what that returned. NULL: iter8_reconcile() itself. */
    int32_t (*reconcile)(iter8_experiment *experiment, const iter8_host *host, int64_t now_ns,
                         iter8_diagnostics *diagnostics, iter8_outcome *outcome, void *user_data);
    void *user_data; /**< handed to it; borrowed as long as the registry lives */
} iter8_registry_options;

/**
 * Makes an empty registry. @since 0.1.0
 *
 * @param options   NULL for the defaults.
 * @param[out] out  owned by the caller, release with iter8_registry_free().
 * @return 0, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE, #ITER8_ERR_NOMEM.
 */
ITER8_API ITER8_NODISCARD int iter8_registry_new(const iter8_registry_options *options,
                                                 iter8_registry **out);

/** Frees a registry, but not the experiments in it, which are no longer borrowed; NULL is fine. Not
 *  from a callback. @since 0.1.0 */
ITER8_API void iter8_registry_free(iter8_registry *registry);

/**
 * Adds an experiment, in whatever state it is. Takes all the memory that the registry will ever
 * need for it: no later call can fail for the registry's memory. The status is not changed.
 * @since 0.1.0
 *
 * @param experiment   borrowed until it is removed.
 * @param now_ns       nanoseconds since 1970; see iter8_reconcile() for a clock that goes back.
 * @param diagnostics  takes a warning when the experiment says that it has a target that another
 *   one in the registry says it has; may be NULL.
 * @return 0; #ITER8_ERR_REGISTERED: it is in this registry or another one; #ITER8_ERR_INVALID: it
 *   was read as partial; #ITER8_ERR_ARGUMENT, #ITER8_ERR_BUSY, #ITER8_ERR_CLOCK, #ITER8_ERR_NOMEM.
 */
ITER8_API ITER8_NODISCARD int iter8_registry_add(iter8_registry *registry,
                                                 iter8_experiment *experiment, int64_t now_ns,
                                                 iter8_diagnostics *diagnostics);

/**
 * Takes an experiment out, in whatever state it is; it is no longer borrowed, and the next one that
 * waits for its target is due. The status stays as it is: added again, or elsewhere, it goes on.
 * @since 0.1.0
 * @return 0; #ITER8_ERR_NOT_FOUND: it is not in this registry; #ITER8_ERR_ARGUMENT,
 *   #ITER8_ERR_BUSY.
 */
ITER8_API ITER8_NODISCARD int iter8_registry_remove(iter8_registry *registry,
                                                    iter8_experiment *experiment);

/** The number of experiments in a registry; 0 for NULL. @since 0.1.0 */
ITER8_API size_t iter8_registry_count(const iter8_registry *registry);

/** An experiment by its index, or NULL past the last; removing one gives its index to the last one.
 *  @since 0.1.0 */
ITER8_API iter8_experiment *iter8_registry_at(const iter8_registry *registry, size_t index);

/** The experiment that has a target: its condition TargetAcquired is True and it is not completed;
 *  NULL where there is none. @since 0.1.0 */
ITER8_API iter8_experiment *iter8_registry_owner(const iter8_registry *registry,
                                                 const char *target);

/** When iter8_registry_step() has something to do, nanoseconds since 1970: a time that has come
 *  means at once, #ITER8_NEVER that nothing is planned. @since 0.1.0 */
ITER8_API int64_t iter8_registry_next_ns(const iter8_registry *registry);

/**
 * Reconciles the one experiment that has been due for the longest time, if any is due; among equals
 * the one that was planned first. @since 0.1.0
 *
 * @param host         its callbacks; borrowed for the call.
 * @param now_ns       nanoseconds since 1970; see iter8_reconcile() for a clock that goes back.
 * @param diagnostics  as for iter8_reconcile().
 * @param[out] experiment  the one that was reconciled, or NULL when none was due; borrowed.
 * @param[out] outcome     what its step came to, also when the call fails; its @c next_ns is when
 *   the registry will call it again as far as is known now: #ITER8_NEVER when it is done, or waits
 *   for its target, or is to be woken. Without an experiment all is 0 but @c next_ns, which is
 *   iter8_registry_next_ns().
 * @return with an experiment: what iter8_reconcile() returned for it. Without one: 0;
 *   #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE, #ITER8_ERR_BUSY, #ITER8_ERR_CLOCK.
 */
ITER8_API ITER8_NODISCARD int iter8_registry_step(iter8_registry *registry, const iter8_host *host,
                                                  int64_t now_ns, iter8_diagnostics *diagnostics,
                                                  iter8_experiment **experiment,
                                                  iter8_outcome *outcome);

/**
 * Has an experiment stepped at a time, if that is sooner than planned: because an answer is there
 * that was pending, or the experiment was given a command. One that says it has a target which
 * another one has is not woken. @since 0.1.0
 *
 * @param at_ns  nanoseconds since 1970; a time that has passed, such as 0, means at once.
 * @return 0; #ITER8_ERR_NOT_FOUND: it is not in this registry; #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_registry_wake(iter8_registry *registry,
                                                  iter8_experiment *experiment, int64_t at_ns);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_REGISTRY_H */
