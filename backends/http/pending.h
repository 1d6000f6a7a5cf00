/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * pending.h - the questions that a source was asked and has not answered yet.
 */
#ifndef ITER8_BACKENDS_PENDING_H
#define ITER8_BACKENDS_PENDING_H

#include "http/answer.h"
#include "http/transfer.h"
#include "iter8/reconcile.h"

typedef struct iter8__pending iter8__pending;
struct iter8__pending {
    iter8__pending *next;
    const void *experiment; /* only compared: it may be gone */
    uint64_t ticket;
    int64_t now_ns;            /* of the iteration */
    char *jq;                  /* the program for its answer */
    iter8__transfer *transfer; /* borrowed from the source while under way, else NULL */
    iter8__answer answer;      /* once there is no transfer */
};

/* Takes in a question with no transfer yet. NULL without memory.
 * @param jq  its program, copied. */
iter8__pending *iter8__pending_add(iter8__pending **list, const iter8_question *question,
                                   const char *jq);
iter8__pending *iter8__pending_find(iter8__pending *list, uint64_t ticket);
void iter8__pending_remove(iter8__pending **list, iter8__pending *pending);

/*
 * Forgets answers that nobody came for: those to earlier iterations of the same experiment, and
 * those beyond the newest few hundred whatever they are of. Forgetting does no harm but to the time
 * it takes to ask once more.
 */
void iter8__pending_forget(iter8__pending **list, const iter8_question *newest);

#endif
