/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * status.h - the status of an experiment as structs: its memory, cheap to change.
 *
 * Numbers and reasons are kept, not texts: the messages that Iter8 writes are made from them when
 * the status is written. Tables are laid out version by version:
 * values[metric * versions + version], verdicts[version * objectives + objective].
 */
#ifndef ITER8_MODEL_STATUS_H
#define ITER8_MODEL_STATUS_H

#include "model/spec.h"

#include <stddef.h>
#include <stdint.h>

/* Room for a line of why something failed, with the closing zero. */
enum { ITER8__REASON_BYTES = 200, ITER8__WHY_BYTES = 280 };

/* What was measured. */
typedef struct iter8__value {
    double number;                    /* in the metric's units; meaningful when present */
    double least;                     /* of all iterations so far; meaningful with a range */
    double greatest;                  /* likewise */
    double sample_size;               /* observations behind the number; meaningful with one */
    int32_t state;                    /* enum iter8_value_state */
    uint8_t known;                    /* there is an entry for this metric and version at all */
    uint8_t has_range;                /* there ever was a number */
    uint8_t has_sample_size;          /* the number of observations is known */
    uint8_t carried;                  /* for so many iterations an earlier number stands in */
    char reason[ITER8__REASON_BYTES]; /* why there is no number, or "" */
} iter8__value;

typedef struct iter8__verdict {
    uint8_t satisfied;
    uint8_t reason;  /* enum iter8_verdict_reason */
    uint8_t counts;  /* outside its limits, and its budget is spent */
    uint8_t excused; /* outside its limits, its budget is not spent, and it was met before */
} iter8__verdict;

/* Whether there is a value, and it is not within the limits. */
int iter8__verdict_is_outside(const iter8__verdict *verdict);

/* Whether a value lies outside its limits, or is missing where that is to be as bad. */
int iter8__verdict_is_failure(const iter8__spec *spec, const iter8__verdict *verdict);

/* What is remembered of an objective's earlier measurements for a version; missing values leave it
 * as it is. All zero before the first. */
typedef struct iter8__tally {
    uint64_t recent; /* bit i: the measurement before the last i ones lay outside the limits */
    uint16_t row;    /* how many of the last ones in a row did */
    uint16_t met;    /* it was met, and no failure has counted since */
    uint32_t reserved;
} iter8__tally;

/* How many of the last measurements lay outside the limits; @p of is 1 to 64. */
int32_t iter8__tally_failures(const iter8__tally *tally, int32_t of);

/* For how many iterations in a row a version has met all of its objectives. Iterations by which
 * nothing new is known, or whose failure does not count, neither add to it nor end it. */
typedef struct iter8__streak {
    int32_t row;
    int32_t before; /* the same before the last iteration */
} iter8__streak;

typedef struct iter8__share {
    double wanted;  /* percent, before the limits */
    double exact;   /* percent, within the limits, before rounding */
    int32_t weight; /* percent */
    int32_t reason; /* enum iter8_weight_reason */
} iter8__share;

/* The outcome of one analysis: status.analysis. */
typedef struct iter8__analysis {
    int touched;        /* differs from what was read */
    int shares_touched; /* the shares do */
    size_t metric_count;
    iter8__value *values;     /* metrics * versions */
    iter8__verdict *verdicts; /* versions * objectives */
    iter8__tally *tallies;    /* versions * objectives */
    iter8__streak *streaks;   /* versions */
    iter8__share *shares;     /* versions */
    uint8_t *best;            /* versions: 1 for those that traffic goes to */
    int64_t time_ns;          /* ITER8_NO_TIME where it is not known */
    int32_t winner;           /* -1 for none */
    int32_t winner_reason;    /* enum iter8_winner_reason; 0 for one read from a status */
    int32_t has_values;       /* the four sections, as far as they are known */
    int32_t has_verdicts;
    int32_t has_winner;
    int32_t has_shares;
    int32_t source_errors; /* iterations in a row in which the metrics source failed */
} iter8__analysis;

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
enum { ITER8__ITER8_CONDITIONS = 3, ITER8__CONDITIONS = 6 };

/* Of the traffic of an experiment that has failed, which goes back to the baseline. */
enum {
    ITER8__RETURN_NONE,      /* not begun */
    ITER8__RETURN_UNDER_WAY, /* the baseline's weights are being written */
    ITER8__RETURN_DONE,
    ITER8__RETURN_FAILED /* the router holds something else, which was told */
};

/* How far an action of the experiment has come. */
typedef struct iter8__acted {
    const char *action; /* its name, or NULL; lives as long as the experiment */
    int32_t loop;       /* which one, for the action of a loop */
    int32_t tasks;      /* so many of its tasks are done; ITER8__ALL_TASKS: the action is done */
} iter8__acted;

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
typedef struct iter8__memory {
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
    iter8__acted acted;
} iter8__memory;

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
    const char *recommended; /* version, or NULL */
    int32_t *weights;        /* per version: currentWeightDistribution */
    int has_weights;
    iter8__memory memory;
    iter8__analysis analysis;
} iter8__status;

/* Makes room in the arena for the tables of @p spec and @p metrics; returns 0 without memory. */
int iter8__analysis_init(iter8__analysis *analysis, iter8__arena *arena, const iter8__spec *spec,
                         size_t metrics);
int iter8__status_init(iter8__status *status, iter8__arena *arena, const iter8__spec *spec,
                       size_t metrics);

/* A table of values for @p metrics metrics, nothing known; NULL without memory. */
iter8__value *iter8__values_alloc(iter8__arena *arena, const iter8__spec *spec, size_t metrics);

/* Adds "text number" to a text. */
void iter8__note_write(const iter8__note *note, iter8__text *text);

/* Adds status.message: "reason: message", or the reason alone, or the message as it was read. */
void iter8__status_message_write(const iter8__status *status, iter8__text *text);

/* Adds each condition that says what is wrong, as "PREFIXRouterAvailable is False: reason: message"
 * and a character at the end, but for 0. */
void iter8__status_trouble_write(const iter8__status *status, const char *prefix, char end,
                                 iter8__text *text);

/* Widens a value's range by that of an earlier value and by its own number. */
void iter8__value_extend_range(iter8__value *value, const iter8__value *earlier);

/* Copies the start of a text as one line of UTF-8 without control characters: it may be what a
 * server answered, so it may hold anything. */
void iter8__line_copy(char *to, size_t capacity, const char *from);

/* Sets a value that is absent, with the start of a reason. */
void iter8__value_set_absent(iter8__value *value, int32_t state, const char *reason);

#endif
