/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/node.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

Test(document_node, nothing_reads_as_missing)
{
    cr_expect_eq(iter8__node_kind(NULL), ITER8__NODE_MISSING);
    cr_expect_str_eq(iter8__node_kind_name(NULL), "nothing");
    cr_expect_eq(iter8__node_boolean(NULL), 0);
    cr_expect_eq(iter8__node_integer(NULL), 0);
    cr_expect_eq(iter8__node_number(NULL), 0);
    cr_expect_null(iter8__node_string(NULL));
    cr_expect_eq(iter8__node_string_length(NULL), 0);
    cr_expect_eq(iter8__node_count(NULL), 0);
    cr_expect_null(iter8__node_item(NULL, 0));
    cr_expect_null(iter8__node_member(NULL, "a"));
    cr_expect_null(iter8__node_first(NULL));
    cr_expect_null(iter8__node_copy(NULL));
    cr_expect_not(iter8__node_equal(NULL, NULL));
    iter8__node_release(NULL);
}

Test(document_node, each_kind_has_its_name_and_value)
{
    const struct {
        iter8__node *node;
        enum iter8__node_kind kind;
        const char *name;
        double number;
    } cases[] = {
        {iter8__node_make_null(), ITER8__NODE_NULL, "null", 0},
        {iter8__node_make_boolean(5), ITER8__NODE_BOOLEAN, "a boolean", 0},
        {iter8__node_make_integer(-7), ITER8__NODE_INTEGER, "an integer", -7},
        {iter8__node_make_real(2.5), ITER8__NODE_REAL, "a real number", 2.5},
        {iter8__node_make_string("x"), ITER8__NODE_STRING, "a text", 0},
        {iter8__node_make_list(), ITER8__NODE_LIST, "a list", 0},
        {iter8__node_make_mapping(), ITER8__NODE_MAPPING, "a mapping", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_expect_eq(iter8__node_kind(cases[i].node), cases[i].kind);
        cr_expect_str_eq(iter8__node_kind_name(cases[i].node), cases[i].name);
        cr_expect_eq(iter8__node_number(cases[i].node), cases[i].number);
        cr_expect_eq(iter8__node_boolean(cases[i].node), i == 1);
        cr_expect_eq(iter8__node_integer(cases[i].node), i == 2 ? -7 : 0);
        cr_expect_eq(iter8__node_string(cases[i].node) != NULL, i == 4);
        cr_expect_eq(iter8__node_string_length(cases[i].node), i == 4);
        iter8__node_release(cases[i].node);
    }
}

Test(document_node, what_json_cannot_hold_is_not_made)
{
    cr_expect_null(iter8__node_make_real(NAN));
    cr_expect_null(iter8__node_make_real(INFINITY));
    cr_expect_null(iter8__node_make_string("\xFF"));
    cr_expect_null(iter8__node_make_string(NULL));
    cr_expect_null(iter8__node_make_string_of("\xC3", 1));
}

Test(document_node, mappings_keep_the_order_of_their_keys)
{
    iter8__node *mapping = iter8__node_make_mapping();
    const char *keys[] = {"z", "a", "m"};
    for (size_t i = 0; i < 3; i++)
        cr_assert(iter8__node_set(mapping, keys[i], iter8__node_make_integer((int64_t)i)));
    cr_assert(iter8__node_set(mapping, "z", iter8__node_make_string("new")));
    size_t count = 0;
    for (iter8__cursor *c = iter8__node_first(mapping); c != NULL; c = iter8__node_next(mapping, c))
        cr_expect_str_eq(iter8__cursor_key(c), keys[count++]);
    cr_expect_eq(count, 3);
    cr_expect_str_eq(iter8__node_string(iter8__cursor_value(iter8__node_first(mapping))), "new");
    iter8__node_remove_member(mapping, "z");
    iter8__node_remove_member(mapping, "none");
    cr_expect_str_eq(iter8__cursor_key(iter8__node_first(mapping)), "a");
    cr_expect_eq(iter8__node_count(mapping), 2);
    iter8__node_release(mapping);
}

Test(document_node, lists_change_by_index)
{
    iter8__node *list = iter8__node_make_list();
    cr_expect(iter8__node_append(list, iter8__node_make_integer(1)));
    cr_expect(iter8__node_insert(list, 0, iter8__node_make_integer(0)));
    cr_expect(iter8__node_insert(list, 2, iter8__node_make_integer(2)));
    cr_expect_not(iter8__node_insert(list, 4, iter8__node_make_integer(9)));
    cr_expect(iter8__node_replace(list, 1, iter8__node_make_string("one")));
    cr_expect_not(iter8__node_replace(list, 3, iter8__node_make_string("x")));
    iter8__node_remove_item(list, 0);
    iter8__node_remove_item(list, 7);
    cr_expect_eq(iter8__node_count(list), 2);
    cr_expect_str_eq(iter8__node_string(iter8__node_item(list, 0)), "one");
    cr_expect_eq(iter8__node_integer(iter8__node_item(list, 1)), 2);
    iter8__node_release(list);
}

Test(document_node, a_failed_make_or_a_wrong_container_is_refused_and_released)
{
    iter8__node *list = iter8__node_make_list();
    iter8__node *mapping = iter8__node_make_mapping();
    cr_expect_not(iter8__node_append(list, NULL));
    cr_expect_not(iter8__node_set(mapping, "a", NULL));
    cr_expect_not(iter8__node_set(list, "a", iter8__node_make_integer(1)));
    cr_expect_not(iter8__node_append(mapping, iter8__node_make_integer(1)));
    cr_expect_not(iter8__node_append(NULL, iter8__node_make_list()));
    cr_expect_not(iter8__node_set(NULL, "a", iter8__node_make_list()));
    iter8__node_release(list);
    iter8__node_release(mapping);
}

Test(document_node, copies_are_deep_and_equal)
{
    iter8__node *list = iter8__node_make_list();
    iter8__node *inner = iter8__node_make_mapping();
    cr_assert(iter8__node_set(inner, "a", iter8__node_make_integer(1)));
    cr_assert(iter8__node_append(list, iter8__node_retain(inner)));
    iter8__node *copy = iter8__node_copy(list);
    cr_expect(iter8__node_equal(list, copy));
    cr_assert(iter8__node_set(inner, "a", iter8__node_make_real(1.0)));
    cr_expect_not(iter8__node_equal(list, copy));
    cr_expect_eq(iter8__node_integer(iter8__node_member(iter8__node_item(copy, 0), "a")), 1);
    iter8__node_release(inner);
    iter8__node_release(list);
    iter8__node_release(copy);
}
