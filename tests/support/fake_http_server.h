/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * fake_http_server.h - a real HTTP server on the loopback interface that answers by a script.
 *
 * What is held back stays so until the test says otherwise, so that no test has to sleep.
 */
#ifndef ITER8_TESTS_FAKE_HTTP_SERVER_H
#define ITER8_TESTS_FAKE_HTTP_SERVER_H

#include <stddef.h>

enum fake_manner {
    FAKE_AT_ONCE,
    FAKE_HELD,    /* not before fake_http_server_release() */
    FAKE_ENDLESS, /* the body again and again */
    FAKE_STALLED  /* the first half of the body, the rest is held */
};

struct fake_answer {
    const char *path;
    unsigned status; /* 0: 200 */
    const char *body;
    const char *location; /* of a redirect, or NULL */
    enum fake_manner manner;
    size_t length;        /* of the body; 0: up to its closing zero */
    const char *encoding; /* the header Content-Encoding, or NULL */
};

typedef struct fake_http_server fake_http_server;

/* What one request was. */
struct fake_request {
    char method[8];
    char query[256]; /* its parameter `query`, decoded */
    char body[1024];
    char content_type[64];
    char headers[1024]; /* all of them, a line each: "Name: value" */
    char params[1024];  /* all of the URL, decoded, a line each: "name=value" */
};

/* Starts a server on a free port; paths that no answer is for are answered 404.
 * @param answers  borrowed until it is stopped.
 * @param certificate, key  PEM texts for HTTPS, or NULL. */
fake_http_server *fake_http_server_start(const struct fake_answer *answers, size_t count,
                                         char *certificate, char *key);
void fake_http_server_stop(fake_http_server *server);
/* Lets go what is held back, and all that comes later. */
void fake_http_server_release(fake_http_server *server);
int fake_http_server_port(fake_http_server *server);
/* The number of requests for a path, and of connections, so far. */
int fake_http_server_requests(fake_http_server *server, const char *path);
int fake_http_server_connections(fake_http_server *server);
/* The request that came last. */
struct fake_request fake_http_server_last(fake_http_server *server);

#endif
