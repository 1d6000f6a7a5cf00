/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * draw_below.h - the random numbers of property tests: theirs alone, so that a fault in the
 * library's does not hide itself.
 */
#ifndef ITER8_TESTS_DRAW_BELOW_H
#define ITER8_TESTS_DRAW_BELOW_H

#include <stdint.h>

/* A number below @p below, by Marsaglia's xorshift; the state is never 0. */
static inline uint32_t draw_below(uint64_t *state, uint32_t below)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 33) % below;
}

#endif
