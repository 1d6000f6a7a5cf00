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
    struct log_file *file = user_data;
    while (length > 0) {
        ssize_t count = write(file->descriptor, line, length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            file->error = count < 0 ? errno : EIO;
            return ITER8_ERR_REFUSED;
        }
        line += count;
        length -= (size_t)count;
    }
    return ITER8_OK;
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

static int claim(struct log_file *file)
{
    int rc = iter8_file_writer_new(file->name, &file->writer);
    if (rc == ITER8_OK) rc = iter8_file_writer_claim(file->writer);
    if (rc == ITER8_OK) return EXIT_DONE;
    complain("%s",
             file->writer != NULL ? iter8_file_writer_error(file->writer) : iter8_strerror(rc));
    return EXIT_TROUBLE;
}

static int open_file(struct log_file *file)
{
    file->descriptor = open(file->name, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (file->descriptor < 0) {
        complain("%s: %s", file->name, strerror(errno));
        return EXIT_TROUBLE;
    }
    int rc = claim(file);
    return rc == EXIT_DONE ? make_whole(file->name, file->descriptor) : rc;
}

int log_file_open(struct log_file *file, const struct arguments *arguments,
                  const struct inputs *inputs, const iter8_host *host)
{
    *file = (struct log_file){.name = arguments->log, .descriptor = -1};
    if (file->name == NULL) return EXIT_DONE;
    int rc = open_file(file);
    if (rc != EXIT_DONE) return rc;
    iter8_recorder_options options = {.struct_size = sizeof options,
                                      .defaults = inputs_defaults(inputs),
                                      .write = write_line,
                                      .user_data = file};
    rc = iter8_recorder_new(&options, host, &file->recorder);
    if (rc == ITER8_OK) return EXIT_DONE;
    complain("%s: %s", file->name, iter8_strerror(rc));
    return EXIT_TROUBLE;
}

void log_file_close(struct log_file *file)
{
    iter8_recorder_free(file->recorder);
    iter8_file_writer_free(file->writer);
    if (file->name != NULL && file->descriptor >= 0) (void)close(file->descriptor);
    *file = (struct log_file){.name = NULL, .descriptor = -1};
}

/* Cuts back what was written since @p size; a pipe or a device keeps it. */
static void cut_back(struct log_file *file, off_t size)
{
    if (!file->complained) {
        int known = iter8_recorder_error(file->recorder) == ITER8_ERR_REFUSED;
        complain("%s: lines are missing: %s", file->name,
                 known ? strerror(file->error) : iter8_strerror(ITER8_ERR_NOMEM));
    }
    file->complained = 1;
    if (size >= 0) (void)!ftruncate(file->descriptor, size);
    (void)!iter8_recorder_restart(file->recorder, NULL);
}

int log_file_reconcile(struct log_file *file, const iter8_host *host, iter8_experiment *experiment,
                       int64_t now_ns, iter8_diagnostics *diagnostics, iter8_outcome *outcome)
{
    if (file->recorder == NULL)
        return iter8_reconcile(experiment, host, now_ns, diagnostics, outcome);
    off_t size = lseek(file->descriptor, 0, SEEK_END);
    int rc = iter8_recorder_reconcile(file->recorder, experiment, now_ns, diagnostics, outcome);
    if (iter8_recorder_error(file->recorder) != ITER8_OK) cut_back(file, size);
    return rc;
}

int log_file_check(const struct log_file *file)
{
    return file->complained ? EXIT_TROUBLE : EXIT_DONE;
}
