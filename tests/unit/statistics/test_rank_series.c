/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/rank_series.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>
#include <string.h>

static const iter8__rank_cleaning plain = {0, 0, 3};
static const iter8__rank_cleaning replacing = {1, 0, 3};

static void expect_cleaned(const iter8__rank_cleaning *cleaning, const double *values, size_t count,
                           const double *wanted, size_t wanted_count)
{
    double cleaned[128];
    memcpy(cleaned, values, count * sizeof *values);
    size_t left = iter8__rank_clean(cleaned, count, cleaning);
    cr_assert_eq(left, wanted_count, "%zu left", left);
    for (size_t i = 0; i < left; i++)
        cr_expect_eq(cleaned[i], wanted[i], "%zu: %g", i, cleaned[i]);
}

#define EXPECT_CLEANED(cleaning, values, wanted)                                                   \
    expect_cleaned(cleaning, values, sizeof(values) / sizeof(double), wanted,                      \
                   sizeof(wanted) / sizeof(double))

Test(statistics_rank_series, what_is_missing_is_left_out_or_counts_as_0)
{
    static const double values[] = {NAN, 10.1, 20.2, -1, NAN, 30.3};
    static const double without[] = {-1, 10.1, 20.2, 30.3};
    static const double with_zeros[] = {-1, 0, 0, 10.1, 20.2, 30.3};
    static const double missing[] = {NAN, NAN};
    static const double zeros[] = {0, 0};
    EXPECT_CLEANED(&plain, values, without);
    EXPECT_CLEANED(&replacing, values, with_zeros);
    EXPECT_CLEANED(&replacing, missing, zeros);
    expect_cleaned(&plain, missing, 2, NULL, 0);
    expect_cleaned(&plain, missing, 0, NULL, 0);
}

/* Of 101 values, the quantiles 0.01 and 0.99 are the second and the last but one. */
Test(statistics_rank_series, outliers_are_beyond_the_fences_and_the_outer_quantiles)
{
    double values[101];
    for (int i = 0; i <= 100; i++)
        values[i] = i; /* quartiles 25 and 75 */
    values[0] = -126;
    values[1] = -3;
    values[100] = 225;
    iter8__rank_cleaning cleaning = {0, 1, 3};
    cr_expect_eq(iter8__rank_clean(values, 101, &cleaning), 100, "225 is on the fence");
    cr_expect_eq(values[0], -3);
    cr_expect_eq(values[99], 225);
    cleaning.outlier_factor = 2.9;
    cr_expect_eq(iter8__rank_clean(values, 100, &cleaning), 99);
    cr_expect_eq(values[98], 99);
}

/* A single one of few values is never beyond the quantile 0.99 by much, but it is beyond. */
Test(statistics_rank_series, one_far_value_of_few_is_dropped)
{
    static const double values[] = {21, 23, 24, 25, 1000, 29, 23, 21};
    static const double wanted[] = {21, 21, 23, 23, 24, 25, 29};
    static const iter8__rank_cleaning cleaning = {0, 1, 3};
    EXPECT_CLEANED(&cleaning, values, wanted);
}

Test(statistics_rank_series, nothing_is_dropped_where_fences_make_no_sense)
{
    static const double odd[] = {1, 2, 3, 4, INFINITY};
    static const double far[] = {1, 2, 3, 4, 1e9};
    iter8__rank_cleaning cleaning = {0, 1, 3};
    EXPECT_CLEANED(&cleaning, odd, odd);
    double many[201] = {-INFINITY};
    cr_expect_eq(iter8__rank_clean(many, 201, &cleaning), 201, "what is infinite must be seen");
    for (int i = 0; i < 3; i++) {
        cleaning.outlier_factor = (double[]){0, -1, NAN}[i];
        EXPECT_CLEANED(&cleaning, far, far);
    }
}

/* A line of (n - 1) p from the first value on. */
Test(statistics_rank_series, quantiles_lie_on_straight_lines_between_neighbours)
{
    static const double values[] = {0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5};
    static const double one[] = {7};
    static const double wide[] = {-DBL_MAX, DBL_MAX};
    cr_expect_float_eq(iter8__rank_quantile(values, 8, 0.05), 0.175, 1e-15);
    cr_expect_eq(iter8__rank_quantile(values, 8, 0.5), 1.75);
    cr_expect_eq(iter8__rank_quantile(values, 8, 0), 0);
    cr_expect_eq(iter8__rank_quantile(values, 8, 1), 3.5);
    cr_expect_eq(iter8__rank_quantile(one, 1, 0.3), 7);
    cr_expect_eq(iter8__rank_quantile(wide, 2, 0.5), 0);
}

Test(statistics_rank_series, means_are_finite)
{
    static const double huge[] = {DBL_MAX, DBL_MAX, DBL_MAX, DBL_MAX};
    static const double some[] = {1, 2.2, 1.1, 2.5, 3};
    cr_expect_eq(iter8__rank_mean(huge, 4), DBL_MAX);
    cr_expect_float_eq(iter8__rank_mean(some, 5), 1.96, 1e-15);
}
