/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Who listens at a socket is asked for in Linux' own way. */
#define _GNU_SOURCE /* NOLINT(bugprone-reserved-identifier): the system's */
#include "haproxy/claim.h"

#include "iter8/error.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* FNV-1a: a path and a name together may be longer than the name of a socket. */
static uint64_t add_to_name(uint64_t name, const char *text)
{
    do {
        name = (name ^ (unsigned char)*text) * UINT64_C(1099511628211);
    } while (*text++ != '\0');
    return name;
}

/* Two paths of one socket are one name. */
static uint64_t make_name(const char *socket_path, const char *backend)
{
    char *real = realpath(socket_path, NULL);
    uint64_t name = UINT64_C(14695981039346656037);
    name = add_to_name(name, real != NULL ? real : socket_path);
    free(real);
    return add_to_name(name, backend);
}

#ifdef __linux__
static socklen_t make_address(uint64_t name, struct sockaddr_un *address)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int length = snprintf(address->sun_path + 1, sizeof address->sun_path - 1,
                          "iter8/haproxy/%016" PRIx64, name);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
}

/* The process that listens at a name, or 0. */
static long find_holder(const struct sockaddr_un *address, socklen_t size)
{
    struct ucred other = {0};
    socklen_t length = sizeof other;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return 0;
    int known = connect(fd, (const struct sockaddr *)address, size) == 0 &&
                getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &other, &length) == 0;
    (void)close(fd);
    return known ? (long)other.pid : 0;
}

/* Returns a socket, or -1 with the words for a name that is taken; -2 where it cannot be had. */
static int listen_at(uint64_t name, const char *backend, iter8__line *problem)
{
    struct sockaddr_un address;
    socklen_t size = make_address(name, &address);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -2;
    if (bind(fd, (const struct sockaddr *)&address, size) == 0 && listen(fd, 8) == 0) return fd;
    int taken = errno == EADDRINUSE;
    (void)close(fd);
    if (!taken) return -2;
    long pid = find_holder(&address, size);
    iter8__line_set(problem, pid > 0 ? "process " : "another process");
    if (pid > 0) iter8__line_add_integer(problem, pid);
    iter8__line_add(problem, " is setting the weights of HAProxy's backend ");
    iter8__line_add(problem, backend);
    iter8__line_add(problem, " already");
    return -1;
}
#else
static int listen_at(uint64_t name, const char *backend, iter8__line *problem)
{
    (void)name;
    (void)backend;
    (void)problem;
    return -2;
}
#endif

int iter8__claims_take(iter8__claims *claims, const char *socket_path, const char *backend,
                       iter8__line *problem)
{
    uint64_t name = make_name(socket_path, backend);
    for (size_t i = 0; i < claims->count; i++) {
        if (claims->items[i].name == name) return ITER8_OK;
    }
    iter8__claim *items = realloc(claims->items, (claims->count + 1) * sizeof *items);
    if (items == NULL) {
        iter8__line_set(problem, "out of memory");
        return ITER8_ERR_NOMEM;
    }
    claims->items = items;
    int fd = listen_at(name, backend, problem);
    if (fd >= 0) claims->items[claims->count++] = (iter8__claim){name, fd};
    return fd == -1 ? ITER8_ERR_REFUSED : ITER8_OK;
}

void iter8__claims_release(iter8__claims *claims)
{
    for (size_t i = 0; i < claims->count; i++)
        (void)close(claims->items[i].fd);
    free(claims->items);
    *claims = (iter8__claims){NULL, 0};
}
