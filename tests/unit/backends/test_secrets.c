/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The ready-made sources of secrets, asked through a query as a metric would. */
#include "iter8/backends/secrets.h"
#include "iter8/error.h"
#include "iter8/experiment.h"
#include "iter8/metric.h"
#include "iter8/query.h"
#include "iter8/snapshots.h"
#include "process.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef int32_t source(const iter8_secret_key *wanted, iter8_secret_value *value, void *data);

static char folder[64];
static iter8_documents *documents;

static void start(void)
{
    cr_assert(process_folder_make(folder, sizeof folder));
}

static void stop(void)
{
    process_folder_remove(folder);
    iter8_documents_free(documents);
}

TestSuite(backends_secrets, .init = start, .fini = stop);

static iter8_documents *read_text(const char *text)
{
    iter8_documents *read;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &read), 0, "%s", text);
    return read;
}

static iter8_experiment *experiment_with(const char *secret, const char *key)
{
    static const char text[] = "spec: {criteria: {indicators: [shop/m]}, versionInfo: {baseline: "
                               "{name: a}}}";
    char metric[400];
    iter8_experiment *experiment;
    iter8_experiment_options options = {.struct_size = sizeof options, .partial = 1};
    cr_assert_eq(iter8_experiment_read(text, sizeof text - 1, &options, NULL, &experiment), 0);
    snprintf(metric, sizeof metric,
             "{apiVersion: iter8.tools/v2alpha2, kind: Metric, metadata: {name: m, namespace: "
             "shop}, spec: {urlTemplate: 'u:${%s}', secret: '%s'}}",
             key, secret);
    iter8_documents *read = read_text(metric);
    cr_assert_eq(iter8_experiment_add_metric(experiment, iter8_documents_at(read, 0), NULL), 0);
    iter8_documents_free(read);
    return experiment;
}

/* Looks a key up for a metric of the namespace shop. */
static void expect(source *look_up, void *data, const char *secret, const char *key, int rc,
                   const char *value)
{
    iter8_query *query;
    iter8_query_options options = {
        .struct_size = sizeof options, .look_up = look_up, .user_data = data};
    iter8_experiment *experiment = experiment_with(secret, key);
    cr_expect_eq(iter8_query_render(experiment, 0, 0, 0, &options, &query), rc, "%s %s", secret,
                 key);
    if (rc == ITER8_OK)
        cr_expect_str_eq(iter8_request_of(query).url + 2, value, "%s %s: %s", secret, key,
                         iter8_request_of(query).url);
    iter8_query_free(query);
    iter8_experiment_free(experiment);
}

static const char secrets[] =
    "kind: Secret\nmetadata: {name: one, namespace: other}\nstringData: {key: elsewhere}\n---\n"
    "kind: ConfigMap\nmetadata: {name: one, namespace: shop}\ndata: {key: bm8=}\n---\n"
    "kind: Secret\nmetadata: {name: one, namespace: shop}\n"
    "data: {key: Zm9v, both: Zm9v, broken: '*', two: YQpi, number: 1}\nstringData: {both: bar}\n"
    "---\nkind: Secret\nmetadata: {name: bare}\ndata: {key: YmFy}\n";

Test(backends_secrets, documents_hold_data_and_string_data)
{
    documents = read_text(secrets);
    source *look_up = iter8_secrets_in_documents;
    expect(look_up, documents, "one", "key", ITER8_OK, "foo");
    expect(look_up, documents, "shop/one", "both", ITER8_OK, "bar");
    expect(look_up, documents, "other/one", "key", ITER8_OK, "elsewhere");
    expect(look_up, documents, "one", "broken", ITER8_ERR_SECRET, NULL);
    expect(look_up, documents, "one", "two", ITER8_ERR_SECRET, NULL);
    expect(look_up, documents, "one", "number", ITER8_ERR_NO_KEY, NULL);
    expect(look_up, documents, "one", "none", ITER8_ERR_NO_KEY, NULL);
    expect(look_up, documents, "none", "key", ITER8_ERR_NO_SECRET, NULL);
}

Test(backends_secrets, documents_without_a_namespace_are_in_the_default_one)
{
    documents = read_text(secrets);
    source *look_up = iter8_secrets_in_documents;
    expect(look_up, documents, "bare", "key", ITER8_OK, "bar");
    expect(look_up, documents, "default/bare", "key", ITER8_OK, "bar");
    expect(look_up, documents, "shop/bare", "key", ITER8_ERR_NO_SECRET, NULL);
}

static void write_file(const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    for (char *slash = strchr(path + strlen(folder) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
    FILE *stream = fopen(path, "w");
    cr_assert_not_null(stream, "%s", path);
    fputs(text, stream);
    fclose(stream);
}

Test(backends_secrets, a_directory_has_a_file_for_each_key)
{
    source *look_up = iter8_secrets_in_directory;
    write_file("shop/one/key", "with its namespace");
    write_file("one/key", "without");
    write_file("two/key", "alone");
    write_file("two/lines", "one line\n");
    write_file("two/dos", "one line\r\n");
    write_file("two/more", "one\n\n");
    expect(look_up, folder, "one", "key", ITER8_OK, "with its namespace");
    expect(look_up, folder, "shop/one", "key", ITER8_OK, "with its namespace");
    expect(look_up, folder, "other/one", "key", ITER8_OK, "without");
    expect(look_up, folder, "two", "key", ITER8_OK, "alone");
    expect(look_up, folder, "two", "lines", ITER8_OK, "one line");
    expect(look_up, folder, "two", "dos", ITER8_OK, "one line");
    expect(look_up, folder, "two", "more", ITER8_ERR_SECRET, NULL);
    expect(look_up, folder, "two", "none", ITER8_ERR_NO_KEY, NULL);
    expect(look_up, folder, "three", "key", ITER8_ERR_NO_SECRET, NULL);
    expect(look_up, "/nowhere/at/all", "one", "key", ITER8_ERR_NO_SECRET, NULL);
}

Test(backends_secrets, nothing_leads_out_of_the_directory)
{
    char inner[80];
    source *look_up = iter8_secrets_in_directory;
    write_file("outside/key", "not yours");
    write_file("inner/mine/key", "yours");
    snprintf(inner, sizeof inner, "%s/inner", folder);
    expect(look_up, inner, "mine", "key", ITER8_OK, "yours");
    expect(look_up, inner, "../outside", "key", ITER8_ERR_NO_SECRET, NULL);
    expect(look_up, inner, "..", "outside", ITER8_ERR_NO_SECRET, NULL);
    expect(look_up, inner, "mine/..", "key", ITER8_ERR_NO_SECRET, NULL);
    iter8_secret_key wanted = {.struct_size = sizeof wanted,
                               .name_space = "..",
                               .name = "outside",
                               .key = "../outside/key"};
    cr_expect_eq(look_up(&wanted, NULL, inner), ITER8_ERR_NO_KEY);
    wanted.key = "key";
    cr_expect_eq(look_up(&wanted, NULL, inner), ITER8_ERR_NO_SECRET);
    wanted.name = "outside/../mine";
    cr_expect_eq(look_up(&wanted, NULL, inner), ITER8_ERR_NO_SECRET);
}

Test(backends_secrets, what_is_no_file_is_not_waited_for)
{
    char path[100];
    write_file("one/key", "value");
    snprintf(path, sizeof path, "%s/one/pipe", folder);
    cr_assert_eq(mkfifo(path, 0600), 0);
    snprintf(path, sizeof path, "%s/one/deep", folder);
    cr_assert_eq(mkdir(path, 0700), 0);
    expect(iter8_secrets_in_directory, folder, "one", "pipe", ITER8_ERR_SECRET, NULL);
    expect(iter8_secrets_in_directory, folder, "one", "deep", ITER8_ERR_SECRET, NULL);
}

Test(backends_secrets, a_file_of_any_length_does_no_harm)
{
    char *text = malloc(20001);
    memset(text, 'x', 20000);
    text[20000] = '\0';
    write_file("one/key", text);
    expect(iter8_secrets_in_directory, folder, "one", "key", ITER8_ERR_SECRET, NULL);
    text[16000] = '\0';
    write_file("one/key", text);
    expect(iter8_secrets_in_directory, folder, "one", "key", ITER8_OK, text);
    free(text);
}

Test(backends_secrets, the_environment_has_a_variable_for_each_key)
{
    char prefix[] = "METRICS";
    source *look_up = iter8_secrets_in_environment;
    setenv("METRICS_SHOP_PROM_CREDENTIALS_PASSWORD", "of the shop", 1);
    setenv("METRICS_PROM_CREDENTIALS_PASSWORD", "of all", 1);
    setenv("METRICS_PROM_CREDENTIALS_K2", "second", 1);
    expect(look_up, prefix, "prom-credentials", "password", ITER8_OK, "of the shop");
    expect(look_up, prefix, "other/prom.credentials", "password", ITER8_OK, "of all");
    expect(look_up, prefix, "prom-credentials", "k2", ITER8_OK, "second");
    expect(look_up, prefix, "prom-credentials", "k3", ITER8_ERR_NO_KEY, NULL);
    char longest[2000];
    memset(longest, 'A', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    expect(look_up, longest, "s", "k", ITER8_ERR_NO_KEY, NULL);
    longest[1023] = '\0';
    expect(look_up, longest, "s", "k", ITER8_ERR_NO_KEY, NULL);
}

Test(backends_secrets, a_source_that_is_not_set_up_is_a_mistake)
{
    static const iter8_secret_key wanted = {
        .struct_size = sizeof wanted, .name = "n", .name_space = "", .key = "k"};
    static source *const sources[] = {iter8_secrets_in_documents, iter8_secrets_in_directory,
                                      iter8_secrets_in_environment};
    char value; /* never touched */
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        cr_expect_eq(sources[i](&wanted, (iter8_secret_value *)&value, NULL), ITER8_ERR_ARGUMENT);
        cr_expect_eq(sources[i](NULL, NULL, folder), ITER8_ERR_ARGUMENT);
    }
}
