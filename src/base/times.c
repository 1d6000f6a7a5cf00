/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/times.h"

enum { SECONDS_PER_DAY = 86400, EPOCH_YEAR = 1970 };

typedef struct civil {
    int64_t year, month, day;
    int64_t hour, minute, second;
} civil;

static int is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t days_in_month(int64_t year, int64_t month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

/* The days from 0001-01-01 to the first of @p year > 0. */
static int64_t days_before_year(int64_t year)
{
    int64_t past = year - 1;
    return 365 * past + past / 4 - past / 100 + past / 400;
}

static int64_t seconds_from_civil(const civil *time)
{
    int64_t days = days_before_year(time->year) - days_before_year(EPOCH_YEAR) + time->day - 1;
    for (int64_t month = 1; month < time->month; month++)
        days += days_in_month(time->year, month);
    return ((days * 24 + time->hour) * 60 + time->minute) * 60 + time->second;
}

static civil civil_from_seconds(int64_t seconds)
{
    int64_t day = seconds / SECONDS_PER_DAY - (seconds % SECONDS_PER_DAY < 0);
    int64_t rest = seconds - day * SECONDS_PER_DAY;
    civil time = {.month = 1, .hour = rest / 3600, .minute = rest / 60 % 60, .second = rest % 60};
    day += days_before_year(EPOCH_YEAR);
    time.year = day / 366 + 1; /* too early by some years, never too late */
    while (days_before_year(time.year + 1) <= day)
        time.year++;
    day -= days_before_year(time.year);
    for (; day >= days_in_month(time.year, time.month); time.month++)
        day -= days_in_month(time.year, time.month);
    time.day = day + 1;
    return time;
}

/* What is left of a text that is being read. */
typedef struct cursor {
    const char *text;
    size_t length;
} cursor;

/* The next byte, or 0 at the end. */
static char peek(const cursor *at)
{
    return at->length > 0 ? *at->text : '\0';
}

static char take(cursor *at)
{
    char c = peek(at);
    if (at->length > 0) {
        at->text++;
        at->length--;
    }
    return c;
}

static int take_digit(cursor *at)
{
    char c = peek(at);
    if (c < '0' || c > '9') return -1;
    take(at);
    return c - '0';
}

static int take_number(cursor *at, int digits, int64_t least, int64_t most, int64_t *out)
{
    *out = 0;
    while (digits-- > 0) {
        int digit = take_digit(at);
        if (digit < 0) return 0;
        *out = 10 * *out + digit;
    }
    return *out >= least && *out <= most;
}

static int take_fraction(cursor *at, int64_t *out_ns)
{
    *out_ns = 0;
    if (peek(at) != '.') return 1;
    take(at);
    int digit = take_digit(at);
    if (digit < 0) return 0;
    for (int64_t unit = ITER8__NS_PER_S / 10; digit >= 0; unit /= 10, digit = take_digit(at))
        *out_ns += digit * unit;
    return 1;
}

static int take_offset(cursor *at, int64_t *out_s)
{
    char sign = take(at);
    *out_s = 0;
    if (sign == 'Z' || sign == 'z') return 1;
    int64_t hours, minutes;
    if ((sign != '+' && sign != '-') || !take_number(at, 2, 0, 23, &hours) || take(at) != ':' ||
        !take_number(at, 2, 0, 59, &minutes))
        return 0;
    *out_s = (sign == '-' ? -60 : 60) * (hours * 60 + minutes);
    return 1;
}

static int take_date(cursor *at, civil *out)
{
    return take_number(at, 4, 1, 9999, &out->year) && take(at) == '-' &&
           take_number(at, 2, 1, 12, &out->month) && take(at) == '-' &&
           take_number(at, 2, 1, days_in_month(out->year, out->month), &out->day);
}

static int take_clock(cursor *at, civil *out)
{
    return take_number(at, 2, 0, 23, &out->hour) && take(at) == ':' &&
           take_number(at, 2, 0, 59, &out->minute) && take(at) == ':' &&
           take_number(at, 2, 0, 60, &out->second);
}

static int join(int64_t seconds, int64_t ns, int64_t *out_ns)
{
    if (seconds < 0 && ns > 0) { /* both of one sign, so that neither step leaves the range alone */
        seconds++;
        ns -= ITER8__NS_PER_S;
    }
    if (seconds > INT64_MAX / ITER8__NS_PER_S || seconds < INT64_MIN / ITER8__NS_PER_S) return 0;
    int64_t whole = seconds * ITER8__NS_PER_S;
    if (ns > 0 ? whole > INT64_MAX - ns : whole < INT64_MIN - ns) return 0;
    *out_ns = whole + ns;
    return 1;
}

int iter8__time_parse(const char *text, size_t length, int64_t *out_ns)
{
    cursor at = {text, length};
    civil time;
    int64_t ns, offset_s;
    if (!take_date(&at, &time)) return 0;
    char separator = take(&at);
    if (separator != 'T' && separator != 't') return 0;
    if (!take_clock(&at, &time) || !take_fraction(&at, &ns) || !take_offset(&at, &offset_s))
        return 0;
    if (at.length > 0) return 0;
    return join(seconds_from_civil(&time) - offset_s, ns, out_ns);
}

static char *put(char *to, int64_t number, int digits, char after)
{
    for (int i = digits - 1; i >= 0; i--, number /= 10)
        to[i] = (char)('0' + number % 10);
    to[digits] = after;
    return to + digits + 1;
}

/* ".25" for a quarter of a second; nothing for none. */
static char *put_fraction(char *to, int64_t ns)
{
    if (ns == 0) return to;
    *to = '.';
    char *end = put(to + 1, ns, 9, 'Z') - 1;
    while (end[-1] == '0')
        end--;
    return end;
}

size_t iter8__time_format(int64_t time_ns, char *buffer)
{
    int64_t rest_ns = time_ns % ITER8__NS_PER_S;
    int64_t seconds = time_ns / ITER8__NS_PER_S - (rest_ns < 0);
    if (rest_ns < 0) rest_ns += ITER8__NS_PER_S;
    civil time = civil_from_seconds(seconds);
    char *end = put(buffer, time.year, 4, '-');
    end = put(end, time.month, 2, '-');
    end = put(end, time.day, 2, 'T');
    end = put(end, time.hour, 2, ':');
    end = put(end, time.minute, 2, ':');
    end = put(end, time.second, 2, '.');
    end = put_fraction(end - 1, rest_ns);
    *end++ = 'Z';
    *end = '\0';
    return (size_t)(end - buffer);
}
