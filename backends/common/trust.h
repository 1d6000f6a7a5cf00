/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * trust.h - whose certificates are believed.
 */
#ifndef ITER8_BACKENDS_TRUST_H
#define ITER8_BACKENDS_TRUST_H

#include <curl/curl.h>

/* Makes a transfer believe the certificates that it is given and no others. A libcurl of Debian
 * also looks into the system's folder of certificates, whatever file it is told to take. */
CURLcode iter8__trust_no_others(CURL *easy);

#endif
