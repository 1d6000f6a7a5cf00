/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * strength.h - what the parts of spec.criteria.strength share.
 */
#ifndef ITER8_SPEC_STRENGTH_H
#define ITER8_SPEC_STRENGTH_H

#include "spec/criteria_index.h"
#include "spec/spec.h"

/* Warns that nothing of the experiment is about the metric that an item names: a misspelt name
 * would otherwise go unnoticed. */
void iter8__strength_warn_of_metric(iter8__decoder *decoder, const char *message,
                                    const char *metric);

/* Decodes an item of relativeLimits and gives its limits to all objectives about its metric. */
void iter8__relative_limits_decode(iter8__decoder *decoder, const iter8__node *item,
                                   const iter8__criteria_index *criteria);

#endif
