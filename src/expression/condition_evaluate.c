/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "expression/condition.h"

#include "base/quantity.h"
#include "expression/dotted.h"
#include "iter8/error.h"

#include <string.h>

typedef struct value {
    enum iter8__kind kind; /* NIL, BOOLEAN, NUMBER, TEXT; ANY for a list or mapping */
    double number;         /* also 1 for true */
    iter8__span text;
} value;

static value value_of_node(const iter8__node *node)
{
    switch (iter8__node_kind(node)) {
    case ITER8__NODE_BOOLEAN:
        return (value){.kind = ITER8__KIND_BOOLEAN, .number = iter8__node_boolean(node)};
    case ITER8__NODE_INTEGER:
    case ITER8__NODE_REAL:
        return (value){.kind = ITER8__KIND_NUMBER, .number = iter8__node_number(node)};
    case ITER8__NODE_STRING:
        return (value){.kind = ITER8__KIND_TEXT,
                       .text = {iter8__node_string(node), iter8__node_string_length(node)}};
    case ITER8__NODE_LIST:
    case ITER8__NODE_MAPPING: return (value){.kind = ITER8__KIND_ANY};
    default: return (value){.kind = ITER8__KIND_NIL};
    }
}

static value value_of_field(iter8__span name, const iter8__scope *scope)
{
    iter8__place_in_tree place = {{.kind = ITER8__KIND_MAPPING, .of = scope->schema}, scope->root};
    iter8__fault fault;
    if (!iter8__dotted_follow(name, &place, &fault)) return (value){.kind = ITER8__KIND_NIL};
    return value_of_node(place.node);
}

static int value_of(const iter8__expression *part, const iter8__scope *scope, iter8__fault *fault,
                    value *out)
{
    if (part->operation == ITER8__LITERAL) {
        *out = (value){part->kind, part->number, part->text};
        return ITER8_OK;
    }
    if (part->operation == ITER8__FIELD) {
        *out = value_of_field(part->text, scope);
        return ITER8_OK;
    }
    int holds = iter8__condition_holds(part, scope, fault);
    *out = (value){.kind = ITER8__KIND_BOOLEAN, .number = holds};
    return holds < 0 ? holds : ITER8_OK;
}

/* A text beside a number is a quantity, or not comparable. */
static int make_number(value *one, const value *other)
{
    if (one->kind != ITER8__KIND_TEXT || other->kind != ITER8__KIND_NUMBER) return 1;
    if (!iter8__quantity_parse(one->text.text, one->text.length, &one->number)) return 0;
    one->kind = ITER8__KIND_NUMBER;
    return 1;
}

static int order_texts(iter8__span a, iter8__span b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter > 0 ? memcmp(a.text, b.text, shorter) : 0;
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static int has_order(enum iter8__operation operation, int order)
{
    switch (operation) {
    case ITER8__EQUAL: return order == 0;
    case ITER8__UNEQUAL: return order != 0;
    case ITER8__LESS: return order < 0;
    case ITER8__LESS_OR_EQUAL: return order <= 0;
    case ITER8__GREATER: return order > 0;
    default: return order >= 0;
    }
}

static int is_nil(const iter8__expression *part)
{
    return part->operation == ITER8__LITERAL && part->kind == ITER8__KIND_NIL;
}

/* Values of different types differ, and neither is the greater; of limits written as texts, which
 * the types of fields let through, those count that are quantities both. */
static int compare(const iter8__expression *by, value a, value b)
{
    if (is_nil(by->left) || is_nil(by->right))
        return (a.kind == b.kind) == (by->operation == ITER8__EQUAL);
    if (a.kind == ITER8__KIND_NIL || b.kind == ITER8__KIND_NIL) return 0;
    double x, y;
    if (by->left->kind == ITER8__KIND_QUANTITY && by->right->kind == ITER8__KIND_QUANTITY &&
        a.kind == ITER8__KIND_TEXT && b.kind == ITER8__KIND_TEXT &&
        iter8__quantity_parse(a.text.text, a.text.length, &x) &&
        iter8__quantity_parse(b.text.text, b.text.length, &y))
        return has_order(by->operation, (x > y) - (x < y));
    if (!make_number(&a, &b) || !make_number(&b, &a) || a.kind != b.kind ||
        a.kind == ITER8__KIND_ANY)
        return by->operation == ITER8__UNEQUAL;
    if (a.kind == ITER8__KIND_TEXT) return has_order(by->operation, order_texts(a.text, b.text));
    return has_order(by->operation, (a.number > b.number) - (a.number < b.number));
}

static int compare_sides(const iter8__expression *by, const iter8__scope *scope,
                         iter8__fault *fault)
{
    value a, b;
    int rc = value_of(by->left, scope, fault, &a);
    if (rc == ITER8_OK) rc = value_of(by->right, scope, fault, &b);
    return rc == ITER8_OK ? compare(by, a, b) : rc;
}

/* A literal or a field as a condition. */
static int truth(const iter8__expression *part, const iter8__scope *scope, iter8__fault *fault)
{
    value own;
    int rc = value_of(part, scope, fault, &own);
    if (rc != ITER8_OK) return rc;
    if (own.kind == ITER8__KIND_BOOLEAN) return own.number != 0;
    if (own.kind == ITER8__KIND_NIL) return 0;
    *fault = (iter8__fault){"neither true nor false is the value of ", part->text, part->offset};
    return ITER8_ERR_EXPRESSION;
}

int iter8__condition_holds(const iter8__expression *condition, const iter8__scope *scope,
                           iter8__fault *fault)
{
    int left;
    switch (condition->operation) {
    case ITER8__LITERAL:
    case ITER8__FIELD: return truth(condition, scope, fault);
    case ITER8__FACT: return scope->facts[(size_t)condition->number] != 0;
    case ITER8__NOT:
        left = iter8__condition_holds(condition->left, scope, fault);
        return left < 0 ? left : !left;
    case ITER8__AND:
        left = iter8__condition_holds(condition->left, scope, fault);
        return left != 1 ? left : iter8__condition_holds(condition->right, scope, fault);
    case ITER8__OR:
        left = iter8__condition_holds(condition->left, scope, fault);
        return left != 0 ? left : iter8__condition_holds(condition->right, scope, fault);
    default: return compare_sides(condition, scope, fault);
    }
}
