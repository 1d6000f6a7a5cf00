/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Commands change the memory of the status; the stages do what follows from it. */
#include "iter8/command.h"

#include "decide/decide.h"
#include "iter8/error.h"
#include "lifecycle/due.h"

#include <string.h>

/* The version to be promoted; -1 where it must be named. */
static int32_t version_to_promote(const iter8_experiment *experiment, const char *name)
{
    const iter8__spec *spec = &experiment->spec;
    if (name != NULL) return iter8__spec_version(spec, name);
    if (experiment->status.analysis.winner >= 0) return experiment->status.analysis.winner;
    return spec->version_count == 1 || spec->version_count == 2 ? (int32_t)spec->version_count - 1
                                                                : -1;
}

/* Decides the first step back at once, so that what was decided before is not carried out. It may
 * have been, or be on its way: whatever is known to be there, the step is written. */
static void abort_now(iter8_experiment *experiment)
{
    iter8__status *status = &experiment->status;
    status->state.command = ITER8_COMMAND_ABORT;
    if (!iter8__due_returns_traffic(experiment)) return;
    iter8__roll_back_weights(&experiment->spec, status->weights, &status->analysis);
    status->state.unsure = 1;
}

/* Another end than the one that was under way begins its action anew. */
static void forget_ending(iter8__state *memory)
{
    const char *action = memory->acted.action;
    if (action == NULL || strcmp(action, "start") == 0 || strcmp(action, "loop") == 0) return;
    memory->acted = (iter8__action_progress){NULL, 0, 0};
}

static int end(iter8_experiment *experiment, int32_t command, const char *name)
{
    iter8__state *memory = &experiment->status.state;
    int32_t version = command == ITER8_COMMAND_PROMOTE ? version_to_promote(experiment, name) : 0;
    if (version < 0) return ITER8_ERR_NO_VERSION;
    if (memory->command == command && memory->promoted == version && !memory->paused)
        return ITER8_UNCHANGED;
    memory->promoted = version;
    memory->paused = 0;
    memory->rolled = 0;
    forget_ending(memory);
    if (command == ITER8_COMMAND_ABORT)
        abort_now(experiment);
    else
        memory->command = command;
    return ITER8_OK;
}

static int set_paused(iter8_experiment *experiment, int paused)
{
    if (experiment->status.state.paused == paused) return ITER8_UNCHANGED;
    experiment->status.state.paused = paused;
    return ITER8_OK;
}

static int carry_out(iter8_experiment *experiment, int32_t command, const char *version)
{
    switch (command) {
    case ITER8_COMMAND_ABORT:
    case ITER8_COMMAND_PROMOTE: return end(experiment, command, version);
    case ITER8_COMMAND_PAUSE: return set_paused(experiment, 1);
    default: return set_paused(experiment, 0);
    }
}

int iter8_command(iter8_experiment *experiment, int32_t command, const char *version)
{
    if (experiment == NULL || command < ITER8_COMMAND_ABORT || command > ITER8_COMMAND_RESUME)
        return ITER8_ERR_ARGUMENT;
    if (version != NULL && command != ITER8_COMMAND_PROMOTE) return ITER8_ERR_ARGUMENT;
    if (experiment->busy) return ITER8_ERR_BUSY;
    if (experiment->partial) return ITER8_ERR_INVALID;
    if (iter8__due_is(experiment, ITER8_CONDITION_COMPLETED)) return ITER8_UNCHANGED;
    int rc = carry_out(experiment, command, version);
    if (rc == ITER8_OK) experiment->status.touched = 1;
    return rc;
}
