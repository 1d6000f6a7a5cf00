/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/yaml.h"

#include "base/decimal.h"
#include "document/measure.h"
#include "document/yaml_scalar.h"
#include "iter8/error.h"

#include <string.h>

/* Builds trees from libyaml's events. The recursion is as deep as the text, up to max_depth. */
struct builder {
    iter8__reader *reader;
    yaml_parser_t parser;
    iter8__node *anchors; /* complete values by anchor, of this document */
    iter8__node *open;    /* anchors whose values are being read */
    iter8__measure alias_budget;
};

static int read_value(struct builder *b, const yaml_event_t *event, uint32_t depth,
                      iter8__node **out);

static int fail(struct builder *b, int code, const yaml_event_t *event, const char *message)
{
    return iter8__reader_fail(b->reader, code, iter8__yaml_place(event->start_mark), message, NULL);
}

static int fail_parser(struct builder *b)
{
    const yaml_parser_t *parser = &b->parser;
    if (parser->error == YAML_MEMORY_ERROR) return ITER8_ERR_NOMEM;
    iter8__place place = iter8__yaml_place(parser->problem_mark);
    if (parser->error == YAML_READER_ERROR) {
        place = (iter8__place){1, 1};
        iter8__place_move(&place, b->reader->text, b->reader->text + parser->problem_offset);
    }
    const char *context = parser->context != NULL ? parser->context : "";
    return iter8__reader_fail(b->reader, ITER8_ERR_SYNTAX, place,
                              parser->problem != NULL ? parser->problem : "not YAML",
                              *context != '\0' ? " " : "", context, NULL);
}

static int next_event(struct builder *b, yaml_event_t *event)
{
    return yaml_parser_parse(&b->parser, event) ? ITER8_OK : fail_parser(b);
}

/* The anchor of an event, or NULL. */
static const char *anchor_of(const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL;
    if (event->type == YAML_SCALAR_EVENT) anchor = event->data.scalar.anchor;
    if (event->type == YAML_SEQUENCE_START_EVENT) anchor = event->data.sequence_start.anchor;
    if (event->type == YAML_MAPPING_START_EVENT) anchor = event->data.mapping_start.anchor;
    return (const char *)anchor;
}

static int fail_alias(struct builder *b, const yaml_event_t *event, const char *before,
                      const char *after)
{
    return iter8__reader_fail(b->reader, ITER8_ERR_ALIAS, iter8__yaml_place(event->start_mark),
                              before, (const char *)event->data.alias.anchor, after, NULL);
}

static int fail_budget(struct builder *b, const yaml_event_t *event)
{
    char limit[ITER8__INTEGER_BYTES];
    iter8__integer_format((int64_t)b->reader->max_alias_values, limit);
    return iter8__reader_fail(b->reader, ITER8_ERR_ALIAS, iter8__yaml_place(event->start_mark),
                              "aliases expand to more than ", limit, " values", NULL);
}

/* An alias is a copy of its own, so what one place changes stays there. */
static int read_alias(struct builder *b, const yaml_event_t *event, uint32_t depth,
                      iter8__node **out)
{
    const char *name = (const char *)event->data.alias.anchor;
    const iter8__node *node = iter8__node_member(b->anchors, name);
    if (node == NULL && iter8__node_member(b->open, name) != NULL)
        return fail_alias(b, event, "the alias *", " stands inside its own anchor");
    if (node == NULL) return fail_alias(b, event, "unknown alias *", "");
    b->alias_budget.depth = b->reader->max_depth - depth;
    switch (iter8__measure_take(&b->alias_budget, node)) {
    case ITER8__MEASURE_TOO_DEEP:
        return iter8__reader_fail_depth(b->reader, iter8__yaml_place(event->start_mark));
    case ITER8__MEASURE_TOO_MANY: return fail_budget(b, event);
    case ITER8__MEASURE_FITS: break;
    }
    *out = iter8__node_copy(node);
    return *out != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

static int read_items(struct builder *b, uint32_t depth, iter8__node *list)
{
    for (;;) {
        yaml_event_t event;
        int rc = next_event(b, &event);
        if (rc != ITER8_OK) return rc;
        int at_end = event.type == YAML_SEQUENCE_END_EVENT;
        iter8__node *item = NULL;
        if (!at_end) rc = read_value(b, &event, depth, &item);
        yaml_event_delete(&event);
        if (rc != ITER8_OK || at_end) return rc;
        if (!iter8__node_append(list, item)) return ITER8_ERR_NOMEM;
    }
}

static int read_next(struct builder *b, uint32_t depth, iter8__node **out)
{
    yaml_event_t event;
    int rc = next_event(b, &event);
    if (rc != ITER8_OK) return rc;
    rc = read_value(b, &event, depth, out);
    yaml_event_delete(&event);
    return rc;
}

/* Reads what follows a merge key and appends the mappings in it to @p merged. */
static int read_merged(struct builder *b, const yaml_event_t *key, uint32_t depth,
                       iter8__node *merged)
{
    iter8__node *value = NULL;
    int rc = read_next(b, depth, &value);
    if (rc != ITER8_OK) return rc;
    int is_list = iter8__node_kind(value) == ITER8__NODE_LIST;
    size_t count = is_list ? iter8__node_count(value) : 1;
    for (size_t i = 0; i < count && rc == ITER8_OK; i++) {
        iter8__node *item = is_list ? iter8__node_item(value, i) : value;
        if (iter8__node_kind(item) != ITER8__NODE_MAPPING)
            rc = fail(b, ITER8_ERR_SYNTAX, key,
                      "the merge key << wants a mapping or a list of mappings");
        else if (!iter8__node_append(merged, iter8__node_retain(item)))
            rc = ITER8_ERR_NOMEM;
    }
    iter8__node_release(value);
    return rc;
}

/* Adds what explicit keys and earlier merges have not set. */
static int apply_merged(const iter8__node *merged, iter8__node *mapping)
{
    for (size_t i = 0; i < iter8__node_count(merged); i++) {
        const iter8__node *from = iter8__node_item(merged, i);
        for (iter8__cursor *c = iter8__node_first(from); c != NULL; c = iter8__node_next(from, c)) {
            const char *key = iter8__cursor_key(c);
            if (iter8__node_member(mapping, key) != NULL) continue;
            if (!iter8__node_set(mapping, key, iter8__node_retain(iter8__cursor_value(c))))
                return ITER8_ERR_NOMEM;
        }
    }
    return ITER8_OK;
}

/* Makes the text of the key that @p event begins. */
static int read_key(struct builder *b, const yaml_event_t *event, uint32_t depth, iter8__node **out)
{
    iter8__node *value = NULL;
    if (event->type != YAML_SCALAR_EVENT && event->type != YAML_ALIAS_EVENT)
        return fail(b, ITER8_ERR_SYNTAX, event, "a key must be a text, not a list or a mapping");
    int rc = read_value(b, event, depth, &value);
    if (rc != ITER8_OK) return rc;
    rc = iter8__yaml_key(value, out);
    if (rc == ITER8_ERR_SYNTAX)
        rc = iter8__reader_fail(b->reader, rc, iter8__yaml_place(event->start_mark),
                                "a key must be a text, not ", iter8__node_kind_name(value), NULL);
    iter8__node_release(value);
    return rc;
}

/* Reads the member whose key @p event is. */
static int read_member(struct builder *b, const yaml_event_t *event, uint32_t depth, size_t base,
                       iter8__node *mapping)
{
    iter8__node *key = NULL, *value = NULL;
    int rc = read_key(b, event, depth, &key);
    if (rc != ITER8_OK) return rc;
    const char *name = iter8__node_string(key);
    rc = iter8__reader_key(b->reader, mapping, base, name, iter8__yaml_place(event->start_mark));
    if (rc == ITER8_OK) rc = read_next(b, depth, &value);
    if (rc == ITER8_OK && !iter8__node_set(mapping, name, value)) rc = ITER8_ERR_NOMEM;
    iter8__node_release(key);
    return rc;
}

static int read_members(struct builder *b, uint32_t depth, iter8__node *mapping,
                        iter8__node *merged)
{
    size_t base = b->reader->key_count;
    for (;;) {
        yaml_event_t event;
        int rc = next_event(b, &event);
        if (rc != ITER8_OK) return rc;
        int at_end = event.type == YAML_MAPPING_END_EVENT;
        if (!at_end && iter8__yaml_is_merge(&event))
            rc = read_merged(b, &event, depth, merged);
        else if (!at_end)
            rc = read_member(b, &event, depth, base, mapping);
        yaml_event_delete(&event);
        if (rc != ITER8_OK) return rc;
        if (at_end) break;
    }
    b->reader->key_count = base;
    return apply_merged(merged, mapping);
}

static int read_mapping(struct builder *b, uint32_t depth, iter8__node *mapping)
{
    iter8__node *merged = iter8__node_make_list();
    if (merged == NULL) return ITER8_ERR_NOMEM;
    int rc = read_members(b, depth, mapping, merged);
    iter8__node_release(merged);
    return rc;
}

/* A list or mapping at @p depth whose start @p event is. */
static int read_container(struct builder *b, const yaml_event_t *event, uint32_t depth,
                          iter8__node **out)
{
    int is_list = event->type == YAML_SEQUENCE_START_EVENT;
    if (depth > b->reader->max_depth)
        return iter8__reader_fail_depth(b->reader, iter8__yaml_place(event->start_mark));
    int rc = iter8__yaml_check_tag(b->reader, event);
    if (rc != ITER8_OK) return rc;
    iter8__node *node = is_list ? iter8__node_make_list() : iter8__node_make_mapping();
    if (node == NULL) return ITER8_ERR_NOMEM;
    rc = is_list ? read_items(b, depth, node) : read_mapping(b, depth, node);
    if (rc == ITER8_OK)
        *out = node;
    else
        iter8__node_release(node);
    return rc;
}

static int read_unanchored(struct builder *b, const yaml_event_t *event, uint32_t depth,
                           iter8__node **out)
{
    if (event->type == YAML_ALIAS_EVENT) return read_alias(b, event, depth, out);
    if (event->type == YAML_SCALAR_EVENT) return iter8__yaml_scalar(b->reader, event, out);
    return read_container(b, event, depth + 1, out);
}

/* The value whose first event @p event is, which stands inside @p depth lists and mappings. */
static int read_value(struct builder *b, const yaml_event_t *event, uint32_t depth,
                      iter8__node **out)
{
    const char *anchor = anchor_of(event);
    if (anchor == NULL) return read_unanchored(b, event, depth, out);
    iter8__node_remove_member(b->anchors, anchor);
    if (!iter8__node_set(b->open, anchor, iter8__node_make_null())) return ITER8_ERR_NOMEM;
    int rc = read_unanchored(b, event, depth, out);
    if (rc != ITER8_OK) return rc;
    if (iter8__node_set(b->anchors, anchor, iter8__node_retain(*out))) return ITER8_OK;
    iter8__node_release(*out);
    *out = NULL;
    return ITER8_ERR_NOMEM;
}

static int read_document(struct builder *b, iter8__node *roots)
{
    yaml_event_t event;
    iter8__node *root = NULL;
    int rc = next_event(b, &event);
    if (rc != ITER8_OK) return rc;
    int is_empty = iter8__yaml_is_empty(&event);
    if (!is_empty) rc = read_value(b, &event, 0, &root);
    yaml_event_delete(&event);
    if (rc == ITER8_OK && !is_empty && !iter8__node_append(roots, root)) rc = ITER8_ERR_NOMEM;
    return rc;
}

static int begin_document(struct builder *b)
{
    iter8__node_release(b->anchors);
    iter8__node_release(b->open);
    b->anchors = iter8__node_make_mapping();
    b->open = iter8__node_make_mapping();
    return b->anchors != NULL && b->open != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

static int read_stream(struct builder *b, iter8__node *roots)
{
    for (;;) {
        yaml_event_t event;
        int rc = next_event(b, &event);
        if (rc != ITER8_OK) return rc;
        yaml_event_type_t type = event.type;
        yaml_event_delete(&event);
        if (type == YAML_STREAM_END_EVENT) return ITER8_OK;
        if (type != YAML_DOCUMENT_START_EVENT) continue;
        rc = begin_document(b);
        if (rc == ITER8_OK) rc = read_document(b, roots);
        if (rc != ITER8_OK) return rc;
    }
}

int iter8__yaml_read(iter8__reader *reader, iter8__node *roots)
{
    struct builder b = {.reader = reader, .alias_budget = {.values = reader->max_alias_values}};
    int rc = iter8__yaml_open(&b.parser, reader->text, reader->length);
    if (rc != ITER8_OK) return rc;
    rc = read_stream(&b, roots);
    iter8__node_release(b.anchors);
    iter8__node_release(b.open);
    yaml_parser_delete(&b.parser);
    return rc;
}
