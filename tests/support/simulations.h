/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * simulations.h - short ways to simulations made of text. A function here fails the test where the
 * library fails.
 */
#ifndef ITER8_TESTS_SIMULATIONS_H
#define ITER8_TESTS_SIMULATIONS_H

#include "iter8/simulate.h"

/* A canary of "current" and "candidate" with ten iterations of ten seconds, whose only objective is
 * an error rate of at most 1 %; @p more goes between its criteria and its duration. */
#define POLICY(more)                                                                               \
    "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: p}\nspec:\n"             \
    "  target: t\n  strategy: {testingPattern: Canary}\n"                                          \
    "  criteria:\n    objectives: [{metric: errors, upperLimit: '0.01'}]\n" more                   \
    "  duration: {intervalSeconds: 10, iterationsPerLoop: 10}\n"                                   \
    "  versionInfo: {baseline: {name: current}, candidates: [{name: candidate}]}\n"

/* The same, but a failure rolls back. */
#define STRICT_POLICY                                                                              \
    "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\nmetadata: {name: p}\nspec:\n"             \
    "  target: t\n  strategy: {testingPattern: Canary}\n"                                          \
    "  criteria:\n    objectives:\n"                                                               \
    "    - {metric: errors, upperLimit: '0.01', rollback_on_failure: true}\n"                      \
    "  duration: {intervalSeconds: 10, iterationsPerLoop: 10}\n"                                   \
    "  versionInfo: {baseline: {name: current}, candidates: [{name: candidate}]}\n"

#define SCENARIO_HEAD                                                                              \
    "apiVersion: iter8.tools/v2alpha2\nkind: Scenario\nmetadata: {name: s}\nspec:\n"

/* Ten requests a second; the candidate's error rate is a text; @p more is added at the end. */
#define SCENARIO(rate, more)                                                                       \
    SCENARIO_HEAD "  requestsPerSecond: 10\n  versions:\n  - {name: current}\n"                    \
                  "  - {name: candidate, errorRate: " rate "}\n"                                   \
                  "  metrics: [{metric: errors, from: errorRate}]\n" more

/* Owned by the caller. */
iter8_simulation *simulation_of(const char *policy, const char *scenario);

/* A file of a folder of examples/policy-tests; owned by the caller. */
iter8_documents *policy_file(const char *folder, const char *name);

/* The folders. */
enum { POLICY_FOLDERS = 5 };
extern const char *const policy_folders[POLICY_FOLDERS];

/* So many runs of a seed; the tally is owned by the caller. */
iter8_tally *tally_of(iter8_simulation *simulation, uint64_t seed, uint64_t first, uint64_t count);

/* One run alone. */
iter8_run run_of(iter8_simulation *simulation, uint64_t seed, uint64_t number);

/* The value of a figure. */
double figure_of(const iter8_tally *tally, int32_t figure);

/* A tally as compact JSON; freed by the caller. */
char *tally_written(const iter8_tally *tally);

/* The problems of making a simulation, which is refused if there is an error; freed by the caller.
 */
char *simulation_problems(const char *policy, const char *scenario);

#endif
