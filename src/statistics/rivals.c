/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "statistics/rivals.h"

/* P(at most n events) for n up to @p most, with one more event; 1 for each n without events. */
static void add_event(double *up_to, double p, size_t most)
{
    for (size_t n = most; n > 0; n--)
        up_to[n] = (1 - p) * up_to[n] + p * up_to[n - 1];
    up_to[0] *= 1 - p;
}

/* Events before the one left out (exactly n), times those after it (up to what is left of most). */
void iter8__leave_each_out(const double *probabilities, size_t count, size_t most,
                           iter8__left_out *left_out)
{
    double before[ITER8__MAX_CONTESTANTS + 1][ITER8__MAX_TOP];
    double up_to[ITER8__MAX_TOP];
    for (size_t n = 0; n <= most; n++) {
        before[0][n] = n == 0;
        up_to[n] = 1;
    }
    for (size_t i = 0; i < count; i++) {
        double p = probabilities[i];
        before[i + 1][0] = (1 - p) * before[i][0];
        for (size_t n = 1; n <= most; n++)
            before[i + 1][n] = (1 - p) * before[i][n] + p * before[i][n - 1];
    }
    for (size_t i = count; i-- > 0;) {
        double sum = 0;
        for (size_t n = 0; n <= most; n++)
            sum += before[i][n] * up_to[most - n];
        left_out[i] = (iter8__left_out){before[i][0] * up_to[0], sum};
        add_event(up_to, probabilities[i], most);
    }
}

double iter8__at_most(const double *probabilities, const uint8_t *skipped, size_t count, int most)
{
    if (most < 0) return 0;
    double up_to[ITER8__MAX_TOP];
    for (int n = 0; n <= most; n++)
        up_to[n] = 1;
    for (size_t i = 0; i < count; i++) {
        if (!skipped[i]) add_event(up_to, probabilities[i], (size_t)most);
    }
    return up_to[most];
}
