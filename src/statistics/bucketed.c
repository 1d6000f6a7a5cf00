/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/bucketed.h"

#include <math.h>

static const double most = 1e15;

int iter8__bucketed_is_sound(const iter8__bucketed *bucketed)
{
    double bound = bucketed->lowest, total = 0;
    if (bucketed->count == 0 || !(bound >= 0 && bound <= most)) return 0;
    for (size_t i = 0; i < bucketed->count; i++) {
        double upper = bucketed->upper[i], count = bucketed->counts[i];
        int is_last = i + 1 == bucketed->count;
        if (!(upper > bound) || (upper > most && !(is_last && isinf(upper)))) return 0;
        if (!(count >= 0)) return 0;
        bound = upper;
        total += count;
    }
    return total <= most;
}

double iter8__bucketed_begin(const iter8__bucketed *bucketed, size_t bucket)
{
    return bucket == 0 ? bucketed->lowest : bucketed->upper[bucket - 1];
}

double iter8__bucketed_total(const iter8__bucketed *bucketed)
{
    double total = 0;
    for (size_t i = 0; i < bucketed->count; i++)
        total += bucketed->counts[i];
    return total;
}

void iter8__bucketed_above(const iter8__bucketed *bucketed, double limit, double *surely,
                           double *possibly)
{
    *surely = *possibly = 0;
    for (size_t i = bucketed->count; i-- > 0;) {
        double begin = iter8__bucketed_begin(bucketed, i);
        if (begin > limit || (begin == limit && i > 0)) *surely += bucketed->counts[i];
        if (bucketed->upper[i] > limit) *possibly += bucketed->counts[i];
    }
}

void iter8__bucketed_apart(double *counts, size_t count)
{
    double highest = 0;
    for (size_t i = 0; i < count; i++) {
        double more = counts[i] - highest;
        if (more > 0) highest = counts[i];
        counts[i] = more > 0 ? more : 0;
    }
}

int iter8__bucketed_excess(const iter8__bucketed *bucketed, double cap, double *excess,
                           double *room)
{
    double least = 0;
    *excess = *room = 0;
    for (size_t i = 0; i < bucketed->count; i++) {
        if (bucketed->counts[i] == 0) continue;
        double begin = fmin(iter8__bucketed_begin(bucketed, i), cap);
        least += bucketed->counts[i] * begin;
        *room += bucketed->counts[i] * (fmin(bucketed->upper[i], cap) - begin);
    }
    double surplus = bucketed->sum - least;
    double rounding = 1e-9 * (least + fabs(bucketed->sum));
    if (isinf(bucketed->sum) || !(surplus >= -rounding && surplus <= *room + rounding)) return 0;
    *excess = fmin(fmax(surplus, 0), *room);
    return 1;
}

double iter8__bucketed_pour(double *excess, double count, double begin, double end)
{
    double poured = isinf(end) ? *excess : fmin(*excess, count * (end - begin));
    *excess -= poured;
    return poured;
}

/* Squares of what observations differ from the mean by. Within a bucket the square is at most what
 * the line between its ends says; without an upper end all the excess is one observation's. */
static double most_squares(const iter8__bucketed *bucketed, double mean, double excess)
{
    double squares = 0;
    for (size_t i = bucketed->count; i-- > 0;) {
        double count = bucketed->counts[i], upper = bucketed->upper[i];
        if (count == 0) continue;
        double begin = iter8__bucketed_begin(bucketed, i);
        double poured = iter8__bucketed_pour(&excess, count, begin, upper);
        squares += count * (begin - mean) * (begin - mean);
        if (poured == 0) continue;
        squares += poured * (isinf(upper) ? poured / fmin(count, 1) + 2 * (begin - mean)
                                          : (begin - mean) + (upper - mean));
    }
    return squares;
}

double iter8__bucketed_variance(const iter8__bucketed *bucketed)
{
    double excess, room;
    if (!iter8__bucketed_is_sound(bucketed) || !(fabs(bucketed->sum) < INFINITY)) return INFINITY;
    double total = iter8__bucketed_total(bucketed);
    if (total < 2 || !iter8__bucketed_excess(bucketed, INFINITY, &excess, &room)) return INFINITY;
    double squares = most_squares(bucketed, bucketed->sum / total, excess);
    return squares > 0 ? squares / (total - 1) : 0;
}
