/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/change.h"

#include "common/documents.h"
#include "iter8/error.h"
#include "iter8/routing.h"
#include "iter8/snapshots.h"
#include "kubernetes/patch_text.h"
#include "kubernetes/writer.h"

#include <stdlib.h>
#include <string.h>

enum { PATCH_LIMIT = 1024 * 1024, UNPROCESSABLE = 422 };

/* A patch in the making. */
struct attempt {
    const iter8__change *change;
    iter8__remote *remote;
    size_t number;
    iter8__ownership ownership;
    iter8__buffer
        basis; /* its tests, and the changes of weights: the same where nothing has changed */
    iter8__buffer patch; /* with our mark; empty where there is nothing to do */
};

static int without_memory(const iter8__change *change)
{
    iter8__line_set(change->client->problem, "out of memory");
    return ITER8_ERR_NOMEM;
}

static int found(const struct attempt *a, int rc)
{
    return iter8__remote_found(a->remote, a->change->remotes, a->change->client, rc);
}

int iter8__change_read(const iter8__change *change, size_t number, int32_t *weights)
{
    const iter8__remote *remote = &change->remotes->items[number];
    int rc = iter8_route_read(iter8__remote_document(remote), change->experiment, weights,
                              change->remotes->diagnostics);
    return rc == ITER8_OK ? rc : iter8__remote_found(remote, change->remotes, change->client, rc);
}

int iter8__change_check(const iter8__change *change)
{
    int rc = ITER8_OK;
    for (size_t i = 0; rc == ITER8_OK && i < change->remotes->count; i++) {
        iter8__ownership ownership;
        rc = iter8__ownership_open(&ownership, change->owner, &change->remotes->items[i],
                                   change->experiment, change->client);
        iter8__ownership_close(&ownership);
    }
    return rc;
}

/* The operations that write the weights; an empty list where they are there. */
static int weight_operations(const struct attempt *a, iter8_document **out)
{
    const iter8__change *change = a->change;
    *out = NULL;
    if (change->route == NULL) return ITER8_OK;
    return iter8_route_patch(iter8__remote_document(a->remote), change->experiment,
                             change->route->weights, change->remotes->diagnostics, out);
}

static int is_empty(const iter8_document *list)
{
    double ignored;
    return list == NULL || iter8_document_number(list, "[0]", &ignored) == ITER8_ERR_NO_FIELD;
}

static int add_mark(struct attempt *a)
{
    const iter8__change *change = a->change;
    int rc = iter8__ownership_take(&a->ownership, change->owner, change->experiment);
    if (rc == ITER8_OK) rc = iter8__buffer_add(&a->patch, a->basis.bytes, a->basis.length);
    if (rc == ITER8_OK) rc = iter8__marks_operation(&a->ownership.marks, &a->patch);
    return rc == ITER8_OK ? iter8__buffer_add_text(&a->patch, "]") : rc;
}

static int make_patch(struct attempt *a)
{
    iter8_document *operations;
    iter8__buffer_clear(&a->basis);
    iter8__buffer_clear(&a->patch);
    int rc = weight_operations(a, &operations);
    if (rc == ITER8_OK && (!is_empty(operations) || a->ownership.due)) {
        const iter8_document *object = iter8__remote_document(a->remote);
        rc = iter8__patch_begin(object, &a->basis);
        if (rc == ITER8_OK && operations != NULL) rc = iter8__patch_add_all(&a->basis, operations);
        if (rc == ITER8_OK) rc = iter8__patch_test_marks(object, &a->ownership.marks, &a->basis);
        if (rc == ITER8_OK) rc = add_mark(a);
    }
    iter8_document_free(operations);
    return rc == ITER8_OK ? rc : found(a, rc);
}

/* Looks whose the object is as it was read last, and makes the patch for it. */
static int prepare(struct attempt *a)
{
    const iter8__change *change = a->change;
    iter8__ownership_close(&a->ownership);
    int rc = iter8__ownership_open(&a->ownership, change->owner, a->remote, change->experiment,
                                   change->client);
    return rc == ITER8_OK ? make_patch(a) : rc;
}

/* The first candidate that would be given back what another writer has just taken from it. */
static const char *find_loser(const iter8_route *route, const int32_t *before, const int32_t *now)
{
    for (size_t v = 1; v < route->count; v++) {
        if (now[v] < before[v] && now[v] < route->weights[v])
            return iter8_version_of(route->experiment, v).name;
    }
    return NULL;
}

/* Looks at what another writer has done. Returns 0 if the patch may be made anew. */
static int look_again(const struct attempt *a)
{
    const iter8__change *change = a->change;
    const iter8_route *route = change->route;
    int rc = iter8__remote_fetch(a->remote, change->remotes, change->client);
    if (rc != ITER8_OK || route == NULL) return rc;
    int32_t *now = malloc(route->count * sizeof *now);
    if (now == NULL) return without_memory(change);
    memcpy(now, change->before, route->count * sizeof *now);
    rc = iter8__change_read(change, a->number, now);
    const char *loser = rc == ITER8_OK ? find_loser(route, change->before, now) : NULL;
    free(now);
    if (loser == NULL) return rc;
    iter8__line_set(change->client->problem, "another writer has just taken traffic from ");
    iter8__line_add(change->client->problem, loser);
    iter8__writer_add(change->client->problem, iter8__remote_document(a->remote));
    return iter8__remote_blame(a->remote, change->client, ITER8_ERR_CONFLICT);
}

/* Whether the object that was read last has the weights. Returns 1, 0, ITER8_ERR_NOMEM. */
static int is_done(const struct attempt *a)
{
    iter8_document *operations;
    if (!iter8__remote_is(a->remote, a->change->experiment)) return 0;
    int rc = weight_operations(a, &operations);
    if (rc == ITER8_ERR_NOMEM) return without_memory(a->change);
    int done = rc == ITER8_OK && is_empty(operations);
    iter8_document_free(operations);
    return done;
}

/* What the answer itself says. Returns as is_done(). */
static int is_said_done(const struct attempt *a)
{
    if (a->change->client->status != 200) return 0;
    int rc = iter8__remote_take(a->remote, a->change->remotes, a->change->client);
    if (rc == ITER8_ERR_NOMEM) return rc;
    return rc == ITER8_OK ? is_done(a) : 0;
}

/* A server may say that all is well and do nothing: it has promised to (202), or somebody behind it
 * has put the weights back. What counts is the object. */
static int verify(const struct attempt *a)
{
    const iter8__change *change = a->change;
    long status = change->client->status;
    int done = is_said_done(a);
    if (done == 0) {
        int rc = iter8__remote_fetch(a->remote, change->remotes, change->client);
        if (rc != ITER8_OK) return rc;
        done = is_done(a);
    }
    if (done != 0) return done == 1 ? ITER8_OK : done;
    iter8__line_set(change->client->problem, "HTTP ");
    iter8__line_add_integer(change->client->problem, status);
    iter8__line_add(change->client->problem, ", but the weights are not those that were written");
    iter8__writer_add(change->client->problem, iter8__remote_document(a->remote));
    return iter8__remote_blame(a->remote, change->client, ITER8_ERR_REPLY);
}

/* Says of the last failure who may be behind it. */
static int give_up(const struct attempt *a)
{
    iter8__writer_add(a->change->client->problem, iter8__remote_document(a->remote));
    return ITER8_ERR_CONFLICT;
}

/* The patch failed: makes it anew from what is there now. One that would be the same did not fail
 * because of another writer; the server does not take it. */
static int prepare_again(struct attempt *a, int last)
{
    iter8__client *client = a->change->client;
    iter8__line said = *client->problem;
    iter8__buffer old = a->basis;
    long status = client->status;
    a->basis = (iter8__buffer){.limit = PATCH_LIMIT};
    int rc = look_again(a);
    if (rc == ITER8_OK) rc = prepare(a);
    int same = rc == ITER8_OK && a->basis.length == old.length && old.length > 0 &&
               memcmp(a->basis.bytes, old.bytes, old.length) == 0;
    iter8__buffer_clear(&old);
    if (rc != ITER8_OK) return rc;
    if (status == UNPROCESSABLE && same) {
        *client->problem = said;
        return ITER8_ERR_REFUSED;
    }
    if (!last) return ITER8_OK;
    *client->problem = said;
    return give_up(a);
}

static int run(struct attempt *a)
{
    int rc = prepare(a);
    for (int64_t left = a->change->retries; rc == ITER8_OK && a->patch.length > 0; left--) {
        rc = iter8__remote_patch(a->remote, a->change->client, &a->patch);
        if (rc == ITER8_OK) {
            iter8__ownership_done(&a->ownership);
            return verify(a);
        }
        if (rc == ITER8_ERR_CONFLICT) rc = prepare_again(a, left == 0);
    }
    return rc;
}

int iter8__change_object(const iter8__change *change, size_t number)
{
    struct attempt a = {.change = change,
                        .remote = &change->remotes->items[number],
                        .number = number,
                        .basis = {.limit = PATCH_LIMIT},
                        .patch = {.limit = PATCH_LIMIT}};
    int rc = run(&a);
    iter8__ownership_close(&a.ownership);
    iter8__buffer_clear(&a.basis);
    iter8__buffer_clear(&a.patch);
    if (rc == ITER8_OK) iter8__line_clear(change->client->problem);
    return rc;
}
