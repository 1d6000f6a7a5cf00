/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * measure.h - how large a tree is, before it is copied.
 *
 * The measure is values: one for each, and for a text or a key one more for each whole 64 bytes, so
 * that copies of a few long texts count as much as copies of many short ones.
 */
#ifndef ITER8_DOCUMENT_MEASURE_H
#define ITER8_DOCUMENT_MEASURE_H

#include "document/node.h"

/* What copies may still take. */
typedef struct iter8__measure {
    size_t values;
    uint32_t depth; /* of lists and mappings inside each other */
} iter8__measure;

enum iter8__measure_result {
    ITER8__MEASURE_FITS,
    ITER8__MEASURE_TOO_DEEP,
    ITER8__MEASURE_TOO_MANY
};

/* Takes the values of a tree from @p left. What remains is of use only when the tree fits. */
enum iter8__measure_result iter8__measure_take(iter8__measure *left, const iter8__node *node);

#endif
