/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "histogram/histograms.h"

#include <math.h>

#define MS_PER_S 1000.0

double iter8__histogram_mean_ms(const iter8__histogram *histogram)
{
    return histogram->count > 0.0 ? MS_PER_S * histogram->sum_s / histogram->count : (double)NAN;
}

/* How much of a bucket lies below x, and at it where @p up_to is set. */
static double held(const iter8__bucket *bucket, double x, int up_to)
{
    if (x > bucket->end_s || (x == bucket->end_s && up_to)) return bucket->count;
    if (x <= bucket->start_s) return 0.0;
    return bucket->count * ((x - bucket->start_s) / (bucket->end_s - bucket->start_s));
}

/* Every term never falls as x rises, and they are added in the same order always: so the rounded
 * sum never falls either, and can be searched. */
static double count_below(const iter8__histogram *histogram, double x, int up_to)
{
    double sum = 0.0;
    for (size_t i = 0; i < histogram->bucket_count; i++)
        sum += held(&histogram->buckets[i], x, up_to);
    return sum;
}

/* The first edge up to which there are @p wanted observations; up to the last there are all. */
static size_t find_edge(const iter8__histogram *histogram, double wanted)
{
    size_t first = 0;
    size_t last = histogram->edge_count - 1;
    while (first < last) {
        size_t middle = first + (last - first) / 2;
        if (count_below(histogram, histogram->edges[middle], 1) >= wanted)
            last = middle;
        else
            first = middle + 1;
    }
    return first;
}

static double percentile_s(const iter8__histogram *histogram, double percent)
{
    double wanted = count_below(histogram, (double)INFINITY, 1) * (percent / 100.0);
    size_t edge = find_edge(histogram, wanted);
    double right = histogram->edges[edge];
    if (edge == 0) return right;
    double left = histogram->edges[edge - 1];
    double at_left = count_below(histogram, left, 1);
    double before_right = count_below(histogram, right, 0);
    if (wanted >= before_right) return right;
    double x = left + (right - left) * ((wanted - at_left) / (before_right - at_left));
    return x < right ? x : right;
}

double iter8__histogram_percentile_ms(const iter8__histogram *histogram, double percent)
{
    return histogram->edge_count > 0 ? MS_PER_S * percentile_s(histogram, percent) : (double)NAN;
}
