/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * template.h - a text with places for weights, and the way back: see iter8/backends/file_sink.h.
 */
#ifndef ITER8_BACKENDS_TEMPLATE_H
#define ITER8_BACKENDS_TEMPLATE_H

#include "common/buffer.h"
#include "iter8/experiment.h"

#include <stdint.h>

/* The name of the first candidate whose weight a template has no place for, or NULL. */
const char *iter8__template_lacks(const char *text, const iter8_experiment *experiment);

/* Adds to @p out the template with weights filled in, one per version. Returns 0,
 * ITER8_ERR_TOO_LARGE, ITER8_ERR_NOMEM. */
int iter8__template_fill(const char *text, const iter8_experiment *experiment,
                         const int32_t *weights, iter8__buffer *out);

/* Finds the weights that a template was filled with; -1 for a version that it has no place for.
 * Returns 0, ITER8_ERR_REPLY (@p filled does not come from the template), ITER8_ERR_TOO_LARGE,
 * ITER8_ERR_NOMEM. */
int iter8__template_match(const char *text, const iter8_experiment *experiment, const char *filled,
                          int32_t *weights);

#endif
