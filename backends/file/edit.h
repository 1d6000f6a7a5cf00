/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * edit.h - other weights in a text of YAML or JSON, and all else as it was.
 */
#ifndef ITER8_BACKENDS_EDIT_H
#define ITER8_BACKENDS_EDIT_H

#include "common/buffer.h"
#include "iter8/document.h"
#include "iter8/experiment.h"

#include <stddef.h>
#include <stdint.h>

/* Adds to @p out the text whose document number @p index holds other weights. Where they are there
 * already as plain or quoted numbers, only their digits change; otherwise all documents are written
 * anew. Returns 0, ITER8_ERR_TOO_LARGE, or as iter8_route_write() with its diagnostics. */
int iter8__edit(const iter8__buffer *text, size_t index, const iter8_experiment *experiment,
                const int32_t *weights, iter8__buffer *out, iter8_diagnostics *diagnostics);

#endif
