/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * experiment_schema.h - the fields of Iter8's Experiment, as conditions and placeholders name them.
 */
#ifndef ITER8_SPEC_EXPERIMENT_SCHEMA_H
#define ITER8_SPEC_EXPERIMENT_SCHEMA_H

#include "expression/schema.h"

/* The members of an Experiment. */
extern const iter8__schema iter8__experiment_schema[];

#endif
