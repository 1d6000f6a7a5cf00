/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "../document/outcome.h"
#include "document/document.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct patch_case {
    const char *document;
    const char *patch;
    const char *outcome; /* the patched document, or what the diagnostic says */
};

static void check(const struct patch_case *c)
{
    iter8_document *document = document_of(c->document);
    iter8_document *patch = document_of(c->patch);
    iter8_diagnostics *diagnostics;
    iter8_diagnostic d = {.struct_size = sizeof d};
    cr_assert_eq(iter8_diagnostics_new(NULL, &diagnostics), ITER8_OK);
    char *before = written(document, ITER8_FORMAT_JSON_COMPACT);
    int rc = iter8_document_patch(document, patch, diagnostics);
    char *after = written(document, ITER8_FORMAT_JSON_COMPACT);
    if (rc == ITER8_OK) {
        cr_expect_str_eq(after, c->outcome, "%s\n%s\n%s", c->document, c->patch, after);
        cr_expect_eq(iter8_diagnostics_count(diagnostics), 0);
    } else {
        cr_expect_eq(rc, ITER8_ERR_PATCH);
        cr_expect_str_eq(after, before);
        cr_assert_eq(iter8_diagnostics_count(diagnostics), 1);
        cr_assert_eq(iter8_diagnostics_get(diagnostics, 0, &d), ITER8_OK);
        cr_expect_eq(d.code, rc);
        cr_expect_str_eq(d.message, c->outcome, "%s\n%s\n%s", c->document, c->patch, d.message);
    }
    free(before);
    free(after);
    iter8_diagnostics_free(diagnostics);
    iter8_document_free(patch);
    iter8_document_free(document);
}

#define CHECK_ALL(cases)                                                                           \
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)                                      \
    check(&cases[i])

/* The situations of the RFC's appendix A, in its order. */
Test(document_json_patch, does_what_rfc_6902_shows)
{
    static const struct patch_case cases[] = {
        {"{foo: bar}", "[{op: add, path: /baz, value: qux}]", "{\"foo\":\"bar\",\"baz\":\"qux\"}"},
        {"{foo: [bar, baz]}", "[{op: add, path: /foo/1, value: qux}]",
         "{\"foo\":[\"bar\",\"qux\",\"baz\"]}"},
        {"{baz: qux, foo: bar}", "[{op: remove, path: /baz}]", "{\"foo\":\"bar\"}"},
        {"{foo: [bar, qux, baz]}", "[{op: remove, path: /foo/1}]", "{\"foo\":[\"bar\",\"baz\"]}"},
        {"{baz: qux, foo: bar}", "[{op: replace, path: /baz, value: boo}]",
         "{\"baz\":\"boo\",\"foo\":\"bar\"}"},
        {"{foo: {bar: baz, waldo: fred}, qux: {corge: grault}}",
         "[{op: move, from: /foo/waldo, path: /qux/thud}]",
         "{\"foo\":{\"bar\":\"baz\"},\"qux\":{\"corge\":\"grault\",\"thud\":\"fred\"}}"},
        {"{foo: [all, grass, cows, eat]}", "[{op: move, from: /foo/1, path: /foo/3}]",
         "{\"foo\":[\"all\",\"cows\",\"eat\",\"grass\"]}"},
        {"{baz: qux, foo: [a, 2, c]}",
         "[{op: test, path: /baz, value: qux}, {op: test, path: /foo/1, value: 2}]",
         "{\"baz\":\"qux\",\"foo\":[\"a\",2,\"c\"]}"},
        {"{baz: qux}", "[{op: test, path: /baz, value: bar}]",
         "patch operation 1 (test): another value stands at /baz"},
        {"{foo: bar}", "[{op: add, path: /child, value: {grandchild: {}}}]",
         "{\"foo\":\"bar\",\"child\":{\"grandchild\":{}}}"},
        {"{foo: bar}", "[{op: add, path: /baz, value: qux, xyz: 123}]",
         "{\"foo\":\"bar\",\"baz\":\"qux\"}"},
        {"{foo: bar}", "[{op: add, path: /baz/bat, value: qux}]",
         "patch operation 1 (add): no such field /baz/bat"},
        {"{'/': 9, '~1': 10}", "[{op: test, path: /~01, value: 10}]", "{\"/\":9,\"~1\":10}"},
        {"{'/': 9, '~1': 10}", "[{op: test, path: /~01, value: '10'}]",
         "patch operation 1 (test): another value stands at /~01"},
        {"{foo: [bar]}", "[{op: add, path: /foo/-, value: [abc, def]}]",
         "{\"foo\":[\"bar\",[\"abc\",\"def\"]]}"},
    };
    CHECK_ALL(cases);
}

Test(document_json_patch, pointers_are_those_of_rfc_6901)
{
    static const struct patch_case cases[] = {
        {"{'': 1, a/b: 2, 'c%d': 3, ' ': 4, m~n: 5, foo: [6, 7]}",
         "[{op: test, path: /, value: 1}, {op: test, path: /a~1b, value: 2},"
         " {op: test, path: /c%d, value: 3}, {op: test, path: '/ ', value: 4},"
         " {op: test, path: /m~0n, value: 5}, {op: test, path: /foo/0, value: 6},"
         " {op: remove, path: ''}]",
         "patch operation 7 (remove): the whole document cannot be removed"},
        {"{a: 1}", "[{op: remove, path: a}]", "patch operation 1 (remove): not a JSON Pointer: a"},
        {"{a: 1}", "[{op: remove, path: /a~2}]",
         "patch operation 1 (remove): not a JSON Pointer: /a~2"},
        {"{a: 1}", "[{op: remove, path: /a~}]",
         "patch operation 1 (remove): not a JSON Pointer: /a~"},
        {"[1, 2]", "[{op: remove, path: /01}]", "patch operation 1 (remove): no such field /01"},
        {"[1, 2]", "[{op: remove, path: /-1}]", "patch operation 1 (remove): no such field /-1"},
        {"[1, 2]", "[{op: remove, path: /-}]", "patch operation 1 (remove): no such field /-"},
        {"[1, 2]", "[{op: add, path: /3, value: 1}]",
         "patch operation 1 (add): no such place in the list /3"},
        {"[1, 2]", "[{op: add, path: /x, value: 1}]",
         "patch operation 1 (add): no such place in the list /x"},
        {"[1, 2]", "[{op: add, path: /2, value: 3}]", "[1,2,3]"},
        {"{a: 1}", "[{op: add, path: /a/b, value: 3}]",
         "patch operation 1 (add): neither a list nor a mapping holds /a/b"},
    };
    CHECK_ALL(cases);
}

Test(document_json_patch, operations_at_the_root)
{
    static const struct patch_case cases[] = {
        {"{a: 1}", "[{op: add, path: '', value: [2]}]", "[2]"},
        {"{a: 1}", "[{op: replace, path: '', value: null}]", "null"},
        {"{a: {b: 1}}", "[{op: move, from: /a, path: ''}]", "{\"b\":1}"},
        {"{a: {b: 1}}", "[{op: copy, from: '', path: /c}]",
         "{\"a\":{\"b\":1},\"c\":{\"a\":{\"b\":1}}}"},
        {"{a: 1}", "[{op: test, path: '', value: {a: 1.0}}]", "{\"a\":1}"},
        {"{a: 1}", "[{op: move, from: '', path: ''}]", "{\"a\":1}"},
        {"{a: 1}", "[]", "{\"a\":1}"},
    };
    CHECK_ALL(cases);
}

Test(document_json_patch, move_and_copy)
{
    static const struct patch_case cases[] = {
        {"{a: [1, {b: 2}]}",
         "[{op: copy, from: /a/1, path: /c}, {op: replace, path: /c/b, value: 3}]",
         "{\"a\":[1,{\"b\":2}],\"c\":{\"b\":3}}"},
        {"{a: 1, b: 2}", "[{op: move, from: /a, path: /a}]", "{\"a\":1,\"b\":2}"},
        {"{a: {b: 2}}", "[{op: move, from: /a, path: /a/b}]",
         "patch operation 1 (move): a field cannot be moved into itself: /a/b"},
        {"{a: 1, ab: {}}", "[{op: move, from: /a, path: /ab/c}]", "{\"ab\":{\"c\":1}}"},
        {"{a: 1}", "[{op: copy, from: /b, path: /c}]",
         "patch operation 1 (copy): no such field /b"},
        {"{a: 1}", "[{op: move, from: /a, path: /b/c}]",
         "patch operation 1 (move): no such field /b/c"},
    };
    CHECK_ALL(cases);
}

Test(document_json_patch, replace_keeps_the_place_of_the_key)
{
    static const struct patch_case cases[] = {
        {"{a: 1, b: 2}", "[{op: replace, path: /a, value: [3]}]", "{\"a\":[3],\"b\":2}"},
        {"{a: [1, 2]}", "[{op: replace, path: /a/0, value: {}}]", "{\"a\":[{},2]}"},
        {"{a: 1}", "[{op: replace, path: /b, value: 1}]",
         "patch operation 1 (replace): no such field /b"},
        {"{spec: {}}", "[{op: add, path: /a, value: 1}, {op: replace, path: /spec/x, value: 1}]",
         "patch operation 2 (replace): no such field /spec/x"},
    };
    CHECK_ALL(cases);
}

Test(document_json_patch, test_compares_by_value)
{
    static const struct patch_case cases[] = {
        {"1", "[{op: test, path: '', value: 1.0}]", "1"},
        {"1.5", "[{op: test, path: '', value: 1}]",
         "patch operation 1 (test): another value stands at the root"},
        {"9007199254740993", "[{op: test, path: '', value: 9007199254740992.0}]",
         "patch operation 1 (test): another value stands at the root"},
        {"9223372036854775807", "[{op: test, path: '', value: 9223372036854775808}]",
         "patch operation 1 (test): another value stands at the root"},
        {"{a: 1, b: [2, {c: 3.0}]}", "[{op: test, path: '', value: {b: [2.0, {c: 3}], a: 1}}]",
         "{\"a\":1,\"b\":[2,{\"c\":3.0}]}"},
        {"{a: 1}", "[{op: test, path: '', value: {a: 1, b: 2}}]",
         "patch operation 1 (test): another value stands at the root"},
        {"{a: 1}", "[{op: test, path: '', value: {b: 1}}]",
         "patch operation 1 (test): another value stands at the root"},
        {"[1, 2]", "[{op: test, path: '', value: [2, 1]}]",
         "patch operation 1 (test): another value stands at the root"},
        {"{a: null}", "[{op: test, path: /a, value: null}]", "{\"a\":null}"},
        {"{a: null}", "[{op: test, path: /a, value: false}]",
         "patch operation 1 (test): another value stands at /a"},
        {"{a: '1'}", "[{op: test, path: /a, value: 1}]",
         "patch operation 1 (test): another value stands at /a"},
    };
    CHECK_ALL(cases);
}

Test(document_json_patch, malformed_patches_are_refused)
{
    static const struct patch_case cases[] = {
        {"{}", "{op: add}", "a patch is a list of operations, not a mapping"},
        {"{}", "[5]", "patch operation 1 (?): op must be add, remove, replace, move, copy or test"},
        {"{}", "[{op: ad, path: ''}]",
         "patch operation 1 (ad): op must be add, remove, replace, move, copy or test"},
        {"{}", "[{op: add, value: 1}]", "patch operation 1 (add): path must be a text"},
        {"{}", "[{op: add, path: 5, value: 1}]", "patch operation 1 (add): path must be a text"},
        {"{}", "[{op: add, path: /a}]", "patch operation 1 (add): value is missing"},
        {"{}", "[{op: move, path: /a}]", "patch operation 1 (move): from must be a text"},
    };
    CHECK_ALL(cases);
}

Test(document_json_patch, copying_without_end_is_refused)
{
    char patch[6000] = "[";
    for (int i = 0; i < 60; i++)
        sprintf(patch + strlen(patch), "%s{op: copy, from: '', path: /k%d}", i ? ", " : "", i);
    strcat(patch, "]");
    const struct patch_case wide = {"{a: 1}", patch,
                                    "patch operation 16 (copy): too much is copied from the root"};
    check(&wide);
}

Test(document_json_patch, nesting_without_end_is_refused)
{
    char *patch = malloc(4000000);
    size_t length = (size_t)sprintf(patch, "[{op: add, path: '', value: {}}");
    for (int i = 0; i < 1001; i++) {
        length += (size_t)sprintf(patch + length, ", {op: add, path: ");
        for (int j = 0; j <= i; j++)
            length += (size_t)sprintf(patch + length, "/a");
        length += (size_t)sprintf(patch + length, ", value: {}}");
    }
    strcpy(patch + length, "]");
    iter8_document *document = document_of("{}");
    iter8_document *operations = document_of(patch);
    cr_expect_eq(iter8_document_patch(document, operations, NULL), ITER8_ERR_PATCH);
    iter8_document_free(document);
    iter8_document_free(operations);
    free(patch);
}

Test(document_json_patch, operations_are_made_from_field_paths)
{
    iter8__node *patch = iter8__node_make_list();
    iter8_document *document = document_of("{spec: {http: [{weight: 1}]}}");
    iter8_document *operations;
    cr_expect_eq(iter8__patch_add(patch, NULL, "replace", ".spec.http[0].weight",
                                  iter8__node_make_integer(5)),
                 ITER8_OK);
    cr_expect_eq(
        iter8__patch_add(patch, NULL, "add", ".spec['a/b~c']", iter8__node_make_string("x")),
        ITER8_OK);
    cr_expect_eq(iter8__patch_add(patch, NULL, "add", "a[", iter8__node_make_list()),
                 ITER8_ERR_FIELD_PATH);
    cr_expect_eq(iter8__patch_add(patch, NULL, "add", "a", iter8__node_make_real(NAN)),
                 ITER8_ERR_NOMEM);
    cr_expect_eq(iter8__node_count(patch), 2);
    cr_assert_eq(iter8__document_wrap(patch, NULL, &operations), ITER8_OK);
    char *text = written(operations, ITER8_FORMAT_JSON_COMPACT);
    cr_expect_str_eq(text, "[{\"op\":\"replace\",\"path\":\"/spec/http/0/weight\",\"value\":5},"
                           "{\"op\":\"add\",\"path\":\"/spec/a~1b~0c\",\"value\":\"x\"}]");
    free(text);
    cr_expect_eq(iter8_document_patch(document, operations, NULL), ITER8_OK);
    text = written(document, ITER8_FORMAT_JSON_COMPACT);
    cr_expect_str_eq(text, "{\"spec\":{\"http\":[{\"weight\":5}],\"a/b~c\":\"x\"}}");
    free(text);
    cr_expect_eq(iter8_document_patch(NULL, operations, NULL), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_document_patch(document, NULL, NULL), ITER8_ERR_ARGUMENT);
    iter8_document_free(document);
    iter8_document_free(operations);
}
