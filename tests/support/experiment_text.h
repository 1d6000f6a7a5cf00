/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * experiment_text.h - experiments for tests, written from a plan.
 *
 *     iter8_experiment *experiment = experiment_of(&(experiment_plan){.iterations = 3});
 *
 * A zero in the plan is the usual: a Canary of "baseline" and "candidate" (or "candidate-1" and on,
 * where there are several), Progressive, ten iterations of ten seconds, one objective: error-rate
 * at most 0.01.
 */
#ifndef ITER8_TESTS_EXPERIMENT_TEXT_H
#define ITER8_TESTS_EXPERIMENT_TEXT_H

#include "iter8/experiment.h"

enum { EXPERIMENT_TEXT_BYTES = 4096 };

typedef struct experiment_plan {
    const char *name;        /* "test" */
    const char *testing;     /* "Canary" */
    const char *deployment;  /* "Progressive" */
    int candidates;          /* 1; -1 for none */
    int interval_s;          /* 10 */
    int iterations;          /* per loop: 10 */
    int loops;               /* 1 */
    int cap;                 /* maxCandidateWeight; 0: not said; -1: 0 */
    int increment;           /* maxCandidateWeightIncrement; 0: not said; -1: 0 */
    const char *criteria;    /* one line of YAML */
    const char *actions;     /* names, separated by blanks */
    const char *tasks;       /* of each action, a YAML list in a line; one of common/bash */
    int promote;             /* 1: each version has a variable of that name, "NAME.yaml" */
    const char *annotations; /* within the braces of a YAML mapping */
    const char *home;        /* its namespace: "tests" */
    const char *target;      /* "tests/app" */
} experiment_plan;

/* Writes the plan's YAML into @p text. */
void experiment_text(const experiment_plan *plan, char text[EXPERIMENT_TEXT_BYTES]);
/* The plan's experiment; NULL if it is not valid. */
iter8_experiment *experiment_of(const experiment_plan *plan);

#endif
