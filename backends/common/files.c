/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/files.h"

#include "common/temporary.h"
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
    case ECANCELED: return "another writer has just changed it";
    case EMFILE:
    case ENFILE: return "too many open files";
    case ENOMEM: return "out of memory";
    default: return "input or output fails";
    }
}

/* What may pass by itself is a transport's failure, anything else is not. */
static int code_of(int error)
{
    switch (error) {
    case ENOENT: return ITER8_ERR_NOT_FOUND;
    case ENOMEM: return ITER8_ERR_NOMEM;
    case ECANCELED: return ITER8_ERR_CONFLICT;
    case ENOSPC:
    case EDQUOT:
    case EIO:
    case ESTALE:
    case ETIMEDOUT:
    case EBUSY:
    case EMFILE:
    case ENFILE: return ITER8_ERR_TRANSPORT;
    default: return ITER8_ERR_REFUSED;
    }
}

static int refuse(iter8__line *problem, const char *path, int error)
{
    iter8__line_set(problem, path);
    iter8__line_add(problem, ": ");
    iter8__line_add(problem, words(error));
    if (error == ENOMEM) iter8__line_set(problem, "out of memory");
    return code_of(error);
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

/* A pipe or a device may never end, or never begin, and the run would wait for it. */
static int check_regular(int fd, const char *path, iter8__line *problem)
{
    struct stat status;
    if (fstat(fd, &status) != 0) return refuse(problem, path, errno);
    if (S_ISREG(status.st_mode)) return ITER8_OK;
    if (S_ISDIR(status.st_mode)) return refuse(problem, path, EISDIR);
    iter8__line_set(problem, path);
    iter8__line_add(problem, ": it is no regular file");
    return ITER8_ERR_REFUSED;
}

/* Reads and closes a file. */
static int read_open(int fd, const char *path, iter8__buffer *out, iter8__line *problem)
{
    int rc = read_all(fd, path, out, problem);
    (void)close(fd);
    /* Half of a file is of no use, and may be half of a secret. */
    if (rc != ITER8_OK) iter8__buffer_clear(out);
    return rc;
}

/* Sets *fd, which the caller closes. Opening a pipe must not wait for somebody who writes to it. */
static int open_regular(const char *path, int *fd, iter8__line *problem)
{
    *fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (*fd < 0) return refuse(problem, path, errno);
    int rc = check_regular(*fd, path, problem);
    if (rc != ITER8_OK) (void)close(*fd);
    return rc;
}

int iter8__file_check(const char *path, iter8__line *problem)
{
    int fd;
    int rc = open_regular(path, &fd, problem);
    if (rc == ITER8_OK) (void)close(fd);
    return rc;
}

int iter8__file_read(const char *path, iter8__buffer *out, iter8__line *problem)
{
    int fd;
    int rc = open_regular(path, &fd, problem);
    return rc == ITER8_OK ? read_open(fd, path, out, problem) : rc;
}

int iter8__stream_read(const char *path, iter8__buffer *out, iter8__line *problem)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return refuse(problem, path, errno);
    return read_open(fd, path, out, problem);
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

static int write_and_flush(int fd, const char *bytes, size_t length)
{
    int error = write_all(fd, bytes, length);
    return error == 0 ? flush(fd) : error;
}

/* The new file is as open to others as the old one was. Who is not allowed to give it to the old
 * one's owner keeps it. */
static int keep_mode(int fd, const struct stat *old)
{
    if (old == NULL) return 0;
    if (fchown(fd, old->st_uid, old->st_gid) != 0 && errno != EPERM) return errno;
    return fchmod(fd, old->st_mode & 07777) == 0 ? 0 : errno;
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

/* Whether a file still holds what was found. Returns 0, or an errno: ECANCELED where it does not.
 */
static int look_again(const iter8__replacement *wanted)
{
    iter8__line ignored;
    if (wanted->found == NULL) return 0;
    iter8__buffer now = {.limit = wanted->found->length};
    int rc = iter8__file_read(wanted->path, &now, &ignored);
    int same = rc == ITER8_OK && now.length == wanted->found->length &&
               (now.length == 0 || memcmp(now.bytes, wanted->found->bytes, now.length) == 0);
    iter8__buffer_clear(&now);
    if (rc == ITER8_ERR_NOMEM) return ENOMEM;
    return same ? 0 : ECANCELED;
}

/* Gives a file a name that must be free. Where there are no links, a look has to do. */
static int put_in_free_place(const char *name, const char *path)
{
    struct stat status;
    if (link(name, path) == 0) {
        (void)unlink(name);
        return 0;
    }
    if (errno == EEXIST) return ECANCELED;
    if (lstat(path, &status) == 0) return ECANCELED;
    return rename(name, path) == 0 ? 0 : errno;
}

static int put_in_place(const char *name, const iter8__replacement *wanted, const char *target)
{
    if (wanted->absent) return put_in_free_place(name, target);
    int error = look_again(wanted);
    if (error != 0) return error;
    return rename(name, target) == 0 ? 0 : errno;
}

/* The lock, if there is one, stands on the new file before that has its name. */
static int fill(int fd, const char *name, const iter8__replacement *wanted, const char *target)
{
    int error = write_and_flush(fd, wanted->bytes, wanted->length);
    if (error == 0 && wanted->lock != NULL) iter8__lock_try(fd);
    return error == 0 ? put_in_place(name, wanted, target) : error;
}

static int replace(const iter8__replacement *wanted, const char *target, const struct stat *old)
{
    char *name = iter8__temporary_name(target);
    if (name == NULL) return ENOMEM;
    int fd = iter8__temporary_create(name);
    int error = fd < 0 ? errno : keep_mode(fd, old);
    if (fd >= 0 && error == 0) error = fill(fd, name, wanted, target);
    if (error != 0 && fd >= 0) (void)unlink(name);
    if (error == 0 && wanted->lock != NULL)
        iter8__lock_pass(wanted->lock, fd);
    else if (fd >= 0 && close(fd) != 0 && error == 0)
        error = errno;
    if (error == 0) flush_folder(name);
    free(name);
    return error;
}

/* What is there and no file, such as /dev/null or a pipe, is written to; it must not be replaced.
 */
static int write_to(const char *path, const char *bytes, size_t length)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return errno;
    int error = write_and_flush(fd, bytes, length);
    return close(fd) != 0 && error == 0 ? errno : error;
}

/* Behind a symbolic link the file is replaced, not the link. Returns 0 or an errno. */
static int replace_or_write(const iter8__replacement *wanted)
{
    struct stat old;
    int exists = stat(wanted->path, &old) == 0;
    if (exists && !S_ISREG(old.st_mode))
        return write_to(wanted->path, wanted->bytes, wanted->length);
    char *target = exists ? realpath(wanted->path, NULL) : NULL;
    int error = replace(wanted, target != NULL ? target : wanted->path, exists ? &old : NULL);
    free(target);
    return error;
}

int iter8_file_replace(const char *path, const char *bytes, size_t length)
{
    if (path == NULL || (bytes == NULL && length > 0)) {
        errno = EINVAL;
        return ITER8_ERR_ARGUMENT;
    }
    int error = replace_or_write(&(iter8__replacement){path, bytes, length, NULL, NULL, 0});
    errno = error;
    if (error == 0) return ITER8_OK;
    return error == ENOMEM ? ITER8_ERR_NOMEM : ITER8_ERR_REFUSED;
}

int iter8__file_replace(const iter8__replacement *replacement, iter8__line *problem)
{
    int error = replace_or_write(replacement);
    int rc = error == 0 ? ITER8_OK : refuse(problem, replacement->path, error);
    errno = error == ECANCELED ? 0 : error;
    return rc;
}
