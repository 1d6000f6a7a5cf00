/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * header_list.h - the headers of a request, some of which hold secrets.
 */
#ifndef ITER8_BACKENDS_HEADER_LIST_H
#define ITER8_BACKENDS_HEADER_LIST_H

#include <curl/curl.h>

/* Wipes and frees a list; NULL is fine. */
void iter8__header_list_free(struct curl_slist *headers);

#endif
