/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "rollout.h"

#include "iter8/backends/file_sink.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int format_for(const char *file)
{
    size_t length = strlen(file);
    return length > 5 && strcmp(file + length - 5, ".json") == 0 ? ITER8_FORMAT_JSON
                                                                 : ITER8_FORMAT_YAML;
}

int rollout_keep(const struct rollout *rollout)
{
    const char *file = rollout->arguments->output;
    if (file == NULL || strcmp(file, "-") == 0) return EXIT_DONE;
    char *text = write_text(write_experiment, rollout->experiment, format_for(file));
    int done = text != NULL && iter8_file_replace(file, text, strlen(text)) == ITER8_OK;
    if (!done) complain("%s: %s", file, text == NULL ? "out of memory" : strerror(errno));
    free(text);
    return done ? EXIT_DONE : EXIT_TROUBLE;
}
