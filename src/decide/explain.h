/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * explain.h - reasons in words.
 *
 * The messages of the four sections of an analysis are worded as Iter8 words them, because people
 * and scripts look for them; the explanations are this library's own, one line each.
 */
#ifndef ITER8_DECIDE_EXPLAIN_H
#define ITER8_DECIDE_EXPLAIN_H

#include "base/text.h"
#include "decide/decision.h"

/* "iter8-knative/error-rate is 0.048, above its upper limit 0.01" */
void iter8__explain_verdict(const iter8__spec *spec, const iter8__decision *decision,
                            size_t version, size_t objective, iter8__text *text);

/* "held by maxCandidateWeightIncrement 10; wanted 95 %" */
void iter8__explain_weight(const iter8__spec *spec, const iter8__decision *decision, size_t version,
                           iter8__text *text);

/* The unmet objectives of a version, or that all are met: "; " between them. */
void iter8__explain_version(const iter8__spec *spec, const iter8__decision *decision,
                            size_t version, iter8__text *text);

/* "Error: ...; Warning: ...; Info: ..." of the section's decision. */
void iter8__message_verdicts(const iter8__spec *spec, const iter8__decision *decision,
                             iter8__text *text);
void iter8__message_winner(const iter8__spec *spec, const iter8__decision *decision,
                           iter8__text *text);

/* How many digits a value is told with: a few, unless they make it look like a limit beside it. */
int iter8__explain_digits(double value, double limit);

#endif
