/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/ratio_test.h"

static int can_be_compared(double multiple, const iter8__pair *pair)
{
    return multiple > 0 && multiple <= 1e9 && pair->candidate_trials > 0 &&
           pair->baseline_trials > 0 &&
           iter8__counts_fit(pair->candidate_events, pair->candidate_trials) &&
           iter8__counts_fit(pair->baseline_events, pair->baseline_trials) &&
           pair->candidate_trials + pair->baseline_trials <= ITER8__MAX_COUNT;
}

int iter8__ratio_gains(iter8__side side, double multiple, const iter8__pair *pair,
                       double gains[ITER8__LANES])
{
    int comparable = can_be_compared(multiple, pair);
    double part = 0, events = 0, all = 0;
    if (comparable) {
        double scaled = multiple * pair->candidate_trials;
        part = scaled / (scaled + pair->baseline_trials);
        events = pair->candidate_events;
        all = events + pair->baseline_events;
    }
    iter8__bets bets;
    iter8__bets_make(&bets, &iter8__wide_grid, side, part);
    iter8__bets_gains(&bets, events, all, gains);
    return comparable;
}
