/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* fixture.h - one experiment and one host, as most tests of the lifecycle want them. */
#ifndef ITER8_TESTS_LIFECYCLE_FIXTURE_H
#define ITER8_TESTS_LIFECYCLE_FIXTURE_H

#include "experiment_text.h"
#include "iter8/error.h"
#include "scripted_host.h"

extern scripted_host host;
extern iter8_experiment *experiment;
extern iter8_outcome outcome;

/* For TestSuite's .init and .fini: the usual experiment and a host for which all is well. */
void fixture_setup(void);
void fixture_teardown(void);
/* Another experiment instead; the host stays. */
void fixture_start(const experiment_plan *plan);
/* The experiment as it was last saved, in place of the one in memory. */
void fixture_reload(void);
/* Runs to the end, which has to come. */
void fixture_finish(void);
/* Steps on until so many iterations are complete. */
void fixture_run_until(int32_t iterations);

/* A source for host.source: the candidates' values are above every limit, the baseline's is not. */
int32_t fixture_candidate_too_high(const iter8_question *question, iter8_measurement *answer,
                                   scripted_host *unused);

void assert_message(const char *wanted);
void assert_condition(int32_t type, int32_t wanted);
/* How traffic is really sent. */
void assert_routes(int32_t baseline, int32_t candidate);
/* What the status says of it. */
void assert_weights(int32_t baseline, int32_t candidate);

/* The letter of this iteration: '+' for the baseline; of the others the next of @p letters, of
 * which the last one goes on. */
char fixture_letter(const iter8_question *question, const char *letters);
/* The first candidate's weight after each iteration; @p restarts: with a restart after each. */
void fixture_expect_path(const int32_t *wanted, int32_t count, int restarts);

#endif
