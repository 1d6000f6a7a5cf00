/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * step.h - one call of iter8_reconcile: what it works with, and how it leaves.
 *
 * The lifecycle is level-triggered: each call looks at the status and does what is due, so the same
 * code goes on after a pause, an error or a restart. Between two calls only the iteration under way
 * is remembered outside the status (struct iter8__transient); when it is lost, the iteration begins
 * anew, which asks again but changes nothing.
 *
 * The files, each using those before it:
 *   due              what the status says about what is due
 *   host             the host as the library keeps it
 *   step             this file
 *   ticket           numbers that name requests
 *   progress         conditions, stages, messages, events
 *   clock            the host's time, also when it is set back
 *   retry            when a failed call is made again
 *   outage           what keeps from seeing or from moving traffic
 *   action_progress  which actions and tasks are done
 *   tasks            the tasks of an action, one by one
 *   actions          start, loop, finish, rollback and failure actions
 *   notices          spent budgets and doubtful limits, told as events
 *   split            the weights of all versions in words
 *   traffic          writing weights
 *   found            weights as they were found, made into percent
 *   observe          reading weights
 *   conflict         weights that somebody else has changed
 *   holding          weights that were written and are not there
 *   measured         metrics that never had a value
 *   iteration        reading weights, measuring, deciding
 *   resume           what a status that was read says, before it is acted on
 *   returning        the traffic of an experiment that has failed
 *   stages           the life of an experiment, stage by stage
 *   reconcile        the public function: checks and the outcome
 *   command          the public functions by which a person steps in
 *   snapshot         an experiment as it was before its first step
 */
#ifndef ITER8_LIFECYCLE_STEP_H
#define ITER8_LIFECYCLE_STEP_H

#include "experiment/experiment.h"
#include "lifecycle/host.h"

#include <stdint.h>

/* Beyond these times, intervals would overflow 64 bits of nanoseconds. */
#define ITER8__EARLIEST_NS (-INT64_C(8500000000000000000))
#define ITER8__LATEST_NS   INT64_C(8800000000000000000)

/* By so much a clock may go back and counts as one that stands still: clocks are adjusted, and
 * several threads may read one. */
#define ITER8__CLOCK_TRIFLE_NS INT64_C(1000000000)

/* What to do after a part of a step. */
enum iter8__flow {
    ITER8__GO_ON,  /* the part has nothing left to do: look at the next */
    ITER8__RETURN, /* leave the call; it is set when to come back */
    ITER8__FAIL    /* leave the call with step->rc */
};

/* Calls of the host that are made again when they fail. */
enum iter8__call { ITER8__CALL_ACQUIRE, ITER8__CALL_READ, ITER8__CALL_WRITE, ITER8__CALLS };

/* What is known of such a call; all is forgotten when it succeeds. */
typedef struct iter8__retry {
    int64_t at_ns;            /* not before this time is it made again; INT64_MIN: at once */
    int64_t lasting_ns;       /* since when it fails for what does not pass by itself, or
                               * ITER8_NO_TIME */
    const char *told;         /* what was told of it, or NULL; lives as long as the experiment */
    int32_t failures;         /* in a row */
    int32_t is_told_hopeless; /* that it is a rollback which cannot be carried out was told */
} iter8__retry;

/* The iteration under way. */
struct iter8__transient {
    uint64_t identity;     /* of the experiment, for tickets; 0 until it is needed */
    int64_t ticket_ns;     /* the time of the last ticket, and what is made of it; so */
    uint64_t ticket_state; /* that it is made once; 0 before */
    int64_t clock_ns;      /* the last time given, but for a trifle */
    int under_way;         /* an iteration has begun */
    int64_t began_ns;      /* when: the time of its questions */
    int observed;          /* the current weights are known */
    int32_t *weights;      /* per version: what is really there */
    int32_t *listed;       /* the same in the order in which Iter8 would list them */
    int32_t *counted;      /* per version: what the decision counts from */
    int32_t *drifted;      /* per version: what somebody else's change was last told to be */
    int has_drifted;       /* there is such a change */
    int has_weights;       /* they are known */
    int passed_over;       /* the last decision is not to be written: it is what the status said
                            * was there already */
    const char *blind;     /* why they could not be read, where that fails the experiment;
                            * lives as long as it */
    uint8_t *answered;     /* per value */
    iter8__decision next;  /* what is being measured and decided */
    struct iter8__facts *facts; /* room for what a weight algorithm is asked */
    iter8__fingerprint judged;  /* of what this experiment judges */
    int guarded;                /* the decided weights have passed the guard in this process */
    int checked;                /* what the status claims was looked at */
    iter8__retry retries[ITER8__CALLS];
    int32_t told_command; /* what was told of the commands */
    int32_t told_paused;
};

/* One call of iter8_reconcile. */
typedef struct iter8__step {
    iter8_experiment *experiment;
    struct iter8__transient *transient;
    iter8__host host;
    int64_t now_ns;
    iter8_diagnostics *diagnostics;
    int64_t next_ns; /* when to come back */
    int changed;     /* the status has changed */
    int pending;     /* an answer is pending */
    int rc;          /* for ITER8__FAIL */
} iter8__step;

/* Makes room for what is remembered between calls, where there is none. Returns as
 * iter8_reconcile(). */
int iter8__step_prepare(iter8_experiment *experiment);

/* Leaves the call until an answer is there. */
enum iter8__flow iter8__step_wait(iter8__step *step);
/* Leaves the call until a time. */
enum iter8__flow iter8__step_sleep(iter8__step *step, int64_t until_ns);
/* Leaves the call so that the status can be saved, to come back at once. */
enum iter8__flow iter8__step_save(iter8__step *step);

#endif
