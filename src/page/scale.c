/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "page/scale.h"

#include <stddef.h>

double iter8__nice_step(double span, int parts)
{
    double least = span / parts;
    double power = 1.0;
    while (power * 10.0 <= least)
        power *= 10.0;
    while (power > least && power > 1e-300)
        power /= 10.0;
    if (least <= power) return power;
    if (least <= 2.0 * power) return 2.0 * power;
    return least <= 5.0 * power ? 5.0 * power : 10.0 * power;
}

double iter8__nice_span(double seconds, int parts)
{
    static const double steps[] = {1,    2,    3,     5,     10,    15,   20,   30,
                                   60,   120,  180,   300,   600,   900,  1200, 1800,
                                   3600, 7200, 10800, 21600, 43200, 86400};
    double least = seconds / parts;
    if (least < 1.0) return iter8__nice_step(seconds, parts);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i] >= least) return steps[i];
    }
    return 86400.0 * iter8__nice_step(seconds / 86400.0, parts);
}
