/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "haproxy/exchange.h"

#include "common/deadline.h"
#include "iter8/error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* A full queue of a UNIX socket cannot be waited for with poll(), so it is tried again. */
enum { RETRY_MS = 10, PIECE_BYTES = 4096 };

_Static_assert(sizeof(((struct sockaddr_un *)0)->sun_path) > ITER8__SOCKET_PATH_MAX,
               "a path of the largest length fits");

static int broken(iter8__line *problem, const char *what)
{
    iter8__line_set(problem, what);
    return ITER8_ERR_TRANSPORT;
}

static int late(iter8__line *problem)
{
    return broken(problem, "HAProxy does not answer in time");
}

/* What will not pass by itself is not called a transport's failure. */
static int unreachable(iter8__line *problem, const char *path, int error)
{
    const char *what = "the socket cannot be used: ";
    int rc = ITER8_ERR_TRANSPORT;
    struct stat status;
    if (error == ENOENT || error == ENOTDIR) {
        what = "there is no such socket: ";
        rc = ITER8_ERR_NOT_FOUND;
    } else if (error == EACCES || error == EPERM) {
        what = "no permission to use the socket ";
        rc = ITER8_ERR_REFUSED;
    } else if (stat(path, &status) == 0 && !S_ISSOCK(status.st_mode)) {
        what = "this is no socket: ";
        rc = ITER8_ERR_REFUSED;
    } else if (error == ECONNREFUSED) {
        what = "nobody listens at the socket ";
    }
    iter8__line_set(problem, what);
    iter8__line_add(problem, path);
    return rc;
}

static int open_socket(void)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0) return -1;
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0) return fd;
    (void)close(fd);
    return -1;
}

static int wait_for(int fd, short events, int64_t deadline_ms, iter8__line *problem)
{
    struct pollfd poller = {fd, events, 0};
    int left = iter8__deadline_left(deadline_ms);
    if (left == 0) return late(problem);
    if (poll(&poller, 1, left) < 0 && errno != EINTR) return broken(problem, "poll fails");
    return ITER8_OK;
}

static int dial(int fd, const char *path, int64_t deadline_ms, iter8__line *problem)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path, path, strlen(path) + 1);
    while (connect(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
        int error = errno;
        if (error == EISCONN) break;
        if (error != EAGAIN && error != EINPROGRESS && error != EALREADY && error != EINTR)
            return unreachable(problem, path, error);
        if (iter8__deadline_left(deadline_ms) == 0) return late(problem);
        (void)poll(NULL, 0, RETRY_MS);
    }
    return ITER8_OK;
}

static int is_temporary(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

static int send_all(int fd, const iter8__buffer *line, int64_t deadline_ms, iter8__line *problem)
{
    size_t sent = 0;
    while (sent < line->length) {
        ssize_t count = send(fd, line->bytes + sent, line->length - sent, MSG_NOSIGNAL);
        if (count >= 0) {
            sent += (size_t)count;
            continue;
        }
        if (!is_temporary(errno)) return broken(problem, "HAProxy closed the connection");
        int rc = wait_for(fd, POLLOUT, deadline_ms, problem);
        if (rc != ITER8_OK) return rc;
    }
    return ITER8_OK;
}

static int keep(iter8__buffer *reply, const char *bytes, size_t length, iter8__line *problem)
{
    int rc = iter8__buffer_add(reply, bytes, length);
    if (rc == ITER8_OK) return rc;
    int endless = rc == ITER8_ERR_TOO_LARGE;
    iter8__line_set(problem, endless ? "HAProxy's reply does not end" : "out of memory");
    return endless ? ITER8_ERR_REPLY : rc;
}

/* The deadline is looked at each time round, or a reply that trickles in would never be late. */
static int receive_all(int fd, int64_t deadline_ms, iter8__buffer *reply, iter8__line *problem)
{
    char piece[PIECE_BYTES];
    for (;;) {
        int rc = wait_for(fd, POLLIN, deadline_ms, problem);
        if (rc != ITER8_OK) return rc;
        ssize_t count = recv(fd, piece, sizeof piece, 0);
        if (count == 0) return ITER8_OK;
        if (count < 0 && !is_temporary(errno))
            return broken(problem, "the connection to HAProxy broke");
        if (count > 0) rc = keep(reply, piece, (size_t)count, problem);
        if (rc != ITER8_OK) return rc;
    }
}

int iter8__haproxy_exchange(const char *path, const iter8__buffer *line, int64_t deadline_ms,
                            iter8__buffer *reply, iter8__line *problem)
{
    int fd = open_socket();
    if (fd < 0) return broken(problem, "no socket can be opened");
    int rc = dial(fd, path, deadline_ms, problem);
    if (rc == ITER8_OK) rc = send_all(fd, line, deadline_ms, problem);
    if (rc == ITER8_OK) rc = receive_all(fd, deadline_ms, reply, problem);
    (void)close(fd);
    return rc;
}
