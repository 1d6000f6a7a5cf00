/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Running an experiment, one step at a time.
 *
 * A host keeps the experiment and its time, and does this:
 *
 *     iter8_outcome outcome = ITER8_INIT(iter8_outcome);
 *     do {
 *         rc = iter8_reconcile(experiment, &host, now(), diagnostics, &outcome);
 *         if (outcome.changed) save(experiment);
 *         wait_until(outcome.next_ns);
 *     } while ((rc == ITER8_OK || rc == ITER8_ERR_HOST) && !outcome.done);
 *
 * #ITER8_ERR_HOST means that weights could not be read or written this time. It is tried again, at
 * first after a second and then less and less often, at least every 30 seconds; next_ns says when.
 * The conditions #ITER8_CONDITION_METRICS_AVAILABLE, #ITER8_CONDITION_ROUTER_AVAILABLE and
 * #ITER8_CONDITION_WEIGHTS_HOLD tell of what lasts. An error that does not pass by itself, such as
 * #ITER8_ERR_NOT_FOUND, ends the experiment after `iter8.tools/give-up-seconds` (10 by default): it
 * has failed, and its traffic is given back to the baseline as far as the router lets it.
 *
 * Each call takes the experiment as far as it can go without waiting, but returns whenever the
 * status says something new that must be saved before the world is changed accordingly: a decision
 * is in the status before its weights are written. So a host that saves after each call can die at
 * any moment; the next one reads the status and goes on. No weight step is lost or made twice.
 *
 * Callbacks run on the caller's thread inside iter8_reconcile(). They must not use the experiment
 * but for reading; calling iter8_reconcile() on it from one returns #ITER8_ERR_BUSY.
 */
#ifndef ITER8_RECONCILE_H
#define ITER8_RECONCILE_H

#include "iter8/diagnostics.h"
#include "iter8/experiment.h"
#include "iter8/export.h"
#include "iter8/metrics_source.h"
#include "iter8/router.h"
#include "iter8/task.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A time that does not come: nothing is due until the host does something. */
#define ITER8_NEVER INT64_MAX

/** One of the experiment's actions: a named list of tasks that the host is to run. */
typedef struct iter8_action {
    size_t struct_size; /**< sizeof(iter8_action) in the library */
    /** The same number means the same action asked for again: it was pending, or the process that
     *  asked for it died. */
    uint64_t ticket;
    int64_t now_ns;                     /**< nanoseconds since 1970 */
    const iter8_experiment *experiment; /**< borrowed for the call */
    const char *name;                   /**< "start", "loop", "finish", "rollback" or "failure" */
    int32_t loop;                       /**< for "loop": which one has ended, from 1; else 0 */
    int32_t reserved;                   /**< 0 */
} iter8_action;

/** Something worth telling people, as a Kubernetes event would. */
typedef struct iter8_event {
    size_t struct_size;                 /**< sizeof(iter8_event) in the library */
    int64_t now_ns;                     /**< nanoseconds since 1970 */
    const iter8_experiment *experiment; /**< borrowed for the call */
    const char *reason;                 /**< one word, such as "IterationUpdate" */
    const char *message;                /**< one line; borrowed for the call */
    int32_t warning;                    /**< 1 for a problem, else 0 */
    int32_t reserved;                   /**< 0 */
} iter8_event;

/**
 * What a host supplies: a metrics source, a router, and callbacks of its own. The source and the
 * router are all that is needed; whatever a host does not have is NULL.
 *
 * All of it is borrowed for the call of iter8_reconcile(). A callback returns #ITER8_OK,
 * #ITER8_PENDING (the answer is not there yet: iter8_reconcile() will ask again with the same
 * ticket, and ask nothing twice that was answered) or any negative number (it failed).
 */
typedef struct iter8_host {
    /** sizeof(iter8_host). */
    size_t struct_size;
    /** Asked for values. NULL: only mock and built-in metrics have values. */
    const iter8_metrics_source *metrics_source;
    /** Told the weights. It may be NULL where it is not needed: for Conformance, and for a
     *  FixedSplit that no objective and no budget rolls back. */
    const iter8_router *router;
    /** Handed to the callbacks below. */
    void *user_data;
    /** Takes the target for this experiment, or answers pending while another one has it.
     *  NULL: the target is free. */
    int32_t (*acquire_target)(const iter8_experiment *experiment, void *user_data);
    /** Runs a task. The tasks of an action that is due are asked for one after the other, those
     *  whose condition is false are passed over; each sees the experiment as it is then. A failure
     *  fails the action and with it the experiment, unless the task may fail. A task that was
     *  answered and saved is not asked for again. NULL: @c run_action is called instead. */
    int32_t (*run_task)(const iter8_task *task, void *user_data);
    /** Runs a whole action, all its tasks, for a host that decides on them itself; a failure fails
     *  the experiment. NULL, and no @c run_task: actions are passed over. An action that was
     *  answered and saved is not asked for again. */
    int32_t (*run_action)(const iter8_action *action, void *user_data);
    /** Is told what happens, once each. */
    void (*record_event)(const iter8_event *event, void *user_data);
    /** Seeds mock metrics; the same seed gives the same run. */
    uint64_t seed;
} iter8_host;

/** What a step came to. */
typedef struct iter8_outcome {
    /** Set by the caller to sizeof(iter8_outcome). */
    size_t struct_size;
    /** When to call again, nanoseconds since 1970; never before the time given. While an answer is
     *  pending: the same as given, so call again when it is there. #ITER8_NEVER while the
     * experiment is paused: call again after the next command (command.h). */
    int64_t next_ns;
    int32_t stage;   /**< one of #iter8_stage */
    int32_t changed; /**< 1 if the status has changed and should be saved */
    int32_t pending; /**< 1 if a callback's answer is pending */
    int32_t done;    /**< 1 if the experiment is over and there is nothing left to do */
} iter8_outcome;

/**
 * Takes an experiment one step through its life. @since 0.1.0
 *
 * @param host         its callbacks; borrowed for the call.
 * @param now_ns       nanoseconds since 1970. A time up to a second before the last one given
 * counts as that one. When the clock was set back by more, or the status speaks of times to come,
 * an event "ClockSetBack" says so, and intervals are counted from the new time.
 * @param diagnostics  takes what went wrong, such as a callback's failure; may be NULL.
 * @param[out] outcome  set also when the call fails.
 * @return 0, also when the experiment itself fails: that is a condition in its status.
 *   #ITER8_ERR_HOST when weights could not be read or written or the target not be asked for; call
 *   again at @c outcome->next_ns. #ITER8_ERR_INVALID for an experiment read as partial.
 *   #ITER8_ERR_BUSY, #ITER8_ERR_CLOCK, #ITER8_ERR_ARGUMENT,
 *   #ITER8_ERR_STRUCT_SIZE, #ITER8_ERR_NOMEM.
 */
ITER8_API ITER8_NODISCARD int iter8_reconcile(iter8_experiment *experiment, const iter8_host *host,
                                              int64_t now_ns, iter8_diagnostics *diagnostics,
                                              iter8_outcome *outcome);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_RECONCILE_H */
