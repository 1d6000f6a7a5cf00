/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/pending.h"

#include "common/deadline.h"

#include <stdlib.h>

enum { LEFTOVERS = 512 };

/* All questions of an iteration are asked before the first is answered, so while the iteration goes
 * on there is one that knows its deadline. */
static int64_t deadline_of(const iter8__pending *list, const iter8_question *question,
                           int64_t limit_ms)
{
    for (; list != NULL; list = list->next) {
        if (list->experiment == question->experiment && list->now_ns == question->now_ns)
            return list->deadline_ms;
    }
    return iter8__deadline_in(limit_ms);
}

iter8__pending *iter8__pending_add(iter8__pending **list, const iter8_question *question,
                                   iter8_query *query, int64_t limit_ms)
{
    iter8__pending *pending = calloc(1, sizeof *pending);
    if (pending == NULL) return NULL;
    pending->query = query;
    pending->deadline_ms = deadline_of(*list, question, limit_ms);
    pending->experiment = question->experiment;
    pending->ticket = question->ticket;
    pending->now_ns = question->now_ns;
    pending->next = *list;
    *list = pending;
    return pending;
}

iter8__pending *iter8__pending_find(iter8__pending *list, uint64_t ticket)
{
    while (list != NULL && list->ticket != ticket)
        list = list->next;
    return list;
}

void iter8__pending_remove(iter8__pending **list, iter8__pending *pending)
{
    while (*list != pending)
        list = &(*list)->next;
    *list = pending->next;
    iter8_query_free(pending->query);
    iter8__observation_clear(&pending->seen);
    free(pending);
}

void iter8__pending_forget(iter8__pending **list, const iter8_question *newest)
{
    size_t answered = 0;
    iter8__pending **place = list;
    while (*place != NULL) {
        iter8__pending *pending = *place;
        int over = pending->experiment == newest->experiment && pending->now_ns != newest->now_ns;
        answered += pending->transfer == NULL;
        /* The newest come first in the list. */
        if (pending->transfer == NULL && (over || answered > LEFTOVERS)) {
            iter8__pending_remove(place, pending);
        } else {
            place = &pending->next;
        }
    }
}
