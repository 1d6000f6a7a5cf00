/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "file/reload.h"

#include "common/deadline.h"
#include "iter8/error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

/* No file descriptor tells of a child's end everywhere, so it is asked for again and again. */
enum { STEP_MS = 5 };

extern char **environ;

static int set_files(posix_spawn_file_actions_t *files)
{
    if (posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0) != 0) return 0;
    return posix_spawn_file_actions_addopen(files, 1, "/dev/null", O_WRONLY, 0) == 0;
}

/* A group of its own, so that all of it can be killed; and no signal is blocked in it that the host
 * blocks in its threads. */
static int set_attributes(posix_spawnattr_t *attributes)
{
    sigset_t none, usual;
    (void)sigemptyset(&none);
    (void)sigemptyset(&usual);
    (void)sigaddset(&usual, SIGPIPE);
    return posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                                    POSIX_SPAWN_SETSIGDEF) == 0 &&
           posix_spawnattr_setpgroup(attributes, 0) == 0 &&
           posix_spawnattr_setsigmask(attributes, &none) == 0 &&
           posix_spawnattr_setsigdefault(attributes, &usual) == 0;
}

static int start(char *const *argv, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    int error = ENOMEM;
    if (posix_spawn_file_actions_init(&files) != 0) return error;
    if (posix_spawnattr_init(&attributes) == 0) {
        if (set_files(&files) && set_attributes(&attributes))
            error = posix_spawnp(pid, argv[0], &files, &attributes, argv, environ);
        (void)posix_spawnattr_destroy(&attributes);
    }
    (void)posix_spawn_file_actions_destroy(&files);
    return error;
}

static int complain(iter8__line *problem, const char *program, const char *what)
{
    iter8__line_set(problem, program);
    iter8__line_add(problem, what);
    return ITER8_ERR_COMMAND;
}

static int look_at_end(int status, const char *program, iter8__line *problem)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return ITER8_OK;
    int exited = WIFEXITED(status);
    (void)complain(problem, program, exited ? " ended with " : " was ended by signal ");
    iter8__line_add_integer(problem, exited ? WEXITSTATUS(status) : WTERMSIG(status));
    return ITER8_ERR_COMMAND;
}

static pid_t wait_for(pid_t pid, int *status, int options)
{
    pid_t ended;
    do {
        ended = waitpid(pid, status, options);
    } while (ended < 0 && errno == EINTR);
    return ended;
}

int iter8__reload(char *const *argv, int64_t timeout_ms, iter8__line *problem)
{
    pid_t pid, ended;
    int status;
    int64_t deadline_ms = iter8__deadline_in(timeout_ms);
    int error = start(argv, &pid);
    if (error != 0)
        return complain(problem, argv[0],
                        error == ENOENT ? ": there is no such program" : ": it cannot be started");
    while ((ended = wait_for(pid, &status, WNOHANG)) == 0) {
        if (iter8__deadline_left(deadline_ms) == 0) {
            (void)kill(-pid, SIGKILL);
            (void)wait_for(pid, &status, 0);
            return complain(problem, argv[0], " does not end in time");
        }
        (void)poll(NULL, 0, STEP_MS);
    }
    if (ended < 0) return complain(problem, argv[0], ": how it ended cannot be told");
    return look_at_end(status, argv[0], problem);
}
