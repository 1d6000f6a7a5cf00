/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/discovery.h"

#include "common/documents.h"
#include "iter8/error.h"

#include <stdlib.h>
#include <string.h>

struct iter8__resource {
    iter8__resource *next;
    char *api_version;
    char *kind;
    char *plural;
    int32_t namespaced;
};

enum { PATH_LIMIT = 1024, WORD_LIMIT = 253 };

static void free_resource(iter8__resource *one)
{
    free(one->api_version);
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
    size_t group = slash != NULL ? (size_t)(slash - r->api_version) : 0;
    const char *version = slash != NULL ? slash + 1 : r->api_version;
    if ((slash != NULL && !is_segment(r->api_version, group)) ||
        !is_segment(version, strlen(version)))
        return refuse(client, "the apiVersion", r->api_version);
    if (!is_segment(r->name, strlen(r->name))) return refuse(client, "the name", r->name);
    if (*r->namespace_ != '\0' && !is_segment(r->namespace_, strlen(r->namespace_)))
        return refuse(client, "the namespace", r->namespace_);
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

static int add_path(const iter8__resource *resource, const iter8_weight_reference *r,
                    iter8__buffer *path)
{
    const char *const in_namespace[] = {"/namespaces/",
                                        *r->namespace_ != '\0' ? r->namespace_ : "default"};
    const char *const object[] = {"/", resource->plural, "/", r->name};
    int rc = add_root(path, r->api_version);
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

static iter8__resource *make_resource(const iter8_weight_reference *r, const char *plural,
                                      int32_t namespaced)
{
    iter8__resource *one = calloc(1, sizeof *one);
    if (one == NULL) return NULL;
    one->api_version = strdup(r->api_version);
    one->kind = strdup(r->kind);
    one->plural = strdup(plural);
    one->namespaced = namespaced;
    if (one->api_version != NULL && one->kind != NULL && one->plural != NULL) return one;
    free_resource(one);
    return NULL;
}

/* Parts of resources, such as "services/status", have the kind of the whole. Returns 0,
 * ITER8_ERR_NOT_FOUND, ITER8_ERR_NOMEM. */
static int find_resource(const iter8_document *list, const iter8_weight_reference *r,
                         iter8__resource **out)
{
    const char *kind;
    for (size_t i = 0; (kind = entry(list, i, "kind")) != NULL; i++) {
        const char *plural = entry(list, i, "name");
        if (strcmp(kind, r->kind) != 0 || plural == NULL || !is_segment(plural, strlen(plural)))
            continue;
        *out = make_resource(r, plural, is_namespaced(list, i));
        return *out != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
    }
    return ITER8_ERR_NOT_FOUND;
}

static int ask(iter8__client *client, const iter8_weight_reference *r, iter8__resource **out)
{
    iter8__buffer path = {.limit = PATH_LIMIT};
    iter8_documents *documents;
    int rc = add_root(&path, r->api_version);
    if (rc == ITER8_OK) rc = iter8__client_get(client, path.bytes);
    iter8__buffer_clear(&path);
    if (rc != ITER8_OK && rc != ITER8_ERR_NOT_FOUND) return rc;
    if (rc == ITER8_OK) {
        rc = iter8__documents_parse(&client->answer, NULL, &documents);
        if (rc != ITER8_OK) {
            iter8__line_set(client->problem, "the server's answer is not a list of resources");
            return rc == ITER8_ERR_NOMEM ? rc : ITER8_ERR_REPLY;
        }
        rc = find_resource(iter8_documents_at(documents, 0), r, out);
        iter8_documents_free(documents);
    }
    iter8__line_set(client->problem, rc == ITER8_ERR_NOMEM ? "out of memory" : "");
    if (rc != ITER8_ERR_NOT_FOUND) return rc;
    iter8__line_set(client->problem, "the server does not know the kind ");
    iter8__line_add(client->problem, r->kind);
    iter8__line_add(client->problem, " of ");
    iter8__line_add(client->problem, r->api_version);
    return rc;
}

int iter8__discover(iter8__client *client, iter8__resource **known,
                    const iter8_weight_reference *reference, iter8__buffer *path)
{
    iter8__resource *one = *known;
    int rc = check_reference(client, reference);
    while (one != NULL && (strcmp(one->api_version, reference->api_version) != 0 ||
                           strcmp(one->kind, reference->kind) != 0))
        one = one->next;
    if (rc == ITER8_OK && one == NULL) {
        rc = ask(client, reference, &one);
        if (rc != ITER8_OK) return rc;
        one->next = *known;
        *known = one;
    }
    if (rc == ITER8_OK) rc = add_path(one, reference, path);
    return rc;
}
