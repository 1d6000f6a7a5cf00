/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/yaml_scalar.h"

#include "base/decimal.h"
#include "document/scalar.h"
#include "iter8/error.h"

#include <string.h>

/* The part of a standard tag behind its prefix; NULL for no tag or another one. */
static const char *standard_tag(const yaml_char_t *tag)
{
    static const char prefix[] = "tag:yaml.org,2002:";
    if (tag == NULL || strncmp((const char *)tag, prefix, sizeof prefix - 1) != 0) return NULL;
    return (const char *)tag + sizeof prefix - 1;
}

static int is_one_of(const char *tag, const char *const *tags)
{
    for (; *tags != NULL; tags++) {
        if (strcmp(tag, *tags) == 0) return 1;
    }
    return 0;
}

static int fail_tag(iter8__reader *reader, const yaml_event_t *event, const char *what,
                    const char *tag)
{
    return iter8__reader_fail(reader, ITER8_ERR_SYNTAX, iter8__yaml_place(event->start_mark), what,
                              " cannot be read as !!", tag, NULL);
}

static int make_text(iter8__reader *reader, const yaml_event_t *event, iter8__node **out)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (memchr(text, '\0', length) != NULL)
        return iter8__reader_fail(reader, ITER8_ERR_SYNTAX, iter8__yaml_place(event->start_mark),
                                  "a text cannot hold the character zero", NULL);
    *out = iter8__node_make_string_of(text, length);
    return *out != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

static int make_value(iter8__reader *reader, const yaml_event_t *event, const iter8__scalar *scalar,
                      iter8__node **out)
{
    if (scalar->kind == ITER8__SCALAR_TEXT) return make_text(reader, event, out);
    if (scalar->kind == ITER8__SCALAR_NOT_FINITE)
        return iter8__reader_fail(reader, ITER8_ERR_NUMBER, iter8__yaml_place(event->start_mark),
                                  "JSON holds neither NaN nor infinities", NULL);
    *out = iter8__scalar_node(scalar);
    return *out != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

/* Whether the tag allows the scalar; an integer with !!float becomes a real. */
static int fits_tag(const char *tag, iter8__scalar *scalar)
{
    if (strcmp(tag, "null") == 0) return scalar->kind == ITER8__SCALAR_NULL;
    if (strcmp(tag, "bool") == 0) return scalar->kind == ITER8__SCALAR_BOOLEAN;
    if (strcmp(tag, "int") == 0) return scalar->whole;
    if (scalar->kind == ITER8__SCALAR_INTEGER) {
        scalar->kind = ITER8__SCALAR_REAL;
        scalar->real = (double)scalar->integer;
    }
    return scalar->kind == ITER8__SCALAR_REAL || scalar->kind == ITER8__SCALAR_NOT_FINITE;
}

int iter8__yaml_scalar(iter8__reader *reader, const yaml_event_t *event, iter8__node **out)
{
    static const char *const resolved[] = {"null", "bool", "int", "float", NULL};
    static const char *const containers[] = {"map", "seq", NULL};
    const char *text = (const char *)event->data.scalar.value;
    const char *tag = standard_tag(event->data.scalar.tag);
    iter8__scalar scalar = iter8__scalar_resolve(text, event->data.scalar.length);
    if (tag != NULL && is_one_of(tag, resolved)) {
        if (fits_tag(tag, &scalar)) return make_value(reader, event, &scalar, out);
        return fail_tag(reader, event, "the value", tag);
    }
    if (tag != NULL && is_one_of(tag, containers)) return fail_tag(reader, event, "a scalar", tag);
    if (event->data.scalar.tag != NULL || event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return make_text(reader, event, out);
    return make_value(reader, event, &scalar, out);
}

int iter8__yaml_key(iter8__node *value, iter8__node **out)
{
    char digits[ITER8__DOUBLE_BYTES];
    *out = NULL;
    switch (iter8__node_kind(value)) {
    case ITER8__NODE_STRING: *out = iter8__node_retain(value); break;
    case ITER8__NODE_BOOLEAN:
        *out = iter8__node_make_string(iter8__node_boolean(value) ? "true" : "false");
        break;
    case ITER8__NODE_INTEGER:
        iter8__integer_format(iter8__node_integer(value), digits);
        *out = iter8__node_make_string(digits);
        break;
    case ITER8__NODE_REAL:
        iter8__double_format(iter8__node_number(value), digits);
        *out = iter8__node_make_string(digits);
        break;
    case ITER8__NODE_MISSING:
    case ITER8__NODE_NULL:
    case ITER8__NODE_LIST:
    case ITER8__NODE_MAPPING: return ITER8_ERR_SYNTAX;
    }
    return *out != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

int iter8__yaml_check_tag(iter8__reader *reader, const yaml_event_t *event)
{
    static const char *const wrong_for_list[] = {"str",    "int",       "float", "bool", "null",
                                                 "binary", "timestamp", "map",   NULL};
    static const char *const wrong_for_mapping[] = {"str",    "int",       "float", "bool", "null",
                                                    "binary", "timestamp", "seq",   NULL};
    int is_list = event->type == YAML_SEQUENCE_START_EVENT;
    const char *tag =
        standard_tag(is_list ? event->data.sequence_start.tag : event->data.mapping_start.tag);
    if (tag == NULL || !is_one_of(tag, is_list ? wrong_for_list : wrong_for_mapping))
        return ITER8_OK;
    return fail_tag(reader, event, is_list ? "a list" : "a mapping", tag);
}

int iter8__yaml_is_merge(const yaml_event_t *event)
{
    if (event->type != YAML_SCALAR_EVENT || event->data.scalar.length != 2 ||
        memcmp(event->data.scalar.value, "<<", 2) != 0)
        return 0;
    const char *tag = standard_tag(event->data.scalar.tag);
    if (tag != NULL) return strcmp(tag, "merge") == 0;
    return event->data.scalar.tag == NULL && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

int iter8__yaml_open(yaml_parser_t *parser, const char *text, size_t length)
{
    if (!yaml_parser_initialize(parser)) return ITER8_ERR_NOMEM;
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(parser, (const unsigned char *)text, length);
    return ITER8_OK;
}

int iter8__yaml_is_empty(const yaml_event_t *event)
{
    return event->type == YAML_SCALAR_EVENT && event->data.scalar.length == 0 &&
           event->data.scalar.tag == NULL && event->data.scalar.anchor == NULL &&
           event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

iter8__place iter8__yaml_place(yaml_mark_t mark)
{
    return (iter8__place){(uint32_t)mark.line + 1, (uint32_t)mark.column + 1};
}
