/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "analysis/values.h"

#include <math.h>

static int32_t true_state(const iter8_measurement *measurement)
{
    if (measurement->state != ITER8_VALUE_PRESENT) return measurement->state;
    if (isnan(measurement->value)) return ITER8_VALUE_NAN;
    return isinf(measurement->value) ? ITER8_VALUE_INFINITE : ITER8_VALUE_PRESENT;
}

void iter8__value_take(iter8__value *value, const iter8_measurement *measurement)
{
    int32_t state = true_state(measurement);
    if (state == ITER8_VALUE_PRESENT) {
        value->known = 1;
        value->state = state;
        value->number = measurement->value;
        value->reason[0] = '\0';
        return;
    }
    const char *reason = measurement->reason;
    if (reason == NULL && state == ITER8_VALUE_NAN) reason = "not a number";
    if (reason == NULL && state == ITER8_VALUE_INFINITE) reason = "infinite";
    iter8__value_set_absent(value, state, reason);
    /* Iter8 would compare it; see ITER8__COMPARE_NOT_FINITE. */
    if (measurement->state == ITER8_VALUE_PRESENT) value->number = measurement->value;
}
