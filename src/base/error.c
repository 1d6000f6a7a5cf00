/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/error.h"

#include "iter8/version.h"

#include <stddef.h>

static const struct {
    int code;
    const char *name;
    const char *text;
} errors[] = {
#define ENTRY(name, number, text) {(number), "ITER8_" #name, text},
    ITER8_ERROR_MAP(ENTRY)
#undef ENTRY
};

const char *iter8_strerror(int code)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (errors[i].code == code) return errors[i].text;
    }
    return "unknown status code";
}

const char *iter8_error_name(int code)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (errors[i].code == code) return errors[i].name;
    }
    return "ITER8_ERR_UNKNOWN";
}

const char *iter8_version(void)
{
    return ITER8_VERSION;
}

uint32_t iter8_version_number(void)
{
    return ITER8_VERSION_NUMBER;
}
