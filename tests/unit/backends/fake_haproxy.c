/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "fake_haproxy.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct fake_haproxy {
    const struct fake_reply *replies;
    size_t count;
    int listener;
    int stop[2]; /* a pipe: its reading end is readable once the server is to stop */
    pthread_t thread;
    int running;
    char received[4096];
};

/* Waits until @p fd is ready; 0 when the server is to stop. */
static int ready(const fake_haproxy *server, int fd, short events)
{
    struct pollfd both[] = {{server->stop[0], POLLIN, 0}, {fd, events, 0}};
    if (poll(both, 2, -1) < 0) return 0;
    return both[0].revents == 0;
}

static int receive_line(fake_haproxy *server, int fd)
{
    size_t length = strlen(server->received);
    while (length == 0 || server->received[length - 1] != '\n') {
        if (length == sizeof server->received - 1 || !ready(server, fd, POLLIN)) return 0;
        ssize_t count =
            recv(fd, server->received + length, sizeof server->received - 1 - length, 0);
        if (count <= 0) return 0;
        length += (size_t)count;
    }
    return 1;
}

static void reply_to(fake_haproxy *server, int fd, const struct fake_reply *reply)
{
    if (reply->manner == FAKE_REPLY_DEAF) return;
    size_t before = strlen(server->received);
    /* The line ends what was received before, so each connection starts a line of its own. */
    if (before > 0) server->received[before - 1] = '|';
    if (!receive_line(server, fd)) return;
    size_t length = strlen(reply->text);
    do {
        if (!ready(server, fd, POLLOUT)) return;
        if (send(fd, reply->text, length, MSG_NOSIGNAL) < 0) return;
    } while (reply->manner == FAKE_REPLY_REPEAT);
    if (reply->manner == FAKE_REPLY_HOLD) (void)ready(server, server->stop[0], POLLIN);
}

static void *serve(void *data)
{
    fake_haproxy *server = data;
    for (size_t i = 0; i < server->count && ready(server, server->listener, POLLIN); i++) {
        int fd = accept(server->listener, NULL, NULL);
        if (fd < 0) break;
        reply_to(server, fd, &server->replies[i]);
        close(fd);
    }
    return NULL;
}

fake_haproxy *fake_haproxy_start(const char *path, const struct fake_reply *replies, size_t count)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    fake_haproxy *server = calloc(1, sizeof *server);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    server->replies = replies;
    server->count = count;
    server->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (pipe(server->stop) == 0 &&
        bind(server->listener, (const struct sockaddr *)&address, sizeof address) == 0 &&
        listen(server->listener, 0) == 0) {
        server->running = pthread_create(&server->thread, NULL, serve, server) == 0;
    }
    return server;
}

void fake_haproxy_finish(fake_haproxy *server)
{
    close(server->stop[1]);
    if (server->running) pthread_join(server->thread, NULL);
    server->running = 0;
    server->stop[1] = -1;
}

void fake_haproxy_stop(fake_haproxy *server)
{
    if (server == NULL) return;
    fake_haproxy_finish(server);
    close(server->stop[0]);
    close(server->listener);
    free(server);
}

const char *fake_haproxy_received(const fake_haproxy *server)
{
    return server->received;
}
