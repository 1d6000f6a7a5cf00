/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/memory.h"
#include "document/document.h"
#include "iter8/error.h"
#include "outcome.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const char tree[] = "spec:\n"
                           "  http:\n"
                           "  - route:\n"
                           "    - weight: 90\n"
                           "    - weight: 10\n"
                           "  '': empty\n"
                           "  iter8.tools/x: dotted\n"
                           "  it's \"q\" \\: quoted\n"
                           "  0: key\n"
                           "list: [a, [b]]\n";

static iter8_document *document;

static void setup(void)
{
    document = document_of(tree);
}

static void teardown(void)
{
    iter8_document_free(document);
}

TestSuite(document_fields, .init = setup, .fini = teardown);

struct path_case {
    const char *path;
    int rc;
    const char *value; /* as JSON */
    const char *pointer;
};

static void check_value(const char *path, const iter8__node *node, const char *expected)
{
    iter8_allocator allocator;
    iter8__text text;
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), ITER8_OK);
    iter8__text_init(&text, &allocator);
    iter8__node_write(node, ITER8_FORMAT_JSON_COMPACT, &text);
    cr_expect_str_eq(iter8__text_string(&text), expected, "%s: %s", path,
                     iter8__text_string(&text));
    iter8__text_clear(&text);
}

static void check_pointer(const char *path, const char *expected)
{
    iter8_allocator allocator;
    iter8__text text;
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), ITER8_OK);
    iter8__text_init(&text, &allocator);
    cr_expect_eq(iter8__field_pointer(path, &text), ITER8_OK);
    cr_expect_str_eq(iter8__text_string(&text), expected, "%s: %s", path,
                     iter8__text_string(&text));
    iter8__text_clear(&text);
}

Test(document_fields, paths_lead_to_values)
{
    static const struct path_case cases[] = {
        {".spec.http[0].route[1].weight", 0, "10", "/spec/http/0/route/1/weight"},
        {"spec.http[0].route[0]", 0, "{\"weight\":90}", "/spec/http/0/route/0"},
        {"['spec']['http'][0][\"route\"]", 0, "[{\"weight\":90},{\"weight\":10}]",
         "/spec/http/0/route"},
        {".spec['']", 0, "\"empty\"", "/spec/"},
        {".spec['iter8.tools/x']", 0, "\"dotted\"", "/spec/iter8.tools~1x"},
        {"spec.iter8\\.tools/x", 0, "\"dotted\"", "/spec/iter8.tools~1x"},
        {".spec['it\\'s \"q\" \\\\']", 0, "\"quoted\"", "/spec/it's \"q\" \\"},
        {".spec[\"it's \\\"q\\\" \\\\\"]", 0, "\"quoted\"", "/spec/it's \"q\" \\"},
        {".spec.0", 0, "\"key\"", "/spec/0"},
        {".spec['0']", 0, "\"key\"", "/spec/0"},
        {".list[1][0]", 0, "\"b\"", "/list/1/0"},
        {".spec[0]", ITER8_ERR_NO_FIELD, NULL, "/spec/0"},
        {".list.0", ITER8_ERR_NO_FIELD, NULL, "/list/0"},
        {".list[2]", ITER8_ERR_NO_FIELD, NULL, "/list/2"},
        {".list[18446744073709551615]", ITER8_ERR_NO_FIELD, NULL, NULL},
        {".none.at.all", ITER8_ERR_NO_FIELD, NULL, "/none/at/all"},
        {".spec.http[0].route[1].weight.more", ITER8_ERR_NO_FIELD, NULL, NULL},
        {"a~b/c.d", ITER8_ERR_NO_FIELD, NULL, "/a~0b~1c/d"},
        {".spe", ITER8_ERR_NO_FIELD, NULL, "/spe"},
        {".specs", ITER8_ERR_NO_FIELD, NULL, "/specs"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        iter8__node *node;
        int rc = iter8__field_find(iter8__document_root(document), cases[i].path, &node);
        cr_expect_eq(rc, cases[i].rc, "%s: %d", cases[i].path, rc);
        cr_expect_eq(node != NULL, rc == ITER8_OK);
        if (rc == ITER8_OK) check_value(cases[i].path, node, cases[i].value);
        cr_expect_eq(iter8__field_path_check(cases[i].path), ITER8_OK, "%s", cases[i].path);
        if (cases[i].pointer != NULL) check_pointer(cases[i].path, cases[i].pointer);
    }
}

Test(document_fields, malformed_paths_are_told_from_missing_fields)
{
    static const char *const paths[] = {
        "",
        ".",
        "..a",
        "a.",
        "a..b",
        "a[",
        "a[]",
        "a[x]",
        "a[-1]",
        "a[01]",
        "a[1",
        "a[1]b",
        "a['b'",
        "a['b]",
        "a['b'",
        "a['b'x]",
        "a[\"b']",
        "a\\",
        "a['b\\",
        "a[+1]",
        "a[ 1]",
        "a[18446744073709551616]",
        "none.at.all..x",
        ".[0]",
    };
    iter8_allocator allocator;
    cr_assert_eq(iter8__allocator_take(&allocator, NULL), ITER8_OK);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        iter8__node *node;
        iter8__text text;
        iter8__node *root = iter8__document_root(document);
        iter8__text_init(&text, &allocator);
        cr_expect_eq(iter8__field_find(root, paths[i], &node), ITER8_ERR_FIELD_PATH, "%s",
                     paths[i]);
        cr_expect_eq(iter8__field_path_check(paths[i]), ITER8_ERR_FIELD_PATH, "%s", paths[i]);
        cr_expect_eq(iter8__field_set(root, paths[i], iter8__node_make_null()),
                     ITER8_ERR_FIELD_PATH);
        cr_expect_eq(iter8__field_pointer(paths[i], &text), ITER8_ERR_FIELD_PATH);
        cr_expect_eq(text.length, 0);
        iter8__text_clear(&text);
    }
}

Test(document_fields, setting_replaces_or_adds_the_last_part_only)
{
    static const struct {
        const char *path;
        int rc;
    } cases[] = {
        {".spec.http[0].route[1].weight", ITER8_OK},
        {".spec.http[0].route[0]['new.key']", ITER8_OK},
        {".spec.new\\.er", ITER8_OK},
        {"[\"to\\\"p\"]", ITER8_OK},
        {".list[0]", ITER8_OK},
        {".list[2]", ITER8_ERR_NO_FIELD},
        {".list.x", ITER8_ERR_NO_FIELD},
        {".spec[0]", ITER8_ERR_NO_FIELD},
        {".none.x", ITER8_ERR_NO_FIELD},
        {".list[0].x", ITER8_ERR_NO_FIELD},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *before = written(document, ITER8_FORMAT_JSON_COMPACT);
        int rc = iter8_document_set_integer(document, cases[i].path, 77);
        cr_expect_eq(rc, cases[i].rc, "%s: %d", cases[i].path, rc);
        double value = 0;
        if (rc == ITER8_OK) {
            cr_expect_eq(iter8_document_number(document, cases[i].path, &value), ITER8_OK);
            cr_expect_eq(value, 77);
        } else {
            char *after = written(document, ITER8_FORMAT_JSON_COMPACT);
            cr_expect_str_eq(after, before);
            free(after);
        }
        free(before);
    }
    char *text = written(document, ITER8_FORMAT_JSON_COMPACT);
    cr_expect_str_eq(text, "{\"spec\":{\"http\":[{\"route\":[{\"weight\":90,\"new.key\":77},"
                           "{\"weight\":77}]}],\"\":\"empty\",\"iter8.tools/x\":\"dotted\","
                           "\"it's \\\"q\\\" \\\\\":\"quoted\",\"0\":\"key\",\"new.er\":77},"
                           "\"list\":[77,[\"b\"]],\"to\\\"p\":77}");
    free(text);
}
