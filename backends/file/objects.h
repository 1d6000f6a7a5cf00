/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * objects.h - files of YAML or JSON, and the objects in them that hold weights.
 */
#ifndef ITER8_BACKENDS_OBJECTS_H
#define ITER8_BACKENDS_OBJECTS_H

#include "common/buffer.h"
#include "common/line.h"
#include "common/lock.h"
#include "iter8/document.h"
#include "iter8/reconcile.h"

#include <stddef.h>
#include <stdint.h>

/* A file as it was found, and as it is now. */
typedef struct iter8__routes_file {
    const char *path;  /* borrowed */
    iter8__lock *lock; /* borrowed */
    iter8__buffer found;
    iter8__buffer now; /* empty while nothing has changed */
    iter8_documents *documents;
    size_t turn; /* of its last write, from 1; 0 while nothing has changed */
} iter8__routes_file;

/* An object that holds a weight. */
typedef struct iter8__routes_object {
    size_t file;
    size_t index; /* among the documents of the file */
} iter8__routes_object;

/* All zero holds nothing. */
typedef struct iter8__objects {
    iter8__routes_file *files;
    size_t file_count;
    iter8__routes_object *items;
    size_t count;
    size_t turns; /* writes so far */
    iter8_diagnostics *diagnostics;
} iter8__objects;

/* Locks and reads files, one that is named twice only once. Returns 0, or says in @p problem why
 * not; to be closed in any case.
 * @param locks  one per path; held until their owner releases them */
int iter8__objects_open(iter8__objects *objects, char *const *paths, iter8__lock *locks,
                        size_t count, const iter8_experiment *experiment, iter8__line *problem);
void iter8__objects_close(iter8__objects *objects);

/* Reads the weights, as the callback of a host does. */
int iter8__objects_read(iter8__objects *objects, const iter8_route *route, int32_t *weights,
                        iter8__line *problem);

/* Writes the weights, object by object in the order that does no harm. */
int iter8__objects_write(iter8__objects *objects, const iter8_route *route, iter8__line *problem);

/* Puts back what was found, the last write first, so that traffic is taken back before it is given
 * back. What stands in the way of one ends it, another writer's change for one. */
void iter8__objects_restore(iter8__objects *objects);

#endif
