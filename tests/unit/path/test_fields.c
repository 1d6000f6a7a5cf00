/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "../document/outcome.h"
#include "base/memory.h"
#include "document/document.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static const char tree[] =
    "spec:\n"
    "  http:\n"
    "  - route:\n"
    "    - weight: 90\n"
    "    - weight: 10\n"
    "  '': empty\n"
    "  iter8.tools/x: dotted\n"
    "  it's \"q\" \\: quoted\n"
    "  0: key\n"
    "list: [a, [b]]\n"
    "items:\n"
    "- {name: one, at: {zone: a.b}, port: 80, live: true, w: 1}\n"
    "- {name: 'two words', at: {zone: 'c]d'}, port: 81, live: false, w: 2}\n"
    "- {name: one, at: 5, port: -1, ratio: 0.5, none: null, 'k=v': x, w: 3}\n"
    "- text\n";

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
    cr_expect_eq(iter8__field_pointer(iter8__document_root(document), path, &text), ITER8_OK);
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
        {".list[4294967295]", ITER8_ERR_NO_FIELD, NULL, NULL},
        {".none.at.all", ITER8_ERR_NO_FIELD, NULL, "/none/at/all"},
        {".spec.http[0].route[1].weight.more", ITER8_ERR_NO_FIELD, NULL, NULL},
        {"a~b/c.d", ITER8_ERR_NO_FIELD, NULL, "/a~0b~1c/d"},
        {".items[name='two words'].w", 0, "2", "/items/1/w"},
        {".items[name=two words].w", 0, "2", "/items/1/w"},
        {"items[name=\"two words\"].w", 0, "2", "/items/1/w"},
        {".items[at.zone=a.b].w", 0, "1", "/items/0/w"},
        {".items[at.zone=c\\]d].w", 0, "2", "/items/1/w"},
        {".items[at.zone='c]d'].at.zone", 0, "\"c]d\"", "/items/1/at/zone"},
        {".items[port=80].w", 0, "1", "/items/0/w"},
        {".items[port=-1].w", 0, "3", "/items/2/w"},
        {".items[live=true].w", 0, "1", "/items/0/w"},
        {".items[live=false].w", 0, "2", "/items/1/w"},
        {".items[k\\=v=x].w", 0, "3", "/items/2/w"},
        {".items[name='two words']", 0,
         "{\"name\":\"two words\",\"at\":{\"zone\":\"c]d\"},\"port\":81,\"live\":false,\"w\":2}",
         "/items/1"},
        {".items[port=80].more", ITER8_ERR_NO_FIELD, NULL, "/items/0/more"},
        {".items[name=three].w", ITER8_ERR_NO_FIELD, NULL, NULL},
        {".items[name=on].w", ITER8_ERR_NO_FIELD, NULL, NULL},
        {".items[name=''].w", ITER8_ERR_NO_FIELD, NULL, NULL},
        {".items[ratio=0.5].w", ITER8_ERR_NO_FIELD, NULL, NULL},
        {".items[none=null].w", ITER8_ERR_NO_FIELD, NULL, NULL},
        {".items[at.zone.more=a].w", ITER8_ERR_NO_FIELD, NULL, NULL},
        {".spec[http=x].w", ITER8_ERR_NO_FIELD, NULL, NULL},
        {".items[name=one].w", ITER8_ERR_AMBIGUOUS, NULL, NULL},
        {".items[name=one].w[x=y]", ITER8_ERR_AMBIGUOUS, NULL, NULL},
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
        "a[4294967296]",
        "none.at.all..x",
        "a[=x]",
        "a[x=]",
        "a[x=y",
        "a[x='y]",
        "a[x='y'z]",
        "a[.x=y]",
        "a[x..y=z]",
        "a[x.=y]",
        "a[x=y\\",
        "items[name=one].a[",
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
        cr_expect_eq(iter8__field_pointer(root, paths[i], &text), ITER8_ERR_FIELD_PATH);
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
        {".items[port=80].w", ITER8_OK},
        {".items[port=81].at", ITER8_OK},
        {".items[name=none].w", ITER8_ERR_NO_FIELD},
        {".items[live=x]", ITER8_ERR_NO_FIELD},
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
    cr_expect_str_eq(text,
                     "{\"spec\":{\"http\":[{\"route\":[{\"weight\":90,\"new.key\":77},"
                     "{\"weight\":77}]}],\"\":\"empty\",\"iter8.tools/x\":\"dotted\","
                     "\"it's \\\"q\\\" \\\\\":\"quoted\",\"0\":\"key\",\"new.er\":77},"
                     "\"list\":[77,[\"b\"]],\"items\":[{\"name\":\"one\",\"at\":{\"zone\":\"a.b\"},"
                     "\"port\":80,\"live\":true,\"w\":77},{\"name\":\"two words\",\"at\":77,"
                     "\"port\":81,\"live\":false,\"w\":2},{\"name\":\"one\",\"at\":5,"
                     "\"port\":-1,\"ratio\":0.5,\"none\":null,\"k=v\":\"x\",\"w\":3},"
                     "\"text\"],\"to\\\"p\":77}");
    free(text);
}

static void expect_patch(iter8__node *patch, const char *expected)
{
    check_value("patch", patch, expected);
    iter8__node_release(patch);
}

Test(document_fields, filters_are_guarded_once)
{
    iter8__node *root = iter8__document_root(document);
    iter8__node *patch = iter8__node_make_list();
    cr_expect_eq(iter8__patch_guard(patch, root, ".items[at.zone=a.b].w"), ITER8_OK);
    cr_expect_eq(iter8__patch_guard(patch, root, ".items[at.zone=a.b].port"), ITER8_OK);
    cr_expect_eq(iter8__patch_guard(patch, root, ".items[k\\=v=x].w"), ITER8_OK);
    cr_expect_eq(iter8__patch_guard(patch, root, ".items[1].w"), ITER8_OK);
    cr_expect_eq(iter8__patch_guard(patch, root, ".items[name=none].w"), ITER8_ERR_NO_FIELD);
    cr_expect_eq(iter8__patch_guard(patch, root, ".items[name=one].w"), ITER8_ERR_AMBIGUOUS);
    expect_patch(patch, "[{\"op\":\"test\",\"path\":\"/items/0/at/zone\",\"value\":\"a.b\"},"
                        "{\"op\":\"test\",\"path\":\"/items/2/k=v\",\"value\":\"x\"}]");
}

Test(document_fields, what_lacks_a_field_is_guarded)
{
    iter8__node *root = iter8__document_root(document);
    iter8__node *patch = iter8__node_make_list();
    cr_expect_eq(iter8__patch_guard_missing(patch, root, ".items[port=80].at.name"), ITER8_OK);
    cr_expect_eq(iter8__patch_guard_missing(patch, root, ".none.x"), ITER8_ERR_NO_FIELD);
    cr_expect_eq(iter8__patch_guard_missing(patch, root, ".list[5]"), ITER8_ERR_NO_FIELD);
    cr_expect_eq(iter8__patch_guard_missing(patch, root, "a["), ITER8_ERR_FIELD_PATH);
    expect_patch(patch,
                 "[{\"op\":\"test\",\"path\":\"/items/0/at\",\"value\":{\"zone\":\"a.b\"}}]");
}

Test(document_fields, booleans_are_read)
{
    int32_t value = 7;
    cr_expect_eq(iter8_document_boolean(document, ".items[0].live", &value), ITER8_OK);
    cr_expect_eq(value, 1);
    cr_expect_eq(iter8_document_boolean(document, ".items[1].live", &value), ITER8_OK);
    cr_expect_eq(value, 0);
    cr_expect_eq(iter8_document_boolean(document, ".items[1].w", &value), ITER8_ERR_TYPE);
    cr_expect_eq(iter8_document_boolean(document, ".none", &value), ITER8_ERR_NO_FIELD);
    cr_expect_eq(iter8_document_boolean(document, ".none", NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_document_boolean(NULL, ".none", &value), ITER8_ERR_ARGUMENT);
}
