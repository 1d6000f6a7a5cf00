/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "spec/spec.h"

const iter8_limit *iter8__objective_limit(const iter8__objective *objective, int32_t side,
                                          int32_t reference)
{
    for (size_t i = 0; i < objective->limit_count; i++) {
        const iter8_limit *limit = &objective->limits[i];
        if (limit->side == side && limit->reference == reference) return limit;
    }
    return NULL;
}

/* Limits that are numbers stand before those relative to the baseline. */
void iter8__objective_set_limits(iter8__objective *objective, int32_t reference,
                                 const iter8_limit *limits, size_t count)
{
    const iter8__objective old = *objective;
    objective->limit_count = 0;
    for (int32_t kind = ITER8_LIMIT_NUMBER; kind <= ITER8_LIMIT_BASELINE; kind++) {
        const iter8_limit *from = kind == reference ? limits : old.limits;
        size_t most = kind == reference ? count : old.limit_count;
        for (size_t i = 0; i < most; i++) {
            if (from[i].reference == kind) objective->limits[objective->limit_count++] = from[i];
        }
    }
}

int iter8__objective_is_relative(const iter8__objective *objective)
{
    size_t count = objective->limit_count;
    return count > 0 && objective->limits[count - 1].reference == ITER8_LIMIT_BASELINE;
}
