/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "rollout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* On the disk, where there is one: a pipe or a device knows no fsync(). */
static int write_file(const char *file, const char *text)
{
    FILE *stream = fopen(file, "wb");
    if (stream == NULL) return 0;
    int written = fputs(text, stream) >= 0 && fflush(stream) == 0 &&
                  (fsync(fileno(stream)) == 0 || errno == EINVAL || errno == EROFS);
    int error = errno;
    if (fclose(stream) != 0) return 0;
    errno = error;
    return written;
}

/* What is there and no file, such as /dev/null, is written to; it must not be replaced. */
static int is_special(const char *file)
{
    struct stat status;
    return stat(file, &status) == 0 && !S_ISREG(status.st_mode);
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

/* Behind a symbolic link the file is replaced, not the link. */
static int keep_text(const char *file, const char *text)
{
    if (is_special(file)) return write_file(file, text);
    char *target = realpath(file, NULL);
    int done = replace_file(target != NULL ? target : file, text);
    int error = errno;
    free(target);
    errno = error;
    return done;
}

int rollout_keep(const struct rollout *rollout)
{
    const char *file = rollout->arguments->output;
    if (file == NULL || strcmp(file, "-") == 0) return EXIT_DONE;
    char *text = write_text(write_experiment, rollout->experiment, format_for(file));
    int done = text != NULL && keep_text(file, text);
    if (!done) complain("%s: %s", file, text == NULL ? "out of memory" : strerror(errno));
    free(text);
    return done ? EXIT_DONE : EXIT_TROUBLE;
}
