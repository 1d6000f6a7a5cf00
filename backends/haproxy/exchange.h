/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * exchange.h - one line of commands to HAProxy's runtime API, and all that it replies.
 *
 * HAProxy closes the connection after one line; that is how the end of the reply is known.
 */
#ifndef ITER8_BACKENDS_EXCHANGE_H
#define ITER8_BACKENDS_EXCHANGE_H

#include "common/buffer.h"
#include "common/line.h"

#include <stdint.h>

/* Largest path of a UNIX socket, without the closing zero. */
enum { ITER8__SOCKET_PATH_MAX = 100 };

/* Sends @p line, which ends in a newline, to the UNIX socket at @p path and adds what comes back to
 * @p reply, until the other side closes or @p deadline_ms (deadline.h) passes.
 * Returns 0, or ITER8_ERR_TRANSPORT, ITER8_ERR_NOT_FOUND (there is no socket), ITER8_ERR_REFUSED
 * (it is none, or not for this process), ITER8_ERR_REPLY (longer than the buffer's limit),
 * ITER8_ERR_NOMEM, and says in @p problem what went wrong. */
int iter8__haproxy_exchange(const char *path, const iter8__buffer *line, int64_t deadline_ms,
                            iter8__buffer *reply, iter8__line *problem);

#endif
