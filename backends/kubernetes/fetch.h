/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * fetch.h - the objects that an experiment's weights are in, as the server has them.
 */
#ifndef ITER8_BACKENDS_FETCH_H
#define ITER8_BACKENDS_FETCH_H

#include "iter8/document.h"
#include "iter8/reconcile.h"
#include "kubernetes/client.h"
#include "kubernetes/discovery.h"

#include <stddef.h>
#include <stdint.h>

/* One object. */
typedef struct iter8__remote {
    iter8_weight_reference reference; /* of the first version that is in it */
    iter8__buffer path;               /* on the server */
    const char *served;               /* its apiVersion there; borrowed */
    iter8_documents *documents;       /* as it was read last */
} iter8__remote;

/* All zero holds nothing. */
typedef struct iter8__remotes {
    iter8__remote *items;
    size_t count;
    iter8_diagnostics *diagnostics;
} iter8__remotes;

/* Reads all objects. Returns 0, or as iter8__client_get() and ITER8_ERR_NOT_FOUND where no version
 * has a reference; to be closed in any case. */
int iter8__remotes_open(iter8__remotes *remotes, iter8__client *client, iter8__resource **known,
                        const iter8_experiment *experiment);
void iter8__remotes_close(iter8__remotes *remotes);

iter8_document *iter8__remote_document(const iter8__remote *remote);

/* Whether what was read is the object: a proxy may answer with anything. */
int iter8__remote_is(const iter8__remote *remote, const iter8_experiment *experiment);

/* Reads one object anew; after an error the old one stands. */
int iter8__remote_fetch(iter8__remote *remote, iter8__remotes *remotes, iter8__client *client);

/* Takes the server's last answer for the object; after an error the old one stands. */
int iter8__remote_take(iter8__remote *remote, iter8__remotes *remotes, iter8__client *client);

/* Patches one object. Returns as iter8__client_patch(). */
int iter8__remote_patch(const iter8__remote *remote, iter8__client *client,
                        const iter8__buffer *patch);

/* Puts the name of the object before what went wrong; returns @p code. */
int iter8__remote_blame(const iter8__remote *remote, iter8__client *client, int code);

/* Says in the client's problem what the library found in an object; returns @p code. */
int iter8__remote_found(const iter8__remote *remote, const iter8__remotes *remotes,
                        iter8__client *client, int code);

#endif
