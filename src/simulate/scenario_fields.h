/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * scenario_fields.h - what the parts of a Scenario have in common: numbers with a range, seconds,
 * and changes at a time.
 */
#ifndef ITER8_SIMULATE_SCENARIO_FIELDS_H
#define ITER8_SIMULATE_SCENARIO_FIELDS_H

#include "decode/decoder.h"
#include "simulate/schedule.h"

#include <stdint.h>

/* A number from @p least to @p most; @p fallback when missing or reported. */
double iter8__decode_number(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                            double least, double most, double fallback);
/* Seconds, as nanoseconds, from 0 to 100 years; @p fallback_ns when missing or reported. */
int64_t iter8__decode_seconds(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                              int64_t fallback_ns);
/* When a change is made: `atSeconds`, or `fromSeconds` and `untilSeconds`. Returns 0 when it is
 * reported. */
int iter8__decode_when(iter8__decoder *decoder, const iter8__node *mapping, iter8__change *out);
/* Adds to a course the change of a member, if it is there. */
void iter8__decode_change(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                          double most, const iter8__change *when, iter8__schedule *schedule);

#endif
