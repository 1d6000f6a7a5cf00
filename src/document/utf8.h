/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * utf8.h - checking that bytes are UTF-8.
 */
#ifndef ITER8_DOCUMENT_UTF8_H
#define ITER8_DOCUMENT_UTF8_H

#include <stddef.h>

/* How many bytes of @p text are whole UTF-8 characters other than zero: @p length when all are. */
size_t iter8__utf8_span(const char *text, size_t length);

#endif
