/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/field_step.h"

#include "base/decimal.h"
#include "document/pointer.h"
#include "iter8/error.h"

/* Keys are compared and not looked up: a path has no zero-terminated copy of each key, and finding
 * a field must not need memory. */
iter8__node *iter8__field_child(const iter8__node *node, const iter8__field_part *part)
{
    if (part->key == NULL) return iter8__node_item(node, part->index);
    for (iter8__cursor *c = iter8__node_first(node); c != NULL; c = iter8__node_next(node, c)) {
        if (iter8__field_part_is(part, iter8__cursor_key(c))) return iter8__cursor_value(c);
    }
    return NULL;
}

iter8__node *iter8__field_compared(const iter8__node *item, iter8__field_part filter)
{
    iter8__field_part key;
    iter8__node *node = NULL;
    while (iter8__field_next_key(&filter, &key))
        item = node = iter8__field_child(item, &key);
    return node;
}

static int fits(const iter8__node *item, const iter8__field_part *filter)
{
    char digits[ITER8__INTEGER_BYTES];
    const iter8__field_part wanted = {.key = filter->wanted, .length = filter->wanted_length};
    const iter8__node *value = iter8__field_compared(item, *filter);
    switch (iter8__node_kind(value)) {
    case ITER8__NODE_STRING: return iter8__field_part_is(&wanted, iter8__node_string(value));
    case ITER8__NODE_BOOLEAN:
        return iter8__field_part_is(&wanted, iter8__node_boolean(value) ? "true" : "false");
    case ITER8__NODE_INTEGER:
        (void)iter8__integer_format(iter8__node_integer(value), digits);
        return iter8__field_part_is(&wanted, digits);
    default: return 0;
    }
}

int iter8__field_resolve(const iter8__node *list, iter8__field_part *part)
{
    size_t found = 0;
    size_t index = 0;
    if (part->every) return ITER8_ERR_AMBIGUOUS;
    if (part->wanted == NULL) return ITER8_OK;
    size_t count = iter8__node_kind(list) == ITER8__NODE_LIST ? iter8__node_count(list) : 0;
    for (size_t i = 0; i < count; i++) {
        if (!fits(iter8__node_item(list, i), part)) continue;
        index = i;
        found++;
    }
    if (found != 1) return found == 0 ? ITER8_ERR_NO_FIELD : ITER8_ERR_AMBIGUOUS;
    *part = (iter8__field_part){.index = index};
    return ITER8_OK;
}

void iter8__field_pointer_add(iter8__text *pointer, const iter8__field_part *part)
{
    iter8__text_add_char(pointer, '/');
    if (part->key == NULL) {
        iter8__text_add_integer(pointer, (int64_t)part->index);
        return;
    }
    for (size_t i = 0; i < part->length; i++) {
        if (part->key[i] == '\\') i++;
        iter8__pointer_add(pointer, part->key[i]);
    }
}
