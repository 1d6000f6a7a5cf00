/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * write.h - the two ways of writing a tree.
 */
#ifndef ITER8_DOCUMENT_WRITE_H
#define ITER8_DOCUMENT_WRITE_H

#include "base/text.h"
#include "document/node.h"

/* Adds JSON: on one line, or indented by two and ended by a newline. */
void iter8__json_write(const iter8__node *root, int indented, iter8__text *text);

/* Adds compact JSON with the members of each mapping sorted by the bytes of their names. */
void iter8__json_write_sorted(const iter8__node *root, iter8__text *text);

/* Adds a string with its quotes. */
void iter8__json_write_string(iter8__text *text, const char *string, size_t length);

/* Adds YAML in block style. */
void iter8__yaml_write(const iter8__node *root, iter8__text *text);

/* Adds null, a boolean or a number, which look alike in both. A real that is whole keeps its ".0",
 * so that it is read back as a real. */
void iter8__write_scalar(const iter8__node *node, iter8__text *text);

#endif
