/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * owner.h - that weights belong to one process at a time.
 *
 * The mark of an owner stands in the object itself (marks.h), so it comes with the same patch as
 * the weights, and the server carries out a patch only if the object is as it was read: of several
 * who want a mark one gets it. A mark that nobody renews is another's to take. Clocks of different
 * machines differ, so that is judged as client-go's leader election does: by having seen the mark
 * unchanged for so long on the clock of this process. The times in marks only say whether to refuse
 * or to wait until that is known.
 *
 * A process that was started anew goes on at once under its name. If the one before it is alive
 * after all, it finds that its mark is another process' and stops: the last to come has the
 * weights.
 */
#ifndef ITER8_BACKENDS_OWNER_H
#define ITER8_BACKENDS_OWNER_H

#include "iter8/reconcile.h"
#include "kubernetes/fetch.h"
#include "kubernetes/marks.h"

#include <stdint.h>

/* What is known of the mark of one target in one object. */
typedef struct iter8__claim iter8__claim;

typedef struct iter8__owner {
    char *holder;         /* who we are */
    char *process;        /* which of those that go by this name, before and after a restart */
    int64_t hold_s;       /* how long a mark counts; 0: 60 s or three intervals */
    iter8__claim *claims; /* one for each object and target */
    iter8__line held_by;  /* whom the last call was refused for; or empty */
} iter8__owner;

/* @param holder  NULL: a name that no other sink has. Returns 0 or ITER8_ERR_NOMEM. */
int iter8__owner_open(iter8__owner *owner, const char *holder, int64_t hold_s);
void iter8__owner_close(iter8__owner *owner);

/* The marks of an object as they are to be, for one experiment. All zero holds none. */
typedef struct iter8__ownership {
    iter8__claim *claim;
    iter8__marks marks;     /* as read, until they are made ours */
    iter8_document *fields; /* the experiment's, in this object */
    int64_t seconds;
    int due; /* the mark is to be written, even if no weight is */
} iter8__ownership;

/* Looks whose an object is. Returns 0 if it may be ours; ITER8_ERR_REFUSED if it belongs to
 * another, ITER8_ERR_CONFLICT if it may not any more, each with a problem; ITER8_ERR_INVALID,
 * ITER8_ERR_NOMEM, or as iter8_route_fields(). To be closed in any case. */
int iter8__ownership_open(iter8__ownership *ownership, iter8__owner *owner,
                          const iter8__remote *remote, const iter8_experiment *experiment,
                          iter8__client *client);
void iter8__ownership_close(iter8__ownership *ownership);

/* Makes the marks ours, with the time of now. Returns 0 or ITER8_ERR_NOMEM. */
int iter8__ownership_take(iter8__ownership *ownership, const iter8__owner *owner,
                          const iter8_experiment *experiment);
/* The marks were written. */
void iter8__ownership_done(const iter8__ownership *ownership);

/* Whether an object was ours when we last wrote to it. */
int iter8__owner_has(const iter8__owner *owner, const char *path,
                     const iter8_experiment *experiment);
/* Says in a problem whose the object is that the last call was refused for; or NULL. */
const char *iter8__owner_held_by(const iter8__owner *owner);

/* Takes our marks off all objects, or off those of one target, as far as the server lets us. */
void iter8__owner_release(iter8__owner *owner, iter8__client *client, const char *target);

#endif
