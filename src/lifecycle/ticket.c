/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/ticket.h"

#include "base/random.h"

#include <string.h>

/* What all numbers of an experiment have in common; made once, because names are long to hash. */
static uint64_t identity(iter8__step *step)
{
    if (step->transient->identity != 0) return step->transient->identity;
    const iter8__spec *spec = &step->experiment->spec;
    iter8__random mix;
    iter8__random_seed(&mix, (uint64_t)step->experiment->status.init_ns);
    iter8__random_mix_text(&mix, spec->namespace_, strlen(spec->namespace_));
    iter8__random_mix_text(&mix, spec->name, strlen(spec->name));
    step->transient->identity = iter8__random_bits(&mix) | 1;
    return step->transient->identity;
}

/* What all numbers of one time have in common. */
static iter8__random stream_of(iter8__step *step, int64_t time_ns)
{
    struct iter8__transient *run = step->transient;
    if (run->ticket_state == 0 || run->ticket_ns != time_ns) {
        iter8__random mix;
        iter8__random_seed(&mix, identity(step));
        iter8__random_mix(&mix, (uint64_t)time_ns);
        run->ticket_ns = time_ns;
        run->ticket_state = mix.state;
    }
    return (iter8__random){run->ticket_state};
}

uint64_t iter8__ticket(iter8__step *step, enum iter8__ticket_kind kind, int64_t time_ns,
                       uint64_t index)
{
    iter8__random mix = stream_of(step, time_ns);
    iter8__random_mix(&mix, index * 4 + (uint64_t)kind);
    return iter8__random_bits(&mix);
}

uint64_t iter8__ticket_of_action(iter8__step *step, const char *name, int32_t loop)
{
    iter8__random mix;
    iter8__random_seed(&mix, identity(step));
    iter8__random_mix_text(&mix, name, strlen(name));
    iter8__random_mix(&mix, (uint64_t)loop);
    return iter8__random_bits(&mix);
}

uint64_t iter8__ticket_of_task(iter8__step *step, const char *action, int32_t loop, size_t index)
{
    iter8__random mix;
    iter8__random_seed(&mix, iter8__ticket_of_action(step, action, loop));
    iter8__random_mix(&mix, index);
    return iter8__random_bits(&mix);
}
