/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/document.h"
#include "iter8/error.h"
#include "outcome.h"

#include <criterion/criterion.h>
#include <string.h>

Test(document_handle, tells_what_it_is)
{
    iter8_document *document = document_of("apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
                                           "metadata: {name: canary, namespace: prod}\n");
    cr_expect_str_eq(iter8_document_api_version(document), "iter8.tools/v2alpha2");
    cr_expect_str_eq(iter8_document_kind(document), "Experiment");
    cr_expect_str_eq(iter8_document_name(document), "canary");
    cr_expect_str_eq(iter8_document_namespace(document), "prod");
    iter8_document_free(document);
}

Test(document_handle, says_nothing_of_what_is_not_there)
{
    static const char *const texts[] = {"{}", "[]", "5", "{apiVersion: 5, kind: {}, metadata: []}",
                                        "metadata: {name: 5, namespace: null}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        iter8_document *document = document_of(texts[i]);
        cr_expect_str_eq(iter8_document_api_version(document), "");
        cr_expect_str_eq(iter8_document_kind(document), "");
        cr_expect_str_eq(iter8_document_name(document), "");
        cr_expect_str_eq(iter8_document_namespace(document), "");
        iter8_document_free(document);
    }
    cr_expect_str_eq(iter8_document_name(NULL), "");
    cr_expect_str_eq(iter8_document_kind(NULL), "");
}

Test(document_handle, numbers_are_read_by_path)
{
    static const struct {
        const char *path;
        int rc;
        double value;
    } cases[] = {
        {".i", ITER8_OK, -5},          {".r", ITER8_OK, 0.25},
        {".t", ITER8_OK, 0.125},       {".m", ITER8_ERR_TYPE, 0},
        {".w", ITER8_ERR_TYPE, 0},     {".b", ITER8_ERR_TYPE, 0},
        {".l", ITER8_ERR_TYPE, 0},     {".nil", ITER8_ERR_TYPE, 0},
        {".x", ITER8_ERR_NO_FIELD, 0}, {".l[", ITER8_ERR_FIELD_PATH, 0},
        {NULL, ITER8_ERR_ARGUMENT, 0}, {".huge", ITER8_ERR_TYPE, 0},
    };
    iter8_document *document = document_of(
        "{i: -5, r: 0.25, t: '0.125', m: 10m, w: word, b: true, l: [1], nil: ~, huge: '1e999'}");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = 99;
        int rc = iter8_document_number(document, cases[i].path, &value);
        cr_expect_eq(rc, cases[i].rc, "%s: %d", cases[i].path, rc);
        cr_expect_eq(value, cases[i].value, "%s: %g", cases[i].path, value);
    }
    double value;
    cr_expect_eq(iter8_document_number(NULL, ".i", &value), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_document_number(document, ".i", NULL), ITER8_ERR_ARGUMENT);
    iter8_document_free(document);
}

Test(document_handle, texts_are_read_by_path)
{
    const char *text = "old";
    iter8_document *document = document_of("{a: [word, 5]}");
    cr_expect_eq(iter8_document_string(document, "a[0]", &text), ITER8_OK);
    cr_expect_str_eq(text, "word");
    cr_expect_eq(iter8_document_string(document, "a[1]", &text), ITER8_ERR_TYPE);
    cr_expect_null(text);
    cr_expect_eq(iter8_document_string(document, "a[2]", &text), ITER8_ERR_NO_FIELD);
    cr_expect_eq(iter8_document_string(document, "a[", &text), ITER8_ERR_FIELD_PATH);
    cr_expect_eq(iter8_document_string(document, NULL, &text), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_document_string(NULL, "a", &text), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_document_string(document, "a", NULL), ITER8_ERR_ARGUMENT);
    iter8_document_free(document);
}

Test(document_handle, integers_are_set_by_path)
{
    double value;
    iter8_document *document = document_of("{a: [1], b: {}}");
    cr_expect_eq(iter8_document_set_integer(document, "a[0]", INT64_MIN), ITER8_OK);
    cr_expect_eq(iter8_document_set_integer(document, "b.c", 7), ITER8_OK);
    cr_expect_eq(iter8_document_set_integer(document, "c.d", 7), ITER8_ERR_NO_FIELD);
    cr_expect_eq(iter8_document_set_integer(NULL, "a", 7), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_document_set_integer(document, NULL, 7), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_document_number(document, "a[0]", &value), ITER8_OK);
    cr_expect_eq(value, -0x1p63);
    iter8_document_free(document);
}

Test(document_handle, copies_share_nothing)
{
    iter8_document *document = document_of("{a: {b: 1}}");
    iter8_document *copy;
    double value;
    cr_assert_eq(iter8_document_copy(document, NULL, &copy), ITER8_OK);
    cr_expect_eq(iter8_document_set_integer(document, "a.b", 2), ITER8_OK);
    iter8_document_free(document);
    cr_expect_eq(iter8_document_number(copy, "a.b", &value), ITER8_OK);
    cr_expect_eq(value, 1);
    cr_expect_eq(iter8_document_copy(NULL, NULL, &document), ITER8_ERR_ARGUMENT);
    cr_expect_null(document);
    cr_expect_eq(iter8_document_copy(copy, NULL, NULL), ITER8_ERR_ARGUMENT);
    iter8_document_free(copy);
    iter8_document_free(NULL);
}

Test(document_handle, wrapping_takes_the_tree_over)
{
    const iter8_allocator bad = {.struct_size = sizeof bad};
    iter8_document *document;
    iter8__node *root = iter8__node_make_list();
    cr_expect_eq(iter8__document_wrap(iter8__node_retain(root), &bad, &document),
                 ITER8_ERR_ARGUMENT);
    cr_expect_null(document);
    cr_expect_eq(iter8__document_wrap(NULL, NULL, &document), ITER8_ERR_NOMEM);
    cr_expect_eq(iter8__document_wrap(root, NULL, &document), ITER8_OK);
    cr_expect_eq(iter8__document_root(document), root);
    cr_expect_null(iter8__document_root(NULL));
    iter8_document_free(document);
}

Test(document_handle, lists_are_read_by_index)
{
    iter8_documents *documents;
    cr_assert_eq(iter8_documents_read("a: 1\n---\nb: 2\n", 14, NULL, NULL, &documents), ITER8_OK);
    cr_expect_eq(iter8_documents_count(documents), 2);
    cr_expect_not_null(iter8_documents_at(documents, 1));
    cr_expect_null(iter8_documents_at(documents, 2));
    iter8_documents_free(documents);
    cr_expect_eq(iter8_documents_count(NULL), 0);
    cr_expect_null(iter8_documents_at(NULL, 0));
    iter8_documents_free(NULL);
}

Test(document_handle, arguments_of_reading_are_checked)
{
    struct {
        iter8_read_options known;
        uint64_t newer;
    } large = {.known = {.struct_size = sizeof large}, .newer = 1};
    const iter8_read_options reserved = {.struct_size = sizeof reserved, .reserved = 1};
    const iter8_read_options small = {.struct_size = sizeof(size_t)};
    const iter8_allocator half = {.struct_size = sizeof half};
    const iter8_read_options broken = {.struct_size = sizeof broken, .allocator = &half};
    iter8_documents *documents;
    cr_expect_eq(iter8_documents_read("a", 1, NULL, NULL, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_documents_read(NULL, 1, NULL, NULL, &documents), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_documents_read("a", 1, &reserved, NULL, &documents), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_documents_read("a", 1, &broken, NULL, &documents), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_documents_read("a", 1, &large.known, NULL, &documents),
                 ITER8_ERR_STRUCT_SIZE);
    cr_expect_null(documents);
    large.newer = 0;
    cr_assert_eq(iter8_documents_read("a", 1, &large.known, NULL, &documents), ITER8_OK);
    iter8_documents_free(documents);
    cr_assert_eq(iter8_documents_read("a", 1, &small, NULL, &documents), ITER8_OK);
    iter8_documents_free(documents);
    cr_assert_eq(iter8_documents_read(NULL, 0, NULL, NULL, &documents), ITER8_OK);
    cr_expect_eq(iter8_documents_count(documents), 0);
    iter8_documents_free(documents);
}
