/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "rollout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int format_for(const char *file)
{
    size_t length = strlen(file);
    return length > 5 && strcmp(file + length - 5, ".json") == 0 ? ITER8_FORMAT_JSON
                                                                 : ITER8_FORMAT_YAML;
}

int rollout_claim(struct rollout *rollout)
{
    const char *file = rollout->arguments->output;
    if (file == NULL || strcmp(file, "-") == 0) return EXIT_DONE;
    int rc = iter8_file_writer_new(file, &rollout->kept);
    if (rc == ITER8_OK) rc = iter8_file_writer_claim(rollout->kept);
    if (rc == ITER8_OK) return EXIT_DONE;
    complain("%s",
             rollout->kept != NULL ? iter8_file_writer_error(rollout->kept) : iter8_strerror(rc));
    return EXIT_TROUBLE;
}

/* The system's reason in its own words. */
static void complain_of(const struct rollout *rollout, const char *text)
{
    if (text == NULL)
        complain("%s: out of memory", rollout->arguments->output);
    else if (errno != 0)
        complain("%s: %s", rollout->arguments->output, strerror(errno));
    else
        complain("%s", iter8_file_writer_error(rollout->kept));
}

int rollout_keep(const struct rollout *rollout)
{
    if (rollout->kept == NULL) return EXIT_DONE;
    char *text =
        write_text(write_experiment, rollout->experiment, format_for(rollout->arguments->output));
    int done =
        text != NULL && iter8_file_writer_replace(rollout->kept, text, strlen(text)) == ITER8_OK;
    if (!done) complain_of(rollout, text);
    free(text);
    return done ? EXIT_DONE : EXIT_TROUBLE;
}
