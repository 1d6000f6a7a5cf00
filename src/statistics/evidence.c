/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/evidence.h"

#include <math.h>

/* A million intervals of 1e15 trials each gain less. */
static const double most_wealth = 1e24;

int iter8__counts_fit(double events, double trials)
{
    return events >= 0 && events <= trials && trials <= ITER8__MAX_COUNT;
}

void iter8__bets_make(iter8__bets *bets, const iter8__grid *grid, iter8__side side, double rate)
{
    *bets = (iter8__bets){{0}, {0}};
    if (!(rate >= 0 && rate <= 1)) return;
    const double *growth = side == ITER8__ABOVE ? grid->above : grid->below;
    for (int j = 0; j < ITER8__LANES; j++) {
        bets->by_event[j] = side == ITER8__ABOVE ? grid->log_multiple[j] : -grid->log_multiple[j];
        bets->by_trial[j] = iter8__log1p(rate * growth[j]);
    }
}

int iter8__bets_gains(const iter8__bets *bets, double events, double trials,
                      double gains[ITER8__LANES])
{
    int fit = iter8__counts_fit(events, trials);
    for (int j = 0; j < ITER8__LANES; j++)
        gains[j] = fit ? events * bets->by_event[j] - trials * bets->by_trial[j] : 0;
    return fit;
}

double iter8__log_sum(const double numbers[ITER8__LANES])
{
    double highest = numbers[0];
    for (int j = 1; j < ITER8__LANES; j++)
        if (numbers[j] > highest) highest = numbers[j];
    double parts[ITER8__LANES];
    for (int j = 0; j < ITER8__LANES; j++)
        parts[j] = numbers[j] - highest;
    iter8__exp_each(parts);
    double sum = 0;
    for (int j = 0; j < ITER8__LANES; j++)
        sum += parts[j];
    return highest + iter8__log(sum);
}

double iter8__log_add(double a, double b)
{
    double high = a > b ? a : b, low = a > b ? b : a;
    return high + iter8__log1p(iter8__exp(low - high));
}

double iter8__mixture(const double gains[ITER8__LANES], const double weights[ITER8__LANES])
{
    double numbers[ITER8__LANES];
    for (int j = 0; j < ITER8__LANES; j++)
        numbers[j] = gains[j] + weights[j];
    return iter8__log_sum(numbers);
}

/* As iter8__log_add() sixteen times, with all powers at once. */
void iter8__restart_add(iter8__restart *restart, const double gains[ITER8__LANES],
                        const double weights[ITER8__LANES])
{
    double s = (double)++restart->intervals;
    double part = -iter8__log(s * (s + 1));
    double high[ITER8__LANES], ratio[ITER8__LANES];
    for (int j = 0; j < ITER8__LANES; j++) {
        double old = restart->intervals > 1 ? restart->log_wealth[j] : -INFINITY;
        double fresh = part + weights[j];
        high[j] = old > fresh ? old : fresh;
        ratio[j] = (old > fresh ? fresh : old) - high[j];
    }
    iter8__exp_each(ratio);
    for (int j = 0; j < ITER8__LANES; j++)
        restart->log_wealth[j] = high[j] + iter8__log1p(ratio[j]) + gains[j];
}

double iter8__restart_evidence(const iter8__restart *restart)
{
    if (restart->intervals == 0) return 0;
    double not_bet = -iter8__log((double)restart->intervals + 1);
    return iter8__log_add(iter8__log_sum(restart->log_wealth), not_bet);
}

int iter8__restart_is_sound(const iter8__restart *restart)
{
    if (restart->intervals == 0) return 1;
    for (int j = 0; j < ITER8__LANES; j++)
        if (!(fabs(restart->log_wealth[j]) <= most_wealth)) return 0;
    return restart->intervals < UINT64_MAX;
}

int iter8__evidence_reaches(double log_evidence, double alpha)
{
    return alpha > 0 && alpha <= 1 && log_evidence >= -iter8__log(alpha);
}

double iter8__evidence_mean(const double *log_evidence, size_t count)
{
    if (count == 0) return 0;
    double sum = -INFINITY;
    for (size_t i = 0; i < count; i++)
        if (isfinite(log_evidence[i])) sum = iter8__log_add(sum, log_evidence[i]);
    return sum - iter8__log((double)count);
}
