/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/ending.h"

#include "iter8/command.h"

#include <string.h>

int32_t iter8__ending_told(const iter8__status *status)
{
    const iter8__condition *completed = &status->conditions[ITER8_CONDITION_COMPLETED];
    const char *text = completed->message.text;
    if (completed->status != ITER8_CONDITION_TRUE || text == NULL) return ITER8_ENDING_NONE;
    if (strcmp(text, ITER8__SAYS_ROLLED_BACK) == 0) return ITER8_ENDING_ROLLED_BACK;
    if (strcmp(text, ITER8__SAYS_FAILED) == 0) return ITER8_ENDING_FAILED;
    return ITER8_ENDING_NONE;
}

static int is_true(const iter8__status *status, int32_t condition)
{
    return status->conditions[condition].status == ITER8_CONDITION_TRUE;
}

/* A failure stands before everything else; a command before what would have come without it. */
int32_t iter8_experiment_ending(const iter8_experiment *experiment)
{
    if (experiment == NULL) return ITER8_ENDING_NONE;
    const iter8__status *status = &experiment->status;
    if (is_true(status, ITER8_CONDITION_FAILED)) return ITER8_ENDING_FAILED;
    if (status->state.command == ITER8_COMMAND_ABORT) return ITER8_ENDING_ABORTED;
    if (status->state.command == ITER8_COMMAND_PROMOTE) return ITER8_ENDING_PROMOTED;
    if (status->state.rolled) return ITER8_ENDING_ROLLED_BACK;
    if (status->told_ending != ITER8_ENDING_NONE) return status->told_ending;
    return is_true(status, ITER8_CONDITION_COMPLETED) ? ITER8_ENDING_COMPLETED : ITER8_ENDING_NONE;
}

int iter8__ending_gives_back(int32_t ending)
{
    return ending == ITER8_ENDING_ROLLED_BACK || ending == ITER8_ENDING_ABORTED ||
           ending == ITER8_ENDING_FAILED;
}
