/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A misspelt name would go unnoticed until the night it is needed. */
#include "decode/annotation_names.h"

#include "base/nearest.h"
#include "iter8/error.h"

#include <string.h>

/* More wrong letters than these may be chance. */
enum { FAR = 2 };

static const char prefix[] = ITER8__ANNOTATION_PREFIX;

/* The part of a key behind the slash, or all of it. */
static const char *last_part(const char *key)
{
    const char *slash = strrchr(key, '/');
    return slash != NULL ? slash + 1 : key;
}

/* Whether a key begins as ours do, in small letters or capitals. */
static int begins_as_ours(const char *key)
{
    static const char project[] = "iter8";
    for (size_t i = 0; i + 1 < sizeof project; i++) {
        char c = key[i] >= 'A' && key[i] <= 'Z' ? (char)(key[i] - 'A' + 'a') : key[i];
        if (c != project[i]) return 0;
    }
    return 1;
}

/* Whether what stands before the slash is nearly our prefix. */
static int is_nearly_prefixed(const char *key, size_t length)
{
    char start[sizeof prefix] = "";
    iter8__nearest same = {NULL, 0};
    if (length >= sizeof start + FAR) return 0;
    memcpy(start, key, length < sizeof start ? length : sizeof start - 1);
    iter8__nearest_try(&same, start, prefix);
    return same.word != NULL && same.distance <= FAR;
}

/* Whether a key without a prefix is one of our names. Names of one word, such as state, are
 * everybody's: only those of several words may be misspelt. */
static int is_bare_name(const char *key, const iter8__nearest *nearest)
{
    if (nearest->word == NULL || strchr(nearest->word, '-') == NULL) return 0;
    return nearest->distance <= FAR && strchr(key, '/') == NULL;
}

static int is_meant_to_be_ours(const char *key, const iter8__nearest *nearest)
{
    return begins_as_ours(key) || is_nearly_prefixed(key, (size_t)(last_part(key) - key)) ||
           is_bare_name(key, nearest);
}

/* The name that a key is nearest to; 1 if it is that name, with our prefix. */
static int find_name(const char *key, iter8__annotation_name *name, iter8__nearest *nearest)
{
    int prefixed = strncmp(key, prefix, sizeof prefix - 1) == 0;
    *nearest = (iter8__nearest){NULL, 0};
    for (size_t i = 0; name(i) != NULL; i++) {
        if (prefixed && strcmp(name(i), key + sizeof prefix - 1) == 0) {
            *nearest = (iter8__nearest){name(i), 0};
            return 1;
        }
        iter8__nearest_try(nearest, last_part(key), name(i));
    }
    return 0;
}

static void check_annotation(iter8__decoder *decoder, const char *key, iter8__annotation_name *name)
{
    iter8__nearest nearest;
    if (find_name(key, name, &nearest) || !is_meant_to_be_ours(key, &nearest)) return;
    int guess = nearest.word != NULL;
    size_t mark = iter8__decoder_enter(decoder, key);
    iter8__decoder_warning(decoder, ITER8_ERR_ENUM,
                           decoder->strict ? "unknown annotation" : "unknown annotation, ignored",
                           guess ? " (did you mean " : "", guess ? prefix : "",
                           guess ? nearest.word : "", guess ? "?)" : "", (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

/* Other labels with our prefix are somebody's own. */
static void check_label(iter8__decoder *decoder, const char *key, iter8__annotation_name *name)
{
    iter8__nearest nearest;
    int same = find_name(key, name, &nearest);
    int near = nearest.word != NULL && nearest.distance <= FAR;
    if (!same && !(near && is_meant_to_be_ours(key, &nearest))) return;
    size_t mark = iter8__decoder_enter(decoder, key);
    iter8__decoder_warning(decoder, ITER8_ERR_ENUM,
                           "a label says nothing here (did you mean the annotation ", prefix,
                           nearest.word, "?)", (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

static void check_each(iter8__decoder *decoder, const iter8__node *metadata, const char *member,
                       void (*check)(iter8__decoder *, const char *, iter8__annotation_name *),
                       iter8__annotation_name *name)
{
    const iter8__node *list = iter8__node_member(metadata, member);
    size_t mark = iter8__decoder_enter(decoder, member);
    for (iter8__cursor *c = iter8__node_first(list); c != NULL; c = iter8__node_next(list, c))
        check(decoder, iter8__cursor_key(c), name);
    iter8__decoder_leave(decoder, mark);
}

void iter8__annotation_names_check(iter8__decoder *decoder, const iter8__node *metadata,
                                   iter8__annotation_name *name)
{
    check_each(decoder, metadata, "annotations", check_annotation, name);
    check_each(decoder, metadata, "labels", check_label, name);
}
