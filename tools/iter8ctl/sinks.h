/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * sinks.h - the one place of the real world that weights are read from and written to, if any.
 */
#ifndef ITER8CTL_SINKS_H
#define ITER8CTL_SINKS_H

#include "iter8ctl.h"

/* A sink of libiter8-backends, of whatever kind. */
struct sink {
    const char *name; /* for messages */
    void *object;     /* or NULL: there is none */
    const iter8_router *router;
    const char *(*error)(const void *object);
    void (*free)(void *object);
    int claims; /* has one writer at a time, which the first reading finds out */
};

/* Whether the options ask for one sink at most, and for what goes with it. An exit code. */
int sink_check(const struct arguments *arguments);
/* Opens the sink that the options ask for. An exit code; to be closed in any case. */
int sink_open(struct sink *sink, const struct arguments *arguments, struct inputs *inputs,
              const iter8_experiment *experiment);
void sink_close(struct sink *sink);

/* Has the sink claim what it writes: EXIT_TROUBLE if another process writes it already, or if it
 * will never be allowed to. */
int sink_claim(const struct sink *sink, const iter8_experiment *experiment, int64_t now_ns);

/* The callbacks of a sink that is there; the library tells of failures. */
int32_t sink_read(const struct sink *sink, const iter8_route *route, int32_t *weights);
int32_t sink_write(const struct sink *sink, const iter8_route *route);

#endif
