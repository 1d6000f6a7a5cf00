/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Conditions and placeholders of a task that is due. */
#include "document/document.h"
#include "expression/dotted.h"
#include "iter8/error.h"
#include "spec/experiment_schema.h"
#include "spec/task.h"

#include <string.h>

/* A text that is being rendered. */
typedef struct rendering {
    const iter8__task_spec *task;
    const iter8__task_scope *scope;
    iter8__text *out;
    iter8__fault *fault;
} rendering;

int iter8__task_is_wanted(const iter8__task_spec *task, const iter8__task_scope *scope,
                          iter8__fault *fault)
{
    const iter8__scope fields = {iter8__experiment_schema, scope->tree, scope->facts};
    return task->condition != NULL ? iter8__condition_holds(task->condition, &fields, fault) : 1;
}

static int fail(const rendering *r, const char *message, iter8__span name)
{
    *r->fault = (iter8__fault){message, name, 0};
    return ITER8_ERR_EXPRESSION;
}

/* A value that looks like a placeholder could ask the host for a secret. */
static int add_string(const rendering *r, const char *value, size_t length, iter8__span name)
{
    if (strstr(value, r->task->delimiters->open) != NULL)
        return fail(r, "there is a placeholder in the value of ", name);
    iter8__text_add(r->out, value, length);
    return ITER8_OK;
}

static int add_node(const rendering *r, const iter8__node *node, iter8__span name)
{
    switch (iter8__node_kind(node)) {
    case ITER8__NODE_MISSING:
    case ITER8__NODE_NULL: return fail(r, "there is no value of ", name);
    case ITER8__NODE_BOOLEAN:
        iter8__text_add_string(r->out, iter8__node_boolean(node) ? "true" : "false");
        return ITER8_OK;
    case ITER8__NODE_INTEGER:
        iter8__text_add_integer(r->out, iter8__node_integer(node));
        return ITER8_OK;
    case ITER8__NODE_REAL:
        iter8__text_add_double(r->out, iter8__node_number(node));
        return ITER8_OK;
    case ITER8__NODE_STRING:
        return add_string(r, iter8__node_string(node), iter8__node_string_length(node), name);
    default: return fail(r, "a list or mapping does not fit into a text: ", name);
    }
}

static int add_variable(const rendering *r, iter8__span first, iter8__span name)
{
    const char *value = iter8__task_variable(r->task, r->scope->spec, r->scope->version, first);
    if (value == NULL) return fail(r, "the recommended version has no variable ", name);
    return add_string(r, value, strlen(value), name);
}

static int add_value(const rendering *r, iter8__span name)
{
    iter8__span rest = name;
    iter8__span first = {NULL, 0};
    (void)iter8__dotted_first(&rest, &first);
    int is_this = first.length == strlen("this") && memcmp(first.text, "this", first.length) == 0;
    if (!is_this && r->task->has_variables) return add_variable(r, first, name);
    iter8__place_in_tree place = {{.kind = ITER8__KIND_MAPPING, .of = iter8__experiment_schema},
                                  r->scope->tree};
    if (!iter8__dotted_follow(is_this ? rest : name, &place, r->fault)) return ITER8_ERR_EXPRESSION;
    return add_node(r, place.node, name);
}

static int render(const rendering *r, const char *text)
{
    iter8__template walk = {text, r->task->delimiters, 0, 0};
    iter8__piece piece;
    int more;
    while ((more = iter8__template_next(&walk, &piece, r->fault)) == 1) {
        int rc = ITER8_OK;
        if (piece.kind == ITER8__PIECE_VALUE)
            rc = add_value(r, piece.text);
        else
            iter8__text_add(r->out, piece.text.text, piece.text.length);
        if (rc != ITER8_OK) return rc;
    }
    return more;
}

int iter8__task_script(const iter8__task_spec *task, const iter8__task_scope *scope,
                       iter8__text *out, iter8__fault *fault)
{
    const rendering r = {task, scope, out, fault};
    return render(&r, task->script);
}

/* The makers of a tree return NULL without memory, and with a fault where there is one. */
static iter8__node *render_node(const rendering *r, const iter8__node *node);

static iter8__node *render_string(const rendering *r, const iter8__node *node)
{
    iter8__node *made = NULL;
    if (render(r, iter8__node_string(node)) == ITER8_OK && !r->out->failed)
        made = iter8__node_make_string_of(iter8__text_string(r->out), r->out->length);
    iter8__text_clear(r->out);
    return made;
}

static iter8__node *render_list(const rendering *r, const iter8__node *list)
{
    iter8__node *made = iter8__node_make_list();
    for (size_t i = 0; i < iter8__node_count(list); i++) {
        if (iter8__node_append(made, render_node(r, iter8__node_item(list, i)))) continue;
        iter8__node_release(made);
        return NULL;
    }
    return made;
}

static iter8__node *render_mapping(const rendering *r, const iter8__node *mapping)
{
    iter8__node *made = iter8__node_make_mapping();
    for (iter8__cursor *c = iter8__node_first(mapping); c != NULL;
         c = iter8__node_next(mapping, c)) {
        if (iter8__node_set(made, iter8__cursor_key(c), render_node(r, iter8__cursor_value(c))))
            continue;
        iter8__node_release(made);
        return NULL;
    }
    return made;
}

/* The depth was checked when the experiment was read. */
static iter8__node *render_node(const rendering *r, const iter8__node *node)
{
    switch (iter8__node_kind(node)) {
    case ITER8__NODE_STRING: return render_string(r, node);
    case ITER8__NODE_LIST: return render_list(r, node);
    case ITER8__NODE_MAPPING: return render_mapping(r, node);
    default: return iter8__node_copy(node);
    }
}

int iter8__task_inputs(const iter8__task_spec *task, const iter8__task_scope *scope,
                       const iter8_allocator *allocator, iter8__node **out, iter8__fault *fault)
{
    iter8__text text;
    iter8__text_init(&text, allocator);
    *fault = (iter8__fault){.message = NULL};
    const rendering r = {task, scope, &text, fault};
    *out = task->delimiters != NULL ? render_node(&r, task->with) : iter8__node_copy(task->with);
    if (*out != NULL) return ITER8_OK;
    return fault->message != NULL ? ITER8_ERR_EXPRESSION : ITER8_ERR_NOMEM;
}
