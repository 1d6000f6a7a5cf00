/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* flock() is no part of POSIX, but there wherever this is built. */
#define _DEFAULT_SOURCE /* NOLINT(bugprone-reserved-identifier): the system's */
#include "common/lock.h"

#include "iter8/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* How often a file that is replaced meanwhile is opened anew. */
enum { TRIES = 20 };

/* The process that holds a lock on a file, as Linux lists it, or 0:
 * "1: FLOCK  ADVISORY  WRITE 4711 fd:01:131 0 EOF". */
static int64_t find_holder(ino_t inode)
{
    char line[256];
    int64_t found = 0;
    FILE *locks = fopen("/proc/locks", "re");
    while (locks != NULL && found == 0 && fgets(line, sizeof line, locks) != NULL) {
        long pid = 0;
        unsigned long long number = 0;
        if (sscanf(line, "%*s FLOCK %*s %*s %ld %*[^:]:%*[^:]:%llu", &pid, &number) == 2 &&
            number == (unsigned long long)inode && pid > 0)
            found = pid;
    }
    if (locks != NULL) (void)fclose(locks);
    return found;
}

static int refuse(const char *path, ino_t inode, int64_t *holder, iter8__line *problem)
{
    int64_t pid = find_holder(inode);
    if (holder != NULL) *holder = pid;
    iter8__line_set(problem, path);
    iter8__line_add(problem, pid > 0 ? ": process " : ": another process");
    if (pid > 0) iter8__line_add_integer(problem, pid);
    iter8__line_add(problem, " is writing it already");
    return ITER8_ERR_REFUSED;
}

static int is_same(const char *path, const struct stat *status)
{
    struct stat now;
    return stat(path, &now) == 0 && now.st_dev == status->st_dev && now.st_ino == status->st_ino;
}

int iter8__lock_try(int fd)
{
    int rc;
    do
        rc = flock(fd, LOCK_EX | LOCK_NB);
    while (rc != 0 && errno == EINTR);
    return rc == 0;
}

static void keep(iter8__lock *lock, int fd, const struct stat *status)
{
    *lock = (iter8__lock){1, fd, status->st_dev, status->st_ino};
}

/* Opens and locks a file. Returns 1 when that is settled, 0 when the file was replaced meanwhile.
 */
static int lock_once(iter8__lock *lock, const char *path, int *rc, int64_t *holder,
                     iter8__line *problem)
{
    struct stat status;
    *rc = ITER8_OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) return 1;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        (void)close(fd);
        return 1;
    }
    int locked = iter8__lock_try(fd);
    int taken = !locked && errno == EWOULDBLOCK;
    int same = is_same(path, &status);
    if (locked && same) {
        keep(lock, fd, &status);
        return 1;
    }
    (void)close(fd);
    if (taken && same) *rc = refuse(path, status.st_ino, holder, problem);
    return same;
}

int iter8__lock_take(iter8__lock *lock, const char *path, int64_t *holder, iter8__line *problem)
{
    const struct stat held = {.st_dev = lock->device, .st_ino = lock->inode};
    if (holder != NULL) *holder = 0;
    if (lock->held && is_same(path, &held)) return ITER8_OK;
    iter8__lock_release(lock);
    for (int i = 0; i < TRIES; i++) {
        int rc;
        if (lock_once(lock, path, &rc, holder, problem)) return rc;
    }
    iter8__line_set(problem, path);
    iter8__line_add(problem, ": another process is writing it already");
    return ITER8_ERR_REFUSED;
}

void iter8__lock_pass(iter8__lock *lock, int fd)
{
    struct stat status;
    iter8__lock_release(lock);
    if (fstat(fd, &status) == 0)
        keep(lock, fd, &status);
    else
        (void)close(fd);
}

void iter8__lock_release(iter8__lock *lock)
{
    if (lock->held) (void)close(lock->fd);
    *lock = (iter8__lock){0, 0, 0, 0};
}
