/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * task.h - the tasks of actions: which there are, when they are due, and with what inputs.
 *
 * Placeholders are checked when an experiment is read and rendered when a task is due; between the
 * two nothing is kept of them but the text.
 */
#ifndef ITER8_SPEC_TASK_H
#define ITER8_SPEC_TASK_H

#include "base/text.h"
#include "document/node.h"
#include "expression/condition.h"
#include "expression/placeholder.h"
#include "spec/spec.h"

enum { ITER8__MAX_TASKS = 256, ITER8__MAX_INPUT_DEPTH = 64 };

/* The functions of conditions. */
enum iter8__fact_index { ITER8__WINNER_FOUND, ITER8__CANDIDATE_WON, ITER8__FACTS };

struct iter8__task_spec {
    const char *name;                   /* "run" for a script */
    const char *script;                 /* of a run task, else NULL */
    const iter8__expression *condition; /* NULL: always */
    const iter8__node *with; /* a mapping, borrowed from the experiment's tree, or NULL */
    const iter8__delimiters *delimiters; /* of its placeholders; NULL: it has none */
    int has_variables;                   /* placeholders name variables, as those of common/ do */
    int may_fail;                        /* a failure is no failure of the action */
};

/* Decodes the actions of a strategy, but for what needs the versions. */
void iter8__actions_decode(iter8__decoder *decoder, const iter8__node *strategy, iter8__spec *out);
/* The rest, at the root of the document: conditions and placeholders. */
void iter8__actions_complete(iter8__decoder *decoder, const iter8__node *root, iter8__spec *spec);

/* What conditions and placeholders are evaluated on. */
typedef struct iter8__task_scope {
    const iter8__spec *spec;
    const iter8__node *tree; /* the experiment as it is now */
    size_t version;          /* the one recommended; any where there are none */
    uint8_t facts[ITER8__FACTS];
} iter8__task_scope;

/* A variable of a version as a task sees it: its own versionInfo comes before the experiment's, and
 * "name" is the version's name unless it is a variable. NULL where there is none. */
const char *iter8__task_variable(const iter8__task_spec *task, const iter8__spec *spec,
                                 size_t version, iter8__span name);

/* Whether a task is due: as iter8__condition_holds. */
int iter8__task_is_wanted(const iter8__task_spec *task, const iter8__task_scope *scope,
                          iter8__fault *fault);
/* Adds the script with its placeholders replaced. Returns 0 or ITER8_ERR_EXPRESSION with a fault;
 * without memory the text is marked failed. */
int iter8__task_script(const iter8__task_spec *task, const iter8__task_scope *scope,
                       iter8__text *out, iter8__fault *fault);
/* Makes the inputs with their placeholders replaced. Returns 0, ITER8_ERR_EXPRESSION with a fault,
 * ITER8_ERR_NOMEM. */
int iter8__task_inputs(const iter8__task_spec *task, const iter8__task_scope *scope,
                       const iter8_allocator *allocator, iter8__node **out, iter8__fault *fault);

#endif
