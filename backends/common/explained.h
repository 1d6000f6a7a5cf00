/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * explained.h - how a sink hands its words to the library.
 */
#ifndef ITER8_BACKENDS_EXPLAINED_H
#define ITER8_BACKENDS_EXPLAINED_H

#include "common/line.h"
#include "iter8/reconcile.h"

/* Gives back what a callback is about to return; where that is an error, the library hears why.
 * The line is borrowed until the sink's next call. */
int32_t iter8__explained(const iter8_route *route, int rc, const iter8__line *problem);

#endif
