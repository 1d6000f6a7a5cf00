/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/host.h"

#include "base/memory.h"
#include "iter8/error.h"

int iter8__host_take(iter8__host *copy, const iter8_host *host)
{
    *copy = (iter8__host){.source.struct_size = sizeof copy->source,
                          .router.struct_size = sizeof copy->router};
    int rc = iter8__sized_in(&copy->own, sizeof copy->own, host);
    const iter8_host *own = &copy->own;
    if (rc == ITER8_OK && own->metrics_source != NULL)
        rc = iter8__sized_in(&copy->source, sizeof copy->source, own->metrics_source);
    if (rc == ITER8_OK && own->router != NULL)
        rc = iter8__sized_in(&copy->router, sizeof copy->router, own->router);
    return rc;
}

iter8_host iter8__host_public(const iter8__host *copy)
{
    iter8_host host = copy->own;
    host.metrics_source = &copy->source;
    host.router = &copy->router;
    return host;
}
