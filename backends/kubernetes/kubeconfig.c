/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/kubeconfig.h"

#include "common/documents.h"
#include "common/files.h"
#include "common/wipe.h"
#include "iter8/error.h"
#include "kubernetes/base64.h"

#include <stdlib.h>
#include <string.h>

enum { KUBECONFIG_LIMIT = 4 * 1024 * 1024, PATH_LIMIT = 4096, PATH_BYTES = 1024 };

/* A kubeconfig and the names that its current context gives. */
struct reader {
    const char *path;
    const iter8_document *document;
    const char *context, *cluster, *user, *namespace_;
    iter8__line *problem;
};

static int complain(struct reader *r, int rc, const char *what, const char *which)
{
    iter8__line_set(r->problem, r->path);
    iter8__line_add(r->problem, ": ");
    iter8__line_add(r->problem, what);
    iter8__line_add(r->problem, which);
    return rc;
}

/* `LIST[name='NAME'].FIELD`, in room of its own so that finding a field needs no memory. */
struct path {
    char bytes[PATH_BYTES];
    size_t length;
};

static void add(struct path *path, char c)
{
    if (path->length < PATH_BYTES - 1) path->bytes[path->length++] = c;
}

static void add_text(struct path *path, const char *text)
{
    while (*text != '\0')
        add(path, *text++);
}

/* One that is too long is cut off, and then malformed or leads nowhere. */
static struct path path_to(const char *list, const char *name, const char *field)
{
    struct path path = {.length = 0};
    add_text(&path, list);
    add_text(&path, "[name='");
    for (; *name != '\0'; name++) {
        if (*name == '\'' || *name == '\\') add(&path, '\\');
        add(&path, *name);
    }
    add_text(&path, "'].");
    add_text(&path, field);
    return path;
}

/* Finds a text of a named item; *out is NULL where there is none. */
static int find_text(struct reader *r, const char *list, const char *name, const char *field,
                     const char **out)
{
    struct path path = path_to(list, name, field);
    int rc = iter8_document_string(r->document, path.bytes, out);
    if (rc == ITER8_ERR_NO_FIELD) return ITER8_OK;
    if (rc == ITER8_ERR_AMBIGUOUS)
        return complain(r, ITER8_ERR_INVALID, "a name stands twice in ", list);
    return rc == ITER8_OK ? rc : complain(r, ITER8_ERR_INVALID, "not a text: ", field);
}

static int exists(const struct reader *r, const char *list, const char *name, const char *field)
{
    struct path path = path_to(list, name, field);
    double ignored;
    int rc = iter8_document_number(r->document, path.bytes, &ignored);
    return rc == ITER8_OK || rc == ITER8_ERR_TYPE;
}

static int find_names(struct reader *r)
{
    if (iter8_document_string(r->document, "current-context", &r->context) != ITER8_OK ||
        *r->context == '\0')
        return complain(r, ITER8_ERR_INVALID, "it has no current-context", "");
    int rc = find_text(r, "contexts", r->context, "context.cluster", &r->cluster);
    if (rc == ITER8_OK) rc = find_text(r, "contexts", r->context, "context.user", &r->user);
    if (rc == ITER8_OK)
        rc = find_text(r, "contexts", r->context, "context.namespace", &r->namespace_);
    if (rc != ITER8_OK) return rc;
    if (r->cluster == NULL)
        return complain(r, ITER8_ERR_INVALID, "no cluster belongs to the context ", r->context);
    if (r->user == NULL) r->user = "";
    return ITER8_OK;
}

/* What would change whom is asked, or by whom, and is not done here. */
static int refuse_unknown(struct reader *r)
{
    static const char *const of_cluster[] = {"cluster.tls-server-name", "cluster.proxy-url"};
    static const char *const of_user[] = {"user.exec", "user.auth-provider", "user.username",
                                          "user.as"};
    for (size_t i = 0; i < sizeof of_cluster / sizeof of_cluster[0]; i++) {
        if (exists(r, "clusters", r->cluster, of_cluster[i]))
            return complain(r, ITER8_ERR_INVALID, "this is not supported: ", of_cluster[i]);
    }
    for (size_t i = 0; i < sizeof of_user / sizeof of_user[0]; i++) {
        if (exists(r, "users", r->user, of_user[i]))
            return complain(
                r, ITER8_ERR_INVALID,
                "this is not supported, a token or certificate is wanted: ", of_user[i]);
    }
    return ITER8_OK;
}

static int without_memory(struct reader *r)
{
    iter8__line_set(r->problem, "out of memory");
    return ITER8_ERR_NOMEM;
}

/* A path counts from the folder of the kubeconfig. In memory from malloc; NULL without. */
static char *resolve(const struct reader *r, const char *path)
{
    iter8__buffer joined = {.limit = PATH_LIMIT};
    const char *slash = strrchr(r->path, '/');
    int rc = ITER8_OK;
    if (*path != '/' && slash != NULL)
        rc = iter8__buffer_add(&joined, r->path, (size_t)(slash - r->path) + 1);
    if (rc == ITER8_OK) rc = iter8__buffer_add_text(&joined, path);
    if (rc == ITER8_OK) return joined.bytes;
    iter8__buffer_clear(&joined);
    return NULL;
}

/* Reads what stands there in base64 as FIELD-data, or in the file that FIELD names. */
static int read_bytes(struct reader *r, const char *list, const char *name,
                      const char *const *fields, iter8__buffer *out)
{
    const char *data, *file;
    int rc = find_text(r, list, name, fields[0], &data);
    if (rc == ITER8_OK && data != NULL) {
        rc = iter8__base64_decode(data, out);
        if (rc == ITER8_ERR_NOMEM) return without_memory(r);
        return rc == ITER8_OK ? rc : complain(r, ITER8_ERR_INVALID, "not base64: ", fields[0]);
    }
    if (rc == ITER8_OK) rc = find_text(r, list, name, fields[1], &file);
    if (rc != ITER8_OK || file == NULL) return rc;
    char *path = resolve(r, file);
    if (path == NULL) return without_memory(r);
    rc = iter8__file_read(path, out, r->problem);
    free(path);
    return rc;
}

static int read_cluster(struct reader *r, iter8__cluster *cluster)
{
    static const char *const ca[] = {"cluster.certificate-authority-data",
                                     "cluster.certificate-authority"};
    const char *server;
    int32_t insecure = 0;
    struct path path = path_to("clusters", r->cluster, "cluster.insecure-skip-tls-verify");
    int rc = find_text(r, "clusters", r->cluster, "cluster.server", &server);
    if (rc != ITER8_OK) return rc;
    if (server == NULL)
        return complain(r, ITER8_ERR_INVALID, "no server belongs to the cluster ", r->cluster);
    rc = iter8__cluster_set_server(cluster, server);
    if (rc == ITER8_ERR_ARGUMENT)
        return complain(r, ITER8_ERR_INVALID, "the server is not a http or https URL", "");
    if (rc != ITER8_OK) return without_memory(r);
    int given = iter8_document_boolean(r->document, path.bytes, &insecure);
    if (given == ITER8_ERR_TYPE)
        return complain(r, ITER8_ERR_INVALID, "not a boolean: ", "insecure-skip-tls-verify");
    cluster->insecure = insecure;
    rc = read_bytes(r, "clusters", r->cluster, ca, &cluster->ca);
    if (rc != ITER8_OK ||
        !(exists(r, "clusters", r->cluster, ca[0]) || exists(r, "clusters", r->cluster, ca[1])))
        return rc;
    return iter8__cluster_check_trust(cluster, r->path, r->problem);
}

static int copy_text(struct reader *r, const char *from, char **to)
{
    if (from == NULL) return ITER8_OK;
    *to = strdup(from);
    return *to != NULL ? ITER8_OK : without_memory(r);
}

/* One that is written down empty stands for none only where there is another way to say who asks.
 */
static int read_token(struct reader *r, iter8__cluster *cluster)
{
    const char *token;
    int rc = find_text(r, "users", r->user, "user.token", &token);
    if (rc != ITER8_OK || token == NULL) return rc;
    if (*token != '\0') return copy_text(r, token, &cluster->token);
    if (cluster->token_file != NULL || cluster->certificate.length > 0) return ITER8_OK;
    return complain(r, ITER8_ERR_INVALID, "it is empty: ", "user.token");
}

static int read_user(struct reader *r, iter8__cluster *cluster)
{
    static const char *const certificate[] = {"user.client-certificate-data",
                                              "user.client-certificate"};
    static const char *const key[] = {"user.client-key-data", "user.client-key"};
    const char *file;
    int rc = read_bytes(r, "users", r->user, certificate, &cluster->certificate);
    if (rc == ITER8_OK) rc = read_bytes(r, "users", r->user, key, &cluster->key);
    if (rc == ITER8_OK && (cluster->certificate.length > 0) != (cluster->key.length > 0))
        rc = complain(r, ITER8_ERR_INVALID, "a client certificate and its key go together", "");
    if (rc == ITER8_OK) rc = find_text(r, "users", r->user, "user.tokenFile", &file);
    if (rc != ITER8_OK) return rc;
    if (file != NULL) cluster->token_file = resolve(r, file);
    if (file != NULL && cluster->token_file == NULL) return without_memory(r);
    return read_token(r, cluster);
}

static int read_all(struct reader *r, iter8__cluster *cluster)
{
    int rc = find_names(r);
    if (rc == ITER8_OK) rc = refuse_unknown(r);
    if (rc == ITER8_OK && r->namespace_ != NULL && *r->namespace_ != '\0')
        rc = copy_text(r, r->namespace_, &cluster->namespace_);
    if (rc == ITER8_OK) rc = read_cluster(r, cluster);
    return rc == ITER8_OK ? read_user(r, cluster) : rc;
}

/* The room that the texts had in the tree is given back without anything secret, also of the users
 * that nobody asked for. What the parsers copied on their way is not ours to reach. */
static void wipe_users(const iter8_document *document)
{
    static const char *const secrets[] = {"user.token", "user.client-key-data", "user.password"};
    enum { SECRETS = sizeof secrets / sizeof secrets[0] };
    double ignored;
    for (int64_t i = 0;; i++) {
        iter8__line user = {.length = 0};
        iter8__line_add(&user, "users[");
        iter8__line_add_integer(&user, i);
        iter8__line_add(&user, "]");
        if (iter8_document_number(document, user.bytes, &ignored) == ITER8_ERR_NO_FIELD) return;
        iter8__line_add(&user, ".");
        for (size_t s = 0; s < SECRETS; s++) {
            iter8__line path = user;
            const char *text;
            iter8__line_add(&path, secrets[s]);
            if (iter8_document_string(document, path.bytes, &text) == ITER8_OK)
                iter8__string_wipe((char *)(uintptr_t)text);
        }
    }
}

/* A syntax error's message may quote the text, so it is not shown. */
int iter8__kubeconfig_read(const char *path, iter8__cluster *cluster, iter8__line *problem)
{
    iter8__buffer text = {.limit = KUBECONFIG_LIMIT};
    iter8_documents *documents = NULL;
    struct reader r = {.path = path, .problem = problem};
    int rc = iter8__stream_read(path, &text, problem);
    if (rc != ITER8_OK) return rc;
    rc = iter8__documents_parse(&text, NULL, &documents);
    iter8__buffer_clear(&text);
    if (rc != ITER8_OK) return complain(&r, rc, iter8_strerror(rc), "");
    r.document = iter8_documents_at(documents, 0);
    rc = r.document != NULL ? read_all(&r, cluster)
                            : complain(&r, ITER8_ERR_INVALID, "it is empty", "");
    if (r.document != NULL) wipe_users(r.document);
    iter8_documents_free(documents);
    return rc;
}
