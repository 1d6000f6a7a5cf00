/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * encode.h - the ways in which a request writes bytes: percent-encoding and base64.
 */
#ifndef ITER8_BASE_ENCODE_H
#define ITER8_BASE_ENCODE_H

#include "base/text.h"

/* RFC 3986: all but the unreserved characters become %XX. */
void iter8__text_add_percent(iter8__text *text, const char *string);

/* RFC 4648, with padding. */
void iter8__text_add_base64(iter8__text *text, const char *bytes, size_t length);

/* Adds what base64 stands for; white space between the characters and a missing padding do not
 * matter. Returns 0 for what is no base64; then @p text holds anything. */
int iter8__text_add_from_base64(iter8__text *text, const char *encoded, size_t length);

/* Whether a text has no control character but perhaps tabs: only such a text has a place in a
 * header, and without tabs in an address. Anything else would end the line that it stands in. */
int iter8__is_one_line(const char *text, int tabs);

#endif
