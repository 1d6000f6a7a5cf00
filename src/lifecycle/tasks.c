/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/tasks.h"

#include "base/diagnostics.h"
#include "base/text.h"
#include "document/document.h"
#include "iter8/error.h"
#include "lifecycle/action_progress.h"
#include "lifecycle/progress.h"
#include "lifecycle/ticket.h"
#include "spec/task.h"

/* One task on its way to the host. */
typedef struct errand {
    iter8__step *step;
    const iter8__due_action *due;
    size_t index;
    const iter8__task_spec *task;
    iter8__fault fault; /* why its condition or inputs have no value */
} errand;

/* What became of it. */
enum result { PASSED_OVER, ANSWERED, OUT_OF_MEMORY };

static const iter8_allocator *allocator_of(const iter8__step *step)
{
    return &step->experiment->allocator;
}

/* A candidate has won when it is recommended: after a rollback none has, whatever was measured, and
 * after a promotion by command the promoted one has. */
static iter8__task_scope scope_of(const iter8__step *step, const iter8__node *tree)
{
    const iter8_experiment *experiment = step->experiment;
    int32_t version =
        iter8__spec_version(&experiment->spec, iter8__experiment_recommended(experiment));
    iter8__task_scope scope = {&experiment->spec, tree, version > 0 ? (size_t)version : 0, {0}};
    scope.facts[ITER8__CANDIDATE_WON] = version > 0;
    scope.facts[ITER8__WINNER_FOUND] = version > 0 || iter8__experiment_winner(experiment) >= 0;
    return scope;
}

static int32_t call_host(const errand *e, const char *script, const iter8_document *inputs)
{
    const char *action = e->due->action->name;
    iter8_task task = {sizeof task,
                       iter8__ticket_of_task(e->step, action, e->due->loop, e->index),
                       e->step->now_ns,
                       e->step->experiment,
                       action,
                       e->task->name,
                       script,
                       inputs,
                       e->due->loop,
                       (uint32_t)e->index,
                       (uint32_t)e->due->action->task_count,
                       e->task->may_fail};
    return e->step->host.own.run_task(&task, e->step->host.own.user_data);
}

static int make_inputs(errand *e, const iter8__task_scope *scope, iter8_document **out)
{
    iter8__node *tree;
    if (e->task->with == NULL) return ITER8_OK;
    int rc = iter8__task_inputs(e->task, scope, allocator_of(e->step), &tree, &e->fault);
    return rc == ITER8_OK ? iter8__document_wrap(tree, allocator_of(e->step), out) : rc;
}

static int make_script(errand *e, const iter8__task_scope *scope, iter8__text *script)
{
    if (e->task->script == NULL) return ITER8_OK;
    int rc = iter8__task_script(e->task, scope, script, &e->fault);
    return script->failed ? ITER8_ERR_NOMEM : rc;
}

/* Hands a task over; what cannot be made counts as an answer of the host's. */
static enum result hand_over(errand *e, const iter8__task_scope *scope, int32_t *answer)
{
    iter8_document *inputs = NULL;
    iter8__text script;
    iter8__text_init(&script, allocator_of(e->step));
    int rc = make_script(e, scope, &script);
    if (rc == ITER8_OK) rc = make_inputs(e, scope, &inputs);
    *answer = rc;
    if (rc == ITER8_OK)
        *answer =
            call_host(e, e->task->script != NULL ? iter8__text_string(&script) : NULL, inputs);
    iter8_document_free(inputs);
    iter8__text_clear(&script);
    return rc == ITER8_ERR_NOMEM ? OUT_OF_MEMORY : ANSWERED;
}

static enum result run(errand *e, int32_t *answer)
{
    iter8__node *tree = iter8__experiment_encode(e->step->experiment);
    if (tree == NULL) return OUT_OF_MEMORY;
    const iter8__task_scope scope = scope_of(e->step, tree);
    enum result result = PASSED_OVER;
    *answer = iter8__task_is_wanted(e->task, &scope, &e->fault);
    if (*answer < 0)
        result = ANSWERED;
    else if (*answer > 0)
        result = hand_over(e, &scope, answer);
    iter8__node_release(tree);
    return result;
}

/* "task 2 of finish, notification/http: " and what is wrong */
static void describe(const errand *e, int32_t answer, iter8__text *out)
{
    iter8__text_add_string(out, "task ");
    iter8__text_add_integer(out, (int64_t)e->index + 1);
    iter8__text_add_strings(out, " of ", e->due->action->name, ", ", e->task->name, ": ",
                            (char *)NULL);
    if (e->fault.message != NULL) {
        iter8__text_add_string(out, e->fault.message);
        iter8__text_add(out, e->fault.word.text, e->fault.word.length);
        return;
    }
    iter8__text_add_string(out, "the host answered ");
    iter8__text_add_integer(out, answer);
    iter8__text_add_strings(out, ": ", iter8_strerror(answer), (char *)NULL);
}

/* A task that may fail is done with; any other fails the experiment. */
static void fail(const errand *e, int32_t answer)
{
    iter8__text message;
    iter8__text_init(&message, allocator_of(e->step));
    describe(e, answer, &message);
    iter8__progress_tell(e->step, "TaskFailed", iter8__text_string(&message), 1);
    iter8__diagnose(e->step->diagnostics,
                    e->fault.message != NULL ? ITER8_ERR_EXPRESSION : ITER8_ERR_HOST, 0, 0, "",
                    iter8__text_string(&message), (char *)NULL);
    iter8__text_clear(&message);
    if (!e->task->may_fail) iter8__progress_fail(e->step, "HandlerFailed", e->due->failure_text);
}

static enum iter8__flow note(iter8__step *step, const iter8__due_action *due, size_t done)
{
    int is_whole = done == due->action->task_count;
    return iter8__action_progress_note(step, due->action->name, due->loop,
                                       is_whole ? ITER8__ALL_TASKS : (int32_t)done);
}

static enum iter8__flow settle(const errand *e, int32_t answer)
{
    if (answer == ITER8_PENDING) return iter8__step_wait(e->step);
    if (answer != ITER8_OK) fail(e, answer);
    if (answer != ITER8_OK && !e->task->may_fail) return ITER8__GO_ON;
    return note(e->step, e->due, e->index + 1);
}

enum iter8__flow iter8__tasks_run(iter8__step *step, const iter8__due_action *due)
{
    const iter8__action_spec *action = due->action;
    size_t done = (size_t)iter8__action_progress_tasks(step, action->name, due->loop);
    for (; done < action->task_count; done++) {
        errand e = {step, due, done, &action->tasks[done], {.message = NULL}};
        int32_t answer;
        enum result result = run(&e, &answer);
        if (result == OUT_OF_MEMORY) {
            step->rc = ITER8_ERR_NOMEM;
            return ITER8__FAIL;
        }
        if (result == ANSWERED) return settle(&e, answer);
    }
    return note(step, due, done);
}
