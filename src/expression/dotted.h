/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * dotted.h - names of fields as conditions and placeholders write them.
 *
 *     Status.Analysis.WinnerAssessment.Data.Winner   .spec.versionInfo.candidates[0].name
 *     metadata.labels['app.kubernetes.io/name']
 *
 * A name is one or more parts: names joined by dots, the first dot may be left out, and indexes or
 * quoted keys in brackets. Unlike a field path of a document (document/field_path.h) it is checked
 * against a schema and may use the names of Iter8's Go types.
 */
#ifndef ITER8_EXPRESSION_DOTTED_H
#define ITER8_EXPRESSION_DOTTED_H

#include "document/node.h"
#include "expression/schema.h"

/* Where one has come to: what can be there, and what is; the node is NULL where nothing is. */
typedef struct iter8__place_in_tree {
    iter8__schema schema;
    const iter8__node *node;
} iter8__place_in_tree;

/* The bytes of the dotted name that a text begins with; 0 when it begins with none. What is
 * malformed behind a good beginning is left for whoever reads on. */
size_t iter8__dotted_length(const char *text, size_t length);

/* Takes the first part off a name. Returns 0 when it is no plain name. */
int iter8__dotted_first(iter8__span *name, iter8__span *first);

/* Follows a name from a place. Returns 0 with a fault when the schema has no such field; the
 * offset counts from the beginning of the name. Without a tree only the schema is followed. */
int iter8__dotted_follow(iter8__span name, iter8__place_in_tree *place, iter8__fault *fault);

#endif
