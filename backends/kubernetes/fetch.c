/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/fetch.h"

#include "common/documents.h"
#include "common/found.h"
#include "iter8/error.h"

#include <stdlib.h>
#include <string.h>

enum { PATH_LIMIT = 2048 };

static int without_memory(iter8__client *client)
{
    iter8__line_set(client->problem, "out of memory");
    return ITER8_ERR_NOMEM;
}

static int same_object(const iter8_weight_reference *a, const iter8_weight_reference *b)
{
    return strcmp(a->api_version, b->api_version) == 0 && strcmp(a->kind, b->kind) == 0 &&
           strcmp(a->namespace_, b->namespace_) == 0 && strcmp(a->name, b->name) == 0;
}

static int is_there(const iter8__remotes *remotes, const iter8_weight_reference *reference)
{
    for (size_t i = 0; i < remotes->count; i++) {
        if (same_object(&remotes->items[i].reference, reference)) return 1;
    }
    return 0;
}

/* Each object once, in the order of the versions. */
static void find_references(iter8__remotes *remotes, const iter8_experiment *experiment)
{
    for (size_t v = 0; v < iter8_experiment_version_count(experiment); v++) {
        iter8_weight_reference reference = {.struct_size = sizeof reference};
        if (iter8_experiment_weight_reference(experiment, v, &reference) != ITER8_OK) continue;
        if (is_there(remotes, &reference)) continue;
        remotes->items[remotes->count++] =
            (iter8__remote){.reference = reference, .path = {.limit = PATH_LIMIT}};
    }
}

static const char *name_of(const iter8__remote *remote, iter8__line *line)
{
    iter8__line_set(line, remote->reference.kind);
    iter8__line_add(line, " ");
    iter8__line_add(line, remote->reference.name);
    return line->bytes;
}

int iter8__remote_blame(const iter8__remote *remote, iter8__client *client, int code)
{
    iter8__line what = *client->problem;
    iter8__line name;
    if (code == ITER8_ERR_NOMEM) return code;
    iter8__line_set(client->problem, name_of(remote, &name));
    iter8__line_add(client->problem, ": ");
    iter8__line_add(client->problem, what.bytes);
    return code;
}

iter8_document *iter8__remote_document(const iter8__remote *remote)
{
    return iter8_documents_at(remote->documents, 0);
}

int iter8__remote_found(const iter8__remote *remote, const iter8__remotes *remotes,
                        iter8__client *client, int code)
{
    iter8__line name;
    return iter8__found(client->problem, name_of(remote, &name), code, remotes->diagnostics);
}

int iter8__remote_fetch(iter8__remote *remote, iter8__remotes *remotes, iter8__client *client)
{
    iter8_documents *documents;
    int rc = iter8__client_get(client, remote->path.bytes);
    if (rc != ITER8_OK) return iter8__remote_blame(remote, client, rc);
    rc = iter8__documents_parse(&client->answer, remotes->diagnostics, &documents);
    if (rc != ITER8_OK) return iter8__remote_found(remote, remotes, client, rc);
    iter8_documents_free(remote->documents);
    remote->documents = documents;
    return ITER8_OK;
}

int iter8__remote_patch(const iter8__remote *remote, iter8__client *client,
                        const iter8__buffer *patch)
{
    int rc = iter8__client_patch(client, remote->path.bytes, patch);
    return rc == ITER8_OK ? rc : iter8__remote_blame(remote, client, rc);
}

/* A proxy may answer with anything. */
static int check_object(const iter8__remote *remote, iter8__client *client,
                        const iter8_experiment *experiment)
{
    const iter8_document *object = iter8__remote_document(remote);
    for (size_t v = 0; v < iter8_experiment_version_count(experiment); v++) {
        if (iter8_route_holds(object, experiment, v)) return ITER8_OK;
    }
    iter8__line_set(client->problem, "the server's answer is another object");
    return iter8__remote_blame(remote, client, ITER8_ERR_REPLY);
}

static int open_remote(iter8__remote *remote, iter8__remotes *remotes, iter8__client *client,
                       iter8__resource **known, const iter8_experiment *experiment)
{
    int rc = iter8__discover(client, known, &remote->reference, &remote->path);
    if (rc == ITER8_ERR_NOMEM) return without_memory(client);
    if (rc != ITER8_OK) return iter8__remote_blame(remote, client, rc);
    rc = iter8__remote_fetch(remote, remotes, client);
    return rc == ITER8_OK ? check_object(remote, client, experiment) : rc;
}

int iter8__remotes_open(iter8__remotes *remotes, iter8__client *client, iter8__resource **known,
                        const iter8_experiment *experiment)
{
    memset(remotes, 0, sizeof *remotes);
    remotes->items = calloc(iter8_experiment_version_count(experiment) + 1, sizeof *remotes->items);
    if (remotes->items == NULL || iter8_diagnostics_new(NULL, &remotes->diagnostics) != ITER8_OK)
        return without_memory(client);
    find_references(remotes, experiment);
    if (remotes->count == 0) {
        iter8__line_set(client->problem, "no version has a weightObjRef");
        return ITER8_ERR_NOT_FOUND;
    }
    int rc = ITER8_OK;
    for (size_t i = 0; rc == ITER8_OK && i < remotes->count; i++)
        rc = open_remote(&remotes->items[i], remotes, client, known, experiment);
    return rc;
}

void iter8__remotes_close(iter8__remotes *remotes)
{
    for (size_t i = 0; i < remotes->count; i++) {
        iter8_documents_free(remotes->items[i].documents);
        iter8__buffer_clear(&remotes->items[i].path);
    }
    free(remotes->items);
    iter8_diagnostics_free(remotes->diagnostics);
}
