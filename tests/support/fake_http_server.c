/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "fake_http_server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ANSWERS = 16 };

struct fake_http_server {
    struct MHD_Daemon *daemon;
    const struct fake_answer *answers;
    size_t count;
    pthread_mutex_t mutex; /* guards all below */
    pthread_cond_t changed;
    int released;
    int connections;
    int requests[MAX_ANSWERS];
    struct fake_request last;
};

/* A body that does not come all at once. */
struct slow_body {
    fake_http_server *server;
    const struct fake_answer *answer;
};

static void await_release(fake_http_server *server)
{
    pthread_mutex_lock(&server->mutex);
    while (!server->released)
        pthread_cond_wait(&server->changed, &server->mutex);
    pthread_mutex_unlock(&server->mutex);
}

static ssize_t read_body(void *data, uint64_t position, char *buffer, size_t size)
{
    struct slow_body *body = data;
    size_t length = strlen(body->answer->body);
    if (body->answer->manner == FAKE_STALLED) {
        if (position >= length) return MHD_CONTENT_READER_END_OF_STREAM;
        if (position >= length / 2)
            await_release(body->server);
        else
            length /= 2;
    }
    size_t start = (size_t)(position % length);
    if (size > length - start) size = length - start;
    memcpy(buffer, body->answer->body + start, size);
    return (ssize_t)size;
}

static struct MHD_Response *make_response(fake_http_server *server,
                                          const struct fake_answer *answer)
{
    if (answer->manner == FAKE_ENDLESS || answer->manner == FAKE_STALLED) {
        struct slow_body *body = malloc(sizeof *body);
        *body = (struct slow_body){server, answer};
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1024, read_body, body, free);
    }
    const char *text = answer->body != NULL ? answer->body : "";
    size_t length = answer->length > 0 ? answer->length : strlen(text);
    char *copy = malloc(length + 1);
    memcpy(copy, text, length);
    return MHD_create_response_from_buffer(length, copy, MHD_RESPMEM_MUST_FREE);
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, fake_http_server *server,
                                   const struct fake_answer *answer)
{
    struct MHD_Response *response = make_response(server, answer);
    if (answer->location != NULL)
        MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, answer->location);
    if (answer->encoding != NULL)
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_ENCODING, answer->encoding);
    enum MHD_Result result =
        MHD_queue_response(connection, answer->status != 0 ? answer->status : 200, response);
    MHD_destroy_response(response);
    return result;
}

/* Adds "NAME between VALUE" and a line break to a list of lines. */
static void add_line(char *lines, size_t size, const char *name, const char *between,
                     const char *value)
{
    size_t had = strlen(lines);
    snprintf(lines + had, size - had, "%s%s%s\n", name, between, value != NULL ? value : "");
}

static enum MHD_Result note_value(void *data, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    struct fake_request *request = data;
    if (kind == MHD_HEADER_KIND)
        add_line(request->headers, sizeof request->headers, name, ": ", value);
    else
        add_line(request->params, sizeof request->params, name, "=", value);
    return MHD_YES;
}

static void note(fake_http_server *server, struct MHD_Connection *connection, const char *method,
                 size_t index, const struct fake_request *request)
{
    const char *query = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "query");
    const char *type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Type");
    pthread_mutex_lock(&server->mutex);
    server->last = *request;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, note_value, &server->last);
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, note_value, &server->last);
    snprintf(server->last.method, sizeof server->last.method, "%s", method);
    snprintf(server->last.query, sizeof server->last.query, "%s", query != NULL ? query : "");
    snprintf(server->last.content_type, sizeof server->last.content_type, "%s",
             type != NULL ? type : "");
    if (index < server->count) server->requests[index]++;
    pthread_mutex_unlock(&server->mutex);
}

static size_t find(const fake_http_server *server, const char *path)
{
    size_t i = 0;
    while (i < server->count && strcmp(server->answers[i].path, path) != 0)
        i++;
    return i;
}

/* Called when the headers are there, for each piece of the body, and at its end. */
static enum MHD_Result handle(void *data, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *bytes,
                              size_t *length, void **state)
{
    static const struct fake_answer unknown = {.path = "", .status = 404, .body = "not here"};
    fake_http_server *server = data;
    struct fake_request *request = *state;
    (void)version;
    if (request == NULL) {
        *state = calloc(1, sizeof *request);
        return MHD_YES;
    }
    if (*length > 0) {
        size_t had = strlen(request->body);
        snprintf(request->body + had, sizeof request->body - had, "%.*s", (int)*length, bytes);
        *length = 0;
        return MHD_YES;
    }
    size_t index = find(server, path);
    const struct fake_answer *answer = index < server->count ? &server->answers[index] : &unknown;
    note(server, connection, method, index, request);
    if (answer->manner == FAKE_HELD) await_release(server);
    return send_answer(connection, server, answer);
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

static void count_connection(void *data, struct MHD_Connection *connection, void **state,
                             enum MHD_ConnectionNotificationCode code)
{
    fake_http_server *server = data;
    (void)connection;
    (void)state;
    if (code != MHD_CONNECTION_NOTIFY_STARTED) return;
    pthread_mutex_lock(&server->mutex);
    server->connections++;
    pthread_mutex_unlock(&server->mutex);
}

fake_http_server *fake_http_server_start(const struct fake_answer *answers, size_t count,
                                         char *certificate, char *key)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    fake_http_server *server = calloc(1, sizeof *server);
    unsigned flags = MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD;
    struct MHD_OptionItem tls[] = {{MHD_OPTION_HTTPS_MEM_CERT, 0, certificate},
                                   {MHD_OPTION_HTTPS_MEM_KEY, 0, key},
                                   {MHD_OPTION_END, 0, NULL}};
    if (certificate == NULL)
        tls[0] = tls[2];
    else
        flags |= MHD_USE_TLS;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server->answers = answers;
    server->count = count;
    pthread_mutex_init(&server->mutex, NULL);
    pthread_cond_init(&server->changed, NULL);
    server->daemon =
        MHD_start_daemon(flags, 0, NULL, NULL, handle, server, MHD_OPTION_SOCK_ADDR, &address,
                         MHD_OPTION_NOTIFY_COMPLETED, forget, NULL, MHD_OPTION_NOTIFY_CONNECTION,
                         count_connection, server, MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
    if (count <= MAX_ANSWERS && server->daemon != NULL) return server;
    fake_http_server_stop(server);
    return NULL;
}

void fake_http_server_stop(fake_http_server *server)
{
    if (server == NULL) return;
    fake_http_server_release(server);
    if (server->daemon != NULL) MHD_stop_daemon(server->daemon);
    pthread_cond_destroy(&server->changed);
    pthread_mutex_destroy(&server->mutex);
    free(server);
}

void fake_http_server_release(fake_http_server *server)
{
    pthread_mutex_lock(&server->mutex);
    server->released = 1;
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->mutex);
}

int fake_http_server_port(fake_http_server *server)
{
    return MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

int fake_http_server_requests(fake_http_server *server, const char *path)
{
    size_t index = find(server, path);
    pthread_mutex_lock(&server->mutex);
    int requests = index < server->count ? server->requests[index] : 0;
    pthread_mutex_unlock(&server->mutex);
    return requests;
}

int fake_http_server_connections(fake_http_server *server)
{
    pthread_mutex_lock(&server->mutex);
    int connections = server->connections;
    pthread_mutex_unlock(&server->mutex);
    return connections;
}

struct fake_request fake_http_server_last(fake_http_server *server)
{
    pthread_mutex_lock(&server->mutex);
    struct fake_request last = server->last;
    pthread_mutex_unlock(&server->mutex);
    return last;
}
