/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/taken.h"

#include "iter8/error.h"
#include "iter8/snapshots.h"

#include <stdlib.h>

#define NS_PER_S INT64_C(1000000000)

/* The first candidate that has less than was known and would get more than it has, or NULL. */
static const char *find_loser(const iter8_route *route, const int32_t *found)
{
    for (size_t v = 1; v < route->count; v++) {
        if (found[v] >= 0 && found[v] < iter8_version_of(route->experiment, v).weight &&
            found[v] < route->weights[v])
            return iter8_version_of(route->experiment, v).name;
    }
    return NULL;
}

/* A write that nobody has asked for again for so long is not waited for any more. */
static const int64_t forgotten_ns = 86400 * NS_PER_S;

static void remove_at(iter8__taken *taken, size_t index)
{
    taken->items[index] = taken->items[--taken->count];
}

static void forget(iter8__taken *taken, uint64_t ticket)
{
    for (size_t i = 0; i < taken->count; i++) {
        if (taken->items[i].ticket == ticket) remove_at(taken, i--);
    }
}

static void forget_old(iter8__taken *taken, int64_t now_ns)
{
    for (size_t i = 0; i < taken->count; i++) {
        if (now_ns - taken->items[i].since_ns > forgotten_ns) remove_at(taken, i--);
    }
}

static int make_room(iter8__taken *taken, int64_t now_ns)
{
    if (taken->count < taken->capacity) return 1;
    forget_old(taken, now_ns);
    if (taken->count < taken->capacity) return 1;
    size_t capacity = taken->capacity == 0 ? 4 : taken->capacity * 2;
    iter8__taken_item *items = realloc(taken->items, capacity * sizeof *items);
    if (items == NULL) return 0;
    taken->items = items;
    taken->capacity = capacity;
    return 1;
}

/* Since when a write waits, from now on if it is new. A clock that was set back begins anew. */
static int find_since(iter8__taken *taken, const iter8_route *route, int64_t *since_ns)
{
    *since_ns = route->now_ns;
    for (size_t i = 0; i < taken->count; i++) {
        if (taken->items[i].ticket != route->ticket) continue;
        if (taken->items[i].since_ns > route->now_ns) taken->items[i].since_ns = route->now_ns;
        *since_ns = taken->items[i].since_ns;
        return 1;
    }
    if (!make_room(taken, route->now_ns)) return 0;
    taken->items[taken->count++] = (iter8__taken_item){route->ticket, route->now_ns};
    return 1;
}

void iter8__taken_clear(iter8__taken *taken)
{
    free(taken->items);
    *taken = (iter8__taken){NULL, 0, 0};
}

int iter8__check_taken(iter8__taken *taken, const iter8_route *route, const int32_t *found,
                       iter8__line *problem)
{
    int64_t since_ns;
    const char *loser = find_loser(route, found);
    int64_t interval_ns = iter8_spec_of(route->experiment).interval_s * NS_PER_S;
    if (loser != NULL && !find_since(taken, route, &since_ns)) {
        iter8__line_set(problem, "out of memory");
        return ITER8_ERR_NOMEM;
    }
    if (loser == NULL || route->now_ns - since_ns >= interval_ns) {
        forget(taken, route->ticket);
        return ITER8_OK;
    }
    iter8__line_set(problem, "another writer has taken traffic from ");
    iter8__line_add(problem, loser);
    return ITER8_ERR_CONFLICT;
}
