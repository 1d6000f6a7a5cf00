/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * metric_mask.h - what stands in a Metric itself and is nobody's business.
 *
 * Secrets belong in a Secret, but people write them into URLs, parameters and headers. A status is
 * kept, copied and shown, so its copy of a Metric has a mask in their place; who goes on from such
 * a status gives the Metric again.
 */
#ifndef ITER8_SPEC_METRIC_MASK_H
#define ITER8_SPEC_METRIC_MASK_H

#include "document/node.h"
#include "iter8/allocator.h"
#include "spec/metric.h"

/* Masks status.metrics of an experiment's tree: users in URLs, parameters by whose names one sees
 * what they are, and fixed values of headers. Returns 0 without memory. */
int iter8__metrics_mask(iter8__node *root, const iter8_allocator *allocator);

/* Whether something of a Metric is a mask, so that nobody can be asked with it. */
int iter8__metric_is_masked(const iter8__metric *metric);

#endif
