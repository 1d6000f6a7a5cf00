/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char first[] = "{\"kind\":\"DecisionLog\",";

static int32_t write_line(const char *line, size_t length, void *user_data)
{
    FILE *stream = user_data;
    return fwrite(line, 1, length, stream) == length && fflush(stream) == 0 ? ITER8_OK
                                                                            : ITER8_ERR_REFUSED;
}

/* The bytes of all whole lines. */
static off_t whole_lines(int descriptor, off_t size)
{
    char c = '\n';
    while (size > 0 && pread(descriptor, &c, 1, size - 1) == 1 && c != '\n')
        size--;
    return size;
}

/* A file that is something else is left alone. */
static int is_log(int descriptor, off_t size)
{
    char start[sizeof first - 1];
    size_t wanted = size < (off_t)sizeof start ? (size_t)size : sizeof start;
    return pread(descriptor, start, wanted, 0) == (ssize_t)wanted &&
           memcmp(start, first, wanted) == 0;
}

/* A process that died while it wrote has left the start of a line. */
static int make_whole(const char *name, int descriptor)
{
    off_t size = lseek(descriptor, 0, SEEK_END);
    if (size < 0) {
        complain("%s: %s", name, strerror(errno));
        return EXIT_TROUBLE;
    }
    if (!is_log(descriptor, size)) {
        complain("%s is no decision log; it is left as it is", name);
        return EXIT_TROUBLE;
    }
    off_t whole = whole_lines(descriptor, size);
    if (whole == size) return EXIT_DONE;
    if (ftruncate(descriptor, whole) != 0) {
        complain("%s: %s", name, strerror(errno));
        return EXIT_TROUBLE;
    }
    complain("%s: the last line was cut off and is taken out", name);
    return EXIT_DONE;
}

static int open_stream(struct log_file *file)
{
    int descriptor = open(file->name, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        complain("%s: %s", file->name, strerror(errno));
        return EXIT_TROUBLE;
    }
    int rc = make_whole(file->name, descriptor);
    if (rc == EXIT_DONE) file->stream = fdopen(descriptor, "ab");
    if (file->stream == NULL) (void)close(descriptor);
    return file->stream != NULL ? EXIT_DONE : EXIT_TROUBLE;
}

int log_file_open(struct log_file *file, const struct arguments *arguments,
                  const struct inputs *inputs, const iter8_host *host)
{
    *file = (struct log_file){.name = arguments->log};
    if (file->name == NULL) return EXIT_DONE;
    int rc = open_stream(file);
    if (rc != EXIT_DONE) return rc;
    iter8_recorder_options options = {.struct_size = sizeof options,
                                      .defaults = inputs_defaults(inputs),
                                      .write = write_line,
                                      .user_data = file->stream};
    rc = iter8_recorder_new(&options, host, &file->recorder);
    if (rc == ITER8_OK) return EXIT_DONE;
    complain("%s: %s", file->name, iter8_strerror(rc));
    return EXIT_TROUBLE;
}

void log_file_close(struct log_file *file)
{
    iter8_recorder_free(file->recorder);
    if (file->stream != NULL) (void)fclose(file->stream);
    *file = (struct log_file){.name = NULL};
}

int log_file_reconcile(struct log_file *file, const iter8_host *host, iter8_experiment *experiment,
                       int64_t now_ns, iter8_diagnostics *diagnostics, iter8_outcome *outcome)
{
    if (file->recorder == NULL)
        return iter8_reconcile(experiment, host, now_ns, diagnostics, outcome);
    int rc = iter8_recorder_reconcile(file->recorder, experiment, now_ns, diagnostics, outcome);
    if (!file->complained && iter8_recorder_error(file->recorder) != ITER8_OK) {
        complain("%s: lines are missing: %s", file->name, strerror(errno));
        file->complained = 1;
    }
    return rc;
}

int log_file_check(const struct log_file *file)
{
    return file->complained ? EXIT_TROUBLE : EXIT_DONE;
}
