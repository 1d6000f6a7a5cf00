/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/ticket.h"

#include "base/random.h"

#include <string.h>

uint64_t iter8__ticket(const iter8_experiment *experiment, const char *what, int64_t time_ns,
                       uint64_t a, uint64_t b)
{
    const iter8__spec *spec = &experiment->spec;
    iter8__random mix;
    iter8__random_seed(&mix, (uint64_t)experiment->status.init_ns);
    iter8__random_mix_text(&mix, spec->namespace_, strlen(spec->namespace_));
    iter8__random_mix_text(&mix, spec->name, strlen(spec->name));
    iter8__random_mix_text(&mix, what, strlen(what));
    iter8__random_mix(&mix, (uint64_t)time_ns);
    iter8__random_mix(&mix, a);
    iter8__random_mix(&mix, b);
    return iter8__random_bits(&mix);
}
