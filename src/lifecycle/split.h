/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* split.h - the weights of all versions in words. */
#ifndef ITER8_LIFECYCLE_SPLIT_H
#define ITER8_LIFECYCLE_SPLIT_H

#include "base/text.h"
#include "spec/spec.h"

#include <stdint.h>

/* Adds each version's name and weight, such as "baseline 90, candidate 10". */
void iter8__split_write(const iter8__spec *spec, const int32_t *weights, iter8__text *text);

#endif
