/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/found_weights.h"

#include "iter8/error.h"
#include "iter8/routing.h"
#include "spec/spec.h"

#include <string.h>

/* Where all are 0 there is nothing to scale, and the percent stay as they are here. */
static void scale(int32_t *weights, size_t count)
{
    int32_t percent[ITER8__MAX_CANDIDATES + 1] = {100};
    if (count > sizeof percent / sizeof *percent) return;
    int rc = iter8_weights_scale(weights, percent, count);
    if (rc == ITER8_OK || rc == ITER8_ERR_RANGE) memcpy(weights, percent, count * sizeof *percent);
}

void iter8__weights_understand(int32_t *weights, const uint8_t *known, size_t count,
                               int as_they_are)
{
    int64_t sum = 0;
    size_t unknown = 0;
    size_t which = 0;
    for (size_t v = 0; v < count; v++) {
        if (weights[v] < 0) weights[v] = 0;
        sum += weights[v];
        if (known[v]) continue;
        unknown++;
        which = v;
    }
    if (as_they_are || unknown > 1 || sum == 100) return;
    if (unknown == 1 && sum < 100)
        weights[which] = (int32_t)(100 - sum);
    else if (count > 0)
        scale(weights, count);
}
