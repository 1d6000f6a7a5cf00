/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/error.h"
#include "iter8/routing.h"

#include <criterion/criterion.h>
#include <string.h>

Test(routing_weights, one_unknown_weight_is_what_is_left)
{
    static const struct {
        size_t count;
        int32_t weights[3];
        int result;
        int32_t completed[3];
    } cases[] = {
        {2, {-1, 30}, ITER8_OK, {70, 30}},
        {2, {100, -5}, ITER8_OK, {100, 0}},
        {3, {20, -1, 30}, ITER8_OK, {20, 50, 30}},
        {2, {40, 60}, ITER8_OK, {40, 60}},
        {1, {-1}, ITER8_OK, {100}},
        {2, {40, 50}, ITER8_ERR_RANGE, {40, 50}},
        {2, {-1, 101}, ITER8_ERR_RANGE, {-1, 101}},
        {2, {-1, -1}, ITER8_ERR_RANGE, {-1, -1}},
        {3, {INT32_MAX, INT32_MAX, -1}, ITER8_ERR_RANGE, {INT32_MAX, INT32_MAX, -1}},
        {0, {0}, ITER8_ERR_RANGE, {0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t weights[3];
        memcpy(weights, cases[i].weights, sizeof weights);
        cr_expect_eq(iter8_weights_complete(weights, cases[i].count), cases[i].result, "%zu", i);
        cr_expect_eq(memcmp(weights, cases[i].completed, sizeof weights), 0, "%zu", i);
    }
    cr_expect_eq(iter8_weights_complete(NULL, 2), ITER8_ERR_ARGUMENT);
}

Test(routing_weights, any_sum_becomes_a_hundred)
{
    static const struct {
        size_t count;
        int32_t weights[3];
        int result;
        int32_t percent[3];
    } cases[] = {
        {2, {1, 1}, ITER8_OK, {50, 50}},
        {3, {1, 1, 1}, ITER8_OK, {34, 33, 33}},
        {2, {2, 1}, ITER8_OK, {67, 33}},
        {3, {70, 20, 10}, ITER8_OK, {70, 20, 10}},
        {2, {0, 7}, ITER8_OK, {0, 100}},
        {3, {INT32_MAX, INT32_MAX, 0}, ITER8_OK, {50, 50, 0}},
        {2, {0, 0}, ITER8_ERR_RANGE, {-7, -7}},
        {2, {5, -1}, ITER8_ERR_RANGE, {-7, -7}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t percent[3] = {-7, -7, -7};
        cr_expect_eq(iter8_weights_scale(cases[i].weights, percent, cases[i].count),
                     cases[i].result);
        for (size_t v = 0; v < cases[i].count; v++)
            cr_expect_eq(percent[v], cases[i].percent[v], "%zu: %d", i, percent[v]);
    }
    int32_t one = 1;
    cr_expect_eq(iter8_weights_scale(NULL, &one, 1), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_weights_scale(&one, NULL, 1), ITER8_ERR_ARGUMENT);
}
