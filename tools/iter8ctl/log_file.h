/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * log_file.h - the decision log of a run: lines at the end of a file.
 */
#ifndef ITER8CTL_LOG_FILE_H
#define ITER8CTL_LOG_FILE_H

#include "iter8/backends/file_sink.h"
#include "iter8ctl.h"

struct log_file {
    const char *name;          /* or NULL: there is none */
    int descriptor;            /* -1 where there is none */
    iter8_file_writer *writer; /* claims the file: two runs do not mix their lines */
    iter8_recorder *recorder;
    int error;      /* errno of the last line that could not be written */
    int complained; /* lines are missing, and that was said */
};

/* Opens the file of --log, if any, and takes out a last line that is not whole. An exit code; to be
 * closed in any case. */
int log_file_open(struct log_file *file, const struct arguments *arguments,
                  const struct inputs *inputs, const iter8_host *host);
void log_file_close(struct log_file *file);

/* iter8_reconcile(), recorded where there is a file. Complains, once, of lines that cannot be
 * written: the run goes on. What was written of such a step is cut back, and the next step begins a
 * log anew, so that what is there can always be replayed. */
int log_file_reconcile(struct log_file *file, const iter8_host *host, iter8_experiment *experiment,
                       int64_t now_ns, iter8_diagnostics *diagnostics, iter8_outcome *outcome);

/* EXIT_DONE if all lines were written. */
int log_file_check(const struct log_file *file);

#endif
