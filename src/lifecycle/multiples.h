/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* multiples.h - tells of limits that are multiples of a baseline of which they make no sense. */
#ifndef ITER8_LIFECYCLE_MULTIPLES_H
#define ITER8_LIFECYCLE_MULTIPLES_H

#include "lifecycle/step.h"

/* Records an event for each objective whose limits have come to say little since the @p earlier
 * analysis: the baseline's value is not above 0, or the multiple is 0. */
void iter8__multiples_tell(iter8__step *step, const iter8__decision *earlier);

#endif
