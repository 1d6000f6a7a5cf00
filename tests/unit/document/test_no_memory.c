/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Every allocation of the host's allocator and of jansson fails once: the call says so, nothing
 * leaks and the objects are as they were.
 */
#include "counting_allocator.h"
#include "counting_jansson.h"
#include "document/document.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static counting_allocator counting;

static void setup(void)
{
    counting_jansson_install();
    counting_allocator_init(&counting);
}

TestSuite(document_no_memory, .init = setup);

static const char yaml[] = "a: &x {k: [1, 2.5, yes, ~, text], l: {m: n}}\n"
                           "b: *x\n"
                           "c: {<<: [*x, {z: 1}], k: own}\n"
                           "1: |\n  several\n  lines\n"
                           "? 2.5\n: !!str 7\n---\n- one\n";
static const char json[] = "{\"a\": [1, 2.5, true, null, \"t\\u00e9xt\", 18446744073709551616],"
                           " \"b\": {\"c\": {\"d\": \"e\"}}}";
static const char patch[] = "[{op: add, path: /n, value: {x: [1]}}, {op: copy, from: /b, path: /o},"
                            " {op: move, from: /o, path: /a/-}, {op: replace, path: /b, value: 2},"
                            " {op: test, path: /b, value: 2}, {op: remove, path: /n}]";

static int read_all(const char *text, iter8_documents **out)
{
    const iter8_read_options options = {.struct_size = sizeof options,
                                        .allocator = &counting.allocator};
    return iter8_documents_read(text, strlen(text), &options, NULL, out);
}

static int read_yaml(void)
{
    iter8_documents *documents;
    int rc = read_all(yaml, &documents);
    cr_assert_eq(documents == NULL, rc != ITER8_OK);
    iter8_documents_free(documents);
    return rc;
}

static int read_json(void)
{
    iter8_documents *documents;
    int rc = read_all(json, &documents);
    cr_assert_eq(documents == NULL, rc != ITER8_OK);
    iter8_documents_free(documents);
    return rc;
}

static int read_flow_yaml(void)
{
    iter8_documents *documents;
    int rc = read_all("{\"a\": {b: [1, \"\\u00e9\"]}}", &documents);
    iter8_documents_free(documents);
    return rc;
}

/* What the other calls start from; made without failures. */
static iter8_documents *made(const char *text)
{
    size_t calls = counting.calls, fail_at = counting.fail_at;
    size_t json_calls = jansson_calls, json_fail_at = jansson_fail_at;
    iter8_documents *documents;
    counting.fail_at = jansson_fail_at = 0;
    cr_assert_eq(read_all(text, &documents), ITER8_OK);
    counting.calls = calls;
    counting.fail_at = fail_at;
    jansson_calls = json_calls;
    jansson_fail_at = json_fail_at;
    return documents;
}

static int write_in(int format)
{
    char buffer[4096];
    size_t length;
    iter8_documents *documents = made(yaml);
    int rc = iter8_document_write(iter8_documents_at(documents, 0), format, buffer, sizeof buffer,
                                  &length);
    cr_assert_eq(length == 0, rc != ITER8_OK);
    iter8_documents_free(documents);
    return rc;
}

static int write_yaml(void)
{
    return write_in(ITER8_FORMAT_YAML);
}

static int write_json(void)
{
    return write_in(ITER8_FORMAT_JSON);
}

static int copy_document(void)
{
    iter8_document *copy;
    iter8_documents *documents = made(yaml);
    int rc = iter8_document_copy(iter8_documents_at(documents, 0), &counting.allocator, &copy);
    cr_assert_eq(copy == NULL, rc != ITER8_OK);
    iter8_document_free(copy);
    iter8_documents_free(documents);
    return rc;
}

static int set_field(void)
{
    iter8_documents *documents = made(json);
    iter8_documents *unchanged = made(json);
    iter8_document *document = iter8_documents_at(documents, 0);
    int rc = iter8_document_set_integer(document, ".b['n\\'w']", 7);
    cr_assert_eq(iter8__node_equal(iter8__document_root(document),
                                   iter8__document_root(iter8_documents_at(unchanged, 0))),
                 rc != ITER8_OK);
    iter8_documents_free(unchanged);
    iter8_documents_free(documents);
    return rc;
}

static int apply_patch(void)
{
    iter8_documents *documents = made(json);
    iter8_documents *unchanged = made(json);
    iter8_documents *operations = made(patch);
    iter8_document *document = iter8_documents_at(documents, 0);
    int rc = iter8_document_patch(document, iter8_documents_at(operations, 0), NULL);
    cr_assert_eq(iter8__node_equal(iter8__document_root(document),
                                   iter8__document_root(iter8_documents_at(unchanged, 0))),
                 rc != ITER8_OK);
    iter8_documents_free(operations);
    iter8_documents_free(unchanged);
    iter8_documents_free(documents);
    return rc;
}

static int add_operation(void)
{
    size_t json_calls = jansson_calls, json_fail_at = jansson_fail_at;
    jansson_fail_at = 0;
    iter8__node *list = iter8__node_make_list();
    jansson_calls = json_calls;
    jansson_fail_at = json_fail_at;
    int rc = iter8__patch_add(list, NULL, "add", ".a.b", iter8__node_make_string("x"));
    cr_assert_eq(iter8__node_count(list), rc == ITER8_OK);
    iter8__node_release(list);
    return rc;
}

static int guard_filter(void)
{
    iter8_documents *documents = made("{\"l\": [{\"m\": {\"n\": \"x\"}}]}");
    size_t json_calls = jansson_calls, json_fail_at = jansson_fail_at;
    jansson_fail_at = 0;
    iter8__node *list = iter8__node_make_list();
    jansson_calls = json_calls;
    jansson_fail_at = json_fail_at;
    const iter8__node *root = iter8__document_root(iter8_documents_at(documents, 0));
    int rc = iter8__patch_guard(list, root, ".l[m.n=x].w");
    if (rc == ITER8_OK) rc = iter8__patch_guard_missing(list, root, ".l[m.n=x].w");
    cr_assert_eq(iter8__node_count(list) == 2, rc == ITER8_OK);
    iter8__node_release(list);
    iter8_documents_free(documents);
    return rc;
}

static int read_broken(void)
{
    iter8_documents *documents;
    iter8_diagnostics *diagnostics;
    int rc = iter8_diagnostics_new(&counting.allocator, &diagnostics);
    if (rc != ITER8_OK) return rc;
    const iter8_read_options options = {.struct_size = sizeof options,
                                        .allocator = &counting.allocator};
    const char *text = "{\"a\": &x [{b: 1}, \"\\u00e9\", *x]";
    rc = iter8_documents_read(text, strlen(text), &options, diagnostics, &documents);
    cr_assert_null(documents);
    iter8_diagnostics_free(diagnostics);
    return rc;
}

/* A problem's message may get lost without memory; the problem is reported all the same. */
static const struct call {
    const char *name;
    int (*run)(void);
    int result;
    int only_message;
} calls[] = {
    {"read YAML", read_yaml, ITER8_OK, 0},      {"read JSON", read_json, ITER8_OK, 0},
    {"read flow", read_flow_yaml, ITER8_OK, 1}, {"read broken", read_broken, ITER8_ERR_ALIAS, 1},
    {"write YAML", write_yaml, ITER8_OK, 0},    {"write JSON", write_json, ITER8_OK, 0},
    {"copy", copy_document, ITER8_OK, 0},       {"set", set_field, ITER8_OK, 0},
    {"patch", apply_patch, ITER8_OK, 0},        {"add operation", add_operation, ITER8_OK, 0},
    {"guard", guard_filter, ITER8_OK, 0},
};

static void check_failures(size_t *count, size_t *fail_at, const struct call *call)
{
    *count = *fail_at = 0;
    cr_assert_eq(call->run(), call->result, "%s", call->name);
    size_t total = *count;
    for (size_t n = 1; n <= total; n++) {
        *count = 0;
        *fail_at = n;
        int rc = call->run();
        cr_expect(rc == ITER8_ERR_NOMEM || (call->only_message && rc == call->result),
                  "%s, %zu of %zu: %d", call->name, n, total, rc);
        cr_expect_eq(counting.live, 0, "%s, %zu of %zu", call->name, n, total);
        cr_expect_eq(jansson_live, 0, "%s, %zu of %zu", call->name, n, total);
    }
    *fail_at = 0;
}

Test(document_no_memory, every_allocation_of_the_host_may_fail)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        check_failures(&counting.calls, &counting.fail_at, &calls[i]);
}

Test(document_no_memory, every_allocation_of_jansson_may_fail)
{
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        check_failures(&jansson_calls, &jansson_fail_at, &calls[i]);
}
