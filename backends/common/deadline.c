/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/deadline.h"

#include <time.h>

static int64_t now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t iter8__deadline_in(int64_t timeout_ms)
{
    return now_ms() + timeout_ms;
}

int iter8__deadline_left(int64_t deadline_ms)
{
    int64_t left = deadline_ms - now_ms();
    return left > 0 ? (int)left : 0;
}
