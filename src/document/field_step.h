/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * field_step.h - one step along a field path: from a value to one of its parts.
 */
#ifndef ITER8_DOCUMENT_FIELD_STEP_H
#define ITER8_DOCUMENT_FIELD_STEP_H

#include "base/text.h"
#include "document/field_path.h"
#include "document/node.h"

/* Makes a filter the index of the one item of @p list that it fits: a mapping whose member, a text,
 * a whole number or a boolean, is written as the filter says. Other parts stay as they are.
 * Returns 0, ITER8_ERR_NO_FIELD (no item), ITER8_ERR_AMBIGUOUS (several, as "[*]" always). */
int iter8__field_resolve(const iter8__node *list, iter8__field_part *part);

/* What a filter compares in an item; borrowed; NULL where there is none. */
iter8__node *iter8__field_compared(const iter8__node *item, iter8__field_part filter);

/* The value that a key or index leads to; borrowed; NULL where there is none. */
iter8__node *iter8__field_child(const iter8__node *node, const iter8__field_part *part);

/* Adds a key or index to a JSON Pointer. */
void iter8__field_pointer_add(iter8__text *pointer, const iter8__field_part *part);

#endif
