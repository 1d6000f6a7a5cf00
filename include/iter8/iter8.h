/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief All of libiter8. Start with reconcile.h, or with analysis.h for the pure function alone.
 */
#ifndef ITER8_ITER8_H
#define ITER8_ITER8_H

#include "iter8/algorithm.h"
#include "iter8/allocator.h"
#include "iter8/analysis.h"
#include "iter8/check.h"
#include "iter8/command.h"
#include "iter8/diagnostics.h"
#include "iter8/document.h"
#include "iter8/error.h"
#include "iter8/experiment.h"
#include "iter8/export.h"
#include "iter8/histograms.h"
#include "iter8/history.h"
#include "iter8/init.h"
#include "iter8/limit.h"
#include "iter8/log.h"
#include "iter8/metric.h"
#include "iter8/metrics_source.h"
#include "iter8/query.h"
#include "iter8/reconcile.h"
#include "iter8/registry.h"
#include "iter8/report.h"
#include "iter8/router.h"
#include "iter8/routing.h"
#include "iter8/secret.h"
#include "iter8/simulate.h"
#include "iter8/snapshots.h"
#include "iter8/task.h"
#include "iter8/version.h"

#endif /* ITER8_ITER8_H */
