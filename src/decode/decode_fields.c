/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Members of a mapping as values of a type. */
#include "decode/decoder.h"

#include "base/decimal.h"
#include "base/nearest.h"
#include "base/quantity.h"
#include "base/times.h"
#include "iter8/error.h"

#include <string.h>

int iter8__decode_is_said(const iter8__node *mapping, const char *key)
{
    enum iter8__node_kind kind = iter8__node_kind(iter8__node_member(mapping, key));
    return kind != ITER8__NODE_MISSING && kind != ITER8__NODE_NULL;
}

static int is_listed(const char *const *list, const char *key)
{
    for (; *list != NULL; list++) {
        if (strcmp(*list, key) == 0) return 1;
    }
    return 0;
}

static void unknown_field(iter8__decoder *decoder, const char *nearest, int refused)
{
    const char *what = refused ? "unknown field" : "unknown field, ignored";
    const char *before = nearest != NULL ? " (did you mean " : "";
    const char *behind = nearest != NULL ? "?)" : "";
    if (nearest == NULL) nearest = "";
    if (refused)
        iter8__decoder_problem(decoder, ITER8_ERR_ENUM, what, before, nearest, behind,
                               (char *)NULL);
    else
        iter8__decoder_warning(decoder, ITER8_ERR_ENUM, what, before, nearest, behind,
                               (char *)NULL);
}

static void find_unknown(iter8__decoder *decoder, const iter8__node *mapping,
                         const char *const *known, int refused)
{
    for (iter8__cursor *c = iter8__node_first(mapping); c != NULL;
         c = iter8__node_next(mapping, c)) {
        const char *key = iter8__cursor_key(c);
        if (is_listed(known, key)) continue;
        size_t mark = iter8__decoder_enter(decoder, key);
        unknown_field(decoder, iter8__nearest_of(key, known), refused);
        iter8__decoder_leave(decoder, mark);
    }
}

void iter8__decode_known(iter8__decoder *decoder, const iter8__node *mapping,
                         const char *const *known)
{
    find_unknown(decoder, mapping, known, decoder->strict);
}

void iter8__decode_only(iter8__decoder *decoder, const iter8__node *mapping,
                        const char *const *known)
{
    find_unknown(decoder, mapping, known, decoder->strict || !decoder->lenient);
}

void iter8__decode_known_metadata(iter8__decoder *decoder, const iter8__node *metadata)
{
    static const char *const fields[] = {
        "name",        "namespace",         "labels",
        "annotations", "generateName",      "uid",
        "generation",  "resourceVersion",   "creationTimestamp",
        "finalizers",  "deletionTimestamp", "deletionGracePeriodSeconds",
        "selfLink",    "managedFields",     "ownerReferences",
        "clusterName", "initializers",      NULL};
    iter8__decode_known(decoder, metadata, fields);
}

static const char *kind_name(enum iter8__node_kind kind)
{
    switch (kind) {
    case ITER8__NODE_BOOLEAN: return "true or false";
    case ITER8__NODE_INTEGER: return "an integer";
    case ITER8__NODE_REAL: return "a number";
    case ITER8__NODE_STRING: return "a text";
    case ITER8__NODE_LIST: return "a list";
    case ITER8__NODE_MAPPING: return "a mapping";
    default: return "something else";
    }
}

static void wrong_kind(iter8__decoder *decoder, const iter8__node *node,
                       enum iter8__node_kind wanted)
{
    iter8__decoder_problem(decoder, ITER8_ERR_TYPE, kind_name(wanted), " is wanted, not ",
                           iter8__node_kind_name(node), (char *)NULL);
}

static void missing(iter8__decoder *decoder, enum iter8__presence presence)
{
    if (presence == ITER8__REQUIRED && !decoder->partial)
        iter8__decoder_problem(decoder, ITER8_ERR_REQUIRED, "required field is missing",
                               (char *)NULL);
}

iter8__node *iter8__decode_member(iter8__decoder *decoder, const iter8__node *mapping,
                                  const char *key, enum iter8__node_kind kind,
                                  enum iter8__presence presence)
{
    iter8__node *node = iter8__node_member(mapping, key);
    enum iter8__node_kind found = iter8__node_kind(node);
    if (found == kind) return node;
    size_t mark = iter8__decoder_enter(decoder, key);
    if (found == ITER8__NODE_MISSING || found == ITER8__NODE_NULL)
        missing(decoder, presence);
    else
        wrong_kind(decoder, node, kind);
    iter8__decoder_leave(decoder, mark);
    return NULL;
}

iter8__node *iter8__decode_list(iter8__decoder *decoder, const iter8__node *mapping,
                                const char *key, size_t most)
{
    iter8__node *list =
        iter8__decode_member(decoder, mapping, key, ITER8__NODE_LIST, ITER8__OPTIONAL);
    if (iter8__node_count(list) <= most) return list;
    char limit[ITER8__INTEGER_BYTES];
    (void)iter8__integer_format((int64_t)most, limit);
    size_t mark = iter8__decoder_enter(decoder, key);
    iter8__decoder_problem(decoder, ITER8_ERR_RANGE, "the list is longer than ", limit,
                           (char *)NULL);
    iter8__decoder_leave(decoder, mark);
    return NULL;
}

int iter8__decode_is_mapping(iter8__decoder *decoder, const iter8__node *node)
{
    if (iter8__node_kind(node) == ITER8__NODE_MAPPING) return 1;
    wrong_kind(decoder, node, ITER8__NODE_MAPPING);
    return 0;
}

static int check_member(iter8__decoder *decoder, const iter8__node *root, const char *key,
                        const char *wanted)
{
    const char *found = iter8__decode_string(decoder, root, key, ITER8__REQUIRED);
    if (found == NULL || strcmp(found, wanted) == 0) return 1;
    size_t mark = iter8__decoder_enter(decoder, key);
    iter8__decoder_problem(decoder, ITER8_ERR_KIND, wanted, " is wanted, not ", found,
                           (char *)NULL);
    iter8__decoder_leave(decoder, mark);
    return 0;
}

int iter8__decode_kind(iter8__decoder *decoder, const iter8__node *root, const char *kind)
{
    int same_api = check_member(decoder, root, "apiVersion", "iter8.tools/v2alpha2");
    return check_member(decoder, root, "kind", kind) && same_api;
}

/* Walks a list that is a member @p key: each item gets room @p step bytes behind the one before,
 * or all the same. */
static void walk(iter8__decoder *decoder, const char *key, const iter8__node *list,
                 iter8__item_decoder *decode, void *out, size_t step)
{
    size_t mark = iter8__decoder_enter(decoder, key);
    for (size_t i = 0; i < iter8__node_count(list); i++) {
        size_t item_mark = iter8__decoder_enter_item(decoder, i);
        void *room = step > 0 ? (char *)out + i * step : out;
        decode(decoder, iter8__node_item(list, i), room);
        iter8__decoder_leave(decoder, item_mark);
    }
    iter8__decoder_leave(decoder, mark);
}

void iter8__decode_each(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                        size_t most, iter8__item_decoder *decode, void *out)
{
    walk(decoder, key, iter8__decode_list(decoder, mapping, key, most), decode, out, 0);
}

void *iter8__decode_items(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                          const iter8__items *items, size_t *count)
{
    *count = 0;
    const iter8__node *list = iter8__decode_list(decoder, mapping, key, items->most);
    if (list == NULL) return NULL;
    void *rooms = iter8__decoder_alloc(decoder, iter8__node_count(list), items->size);
    if (rooms == NULL) return NULL;
    walk(decoder, key, list, items->decode, rooms, items->size);
    *count = iter8__node_count(list);
    return rooms;
}

const char *iter8__decode_string_here(iter8__decoder *decoder, const iter8__node *node)
{
    if (iter8__node_kind(node) != ITER8__NODE_STRING) {
        wrong_kind(decoder, node, ITER8__NODE_STRING);
        return NULL;
    }
    return iter8__decoder_copy(decoder, iter8__node_string(node));
}

const char *iter8__decode_string(iter8__decoder *decoder, const iter8__node *mapping,
                                 const char *key, enum iter8__presence presence)
{
    iter8__node *node = iter8__decode_member(decoder, mapping, key, ITER8__NODE_STRING, presence);
    if (node == NULL) return NULL;
    const char *text = iter8__node_string(node);
    if (*text == '\0' && presence == ITER8__REQUIRED && !decoder->partial) {
        iter8__decoder_member_problem(decoder, key, ITER8_ERR_REQUIRED, "must not be empty");
        return NULL;
    }
    return iter8__decoder_copy(decoder, text);
}

static void unknown_word(iter8__decoder *decoder, const char *found, const iter8__words *words)
{
    iter8__text list;
    iter8__text_init(&list, decoder->arena->allocator);
    for (size_t i = 1; i < words->count; i++) {
        if (i > 1) iter8__text_add_string(&list, i + 1 == words->count ? " or " : ", ");
        iter8__text_add_string(&list, words->words[i]);
    }
    iter8__decoder_problem(decoder, ITER8_ERR_ENUM, "\"", found, "\" is not one of ",
                           iter8__text_string(&list), (char *)NULL);
    if (list.failed) decoder->out_of_memory = 1;
    iter8__text_clear(&list);
}

int32_t iter8__decode_word(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                           const iter8__words *words, enum iter8__presence presence)
{
    iter8__node *node = iter8__decode_member(decoder, mapping, key, ITER8__NODE_STRING, presence);
    if (node == NULL) return 0;
    int32_t number = iter8__word_number(words, iter8__node_string(node));
    if (number == 0) {
        size_t mark = iter8__decoder_enter(decoder, key);
        unknown_word(decoder, iter8__node_string(node), words);
        iter8__decoder_leave(decoder, mark);
    }
    return number;
}

int32_t iter8__decode_integer(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                              int32_t least, int32_t most, int32_t fallback)
{
    iter8__node *node =
        iter8__decode_member(decoder, mapping, key, ITER8__NODE_INTEGER, ITER8__OPTIONAL);
    if (node == NULL) return fallback;
    int64_t value = iter8__node_integer(node);
    if (value >= least && value <= most) return (int32_t)value;
    iter8__text range;
    iter8__text_init(&range, decoder->arena->allocator);
    iter8__text_add_integer(&range, value);
    iter8__text_add_string(&range, " is not in ");
    iter8__text_add_integer(&range, least);
    iter8__text_add_string(&range, "..");
    iter8__text_add_integer(&range, most);
    iter8__decoder_member_problem(decoder, key, ITER8_ERR_RANGE, iter8__text_string(&range));
    if (range.failed) decoder->out_of_memory = 1;
    iter8__text_clear(&range);
    return fallback;
}

int iter8__decode_boolean(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                          int fallback)
{
    iter8__node *node =
        iter8__decode_member(decoder, mapping, key, ITER8__NODE_BOOLEAN, ITER8__OPTIONAL);
    return node != NULL ? iter8__node_boolean(node) : fallback;
}

static int quantity_here(iter8__decoder *decoder, const iter8__node *node, double *out)
{
    switch (iter8__node_kind(node)) {
    case ITER8__NODE_INTEGER:
    case ITER8__NODE_REAL: *out = iter8__node_number(node); return 1;
    case ITER8__NODE_STRING:
        if (iter8__quantity_parse(iter8__node_string(node), iter8__node_string_length(node), out))
            return 1;
        iter8__decoder_problem(decoder, ITER8_ERR_QUANTITY, "\"", iter8__node_string(node),
                               "\" is not a quantity such as 50, \"0.01\", \"10m\" or \"3Mi\"",
                               (char *)NULL);
        return 0;
    default:
        iter8__decoder_problem(decoder, ITER8_ERR_TYPE, "a quantity is wanted, not ",
                               iter8__node_kind_name(node), (char *)NULL);
        return 0;
    }
}

int iter8__decode_quantity(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                           double *out)
{
    iter8__node *node = iter8__node_member(mapping, key);
    enum iter8__node_kind kind = iter8__node_kind(node);
    if (kind == ITER8__NODE_MISSING || kind == ITER8__NODE_NULL) return 0;
    size_t mark = iter8__decoder_enter(decoder, key);
    int found = quantity_here(decoder, node, out);
    iter8__decoder_leave(decoder, mark);
    return found;
}

int64_t iter8__decode_time(iter8__decoder *decoder, const iter8__node *mapping, const char *key)
{
    iter8__node *node =
        iter8__decode_member(decoder, mapping, key, ITER8__NODE_STRING, ITER8__OPTIONAL);
    int64_t time;
    if (node == NULL) return ITER8_NO_TIME;
    if (iter8__time_parse(iter8__node_string(node), iter8__node_string_length(node), &time))
        return time;
    iter8__decoder_member_problem(decoder, key, ITER8_ERR_TIME,
                                  "not an RFC 3339 time such as 2021-04-23T17:04:56Z");
    return ITER8_NO_TIME;
}
