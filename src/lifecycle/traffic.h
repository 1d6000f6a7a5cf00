/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * traffic.h - weights on their way to the host.
 */
#ifndef ITER8_LIFECYCLE_TRAFFIC_H
#define ITER8_LIFECYCLE_TRAFFIC_H

#include "lifecycle/step.h"

/* Writes the decided weights if they are not yet known to be there. A failed write is tried again
 * after a second, or at the deadline if that is sooner. */
enum iter8__flow iter8__traffic_write(iter8__step *step, int64_t deadline_ns);

#endif
