/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8ctl.h"

static int write_analysis(const void *analysis, int format, char *buffer, size_t capacity,
                          size_t *length)
{
    return iter8_analysis_write(analysis, format, buffer, capacity, length);
}

static int analyze(const iter8_experiment *experiment, int format)
{
    iter8_analysis *analysis;
    int rc = iter8_analyze(experiment, NULL, NULL, &analysis);
    if (rc == ITER8_ERR_INVALID) {
        complain("the experiment needs a testing pattern and versionInfo to be analyzed");
        return EXIT_TROUBLE;
    }
    if (rc != ITER8_OK) {
        complain("%s", iter8_strerror(rc));
        return EXIT_TROUBLE;
    }
    int exit_code = print_text(write_analysis, analysis, format);
    iter8_analysis_free(analysis);
    return exit_code;
}

int command_analyze(const struct arguments *arguments)
{
    int format = format_of(arguments->output);
    if (format == 0) {
        complain("-o is json or yaml, not '%s'", arguments->output);
        return EXIT_USAGE;
    }
    struct inputs inputs;
    int rc = inputs_read(&inputs, arguments, EXIT_TROUBLE);
    if (rc == EXIT_DONE) {
        iter8_experiment *experiment = inputs_experiment(&inputs, 1);
        rc = experiment != NULL ? analyze(experiment, format) : EXIT_TROUBLE;
        iter8_experiment_free(experiment);
    }
    inputs_free(&inputs);
    return rc;
}
