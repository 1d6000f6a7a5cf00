/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Tasks: what an experiment's actions consist of.
 *
 * The library runs no task. It decides which is due, when, once and with what inputs; the host's
 * @c run_task (iter8/reconcile.h) carries it out. What cannot be evaluated is an error, located,
 * when the experiment is read; a warning where it is read as partial or is completed.
 *
 * **Conditions.** `if` is a text in a part of the language expr: numbers, texts in either quotes,
 * `true`, `false`, `nil`; `not`/`!`, `and`/`&&`, `or`/`||`, parentheses; `==` `!=` `<` `<=` `>`
 * `>=`; `WinnerFound()` and `CandidateWon()`, the latter true if a candidate is recommended for
 * promotion, so never after a rollback; fields of the experiment by their names in documents or in
 * Iter8's program, with indexes and keys: `Status.Stage`,
 * `.spec.versionInfo.candidates[0].name`, `Annotations['team']`. A comparison with a field that is
 * not there is false, but for one with `nil`; `upperLimit` and its like are compared as numbers. A
 * task whose condition is false is passed over.
 *
 * **Placeholders.** All texts in a task's `with`, and the script of a `run` task, may hold
 * placeholders, which the library replaces:
 * - `@< .this.metadata.name >@`, a field of the experiment, also `@< .spec.target >@` or
 *   `@< .Spec.Target >@`; in every task but those of `common/`;
 * - `{{ .promote }}`, a variable of the recommended version (before there is one: the baseline), or
 *   of the task's own `with.versionInfo` in the order of the versions; `{{ .name }}`, where that is
 *   no variable, the version's name; `{{ .this.metadata.name }}`; only in tasks of `common/`, and
 *   there not if `with.disableInterpolation` is true. So `{{ }}` of other tools is safe elsewhere.
 *
 * A placeholder holds one value, or a text in quotes that stands for itself. A value goes into the
 * text as it is, nothing is quoted or escaped; what has no value then, or holds a placeholder
 * itself, fails the action.
 *
 * **Secrets.** The library never sees one: the placeholders `.Secret "key"` and `.secret.key` are
 * left as they are, with their delimiters, for the host to replace.
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
