/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * fingerprint.h - what an experiment judges, in few bytes: the target, the versions and the
 * criteria.
 *
 * Evidence is about what was judged when it was found. The fingerprint is remembered with it, so
 * that an experiment that was changed meanwhile is not gone on with as if it were the same. How
 * long and how fast it goes, labels and comments, the order of keys and the spelling of numbers are
 * no part of it.
 */
#ifndef ITER8_EXPERIMENT_FINGERPRINT_H
#define ITER8_EXPERIMENT_FINGERPRINT_H

#include "experiment/experiment.h"

/* "1-01234567-01234567-01234567" and its end. */
enum { ITER8__FINGERPRINT_BYTES = 2 + 9 * ITER8__JUDGED_PARTS };

iter8__fingerprint iter8__fingerprint_of(const iter8_experiment *experiment);

void iter8__fingerprint_format(const iter8__fingerprint *fingerprint,
                               char text[ITER8__FINGERPRINT_BYTES]);
/* What was not written so is not known. */
void iter8__fingerprint_parse(const char *text, iter8__fingerprint *out);

#endif
