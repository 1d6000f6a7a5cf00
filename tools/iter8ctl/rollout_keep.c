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

/* Beside the file, so that it can take its place in one step. */
static char *temporary_name(const char *file)
{
    size_t length = strlen(file);
    char *name = malloc(length + sizeof ".new");
    if (name == NULL) return NULL;
    memcpy(name, file, length);
    memcpy(name + length, ".new", sizeof ".new");
    return name;
}

static int write_file(const char *file, const char *text)
{
    FILE *stream = fopen(file, "wb");
    if (stream == NULL) return 0;
    int written = fputs(text, stream) >= 0;
    return fclose(stream) == 0 && written;
}

static int replace_file(const char *file, const char *text)
{
    char *name = temporary_name(file);
    int done = name != NULL && write_file(name, text) && rename(name, file) == 0;
    int error = errno;
    if (!done && name != NULL) (void)remove(name);
    free(name);
    errno = error;
    return done;
}

int rollout_keep(const struct rollout *rollout)
{
    const char *file = rollout->arguments->output;
    if (file == NULL || strcmp(file, "-") == 0) return EXIT_DONE;
    char *text = write_text(write_experiment, rollout->experiment, format_for(file));
    int done = text != NULL && replace_file(file, text);
    if (!done) complain("%s: %s", file, text == NULL ? "out of memory" : strerror(errno));
    free(text);
    return done ? EXIT_DONE : EXIT_TROUBLE;
}
