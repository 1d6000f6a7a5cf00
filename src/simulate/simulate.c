/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Many runs. */
#include "simulate/tally.h"

#include "base/memory.h"
#include "iter8/error.h"

/* Whatever a step comes to, the experiment goes on, but for a lack of memory. */
static int run_one(iter8_simulation *simulation, const iter8_host *host)
{
    iter8_outcome outcome = {.struct_size = sizeof outcome};
    for (int64_t now_ns = ITER8__RUN_START_NS; now_ns != ITER8_NEVER;
         now_ns = iter8__run_follow(simulation, &outcome)) {
        int rc = iter8_reconcile(simulation->experiment, host, now_ns, NULL, &outcome);
        if (rc != ITER8_OK && rc != ITER8_ERR_HOST) return rc;
    }
    return simulation->world.out_of_memory ? ITER8_ERR_NOMEM : ITER8_OK;
}

static int run_all(iter8_simulation *simulation, const iter8_series *series, iter8_tally *tally)
{
    for (uint64_t i = 0; i < series->count; i++) {
        iter8__run_begin(simulation, series->seed, series->first + i);
        iter8_host host;
        iter8__simulated_host(simulation, &host);
        int rc = run_one(simulation, &host);
        if (rc != ITER8_OK) return rc;
        if (tally != NULL && !iter8__tally_add_run(tally, &simulation->run)) return ITER8_ERR_RANGE;
        if (series->each != NULL) series->each(&simulation->run.result, series->user_data);
    }
    return ITER8_OK;
}

int iter8_simulate(iter8_simulation *simulation, const iter8_series *series, iter8_tally *tally)
{
    if (simulation == NULL || series == NULL) return ITER8_ERR_ARGUMENT;
    iter8_series own;
    int rc = iter8__sized_in(&own, sizeof own, series);
    if (rc != ITER8_OK) return rc;
    if (simulation->busy) return ITER8_ERR_BUSY;
    if (tally != NULL &&
        (!iter8__tally_fits(tally, simulation->experiment, simulation->iterations) ||
         own.count > ITER8__MAX_RUNS - tally->runs))
        return ITER8_ERR_ARGUMENT;
    simulation->busy = 1;
    rc = run_all(simulation, &own, tally);
    simulation->busy = 0;
    return rc;
}
