/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * fake_api_server.h - as much of a Kubernetes API server as weights need, on the loopback
 * interface: it keeps documents by path, gives them, and applies JSON Patches to them. A document
 * that has a resourceVersion gets the next one with each change.
 */
#ifndef ITER8_TESTS_FAKE_API_SERVER_H
#define ITER8_TESTS_FAKE_API_SERVER_H

typedef struct fake_api fake_api;

/* Starts a server on a free port.
 * @param token  that every request must bear, else it is answered 401; NULL: any may ask.
 * @param certificate, key  PEM texts for HTTPS, or NULL. */
fake_api *fake_api_start(const char *token, char *certificate, char *key);
void fake_api_stop(fake_api *api);
int fake_api_port(fake_api *api);

/* Keeps a document, in the place of one that is there. */
void fake_api_put(fake_api *api, const char *path, const char *text);
/* Somebody else applies a patch to a document. */
void fake_api_change(fake_api *api, const char *path, const char *patch);
/* Forgets a document: it is not found any more. */
void fake_api_remove(fake_api *api, const char *path);
/* A document as compact JSON, in memory from malloc. */
char *fake_api_get(fake_api *api, const char *path);

/* The next @p count PATCH requests, after @p passed ones, are answered with @p status and do
 * nothing. */
void fake_api_refuse(fake_api *api, int passed, int count, unsigned status);
/* The next @p count GET requests are answered with @p status. */
void fake_api_refuse_gets(fake_api *api, int count, unsigned status);
/* What answers that refuse have in the header Retry-After, in seconds; 0: no such header. */
void fake_api_retry_after(fake_api *api, int seconds);
/* The next @p count PATCH requests are taken and come to nothing: answered with the object as it
 * was (status 200), or with @p status and no body. */
void fake_api_ignore(fake_api *api, int count, unsigned status, int with_body);
/* The next PATCH request is carried out, and answered with @p status and no body. */
void fake_api_shorten(fake_api *api, unsigned status);
/* Right after the next PATCH that is carried out somebody else applies a patch. */
void fake_api_revert(fake_api *api, const char *path, const char *patch);
/* Just before the next @p count PATCH requests somebody else applies a patch. */
void fake_api_intrude(fake_api *api, int count, const char *path, const char *patch);
/* All requests from now on are answered only when the server stops. */
void fake_api_hold(fake_api *api);

/* How many requests there were for a path, and in all with PATCH. */
int fake_api_gets(fake_api *api, const char *path);
int fake_api_patches(fake_api *api);
/* The paths of all PATCH requests that were carried out, a blank after each. */
const char *fake_api_patched(fake_api *api);

#endif
