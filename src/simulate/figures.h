/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * figures.h - the names of what a tally can estimate.
 */
#ifndef ITER8_SIMULATE_FIGURES_H
#define ITER8_SIMULATE_FIGURES_H

#include "iter8/simulate.h"
#include "spec/names.h"

extern const iter8__words iter8__figures; /* enum iter8_figure */

#endif
