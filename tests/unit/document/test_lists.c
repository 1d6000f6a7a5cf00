/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/document.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <string.h>

static iter8_documents *read_text(const char *text)
{
    iter8_documents *documents;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK);
    return documents;
}

static void expect_names(const char *text, const char *names)
{
    char found[200] = "";
    iter8_documents *documents = read_text(text);
    for (size_t i = 0; i < iter8_documents_count(documents); i++) {
        strcat(found, iter8_document_name(iter8_documents_at(documents, i)));
        strcat(found, " ");
    }
    cr_expect_str_eq(found, names, "%s: %s", text, found);
    iter8_documents_free(documents);
}

static const char stream[] = "metadata: {name: first}\n"
                             "---\n"
                             "apiVersion: v1\n"
                             "kind: List\n"
                             "items:\n"
                             "- kind: A\n"
                             "  metadata: {name: a}\n"
                             "- kind: List\n"
                             "  items:\n"
                             "  - metadata: {name: b}\n"
                             "    spec: [{id: x1, w: 5}, {id: x2, w: 7}]\n"
                             "  - {kind: List, items: []}\n"
                             "- metadata:\n"
                             "    name: c\n"
                             "---\n"
                             "metadata: {name: last}\n";

Test(document_lists, the_objects_of_a_list_stand_in_its_place)
{
    expect_names(stream, "first a b c last ");
    expect_names("{\"kind\": \"List\", \"items\": [{\"metadata\": {\"name\": \"j\"}}]}", "j ");
    expect_names("{kind: ExperimentList, items: [{metadata: {name: e}}]}", "e ");
    expect_names("{kind: MetricList, items: [{metadata: {name: m}}]}", "m ");
    expect_names("{kind: List, items: []}", "");
}

Test(document_lists, another_kind_with_items_is_an_object)
{
    expect_names("{kind: ConfigMapList, metadata: {name: l}, items: [{metadata: {name: m}}]}",
                 "l ");
    expect_names("[{metadata: {name: m}}]", " ");
}

Test(document_lists, their_fields_are_found_in_the_text)
{
    static const struct {
        size_t index;
        const char *path;
        uint32_t line;
        uint32_t column;
    } cases[] = {{0, "metadata.name", 1, 18},   {1, "metadata.name", 7, 20},
                 {2, "metadata.name", 10, 22},  {2, "spec[1].w", 11, 40},
                 {2, ".spec[id=x2].w", 11, 40}, {2, "", 10, 5},
                 {3, "metadata.name", 14, 11},  {3, "spec.is.not.there", 13, 3},
                 {4, "metadata.name", 16, 18}};
    iter8_documents *documents = read_text(stream);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t line, column;
        iter8_document_locate(iter8_documents_at(documents, cases[i].index), cases[i].path, &line,
                              &column);
        cr_expect(line == cases[i].line && column == cases[i].column, "%zu %s: %u:%u",
                  cases[i].index, cases[i].path, line, column);
    }
    iter8_documents_free(documents);
}

Test(document_lists, a_list_without_items_is_refused_with_its_place)
{
    static const char *const texts[] = {"kind: List\n", "kind: List\nitems: null\n",
                                        "kind: List\nitem: []\n", "kind: List\nitems: {a: 1}\n",
                                        "kind: List\nitems:\n- kind: List\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        iter8_diagnostics *list;
        iter8_documents *documents;
        iter8_diagnostic one = {.struct_size = sizeof one};
        cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
        cr_expect_eq(iter8_documents_read(texts[i], strlen(texts[i]), NULL, list, &documents),
                     ITER8_ERR_TYPE);
        cr_expect_null(documents);
        cr_assert_eq(iter8_diagnostics_get(list, 0, &one), ITER8_OK);
        cr_expect_str_eq(one.message, "a List needs items, a list of objects");
        cr_expect_str_eq(one.path, i < 4 ? "" : "items[0]");
        cr_expect_eq(one.line, i < 4 ? 1 : 3);
        iter8_diagnostics_free(list);
    }
}

Test(document_lists, a_change_of_one_object_leaves_the_others)
{
    iter8_documents *documents = read_text("kind: List\nitems: [{a: {b: 1}}, {a: {b: 2}}]\n");
    double number;
    cr_assert_eq(iter8_document_set_integer(iter8_documents_at(documents, 0), "a.b", 9), ITER8_OK);
    cr_assert_eq(iter8_document_number(iter8_documents_at(documents, 0), "a.b", &number), ITER8_OK);
    cr_expect_eq(number, 9);
    cr_assert_eq(iter8_document_number(iter8_documents_at(documents, 1), "a.b", &number), ITER8_OK);
    cr_expect_eq(number, 2);
    iter8_documents_free(documents);
}
