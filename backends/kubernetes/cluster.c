/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/cluster.h"

#include "common/curl_words.h"
#include "common/files.h"
#include "common/trust.h"
#include "common/wipe.h"
#include "iter8/error.h"

#include <stdlib.h>
#include <string.h>

enum { TOKEN_LIMIT = 64 * 1024, PATH_LIMIT = 4096 };

static const char usual_server[] = "https://kubernetes.default.svc";

void iter8__cluster_init(iter8__cluster *cluster)
{
    memset(cluster, 0, sizeof *cluster);
    cluster->ca.limit = ITER8__CREDENTIAL_LIMIT;
    cluster->certificate.limit = ITER8__CREDENTIAL_LIMIT;
    cluster->key.limit = ITER8__CREDENTIAL_LIMIT;
}

static void forget(char *secret)
{
    iter8__string_wipe(secret);
    free(secret);
}

void iter8__cluster_clear(iter8__cluster *cluster)
{
    free(cluster->server);
    free(cluster->namespace_);
    forget(cluster->token);
    free(cluster->token_file);
    iter8__buffer_clear(&cluster->ca);
    iter8__buffer_clear(&cluster->certificate);
    iter8__buffer_clear(&cluster->key);
    iter8__cluster_init(cluster);
}

int iter8__cluster_set_server(iter8__cluster *cluster, const char *url)
{
    size_t length = strlen(url);
    if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
        return ITER8_ERR_ARGUMENT;
    while (length > 0 && url[length - 1] == '/')
        length--;
    cluster->server = calloc(1, length + 1);
    if (cluster->server == NULL) return ITER8_ERR_NOMEM;
    memcpy(cluster->server, url, length);
    return ITER8_OK;
}

static int without_memory(iter8__line *problem)
{
    iter8__line_set(problem, "out of memory");
    return ITER8_ERR_NOMEM;
}

/* The path of a file in a folder, in memory from malloc; NULL without memory. */
static char *join(const char *folder, const char *name)
{
    iter8__buffer path = {.limit = PATH_LIMIT};
    if (iter8__buffer_add_text(&path, folder) == ITER8_OK &&
        iter8__buffer_add_text(&path, "/") == ITER8_OK &&
        iter8__buffer_add_text(&path, name) == ITER8_OK)
        return path.bytes;
    iter8__buffer_clear(&path);
    return NULL;
}

static int read_in(const char *folder, const char *name, iter8__buffer *out, iter8__line *problem)
{
    char *path = join(folder, name);
    if (path == NULL) return without_memory(problem);
    int rc = iter8__file_read(path, out, problem);
    free(path);
    return rc;
}

int iter8__cluster_check_trust(const iter8__cluster *cluster, const char *where,
                               iter8__line *problem)
{
    if (cluster->ca.length > 0 || strncmp(cluster->server, "https://", 8) != 0) return ITER8_OK;
    iter8__line_set(problem, where);
    iter8__line_add(problem, ": the certificate authority is empty");
    return ITER8_ERR_INVALID;
}

const char *iter8__cluster_namespace(const iter8__cluster *cluster, const char *given)
{
    if (*given != '\0') return given;
    return cluster->namespace_ != NULL ? cluster->namespace_ : "default";
}

/* That of the pod, which the folder says, too; one without is a pod's of long ago, or a test's. */
static int read_namespace(iter8__cluster *cluster, const char *folder, iter8__line *problem)
{
    iter8__buffer name = {.limit = PATH_LIMIT};
    int rc = read_in(folder, "namespace", &name, problem);
    if (rc == ITER8_ERR_NOT_FOUND) {
        iter8__line_clear(problem);
        return ITER8_OK;
    }
    if (rc != ITER8_OK || name.bytes == NULL) return rc;
    name.bytes[strcspn(name.bytes, "\r\n \t")] = '\0';
    if (*name.bytes != '\0') cluster->namespace_ = strdup(name.bytes);
    rc = *name.bytes != '\0' && cluster->namespace_ == NULL ? without_memory(problem) : ITER8_OK;
    iter8__buffer_clear(&name);
    return rc;
}

int iter8__cluster_of_pod(iter8__cluster *cluster, const char *folder, const char *server,
                          iter8__line *problem)
{
    int rc = iter8__cluster_set_server(cluster, server != NULL ? server : usual_server);
    if (rc == ITER8_ERR_ARGUMENT) iter8__line_set(problem, "the server is not a http or https URL");
    if (rc != ITER8_OK) return rc;
    rc = read_in(folder, "ca.crt", &cluster->ca, problem);
    if (rc == ITER8_OK) rc = iter8__cluster_check_trust(cluster, folder, problem);
    if (rc == ITER8_OK) rc = read_namespace(cluster, folder, problem);
    if (rc != ITER8_OK) return rc;
    cluster->token_file = join(folder, "token");
    return cluster->token_file != NULL ? ITER8_OK : without_memory(problem);
}

static CURLcode set_blob(CURL *easy, CURLoption option, const iter8__buffer *bytes)
{
    struct curl_blob blob = {bytes->bytes, bytes->length, CURL_BLOB_COPY};
    return bytes->length > 0 ? curl_easy_setopt(easy, option, &blob) : CURLE_OK;
}

static CURLcode set_trust(const iter8__cluster *cluster, CURL *easy)
{
    CURLcode code = set_blob(easy, CURLOPT_CAINFO_BLOB, &cluster->ca);
    if (code == CURLE_OK && cluster->ca.length > 0) code = iter8__trust_no_others(easy);
    if (code == CURLE_OK) code = set_blob(easy, CURLOPT_SSLCERT_BLOB, &cluster->certificate);
    if (code == CURLE_OK) code = set_blob(easy, CURLOPT_SSLKEY_BLOB, &cluster->key);
    if (code != CURLE_OK || !cluster->insecure) return code;
    code = curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L) : code;
}

/* A token ends where a header could not go on. */
static int add_token(const char *token, struct curl_slist **headers)
{
    iter8__buffer header = {.limit = TOKEN_LIMIT};
    struct curl_slist *longer = NULL;
    size_t length = strcspn(token, "\r\n \t");
    if (iter8__buffer_add_text(&header, "Authorization: Bearer ") == ITER8_OK &&
        iter8__buffer_add(&header, token, length) == ITER8_OK)
        longer = curl_slist_append(*headers, header.bytes);
    iter8__buffer_clear(&header);
    if (longer == NULL) return 0;
    *headers = longer;
    return 1;
}

/* The token of the moment, in memory from malloc; NULL and 0 where there is none. */
static int find_token(const iter8__cluster *cluster, char **out, iter8__line *problem)
{
    iter8__buffer file = {.limit = TOKEN_LIMIT};
    *out = NULL;
    if (cluster->token_file == NULL) {
        if (cluster->token == NULL) return ITER8_OK;
        *out = strdup(cluster->token);
        return *out != NULL ? ITER8_OK : without_memory(problem);
    }
    int rc = iter8__file_read(cluster->token_file, &file, problem);
    *out = file.bytes;
    return rc;
}

/* Without a token the server would answer somebody unknown, and nobody would know why. */
static int check_token(const iter8__cluster *cluster, const char *token, iter8__line *problem)
{
    int wanted = cluster->token_file != NULL || cluster->token != NULL;
    if (!wanted || (token != NULL && strcspn(token, "\r\n \t") > 0)) return ITER8_OK;
    iter8__line_set(problem, cluster->token_file != NULL ? cluster->token_file : "the token");
    iter8__line_add(problem,
                    cluster->token_file != NULL ? ": the token file is empty" : " is empty");
    return ITER8_ERR_REFUSED;
}

int iter8__cluster_sign(const iter8__cluster *cluster, CURL *easy, struct curl_slist **headers,
                        iter8__line *problem)
{
    char *token;
    CURLcode code = set_trust(cluster, easy);
    if (code == CURLE_OUT_OF_MEMORY) return without_memory(problem);
    if (code != CURLE_OK) {
        iter8__line_set(problem, "libcurl does not take the certificates");
        return iter8__curl_error(code);
    }
    int rc = find_token(cluster, &token, problem);
    if (rc == ITER8_OK) rc = check_token(cluster, token, problem);
    if (rc == ITER8_OK && token != NULL && !add_token(token, headers)) rc = without_memory(problem);
    forget(token);
    return rc;
}

int iter8__cluster_leaks(const iter8__cluster *cluster, const char *text)
{
    char *token;
    iter8__line ignored;
    int rc = find_token(cluster, &token, &ignored);
    if (token != NULL) token[strcspn(token, "\r\n \t")] = '\0';
    int leaks = rc != ITER8_OK || (token != NULL && *token != '\0' && strstr(text, token) != NULL);
    forget(token);
    return leaks;
}
