/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * plain_counterfactual.h - iter8_analysis_counterfactual() without any thrift, to compare with.
 */
#ifndef ITER8_TESTS_PLAIN_COUNTERFACTUAL_H
#define ITER8_TESTS_PLAIN_COUNTERFACTUAL_H

#include "iter8/analysis.h"

int plain_counterfactual(const iter8_analysis *analysis, iter8_counterfactual *out);

#endif
