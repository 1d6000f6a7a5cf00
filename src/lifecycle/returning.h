/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* returning.h - the traffic of an experiment that has failed goes back to the baseline. */
#ifndef ITER8_LIFECYCLE_RETURNING_H
#define ITER8_LIFECYCLE_RETURNING_H

#include "lifecycle/step.h"

/* Decides the baseline's weights for an experiment that has failed, before anything is written. */
enum iter8__flow iter8__returning_begin(iter8__step *step);
/* Looks whether they are there, where that is in doubt, and says how it ended. Goes on when there
 * is nothing more to try. */
enum iter8__flow iter8__returning_end(iter8__step *step);
/* What an experiment that has failed says last. */
const char *iter8__returning_words(const iter8__step *step);

#endif
