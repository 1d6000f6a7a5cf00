/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * status.h - the status of an experiment as structs: its memory, cheap to change.
 *
 * Numbers and reasons are kept, not texts: the messages that Iter8 writes are made from them when
 * the status is written. Tables are laid out version by version:
 * values[metric * versions + version], verdicts[version * objectives + objective].
 */
#ifndef ITER8_EXPERIMENT_STATUS_H
#define ITER8_EXPERIMENT_STATUS_H

#include "decide/decision.h"

#include <stddef.h>
#include <stdint.h>

/* A message: a text, a number behind it unless that is negative. */
typedef struct iter8__note {
    const char *text; /* lives as long as the experiment */
    int32_t number;
} iter8__note;

typedef struct iter8__condition {
    int32_t status;     /* enum iter8_condition_status */
    const char *reason; /* or NULL; lives as long as the experiment */
    iter8__note message;
    int64_t transition_ns; /* ITER8_NO_TIME: the condition was never set */
} iter8__condition;

/* The first of enum iter8_condition_type are Iter8's; the others are there when they are needed. */
enum { ITER8__ITER8_CONDITIONS = 3, ITER8__CONDITIONS = 7 };

/* Of the traffic of an experiment that has failed, which goes back to the baseline. */
enum {
    ITER8__RETURN_NONE,      /* not begun */
    ITER8__RETURN_UNDER_WAY, /* the baseline's weights are being written */
    ITER8__RETURN_DONE,
    ITER8__RETURN_FAILED /* the router holds something else, which was told */
};

/* How far an action of the experiment has come. */
typedef struct iter8__action_progress {
    const char *action; /* its name, or NULL; lives as long as the experiment */
    int32_t loop;       /* which one, for the action of a loop */
    int32_t tasks;      /* so many of its tasks are done; ITER8__ALL_TASKS: the action is done */
} iter8__action_progress;

enum { ITER8__ALL_TASKS = INT32_MAX };

/* What the parts of a fingerprint are about. */
enum { ITER8__JUDGED_TARGET, ITER8__JUDGED_VERSIONS, ITER8__JUDGED_CRITERIA, ITER8__JUDGED_PARTS };

/* Whether what was judged in earlier iterations is what is judged now. */
typedef struct iter8__fingerprint {
    uint32_t part[ITER8__JUDGED_PARTS]; /* hashes */
    int32_t known;
} iter8__fingerprint;

/* What must not be forgotten and has no field in v2alpha2: the annotation iter8.tools/state holds
 * it, beside the tallies and the ages of carried values of the analysis. */
typedef struct iter8__state {
    int32_t command;       /* enum iter8_command that ends the experiment; 0 for none */
    int32_t promoted;      /* the version that ITER8_COMMAND_PROMOTE recommends */
    int32_t paused;        /* nothing is to be begun */
    int32_t rolled;        /* a rollback has been decided */
    int32_t unsure;        /* the decided weights are to be written whatever is known to be there */
    int32_t changed;       /* enum iter8__on_change from 1: found when it was read, not yet told */
    int32_t changed_parts; /* which have: a bit for each */
    int32_t unheld;        /* intervals in a row after which the weights written were not there */
    int32_t given_up;      /* traffic is left as it is, unless it is to be rolled back */
    int32_t returning;     /* ITER8__RETURN_... */
    iter8__fingerprint judged; /* in the last iteration */
    int64_t written_ns; /* when weights were last changed; ITER8_NO_TIME where it does not matter */
    iter8__action_progress acted;
} iter8__state;

typedef struct iter8__status {
    int touched; /* differs from what was read: write all of it */
    int32_t stage;
    int32_t completed_iterations; /* -1 before the first reconcile */
    int64_t init_ns;              /* ITER8_NO_TIME where there is none; so all three */
    int64_t start_ns;
    int64_t last_update_ns;
    iter8__condition conditions[ITER8__CONDITIONS];
    const char *message_reason; /* status.message is "reason: message" */
    iter8__note message;
    int32_t told_ending;     /* enum iter8_ending: what Iter8's controller said when it was over */
    const char *recommended; /* version, or NULL */
    int32_t *weights;        /* per version: currentWeightDistribution */
    int has_weights;
    iter8__state state;
    iter8__decision analysis;
} iter8__status;

/* Makes room in the arena for the tables of @p spec and @p metrics; returns 0 without memory. */
int iter8__status_init(iter8__status *status, iter8__arena *arena, const iter8__spec *spec,
                       size_t metrics);

/* Adds "text number" to a text. */
void iter8__note_write(const iter8__note *note, iter8__text *text);

/* Adds status.message: "reason: message", or the reason alone, or the message as it was read. */
void iter8__status_message_write(const iter8__status *status, iter8__text *text);

/* Adds each condition that says what is wrong, as "PREFIXRouterAvailable is False: reason: message"
 * and a character at the end, but for 0. */
void iter8__status_problems_write(const iter8__status *status, const char *prefix, char end,
                                  iter8__text *text);

#endif
