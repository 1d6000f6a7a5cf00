/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/files.h"
#include "iter8/backends/file_sink.h"
#include "iter8/error.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct iter8_file_writer {
    char *path;
    iter8__lock lock;
    int absent; /* there was no file when it was claimed */
    iter8__line problem;
};

int iter8_file_writer_new(const char *path, iter8_file_writer **out)
{
    if (out == NULL) return ITER8_ERR_ARGUMENT;
    *out = NULL;
    if (path == NULL || path[0] == '\0') return ITER8_ERR_ARGUMENT;
    iter8_file_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) return ITER8_ERR_NOMEM;
    writer->path = strdup(path);
    if (writer->path == NULL) {
        free(writer);
        return ITER8_ERR_NOMEM;
    }
    *out = writer;
    return ITER8_OK;
}

void iter8_file_writer_free(iter8_file_writer *writer)
{
    if (writer == NULL) return;
    iter8__lock_release(&writer->lock);
    free(writer->path);
    free(writer);
}

const char *iter8_file_writer_error(const iter8_file_writer *writer)
{
    return writer != NULL ? writer->problem.bytes : "";
}

int iter8_file_writer_claim(iter8_file_writer *writer)
{
    struct stat status;
    if (writer == NULL) return ITER8_ERR_ARGUMENT;
    iter8__line_clear(&writer->problem);
    writer->absent = lstat(writer->path, &status) != 0;
    return iter8__lock_take(&writer->lock, writer->path, NULL, &writer->problem);
}

/* A file that somebody else has made since the claim is theirs. */
int iter8_file_writer_replace(iter8_file_writer *writer, const char *bytes, size_t length)
{
    if (writer == NULL || (bytes == NULL && length > 0)) return ITER8_ERR_ARGUMENT;
    iter8__line_clear(&writer->problem);
    int rc = iter8__lock_take(&writer->lock, writer->path, NULL, &writer->problem);
    errno = 0;
    if (rc != ITER8_OK) return rc;
    const iter8__replacement replacement = {.path = writer->path,
                                            .bytes = bytes,
                                            .length = length,
                                            .lock = &writer->lock,
                                            .absent = writer->absent};
    rc = iter8__file_replace(&replacement, &writer->problem);
    if (rc == ITER8_OK) writer->absent = 0;
    return rc;
}
