/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * pointer.h - from a JSON Pointer, as patches have it, to a field path, as documents are asked by.
 */
#ifndef ITER8_BACKENDS_POINTER_H
#define ITER8_BACKENDS_POINTER_H

#include "common/buffer.h"
#include "iter8/document.h"

/* Adds the field path of a pointer. Whether a number is an index or a key, the document says.
 * Returns as iter8__buffer_add(). */
int iter8__pointer_path(const iter8_document *document, const char *pointer, iter8__buffer *out);

#endif
