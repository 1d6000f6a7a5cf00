/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/rivals.h"

#include <criterion/criterion.h>

enum { EVENTS = 7 };

static const double chances[EVENTS] = {0.1, 0.9, 1, 0, 0.5, 0.25, 0.75};

/* By going through all outcomes. */
static double counted(const uint8_t *skipped, int most)
{
    double sum = 0;
    for (unsigned outcome = 0; outcome < 1U << EVENTS; outcome++) {
        double p = 1;
        int events = 0;
        for (int i = 0; i < EVENTS; i++) {
            int happens = (outcome >> i & 1U) != 0;
            p *= happens ? chances[i] : 1 - chances[i];
            events += happens && !skipped[i];
        }
        if (events <= most) sum += p;
    }
    return sum;
}

Test(statistics_rivals, each_is_left_out_as_if_there_were_only_the_others)
{
    for (size_t most = 0; most < 5; most++) {
        iter8__left_out left[EVENTS];
        iter8__leave_each_out(chances, EVENTS, most, left);
        for (int i = 0; i < EVENTS; i++) {
            uint8_t skipped[EVENTS] = {0};
            skipped[i] = 1;
            cr_expect_float_eq(left[i].at_most, counted(skipped, (int)most), 1e-15, "%d", i);
            cr_expect_float_eq(left[i].none, counted(skipped, 0), 1e-15, "%d", i);
        }
    }
}

Test(statistics_rivals, events_can_be_skipped)
{
    static const uint8_t skipped[EVENTS] = {0, 1, 1, 0, 0, 1, 0};
    for (int most = -1; most < 5; most++)
        cr_expect_float_eq(iter8__at_most(chances, skipped, EVENTS, most), counted(skipped, most),
                           1e-15, "%d", most);
}
