/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "http/pending.h"

#include <stdlib.h>
#include <string.h>

enum { LEFTOVERS = 512 };

iter8__pending *iter8__pending_add(iter8__pending **list, const iter8_question *question,
                                   const char *jq)
{
    iter8__pending *pending = calloc(1, sizeof *pending);
    if (pending == NULL) return NULL;
    pending->jq = strdup(jq);
    if (pending->jq == NULL) {
        free(pending);
        return NULL;
    }
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
    free(pending->jq);
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
