/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * annotation_names.h - annotations that were meant to be ours, and are not.
 */
#ifndef ITER8_DECODE_ANNOTATION_NAMES_H
#define ITER8_DECODE_ANNOTATION_NAMES_H

#include "decode/decoder.h"

#define ITER8__ANNOTATION_PREFIX "iter8.tools/"

/* The name of an annotation without its prefix; NULL past the last one. */
typedef const char *iter8__annotation_name(size_t index);

/* Warns of annotations that are misspelt, and of those that stand among the labels, where nobody
 * looks for them. The decoder stands at @p metadata. */
void iter8__annotation_names_check(iter8__decoder *decoder, const iter8__node *metadata,
                                   iter8__annotation_name *name);

#endif
