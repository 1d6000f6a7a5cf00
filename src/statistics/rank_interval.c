/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/rank_interval.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static const uint64_t sign = UINT64_C(1) << 63;

/* Integers in the same order as the doubles, for all that are not NaN. */
static uint64_t key_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits & sign ? ~bits : bits | sign;
}

static double value_of(uint64_t key)
{
    uint64_t bits = key & sign ? key & ~sign : ~key;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* How many differences are at most so much: the greater x, the fewer y are small enough. */
static double count_at_most(const iter8__rank_pair *pair, double most)
{
    double count = 0;
    size_t j = 0;
    for (size_t i = 0; i < pair->x_count; i++) {
        while (j < pair->y_count && pair->x[i] - pair->y[j] > most)
            j++;
        count += (double)(pair->y_count - j);
    }
    return count;
}

/* The difference that is the @p rank-th smallest, from 1. Halving the doubles between the least and
 * the greatest finds it in at most 64 steps, each of which counts along both series. */
static double difference_at(const iter8__rank_pair *pair, double rank)
{
    uint64_t low = key_of(pair->x[0] - pair->y[pair->y_count - 1]);
    uint64_t high = key_of(pair->x[pair->x_count - 1] - pair->y[0]);
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (count_at_most(pair, value_of(middle)) >= rank)
            high = middle;
        else
            low = middle + 1;
    }
    return value_of(low) + 0.0; /* the zero without a sign */
}

iter8__rank_shift iter8__rank_shift_of(const iter8__rank_pair *pair, double confidence)
{
    double all = (double)pair->x_count * (double)pair->y_count;
    iter8__rank_shift shift = {0, 0, 0, 0};
    double below = difference_at(pair, floor((all + 1) / 2));
    double above = difference_at(pair, floor(all / 2) + 1);
    shift.estimate = below == above ? below : below / 2 + above / 2;
    double k = iter8__rank_critical(pair->x_count, pair->y_count, (1 - confidence) / 2);
    if (!(confidence > 0) || k < 1) return shift;
    shift.low = difference_at(pair, k);
    shift.high = difference_at(pair, all + 1 - k);
    shift.has_interval = 1;
    return shift;
}

size_t iter8__rank_least_count(double confidence)
{
    if (!(confidence > 0)) return 0;
    for (size_t count = 1; count <= 30; count++) {
        if (iter8__rank_critical(count, count, (1 - confidence) / 2) >= 1) return count;
    }
    return 0;
}
