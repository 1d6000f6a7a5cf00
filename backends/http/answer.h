/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * answer.h - a measurement that owns its reason.
 */
#ifndef ITER8_BACKENDS_ANSWER_H
#define ITER8_BACKENDS_ANSWER_H

#include "common/line.h"

#include <stdint.h>

/* All zero is an absent value without a reason. */
typedef struct iter8__answer {
    double value;  /* meaningful only when present */
    int32_t state; /* one of iter8_value_state */
    iter8__line reason;
} iter8__answer;

#endif
