/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * base64.h - the bytes that a kubeconfig writes as text.
 */
#ifndef ITER8_BACKENDS_BASE64_H
#define ITER8_BACKENDS_BASE64_H

#include "common/buffer.h"

/* Adds the bytes of a text in base64 (RFC 4648), in which line breaks and blanks do not count.
 * Returns 0, ITER8_ERR_ENCODING, ITER8_ERR_TOO_LARGE, ITER8_ERR_NOMEM. */
int iter8__base64_decode(const char *text, iter8__buffer *out);

#endif
