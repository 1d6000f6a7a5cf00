/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * lists.h - the objects inside a Kubernetes `kind: List`.
 *
 * `kubectl get -o yaml` puts several objects into one document. They are documents like any other,
 * so a List never reaches the rest of the library.
 */
#ifndef ITER8_DOCUMENT_LISTS_H
#define ITER8_DOCUMENT_LISTS_H

#include "base/text.h"
#include "document/node.h"
#include "iter8/diagnostics.h"

/* A document: one of the text itself, or an item of a List, perhaps of a List in a List. */
typedef struct iter8__object {
    iter8__node *root;
    size_t index;      /* of the text's document that it is or stands in */
    iter8__node *list; /* root of that document, or NULL where it is the object itself */
    const char *place; /* field path of the item in it, borrowed for the call */
} iter8__object;

/* Takes one object over. Returns 0 or an error code, which ends the walk. */
typedef int iter8__object_taker(const iter8__object *object, void *data);

/* What is wrong with a List, by the field path in its document. */
typedef int iter8__list_complaint(const iter8__object *object, const char *message, void *data);

typedef struct iter8__list_walk {
    iter8__object_taker *take;
    iter8__list_complaint *complain; /* returns the code that ends the walk */
    void *data;
    iter8__text path; /* of the object in hand */
} iter8__list_walk;

/* Hands over all objects of a text's documents @p roots, in their order. Returns 0,
 * ITER8_ERR_NOMEM, or what a function returned. */
int iter8__lists_walk(iter8__list_walk *walk, const iter8__node *roots);

#endif
