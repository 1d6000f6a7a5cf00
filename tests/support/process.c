/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <ftw.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 20000, STEP_MS = 10 };

static void become(const char *const argv[], const char *log, pid_t parent)
{
    /* execvp() does not change its arguments, whatever its declaration says. */
    union {
        const char *const *given;
        char *const *wanted;
    } arguments = {argv};
    int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    int nothing = open("/dev/null", O_RDONLY);
    int alive = prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent;
    if (alive && fd >= 0 && nothing >= 0 && dup2(nothing, 0) >= 0 && dup2(fd, 1) >= 0 &&
        dup2(fd, 2) >= 0)
        execvp(argv[0], arguments.wanted);
    _exit(127);
}

pid_t process_start(const char *const argv[], const char *log)
{
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0) become(argv, log, parent);
    return pid;
}

int process_run(const char *const argv[], const char *log)
{
    int status;
    pid_t pid = process_start(argv, log);
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status)) return -1;
    return WEXITSTATUS(status);
}

void process_stop(pid_t pid)
{
    if (pid <= 0) return;
    (void)kill(pid, SIGKILL);
    (void)waitpid(pid, NULL, 0);
}

static int accepts(const struct sockaddr *address, socklen_t size)
{
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return 0;
    int connected = connect(fd, address, size) == 0;
    close(fd);
    return connected;
}

static int await(pid_t pid, const struct sockaddr *address, socklen_t size)
{
    const struct timespec step = {0, STEP_MS * 1000000L};
    for (int waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
        if (accepts(address, size)) return 1;
        if (pid <= 0 || waitpid(pid, NULL, WNOHANG) != 0) return 0;
        nanosleep(&step, NULL);
    }
    return 0;
}

int process_await_unix(pid_t pid, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return 0;
    memcpy(address.sun_path, path, strlen(path) + 1);
    return await(pid, (const struct sockaddr *)&address, sizeof address);
}

static struct sockaddr_in loopback(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int process_await_tcp(pid_t pid, int port)
{
    struct sockaddr_in address = loopback(port);
    return await(pid, (const struct sockaddr *)&address, sizeof address);
}

int process_free_port(void)
{
    struct sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int found = fd >= 0 && bind(fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
                getsockname(fd, (struct sockaddr *)&address, &size) == 0;
    if (fd >= 0) close(fd);
    return found ? ntohs(address.sin_port) : -1;
}

int process_folder_make(char *path, size_t size)
{
    /* Paths of UNIX sockets are short, so this does not follow TMPDIR. */
    int length = snprintf(path, size, "/tmp/iter8-test-XXXXXX");
    return length > 0 && (size_t)length < size && mkdtemp(path) != NULL;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

void process_folder_remove(const char *path)
{
    (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}
