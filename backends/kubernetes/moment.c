/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/moment.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { NS_PER_US = 1000, DATE_DIGITS = 19 };

void iter8__moment_write(char out[ITER8__MOMENT_BYTES])
{
    struct timespec now;
    struct tm parts;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    out[0] = '\0';
    if (gmtime_r(&now.tv_sec, &parts) == NULL) return;
    size_t length = strftime(out, ITER8__MOMENT_BYTES, "%Y-%m-%dT%H:%M:%S", &parts);
    (void)snprintf(out + length, ITER8__MOMENT_BYTES - length, ".%06dZ",
                   (int)(now.tv_nsec / NS_PER_US) % 1000000);
}

static int is_date(const char *text)
{
    static const char shape[] = "dddd-dd-ddTdd:dd:dd";
    for (size_t i = 0; i < DATE_DIGITS; i++) {
        int digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == 'd' ? !digit : text[i] != shape[i]) return 0;
    }
    return 1;
}

static int64_t number(const char *text, size_t count)
{
    int64_t value = 0;
    for (size_t i = 0; i < count; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

/* Days from 1970 to a date of the Gregorian calendar. The year begins with March, so that the day
 * which comes every four years is its last. */
static int64_t days(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t m = month > 2 ? month - 3 : month + 9;
    return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719469;
}

int iter8__moment_age(const char *text, int64_t *age_s)
{
    struct timespec now;
    if (strlen(text) <= DATE_DIGITS || !is_date(text) || text[strlen(text) - 1] != 'Z') return 0;
    int64_t day = days(number(text, 4), number(text + 5, 2), number(text + 8, 2));
    int64_t second = number(text + 11, 2) * 3600 + number(text + 14, 2) * 60 + number(text + 17, 2);
    (void)clock_gettime(CLOCK_REALTIME, &now);
    *age_s = (int64_t)now.tv_sec - (day * 86400 + second);
    return 1;
}
