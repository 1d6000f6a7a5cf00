/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/files.h"

#include "iter8/backends/file_sink.h"
#include "iter8/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_BYTES = 4096 };

/* The words of strerror() follow the locale and are not safe with threads. */
static const char *words(int error)
{
    switch (error) {
    case ENOENT: return "there is no such file";
    case EACCES:
    case EPERM: return "no permission";
    case EISDIR: return "it is a folder";
    case ENOTDIR: return "a part of its path is no folder";
    case ENOSPC:
    case EDQUOT: return "the disk is full";
    case EFBIG: return "it grows too large";
    case EROFS: return "the file system is read-only";
    default: return "input or output fails";
    }
}

static int refuse(iter8__line *problem, const char *path, int error)
{
    iter8__line_set(problem, path);
    iter8__line_add(problem, ": ");
    iter8__line_add(problem, words(error));
    return error == ENOENT ? ITER8_ERR_NOT_FOUND : ITER8_ERR_REFUSED;
}

static int read_all(int fd, const char *path, iter8__buffer *out, iter8__line *problem)
{
    char piece[PIECE_BYTES];
    for (;;) {
        ssize_t count = read(fd, piece, sizeof piece);
        if (count == 0) return ITER8_OK;
        if (count < 0 && errno != EINTR) return refuse(problem, path, errno);
        int rc = count > 0 ? iter8__buffer_add(out, piece, (size_t)count) : ITER8_OK;
        if (rc == ITER8_OK) continue;
        iter8__line_set(problem, rc == ITER8_ERR_NOMEM ? "out of memory" : path);
        if (rc != ITER8_ERR_NOMEM) iter8__line_add(problem, ": it is too large");
        return rc;
    }
}

int iter8__file_read(const char *path, iter8__buffer *out, iter8__line *problem)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return refuse(problem, path, errno);
    int rc = read_all(fd, path, out, problem);
    (void)close(fd);
    return rc;
}

/* Returns 0 or an errno. */
static int write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t count = write(fd, bytes, length);
        if (count < 0 && errno != EINTR) return errno;
        if (count > 0) {
            bytes += count;
            length -= (size_t)count;
        }
    }
    return 0;
}

/* A pipe or a device knows no fsync(). */
static int flush(int fd)
{
    return fsync(fd) == 0 || errno == EINVAL || errno == EROFS ? 0 : errno;
}

/* Closes the file in any case. Returns 0 or an errno. */
static int write_and_close(int fd, const char *bytes, size_t length)
{
    int error = write_all(fd, bytes, length);
    if (error == 0) error = flush(fd);
    if (close(fd) != 0 && error == 0) error = errno;
    return error;
}

/* The new file is as open to others as the old one was. Who is not allowed to give it to the old
 * one's owner keeps it. */
static int keep_mode(int fd, const struct stat *old)
{
    if (old == NULL) return 0;
    if (fchown(fd, old->st_uid, old->st_gid) != 0 && errno != EPERM) return errno;
    return fchmod(fd, old->st_mode & 07777) == 0 ? 0 : errno;
}

/* Beside the file, so that it can take its place in one step. */
static char *temporary_name(const char *path)
{
    size_t length = strlen(path);
    char *name = malloc(length + sizeof ".new");
    if (name == NULL) return NULL;
    memcpy(name, path, length);
    memcpy(name + length, ".new", sizeof ".new");
    return name;
}

/* One that was left behind by a process that died is in nobody's way. */
static int create(const char *name)
{
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
    int fd = open(name, flags, 0666);
    if (fd >= 0 || errno != EEXIST || unlink(name) != 0) return fd;
    return open(name, flags, 0666);
}

/* The name of the new file is in the folder, which has to reach the disk as well. */
static void flush_folder(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash != NULL) slash[slash == path] = '\0';
    int fd = open(slash != NULL ? path : ".", O_RDONLY | O_CLOEXEC);
    if (fd < 0) return;
    (void)fsync(fd);
    (void)close(fd);
}

static int replace(const char *path, const char *bytes, size_t length, const struct stat *old)
{
    char *name = temporary_name(path);
    if (name == NULL) return ENOMEM;
    int fd = create(name);
    int error = fd < 0 ? errno : keep_mode(fd, old);
    if (fd >= 0 && error == 0)
        error = write_and_close(fd, bytes, length);
    else if (fd >= 0)
        (void)close(fd);
    if (error == 0 && rename(name, path) != 0) error = errno;
    if (error != 0 && fd >= 0) (void)unlink(name);
    if (error == 0) flush_folder(name);
    free(name);
    return error;
}

/* What is there and no file, such as /dev/null or a pipe, is written to; it must not be replaced.
 */
static int write_to(const char *path, const char *bytes, size_t length)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    return fd < 0 ? errno : write_and_close(fd, bytes, length);
}

/* Behind a symbolic link the file is replaced, not the link. */
int iter8_file_replace(const char *path, const char *bytes, size_t length)
{
    struct stat old;
    if (path == NULL || (bytes == NULL && length > 0)) {
        errno = EINVAL;
        return ITER8_ERR_ARGUMENT;
    }
    int exists = stat(path, &old) == 0;
    char *target = exists ? realpath(path, NULL) : NULL;
    int error = exists && !S_ISREG(old.st_mode)
                    ? write_to(path, bytes, length)
                    : replace(target != NULL ? target : path, bytes, length, exists ? &old : NULL);
    free(target);
    errno = error;
    if (error == 0) return ITER8_OK;
    return error == ENOMEM ? ITER8_ERR_NOMEM : ITER8_ERR_REFUSED;
}

int iter8__file_replace(const char *path, const iter8__buffer *text, iter8__line *problem)
{
    int rc = iter8_file_replace(path, text->bytes != NULL ? text->bytes : "", text->length);
    if (rc == ITER8_OK) return rc;
    (void)refuse(problem, path, errno);
    if (rc == ITER8_ERR_NOMEM) iter8__line_set(problem, "out of memory");
    return rc;
}
