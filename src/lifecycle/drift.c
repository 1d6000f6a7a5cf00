/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/drift.h"

#include "base/text.h"
#include "lifecycle/progress.h"
#include "lifecycle/state.h"

#include <string.h>

/* A write that failed, or was never noted, may have been made in part: what it left behind is not
 * somebody else's. */
static int has_drifted(const iter8__step *step)
{
    const iter8__status *status = &step->experiment->status;
    size_t bytes = step->experiment->spec.version_count * sizeof *status->weights;
    return status->has_weights && !iter8__state_owes_traffic(step->experiment) &&
           memcmp(status->weights, step->run->weights, bytes) != 0;
}

static void add_weights(iter8__text *text, const iter8__spec *spec, const int32_t *weights)
{
    for (size_t v = 0; v < spec->version_count; v++) {
        iter8__text_add_strings(text, v > 0 ? ", " : "", spec->versions[v].name, " ", (char *)NULL);
        iter8__text_add_integer(text, weights[v]);
    }
}

void iter8__drift_notice(iter8__step *step)
{
    const iter8_experiment *experiment = step->experiment;
    iter8__text message;
    if (step->host.record_event == NULL || !has_drifted(step)) return;
    iter8__text_init(&message, &experiment->allocator);
    iter8__text_add_string(&message, "somebody else has changed the weights from ");
    add_weights(&message, &experiment->spec, experiment->status.weights);
    iter8__text_add_string(&message, " to ");
    add_weights(&message, &experiment->spec, step->run->weights);
    iter8__progress_tell(step, "WeightsChanged", iter8__text_string(&message), 1);
    iter8__text_clear(&message);
}
