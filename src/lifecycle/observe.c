/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/observe.h"

#include "iter8/error.h"
#include "lifecycle/found.h"
#include "lifecycle/ticket.h"

#include <string.h>

static void use_last_known(iter8__step *step)
{
    memcpy(step->transient->weights, step->experiment->status.weights,
           step->experiment->spec.version_count * sizeof *step->transient->weights);
}

static int32_t read_weights(iter8__step *step, int64_t time_ns, const char **why)
{
    struct iter8__transient *run = step->transient;
    size_t count = step->experiment->spec.version_count;
    iter8_route route = {sizeof route,
                         iter8__ticket(step, ITER8__TICKET_READ, time_ns, 0),
                         time_ns,
                         step->experiment,
                         step->experiment->status.weights,
                         count,
                         why};
    int32_t answer =
        step->host.router.read_weights(&route, run->weights, step->host.router.user_data);
    if (answer != ITER8_OK) return answer;
    return iter8__found_settle(step, why);
}

int32_t iter8__observe(iter8__step *step, int64_t time_ns, iter8__failure *failure)
{
    const char *why = NULL;
    use_last_known(step);
    int32_t answer =
        step->host.router.read_weights != NULL ? read_weights(step, time_ns, &why) : ITER8_OK;
    if (answer == ITER8_OK || answer == ITER8_PENDING) return answer;
    use_last_known(step);
    *failure =
        (iter8__failure){ITER8__CALL_READ, answer,
                         answer == ITER8_ERR_RANGE ? "the weights read cannot be made into percent"
                                                   : "the weights cannot be read",
                         why};
    return answer;
}
