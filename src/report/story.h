/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * story.h - what a report of one experiment tells, wherever it comes from.
 *
 * A source fills a story (an experiment with its history, or a decision log), the page is made of
 * it. All texts live in its arena or with the source. Lists of an iteration are laid out as
 * weights[version] and findings[criterion * versions + version].
 */
#ifndef ITER8_REPORT_STORY_H
#define ITER8_REPORT_STORY_H

#include "base/arena.h"
#include "experiment/experiment.h"

#include <stddef.h>
#include <stdint.h>

/* An objective, or a reward. */
typedef struct iter8__criterion {
    const char *metric;
    const char *units;                 /* or NULL */
    const iter8__objective *objective; /* NULL for a reward */
    int32_t direction; /* of a reward: ITER8__HIGH or ITER8__LOW; 0 for an objective */
    int32_t kind;      /* enum iter8_metric_kind */
    double least;      /* of all values that are told; NaN without one */
    double greatest;
    size_t metric_index; /* among the metrics of the experiment */
} iter8__criterion;

/* What a verdict comes to on a page. */
enum iter8__meets {
    ITER8__UNKNOWN, /* there is no value */
    ITER8__MET,
    ITER8__WITHIN_BUDGET, /* not met, and its failure budget is not spent */
    ITER8__UNMET
};

/* What was found of a criterion for a version. */
typedef struct iter8__finding {
    double value; /* NaN where there is none */
    double low;   /* of the 95 % interval of what can be believed; NaN where there is none */
    double high;
    int32_t meets;   /* enum iter8__meets */
    int32_t reason;  /* enum iter8_verdict_reason; 0 where it is not known */
    int32_t carried; /* for so many iterations an earlier value stands in */
} iter8__finding;

typedef struct iter8__story_weight {
    int32_t found;   /* percent, when it was measured; -1 where it is not known */
    int32_t decided; /* percent; -1 where nothing was decided */
    const char *why; /* or NULL */
} iter8__story_weight;

typedef struct iter8__story_iteration {
    int64_t time_ns; /* ITER8_NO_TIME where it is not known */
    double x;        /* where it stands in charts, see iter8__story_finish() */
    int32_t number;  /* of the iteration, from 1 */
    int32_t winner;  /* the version, or -1 */
    int32_t met_for; /* iterations in a row in which it has met its objectives; 0: not known */
    iter8__story_weight *weights;
    iter8__finding *findings;
} iter8__story_iteration;

typedef struct iter8__story_event {
    int64_t time_ns;
    const char *reason;
    const char *message;
    int32_t warning;
} iter8__story_event;

typedef struct iter8__story {
    iter8__arena arena;
    const iter8_experiment *experiment; /* names, spec, versions */
    iter8__criterion *criteria;         /* objectives, then rewards */
    size_t criterion_count;
    iter8__story_iteration *iterations; /* in order */
    size_t iteration_count;
    size_t iteration_capacity;
    iter8__story_event *events;
    size_t event_count;
    size_t event_capacity;
    size_t events_passed_over;
    size_t passed_over;      /* iterations left out, where there are very many */
    int64_t start_ns;        /* of the experiment; ITER8_NO_TIME where it is not known */
    int64_t origin_ns;       /* where x is 0; ITER8_NO_TIME where x counts iterations */
    double left, right;      /* of charts: seconds since then, or iterations */
    const char **reasons;    /* per version: why it stands where it does, or NULL */
    int out_of_memory;       /* memory ran out while it was told */
    int32_t stage;           /* enum iter8_stage */
    int32_t ending;          /* enum iter8_ending */
    const char *message;     /* the last one, or "" */
    const char *recommended; /* or "" */
} iter8__story;

/* Begins the story of an experiment, which is borrowed: names, criteria, state. Returns 0 without
 * memory; then, too, it is to be cleared. */
int iter8__story_init(iter8__story *story, const iter8_experiment *experiment,
                      const iter8_allocator *allocator);
void iter8__story_clear(iter8__story *story);

/* Appends an iteration of which nothing is known, or NULL without memory. */
iter8__story_iteration *iter8__story_add_iteration(iter8__story *story);
/* Appends an event, or NULL without memory. */
iter8__story_event *iter8__story_add_event(iter8__story *story);

/* Says of each version which objectives it did not meet in the last iteration. */
void iter8__story_explain(iter8__story *story);

/* Whether candidates are compared with the baseline. */
int iter8__criterion_is_relative(const iter8__criterion *criterion);

/* What a verdict comes to. */
int32_t iter8__meets_of(const iter8__verdict *verdict);

/* When all is told: leaves out iterations where there are too many to be shown, so that every so
 * many-th remains and, unless these are too many, each that changed a verdict or the winner; then
 * places what remains in time. */
void iter8__story_finish(iter8__story *story);

/* Tells the history of the experiment or, without one, its last iteration. Returns 0 without
 * memory.
 */
int iter8__story_of_experiment(iter8__story *story);

/* Writes the page. */
void iter8__story_write(const iter8__story *story, iter8__text *html);

#endif
