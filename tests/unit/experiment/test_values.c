/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/values.h"

#include <criterion/criterion.h>
#include <float.h>
#include <math.h>

static iter8__settings settings;

static iter8__value taken(int32_t state, double number, const char *reason)
{
    iter8__value value = {.number = 7, .state = 7, .reason = "old"};
    iter8_measurement measurement = {
        .struct_size = sizeof measurement, .value = number, .reason = reason, .state = state};
    iter8__value_take(&settings, &value, &measurement);
    return value;
}

Test(analysis_values, finite_number_is_taken_as_it_is)
{
    static const double numbers[] = {0, -1.5, 1e-300, DBL_MAX, -DBL_MAX, DBL_MIN / 2};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        iter8__value value = taken(ITER8_VALUE_PRESENT, numbers[i], "not used");
        cr_expect(value.known && value.state == ITER8_VALUE_PRESENT);
        cr_expect_eq(value.number, numbers[i]);
        cr_expect_str_eq(value.reason, "");
    }
}

Test(analysis_values, number_that_is_not_finite_is_no_value_whatever_is_said)
{
    static const struct {
        double number;
        int32_t state;
        const char *reason;
    } cases[] = {{NAN, ITER8_VALUE_NAN, "not a number"},
                 {-NAN, ITER8_VALUE_NAN, "not a number"},
                 {INFINITY, ITER8_VALUE_INFINITE, "infinite"},
                 {-INFINITY, ITER8_VALUE_INFINITE, "infinite"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8__value value = taken(ITER8_VALUE_PRESENT, cases[i].number, NULL);
        cr_expect(value.known && value.state == cases[i].state);
        cr_expect_str_eq(value.reason, cases[i].reason);
        value = taken(ITER8_VALUE_PRESENT, cases[i].number, "0 / 0");
        cr_expect_str_eq(value.reason, "0 / 0", "the host knows better");
    }
}

Test(analysis_values, absent_value_keeps_its_reason)
{
    static const struct {
        int32_t state;
        const char *reason;
        const char *kept;
    } cases[] = {{ITER8_VALUE_ABSENT, NULL, ""},
                 {ITER8_VALUE_ABSENT, "no requests yet", "no requests yet"},
                 {ITER8_VALUE_NAN, NULL, "not a number"},
                 {ITER8_VALUE_INFINITE, NULL, "infinite"},
                 {ITER8_VALUE_ERROR, "HTTP 503", "HTTP 503"},
                 {ITER8_VALUE_ERROR, NULL, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8__value value = taken(cases[i].state, 5, cases[i].reason);
        cr_expect(value.known && value.state == cases[i].state);
        cr_expect_eq(value.number, 0);
        cr_expect_str_eq(value.reason, cases[i].kept);
    }
}

Test(analysis_values, state_that_is_none_is_not_a_value)
{
    iter8__value value = taken(99, 5, NULL);
    cr_expect(value.known && value.state != ITER8_VALUE_PRESENT && value.number == 0);
}
