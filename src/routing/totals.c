/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * What the versions of a split share.
 *
 * The weights of others that stand in the same list are not ours to move: so the versions share
 * exactly what they hold together. Where nothing stands beside them, they share all traffic, which
 * is 100, or what the object declares. A percent of it has to be a number that the object can hold,
 * whatever will be decided: otherwise the object is refused before any traffic has moved.
 */
#include "base/decimal.h"
#include "base/text.h"
#include "iter8/error.h"
#include "routing/view.h"

#include <math.h>

enum { PERCENT = 100 };

/* Thousandths of the weight in an item of a list. Returns 0 where it is none. */
static int read_item(const iter8__route_view *view, const iter8__node *item, const char *in_item,
                     int64_t *out)
{
    iter8__node *node;
    double number;
    int rc = iter8__field_find(item, in_item, &node);
    int missing = rc != ITER8_OK || iter8__node_kind(node) == ITER8__NODE_NULL;
    *out = 0;
    if (missing && view->kind->missing > 0 && iter8__value_has_place(item, in_item))
        *out = (int64_t)view->kind->missing * ITER8__WEIGHT_UNIT;
    if (missing) return 1;
    if (!iter8__value_number(node, &number) || number < 0 || number > ITER8__LARGEST_WEIGHT)
        return 0;
    *out = (int64_t)floor(number * ITER8__WEIGHT_UNIT + 0.5);
    return 1;
}

/* The thousandths in a whole list; -1 where one of its items has something else than a weight. */
static int64_t sum_list(const iter8__route_view *view, const iter8__weight_field *field)
{
    int64_t sum = 0, one;
    for (size_t i = 0; i < iter8__node_count(field->list); i++) {
        const iter8__node *item = iter8__node_item(field->list, i);
        if (!read_item(view, item, field->in_item, &one)) return -1;
        sum += one;
    }
    return sum;
}

/* The first field of a split, and the thousandths that all of them hold together. */
static const iter8__weight_field *sum_split(const iter8__route_view *view, size_t split,
                                            int64_t *held)
{
    const iter8__weight_field *first = NULL;
    *held = 0;
    for (size_t v = 0; v < view->count; v++) {
        const iter8__weight_field *field = iter8__route_view_field(view, split, v);
        if (field->path == NULL) continue;
        if (first == NULL) first = field;
        *held += field->milli;
    }
    return first;
}

static int in_one_list(const iter8__route_view *view, size_t split,
                       const iter8__weight_field *first)
{
    for (size_t v = 0; v < view->count; v++) {
        const iter8__weight_field *field = iter8__route_view_field(view, split, v);
        if (field->path != NULL && field->list != first->list) return 0;
    }
    return 1;
}

/* The thousandths that stand beside a split. */
static int find_others(const iter8__route_view *view, size_t split,
                       const iter8__weight_field *first, int64_t held, int64_t *others)
{
    *others = 0;
    if (!in_one_list(view, split, first))
        return !view->kind->listed
                   ? ITER8_OK
                   : iter8__route_view_problem(
                         view, first->path, ITER8_ERR_RANGE,
                         "the weights of the versions do not stand in one list", (char *)NULL);
    if (first->list == NULL || first->in_item[0] == '\0') return ITER8_OK;
    int64_t sum = sum_list(view, first);
    if (sum < 0 && !view->kind->listed) return ITER8_OK;
    if (sum < 0)
        return iter8__route_view_problem(view, first->path, ITER8_ERR_TYPE,
                                         "beside it stands something that is no weight",
                                         (char *)NULL);
    *others = sum > held ? sum - held : 0;
    return ITER8_OK;
}

/* What the object declares to be all traffic, in thousandths. */
static int find_declared(const iter8__route_view *view, int64_t *out)
{
    iter8__node *node;
    double number;
    const char *path = view->kind->total;
    *out = (int64_t)PERCENT * ITER8__WEIGHT_UNIT;
    if (path == NULL || iter8__field_find(view->root, path, &node) != ITER8_OK) return ITER8_OK;
    if (!iter8__value_number(node, &number) || number != floor(number) || number < 1 ||
        number > ITER8__LARGEST_WEIGHT)
        return iter8__route_view_problem(view, path, ITER8_ERR_RANGE,
                                         "the total of weights is not in 1..1000000", (char *)NULL);
    *out = (int64_t)number * ITER8__WEIGHT_UNIT;
    return ITER8_OK;
}

/* Only where the object declares a total can a weight be above it: all others have limits. */
static int check_declared(const iter8__route_view *view, const iter8__weight_field *first,
                          int64_t held, int64_t total)
{
    if (view->kind->total == NULL || held <= total) return ITER8_OK;
    return iter8__route_view_problem(view, first->path, ITER8_ERR_RANGE,
                                     "the weight is more than all traffic", (char *)NULL);
}

/* A text of thousandths, such as "80" or "0.5". */
static void add_number(iter8__text *text, int64_t milli)
{
    iter8__text_add_double(text, (double)milli / ITER8__WEIGHT_UNIT);
}

/* Thousandths of the smallest step of a weight. */
static int64_t unit_of(const iter8__route_view *view, const iter8__weight_field *first)
{
    int fine = view->kind->quantities && iter8__node_kind(first->node) == ITER8__NODE_STRING;
    return fine ? 1 : ITER8__WEIGHT_UNIT;
}

/* The smallest number that a total must be multiplied by so that a percent of it is whole. */
static int64_t factor_for(int64_t total, int64_t unit)
{
    int64_t a = unit * PERCENT, b = total;
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return unit * PERCENT / a;
}

static int refuse_total(const iter8__route_view *view, const iter8__weight_field *first,
                        int64_t total, int64_t others)
{
    iter8__text words;
    iter8__text_init(&words, &view->experiment->allocator);
    if (others > 0) {
        iter8__text_add_string(&words, "beside weights of others, ");
        add_number(&words, others);
        iter8__text_add_string(&words, ", the versions share ");
    } else {
        iter8__text_add_string(&words, "all traffic is ");
    }
    add_number(&words, total);
    iter8__text_add_string(&words, ", of which a percent cannot be written");
    if (others > 0 && view->kind->relative) {
        iter8__text_add_string(&words, "; all weights of this list times ");
        iter8__text_add_integer(&words, factor_for(total, unit_of(view, first)));
        iter8__text_add_string(&words, " say the same and can be shared");
    }
    int rc = words.failed ? ITER8_ERR_NOMEM
                          : iter8__route_view_problem(view, first->path, ITER8_ERR_RANGE,
                                                      iter8__text_string(&words), (char *)NULL);
    iter8__text_clear(&words);
    return rc;
}

/* An only version has all that is there, whatever it is. */
static int check_total(const iter8__route_view *view, const iter8__weight_field *first,
                       int64_t total, int64_t others)
{
    if (view->count < 2) return ITER8_OK;
    if (total > (int64_t)ITER8__LARGEST_WEIGHT * ITER8__WEIGHT_UNIT)
        return iter8__route_view_problem(view, first->path, ITER8_ERR_RANGE,
                                         "the weights sum to more than 1000000", (char *)NULL);
    return total % (unit_of(view, first) * PERCENT) == 0 ? ITER8_OK
                                                         : refuse_total(view, first, total, others);
}

static int check_held(const iter8__route_view *view, const iter8__weight_field *first, int64_t held,
                      int64_t others)
{
    if (others > 0 && !view->complete)
        return iter8__route_view_problem(view, first->path, ITER8_ERR_RANGE,
                                         "beside it stand weights that no version names: name all "
                                         "versions, so that it is known what they share",
                                         (char *)NULL);
    if (held == 0 && view->complete && (view->kind->relative || others > 0))
        return iter8__route_view_problem(view, first->path, ITER8_ERR_RANGE, "all weights are 0",
                                         (char *)NULL);
    return ITER8_OK;
}

static int find_total(iter8__route_view *view, size_t split)
{
    int64_t held, others, total;
    const iter8__weight_field *first = sum_split(view, split, &held);
    int rc = find_declared(view, &total);
    if (rc == ITER8_OK) rc = find_others(view, split, first, held, &others);
    if (rc == ITER8_OK) rc = check_held(view, first, held, others);
    if (rc == ITER8_OK) rc = check_declared(view, first, held, total);
    if (rc != ITER8_OK) return rc;
    if (others > 0) total = held;
    view->totals[split] = total;
    return check_total(view, first, total, others);
}

int iter8__totals_find(iter8__route_view *view)
{
    int result = ITER8_OK;
    for (size_t k = 0; k < view->splits; k++) {
        int rc = find_total(view, k);
        if (rc != ITER8_OK) result = rc;
    }
    return result;
}
