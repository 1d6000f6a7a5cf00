/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * allowance.h - what a candidate may have, by what is known of it: no traffic without a verdict
 * that allows it, whatever an algorithm wants.
 */
#ifndef ITER8_DECIDE_ALLOWANCE_H
#define ITER8_DECIDE_ALLOWANCE_H

#include "decide/decide.h"

enum iter8__allowance {
    ITER8__ALLOWANCE_ALLOWED, /* a verdict allows more traffic: what the algorithm wants */
    ITER8__ALLOWANCE_HELD,    /* nothing new is known, or a failure does not count: it stays */
    ITER8__ALLOWANCE_FAILING, /* it does not meet its objectives */
    ITER8__ALLOWANCE_UNKNOWN  /* nothing is known by which it could meet or fail them */
};

/* How a candidate stands after its objectives are judged and the winner is found. */
enum iter8__allowance iter8__allowance_of(const iter8__spec *spec,
                                          const iter8__situation *situation,
                                          const iter8__decision *decision, size_t version);

/* The most, in percent, that a candidate gets which nothing is known of or which fails, where the
 * policy does not say another number. */
double iter8__fallback_weight(const iter8__spec *spec);

/* What a candidate is to get before its limits, in percent: what is wanted, or less; and the reason
 * (enum iter8_weight_reason). */
double iter8__allowance_weight(const iter8__spec *spec, const iter8__situation *situation,
                               const iter8__decision *decision, size_t version, int32_t *reason);

#endif
