/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * names.h - the words of the API and their numbers.
 */
#ifndef ITER8_SPEC_NAMES_H
#define ITER8_SPEC_NAMES_H

#include "decode/words.h"

extern const iter8__words iter8__testing_patterns;
extern const iter8__words iter8__deployment_patterns;
extern const iter8__words iter8__stages;
extern const iter8__words iter8__directions;         /* 1 High, 2 Low */
extern const iter8__words iter8__condition_types;    /* enum iter8_condition_type */
extern const iter8__words iter8__condition_statuses; /* one more than iter8_condition_status */
extern const iter8__words iter8__metric_types;       /* 1 Counter, 2 Gauge */
extern const iter8__words iter8__methods;            /* 1 GET, 2 POST */
extern const iter8__words iter8__auth_types;         /* 1 Basic, 2 Bearer, 3 APIKey */
extern const iter8__words iter8__command_words;      /* those of enum iter8_command that end */
extern const iter8__words iter8__ending_words;       /* enum iter8_ending */
extern const iter8__words iter8__algorithm_words;    /* weight algorithms */
extern const iter8__words iter8__kind_words;         /* enum iter8_metric_kind, but for NUMBER */
extern const iter8__words iter8__on_spent_words;     /* enum iter8__on_spent */
extern const iter8__words iter8__on_change_words;    /* enum iter8__on_change */

enum { ITER8__COUNTER = 1, ITER8__GAUGE = 2 };
enum { ITER8__GET = 1, ITER8__POST = 2 };
enum { ITER8__AUTH_BASIC = 1, ITER8__AUTH_BEARER = 2, ITER8__AUTH_API_KEY = 3 };
enum { ITER8__HIGH = 1, ITER8__LOW = 2 };

/* The enum iter8_condition_type that a text means, or 0. */
int32_t iter8__condition_type_of(const char *word);

#endif
