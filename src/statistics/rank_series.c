/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/rank_series.h"

#include "base/sort.h"

#include <math.h>
#include <string.h>

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static size_t treat_missing(double *values, size_t count, int replace)
{
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isnan(values[i]))
            values[left++] = values[i];
        else if (replace)
            values[left++] = 0;
    }
    return left;
}

static size_t drop_outliers(double *sorted, size_t count, double factor)
{
    double q1 = iter8__rank_quantile(sorted, count, 0.25);
    double q3 = iter8__rank_quantile(sorted, count, 0.75);
    double reach = factor * (q3 - q1);
    double low = fmin(iter8__rank_quantile(sorted, count, 0.01), q1 - reach);
    double high = fmax(iter8__rank_quantile(sorted, count, 0.99), q3 + reach);
    size_t first = 0, end = count;
    while (first < end && sorted[first] < low)
        first++;
    while (end > first && sorted[end - 1] > high)
        end--;
    memmove(sorted, sorted + first, (end - first) * sizeof *sorted);
    return end - first;
}

size_t iter8__rank_clean(double *values, size_t count, const iter8__rank_cleaning *cleaning)
{
    size_t left = treat_missing(values, count, cleaning->replace_missing);
    iter8__sort(values, left, sizeof *values, ascending);
    if (left == 0 || !cleaning->drop_outliers || !(cleaning->outlier_factor > 0)) return left;
    if (isinf(values[0]) || isinf(values[left - 1])) return left;
    return drop_outliers(values, left, cleaning->outlier_factor);
}

double iter8__rank_quantile(const double *sorted, size_t count, double p)
{
    double place = p * (double)(count - 1);
    double whole = floor(place), rest = place - whole;
    size_t lower = (size_t)whole;
    if (lower + 1 >= count) return sorted[count - 1];
    double gap = sorted[lower + 1] - sorted[lower];
    if (isfinite(gap)) return sorted[lower] + rest * gap;
    return (1 - rest) * sorted[lower] + rest * sorted[lower + 1];
}

double iter8__rank_mean(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    if (isfinite(sum)) return sum / (double)count;
    double mean = 0;
    for (size_t i = 0; i < count; i++)
        mean += values[i] / (double)count;
    return mean;
}
