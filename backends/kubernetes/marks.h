/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * marks.h - who writes which weights of an object: the annotation iter8.tools/owner.
 *
 * Its value is a list in JSON, with an entry for each experiment that moves weights of the object:
 *
 *     [{"holder": "web-1", "process": "web-1_7_f5d80ca72bb41c5b", "target": "shop",
 *       "experiment": "prod/e", "seconds": 60, "renewed": "2026-11-30T22:31:05.123456Z",
 *       "fields": ["/spec/http/0/route/0/weight", "/spec/http/0/route/1/weight"]}]
 */
#ifndef ITER8_BACKENDS_MARKS_H
#define ITER8_BACKENDS_MARKS_H

#include "common/buffer.h"
#include "common/line.h"
#include "iter8/document.h"

#include <stddef.h>
#include <stdint.h>

#define ITER8__MARK_ANNOTATION "iter8.tools/owner"

/* The entries of an object. All zero holds none. */
typedef struct iter8__marks {
    iter8_documents *documents;
    const char *text;    /* the annotation; borrowed from the object; NULL where there is none */
    int has_annotations; /* there is something that it can be added to */
} iter8__marks;

/* Whose entry it is. A holder that moves the weights of one target does so for one experiment at a
 * time, so an entry of the same holder and target is its own, also after a restart. */
typedef struct iter8__mark_owner {
    const char *holder;
    const char *target;
} iter8__mark_owner;

/* One entry; texts are borrowed from the marks, never NULL. */
typedef struct iter8__mark {
    const char *holder;
    const char *process; /* which of those that go by the holder's name; "" where it is not said */
    const char *target;
    const char *experiment;
    const char *renewed;
    int64_t seconds; /* how long it counts after it was renewed */
} iter8__mark;

/* Reads the annotation. Returns 0, ITER8_ERR_INVALID (it is no such list), ITER8_ERR_NOMEM; to be
 * closed in any case. */
int iter8__marks_read(iter8__marks *marks, const iter8_document *object);
void iter8__marks_close(iter8__marks *marks);

/* One entry, from 0. Returns 1, or 0 past the end. */
int iter8__marks_get(const iter8__marks *marks, size_t index, iter8__mark *out);
int iter8__mark_is_of(const iter8__mark *mark, const iter8__mark_owner *owner);
/* Whether an entry has a field in common with a list of JSON Pointers; or all of them. */
int iter8__marks_share(const iter8__marks *marks, size_t index, const iter8_document *fields);
int iter8__marks_cover(const iter8__marks *marks, size_t index, const iter8_document *fields);

/* Takes an entry away; those behind it move up. Returns 0 or ITER8_ERR_NOMEM. */
int iter8__marks_remove(iter8__marks *marks, size_t index);
/* Adds an entry for an owner. Returns 0 or ITER8_ERR_NOMEM. */
int iter8__marks_add(iter8__marks *marks, const iter8__mark *mark, const iter8_document *fields);

/* Adds to the text of a JSON Patch the operation, and a comma before it where there are others,
 * that makes the annotation what the marks say. Returns 0 or as iter8__buffer_add(). */
int iter8__marks_operation(const iter8__marks *marks, iter8__buffer *patch);
/* The same with the test that the annotation is what was read; nothing where there was none. */
int iter8__marks_test(const iter8__marks *marks, iter8__buffer *patch);

#endif
