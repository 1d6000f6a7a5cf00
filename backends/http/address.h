/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * address.h - which URL a query is really sent to.
 */
#ifndef ITER8_BACKENDS_ADDRESS_H
#define ITER8_BACKENDS_ADDRESS_H

#include <curl/curl.h>

/* Reads a http or https URL. Returns 0, ITER8_ERR_ARGUMENT or ITER8_ERR_NOMEM.
 * @param[out] out  owned by the caller, release with curl_url_cleanup(). */
int iter8__address_read(const char *url, CURLU **out);

/* Moves an address to another server: scheme, user, host and port become those of @p server, and
 * its path stands before that of the address. Returns 0 or ITER8_ERR_NOMEM. */
int iter8__address_move(CURLU **address, CURLU *server);

/* The address as text, or NULL without memory; owned by the caller, release with curl_free(). */
char *iter8__address_text(CURLU *address);

#endif
