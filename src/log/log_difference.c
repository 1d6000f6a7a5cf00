/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/log_difference.h"

#include "document/document.h"
#include "iter8/document.h"

#include <string.h>

/* Two trees side by side. */
typedef struct pair {
    const iter8__node *recorded;
    const iter8__node *now;
} pair;

static int is_same(pair p)
{
    if (p.recorded == NULL || p.now == NULL) return p.recorded == p.now;
    return iter8__node_equal(p.recorded, p.now);
}

static int are_both(pair p, enum iter8__node_kind kind)
{
    return iter8__node_kind(p.recorded) == kind && iter8__node_kind(p.now) == kind;
}

/* Goes down to the first item that differs; 0 when none does. */
static int enter_list(pair *p, iter8__text *member)
{
    size_t count = iter8__node_count(p->recorded);
    size_t other = iter8__node_count(p->now);
    for (size_t i = 0; i < count || i < other; i++) {
        pair item = {iter8__node_item(p->recorded, i), iter8__node_item(p->now, i)};
        if (is_same(item)) continue;
        iter8__text_add_char(member, '[');
        iter8__text_add_integer(member, (int64_t)i);
        iter8__text_add_char(member, ']');
        *p = item;
        return 1;
    }
    return 0;
}

static int enter_member(pair *p, const char *key, iter8__text *member)
{
    pair child = {iter8__node_member(p->recorded, key), iter8__node_member(p->now, key)};
    if (is_same(child)) return 0;
    int plain = strpbrk(key, ".[]'\\") == NULL;
    if (plain && member->length > 0) iter8__text_add_char(member, '.');
    iter8__text_add_strings(member, plain ? "" : "['", key, plain ? "" : "']", (char *)NULL);
    *p = child;
    return 1;
}

/* In the order of what was recorded, then of what is new. */
static int enter_mapping(pair *p, iter8__text *member)
{
    const iter8__node *sides[] = {p->recorded, p->now};
    for (int i = 0; i < 2; i++) {
        for (iter8__cursor *c = iter8__node_first(sides[i]); c != NULL;
             c = iter8__node_next(sides[i], c)) {
            if (enter_member(p, iter8__cursor_key(c), member)) return 1;
        }
    }
    return 0;
}

static int enter(pair *p, iter8__text *member)
{
    if (are_both(*p, ITER8__NODE_LIST)) return enter_list(p, member);
    if (are_both(*p, ITER8__NODE_MAPPING)) return enter_mapping(p, member);
    return 0;
}

static void write(const iter8__node *node, iter8__text *text)
{
    if (node != NULL) iter8__node_write(node, ITER8_FORMAT_JSON_COMPACT, text);
}

int iter8__log_difference(const iter8__node *recorded, const iter8__node *now, iter8__text *member,
                          iter8__text texts[2])
{
    pair p = {recorded, now};
    if (is_same(p)) return 0;
    while (enter(&p, member)) {
    }
    write(p.recorded, &texts[0]);
    write(p.now, &texts[1]);
    return 1;
}
