/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * shown.h - characters that people are not shown as they are.
 *
 * Names and reasons come from documents and servers. In a text for people a line break in one would
 * begin a line that looks like our own, and a control character may command a terminal.
 */
#ifndef ITER8_BASE_SHOWN_H
#define ITER8_BASE_SHOWN_H

#include <stddef.h>

enum { ITER8__ESCAPE_BYTES = 16 };

/* How many bytes at the start of a text can be shown as they are; @p length for all of them. */
size_t iter8__shown_span(const char *text, size_t length);

/* Writes what stands for the character at the start of a text that cannot, such as \n or \u001b,
 * and a closing zero; beyond U+FFFF two halves, as in JSON. Returns how many bytes of the text that
 * character has. */
size_t iter8__shown_escape(const char *text, size_t length, char escape[ITER8__ESCAPE_BYTES]);

#endif
