/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Commands: a person steps in. They are valid in every stage of an experiment.
 *
 * A command changes the experiment's status at once and is carried out by the next steps: call
 * iter8_reconcile() soon, save when it says so. It survives a restart like all that is in the
 * status (it is kept in the annotation `iter8.tools/state`).
 */
#ifndef ITER8_COMMAND_H
#define ITER8_COMMAND_H

#include "iter8/experiment.h"
#include "iter8/export.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What can be commanded. */
enum iter8_command {
    /** Ends the experiment now: the baseline is recommended, all traffic goes back to it, and the
     *  rollback action runs, or the finish action where there is none. An experiment that waits for
     *  its target just ends. Ends a pause. */
    ITER8_COMMAND_ABORT = 1,
    /** Ends the iterations now and recommends a version; then the finish action runs, as at the
     *  end of the last iteration. Weights stay as they are: none exceeds its limits by a command.
     *  What was decided before and is not yet written is still written, also what an abort decided.
     *  An experiment that still waits for its target goes on waiting, and finishes when it has it.
     *  Ends a pause. */
    ITER8_COMMAND_PROMOTE = 2,
    /** Begins nothing more: no measurement, no change of weights, no action. Only a rollback that
     *  has begun is carried out to its end. */
    ITER8_COMMAND_PAUSE = 3,
    /** Ends a pause. An iteration that came due meanwhile begins at once. */
    ITER8_COMMAND_RESUME = 4
};

/** How an experiment ends or has ended. */
enum iter8_ending {
    ITER8_ENDING_NONE = 0,        /**< it has not */
    ITER8_ENDING_COMPLETED = 1,   /**< after its last iteration */
    ITER8_ENDING_ROLLED_BACK = 2, /**< an objective or a failure budget rolled it back */
    ITER8_ENDING_ABORTED = 3,     /**< by #ITER8_COMMAND_ABORT */
    ITER8_ENDING_PROMOTED = 4,    /**< by #ITER8_COMMAND_PROMOTE */
    ITER8_ENDING_FAILED = 5       /**< it could not be carried out */
};

/**
 * Gives a command; a later one replaces an earlier one that is not yet carried out. @since 0.1.0
 *
 * @param command  one of #iter8_command.
 * @param version  for #ITER8_COMMAND_PROMOTE the name of the version; NULL: the winner of the last
 *   analysis, else the only candidate, else the only version. For the others NULL.
 * @return 0; #ITER8_UNCHANGED when there is nothing to do, as for an experiment that is over;
 *   #ITER8_ERR_NO_VERSION, #ITER8_ERR_ARGUMENT, #ITER8_ERR_BUSY from a callback,
 *   #ITER8_ERR_INVALID for an experiment read as partial.
 */
ITER8_API ITER8_NODISCARD int iter8_command(iter8_experiment *experiment, int32_t command,
                                            const char *version);

/** One of #iter8_ending; of an experiment that Iter8's own controller ran as far as its status
 *  tells. @since 0.1.0 */
ITER8_API int32_t iter8_experiment_ending(const iter8_experiment *experiment);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_COMMAND_H */
