/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/found.h"

#include "base/text.h"
#include "iter8/error.h"
#include "iter8/routing.h"
#include "lifecycle/due.h"
#include "lifecycle/progress.h"
#include "lifecycle/split.h"

#include <string.h>

/* What the weights that are known come to. */
typedef struct tally {
    int64_t sum;
    size_t unknown; /* how many are not */
    size_t which;   /* the last of those */
} tally;

static tally count(const int32_t *weights, size_t versions)
{
    tally all = {0, 0, 0};
    for (size_t v = 0; v < versions; v++) {
        if (weights[v] >= 0) {
            all.sum += weights[v];
            continue;
        }
        all.unknown++;
        all.which = v;
    }
    return all;
}

/* As long as they stay so, once. */
static void tell(iter8__step *step, const int32_t *percent)
{
    const iter8_experiment *experiment = step->experiment;
    const iter8__status *status = &experiment->status;
    size_t bytes = experiment->spec.version_count * sizeof *percent;
    if (status->has_weights && memcmp(status->weights, percent, bytes) == 0) return;
    if (step->host.own.record_event == NULL) return;
    iter8__text message;
    iter8__text_init(&message, &experiment->allocator);
    iter8__text_add_string(&message, "the weights found, ");
    iter8__split_write(&experiment->spec, step->transient->weights, &message);
    iter8__text_add_string(&message, ", do not sum to 100; they count as ");
    iter8__split_write(&experiment->spec, percent, &message);
    iter8__progress_tell(step, "WeightsScaled", iter8__text_string(&message), 1);
    iter8__text_clear(&message);
}

/* Where nobody has a weight, nobody has decided for a candidate. */
static void scale(iter8__step *step, int64_t sum)
{
    int32_t *percent = step->transient->listed;
    size_t versions = step->experiment->spec.version_count;
    memset(percent, 0, versions * sizeof *percent);
    percent[0] = 100;
    int rc = sum > 0 ? iter8_weights_scale(step->transient->weights, percent, versions) : ITER8_OK;
    if (rc != ITER8_OK) return;
    tell(step, percent);
    memcpy(step->transient->weights, percent, versions * sizeof *percent);
}

int iter8__found_settle(iter8__step *step, const char **why)
{
    size_t versions = step->experiment->spec.version_count;
    tally all = count(step->transient->weights, versions);
    int as_they_are = iter8__due_has_quirk(step->experiment, ITER8__ANY_SUM_OF_WEIGHTS);
    if (all.unknown > 1) {
        *why = "the weights of several versions are not known";
        return ITER8_ERR_RANGE;
    }
    if (all.unknown == 1 && all.sum > 100 && !as_they_are) {
        *why = "one weight is not known, and the others sum to more than 100";
        return ITER8_ERR_RANGE;
    }
    if (all.unknown == 1)
        step->transient->weights[all.which] = all.sum > 100 ? 0 : (int32_t)(100 - all.sum);
    else if (all.sum != 100 && !as_they_are)
        scale(step, all.sum);
    return ITER8_OK;
}
