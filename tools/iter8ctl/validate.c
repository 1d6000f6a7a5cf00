/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8ctl.h"

int command_validate(const struct arguments *arguments)
{
    struct inputs inputs;
    int rc = inputs_read(&inputs, arguments, EXIT_NO);
    size_t errors = inputs.diagnostics != NULL ? inputs_check(&inputs, 0) : 0;
    inputs_free(&inputs);
    return rc == EXIT_DONE && errors > 0 ? EXIT_NO : rc;
}
