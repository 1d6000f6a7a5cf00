/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8ctl.h"

static int write_description(const void *experiment, int format, char *buffer, size_t capacity,
                             size_t *length)
{
    (void)format;
    return iter8_describe(experiment, buffer, capacity, length);
}

int command_describe(const struct arguments *arguments)
{
    struct inputs inputs;
    int rc = inputs_read(&inputs, arguments, EXIT_TROUBLE);
    if (rc == EXIT_DONE) {
        iter8_experiment *experiment = inputs_experiment(&inputs, 1);
        rc = experiment != NULL ? print_text(write_description, experiment, 0) : EXIT_TROUBLE;
        iter8_experiment_free(experiment);
    }
    inputs_free(&inputs);
    return rc;
}
