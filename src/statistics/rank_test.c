/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/rank_test.h"

#include "statistics/normal.h"

#include <math.h>

/* How many orders have which U, up to the middle; above they are the same in reverse. */
enum { MOST = ITER8__RANK_EXACT_BELOW - 1, HALF = MOST * MOST / 2 };
typedef struct order_counts {
    double counts[HALF + 1];
    size_t half; /* the last one: m n / 2, rounded down */
    double all;
} order_counts;

/* The Gaussian binomial coefficient is the product of (1 - q^(n + i)) / (1 - q^i) for i from 1 to
 * m, where m <= n. What lies between are integer polynomials too. As long as the numbers are below
 * 2^53 they are exact; of all that are larger the relative error is below 2e-15. */
static void count_orders(order_counts *orders, size_t m, size_t n)
{
    double *c = orders->counts, sum = 0;
    *orders = (order_counts){.half = m * n / 2};
    c[0] = 1;
    for (size_t i = 1; i <= m; i++) {
        for (size_t u = orders->half; u >= n + i; u--)
            c[u] -= c[u - n - i];
        for (size_t u = i; u <= orders->half; u++)
            c[u] += c[u - i];
    }
    for (size_t u = 0; u <= orders->half; u++)
        sum += c[u];
    orders->all = 2 * sum - (m * n % 2 == 0 ? c[orders->half] : 0);
}

/* P(U <= u) for u up to the middle. */
static double at_most(const order_counts *orders, size_t u)
{
    double sum = 0;
    for (size_t i = 0; i <= u; i++)
        sum += orders->counts[i];
    return sum / orders->all;
}

static int is_small(size_t m, size_t n)
{
    return m < ITER8__RANK_EXACT_BELOW && n < ITER8__RANK_EXACT_BELOW;
}

static size_t run_of(const double *values, size_t count, double shift, double value)
{
    size_t run = 0;
    while (run < count && values[run] - shift == value)
        run++;
    return run;
}

/* Group by group of equal values, from the least up. */
iter8__rank_sums iter8__rank_count(const iter8__rank_pair *pair, double shift)
{
    iter8__rank_sums sums = {0, 0};
    size_t i = 0, j = 0;
    while (i < pair->x_count || j < pair->y_count) {
        double x = i < pair->x_count ? pair->x[i] - shift : INFINITY;
        double value = j < pair->y_count ? fmin(x, pair->y[j]) : x;
        size_t of_x = run_of(pair->x + i, pair->x_count - i, shift, value);
        size_t of_y = run_of(pair->y + j, pair->y_count - j, 0, value);
        double equal = (double)(of_x + of_y);
        sums.wins += (double)of_x * ((double)j + (double)of_y / 2);
        sums.ties += equal * equal * equal - equal;
        i += of_x;
        j += of_y;
    }
    return sums;
}

double iter8__rank_deviation(size_t x_count, size_t y_count, double ties)
{
    double m = (double)x_count, n = (double)y_count;
    double spread = (m + n + 1) - ties / ((m + n) * (m + n - 1));
    return sqrt(fmax(m * n / 12 * spread, 0));
}

static iter8__rank_p p_exact(size_t m, size_t n, size_t wins)
{
    order_counts orders;
    count_orders(&orders, m < n ? m : n, m < n ? n : m);
    size_t low = wins <= m * n - wins ? wins : m * n - wins;
    double near = at_most(&orders, low);
    double far = low > 0 ? 1 - at_most(&orders, low - 1) : 1;
    int is_low = wins == low;
    return (iter8__rank_p){is_low ? near : far, is_low ? far : near, fmin(2 * near, 1)};
}

iter8__rank_p iter8__rank_test(const iter8__rank_pair *pair)
{
    iter8__rank_sums sums = iter8__rank_count(pair, 0);
    size_t m = pair->x_count, n = pair->y_count;
    if (sums.ties == 0 && is_small(m, n)) return p_exact(m, n, (size_t)sums.wins);
    double deviation = iter8__rank_deviation(m, n, sums.ties);
    if (!(deviation > 0)) return (iter8__rank_p){1, 1, 1};
    double off = sums.wins - (double)m * (double)n / 2;
    double less = iter8__normal_cdf((off + 0.5) / deviation);
    double greater = iter8__normal_cdf((0.5 - off) / deviation);
    return (iter8__rank_p){less, greater, fmin(2 * fmin(less, greater), 1)};
}

/* Tails such as (1 - 0.9) / 2 are a little too small, and 1 of choose(6, 3) orders just fits. */
static const double rounding = 1e-12;

double iter8__rank_critical(size_t x_count, size_t y_count, double tail)
{
    if (!(tail > 0 && tail < 0.5)) return 0;
    if (!is_small(x_count, y_count)) {
        double deviation = iter8__rank_deviation(x_count, y_count, 0);
        double middle = (double)x_count * (double)y_count / 2;
        return fmax(floor(middle + 0.5 + iter8__normal_quantile(tail) * deviation), 0);
    }
    order_counts orders;
    int is_less = x_count < y_count;
    count_orders(&orders, is_less ? x_count : y_count, is_less ? y_count : x_count);
    double sum = 0, most = orders.all * tail * (1 + rounding);
    for (size_t u = 0; u <= orders.half; u++) {
        sum += orders.counts[u];
        if (sum > most) return (double)u;
    }
    return (double)orders.half;
}
