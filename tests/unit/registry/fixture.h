/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * fixture.h - a registry, some experiments and one host. Times are seconds since the beginning.
 */
#ifndef ITER8_TESTS_REGISTRY_FIXTURE_H
#define ITER8_TESTS_REGISTRY_FIXTURE_H

#include "experiment_text.h"
#include "iter8/error.h"
#include "iter8/registry.h"
#include "scripted_host.h"

extern scripted_host host;
extern iter8_registry *registry;
extern iter8_outcome outcome; /* of the last step */

/* For TestSuite's .init and .fini. The latter frees all experiments, the removed ones too. */
void fixture_setup(void);
void fixture_teardown(void);
/* Another registry instead, in which nobody is. */
void fixture_new_registry(const iter8_registry_options *options);

int64_t at_ns(int64_t at_s);
/* An experiment that is not in the registry. */
iter8_experiment *made(const experiment_plan *plan);
/* One that is read from what another one is written as; that one is taken out. */
iter8_experiment *restarted(iter8_experiment *experiment);
/* Adds one, which must work. */
iter8_experiment *add(iter8_experiment *experiment, int64_t at_s);
/* Makes and adds one with a target of its own, or with this target. */
iter8_experiment *add_named(const char *name, const char *target, int64_t at_s);

/* One step, which must not fail: the name of the experiment whose turn it was, or "" . */
const char *stepped(int64_t at_s);
/* Steps until nothing is due at that time. */
void step_all(int64_t at_s);
/* Steps at whatever time it is due, until nothing is planned or the time has come; returns when. */
int64_t run_to(int64_t at_s);
/* The time that the registry wants to be called at; -1: never. */
int64_t next_s(void);
/* The name of the experiment that has a target, or "". */
const char *owner_of(const char *target);

#endif
