/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * condition.h - conditions such as "CandidateWon() and Spec.Duration.MaxLoops > 1".
 *
 * They are the part of the language expr (its version 1.9, which Iter8 uses) that decisions need:
 * numbers, texts in either quotes, true, false and nil; fields; functions without arguments that
 * state a fact; comparisons; not or !, and or &&, or or ||, in this order of precedence, so that
 * "not a == b" means "(not a) == b", as there. Everything else is a fault when the text is parsed,
 * and so are fields and types that can never fit.
 */
#ifndef ITER8_EXPRESSION_CONDITION_H
#define ITER8_EXPRESSION_CONDITION_H

#include "base/arena.h"
#include "document/node.h"
#include "expression/schema.h"

#include <stdint.h>

enum iter8__operation {
    ITER8__LITERAL,
    ITER8__FIELD,
    ITER8__FACT,
    ITER8__NOT,
    ITER8__AND,
    ITER8__OR,
    ITER8__EQUAL,
    ITER8__UNEQUAL,
    ITER8__LESS,
    ITER8__LESS_OR_EQUAL,
    ITER8__GREATER,
    ITER8__GREATER_OR_EQUAL
};

/* A condition, or a part of one. */
typedef struct iter8__expression {
    enum iter8__operation operation;
    enum iter8__kind kind; /* of its value */
    size_t offset;         /* in the text, for faults */
    iter8__span text;      /* of a literal, without quotes; the name of a field */
    double number;         /* of a literal, also 1 for true; the index of a fact */
    const struct iter8__expression *left, *right;
    int height; /* of the tree: how deep the evaluation goes */
} iter8__expression;

/* What conditions may name. */
typedef struct iter8__names {
    const iter8__schema *schema; /* of the tree */
    const char *const *facts;    /* names of functions, ended by NULL */
} iter8__names;

/* Parses a condition; @p text is borrowed as long as the condition lives.
 * Returns 0, ITER8_ERR_EXPRESSION with a fault, ITER8_ERR_NOMEM. */
int iter8__condition_parse(const char *text, const iter8__names *names, iter8__arena *arena,
                           const iter8__expression **out, iter8__fault *fault);

/* What a condition is evaluated on. */
typedef struct iter8__scope {
    const iter8__schema *schema;
    const iter8__node *root;
    const uint8_t *facts; /* by the order of their names */
} iter8__scope;

/* Whether a condition holds: 1, 0, or ITER8_ERR_EXPRESSION with a fault where a value that should
 * be true or false is something else. A comparison with what is not there is false, but for one
 * with nil; so is a field that is not there. */
int iter8__condition_holds(const iter8__expression *condition, const iter8__scope *scope,
                           iter8__fault *fault);

#endif
