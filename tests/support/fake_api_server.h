/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * fake_api_server.h - as much of a Kubernetes API server as weights need, on the loopback
 * interface: it keeps documents by path, gives them, and applies JSON Patches to them.
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
/* A document as compact JSON, in memory from malloc. */
char *fake_api_get(fake_api *api, const char *path);

/* The next @p count PATCH requests, after @p passed ones, are answered with @p status and do
 * nothing. */
void fake_api_refuse(fake_api *api, int passed, int count, unsigned status);
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
