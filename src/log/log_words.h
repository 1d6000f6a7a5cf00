/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * log_words.h - the words of a decision log and their numbers.
 */
#ifndef ITER8_LOG_LOG_WORDS_H
#define ITER8_LOG_LOG_WORDS_H

#include "spec/names.h"

#include <stdint.h>

extern const iter8__words iter8__value_states;    /* one more than enum iter8_value_state */
extern const iter8__words iter8__verdict_reasons; /* enum iter8_verdict_reason */
extern const iter8__words iter8__winner_reasons;  /* enum iter8_winner_reason */
extern const iter8__words iter8__weight_reasons;  /* enum iter8_weight_reason */

/* What a call returned: the name of a status code without "ITER8_", or NULL. */
const char *iter8__log_result_name(int32_t code);
/* The code of such a name; 1, or 0 when it is none. */
int iter8__log_result_code(const char *name, int32_t *out);

#endif
