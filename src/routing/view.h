/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * view.h - the weights that an object holds, as they stand there.
 *
 * The files of this room, each using those before it:
 *   kinds    what weights mean in each kind of object
 *   weights  lists of weights
 *   view     this file
 *   route    references, reading, writing, the patch
 *   order    which of several objects is to be written first
 */
#ifndef ITER8_ROUTING_VIEW_H
#define ITER8_ROUTING_VIEW_H

#include "document/document.h"
#include "model/experiment.h"
#include "routing/kinds.h"

#include <stdint.h>

/* One version's weight. */
typedef struct iter8__weight_field {
    const char *path;        /* NULL where this object does not hold it */
    const iter8__node *node; /* NULL where the field is missing; borrowed from the object */
    int32_t milli;           /* thousandths of what stands there, or of what a missing one means */
} iter8__weight_field;

typedef struct iter8__route_view {
    const iter8_document *object;
    const iter8__node *root;
    const iter8__route_kind *kind;
    size_t count; /* of versions */
    int complete; /* the object holds the weights of all versions */
    iter8__weight_field fields[ITER8__MAX_CANDIDATES + 1];
} iter8__route_view;

enum { ITER8__WEIGHT_UNIT = 1000 };

/* Reads all fields and reports each that holds no weight. The arguments are not NULL. Returns 0, or
 * the last problem as iter8_route_read(). */
int iter8__route_view_open(iter8__route_view *view, const iter8_document *object,
                           const iter8_experiment *experiment, iter8_diagnostics *diagnostics);

/* Puts the weights that the object holds into @p weights, in percent. Returns 0, ITER8_ERR_RANGE.
 */
int iter8__route_view_percent(const iter8__route_view *view, int32_t *weights);

/* Reports a problem with a version's field; returns @p code. */
int iter8__route_view_problem(const iter8__route_view *view, const char *field_path, int code,
                              const char *message, iter8_diagnostics *diagnostics);

#endif
