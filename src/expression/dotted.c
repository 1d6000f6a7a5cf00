/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "expression/dotted.h"

#include <string.h>

/* "name", "[7]" or "['key']" */
typedef struct part {
    iter8__span key; /* of length 0 for an index */
    size_t index;
    size_t length; /* of all of it, with a dot before it */
} part;

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t name_length(const char *text, size_t length)
{
    size_t n = 0;
    if (length == 0 || !is_letter(text[0])) return 0;
    while (n < length && (is_letter(text[n]) || is_digit(text[n])))
        n++;
    return n;
}

/* A key between two quotes of a kind; a backslash would have to mean something, so there is none.
 */
static int take_quoted(const char *text, size_t length, part *out)
{
    size_t n = 2;
    while (n < length && text[n] != text[1] && text[n] != '\\')
        n++;
    if (n + 1 >= length || text[n] != text[1] || text[n + 1] != ']' || n == 2) return 0;
    out->key = (iter8__span){text + 2, n - 2};
    out->length = n + 2;
    return 1;
}

enum { MOST_DIGITS = 9 };

static int take_index(const char *text, size_t length, part *out)
{
    size_t n = 1;
    out->index = 0;
    for (; n < length && n <= MOST_DIGITS && is_digit(text[n]); n++)
        out->index = out->index * 10 + (size_t)(text[n] - '0');
    if (n == 1 || n >= length || text[n] != ']') return 0;
    out->length = n + 1;
    return 1;
}

/* The part that a text begins with; 0 for none. Only the first may lack its dot. */
static int take_part(const char *text, size_t length, int is_first, part *out)
{
    *out = (part){.length = 0};
    if (length == 0) return 0;
    if (text[0] == '[' && !is_first) {
        int is_quoted = length > 1 && (text[1] == '\'' || text[1] == '"');
        return is_quoted ? take_quoted(text, length, out) : take_index(text, length, out);
    }
    size_t dot = text[0] == '.';
    if (dot == 0 && !is_first) return 0;
    out->key.text = text + dot;
    out->key.length = name_length(text + dot, length - dot);
    out->length = dot + out->key.length;
    return out->key.length > 0;
}

size_t iter8__dotted_length(const char *text, size_t length)
{
    size_t n = 0;
    part next;
    while (take_part(text + n, length - n, n == 0, &next))
        n += next.length;
    return n;
}

int iter8__dotted_first(iter8__span *name, iter8__span *first)
{
    part next;
    if (!take_part(name->text, name->length, 1, &next)) return 0;
    *first = next.key;
    *name = (iter8__span){name->text + next.length, name->length - next.length};
    return 1;
}

static int span_is(iter8__span span, const char *text)
{
    return strlen(text) == span.length && memcmp(span.text, text, span.length) == 0;
}

static int has_go_name(const iter8__schema *member, iter8__span name)
{
    if (member->go_name != NULL) return span_is(name, member->go_name);
    const char *key = member->key;
    char capital = *key >= 'a' && *key <= 'z' ? (char)(*key - 'a' + 'A') : *key;
    return strlen(key) == name.length && name.text[0] == capital &&
           memcmp(name.text + 1, key + 1, name.length - 1) == 0;
}

static const iter8__schema *find_member(const iter8__schema *members, iter8__span name)
{
    for (; members->key != NULL; members++) {
        if (members->within == NULL && span_is(name, members->key)) return members;
        if (has_go_name(members, name)) return members;
    }
    return NULL;
}

/* Any key: it need not end with a zero. */
static const iter8__node *find_key(const iter8__node *mapping, iter8__span key)
{
    for (iter8__cursor *c = iter8__node_first(mapping); c != NULL;
         c = iter8__node_next(mapping, c)) {
        if (span_is(key, iter8__cursor_key(c))) return iter8__cursor_value(c);
    }
    return NULL;
}

static const iter8__node *step_by_part(const iter8__node *node, const part *by)
{
    return by->key.length > 0 ? find_key(node, by->key) : iter8__node_item(node, by->index);
}

static const char *step_to_member(iter8__place_in_tree *place, const part *by)
{
    const iter8__schema *member = find_member(place->schema.of, by->key);
    if (member == NULL) return "there is no field ";
    if (member->within != NULL) place->node = iter8__node_member(place->node, member->within);
    place->node = iter8__node_member(place->node, member->key);
    place->schema = *member;
    return NULL;
}

/* One part further. Returns what is wrong, or NULL. */
static const char *step(iter8__place_in_tree *place, const part *by)
{
    int is_index = by->key.length == 0;
    switch (place->schema.kind) {
    case ITER8__KIND_ANY: place->node = step_by_part(place->node, by); return NULL;
    case ITER8__KIND_LIST:
        if (!is_index) return "a list wants an index such as [0], not ";
        break;
    case ITER8__KIND_MAPPING:
        return is_index ? "an index is for lists only" : step_to_member(place, by);
    case ITER8__KIND_TABLE:
        if (is_index) return "a key in quotes is wanted, not an index";
        break;
    default: return is_index ? "an index is for lists only" : "there are no fields here, so no ";
    }
    place->node = step_by_part(place->node, by);
    place->schema = *place->schema.of;
    return NULL;
}

int iter8__dotted_follow(iter8__span name, iter8__place_in_tree *place, iter8__fault *fault)
{
    size_t at = 0;
    part next;
    while (take_part(name.text + at, name.length - at, at == 0, &next)) {
        const char *message = step(place, &next);
        if (message != NULL) {
            *fault = (iter8__fault){message, next.key, at + (name.text[at] == '.')};
            return 0;
        }
        at += next.length;
    }
    return 1;
}
