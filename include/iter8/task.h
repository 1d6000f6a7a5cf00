/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Tasks: what an experiment's actions consist of.
 *
 * The library runs no task. It decides which is due, when, once and with what inputs; the host's
 * @c run_task (iter8/reconcile.h) carries it out. The language of conditions and placeholders is
 * described in docs/tasks.md. Placeholders of secrets are left as they are, for the host to
 * replace: the library never sees a secret.
 */
#ifndef ITER8_TASK_H
#define ITER8_TASK_H

#include "iter8/document.h"
#include "iter8/experiment.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A task that is due. @since 0.1.0 */
typedef struct iter8_task {
    size_t struct_size; /**< sizeof(iter8_task) in the library */
    /** The same number means the same task asked for again: its answer was pending, or the process
     *  that asked for it died before it saved. Others have other numbers. */
    uint64_t ticket;
    int64_t now_ns;                     /**< nanoseconds since 1970 */
    const iter8_experiment *experiment; /**< borrowed for the call */
    const char *action;                 /**< "start", "loop", "finish", "rollback" or "failure" */
    const char *name;                   /**< such as "notification/http"; "run" for a script */
    /** The script of a `run` task, for bash, else NULL; borrowed for the call. */
    const char *script;
    /** `with`, or NULL where there is none; borrowed for the call. */
    const iter8_document *inputs;
    int32_t loop;     /**< for "loop": which one has ended, from 1; else 0 */
    uint32_t index;   /**< of the task in its action, from 0 */
    uint32_t count;   /**< of tasks in the action */
    int32_t may_fail; /**< 1 if a failure is passed over; as said by `with.ignoreFailure` of
                           notification/http and notification/slack, whose default is true */
} iter8_task;

#ifdef __cplusplus
}
#endif

#endif /* ITER8_TASK_H */
