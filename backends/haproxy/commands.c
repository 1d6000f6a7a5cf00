/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "haproxy/commands.h"

#include "iter8/error.h"

#include <string.h>

int iter8__commands_add(iter8__buffer *line, const char *backend, const char *server,
                        int32_t weight)
{
    iter8__line number = {.length = 0};
    const char *const parts[] = {line->length > 0 ? ";set server " : "set server ",
                                 backend,
                                 "/",
                                 server,
                                 " weight ",
                                 number.bytes};
    iter8__line_add_integer(&number, weight);
    int rc = ITER8_OK;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && rc == ITER8_OK; i++) {
        rc = iter8__buffer_add_text(line, parts[i]);
    }
    return rc;
}

int iter8__commands_end(iter8__buffer *line)
{
    return iter8__buffer_add_text(line, "\n");
}

/* A command that did its work is replied to by an empty line, any other by a text first. */
int iter8__commands_check(const iter8__buffer *replies, size_t count, iter8__line *problem)
{
    const char *bytes = replies->bytes != NULL ? replies->bytes : "";
    size_t empty = strspn(bytes, "\n");
    const char *text = bytes + empty;
    if (*text != '\0') {
        iter8__line_set(problem, "HAProxy replies: ");
        iter8__line_add_bytes(problem, text, strcspn(text, "\n"));
        return ITER8_ERR_REFUSED;
    }
    if (empty == count) return ITER8_OK;
    iter8__line_set(problem, "HAProxy has not replied to all commands");
    return ITER8_ERR_REPLY;
}
