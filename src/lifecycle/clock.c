/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/clock.h"

#include "base/text.h"
#include "base/times.h"
#include "lifecycle/due.h"
#include "lifecycle/progress.h"

static int64_t later_of(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* The latest time at which this experiment is known to have lived. */
static int64_t last_known_ns(const iter8__step *step)
{
    const iter8__status *status = &step->experiment->status;
    int64_t written_ns = status->state.written_ns;
    int64_t latest_ns = later_of(step->transient->clock_ns, status->last_update_ns);
    return later_of(latest_ns, later_of(status->start_ns, written_ns));
}

static void tell(iter8__step *step, int64_t known_ns)
{
    char then[ITER8__TIME_BYTES];
    char now[ITER8__TIME_BYTES];
    iter8__text message;
    (void)iter8__time_format(known_ns, then);
    (void)iter8__time_format(step->now_ns, now);
    iter8__text_init(&message, &step->experiment->allocator);
    iter8__text_add_strings(&message, "the clock was set back from ", then, " to ", now,
                            "; intervals are counted from the new time", (char *)NULL);
    iter8__progress_tell(step, "ClockSetBack", iter8__text_string(&message), 1);
    iter8__text_clear(&message);
}

/* The start moves with the last change, so that what is asked about the time since then is about
 * as much of it as before. */
static void move_start(iter8__status *status, int64_t by_ns, int64_t now_ns)
{
    if (status->start_ns == ITER8_NO_TIME) return;
    if (by_ns > 0)
        status->start_ns = status->start_ns > ITER8__EARLIEST_NS + by_ns ? status->start_ns - by_ns
                                                                         : ITER8__EARLIEST_NS;
    if (status->start_ns > now_ns) status->start_ns = now_ns;
}

static int64_t distance(int64_t from_ns, int64_t to_ns)
{
    if (from_ns == ITER8_NO_TIME || from_ns >= to_ns) return 0;
    int64_t most_ns = ITER8__LATEST_NS;
    return from_ns < 0 && to_ns > most_ns + from_ns ? most_ns : to_ns - from_ns;
}

/* An iteration that is under way begins anew: its questions would be about a time to come. */
static void forget_future(iter8__step *step)
{
    iter8__status *status = &step->experiment->status;
    int64_t now_ns = step->now_ns;
    int64_t back_ns =
        status->last_update_ns != ITER8_NO_TIME ? distance(now_ns, status->last_update_ns) : 0;
    move_start(status, back_ns, now_ns);
    if (back_ns > 0) status->last_update_ns = now_ns;
    if (status->state.written_ns != ITER8_NO_TIME && status->state.written_ns > now_ns)
        status->state.written_ns = now_ns;
    for (int i = 0; i < ITER8__CALLS; i++) {
        step->transient->retries[i].at_ns = INT64_MIN;
        step->transient->retries[i].lasting_ns = ITER8_NO_TIME;
    }
    step->transient->under_way = 0;
    iter8__progress_touch(step);
}

void iter8__clock_set(iter8__step *step, int64_t now_ns)
{
    int64_t known_ns = last_known_ns(step);
    step->now_ns = now_ns;
    if (iter8__due_is(step->experiment, ITER8_CONDITION_COMPLETED)) {
        step->transient->clock_ns = now_ns;
        return;
    }
    if (known_ns != INT64_MIN && distance(now_ns, known_ns) > ITER8__CLOCK_TRIFLE_NS) {
        tell(step, known_ns);
        forget_future(step);
    } else if (step->transient->clock_ns > now_ns) {
        step->now_ns = step->transient->clock_ns;
    }
    step->transient->clock_ns = step->now_ns;
}
