/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "decide/decision.h"

#include "document/utf8.h"
#include "iter8/analysis.h"
#include "iter8/experiment.h"
#include "iter8/metric.h"

#include <string.h>

int32_t iter8__failures_of_last(const iter8__failure_count *tally, int32_t of)
{
    uint64_t recent = of < 64 ? tally->recent & ((UINT64_C(1) << of) - 1) : tally->recent;
    int32_t count = 0;
    for (; recent != 0; recent &= recent - 1)
        count++;
    return count;
}

int iter8__verdict_is_outside(const iter8__verdict *verdict)
{
    return verdict->reason == ITER8_VERDICT_ABOVE || verdict->reason == ITER8_VERDICT_BELOW ||
           verdict->reason == ITER8_VERDICT_ABOVE_BASELINE ||
           verdict->reason == ITER8_VERDICT_BELOW_BASELINE;
}

int iter8__verdict_is_failure(const iter8__spec *spec, const iter8__verdict *verdict)
{
    int missing_fails = (spec->settings.quirks & ITER8__MISSING_ROLLS_BACK) != 0;
    return iter8__verdict_is_outside(verdict) || (missing_fails && !verdict->satisfied);
}

iter8__value *iter8__values_alloc(iter8__arena *arena, const iter8__spec *spec, size_t metrics)
{
    return iter8__arena_alloc(arena, metrics * spec->version_count, sizeof(iter8__value));
}

int iter8__decision_init(iter8__decision *decision, iter8__arena *arena, const iter8__spec *spec,
                         size_t metrics)
{
    size_t versions = spec->version_count;
    *decision =
        (iter8__decision){.metric_count = metrics,
                          .values = iter8__values_alloc(arena, spec, metrics),
                          .verdicts = iter8__arena_alloc(arena, versions * spec->objective_count,
                                                         sizeof(iter8__verdict)),
                          .failures = iter8__arena_alloc(arena, versions * spec->objective_count,
                                                         sizeof(iter8__failure_count)),
                          .streaks = iter8__arena_alloc(arena, versions, sizeof(iter8__streak)),
                          .weights = iter8__arena_alloc(arena, versions, sizeof(iter8__weight)),
                          .best = iter8__arena_alloc(arena, versions, 1),
                          .time_ns = ITER8_NO_TIME,
                          .winner = -1};
    return decision->values != NULL && decision->verdicts != NULL && decision->failures != NULL &&
           decision->streaks != NULL && decision->weights != NULL && decision->best != NULL;
}

/* Control characters: those of ASCII, and those of U+0080 to U+009F, which some terminals obey. */
static void blank_controls(char *line, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)line[i];
        if (byte < ' ' || byte == 0x7F) line[i] = ' ';
        if (byte == 0xC2 && (unsigned char)line[i + 1] < 0xA0) line[i] = line[i + 1] = ' ';
    }
}

void iter8__line_copy(char *to, size_t capacity, const char *from)
{
    size_t length = 0;
    while (from[length] != '\0' && length < capacity - 1)
        length++;
    /* A character is kept whole or left out: continuation bytes are 10xxxxxx. */
    while (from[length] != '\0' && length > 0 && (from[length] & 0xC0) == 0x80)
        length--;
    memcpy(to, from, length);
    to[length] = '\0';
    size_t valid;
    while ((valid = iter8__utf8_span(to, length)) < length)
        to[valid] = '?';
    blank_controls(to, length);
}

static void include(iter8__value *value, double number)
{
    if (!value->has_range || number < value->least) value->least = number;
    if (!value->has_range || number > value->greatest) value->greatest = number;
    value->has_range = 1;
}

void iter8__value_extend_range(iter8__value *value, const iter8__value *earlier)
{
    if (value->state == ITER8_VALUE_PRESENT) include(value, value->number);
    /* Iter8's controller writes values without a range. */
    if (!earlier->has_range && earlier->state == ITER8_VALUE_PRESENT)
        include(value, earlier->number);
    if (!earlier->has_range) return;
    include(value, earlier->least);
    include(value, earlier->greatest);
}

void iter8__value_set_absent(iter8__value *value, int32_t state, const char *reason)
{
    value->known = 1;
    value->number = 0.0;
    value->state = state;
    iter8__line_copy(value->reason, sizeof value->reason, reason != NULL ? reason : "");
}
