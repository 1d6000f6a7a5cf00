/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/fetch.h"

#include "common/documents.h"
#include "common/found.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"
#include "kubernetes/versions.h"

#include <stdlib.h>
#include <string.h>

enum { PATH_LIMIT = 2048, PATCH_LIMIT = 4096 };

static int without_memory(iter8__client *client)
{
    iter8__line_set(client->problem, "out of memory");
    return ITER8_ERR_NOMEM;
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
    if (code == ITER8_ERR_NOMEM) return without_memory(client);
    iter8__line_set(client->problem, name_of(remote, &name));
    iter8__line_add(client->problem, ": ");
    iter8__line_add(client->problem, what.bytes);
    return code;
}

static int same_name(const iter8_weight_reference *a, const iter8_weight_reference *b)
{
    return strcmp(a->api_version, b->api_version) == 0 && strcmp(a->kind, b->kind) == 0 &&
           strcmp(a->name, b->name) == 0;
}

static int same_namespace(const iter8__client *client, const iter8_weight_reference *a,
                          const iter8_weight_reference *b)
{
    return strcmp(iter8__cluster_namespace(&client->cluster, a->namespace_),
                  iter8__cluster_namespace(&client->cluster, b->namespace_)) == 0;
}

/* The library takes a missing namespace for "default". Where the cluster's user has another one,
 * the object is shown to it without its namespace; so one that is named with it would not be known.
 */
static int is_mixed(const iter8__client *client, const iter8_weight_reference *a,
                    const iter8_weight_reference *b)
{
    const char *own = iter8__cluster_namespace(&client->cluster, "");
    const char *written = *a->namespace_ == '\0' ? b->namespace_ : a->namespace_;
    if (strcmp(own, "default") == 0 || (*a->namespace_ == '\0') == (*b->namespace_ == '\0'))
        return 0;
    return strcmp(written, own) == 0 || strcmp(written, "default") == 0;
}

/* Adds the object of a reference, unless it is there. */
static int add_reference(iter8__remotes *remotes, iter8__client *client,
                         const iter8_weight_reference *reference)
{
    for (size_t i = 0; i < remotes->count; i++) {
        const iter8__remote *other = &remotes->items[i];
        if (!same_name(&other->reference, reference)) continue;
        if (is_mixed(client, &other->reference, reference)) {
            iter8__line_set(client->problem, "the namespace is to be written in every weightObjRef "
                                             "to it, or in none");
            return iter8__remote_blame(other, client, ITER8_ERR_INVALID);
        }
        if (same_namespace(client, &other->reference, reference)) return ITER8_OK;
    }
    remotes->items[remotes->count++] =
        (iter8__remote){.reference = *reference, .path = {.limit = PATH_LIMIT}};
    return ITER8_OK;
}

/* Any other needs no weights, and so no object that holds them. */
static int moves_weights(const iter8_experiment *experiment)
{
    return iter8_spec_of(experiment).testing_pattern != ITER8_TESTING_CONFORMANCE &&
           iter8_spec_of(experiment).deployment_pattern != ITER8_DEPLOYMENT_FIXED_SPLIT;
}

/* Each object once, in the order of the versions. */
static int find_references(iter8__remotes *remotes, iter8__client *client,
                           const iter8_experiment *experiment)
{
    int rc = ITER8_OK;
    for (size_t v = 0; rc == ITER8_OK && v < iter8_spec_of(experiment).version_count; v++) {
        iter8_weight_reference reference = {.struct_size = sizeof reference};
        if (iter8_experiment_weight_reference(experiment, v, &reference) == ITER8_OK)
            rc = add_reference(remotes, client, &reference);
    }
    if (rc != ITER8_OK || remotes->count > 0 || !moves_weights(experiment)) return rc;
    iter8__line_set(client->problem, "no version has a weightObjRef");
    return ITER8_ERR_NOT_FOUND;
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

/* Applies to our copy of an object what a text says. */
static int change_copy(iter8_document *object, const char *operations)
{
    iter8_documents *patch;
    int rc = iter8_documents_read(operations, strlen(operations), NULL, NULL, &patch);
    if (rc != ITER8_OK) return rc;
    rc = iter8_document_patch(object, iter8_documents_at(patch, 0), NULL);
    iter8_documents_free(patch);
    return rc;
}

static int set_api_version(iter8_document *object, const char *api_version)
{
    iter8__buffer text = {.limit = PATCH_LIMIT};
    int rc =
        iter8__buffer_add_text(&text, "[{\"op\":\"add\",\"path\":\"/apiVersion\",\"value\":\"");
    if (rc == ITER8_OK) rc = iter8__buffer_add_text(&text, api_version);
    if (rc == ITER8_OK) rc = iter8__buffer_add_text(&text, "\"}]");
    if (rc == ITER8_OK) rc = change_copy(object, text.bytes);
    iter8__buffer_clear(&text);
    return rc;
}

/* Shows an object as the references write it: in their version of the API, and without a namespace
 * where they leave that to the cluster's user. */
static int show_as_written(const iter8__remote *remote, const iter8__client *client,
                           iter8_document *object)
{
    const iter8_weight_reference *r = &remote->reference;
    int rc = ITER8_OK;
    if (object == NULL) return rc;
    if (strcmp(remote->served, r->api_version) != 0 &&
        strcmp(iter8_document_api_version(object), remote->served) == 0)
        rc = set_api_version(object, r->api_version);
    if (rc == ITER8_OK && *r->namespace_ == '\0' && *iter8_document_namespace(object) != '\0' &&
        strcmp(iter8_document_namespace(object), iter8__cluster_namespace(&client->cluster, "")) ==
            0)
        rc = change_copy(object, "[{\"op\":\"remove\",\"path\":\"/metadata/namespace\"}]");
    return rc;
}

int iter8__remote_take(iter8__remote *remote, iter8__remotes *remotes, iter8__client *client)
{
    iter8_documents *documents;
    int rc = iter8__documents_parse(&client->answer, remotes->diagnostics, &documents);
    if (rc != ITER8_OK)
        return iter8__remote_found(remote, remotes, client,
                                   rc == ITER8_ERR_NOMEM ? rc : ITER8_ERR_REPLY);
    rc = show_as_written(remote, client, iter8_documents_at(documents, 0));
    if (rc != ITER8_OK) {
        iter8_documents_free(documents);
        return iter8__remote_found(remote, remotes, client, rc);
    }
    iter8_documents_free(remote->documents);
    remote->documents = documents;
    return ITER8_OK;
}

int iter8__remote_fetch(iter8__remote *remote, iter8__remotes *remotes, iter8__client *client)
{
    int rc = iter8__client_get(client, remote->path.bytes);
    if (rc != ITER8_OK) return iter8__remote_blame(remote, client, rc);
    return iter8__remote_take(remote, remotes, client);
}

int iter8__remote_patch(const iter8__remote *remote, iter8__client *client,
                        const iter8__buffer *patch)
{
    int rc = iter8__client_patch(client, remote->path.bytes, patch);
    return rc == ITER8_OK ? rc : iter8__remote_blame(remote, client, rc);
}

int iter8__remote_is(const iter8__remote *remote, const iter8_experiment *experiment)
{
    const iter8_document *object = iter8__remote_document(remote);
    for (size_t v = 0; v < iter8_spec_of(experiment).version_count; v++) {
        if (iter8_route_holds(object, experiment, v)) return 1;
    }
    return 0;
}

static int check_object(const iter8__remote *remote, iter8__client *client,
                        const iter8_experiment *experiment)
{
    if (iter8__remote_is(remote, experiment)) return ITER8_OK;
    iter8__line_set(client->problem, "the server's answer is another object");
    return iter8__remote_blame(remote, client, ITER8_ERR_REPLY);
}

/* Where another version is served than is asked for, all fields in the object must be the same. */
static int check_fields(const iter8__remote *remote, iter8__client *client,
                        const iter8_experiment *experiment)
{
    const char *served = remote->served + iter8__group_length(remote->served) + 1;
    const iter8_weight_reference *r = &remote->reference;
    if (strcmp(remote->served, r->api_version) == 0) return ITER8_OK;
    for (size_t v = 0; v < iter8_spec_of(experiment).version_count; v++) {
        iter8_weight_reference other = {.struct_size = sizeof other};
        if (iter8_experiment_weight_reference(experiment, v, &other) != ITER8_OK ||
            !same_name(r, &other) ||
            iter8__versions_agree(r->api_version, r->kind, served, other.field_path))
            continue;
        iter8__line_set(client->problem, "the server has it in ");
        iter8__line_add(client->problem, remote->served);
        iter8__line_add(client->problem, ", not in ");
        iter8__line_add(client->problem, r->api_version);
        return iter8__remote_blame(remote, client, ITER8_ERR_NOT_FOUND);
    }
    return ITER8_OK;
}

static int open_remote(iter8__remote *remote, iter8__remotes *remotes, iter8__client *client,
                       iter8__resource **known, const iter8_experiment *experiment)
{
    int rc = iter8__discover(client, known, &remote->reference, &remote->path, &remote->served);
    if (rc != ITER8_OK) return iter8__remote_blame(remote, client, rc);
    rc = check_fields(remote, client, experiment);
    if (rc == ITER8_OK) rc = iter8__remote_fetch(remote, remotes, client);
    return rc == ITER8_OK ? check_object(remote, client, experiment) : rc;
}

int iter8__remotes_open(iter8__remotes *remotes, iter8__client *client, iter8__resource **known,
                        const iter8_experiment *experiment)
{
    memset(remotes, 0, sizeof *remotes);
    remotes->items = calloc(iter8_spec_of(experiment).version_count + 1, sizeof *remotes->items);
    if (remotes->items == NULL || iter8_diagnostics_new(NULL, &remotes->diagnostics) != ITER8_OK)
        return without_memory(client);
    int rc = find_references(remotes, client, experiment);
    for (size_t i = 0; rc == ITER8_OK && i < remotes->count; i++)
        rc = open_remote(&remotes->items[i], remotes, client, known, experiment);
    if (rc != ITER8_ERR_NOT_FOUND) return rc;
    /* The version may have gone with an upgrade: the next call asks anew. */
    iter8__resources_free(*known);
    *known = NULL;
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
