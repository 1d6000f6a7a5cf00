/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * pending.h - the questions that a source was asked and has not answered yet.
 */
#ifndef ITER8_BACKENDS_PENDING_H
#define ITER8_BACKENDS_PENDING_H

#include "http/answer.h"
#include "http/observation.h"
#include "http/transfer.h"
#include "iter8/query.h"
#include "iter8/reconcile.h"

typedef struct iter8__pending iter8__pending;
struct iter8__pending {
    iter8__pending *next;
    const void *experiment; /* only compared: it may be gone */
    uint64_t ticket;
    int64_t now_ns;            /* of the iteration */
    int64_t deadline_ms;       /* of the iteration, as in common/deadline.h */
    iter8_query *query;        /* owned */
    iter8__transfer *transfer; /* borrowed from the source while under way, else NULL */
    iter8__answer answer;      /* once there is no transfer */
    iter8__observation seen;   /* likewise, where the host observes */
};

/* Takes in a question with no transfer yet. NULL without memory.
 * @param query     its query, taken over unless there is no memory.
 * @param limit_ms  how long an iteration may take that begins with this question. */
iter8__pending *iter8__pending_add(iter8__pending **list, const iter8_question *question,
                                   iter8_query *query, int64_t limit_ms);
iter8__pending *iter8__pending_find(iter8__pending *list, uint64_t ticket);
void iter8__pending_remove(iter8__pending **list, iter8__pending *pending);

/*
 * Forgets answers that nobody came for: those to earlier iterations of the same experiment, and
 * those beyond the newest few hundred whatever they are of. Forgetting does no harm but to the time
 * it takes to ask once more.
 */
void iter8__pending_forget(iter8__pending **list, const iter8_question *newest);

#endif
