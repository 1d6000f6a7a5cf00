/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/field_path.h"

#include "document/pointer.h"
#include "iter8/error.h"

#include <stdint.h>
#include <string.h>

iter8__field_walk iter8__field_start(const char *field_path)
{
    return (iter8__field_walk){field_path, field_path};
}

/* Takes a key up to one of @p ends, or to the end of the path. */
static int take_key(iter8__field_walk *walk, const char *ends, iter8__field_part *out)
{
    const char *at = walk->at;
    while (*at != '\0' && strchr(ends, *at) == NULL) {
        if (*at == '\\' && *++at == '\0') return ITER8_ERR_FIELD_PATH;
        at++;
    }
    *out = (iter8__field_part){.key = walk->at, .length = (size_t)(at - walk->at)};
    walk->at = at;
    return 1;
}

static int take_bare(iter8__field_walk *walk, iter8__field_part *out)
{
    int rc = take_key(walk, ".[", out);
    return rc == 1 && out->length == 0 ? ITER8_ERR_FIELD_PATH : rc;
}

static int take_index(iter8__field_walk *walk, iter8__field_part *out)
{
    size_t length = strspn(walk->at, "0123456789");
    *out = (iter8__field_part){.key = NULL};
    if (!iter8__pointer_index(walk->at, length, &out->index)) return ITER8_ERR_FIELD_PATH;
    walk->at += length;
    return 1;
}

static int take_quoted(iter8__field_walk *walk, iter8__field_part *out)
{
    char quote[2] = {*walk->at++, '\0'};
    int rc = take_key(walk, quote, out);
    if (rc == 1 && *walk->at != quote[0]) return ITER8_ERR_FIELD_PATH;
    if (rc == 1) walk->at++;
    return rc;
}

static int is_quote(char c)
{
    return c == '\'' || c == '"';
}

int iter8__field_next_key(iter8__field_part *filter, iter8__field_part *out)
{
    size_t length = 0;
    if (filter->length == 0) return 0;
    while (length < filter->length && filter->key[length] != '.')
        length += filter->key[length] == '\\' ? 2 : 1;
    *out = (iter8__field_part){.key = filter->key, .length = length};
    size_t dot = length < filter->length;
    filter->key += length + dot;
    filter->length -= length + dot;
    return 1;
}

/* Between the dots of a filter's key there is something. */
static int are_keys(const iter8__field_part *filter)
{
    int begun = 0;
    for (size_t i = 0; i < filter->length; i++) {
        if (filter->key[i] == '.' && !begun) return 0;
        begun = filter->key[i] != '.';
        if (filter->key[i] == '\\') i++;
    }
    return begun;
}

static int take_filter(iter8__field_walk *walk, iter8__field_part *out)
{
    iter8__field_part value;
    int rc = take_key(walk, "=]", out);
    if (rc != 1 || *walk->at != '=' || !are_keys(out)) return ITER8_ERR_FIELD_PATH;
    walk->at++;
    int quoted = is_quote(*walk->at);
    rc = quoted ? take_quoted(walk, &value) : take_key(walk, "]", &value);
    if (rc != 1 || (!quoted && value.length == 0)) return ITER8_ERR_FIELD_PATH;
    out->wanted = value.key;
    out->wanted_length = value.length;
    return 1;
}

static int take_every(iter8__field_walk *walk, iter8__field_part *out)
{
    *out = (iter8__field_part){.key = NULL, .index = SIZE_MAX, .every = 1};
    walk->at++;
    return 1;
}

/* What stands between brackets, and the closing one. */
static int take_bracket(iter8__field_walk *walk, iter8__field_part *out)
{
    int rc;
    if (is_quote(*walk->at))
        rc = take_quoted(walk, out);
    else if (walk->at[strspn(walk->at, "0123456789")] == ']')
        rc = take_index(walk, out);
    else if (walk->at[0] == '*' && walk->at[1] == ']')
        rc = take_every(walk, out);
    else
        rc = take_filter(walk, out);
    if (rc == 1 && *walk->at++ != ']') return ITER8_ERR_FIELD_PATH;
    return rc;
}

int iter8__field_next(iter8__field_walk *walk, iter8__field_part *out)
{
    int is_first = walk->at == walk->path;
    if (*walk->at == '\0') return is_first ? ITER8_ERR_FIELD_PATH : 0;
    if (*walk->at == '.') {
        walk->at++;
        return take_bare(walk, out);
    }
    if (*walk->at != '[') return is_first ? take_bare(walk, out) : ITER8_ERR_FIELD_PATH;
    walk->at++;
    return take_bracket(walk, out);
}

int iter8__field_part_is(const iter8__field_part *part, const char *key)
{
    if (part->key == NULL) return 0;
    for (size_t i = 0; i < part->length; i++) {
        if (part->key[i] == '\\') i++;
        if (*key == '\0' || *key++ != part->key[i]) return 0;
    }
    return *key == '\0';
}

void iter8__field_part_text(const iter8__field_part *part, iter8__text *text)
{
    for (size_t i = 0; i < part->length; i++) {
        if (part->key[i] == '\\') i++;
        iter8__text_add_char(text, part->key[i]);
    }
}
