/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate/scenario_fields.h"

#include "base/times.h"
#include "iter8/error.h"

#include <math.h>

static const double most_seconds = 3.2e9; /* a hundred years */

double iter8__decode_number(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                            double least, double most, double fallback)
{
    double value;
    if (!iter8__decode_quantity(decoder, mapping, key, &value)) return fallback;
    if (value >= least && value <= most) return value;
    iter8__text text;
    iter8__text_init(&text, decoder->arena->allocator);
    iter8__text_add_string(&text, "a number from ");
    iter8__text_add_short_double(&text, least, 6);
    iter8__text_add_string(&text, " to ");
    iter8__text_add_short_double(&text, most, 6);
    iter8__text_add_string(&text, " is wanted");
    iter8__decoder_member_problem(decoder, key, ITER8_ERR_RANGE, iter8__text_string(&text));
    iter8__text_clear(&text);
    return fallback;
}

int64_t iter8__decode_seconds(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                              int64_t fallback_ns)
{
    double seconds = iter8__decode_number(decoder, mapping, key, 0, most_seconds, -1);
    return seconds < 0 ? fallback_ns : (int64_t)(seconds * (double)ITER8__NS_PER_S + 0.5);
}

int iter8__decode_when(iter8__decoder *decoder, const iter8__node *mapping, iter8__change *out)
{
    int64_t at_ns = iter8__decode_seconds(decoder, mapping, "atSeconds", -1);
    out->from_ns = iter8__decode_seconds(decoder, mapping, "fromSeconds", -1);
    out->until_ns = iter8__decode_seconds(decoder, mapping, "untilSeconds", -1);
    if (at_ns >= 0 && out->from_ns < 0 && out->until_ns < 0) {
        out->from_ns = out->until_ns = at_ns;
        return 1;
    }
    if (at_ns < 0 && out->from_ns >= 0 && out->until_ns > out->from_ns) return 1;
    iter8__decoder_problem(decoder, ITER8_ERR_REQUIRED,
                           "atSeconds is wanted, or for a ramp fromSeconds and a later "
                           "untilSeconds",
                           (char *)NULL);
    return 0;
}

void iter8__decode_change(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                          double most, const iter8__change *when, iter8__schedule *schedule)
{
    iter8__change change = *when;
    change.to = iter8__decode_number(decoder, mapping, key, 0, most, NAN);
    if (isnan(change.to)) return;
    if (change.from_ns < iter8__schedule_end(schedule)) {
        iter8__decoder_member_problem(decoder, key, ITER8_ERR_RANGE,
                                      "this change begins before the one above it has ended");
        return;
    }
    if (!iter8__schedule_add(schedule, decoder->arena, &change)) decoder->out_of_memory = 1;
}
