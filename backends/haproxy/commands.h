/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * commands.h - a line of commands that set weights, and the replies to it.
 */
#ifndef ITER8_BACKENDS_COMMANDS_H
#define ITER8_BACKENDS_COMMANDS_H

#include "common/buffer.h"
#include "common/line.h"

#include <stddef.h>
#include <stdint.h>

/* Adds a command; both names have been checked (target.h). Returns as iter8__buffer_add(). */
int iter8__commands_add(iter8__buffer *line, const char *backend, const char *server,
                        int32_t weight);
/* Ends the line. Returns as iter8__buffer_add(). */
int iter8__commands_end(iter8__buffer *line);

/* Whether each of @p count commands was replied to and did its work. Returns 0, or
 * ITER8_ERR_REFUSED (HAProxy has something to say) or ITER8_ERR_REPLY (a reply is missing), and
 * says it in @p problem. */
int iter8__commands_check(const iter8__buffer *replies, size_t count, iter8__line *problem);

#endif
