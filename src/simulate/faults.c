/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What goes wrong, and when. */
#include "simulate/simulation.h"

#include "base/random.h"
#include "spec/metric_name.h"

#include <string.h>

enum { STREAM_SOURCE = 2, STREAM_SINK = 3 };

static int concerns(const iter8__fault *fault, const char *metric, const char *version,
                    const char *home)
{
    return (fault->metric == NULL || iter8__metric_name_same(fault->metric, metric, home)) &&
           (fault->version == NULL || strcmp(fault->version, version) == 0);
}

static int strikes(const iter8_simulation *simulation, const iter8__fault *fault, uint64_t stream,
                   int64_t time_ns, const char *metric, const char *version)
{
    if (time_ns < fault->from_ns || time_ns >= fault->until_ns) return 0;
    if (fault->probability >= 1) return 1;
    iter8__random random = {simulation->world.seed};
    iter8__random_mix(&random, stream);
    iter8__random_mix(&random, (uint64_t)time_ns);
    iter8__random_mix_text(&random, metric, strlen(metric));
    iter8__random_mix_text(&random, version, strlen(version));
    return iter8__random_uniform(&random) < fault->probability;
}

int32_t iter8__outage_of_source(const iter8_simulation *simulation, const char *metric,
                                const char *version, int64_t time_ns, const iter8__fault **fault)
{
    for (size_t i = 0; i < simulation->scenario.fault_count; i++) {
        *fault = &simulation->scenario.faults[i];
        if (concerns(*fault, metric, version, simulation->experiment->spec.namespace_) &&
            strikes(simulation, *fault, STREAM_SOURCE + (i << 8), time_ns, metric, version))
            return (*fault)->answer;
    }
    return 0;
}

int32_t iter8__outage_of_sink(const iter8_simulation *simulation, int64_t time_ns,
                              const iter8__fault **fault)
{
    for (size_t i = 0; i < simulation->scenario.sink_fault_count; i++) {
        *fault = &simulation->scenario.sink_faults[i];
        if (strikes(simulation, *fault, STREAM_SINK + (i << 8), time_ns, "", ""))
            return (*fault)->answer;
    }
    return 0;
}
