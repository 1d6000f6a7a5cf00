/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * planned_simulations.h - simulations made of a plan (experiment_text.h) and the spec of a
 * scenario. A function here fails the test where the library fails; texts are freed by the caller.
 */
#ifndef ITER8_TESTS_PLANNED_SIMULATIONS_H
#define ITER8_TESTS_PLANNED_SIMULATIONS_H

#include "experiment_text.h"
#include "simulations.h"

/* A Scenario whose spec is so much of it, each line ending with LF; the first is line 5. */
iter8_document *scenario_of(const char *spec);

/* The problems of a Scenario by itself, a line each; also checks that it is refused if there is an
 * error. */
char *scenario_problems(const char *spec);
/* Those of it with a plan's experiment. */
char *planned_problems(const experiment_plan *plan, const char *spec);

/* A simulation of a plan under a scenario, and of an experiment's text with metrics' texts, of
 * which the last is NULL. */
iter8_simulation *planned_simulation(const experiment_plan *plan, const char *spec);
iter8_simulation *simulation_with(const char *experiment, const char *const *metrics,
                                  const char *spec);

#endif
