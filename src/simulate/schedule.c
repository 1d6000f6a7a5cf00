/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/schedule.h"

#include <string.h>

int iter8__schedule_add(iter8__schedule *schedule, iter8__arena *arena, const iter8__change *change)
{
    if (schedule->count == schedule->capacity) {
        size_t capacity = schedule->capacity * 2 + 4;
        iter8__change *changes = iter8__arena_alloc(arena, capacity, sizeof *changes);
        if (changes == NULL) return 0;
        if (schedule->count > 0)
            memcpy(changes, schedule->changes, schedule->count * sizeof *changes);
        schedule->changes = changes;
        schedule->capacity = capacity;
    }
    schedule->changes[schedule->count++] = *change;
    return 1;
}

int64_t iter8__schedule_end(const iter8__schedule *schedule)
{
    return schedule->count > 0 ? schedule->changes[schedule->count - 1].until_ns : 0;
}

double iter8__schedule_at(const iter8__schedule *schedule, int64_t time_ns)
{
    double value = schedule->initial;
    for (size_t i = 0; i < schedule->count; i++) {
        const iter8__change *change = &schedule->changes[i];
        if (time_ns < change->from_ns) break;
        if (time_ns >= change->until_ns) {
            value = change->to;
            continue;
        }
        double done =
            (double)(time_ns - change->from_ns) / (double)(change->until_ns - change->from_ns);
        return value + (change->to - value) * done;
    }
    return value;
}

/* The first end of a step of a ramp after a time. */
static int64_t step_end(const iter8__change *change, int64_t time_ns, int steps)
{
    int64_t length = change->until_ns - change->from_ns;
    for (int i = 1; i < steps; i++) {
        int64_t end = change->from_ns + length / steps * i;
        if (end > time_ns) return end;
    }
    return change->until_ns;
}

int64_t iter8__schedule_turn(const iter8__schedule *schedule, int64_t time_ns, int steps)
{
    for (size_t i = 0; i < schedule->count; i++) {
        const iter8__change *change = &schedule->changes[i];
        if (time_ns < change->from_ns) return change->from_ns;
        if (time_ns < change->until_ns) return step_end(change, time_ns, steps);
    }
    return INT64_MAX;
}
