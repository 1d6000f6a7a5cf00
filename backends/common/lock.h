/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * lock.h - one writer of a file at a time.
 *
 * The lock is advisory and stands on the file itself, so it leaves nothing behind, and the kernel
 * gives it back when a process dies. As files are replaced by new ones, a lock is passed on to the
 * new file before that takes the old one's name; and one that somebody else has replaced is locked
 * anew. Where a file system knows no locks, nobody is kept out.
 */
#ifndef ITER8_BACKENDS_LOCK_H
#define ITER8_BACKENDS_LOCK_H

#include "common/line.h"

#include <sys/types.h>

/* All zero holds nothing. */
typedef struct iter8__lock {
    int held;
    int fd;
    dev_t device;
    ino_t inode;
} iter8__lock;

/* Locks the file at @p path, unless that is done already. What is not there, or no file, such as a
 * pipe, needs no lock. Returns 0, or ITER8_ERR_REFUSED and says in @p problem who has the lock.
 * @param[out] holder  the process that has it, or 0 where it is not known; may be NULL */
int iter8__lock_take(iter8__lock *lock, const char *path, int64_t *holder, iter8__line *problem);
/* Locks an open file that nobody else knows yet; 0 where that is not possible. */
int iter8__lock_try(int fd);
/* Passes the lock on to a new file, open and locked at @p fd, which is taken over. */
void iter8__lock_pass(iter8__lock *lock, int fd);
void iter8__lock_release(iter8__lock *lock);

#endif
