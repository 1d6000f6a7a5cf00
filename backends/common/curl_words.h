/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * curl_words.h - what libcurl's results mean to people.
 */
#ifndef ITER8_BACKENDS_CURL_WORDS_H
#define ITER8_BACKENDS_CURL_WORDS_H

#include "common/line.h"

#include <curl/curl.h>

/* Makes @p reason what went wrong, without anything of the URL or the headers. @p detail is the
 * error buffer of the transfer, which may quote the request, so it is used only where it is about
 * the certificate. */
void iter8__curl_words(CURLcode code, const char *detail, iter8__line *reason);

/* ITER8_ERR_REFUSED for what does not pass by itself: a certificate or a file of certificates that
 * is wrong, a URL that is none, a protocol that is not spoken. ITER8_ERR_TRANSPORT for all that
 * may. */
int iter8__curl_error(CURLcode code);

#endif
