/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/log_line.h"

#include "base/times.h"
#include "document/write.h"
#include "log/log_words.h"

#include <math.h>
#include <string.h>

static void add_string(iter8__text *line, const char *string)
{
    iter8__json_write_string(line, string, strlen(string));
}

/* What comes before a value: a comma unless it is the first, and its key. */
static void begin(iter8__text *line, const char *key)
{
    char last = line->length > 0 ? line->bytes[line->length - 1] : '{';
    if (last != '{' && last != '[') iter8__text_add_char(line, ',');
    if (key == NULL) return;
    add_string(line, key);
    iter8__text_add_char(line, ':');
}

void iter8__log_open(iter8__text *line, const char *key, char bracket)
{
    begin(line, key);
    iter8__text_add_char(line, bracket);
}

void iter8__log_close(iter8__text *line, char bracket)
{
    iter8__text_add_char(line, bracket);
}

void iter8__log_string(iter8__text *line, const char *key, const char *string)
{
    begin(line, key);
    add_string(line, string);
}

void iter8__log_integer(iter8__text *line, const char *key, int64_t value)
{
    begin(line, key);
    iter8__text_add_integer(line, value);
}

void iter8__log_number(iter8__text *line, const char *key, double value)
{
    if (!isfinite(value)) {
        iter8__log_string(line, key, isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        return;
    }
    begin(line, key);
    iter8__text_add_double(line, value);
}

void iter8__log_boolean(iter8__text *line, const char *key, int value)
{
    begin(line, key);
    iter8__text_add_string(line, value ? "true" : "false");
}

void iter8__log_flag(iter8__text *line, const char *key, int value)
{
    if (value) iter8__log_boolean(line, key, 1);
}

void iter8__log_time(iter8__text *line, const char *key, int64_t time_ns)
{
    char time[ITER8__TIME_BYTES];
    (void)iter8__time_format(time_ns, time);
    iter8__log_string(line, key, time);
}

void iter8__log_result(iter8__text *line, const char *key, int32_t code)
{
    const char *name = iter8__log_result_name(code);
    if (name != NULL)
        iter8__log_string(line, key, name);
    else
        iter8__log_integer(line, key, code);
}

void iter8__log_word(iter8__text *line, const char *key, const iter8__words *words, int32_t number)
{
    const char *word = iter8__word(words, number);
    if (*word != '\0')
        iter8__log_string(line, key, word);
    else
        iter8__log_integer(line, key, number);
}

void iter8__log_tree(iter8__text *line, const char *key, const iter8__node *tree)
{
    begin(line, key);
    iter8__json_write(tree, 0, line);
}

void iter8__log_part(iter8__text *line, const char *key, const char *brackets,
                     const iter8__text *part)
{
    iter8__log_open(line, key, brackets[0]);
    iter8__text_add(line, iter8__text_string(part), part->length);
    iter8__log_close(line, brackets[1]);
    if (part->failed) line->failed = 1;
}

int iter8__log_read_number(const iter8__node *node, double *out)
{
    const char *word = iter8__node_string(node);
    enum iter8__node_kind kind = iter8__node_kind(node);
    *out = iter8__node_number(node);
    if (kind == ITER8__NODE_INTEGER || kind == ITER8__NODE_REAL) return 1;
    if (word == NULL) return 0;
    *out = strcmp(word, "NaN") == 0 ? (double)NAN : *word == '-' ? -INFINITY : INFINITY;
    return 1;
}

int iter8__log_read_time(const iter8__node *node, int64_t *out)
{
    const char *text = iter8__node_string(node);
    return text != NULL && iter8__time_parse(text, strlen(text), out);
}

static int read_integer(const iter8__node *node, int32_t *out)
{
    int64_t number = iter8__node_integer(node);
    *out = (int32_t)number;
    return iter8__node_kind(node) == ITER8__NODE_INTEGER && number >= INT32_MIN &&
           number <= INT32_MAX;
}

int iter8__log_read_result(const iter8__node *node, int32_t *out)
{
    const char *name = iter8__node_string(node);
    return name != NULL ? iter8__log_result_code(name, out) : read_integer(node, out);
}

int iter8__log_read_word(const iter8__node *node, const iter8__words *words, int32_t *out)
{
    const char *word = iter8__node_string(node);
    if (word == NULL) return read_integer(node, out);
    *out = iter8__word_number(words, word);
    return *out > 0;
}
