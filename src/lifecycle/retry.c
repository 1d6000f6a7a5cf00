/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/retry.h"

#include "base/times.h"
#include "iter8/error.h"
#include "lifecycle/ticket.h"

enum { FIRST_MS = 1000, MOST_MS = 30000 };

/* So long does an experiment that has failed wait for what may pass by itself. */
enum { RETURN_S = 300 };

#define NS_PER_MS INT64_C(1000000)

/* Whether a failure stays until somebody mends what is wrong: a wrong document, name or permission.
 * What a host means by a number of its own nobody knows, so it may pass. */
static int is_lasting(int32_t code)
{
    if (code == ITER8_ERR_ARGUMENT || code == ITER8_ERR_STRUCT_SIZE) return 1;
    if (code == ITER8_ERR_NOT_FOUND || code == ITER8_ERR_REFUSED) return 1;
    return code <= ITER8_ERR_SYNTAX && code >= ITER8_ERR_SECRET;
}

static int64_t delay_ms(int32_t failures)
{
    int64_t delay = FIRST_MS;
    for (int32_t i = 1; i < failures && delay < MOST_MS; i++)
        delay *= 2;
    return delay < MOST_MS ? delay : MOST_MS;
}

static int64_t give_up_ns(const iter8__step *step, const iter8__retry *retry)
{
    int32_t give_up_s = step->experiment->spec.settings.give_up_s;
    if (retry->lasting_ns == ITER8_NO_TIME || give_up_s == 0) return INT64_MAX;
    return retry->lasting_ns + give_up_s * ITER8__NS_PER_S;
}

void iter8__retry_failed(iter8__step *step, enum iter8__call call, int32_t code)
{
    iter8__retry *retry = &step->transient->retries[call];
    if (retry->failures < INT32_MAX) retry->failures++;
    if (!is_lasting(code))
        retry->lasting_ns = ITER8_NO_TIME;
    else if (retry->lasting_ns == ITER8_NO_TIME)
        retry->lasting_ns = step->now_ns;
    uint64_t hash = iter8__ticket(step, ITER8__TICKET_RETRY, step->now_ns,
                                  (uint64_t)retry->failures * ITER8__CALLS + call);
    int64_t delay = delay_ms(retry->failures);
    delay -= (int64_t)(hash % (uint64_t)(delay / 4 + 1));
    retry->at_ns = step->now_ns + delay * NS_PER_MS;
    /* The last try before it is given up is made in time. */
    int64_t end_ns = give_up_ns(step, retry);
    if (end_ns > step->now_ns && end_ns < retry->at_ns) retry->at_ns = end_ns;
}

void iter8__retry_clear(iter8__retry *retry)
{
    *retry = (iter8__retry){INT64_MIN, ITER8_NO_TIME, NULL, 0, 0};
}

void iter8__retry_begin(iter8__retry *retry)
{
    const char *told = retry->told;
    iter8__retry_clear(retry);
    retry->told = told;
}

/* Counted from the time in the status, which a restart does not change. */
int iter8__retry_is_spent(const iter8__step *step, enum iter8__call call)
{
    int32_t give_up_s = step->experiment->spec.settings.give_up_s;
    if (give_up_s == 0) return 0;
    int64_t failed_ns = step->experiment->status.conditions[ITER8_CONDITION_FAILED].transition_ns;
    int64_t most_s = give_up_s > RETURN_S ? give_up_s : RETURN_S;
    return iter8__retry_is_hopeless(step, call) ||
           step->now_ns - failed_ns >= most_s * ITER8__NS_PER_S;
}

int iter8__retry_is_hopeless(const iter8__step *step, enum iter8__call call)
{
    return step->now_ns >= give_up_ns(step, &step->transient->retries[call]);
}
