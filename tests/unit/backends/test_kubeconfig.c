/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/error.h"
#include "kubernetes/base64.h"
#include "kubernetes/kubeconfig.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <string.h>

static iter8__cluster cluster;
static iter8__line problem;

static void start(void)
{
    scratch_make();
    iter8__cluster_init(&cluster);
}

static void stop(void)
{
    iter8__cluster_clear(&cluster);
    scratch_remove();
}

TestSuite(backends_kubeconfig, .init = start, .fini = stop);

static int read_config(const char *text)
{
    iter8__cluster_clear(&cluster);
    return iter8__kubeconfig_read(scratch_write("config", text), &cluster, &problem);
}

#define CONTEXT                                                                                    \
    "current-context: it's\ncontexts:\n- name: other\n  context: {cluster: x, user: x}\n"          \
    "- name: it's\n  context: {cluster: 'c:1', user: me}\n"
#define CLUSTER                                                                                    \
    "clusters: [{name: x, cluster: {server: 'http://x'}}, {name: 'c:1', cluster: {"                \
    "server: 'https://api:6443/'"

Test(backends_kubeconfig, the_current_context_counts)
{
    cr_assert_eq(read_config(CONTEXT CLUSTER "}}]\nusers: [{name: me, user: {token: abc}}]\n"), 0,
                 "%s", problem.bytes);
    cr_expect_str_eq(cluster.server, "https://api:6443");
    cr_expect_str_eq(cluster.token, "abc");
    cr_expect_null(cluster.token_file);
    cr_expect_eq(cluster.insecure, 0);
    cr_expect_eq(cluster.ca.length, 0);
}

Test(backends_kubeconfig, the_namespace_of_the_context_counts)
{
    cr_assert_eq(read_config(CONTEXT CLUSTER "}}]\n"), 0, "%s", problem.bytes);
    cr_expect_str_eq(iter8__cluster_namespace(&cluster, ""), "default");
    cr_expect_str_eq(iter8__cluster_namespace(&cluster, "shop"), "shop");
    cr_assert_eq(read_config("current-context: a\ncontexts:\n"
                             "- {name: a, context: {cluster: 'c:1', namespace: prod}}\n" CLUSTER
                             "}}]\n"),
                 0, "%s", problem.bytes);
    cr_expect_str_eq(iter8__cluster_namespace(&cluster, ""), "prod");
    cr_expect_str_eq(iter8__cluster_namespace(&cluster, "shop"), "shop");
}

Test(backends_kubeconfig, an_empty_token_is_none_beside_a_certificate)
{
    cr_assert_eq(read_config(CONTEXT CLUSTER "}}]\nusers: [{name: me, user: {token: '',"
                                             " client-certificate-data: Y2VydA==,"
                                             " client-key-data: 'a2V5'}}]\n"),
                 0, "%s", problem.bytes);
    cr_expect_null(cluster.token);
}

Test(backends_kubeconfig, bytes_are_in_the_file_or_beside_it)
{
    scratch_write("ca.pem", "ca of a file");
    cr_assert_eq(read_config(CONTEXT CLUSTER ", certificate-authority: ca.pem}}]\n"
                                             "users: [{name: me, user: {tokenFile: t,"
                                             " client-certificate-data: Y2VydA==,"
                                             " client-key-data: 'a2V5'}}]\n"),
                 0, "%s", problem.bytes);
    cr_expect_str_eq(cluster.ca.bytes, "ca of a file");
    cr_expect_str_eq(cluster.certificate.bytes, "cert");
    cr_expect_str_eq(cluster.key.bytes, "key");
    cr_expect_str_eq(cluster.token_file, scratch_path("t"));
}

Test(backends_kubeconfig, a_server_is_trusted_blindly_only_if_it_says_so)
{
    cr_assert_eq(read_config(CONTEXT CLUSTER ", insecure-skip-tls-verify: true}}]\n"), 0);
    cr_expect_eq(cluster.insecure, 1);
    cr_assert_eq(read_config(CONTEXT CLUSTER ", insecure-skip-tls-verify: false}}]\n"), 0);
    cr_expect_eq(cluster.insecure, 0);
    cr_assert_eq(read_config(CONTEXT CLUSTER ", insecure-skip-tls-verify: 'true'}}]\n"),
                 ITER8_ERR_INVALID);
}

Test(backends_kubeconfig, what_is_wrong_is_told_without_secrets)
{
#define USER(text) CONTEXT CLUSTER "}}]\nusers: [{name: me, user: {token: SECRET, " text "}}]\n"
    static const struct {
        const char *text;
        int rc;
        const char *problem;
    } cases[] = {
        {"", ITER8_ERR_INVALID, "it is empty"},
        {"token: SECRET: SECRET", ITER8_ERR_SYNTAX, "the text is neither YAML nor JSON"},
        {"users: []", ITER8_ERR_INVALID, "it has no current-context"},
        {"current-context: ''", ITER8_ERR_INVALID, "it has no current-context"},
        {"current-context: a", ITER8_ERR_INVALID, "no cluster belongs to the context a"},
        {CONTEXT, ITER8_ERR_INVALID, "no server belongs to the cluster c:1"},
        {CONTEXT "clusters: [{name: 'c:1', cluster: {server: 'ftp://x'}}]", ITER8_ERR_INVALID,
         "the server is not a http or https URL"},
        {CONTEXT "clusters: [{name: 'c:1', cluster: {server: 5}}]", ITER8_ERR_INVALID,
         "not a text: cluster.server"},
        {CONTEXT "clusters: [{name: 'c:1', cluster: {server: 'http://x'}}, {name: 'c:1'}]",
         ITER8_ERR_INVALID, "a name stands twice in clusters"},
        {CONTEXT CLUSTER ", proxy-url: 'http://SECRET'}}]", ITER8_ERR_INVALID,
         "this is not supported: cluster.proxy-url"},
        {CONTEXT CLUSTER ", certificate-authority-data: '?SECRET'}}]", ITER8_ERR_INVALID,
         "not base64: cluster.certificate-authority-data"},
        {CONTEXT CLUSTER ", certificate-authority-data: ''}}]", ITER8_ERR_INVALID,
         "the certificate authority is empty"},
        {CONTEXT CLUSTER "}}]\nusers: [{name: me, user: {token: ''}}]", ITER8_ERR_INVALID,
         "it is empty: user.token"},
        {CONTEXT CLUSTER ", certificate-authority: none.pem}}]", ITER8_ERR_NOT_FOUND,
         "none.pem: there is no such file"},
        {USER("exec: {command: aws, env: [{name: A, value: SECRET}]}"), ITER8_ERR_INVALID,
         "this is not supported, a token or certificate is wanted: user.exec"},
        {USER("username: SECRET, password: SECRET"), ITER8_ERR_INVALID, "user.username"},
        {USER("client-key-data: U0VDUkVU"), ITER8_ERR_INVALID,
         "a client certificate and its key go together"},
        {USER("client-key-data: [SECRET]"), ITER8_ERR_INVALID, "not a text: user.client-key-data"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        cr_expect_eq(read_config(cases[i].text), cases[i].rc, "%s", cases[i].text);
        cr_expect_not_null(strstr(problem.bytes, cases[i].problem), "%s: %s", cases[i].text,
                           problem.bytes);
        cr_expect_null(strstr(problem.bytes, "SECRET"), "%s", problem.bytes);
    }
    cr_expect_eq(iter8__kubeconfig_read(scratch_path("none"), &cluster, &problem),
                 ITER8_ERR_NOT_FOUND);
}

Test(backends_kubeconfig, a_token_that_comes_back_is_known)
{
    cr_assert_eq(read_config(CONTEXT CLUSTER "}}]\nusers: [{name: me, user: {token: abc}}]\n"), 0);
    cr_expect(iter8__cluster_leaks(&cluster, "the token abc is wrong"));
    cr_expect_not(iter8__cluster_leaks(&cluster, "the token is wrong"));
    cr_assert_eq(read_config(CONTEXT CLUSTER "}}]\n"), 0);
    cr_expect_not(iter8__cluster_leaks(&cluster, "the token abc is wrong"));
}

Test(backends_kubeconfig, base64_is_decoded)
{
    static const struct {
        const char *text;
        int rc;
        const char *bytes;
    } cases[] = {{"", 0, NULL},
                 {"YQ==", 0, "a"},
                 {"YWI=", 0, "ab"},
                 {"YWJj", 0, "abc"},
                 {"YW\nJj\r\n ZA==\t", 0, "abcd"},
                 {"+/+/", 0, "\xfb\xff\xbf"},
                 {"YQ", ITER8_ERR_ENCODING, NULL},
                 {"Y===", ITER8_ERR_ENCODING, NULL},
                 {"YQ=a", ITER8_ERR_ENCODING, NULL},
                 {"YQ==YQ==", ITER8_ERR_ENCODING, NULL},
                 {"Y-Q=", ITER8_ERR_ENCODING, NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        iter8__buffer out = {.limit = 100};
        cr_expect_eq(iter8__base64_decode(cases[i].text, &out), cases[i].rc, "%s", cases[i].text);
        if (cases[i].rc == 0 && cases[i].bytes != NULL) cr_expect_str_eq(out.bytes, cases[i].bytes);
        iter8__buffer_clear(&out);
    }
}
