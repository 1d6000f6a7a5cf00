/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * recorded_host.h - a host that answers as the world did when Iter8 itself was recorded.
 *
 * A recording is one JSON object: the experiment as it was created, what happened beside it, and
 * each status that Iter8's controller wrote. Measurements are those of the status of the same
 * iteration; weights are those of a made-up router.
 */
#ifndef ITER8_TESTS_RECORDED_HOST_H
#define ITER8_TESTS_RECORDED_HOST_H

#include "document/document.h"
#include "iter8/init.h"
#include "iter8/reconcile.h"
#include "recorded_events.h"

enum { RECORDED_VERSIONS = 8, RECORDED_SPLITS = 100 };

typedef struct recorded_host {
    const iter8__node *recording;
    const iter8__node *statuses;      /* of Iter8 */
    int has_route;                    /* the object that holds the weights is there */
    int32_t route[RECORDED_VERSIONS]; /* its weights */
    int32_t hand_done;                /* somebody has set weights by hand */
    int32_t splits[RECORDED_SPLITS][RECORDED_VERSIONS]; /* what the route has had, one by one */
    size_t split_count;
    recorded_events events; /* what was told */
    iter8_host host;
    iter8_metrics_source metrics;
    iter8_router router;
} recorded_host;

/* A member by its path, or NULL. */
const iter8__node *recorded_at(const iter8__node *root, const char *path);

/* Whether an event of Iter8's has this reason and message. */
int recorded_event(const iter8__node *recording, const char *reason, const char *message);

void recorded_host_init(recorded_host *self, const iter8__node *recording);

/* Does what somebody did by hand after the iterations that are complete. */
void recorded_host_interfere(recorded_host *self, const iter8_experiment *experiment);

#endif
