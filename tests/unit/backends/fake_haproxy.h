/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * fake_haproxy.h - a UNIX socket whose server replies whatever a test wants, connection by
 * connection.
 */
#ifndef ITER8_TESTS_FAKE_HAPROXY_H
#define ITER8_TESTS_FAKE_HAPROXY_H

#include <stddef.h>

enum fake_reply_manner {
    FAKE_REPLY_CLOSE,  /* the text, then the end of the connection */
    FAKE_REPLY_HOLD,   /* the text, and then nothing until the server stops */
    FAKE_REPLY_REPEAT, /* the text again and again */
    FAKE_REPLY_DEAF    /* the end of the connection without reading */
};

struct fake_reply {
    const char *text;
    enum fake_reply_manner manner;
};

typedef struct fake_haproxy fake_haproxy;

/* Starts a server at @p path; @p replies, borrowed, go to the first connections, later ones wait.
 */
fake_haproxy *fake_haproxy_start(const char *path, const struct fake_reply *replies, size_t count);
void fake_haproxy_stop(fake_haproxy *server);
/* What was sent over all connections; only after it was stopped by fake_haproxy_finish(). */
const char *fake_haproxy_received(const fake_haproxy *server);
/* Ends the server's thread, but keeps what it received. */
void fake_haproxy_finish(fake_haproxy *server);

#endif
