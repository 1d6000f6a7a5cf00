/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * patch_text.h - JSON Patches that do nothing where the object is another than was read.
 */
#ifndef ITER8_BACKENDS_PATCH_TEXT_H
#define ITER8_BACKENDS_PATCH_TEXT_H

#include "common/buffer.h"
#include "kubernetes/marks.h"

/* Begins a patch, "[" and the test of the object's resourceVersion, which changes with everything
 * in it. Returns 0 or as iter8__buffer_add(). */
int iter8__patch_begin(const iter8_document *object, iter8__buffer *out);

/* Adds the test of the marks where the object has no resourceVersion. It comes last: what is wrong
 * with weights is to be found first. Returns as iter8__patch_begin(). */
int iter8__patch_test_marks(const iter8_document *object, const iter8__marks *marks,
                            iter8__buffer *out);

/* Adds the operations of a patch. Returns as iter8__patch_begin(). */
int iter8__patch_add_all(iter8__buffer *out, const iter8_document *operations);

#endif
