/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/locate.h"

#include "base/decimal.h"
#include "base/memory.h"
#include "document/field_step.h"
#include "document/handle.h"
#include "document/locate_events.h"
#include "iter8/error.h"

/* A value that is looked for, or that others are looked for in. All of them are a tree, whose root
 * is the first. */
typedef struct spot {
    iter8__place place;    /* line 0: not found so far */
    size_t parent;         /* its number; the root's is its own */
    iter8__node *children; /* from a key, or an index in digits, to a number; NULL for none */
} spot;

typedef struct search {
    iter8__locator locator;
    const iter8_allocator *allocator;
    spot *spots;
    size_t count;
    size_t capacity;
    iter8__text key;
} search;

static int add_spot(search *s, size_t parent)
{
    void *spots = iter8__grow(s->allocator, s->spots, s->count + 1, &s->capacity, sizeof *s->spots);
    if (spots == NULL) return 0;
    s->spots = spots;
    s->spots[s->count++] = (spot){{0, 0}, parent, NULL};
    return 1;
}

/* The child of a spot by the key in @p s; made where it is missing. 0 without memory. */
static size_t child_of(search *s, size_t parent)
{
    if (s->spots[parent].children == NULL) s->spots[parent].children = iter8__node_make_mapping();
    iter8__node *children = s->spots[parent].children;
    const char *key = iter8__text_string(&s->key);
    const iter8__node *known = iter8__node_member(children, key);
    if (known != NULL) return (size_t)iter8__node_integer(known);
    size_t number = s->count;
    if (s->key.failed || !add_spot(s, parent)) return 0;
    return iter8__node_set(children, key, iter8__node_make_integer((int64_t)number)) ? number : 0;
}

/* Plants a path below the spot @p at, whose value is @p node; @p out is the spot of its last part
 * that may be there. 0 without memory. */
static int plant(search *s, size_t at, const iter8__node *node, const char *path, size_t *out)
{
    iter8__field_walk walk = iter8__field_start(path);
    iter8__field_part part;
    while (iter8__field_next(&walk, &part) == 1) {
        if (iter8__field_resolve(node, &part) != ITER8_OK) break;
        iter8__text_clear(&s->key);
        if (part.key != NULL)
            iter8__field_part_text(&part, &s->key);
        else
            iter8__text_add_integer(&s->key, (int64_t)part.index);
        at = child_of(s, at);
        if (at == 0) return 0;
        node = iter8__field_child(node, &part);
    }
    *out = at;
    return 1;
}

static size_t known_child(const search *s, size_t number, const char *key)
{
    return (size_t)iter8__node_integer(iter8__node_member(s->spots[number].children, key));
}

static int visit(search *s, size_t number);

/* A value that nothing is looked for in is skipped. */
static int visit_child(search *s, size_t child)
{
    return child != 0 ? visit(s, child) : iter8__locator_skip(&s->locator);
}

static int visit_mapping(search *s, size_t number)
{
    iter8__locator *l = &s->locator;
    for (;;) {
        if (!iter8__locator_next(l)) return 0;
        if (l->event.type == YAML_MAPPING_END_EVENT) return 1;
        size_t child = l->event.type == YAML_SCALAR_EVENT
                           ? known_child(s, number, (const char *)l->event.data.scalar.value)
                           : 0;
        if (!iter8__locator_skip(l) || !iter8__locator_next(l) || !visit_child(s, child)) return 0;
    }
}

static int visit_list(search *s, size_t number)
{
    char digits[ITER8__INTEGER_BYTES];
    for (int64_t index = 0;; index++) {
        if (!iter8__locator_next(&s->locator)) return 0;
        if (s->locator.event.type == YAML_SEQUENCE_END_EVENT) return 1;
        (void)iter8__integer_format(index, digits);
        if (!visit_child(s, known_child(s, number, digits))) return 0;
    }
}

/* Notes where the value stands whose first event is the current one, and goes to its last. */
static int visit(search *s, size_t number)
{
    spot *here = &s->spots[number];
    if (here->place.line == 0) here->place = iter8__yaml_place(s->locator.event.start_mark);
    if (here->children == NULL) return iter8__locator_skip(&s->locator);
    switch (s->locator.event.type) {
    case YAML_MAPPING_START_EVENT: return visit_mapping(s, number);
    case YAML_SEQUENCE_START_EVENT: return visit_list(s, number);
    default: return 1;
    }
}

static int read_text(search *s, const iter8_document *document)
{
    iter8__locator *l = &s->locator;
    int rc = iter8__yaml_open(&l->parser, document->text, document->length);
    if (rc != ITER8_OK) return rc;
    if (iter8__locator_document(l, document->index)) (void)visit(s, 0);
    int failed = l->parser.error != YAML_NO_ERROR;
    int no_memory = l->parser.error == YAML_MEMORY_ERROR;
    yaml_event_delete(&l->event);
    yaml_parser_delete(&l->parser);
    for (size_t i = 0; failed && i < s->count; i++)
        s->spots[i].place = (iter8__place){0, 0};
    return no_memory ? ITER8_ERR_NOMEM : ITER8_OK;
}

/* That of the deepest part that was found. */
static iter8__place place_of(const search *s, size_t number)
{
    while (number != 0 && s->spots[number].place.line == 0)
        number = s->spots[number].parent;
    return s->spots[number].place;
}

static int locate(search *s, const iter8_document *document, const char *const *paths, size_t count,
                  iter8__place *places)
{
    size_t *numbers = iter8__alloc_zero(s->allocator, count, sizeof *numbers);
    int ok = numbers != NULL && add_spot(s, 0);
    /* An item of a List stands below its place in it. */
    size_t root = 0;
    if (ok && document->list != NULL) ok = plant(s, 0, document->list, document->place, &root);
    /* The tree tells which item a filter fits. */
    for (size_t i = 0; ok && i < count; i++)
        ok = plant(s, root, document->root, paths[i], &numbers[i]);
    int rc = ok ? read_text(s, document) : ITER8_ERR_NOMEM;
    for (size_t i = 0; rc == ITER8_OK && i < count; i++)
        places[i] = place_of(s, numbers[i]);
    iter8__release(s->allocator, numbers);
    return rc;
}

int iter8__locate(const iter8_document *document, const char *const *paths, size_t count,
                  iter8__place *places)
{
    for (size_t i = 0; i < count; i++)
        places[i] = (iter8__place){0, 0};
    if (count == 0 || document == NULL || document->text == NULL) return ITER8_OK;
    search s = {.allocator = &document->allocator};
    iter8__text_init(&s.key, s.allocator);
    int rc = locate(&s, document, paths, count, places);
    for (size_t i = 0; i < s.count; i++)
        iter8__node_release(s.spots[i].children);
    iter8__text_clear(&s.key);
    iter8__release(s.allocator, s.spots);
    return rc;
}
