/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * simulate.h - iter8ctl simulate: policies under scenarios.
 */
#ifndef ITER8CTL_SIMULATE_H
#define ITER8CTL_SIMULATE_H

#include "iter8ctl.h"

enum { DEFAULT_RUNS = 1000, MAX_RUNS = 1000000000 };

/* A policy: an experiment and its metrics; documents are owned by the inputs. */
struct policy {
    const iter8_document *experiment;
    const iter8_document *const *metrics;
    const iter8_document **own_metrics; /* the same, or NULL where they are another policy's */
    size_t metric_count;
    const iter8_document *defaults;
};

/* One scenario, and what came of the policy under it. */
struct trial {
    const char *file; /* of the scenario */
    iter8_simulation *simulation;
    iter8_tally *tally;
};

/* Two policies under one scenario, on the same chances. */
struct comparison {
    uint64_t only_ours[4]; /* by verdict: runs that end so with our policy alone */
    uint64_t only_other[4];
    double sums[3]; /* ours less the other's: errors, slow requests, seconds */
    double squares[3];
};

/* simulate_policy.c */

/* Finds the experiment and the metrics among the files, and tells all that is wrong with them. An
 * exit code; to be closed in any case. */
int policy_open(struct inputs *inputs, const iter8_document *defaults, struct policy *out);
/* Lets a policy have the metrics of another one, which is closed later. */
void policy_share_metrics(struct policy *policy, const struct policy *from);
void policy_close(struct policy *policy);

/* simulate_runs.c */

/* The writer of what came of a trial. */
int write_trial(const void *trial, int format, char *buffer, size_t capacity, size_t *length);

/* As of iter8_series::each. */
typedef void run_callback(const iter8_run *run, void *user_data);

/* Makes the runs with progress on a terminal. @p each may be NULL. An exit code. */
int simulate_runs(const struct arguments *arguments, struct trial *trial, run_callback *each,
                  void *user_data);
/* Makes them with another policy too. */
int simulate_both(const struct arguments *arguments, struct trial *ours, struct trial *other,
                  struct comparison *comparison);

/* simulate_print.c */
void print_trial(const struct arguments *arguments, const struct trial *trial);
void print_comparison(const struct arguments *arguments, const struct trial *ours,
                      const struct trial *other, const struct comparison *comparison);
/* The percent of a share, such as "85.9 %". */
void print_share(double share);

/* simulate_junit.c: an exit code */
int write_junit(const char *file, const struct trial *trials, size_t count);

/* simulate_html.c: an exit code */
int print_html(const struct trial *trials, size_t count);

/* simulate_explain.c: an exit code */
int explain_run(const struct arguments *arguments, const struct trial *trial,
                const iter8_document *defaults);

/* The word for one of #iter8_expected. */
const char *expected_word(int32_t expected);

#endif
