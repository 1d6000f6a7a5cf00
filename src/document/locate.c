/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/locate.h"

#include "document/field_step.h"
#include "document/yaml.h"
#include "iter8/error.h"

/* Follows a field path along libyaml's events. Every function returns 1, or 0 when the text comes
 * to an end or an error before its time. */
struct locator {
    yaml_parser_t parser;
    yaml_event_t event; /* the last one; deleted by the next */
    iter8__place place; /* of the deepest part found so far */
};

static int next_event(struct locator *l)
{
    yaml_event_delete(&l->event);
    return yaml_parser_parse(&l->parser, &l->event) && l->event.type != YAML_STREAM_END_EVENT;
}

/* Goes on to the last event of the value whose first event is the current one. */
static int skip_value(struct locator *l)
{
    size_t open = 0;
    for (;;) {
        yaml_event_type_t type = l->event.type;
        if (type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT) open++;
        if (type == YAML_SEQUENCE_END_EVENT || type == YAML_MAPPING_END_EVENT) open--;
        if (open == 0) return 1;
        if (!next_event(l)) return 0;
    }
}

static int find_document(struct locator *l, size_t index)
{
    for (;;) {
        if (!next_event(l)) return 0;
        if (l->event.type != YAML_DOCUMENT_START_EVENT) continue;
        if (!next_event(l)) return 0;
        if (iter8__yaml_is_empty(&l->event)) continue;
        if (index-- == 0) return 1;
        if (!skip_value(l)) return 0;
    }
}

/* Whether the key that is the current event is @p part. Keys that are not texts are compared as
 * they are written. */
static int is_key(const struct locator *l, const iter8__field_part *part)
{
    return l->event.type == YAML_SCALAR_EVENT &&
           iter8__field_part_is(part, (const char *)l->event.data.scalar.value);
}

static int find_member(struct locator *l, const iter8__field_part *part)
{
    for (;;) {
        if (!next_event(l) || l->event.type == YAML_MAPPING_END_EVENT) return 0;
        int found = is_key(l, part);
        if (!skip_value(l) || !next_event(l)) return 0;
        if (found) return 1;
        if (!skip_value(l)) return 0;
    }
}

static int find_item(struct locator *l, size_t index)
{
    for (;;) {
        if (!next_event(l) || l->event.type == YAML_SEQUENCE_END_EVENT) return 0;
        if (index-- == 0) return 1;
        if (!skip_value(l)) return 0;
    }
}

/* Goes from the first event of a value to that of one of its parts. */
static int find_part(struct locator *l, const iter8__field_part *part)
{
    if (part->key != NULL && l->event.type == YAML_MAPPING_START_EVENT) return find_member(l, part);
    if (part->key == NULL && l->event.type == YAML_SEQUENCE_START_EVENT)
        return find_item(l, part->index);
    return 0;
}

/* The tree is followed beside the text: it tells which item a filter fits. Returns whether the path
 * led to its end. */
static int follow(struct locator *l, const iter8__node *root, const char *field_path)
{
    iter8__field_walk walk = iter8__field_start(field_path);
    iter8__field_part part;
    l->place = iter8__yaml_place(l->event.start_mark);
    while (iter8__field_next(&walk, &part) == 1) {
        if (iter8__field_resolve(root, &part) != ITER8_OK || !find_part(l, &part)) return 0;
        root = iter8__field_child(root, &part);
        l->place = iter8__yaml_place(l->event.start_mark);
    }
    return 1;
}

/* An item of a List is found in it first. */
static void find_value(struct locator *l, const iter8_document *document, const char *field_path)
{
    if (!find_document(l, document->index)) return;
    if (document->list == NULL || follow(l, document->list, document->place))
        (void)follow(l, document->root, field_path);
}

iter8__place iter8__locate(const iter8_document *document, const char *field_path)
{
    struct locator l = {.place = {0, 0}};
    if (iter8__yaml_open(&l.parser, document->text, document->length) != ITER8_OK) return l.place;
    find_value(&l, document, field_path);
    if (l.parser.error != YAML_NO_ERROR) l.place = (iter8__place){0, 0};
    yaml_event_delete(&l.event);
    yaml_parser_delete(&l.parser);
    return l.place;
}
