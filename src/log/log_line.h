/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * log_line.h - writing a line of a decision log: compact JSON, member by member.
 *
 * Commas set themselves. A NULL key stands for none: an item of a list, or the line itself. Without
 * memory the text is marked failed.
 */
#ifndef ITER8_LOG_LOG_LINE_H
#define ITER8_LOG_LOG_LINE_H

#include "base/text.h"
#include "document/node.h"
#include "spec/names.h"

#include <stdint.h>

void iter8__log_open(iter8__text *line, const char *key, char bracket);
void iter8__log_close(iter8__text *line, char bracket);
void iter8__log_string(iter8__text *line, const char *key, const char *string);
void iter8__log_integer(iter8__text *line, const char *key, int64_t value);
/* What is not finite becomes a text: "NaN", "Infinity", "-Infinity". */
void iter8__log_number(iter8__text *line, const char *key, double value);
void iter8__log_boolean(iter8__text *line, const char *key, int value);
/* Says nothing when it is not set. */
void iter8__log_flag(iter8__text *line, const char *key, int value);
void iter8__log_time(iter8__text *line, const char *key, int64_t time_ns);
/* A status code. */
void iter8__log_result(iter8__text *line, const char *key, int32_t code);
/* A word, or its number where it has none. */
void iter8__log_word(iter8__text *line, const char *key, const iter8__words *words, int32_t number);
void iter8__log_tree(iter8__text *line, const char *key, const iter8__node *tree);
/* A finished list or mapping without its brackets. */
void iter8__log_part(iter8__text *line, const char *key, const char *brackets,
                     const iter8__text *part);

/* Reading what these have written. Each returns 1, or 0 when it is something else. */
int iter8__log_read_number(const iter8__node *node, double *out);
int iter8__log_read_time(const iter8__node *node, int64_t *out);
int iter8__log_read_result(const iter8__node *node, int32_t *out);
int iter8__log_read_word(const iter8__node *node, const iter8__words *words, int32_t *out);

#endif
