/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/members.h"
#include "document/write.h"

#include "base/shown.h"

#include <string.h>

struct writer {
    iter8__text *text;
    int indented;
    int sorted; /* the members of mappings */
};

static void write_value(const struct writer *w, const iter8__node *node, size_t depth);

static void write_escape(iter8__text *text, unsigned char c)
{
    static const char named[] = "\"\\\b\f\n\r\t";
    static const char names[] = "\"\\bfnrt";
    static const char digits[] = "0123456789abcdef";
    const char *name = c != '\0' ? strchr(named, c) : NULL;
    iter8__text_add_char(text, '\\');
    if (name != NULL) {
        iter8__text_add_char(text, names[name - named]);
        return;
    }
    iter8__text_add_string(text, "u00");
    iter8__text_add_char(text, digits[c >> 4]);
    iter8__text_add_char(text, digits[c & 15]);
}

/* Whether a byte stands in a text as it is: all that JSON lets stand, but no control characters
 * beyond ASCII, since documents are looked at on terminals. */
static int is_plain(const char *at, size_t rest)
{
    unsigned char c = (unsigned char)*at;
    if (c < 0x20 || c == '"' || c == '\\') return 0;
    /* Only the first byte of a character tells what it is. */
    if (c < 0x7f || (c >= 0x80 && c < 0xc0)) return 1;
    return iter8__shown_span(at, rest < 4 ? rest : 4) > 0;
}

/* Returns how many bytes of the text the escape stands for. */
static size_t write_character(iter8__text *text, const char *at, size_t rest)
{
    char escape[ITER8__ESCAPE_BYTES];
    if ((unsigned char)*at < 0x7f) {
        write_escape(text, (unsigned char)*at);
        return 1;
    }
    size_t size = iter8__shown_escape(at, rest, escape);
    iter8__text_add_string(text, escape);
    return size;
}

void iter8__json_write_string(iter8__text *text, const char *string, size_t length)
{
    size_t start = 0;
    iter8__text_add_char(text, '"');
    for (size_t i = 0; i < length;) {
        if (is_plain(string + i, length - i)) {
            i++;
            continue;
        }
        iter8__text_add(text, string + start, i - start);
        i += write_character(text, string + i, length - i);
        start = i;
    }
    iter8__text_add(text, string + start, length - start);
    iter8__text_add_char(text, '"');
}

static void write_break(const struct writer *w, size_t depth)
{
    if (!w->indented) return;
    iter8__text_add_char(w->text, '\n');
    iter8__text_add_repeated(w->text, ' ', 2 * depth);
}

static void write_list(const struct writer *w, const iter8__node *list, size_t depth)
{
    size_t count = iter8__node_count(list);
    iter8__text_add_char(w->text, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0) iter8__text_add_char(w->text, ',');
        write_break(w, depth + 1);
        write_value(w, iter8__node_item(list, i), depth + 1);
    }
    if (count > 0) write_break(w, depth);
    iter8__text_add_char(w->text, ']');
}

static void write_member(const struct writer *w, iter8__cursor *member, int is_first, size_t depth)
{
    const char *key = iter8__cursor_key(member);
    if (!is_first) iter8__text_add_char(w->text, ',');
    write_break(w, depth + 1);
    iter8__json_write_string(w->text, key, strlen(key));
    iter8__text_add_string(w->text, w->indented ? ": " : ":");
    write_value(w, iter8__cursor_value(member), depth + 1);
}

static void write_as_read(const struct writer *w, const iter8__node *mapping, size_t depth)
{
    iter8__cursor *first = iter8__node_first(mapping);
    for (iter8__cursor *c = first; c != NULL; c = iter8__node_next(mapping, c))
        write_member(w, c, c == first, depth);
}

static void write_sorted(const struct writer *w, const iter8__node *mapping, size_t depth)
{
    size_t count = iter8__node_count(mapping);
    iter8__cursor **members = iter8__members_sorted(mapping, w->text->allocator);
    if (members == NULL) w->text->failed = 1;
    for (size_t i = 0; members != NULL && i < count; i++)
        write_member(w, members[i], i == 0, depth);
    iter8__release(w->text->allocator, members);
}

static void write_mapping(const struct writer *w, const iter8__node *mapping, size_t depth)
{
    iter8__text_add_char(w->text, '{');
    if (w->sorted)
        write_sorted(w, mapping, depth);
    else
        write_as_read(w, mapping, depth);
    if (iter8__node_count(mapping) > 0) write_break(w, depth);
    iter8__text_add_char(w->text, '}');
}

static void write_value(const struct writer *w, const iter8__node *node, size_t depth)
{
    switch (iter8__node_kind(node)) {
    case ITER8__NODE_MISSING:
    case ITER8__NODE_NULL:
    case ITER8__NODE_BOOLEAN:
    case ITER8__NODE_INTEGER:
    case ITER8__NODE_REAL: iter8__write_scalar(node, w->text); break;
    case ITER8__NODE_STRING:
        iter8__json_write_string(w->text, iter8__node_string(node),
                                 iter8__node_string_length(node));
        break;
    case ITER8__NODE_LIST: write_list(w, node, depth); break;
    case ITER8__NODE_MAPPING: write_mapping(w, node, depth); break;
    }
}

void iter8__json_write(const iter8__node *root, int indented, iter8__text *text)
{
    struct writer w = {.text = text, .indented = indented};
    write_value(&w, root, 0);
    if (indented) iter8__text_add_char(text, '\n');
}

void iter8__json_write_sorted(const iter8__node *root, iter8__text *text)
{
    struct writer w = {.text = text, .sorted = 1};
    write_value(&w, root, 0);
}
