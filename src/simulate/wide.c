/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/wide.h"

void iter8__wide_add(iter8__wide *sum, const iter8__wide *other)
{
    sum->high += other->high;
    sum->low += other->low;
    if (sum->low < ITER8__WIDE_BASE) return;
    sum->low -= ITER8__WIDE_BASE;
    sum->high++;
}

/* (a 10^9 + b)^2 = a^2 10^18 + 2 a b 10^9 + b^2 */
void iter8__wide_add_square(iter8__wide *sum, int64_t number)
{
    const int64_t billion = 1000000000;
    int64_t a = number / billion, b = number % billion;
    int64_t middle = 2 * a * b;
    iter8__wide parts[] = {{a * a + middle / billion, middle % billion * billion}, {0, b * b}};
    iter8__wide_add(sum, &parts[0]);
    iter8__wide_add(sum, &parts[1]);
}

double iter8__wide_value(const iter8__wide *number)
{
    return (double)number->high * (double)ITER8__WIDE_BASE + (double)number->low;
}
