/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Lists of weights, whatever they come from. */
#include "iter8/error.h"
#include "iter8/routing.h"

int iter8_weights_complete(int32_t *weights, size_t count)
{
    if (weights == NULL) return ITER8_ERR_ARGUMENT;
    int64_t sum = 0;
    size_t unknown = count;
    for (size_t v = 0; v < count; v++) {
        if (weights[v] >= 0) {
            sum += weights[v];
        } else {
            if (unknown < count) return ITER8_ERR_RANGE;
            unknown = v;
        }
    }
    if (unknown == count) return sum == 100 ? ITER8_OK : ITER8_ERR_RANGE;
    if (sum > 100) return ITER8_ERR_RANGE;
    weights[unknown] = (int32_t)(100 - sum);
    return ITER8_OK;
}

/* What a share has lost to rounding, in parts of the sum; negative once it was rounded up. */
static int64_t lost(int32_t weight, int32_t percent, int64_t sum)
{
    return (int64_t)weight * 100 - percent * sum;
}

/* By the largest remainder; of equal ones the first. Weights that sum to 100 stay as they are. */
static void share_out(const int32_t *weights, int32_t *percent, size_t count, int64_t sum)
{
    int32_t left = 100;
    for (size_t i = 0; i < count; i++) {
        percent[i] = (int32_t)((int64_t)weights[i] * 100 / sum);
        left -= percent[i];
    }
    for (; left > 0; left--) {
        size_t best = 0;
        for (size_t i = 1; i < count; i++) {
            if (lost(weights[i], percent[i], sum) > lost(weights[best], percent[best], sum))
                best = i;
        }
        percent[best]++;
    }
}

int iter8_weights_scale(const int32_t *weights, int32_t *percent, size_t count)
{
    int64_t sum = 0;
    if (weights == NULL || percent == NULL) return ITER8_ERR_ARGUMENT;
    for (size_t i = 0; i < count; i++) {
        if (weights[i] < 0) return ITER8_ERR_RANGE;
        sum += weights[i];
    }
    if (sum == 0) return ITER8_ERR_RANGE;
    share_out(weights, percent, count, sum);
    return ITER8_OK;
}
