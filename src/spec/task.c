/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "spec/task.h"

#include "base/nearest.h"
#include "iter8/error.h"

#include <string.h>

/* Delimiters of Iter8's task runner, and of its older library common/. */
static const iter8__delimiters of_runner = {"@<", ">@"};
static const iter8__delimiters of_common = {"{{", "}}"};

static const char *const task_fields[] = {"task", "run", "if", "with", NULL};

static int is_true(const iter8__node *inputs, const char *key, int fallback)
{
    const iter8__node *node = iter8__node_member(inputs, key);
    return iter8__node_kind(node) == ITER8__NODE_BOOLEAN ? iter8__node_boolean(node) : fallback;
}

static void settle(iter8__task_spec *task)
{
    task->has_variables = strncmp(task->name, "common/", strlen("common/")) == 0;
    task->delimiters = task->has_variables ? &of_common : &of_runner;
    if (task->has_variables && is_true(task->with, "disableInterpolation", 0))
        task->delimiters = NULL;
    task->may_fail = (strcmp(task->name, "notification/http") == 0 ||
                      strcmp(task->name, "notification/slack") == 0) &&
                     is_true(task->with, "ignoreFailure", 1);
}

/* Tasks of Iter8. A host may have others, so that only what is nearly one of these is warned of. */
static const char *const known_tasks[] = {"run",
                                          "common/bash",
                                          "common/exec",
                                          "common/promote-kubectl",
                                          "common/readiness",
                                          "gitops/helmex-update",
                                          "metrics/collect",
                                          "notification/http",
                                          "notification/slack",
                                          NULL};

/* Names of actions that an experiment comes to; any other is never run. */
static const char *const known_actions[] = {"start", "loop", "finish", "rollback", "failure", NULL};

static void check_task_name(iter8__decoder *decoder, const char *name)
{
    enum { FAR = 2 };
    iter8__nearest nearest = {NULL, 0};
    for (size_t i = 0; known_tasks[i] != NULL; i++) {
        if (strcmp(known_tasks[i], name) == 0) return;
        iter8__nearest_try(&nearest, name, known_tasks[i]);
    }
    if (nearest.word == NULL || nearest.distance > FAR) return;
    size_t mark = iter8__decoder_enter(decoder, "task");
    iter8__decoder_warning(decoder, ITER8_ERR_ENUM, "no task of Iter8's (did you mean ",
                           nearest.word, "?)", (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

/* Exactly one of task and run says what a task does. */
static void decode_task(iter8__decoder *decoder, const iter8__node *node, void *room)
{
    iter8__task_spec *out = room;
    *out = (iter8__task_spec){.name = ""};
    if (!iter8__decode_is_mapping(decoder, node)) return;
    iter8__decode_known(decoder, node, task_fields);
    const char *name = iter8__decode_string(decoder, node, "task", ITER8__OPTIONAL);
    out->script = iter8__decode_string(decoder, node, "run", ITER8__OPTIONAL);
    out->with = iter8__decode_member(decoder, node, "with", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if ((name == NULL || *name == '\0') == (out->script == NULL || *out->script == '\0') &&
        !decoder->partial)
        iter8__decoder_problem(decoder, ITER8_ERR_TASK, "a task needs either task or run",
                               (char *)NULL);
    if (name != NULL && *name != '\0') check_task_name(decoder, name);
    if (out->script != NULL)
        out->name = "run";
    else if (name != NULL)
        out->name = name;
    settle(out);
}

void iter8__actions_decode(iter8__decoder *decoder, const iter8__node *strategy, iter8__spec *out)
{
    static const iter8__items items = {sizeof(iter8__task_spec), ITER8__MAX_TASKS, decode_task};
    const iter8__node *actions =
        iter8__decode_member(decoder, strategy, "actions", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (actions == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "actions");
    iter8__decode_known(decoder, actions, known_actions);
    out->actions = iter8__decoder_alloc(decoder, iter8__node_count(actions), sizeof *out->actions);
    for (iter8__cursor *c = iter8__node_first(actions); out->actions != NULL && c != NULL;
         c = iter8__node_next(actions, c)) {
        iter8__action_spec action = {.name = iter8__decoder_copy(decoder, iter8__cursor_key(c))};
        action.tasks =
            iter8__decode_items(decoder, actions, iter8__cursor_key(c), &items, &action.task_count);
        if (action.name != NULL && action.tasks != NULL) out->actions[out->action_count++] = action;
    }
    iter8__decoder_leave(decoder, mark);
}

/* The last that stands under a name, as for an experiment's own variables. */
static const char *own_variable(const iter8__task_spec *task, size_t version, iter8__span name)
{
    const iter8__node *versions = iter8__node_member(task->with, "versionInfo");
    const iter8__node *list = iter8__node_member(iter8__node_item(versions, version), "variables");
    for (size_t i = iter8__node_count(list); i-- > 0;) {
        const iter8__node *item = iter8__node_item(list, i);
        const char *key = iter8__node_string(iter8__node_member(item, "name"));
        if (key != NULL && strlen(key) == name.length && memcmp(key, name.text, name.length) == 0)
            return iter8__node_string(iter8__node_member(item, "value"));
    }
    return NULL;
}

const char *iter8__task_variable(const iter8__task_spec *task, const iter8__spec *spec,
                                 size_t version, iter8__span name)
{
    const char *own = own_variable(task, version, name);
    if (own != NULL || version >= spec->version_count) return own;
    const iter8__version *one = &spec->versions[version];
    for (size_t i = one->variable_count; i-- > 0;) {
        const char *key = one->variables[i].name;
        if (strlen(key) == name.length && memcmp(key, name.text, name.length) == 0)
            return one->variables[i].value;
    }
    int is_name = name.length == strlen("name") && memcmp(name.text, "name", name.length) == 0;
    return is_name ? one->name : NULL;
}
