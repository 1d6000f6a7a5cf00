/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/mean_test.h"

#include <math.h>

static const double extreme = 1e15;

static int can_be_tested(iter8__side side, const iter8__bucketed *bucketed, double limit,
                         double cap)
{
    return limit >= 1 / extreme && limit <= extreme &&
           (side == ITER8__ABOVE || (cap > limit && cap <= extreme)) &&
           iter8__bucketed_is_sound(bucketed);
}

/* Of one bucket: distances of its ends from the limit, and what its observations have more than if
 * all lay where it begins. */
typedef struct bucket_share {
    double count;
    double begin;
    double end;    /* not for one without an end */
    double excess; /* for one without an end: of a single observation */
    double raised; /* as many observations at the end have the same excess; 0 without an end */
} bucket_share;

static bucket_share share_of(double count, double begin, double end, double limit, double *excess)
{
    double poured = iter8__bucketed_pour(excess, count, begin, end);
    bucket_share share = {count, begin - limit, end - limit, 0, 0};
    if (isinf(end))
        share.excess = poured;
    else if (poured > 0)
        share.raised = poured / (end - begin);
    return share;
}

/* The least that a stake gains: on the line between both ends. */
static double least_gain(const bucket_share *share, double stake)
{
    double at_begin = iter8__log1p(stake * share->begin);
    double gain = share->count * at_begin;
    if (share->raised > 0) gain += share->raised * (iter8__log1p(stake * share->end) - at_begin);
    double one = fmin(share->count, 1); /* an extrapolated count may be less */
    if (share->excess > 0 && one > 1e-9)
        gain += one * (iter8__log1p(stake * (share->begin + share->excess / one)) - at_begin);
    return gain;
}

int iter8__mean_gains(iter8__side side, const iter8__bucketed *bucketed, double limit, double cap,
                      double gains[ITER8__LANES])
{
    for (int j = 0; j < ITER8__LANES; j++)
        gains[j] = 0;
    if (!can_be_tested(side, bucketed, limit, cap)) return 0;
    if (side == ITER8__ABOVE) cap = INFINITY;
    double largest = side == ITER8__ABOVE ? 1 / limit : -1 / (cap - limit);
    double excess, room;
    int fits = iter8__bucketed_excess(bucketed, cap, &excess, &room);
    if (!fits && side == ITER8__BELOW) excess = room;
    for (size_t i = bucketed->count; i-- > 0;) {
        double count = bucketed->counts[i];
        if (count == 0) continue;
        double begin = fmin(iter8__bucketed_begin(bucketed, i), cap);
        double end = fmin(bucketed->upper[i], cap);
        bucket_share share = share_of(count, begin, end, limit, &excess);
        for (int j = 0; j < ITER8__LANES; j++)
            gains[j] += least_gain(&share, iter8__stakes[j] * largest);
    }
    return 1;
}
