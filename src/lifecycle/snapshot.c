/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/snapshot.h"

#include "iter8/error.h"
#include "lifecycle/step.h"

#include <string.h>

static void add(iter8__snapshot *rewind, void *place, size_t count, size_t size)
{
    rewind->parts[rewind->count].place = place;
    rewind->parts[rewind->count++].size = count * size;
}

static void add_analysis(iter8__snapshot *rewind, const iter8__spec *spec,
                         const iter8__decision *analysis)
{
    size_t versions = spec->version_count, verdicts = versions * spec->objective_count;
    add(rewind, analysis->values, analysis->metric_count * versions, sizeof *analysis->values);
    add(rewind, analysis->verdicts, verdicts, sizeof *analysis->verdicts);
    add(rewind, analysis->failures, verdicts, sizeof *analysis->failures);
    add(rewind, analysis->streaks, versions, sizeof *analysis->streaks);
    add(rewind, analysis->weights, versions, sizeof *analysis->weights);
    add(rewind, analysis->best, versions, 1);
}

static int copy_parts(iter8__snapshot *rewind, iter8__arena *arena)
{
    for (int i = 0; i < rewind->count; i++) {
        rewind->parts[i].copy = iter8__arena_alloc(arena, rewind->parts[i].size, 1);
        if (rewind->parts[i].copy == NULL) return 0;
        memcpy(rewind->parts[i].copy, rewind->parts[i].place, rewind->parts[i].size);
    }
    return 1;
}

int iter8__snapshot_take(iter8__snapshot *rewind, iter8_experiment *experiment, iter8__arena *arena)
{
    int rc = iter8__step_prepare(experiment);
    if (rc != ITER8_OK) return rc;
    *rewind = (iter8__snapshot){.count = 0};
    add(rewind, &experiment->status, 1, sizeof experiment->status);
    add(rewind, experiment->status.weights, experiment->spec.version_count, sizeof(int32_t));
    add(rewind, &experiment->history, 1, sizeof experiment->history);
    add(rewind, experiment->transient, 1, sizeof *experiment->transient);
    add_analysis(rewind, &experiment->spec, &experiment->status.analysis);
    add_analysis(rewind, &experiment->spec, &experiment->transient->next);
    return copy_parts(rewind, arena) ? ITER8_OK : ITER8_ERR_NOMEM;
}

void iter8__snapshot_restore(const iter8__snapshot *rewind)
{
    for (int i = 0; i < rewind->count; i++)
        memcpy(rewind->parts[i].place, rewind->parts[i].copy, rewind->parts[i].size);
}
