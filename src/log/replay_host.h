/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * replay_host.h - a host that answers what a log says. Asked for something else, it fails: what is
 * recorded then differs from the log.
 */
#ifndef ITER8_LOG_REPLAY_HOST_H
#define ITER8_LOG_REPLAY_HOST_H

#include "document/node.h"
#include "lifecycle/host.h"

#include <stddef.h>

/* The answers of one step. */
typedef struct iter8__answers {
    const iter8__node *inputs; /* the list; borrowed */
    size_t next;
} iter8__answers;

/* A host with all callbacks but record_event. */
iter8__host iter8__replay_host(iter8__answers *answers);

#endif
