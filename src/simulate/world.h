/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * world.h - the requests of one run, and what of them can be seen.
 *
 * Requests are not made one by one. Time is cut into segments in which neither weights nor phase
 * change; for each segment and version the number of requests is drawn, and of them in closed form
 * how many fail, how long they take together, and how far an empirical quantile lies off the true
 * one. What is drawn hangs on the run, the segment's end and the version alone, so two policies
 * meet the same chances.
 */
#ifndef ITER8_SIMULATE_WORLD_H
#define ITER8_SIMULATE_WORLD_H

#include "base/memory.h"
#include "simulate/timeline.h"

#include <stddef.h>
#include <stdint.h>

/* What is counted for a version since the start; behind these come the sums of its yields, and
 * where there are several classes of latency the requests of each, then those in each bucket. */
enum iter8__column {
    ITER8__REQUESTS,
    ITER8__ERRORS,
    ITER8__LATENCY_SUM, /* milliseconds */
    ITER8__SCORE,       /* a normal number with the variance ITER8__REQUESTS */
    ITER8__COLUMNS
};

typedef struct iter8__world {
    const iter8_allocator *allocator; /* borrowed */
    const iter8__timeline *timeline;  /* borrowed */
    const iter8__actor *const *actors;
    const iter8__rule *rules; /* of metrics */
    size_t rule_count;
    size_t versions;
    size_t buckets;             /* the first column of the histograms' buckets */
    size_t stride;              /* columns of a version */
    int64_t scrape_interval_ns; /* 0: all is seen at once */
    /* Of the run: */
    uint64_t seed;
    int64_t now_ns; /* since the start; so all times */
    int64_t next_scrape_ns;
    size_t phase;
    int32_t *weights; /* percent */
    double *now;      /* versions * stride: what is counted so far */
    int64_t *times;   /* of what was kept; rising */
    double *kept;     /* each as now */
    size_t kept_count;
    size_t times_capacity;
    size_t kept_capacity;
    int out_of_memory;
} iter8__world;

/* What is counted between two times; NULL for @c end: nothing can be seen, for @c start: all zero.
 */
typedef struct iter8__view {
    const double *start;
    const double *end;
} iter8__view;

/* Makes room. Returns 0 without memory; what there is to free is freed by iter8__world_clear in
 * every case. */
int iter8__world_init(iter8__world *world, const iter8_allocator *allocator,
                      const iter8__scenario *scenario, const iter8__timeline *timeline,
                      const iter8__actor *const *actors);
void iter8__world_clear(iter8__world *world);

/* Begins a run, with the weights that the actors say; all traffic on the baseline where they do
 * not.
 */
void iter8__world_begin(iter8__world *world, uint64_t seed);
/* Lets time pass; a time that has passed already is fine. */
void iter8__world_advance(iter8__world *world, int64_t time_ns);
/* What can be seen of the time between two times, the second of which has passed. */
iter8__view iter8__world_view(const iter8__world *world, int64_t from_ns, int64_t until_ns);

/* A column of a version in a view. */
double iter8__view_column(const iter8__world *world, const iter8__view *view, size_t version,
                          size_t column);
/* The number of requests whose latency is of a class. */
double iter8__view_class(const iter8__world *world, const iter8__view *view, size_t version,
                         size_t latency_class);

#endif
