/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * rollout.h - iter8ctl run: one experiment, its world, and the clock.
 */
#ifndef ITER8CTL_ROLLOUT_H
#define ITER8CTL_ROLLOUT_H

#include "iter8/backends/file_sink.h"
#include "log_file.h"
#include "metrics.h"
#include "sinks.h"

struct rollout {
    const struct arguments *arguments;
    struct inputs *inputs; /* holds the routing objects whose weights are read and written */
    iter8_experiment *experiment;
    struct secrets secrets;
    iter8_http_source *http; /* NULL in virtual time */
    struct sink sink;
    iter8_metrics_source no_source; /* what the library is given where there is no http */
    iter8_router router;            /* what the library is given */
    struct log_file log;
    iter8_file_writer *kept; /* the file of -o, or NULL */
    int64_t now_ns;
    int32_t printed; /* the last iteration that a line was printed for */
};

/* rollout_host.c: the callbacks; their user data is the rollout. */

/* Whether the candidates are given up: it is rolled back or aborted. */
int goes_back(const iter8_experiment *experiment);

/* Whether the experiment changes weights at all. */
int moves_weights(const iter8_experiment *experiment);
iter8_host rollout_host(struct rollout *rollout);
/* The routing objects are changed in memory only. When a run goes on, they get the weights that the
 * experiment left them with. An exit code. */
int rollout_restore(struct rollout *rollout);

/* rollout_print.c */

/* Prints a line for the last iteration, once. Lines go to standard error when -o - takes standard
 * output. */
void rollout_print(struct rollout *rollout);
/* Prints a line for a task that is due: its script's first line, or its inputs. */
void rollout_print_task(const struct rollout *rollout, const iter8_task *task);

/* rollout_keep.c */

/* Claims the file of -o: another run that keeps its experiment there is in the way. An exit code.
 */
int rollout_claim(struct rollout *rollout);

/* Writes the experiment to the file of -o: wholly or, on a failure that is complained of, not at
 * all. An exit code. */
int rollout_keep(const struct rollout *rollout);

#endif
