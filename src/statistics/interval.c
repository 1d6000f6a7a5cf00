/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/interval.h"

#include "base/elementary.h"
#include "statistics/normal.h"
#include "statistics/posterior.h"

#include <math.h>

/* The quantile of Beta(count, of - count + 1), which for all trials has a simple form. */
static double lower_end(double count, double of, double tail)
{
    if (count <= 0) return 0;
    if (count >= of) return iter8__exp(iter8__log(tail) / of);
    iter8__posterior share = {ITER8__POSTERIOR_BETA, count, of - count + 1};
    return iter8__posterior_quantile(&share, tail);
}

void iter8__proportion_interval(uint64_t count, uint64_t of, double confidence, double *low,
                                double *high)
{
    double tail = (1 - confidence) / 2;
    *low = lower_end((double)count, (double)of, tail);
    *high = 1 - lower_end((double)(of - count), (double)of, tail);
}

void iter8__mean_interval(double sum, double squares, double count, double confidence, double *mean,
                          double *reach)
{
    *mean = sum / count;
    *reach = INFINITY;
    if (count < 2) return;
    double variance = (squares - sum * *mean) / (count - 1);
    if (!(variance > squares / count * 1e-13)) variance = 0; /* what is left is rounding */
    *reach = -iter8__normal_quantile((1 - confidence) / 2) * sqrt(variance / count);
}
