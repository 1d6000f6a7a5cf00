/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * log_ask.h - a host around a host: passes on what is asked and notes the answers.
 */
#ifndef ITER8_LOG_LOG_ASK_H
#define ITER8_LOG_LOG_ASK_H

#include "base/text.h"
#include "document/node.h"
#include "lifecycle/host.h"

/* What was asked and told in one step: items of lists. */
typedef struct iter8__asked {
    const iter8__host *host; /* that is asked; borrowed */
    iter8__host around;      /* what is handed on in its place */
    iter8__text inputs;
    iter8__text events;
} iter8__asked;

/* The host to be handed to iter8_reconcile(), which points into asked. It has the callbacks that
 * asked->host has, and always that for events. */
iter8_host iter8__asked_host(iter8__asked *asked);

/* The callbacks that a host has, by name. */
void iter8__asked_names(const iter8__host *host, iter8__text *line);

/* Whether two hosts have the same callbacks and the same seed, as far as a log says. */
int iter8__asked_alike(const iter8__host *host, const iter8__host *other);

/* Takes from a host the callbacks that are not in a list of names. Returns 0 if there is an unknown
 * name. */
int iter8__asked_restrict(const iter8__node *names, iter8__host *host);

#endif
