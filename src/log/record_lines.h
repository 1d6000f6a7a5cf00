/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * record_lines.h - the lines that a recorder writes, in its own texts.
 */
#ifndef ITER8_LOG_RECORD_LINES_H
#define ITER8_LOG_RECORD_LINES_H

#include "log/recorder.h"

#include <stdint.h>

/* The state of the experiment that a line is about. */
typedef struct iter8__moment {
    uint64_t hash;
    uint64_t process;
    int failed; /* memory ran out */
} iter8__moment;

/* One call of iter8_reconcile(). */
typedef struct iter8__call {
    iter8_experiment *experiment;
    int64_t now_ns;
    int64_t measured_ns; /* when the last iteration before it was */
    iter8_outcome outcome;
    int result;
} iter8__call;

/* Makes recorder->header. */
void iter8__record_header(iter8_recorder *recorder);
/* Looks at the experiment before a step, and makes recorder->document where its reader does not
 * know it, else leaves it empty: the step changes the experiment. */
iter8__moment iter8__record_before(iter8_recorder *recorder, const iter8_experiment *experiment);
/* Looks at it after the step. A status that has not @p changed is not written once more. */
iter8__moment iter8__record_after(iter8_recorder *recorder, const iter8_experiment *experiment,
                                  const iter8__moment *before, int changed);
/* Makes recorder->line. */
void iter8__record_step(iter8_recorder *recorder, const iter8__call *call, uint64_t hash);

#endif
