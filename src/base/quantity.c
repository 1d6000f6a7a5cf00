/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/quantity.h"

#include "base/decimal.h"

#include <math.h>
#include <string.h>

typedef struct suffix {
    char text[3];
    int8_t power_of_ten;
    int8_t power_of_two;
} suffix;

static const suffix suffixes[] = {
    {"", 0, 0},    {"n", -9, 0},  {"u", -6, 0},  {"m", -3, 0},  {"k", 3, 0},   {"M", 6, 0},
    {"G", 9, 0},   {"T", 12, 0},  {"P", 15, 0},  {"E", 18, 0},  {"Ki", 0, 10}, {"Mi", 0, 20},
    {"Gi", 0, 30}, {"Ti", 0, 40}, {"Pi", 0, 50}, {"Ei", 0, 60},
};

static const suffix *find_suffix(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        const suffix *known = &suffixes[i];
        if (strlen(known->text) == length && memcmp(known->text, text, length) == 0) return known;
    }
    return NULL;
}

int iter8__quantity_parse(const char *text, size_t length, double *out)
{
    iter8__decimal number;
    size_t used = iter8__decimal_scan(text, length, &number);
    if (used == 0) return 0;
    int power_of_two = 0;
    const suffix *known = find_suffix(text + used, length - used);
    if (known != NULL) {
        number.exponent += known->power_of_ten;
        power_of_two = known->power_of_two;
    } else if (!iter8__decimal_parse(text, length, &number)) {
        return 0; /* what follows the number is no exponent either */
    }
    double value = iter8__decimal_to_double(&number, power_of_two);
    if (!isfinite(value)) return 0;
    *out = value;
    return 1;
}
