/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * simulations.h - short ways to simulations: made of a plan (experiment_text.h) and a scenario's
 * text. A function here fails the test where the library fails; texts are freed by the caller.
 */
#ifndef ITER8_TESTS_SIMULATIONS_H
#define ITER8_TESTS_SIMULATIONS_H

#include "experiment_text.h"
#include "iter8/simulate.h"

/* The first lines of a Scenario, so that what a test adds begins in line 5. */
#define SCENARIO_HEAD                                                                              \
    "apiVersion: iter8.tools/v2alpha2\nkind: Scenario\nmetadata: {name: s}\nspec:\n"

/* A Scenario whose spec is so much of it, each line ending with LF. */
iter8_document *scenario_of(const char *spec);

/* The problems of a Scenario by itself, a line each; also checks that it is refused if there is an
 * error. */
char *scenario_problems(const char *spec);
/* Those of it with a plan's experiment. */
char *simulation_problems(const experiment_plan *plan, const char *spec);

/* A simulation of a plan under a scenario, and of an experiment's text with metrics' texts, of
 * which the last is NULL. */
iter8_simulation *simulation_of(const experiment_plan *plan, const char *spec);
iter8_simulation *simulation_from(const char *experiment, const char *const *metrics,
                                  const char *spec);

/* Makes runs; the tally is the caller's. */
iter8_tally *tally_of(iter8_simulation *simulation, uint64_t seed, uint64_t first, uint64_t count);
/* Makes one run. */
iter8_run run_of(iter8_simulation *simulation, uint64_t seed, uint64_t number);

char *tally_written(const iter8_tally *tally, int format);
iter8_tally *tally_read(const char *text);
double estimate_of(const iter8_tally *tally, int32_t figure);

#endif
