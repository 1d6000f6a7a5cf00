/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/json.h"

#include "base/decimal.h"
#include "document/scalar.h"
#include "iter8/error.h"

#include <string.h>

static int read_value(iter8__json *json, uint32_t depth, iter8__node **out);

static int fail(iter8__json *json, const char *message)
{
    return iter8__json_fail(json, json->at, message);
}

static void skip_blanks(iter8__json *json)
{
    while (json->at < json->end && strchr(" \t\r\n", *json->at) != NULL)
        json->at++;
}

static int made(iter8__node *node, iter8__node **out)
{
    *out = node;
    return node != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

static size_t take_digits(iter8__json *json)
{
    const char *start = json->at;
    while (json->at < json->end && *json->at >= '0' && *json->at <= '9')
        json->at++;
    return (size_t)(json->at - start);
}

static int make_number(iter8__json *json, const char *start, int whole, iter8__node **out)
{
    int negative = *start == '-';
    const char *digits = start + negative;
    size_t length = (size_t)(json->at - digits);
    iter8__scalar scalar = {.kind = ITER8__SCALAR_REAL};
    if (whole)
        scalar = iter8__scalar_integer(digits, length, 10, negative);
    else if (!iter8__double_parse(start, (size_t)(json->at - start), &scalar.real))
        scalar.kind = ITER8__SCALAR_TEXT;
    if (scalar.kind == ITER8__SCALAR_TEXT)
        return iter8__reader_fail(json->reader, ITER8_ERR_NUMBER, iter8__json_place(json, start),
                                  "the number is too large", NULL);
    return made(iter8__scalar_node(&scalar), out);
}

static int read_number(iter8__json *json, iter8__node **out)
{
    const char *start = json->at;
    iter8__json_take(json, '-');
    const char *digits = json->at;
    size_t count = take_digits(json);
    if (count == 0) return iter8__json_fail(json, start, "expected a value");
    if (count > 1 && *digits == '0') return iter8__json_fail(json, start, "a number starts with 0");
    int whole = 1;
    if (iter8__json_take(json, '.')) {
        whole = 0;
        if (take_digits(json) == 0) return fail(json, "expected a digit");
    }
    if (iter8__json_take(json, 'e') || iter8__json_take(json, 'E')) {
        whole = 0;
        if (!iter8__json_take(json, '+')) iter8__json_take(json, '-');
        if (take_digits(json) == 0) return fail(json, "expected a digit");
    }
    return make_number(json, start, whole, out);
}

static int read_word(iter8__json *json, const char *word, iter8__node *value, iter8__node **out)
{
    size_t length = strlen(word);
    if ((size_t)(json->end - json->at) < length || memcmp(json->at, word, length) != 0) {
        iter8__node_release(value);
        return fail(json, "expected a value");
    }
    json->at += length;
    return made(value, out);
}

static int read_items(iter8__json *json, uint32_t depth, iter8__node *list)
{
    skip_blanks(json);
    if (iter8__json_take(json, ']')) return ITER8_OK;
    for (;;) {
        iter8__node *item;
        int rc = read_value(json, depth, &item);
        if (rc != ITER8_OK) return rc;
        json->reader->is_json = 1;
        if (!iter8__node_append(list, item)) return ITER8_ERR_NOMEM;
        skip_blanks(json);
        if (iter8__json_take(json, ']')) return ITER8_OK;
        if (!iter8__json_take(json, ',')) return fail(json, "expected , or ]");
    }
}

static int read_member(iter8__json *json, uint32_t depth, iter8__node *mapping, size_t base)
{
    iter8__node *key, *value;
    skip_blanks(json);
    const char *start = json->at;
    if (!iter8__json_take(json, '"')) return fail(json, "expected a key in double quotes");
    int rc = iter8__json_string(json, &key);
    if (rc != ITER8_OK) return rc;
    json->reader->is_json = 1;
    rc = iter8__reader_key(json->reader, mapping, base, iter8__node_string(key),
                           iter8__json_place(json, start));
    skip_blanks(json);
    if (rc == ITER8_OK && !iter8__json_take(json, ':')) rc = fail(json, "expected : after a key");
    if (rc == ITER8_OK) rc = read_value(json, depth, &value);
    if (rc == ITER8_OK && !iter8__node_set(mapping, iter8__node_string(key), value))
        rc = ITER8_ERR_NOMEM;
    iter8__node_release(key);
    return rc;
}

static int read_members(iter8__json *json, uint32_t depth, iter8__node *mapping)
{
    size_t base = json->reader->key_count;
    skip_blanks(json);
    if (iter8__json_take(json, '}')) return ITER8_OK;
    for (;;) {
        int rc = read_member(json, depth, mapping, base);
        if (rc != ITER8_OK) return rc;
        skip_blanks(json);
        if (iter8__json_take(json, '}')) break;
        if (!iter8__json_take(json, ',')) return fail(json, "expected , or }");
    }
    json->reader->key_count = base;
    return ITER8_OK;
}

/* A list or mapping at @p depth, whose opening bracket is taken. */
static int read_container(iter8__json *json, uint32_t depth, int is_list, iter8__node **out)
{
    if (depth > json->reader->max_depth)
        return iter8__reader_fail_depth(json->reader, iter8__json_place(json, json->at - 1));
    iter8__node *node = is_list ? iter8__node_make_list() : iter8__node_make_mapping();
    if (node == NULL) return ITER8_ERR_NOMEM;
    int rc = is_list ? read_items(json, depth, node) : read_members(json, depth, node);
    if (rc == ITER8_OK) {
        *out = node;
        return ITER8_OK;
    }
    iter8__node_release(node);
    return rc;
}

/* A value that stands inside @p depth lists and mappings. */
static int read_value(iter8__json *json, uint32_t depth, iter8__node **out)
{
    *out = NULL;
    skip_blanks(json);
    if (iter8__json_take(json, '[')) return read_container(json, depth + 1, 1, out);
    if (iter8__json_take(json, '{')) return read_container(json, depth + 1, 0, out);
    if (iter8__json_take(json, '"')) return iter8__json_string(json, out);
    switch (json->at < json->end ? *json->at : '\0') {
    case 't': return read_word(json, "true", iter8__node_make_boolean(1), out);
    case 'f': return read_word(json, "false", iter8__node_make_boolean(0), out);
    case 'n': return read_word(json, "null", iter8__node_make_null(), out);
    default: return read_number(json, out);
    }
}

int iter8__json_read(iter8__reader *reader, iter8__node *roots)
{
    iter8__json json = {.reader = reader,
                        .at = reader->text,
                        .end = reader->text + reader->length,
                        .place = {1, 1},
                        .placed_to = reader->text};
    iter8__text_init(&json.scratch, reader->allocator);
    iter8__node *root;
    int rc = read_value(&json, 0, &root);
    iter8__text_clear(&json.scratch);
    if (rc != ITER8_OK) return rc;
    reader->is_json = 0;
    skip_blanks(&json);
    if (json.at == json.end) return iter8__node_append(roots, root) ? ITER8_OK : ITER8_ERR_NOMEM;
    iter8__node_release(root);
    return fail(&json, "expected the end of the text");
}
