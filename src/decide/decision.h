/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * decision.h - what was measured and what was decided by it, as structs that are cheap to change.
 *
 * Numbers and reasons are kept, not texts (explain.h words them). Tables are laid out version by
 * version: values[metric * versions + version], verdicts[version * objectives + objective].
 */
#ifndef ITER8_DECIDE_DECISION_H
#define ITER8_DECIDE_DECISION_H

#include "spec/spec.h"

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
    uint8_t reason;        /* enum iter8_verdict_reason */
    uint8_t budget_spent;  /* outside its limits, and its budget is spent */
    uint8_t within_budget; /* outside its limits, its budget is not spent, and it was met before */
} iter8__verdict;

/* Whether there is a value, and it is not within the limits. */
int iter8__verdict_is_outside(const iter8__verdict *verdict);

/* Whether a value lies outside its limits, or is missing where that is to be as bad. */
int iter8__verdict_is_failure(const iter8__spec *spec, const iter8__verdict *verdict);

/* What is remembered of an objective's earlier measurements for a version; missing values leave it
 * as it is. All zero before the first. */
typedef struct iter8__failure_count {
    uint64_t recent; /* bit i: the measurement before the last i ones lay outside the limits */
    uint16_t row;    /* how many of the last ones in a row did */
    uint16_t met;    /* it was met, and no failure has counted since */
    uint32_t reserved;
} iter8__failure_count;

/* How many of the last measurements lay outside the limits; @p of is 1 to 64. */
int32_t iter8__failures_of_last(const iter8__failure_count *tally, int32_t of);

/* For how many iterations in a row a version has met all of its objectives. Iterations by which
 * nothing new is known, or whose failure does not count, neither add to it nor end it. */
typedef struct iter8__streak {
    int32_t row;
    int32_t before; /* the same before the last iteration */
} iter8__streak;

typedef struct iter8__weight {
    double wanted;  /* percent, before the limits */
    double exact;   /* percent, within the limits, before rounding */
    int32_t weight; /* percent */
    int32_t reason; /* enum iter8_weight_reason */
} iter8__weight;

/* The outcome of one analysis: status.decision. */
typedef struct iter8__decision {
    int touched;         /* differs from what was read */
    int weights_touched; /* the shares do */
    size_t metric_count;
    iter8__value *values;           /* metrics * versions */
    iter8__verdict *verdicts;       /* versions * objectives */
    iter8__failure_count *failures; /* versions * objectives */
    iter8__streak *streaks;         /* versions */
    iter8__weight *weights;         /* versions */
    uint8_t *best;                  /* versions: 1 for those that traffic goes to */
    int64_t time_ns;                /* ITER8_NO_TIME where it is not known */
    int32_t winner;                 /* -1 for none */
    int32_t winner_reason;          /* enum iter8_winner_reason; 0 for one read from a status */
    int32_t has_values;             /* the four sections, as far as they are known */
    int32_t has_verdicts;
    int32_t has_winner;
    int32_t has_weights;
    int32_t source_errors; /* iterations in a row in which the metrics source failed */
} iter8__decision;

/* Makes room in the arena for the tables of @p spec and @p metrics; returns 0 without memory. */
int iter8__decision_init(iter8__decision *decision, iter8__arena *arena, const iter8__spec *spec,
                         size_t metrics);

/* A table of values for @p metrics metrics, nothing known; NULL without memory. */
iter8__value *iter8__values_alloc(iter8__arena *arena, const iter8__spec *spec, size_t metrics);

/* Widens a value's range by that of an earlier value and by its own number. */
void iter8__value_extend_range(iter8__value *value, const iter8__value *earlier);

/* Copies the start of a text as one line of UTF-8 without control characters: it may be what a
 * server answered, so it may hold anything. */
void iter8__line_copy(char *to, size_t capacity, const char *from);

/* Sets a value that is absent, with the start of a reason. */
void iter8__value_set_absent(iter8__value *value, int32_t state, const char *reason);

#endif
