/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * limit.h - what a limit means: its bound, whether a value misses it, and the words for both.
 *
 * This is the only place that compares a value with a limit. A limit relative to the baseline needs
 * the baseline's value; of another one the baseline is not looked at.
 */
#ifndef ITER8_DECIDE_LIMIT_H
#define ITER8_DECIDE_LIMIT_H

#include "base/text.h"
#include "iter8/limit.h"

int iter8__limit_is_relative(const iter8_limit *limit);

/* The number that a value is compared with. */
double iter8__limit_bound(const iter8_limit *limit, double baseline);

/* The value of the baseline at which a relative limit has a bound; not finite where there is none.
 */
double iter8__limit_baseline_at(const iter8_limit *limit, double bound);

/* Whether a value is on the wrong side of the bound. */
int iter8__limit_is_missed(const iter8_limit *limit, double value, double baseline);

/* What a verdict says of a value that misses the limit: one of enum iter8_verdict_reason. */
int32_t iter8__limit_reason(const iter8_limit *limit);

/* Whether the limit says little because of what the baseline has: of a value that is not above 0 a
 * larger multiple is no larger. */
int iter8__limit_is_doubtful(const iter8_limit *limit, double baseline);

/* Adds where a value that misses the limit lies: ", above its upper limit 0.01", or ", above 1.1
 * times the baseline's 110". The baseline's value is written with so many digits. */
void iter8__limit_explain(const iter8_limit *limit, double baseline, int digits, iter8__text *text);

/* Writes a number in the way of whoever asks. */
typedef void iter8__number_writer(iter8__text *text, double number);

/* Adds the bound as a formula, such as "0.01" or "1.1 * baseline + 0.05"; @p times is the sign
 * between two factors. */
void iter8__limit_formula(const iter8_limit *limit, iter8__number_writer *write, const char *times,
                          iter8__text *text);

/* Whether a limit relative to the baseline is a multiple of its value and nothing more. */
int iter8__limit_is_multiple(const iter8_limit *limit);

#endif
