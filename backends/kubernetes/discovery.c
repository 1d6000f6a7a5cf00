/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/discovery.h"

#include "common/documents.h"
#include "iter8/error.h"
#include "kubernetes/versions.h"

#include <stdlib.h>
#include <string.h>

struct iter8__resource {
    iter8__resource *next;
    char *api_version; /* as references say it */
    char *served;      /* the one that the server has */
    char *kind;
    char *plural;
    int32_t namespaced;
};

enum { PATH_LIMIT = 1024, WORD_LIMIT = 253 };

static void free_resource(iter8__resource *one)
{
    free(one->api_version);
    free(one->served);
    free(one->kind);
    free(one->plural);
    free(one);
}

void iter8__resources_free(iter8__resource *known)
{
    while (known != NULL) {
        iter8__resource *next = known->next;
        free_resource(known);
        known = next;
    }
}

/* What may stand between two slashes of a path: anything else could lead elsewhere. */
static int is_segment(const char *text, size_t length)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                  "0123456789-.";
    return length > 0 && length <= WORD_LIMIT && strspn(text, allowed) >= length &&
           strncmp(text, "..", length) != 0;
}

static int refuse(iter8__client *client, const char *what, const char *name)
{
    iter8__line_set(client->problem, what);
    iter8__line_add(client->problem, " \"");
    iter8__line_add(client->problem, name);
    iter8__line_add(client->problem, "\" cannot be one in Kubernetes");
    return ITER8_ERR_ARGUMENT;
}

static int check_reference(iter8__client *client, const iter8_weight_reference *r)
{
    const char *slash = strchr(r->api_version, '/');
    size_t group = iter8__group_length(r->api_version);
    const char *version = slash != NULL ? slash + 1 : r->api_version;
    const char *namespace_ = iter8__cluster_namespace(&client->cluster, r->namespace_);
    if ((slash != NULL && !is_segment(r->api_version, group)) ||
        !is_segment(version, strlen(version)))
        return refuse(client, "the apiVersion", r->api_version);
    if (!is_segment(r->name, strlen(r->name))) return refuse(client, "the name", r->name);
    if (!is_segment(namespace_, strlen(namespace_)))
        return refuse(client, "the namespace", namespace_);
    return ITER8_OK;
}

static int add_all(iter8__buffer *path, const char *const *parts, size_t count)
{
    int rc = ITER8_OK;
    for (size_t i = 0; rc == ITER8_OK && i < count; i++)
        rc = iter8__buffer_add_text(path, parts[i]);
    return rc;
}

/* /api/v1 or /apis/GROUP/VERSION */
static int add_root(iter8__buffer *path, const char *api_version)
{
    const char *const parts[] = {strchr(api_version, '/') != NULL ? "/apis/" : "/api/",
                                 api_version};
    return add_all(path, parts, 2);
}

static int add_path(const iter8__client *client, const iter8__resource *resource,
                    const iter8_weight_reference *r, iter8__buffer *path)
{
    const char *const in_namespace[] = {"/namespaces/",
                                        iter8__cluster_namespace(&client->cluster, r->namespace_)};
    const char *const object[] = {"/", resource->plural, "/", r->name};
    int rc = add_root(path, resource->served);
    if (rc == ITER8_OK && resource->namespaced) rc = add_all(path, in_namespace, 2);
    return rc == ITER8_OK ? add_all(path, object, 4) : rc;
}

/* `resources[INDEX].FIELD` */
static iter8__line path_to(size_t index, const char *field)
{
    iter8__line path = {.length = 0};
    iter8__line_add(&path, "resources[");
    iter8__line_add_integer(&path, (int64_t)index);
    iter8__line_add(&path, "].");
    iter8__line_add(&path, field);
    return path;
}

/* A text of a list's entry; NULL past its end. */
static const char *entry(const iter8_document *list, size_t index, const char *field)
{
    const char *text;
    iter8__line path = path_to(index, field);
    return iter8_document_string(list, path.bytes, &text) == ITER8_OK ? text : NULL;
}

static int32_t is_namespaced(const iter8_document *list, size_t index)
{
    int32_t namespaced;
    iter8__line path = path_to(index, "namespaced");
    return iter8_document_boolean(list, path.bytes, &namespaced) == ITER8_OK ? namespaced : 1;
}

static iter8__resource *make_resource(const iter8_weight_reference *r, const char *served,
                                      const char *plural, int32_t namespaced)
{
    iter8__resource *one = calloc(1, sizeof *one);
    if (one == NULL) return NULL;
    one->api_version = strdup(r->api_version);
    one->served = strdup(served);
    one->kind = strdup(r->kind);
    one->plural = strdup(plural);
    one->namespaced = namespaced;
    if (one->api_version != NULL && one->served != NULL && one->kind != NULL && one->plural != NULL)
        return one;
    free_resource(one);
    return NULL;
}

/* Parts of resources, such as "services/status", have the kind of the whole. Returns 0,
 * ITER8_ERR_NOT_FOUND, ITER8_ERR_NOMEM. */
static int find_resource(const iter8_document *list, const iter8_weight_reference *r,
                         const char *served, iter8__resource **out)
{
    const char *kind;
    for (size_t i = 0; (kind = entry(list, i, "kind")) != NULL; i++) {
        const char *plural = entry(list, i, "name");
        if (strcmp(kind, r->kind) != 0 || plural == NULL || !is_segment(plural, strlen(plural)))
            continue;
        *out = make_resource(r, served, plural, is_namespaced(list, i));
        return *out != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
    }
    return ITER8_ERR_NOT_FOUND;
}

/* Asks for the kinds of one version. */
static int ask_version(iter8__client *client, const iter8_weight_reference *r, const char *served,
                       iter8__resource **out)
{
    iter8__buffer path = {.limit = PATH_LIMIT};
    iter8_documents *documents;
    int rc = add_root(&path, served);
    if (rc == ITER8_OK) rc = iter8__client_get(client, path.bytes);
    iter8__buffer_clear(&path);
    if (rc != ITER8_OK) return rc;
    rc = iter8__documents_parse(&client->answer, NULL, &documents);
    if (rc != ITER8_OK) {
        iter8__line_set(client->problem, "the server's answer is not a list of resources");
        return rc == ITER8_ERR_NOMEM ? rc : ITER8_ERR_REPLY;
    }
    rc = find_resource(iter8_documents_at(documents, 0), r, served, out);
    iter8_documents_free(documents);
    return rc;
}

/* `GROUP/VERSION` of the group of a reference. */
static int add_other(iter8__buffer *out, const iter8_weight_reference *r, const char *version)
{
    int rc = iter8__buffer_add(out, r->api_version, iter8__group_length(r->api_version));
    if (rc == ITER8_OK) rc = iter8__buffer_add_text(out, "/");
    return rc == ITER8_OK ? iter8__buffer_add_text(out, version) : rc;
}

/* Looks for the kind in the other versions, and adds those that have it to @p have. Takes the first
 * in which the field is the same. */
static int ask_others(iter8__client *client, const iter8_weight_reference *r,
                      const iter8__versions *versions, iter8__line *have, iter8__resource **out)
{
    int result = ITER8_ERR_NOT_FOUND;
    for (size_t i = 0; i < versions->count && result == ITER8_ERR_NOT_FOUND; i++) {
        iter8__buffer served = {.limit = PATH_LIMIT};
        const char *name = versions->names[i];
        iter8__resource *one = NULL;
        if (!is_segment(name, strlen(name)) || iter8__group_length(r->api_version) == 0) continue;
        int rc = add_other(&served, r, name);
        if (rc == ITER8_OK) rc = ask_version(client, r, served.bytes, &one);
        iter8__buffer_clear(&served);
        if (rc != ITER8_OK && rc != ITER8_ERR_NOT_FOUND) return rc;
        if (rc == ITER8_ERR_NOT_FOUND) continue;
        iter8__line_add(have, have->length == 0 ? "" : ", ");
        iter8__line_add(have, name);
        if (iter8__versions_agree(r->api_version, r->kind, name, r->field_path)) {
            *out = one;
            result = ITER8_OK;
        } else {
            free_resource(one);
        }
    }
    return result;
}

static int not_known(iter8__client *client, const iter8_weight_reference *r,
                     const iter8__versions *versions, const iter8__line *have)
{
    iter8__line_set(client->problem, "the server does not know the kind ");
    iter8__line_add(client->problem, r->kind);
    iter8__line_add(client->problem, " of ");
    iter8__line_add(client->problem, r->api_version);
    if (have->length > 0) iter8__line_add(client->problem, ", but in ");
    if (have->length > 0) iter8__line_add(client->problem, have->bytes);
    for (size_t i = 0; have->length == 0 && i < versions->count; i++) {
        iter8__line_add(client->problem, i == 0 ? "; of this group it has " : ", ");
        iter8__line_add(client->problem, versions->names[i]);
    }
    return ITER8_ERR_NOT_FOUND;
}

static int ask(iter8__client *client, const iter8_weight_reference *r, iter8__resource **out)
{
    iter8__versions versions = {.count = 0};
    iter8__line have = {.length = 0};
    int rc = ask_version(client, r, r->api_version, out);
    if (rc != ITER8_ERR_NOT_FOUND) return rc;
    /* Who may not ask for the other versions is told about the one. */
    rc = iter8__versions_ask(client, r->api_version, &versions);
    if (rc == ITER8_OK) rc = ask_others(client, r, &versions, &have, out);
    if (rc == ITER8_ERR_NOT_FOUND || rc == ITER8_ERR_REFUSED)
        return not_known(client, r, &versions, &have);
    return rc;
}

static int same_kind(const iter8__resource *one, const iter8_weight_reference *r)
{
    return strcmp(one->api_version, r->api_version) == 0 && strcmp(one->kind, r->kind) == 0 &&
           (strcmp(one->served, r->api_version) == 0 ||
            iter8__versions_agree(r->api_version, r->kind,
                                  one->served + iter8__group_length(one->served) + 1,
                                  r->field_path));
}

int iter8__discover(iter8__client *client, iter8__resource **known,
                    const iter8_weight_reference *reference, iter8__buffer *path,
                    const char **served)
{
    iter8__resource *one = *known;
    int rc = check_reference(client, reference);
    while (one != NULL && !same_kind(one, reference))
        one = one->next;
    if (rc == ITER8_OK && one == NULL) {
        rc = ask(client, reference, &one);
        if (rc == ITER8_ERR_NOMEM) iter8__line_set(client->problem, "out of memory");
        if (rc != ITER8_OK || one == NULL) return rc;
        one->next = *known;
        *known = one;
    }
    if (rc != ITER8_OK) return rc;
    *served = one->served;
    return add_path(client, one, reference, path);
}
