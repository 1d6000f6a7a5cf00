/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "fake_api_server.h"

#include "iter8/document.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_OBJECTS = 16, TEXT_BYTES = 16384 };

struct object {
    char path[256];
    iter8_document *document;
    int gets;
};

struct fake_api {
    struct MHD_Daemon *daemon;
    char authorization[256]; /* wanted; "" for any */
    pthread_mutex_t mutex;   /* guards all below */
    pthread_cond_t changed;
    struct object objects[MAX_OBJECTS];
    int count;
    int passed, refused;
    unsigned refusal;
    int refused_gets;
    unsigned refusal_of_gets;
    int retry_after_s;
    int ignored;
    unsigned ignored_status;
    int ignored_body;
    unsigned shortened; /* the status of an answer without a body, or 0 */
    char *answer;       /* what the request under way is answered with, or NULL: the object */
    const char *reverted;
    const char *reversal;
    int intrusions;
    const char *intruded;
    const char *intrusion;
    int held;
    int patches;
    char patched[1024];
};

/* A request whose body comes in pieces. */
struct request {
    size_t length;
    char body[TEXT_BYTES];
};

static iter8_document *document_of(const char *text)
{
    iter8_documents *documents = NULL;
    iter8_document *copy = NULL;
    if (iter8_documents_read(text, strlen(text), NULL, NULL, &documents) == 0 &&
        iter8_document_copy(iter8_documents_at(documents, 0), NULL, &copy) != 0)
        abort();
    iter8_documents_free(documents);
    return copy;
}

static char *text_of(const iter8_document *document)
{
    char *text = calloc(1, TEXT_BYTES);
    size_t length;
    if (iter8_document_write(document, ITER8_FORMAT_JSON_COMPACT, text, TEXT_BYTES, &length) != 0)
        abort();
    return text;
}

static struct object *find(fake_api *api, const char *path)
{
    for (int i = 0; i < api->count; i++) {
        if (strcmp(api->objects[i].path, path) == 0) return &api->objects[i];
    }
    return NULL;
}

static int patch_with(struct object *object, const char *text)
{
    iter8_document *patch = document_of(text);
    int rc = patch != NULL ? iter8_document_patch(object->document, patch, NULL) : -1;
    iter8_document_free(patch);
    return rc == 0;
}

static int apply(struct object *object, const char *text)
{
    char next[128];
    const char *version;
    if (!patch_with(object, text)) return 0;
    if (iter8_document_string(object->document, "metadata.resourceVersion", &version) != 0)
        return 1;
    snprintf(next, sizeof next, "[{op: replace, path: /metadata/resourceVersion, value: '%d'}]",
             atoi(version) + 1);
    return patch_with(object, next);
}

/* What the API server answers with when it does not do what it is asked to. */
static char *status_text(unsigned status)
{
    char *text = calloc(1, 256);
    snprintf(text, 256,
             "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\","
             "\"message\":\"this is refused\",\"code\":%u}",
             status);
    return text;
}

static unsigned patch_object(fake_api *api, const char *path, const struct request *request)
{
    struct object *object = find(api, path);
    api->patches++;
    if (object == NULL) return 404;
    if (api->passed > 0) {
        api->passed--;
    } else if (api->refused > 0) {
        api->refused--;
        return api->refusal;
    }
    if (api->intrusions > 0 && strcmp(path, api->intruded) == 0) {
        api->intrusions--;
        if (!apply(object, api->intrusion)) abort();
    }
    if (api->ignored > 0) {
        api->ignored--;
        if (!api->ignored_body) api->answer = calloc(1, 1);
        return api->ignored_status;
    }
    if (!apply(object, request->body)) return 422;
    if (api->shortened != 0) api->answer = calloc(1, 1);
    if (api->reverted != NULL && strcmp(path, api->reverted) == 0) {
        api->reverted = NULL;
        api->answer = text_of(object->document);
        if (!apply(object, api->reversal)) abort();
    }
    strncat(api->patched, path, sizeof api->patched - strlen(api->patched) - 1);
    strncat(api->patched, " ", sizeof api->patched - strlen(api->patched) - 1);
    unsigned status = api->shortened != 0 ? api->shortened : 200;
    api->shortened = 0;
    return status;
}

static int is_patch(struct MHD_Connection *connection)
{
    const char *type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Type");
    return type != NULL && strcmp(type, "application/json-patch+json") == 0;
}

static unsigned serve(fake_api *api, struct MHD_Connection *connection, const char *method,
                      const char *path, const struct request *request)
{
    struct object *object = find(api, path);
    const char *who = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Authorization");
    if (api->authorization[0] != '\0' && (who == NULL || strcmp(who, api->authorization) != 0))
        return 401;
    if (strcmp(method, "PATCH") == 0)
        return is_patch(connection) ? patch_object(api, path, request) : 415;
    if (object == NULL) return 404;
    object->gets++;
    if (api->refused_gets > 0) {
        api->refused_gets--;
        return api->refusal_of_gets;
    }
    return 200;
}

/* In memory from malloc. */
static char *make_answer(fake_api *api, unsigned status, const char *path, int is_read)
{
    char *text = api->answer;
    api->answer = NULL;
    if (text != NULL) return text;
    if (status > 299) return status_text(status);
    return is_read || status == 200 ? text_of(find(api, path)->document) : calloc(1, 1);
}

static enum MHD_Result send_answer(fake_api *api, struct MHD_Connection *connection,
                                   unsigned status, char *text)
{
    char seconds[16];
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE);
    snprintf(seconds, sizeof seconds, "%d", api->retry_after_s);
    if (status > 299 && api->retry_after_s > 0)
        MHD_add_response_header(response, "Retry-After", seconds);
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

/* Called when the headers are there, for each piece of the body, and at its end. */
static enum MHD_Result handle(void *data, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *bytes,
                              size_t *length, void **state)
{
    fake_api *api = data;
    struct request *request = *state;
    (void)version;
    if (request == NULL) {
        *state = calloc(1, sizeof *request);
        return MHD_YES;
    }
    if (*length > 0) {
        if (request->length + *length >= TEXT_BYTES) return MHD_NO;
        memcpy(request->body + request->length, bytes, *length);
        request->length += *length;
        *length = 0;
        return MHD_YES;
    }
    pthread_mutex_lock(&api->mutex);
    while (api->held)
        pthread_cond_wait(&api->changed, &api->mutex);
    unsigned status = serve(api, connection, method, path, request);
    char *text = make_answer(api, status, path, strcmp(method, "GET") == 0);
    enum MHD_Result result = send_answer(api, connection, status, text);
    pthread_mutex_unlock(&api->mutex);
    return result;
}

static void forget(void *data, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code)
{
    (void)data;
    (void)connection;
    (void)code;
    free(*state);
    *state = NULL;
}

fake_api *fake_api_start(const char *token, char *certificate, char *key)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    fake_api *api = calloc(1, sizeof *api);
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD;
    struct MHD_OptionItem tls[] = {{MHD_OPTION_HTTPS_MEM_CERT, 0, certificate},
                                   {MHD_OPTION_HTTPS_MEM_KEY, 0, key},
                                   {MHD_OPTION_END, 0, NULL}};
    if (certificate == NULL)
        tls[0] = tls[2];
    else
        flags |= MHD_USE_TLS;
    if (token != NULL) snprintf(api->authorization, sizeof api->authorization, "Bearer %s", token);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    pthread_mutex_init(&api->mutex, NULL);
    pthread_cond_init(&api->changed, NULL);
    api->daemon = MHD_start_daemon(flags, 0, NULL, NULL, handle, api, MHD_OPTION_SOCK_ADDR,
                                   &address, MHD_OPTION_NOTIFY_COMPLETED, forget, NULL,
                                   MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
    if (api->daemon != NULL) return api;
    fake_api_stop(api);
    return NULL;
}

static void set_held(fake_api *api, int held)
{
    pthread_mutex_lock(&api->mutex);
    api->held = held;
    pthread_cond_broadcast(&api->changed);
    pthread_mutex_unlock(&api->mutex);
}

void fake_api_stop(fake_api *api)
{
    if (api == NULL) return;
    set_held(api, 0);
    if (api->daemon != NULL) MHD_stop_daemon(api->daemon);
    for (int i = 0; i < api->count; i++)
        iter8_document_free(api->objects[i].document);
    pthread_cond_destroy(&api->changed);
    pthread_mutex_destroy(&api->mutex);
    free(api);
}

int fake_api_port(fake_api *api)
{
    return MHD_get_daemon_info(api->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

void fake_api_put(fake_api *api, const char *path, const char *text)
{
    pthread_mutex_lock(&api->mutex);
    struct object *object = find(api, path);
    if (object == NULL && api->count < MAX_OBJECTS) {
        object = &api->objects[api->count++];
        snprintf(object->path, sizeof object->path, "%s", path);
    }
    if (object == NULL) abort();
    iter8_document_free(object->document);
    object->document = document_of(text);
    pthread_mutex_unlock(&api->mutex);
}

void fake_api_remove(fake_api *api, const char *path)
{
    pthread_mutex_lock(&api->mutex);
    find(api, path)->path[0] = '\0';
    pthread_mutex_unlock(&api->mutex);
}

void fake_api_change(fake_api *api, const char *path, const char *patch)
{
    pthread_mutex_lock(&api->mutex);
    if (!apply(find(api, path), patch)) abort();
    pthread_mutex_unlock(&api->mutex);
}

void fake_api_shorten(fake_api *api, unsigned status)
{
    pthread_mutex_lock(&api->mutex);
    api->shortened = status;
    pthread_mutex_unlock(&api->mutex);
}

char *fake_api_get(fake_api *api, const char *path)
{
    pthread_mutex_lock(&api->mutex);
    char *text = text_of(find(api, path)->document);
    pthread_mutex_unlock(&api->mutex);
    return text;
}

void fake_api_refuse(fake_api *api, int passed, int count, unsigned status)
{
    pthread_mutex_lock(&api->mutex);
    api->passed = passed;
    api->refused = count;
    api->refusal = status;
    pthread_mutex_unlock(&api->mutex);
}

void fake_api_refuse_gets(fake_api *api, int count, unsigned status)
{
    pthread_mutex_lock(&api->mutex);
    api->refused_gets = count;
    api->refusal_of_gets = status;
    pthread_mutex_unlock(&api->mutex);
}

void fake_api_retry_after(fake_api *api, int seconds)
{
    pthread_mutex_lock(&api->mutex);
    api->retry_after_s = seconds;
    pthread_mutex_unlock(&api->mutex);
}

void fake_api_ignore(fake_api *api, int count, unsigned status, int with_body)
{
    pthread_mutex_lock(&api->mutex);
    api->ignored = count;
    api->ignored_status = status;
    api->ignored_body = with_body;
    pthread_mutex_unlock(&api->mutex);
}

void fake_api_revert(fake_api *api, const char *path, const char *patch)
{
    pthread_mutex_lock(&api->mutex);
    api->reverted = path;
    api->reversal = patch;
    pthread_mutex_unlock(&api->mutex);
}

void fake_api_intrude(fake_api *api, int count, const char *path, const char *patch)
{
    pthread_mutex_lock(&api->mutex);
    api->intrusions = count;
    api->intruded = path;
    api->intrusion = patch;
    pthread_mutex_unlock(&api->mutex);
}

void fake_api_hold(fake_api *api)
{
    set_held(api, 1);
}

int fake_api_gets(fake_api *api, const char *path)
{
    pthread_mutex_lock(&api->mutex);
    const struct object *object = find(api, path);
    int gets = object != NULL ? object->gets : 0;
    pthread_mutex_unlock(&api->mutex);
    return gets;
}

int fake_api_patches(fake_api *api)
{
    pthread_mutex_lock(&api->mutex);
    int patches = api->patches;
    pthread_mutex_unlock(&api->mutex);
    return patches;
}

const char *fake_api_patched(fake_api *api)
{
    return api->patched;
}
