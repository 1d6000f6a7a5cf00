/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * view.h - the weights that an object holds, as they stand there.
 *
 * One split may stand in several places: a version's fieldPath names one field of each. The first
 * fields of all versions are one split, the second ones another. Each split has a total of its own,
 * which its versions share whatever else stands beside them.
 *
 * The files of this room, each using those before it:
 *   kinds    what weights mean in each kind of object
 *   weights  lists of weights
 *   places   from field paths to the fields of each split
 *   held     the weights in those fields
 *   totals   what the versions of a split share
 *   view     this file
 *   route    references, reading, writing, the patch
 *   where    in an object the weights are
 *   order    which of several objects is to be written first
 */
#ifndef ITER8_ROUTING_VIEW_H
#define ITER8_ROUTING_VIEW_H

#include "document/document.h"
#include "experiment/experiment.h"
#include "routing/kinds.h"

#include <stdint.h>

/* One version's weight in one split. */
typedef struct iter8__weight_field {
    char *path;              /* NULL where this object does not hold it */
    const iter8__node *node; /* NULL where the field is missing; borrowed from the object */
    const iter8__node *list; /* the innermost list that the field stands in, or NULL */
    const char *in_item;     /* the rest of the path, from an item of that list on */
    int every;               /* the path had a "[*]" */
    int32_t milli;           /* thousandths of what stands there, or of what a missing one means */
} iter8__weight_field;

typedef struct iter8__route_view {
    const iter8_document *object;
    const iter8__node *root;
    const iter8__route_kind *kind;
    const iter8_experiment *experiment;
    iter8_diagnostics *diagnostics; /* where problems are reported; may be NULL */
    size_t count;                   /* of versions */
    int complete;                   /* the object holds the weights of all versions */
    size_t splits;
    iter8__weight_field *fields; /* those of all versions, split by split */
    int64_t *totals;             /* thousandths that the versions of each split share */
} iter8__route_view;

enum { ITER8__WEIGHT_UNIT = 1000, ITER8__MAX_SPLITS = 64, ITER8__LARGEST_WEIGHT = 1000000 };

/* Reads all fields and reports each that holds no weight. The arguments are not NULL but for the
 * diagnostics. Returns 0, or the last problem as iter8_route_read(); to be closed in any case. */
int iter8__route_view_open(iter8__route_view *view, const iter8_document *object,
                           const iter8_experiment *experiment, iter8_diagnostics *diagnostics);
void iter8__route_view_close(iter8__route_view *view);

/* A version's field in a split. */
iter8__weight_field *iter8__route_view_field(const iter8__route_view *view, size_t split,
                                             size_t version);
/* Whether the object holds a version's weight. */
int iter8__route_view_holds(const iter8__route_view *view, size_t version);

/* Puts the weights that the object holds into @p weights, in percent. Where the places of a
 * candidate differ, the one counts that somebody has changed: the smallest if it is below what was
 * last known, or else the largest. Returns 0, ITER8_ERR_RANGE, ITER8_ERR_NOMEM. */
int iter8__route_view_percent(const iter8__route_view *view, int32_t *weights);

/* Thousandths that say @p percent of a split. */
int32_t iter8__route_view_target(const iter8__route_view *view, size_t split, int32_t percent);

/* Reports a problem with a field; the strings end with a NULL pointer. Returns @p code. */
int iter8__route_view_problem(const iter8__route_view *view, const char *field_path, int code, ...);

/* The steps of opening a view; each returns as iter8__route_view_open(). */
int iter8__places_find(iter8__route_view *view);
int iter8__values_read(iter8__route_view *view);
int iter8__totals_find(iter8__route_view *view);

/* Reads a weight. Returns 0 where there is none. A text that is a number is a weight too:
 * annotations and the data of a ConfigMap are texts. */
int iter8__value_number(const iter8__node *node, double *out);
/* Whether the last key of a path has a mapping to stand in. */
int iter8__value_has_place(const iter8__node *root, const char *field_path);

#endif
