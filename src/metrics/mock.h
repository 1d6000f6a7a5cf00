/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * mock.h - metrics that answer themselves: spec.mock.
 *
 * A counter's value is the elapsed seconds times its level. A gauge's is drawn anew each time
 * around its level: 2 * level * Beta(elapsed, elapsed), so it comes closer to the level as time
 * goes by. That is what Iter8 does; here the draw is seeded, by the host's seed, the metric, the
 * version and the moment, so that it does not depend on what was asked before.
 */
#ifndef ITER8_METRICS_MOCK_H
#define ITER8_METRICS_MOCK_H

#include "experiment/experiment.h"
#include "iter8/metric.h"
#include "iter8/reconcile.h"

/* 1 if the metric answers itself. */
int iter8__is_mock(const iter8_experiment *experiment, size_t metric);

/* Answers for a metric that does; absent for a version that has no level. */
void iter8__mock_measure(const iter8_experiment *experiment, size_t metric, size_t version,
                         int64_t now_ns, uint64_t seed, iter8_measurement *answer);

/* The same for a question about such a metric, which says what the elapsed time is. */
void iter8__mock_answer(const iter8_question *question, uint64_t seed, iter8_measurement *answer);

#endif
