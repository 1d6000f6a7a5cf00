/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/options.h"

#include "iter8/error.h"

#include <string.h>

/* No struct of any version is larger: what says so has not been prepared. */
enum { LARGEST_STRUCT = 4096 };

int iter8__options_take(void *own, size_t own_size, const void *given)
{
    size_t size;
    memcpy(&size, given, sizeof size);
    if (size < sizeof size) return ITER8_ERR_ARGUMENT;
    if (size > LARGEST_STRUCT) return ITER8_ERR_STRUCT_SIZE;
    for (size_t i = own_size; i < size; i++) {
        if (((const unsigned char *)given)[i] != 0) return ITER8_ERR_STRUCT_SIZE;
    }
    memset(own, 0, own_size);
    memcpy(own, given, size < own_size ? size : own_size);
    return ITER8_OK;
}

int iter8__options_number(int64_t *value, int64_t when_zero)
{
    if (*value < 0 || *value > INT32_MAX) return ITER8_ERR_ARGUMENT;
    if (*value == 0) *value = when_zero;
    return ITER8_OK;
}
