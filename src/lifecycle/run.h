/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * run.h - what a reconcile works with.
 *
 * The lifecycle is level-triggered: each call looks at the status and does what is due, so the same
 * code goes on after a pause, an error or a restart. Between two calls only the iteration under way
 * is remembered outside the status (struct iter8__run); when it is lost, the iteration begins anew,
 * which asks again but changes nothing.
 *
 *   reconcile.c   one call: checks, the stages in turn, the outcome
 *   progress.c    conditions, messages, events, stages
 *   actions.c     start, loop, finish, rollback and failure actions
 *   iteration.c   read weights, measure, decide
 *   traffic.c     write weights
 *
 * Steps answer with enum iter8__flow.
 */
#ifndef ITER8_LIFECYCLE_RUN_H
#define ITER8_LIFECYCLE_RUN_H

#include "analysis/decide.h"
#include "iter8/reconcile.h"
#include "model/experiment.h"

#include <stdint.h>

/* What to do after a step. */
enum iter8__flow {
    ITER8__GO_ON,  /* the step has nothing left to do: look at the next */
    ITER8__RETURN, /* leave the call; the step has set when to come back */
    ITER8__FAIL    /* leave the call with step->rc */
};

/* The iteration under way. */
struct iter8__run {
    int64_t clock_ns;     /* the latest time given */
    int under_way;        /* an iteration has begun */
    int64_t began_ns;     /* when: the time of its questions */
    int observed;         /* the current weights are known */
    int32_t *weights;     /* per version: what is really there */
    int has_weights;      /* they sum to 100 */
    uint8_t *answered;    /* per value */
    iter8__analysis next; /* what is being measured and decided */
    int32_t loops_acted;  /* the last loop whose action was run */
    int64_t retry_ns;     /* not before this time is a failed write tried again */
    const char *failure;  /* of the host, as it was last announced; NULL after a success */
};

/* One call of iter8_reconcile. */
typedef struct iter8__step {
    iter8_experiment *experiment;
    struct iter8__run *run;
    iter8_host host;
    int64_t now_ns;
    iter8_diagnostics *diagnostics;
    int64_t next_ns; /* when to come back */
    int changed;     /* the status has changed */
    int pending;     /* an answer is pending */
    int rc;          /* for ITER8__FAIL */
} iter8__step;

/* How long a failed write or read of weights waits before it is tried again. */
#define ITER8__RETRY_NS INT64_C(1000000000)

/* Leaves the call until an answer is there. */
enum iter8__flow iter8__step_wait(iter8__step *step);
/* Leaves the call until a time. */
enum iter8__flow iter8__step_sleep(iter8__step *step, int64_t until_ns);
/* Leaves the call so that the status can be saved, to come back at once. */
enum iter8__flow iter8__step_save(iter8__step *step);
/* Leaves the call because a callback failed, to come back later; says so in the diagnostics and as
 * an event. */
enum iter8__flow iter8__step_host_failed(iter8__step *step, const char *what, int32_t code);

/* progress.c: the reasons are those of the Iter8 controller. */
void iter8__progress_init(iter8__step *step);
void iter8__progress_mark(iter8__step *step, int32_t condition, int32_t status, const char *reason,
                          const char *text, int32_t number);
void iter8__progress_stage(iter8__step *step, int32_t stage);
void iter8__progress_fail(iter8__step *step, const char *reason, const char *text);
void iter8__progress_recommend(iter8__step *step);
void iter8__progress_event(iter8__step *step, const char *reason, const char *message, int warning);

/* actions.c */
enum iter8__flow iter8__action_run(iter8__step *step, const char *name, int32_t loop,
                                   const char *failure_text);
int iter8__action_exists(const iter8__step *step, const char *name);

/* iteration.c */
int iter8__iteration_prepare(struct iter8__run *run, iter8_experiment *experiment);
enum iter8__flow iter8__iteration_run(iter8__step *step);
int iter8__must_roll_back(const iter8_experiment *experiment);

/* traffic.c */
int iter8__traffic_moves(const iter8__spec *spec);
int iter8__traffic_due(const iter8_experiment *experiment);
enum iter8__flow iter8__traffic_write(iter8__step *step, int64_t deadline_ns);

/* ticket.c: a number that names one request of one experiment, the same after a restart. */
uint64_t iter8__ticket(const iter8_experiment *experiment, const char *what, int64_t time_ns,
                       uint64_t a, uint64_t b);

#endif
