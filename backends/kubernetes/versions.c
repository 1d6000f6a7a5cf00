/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/versions.h"

#include "common/documents.h"
#include "iter8/error.h"
#include "iter8/snapshots.h"

#include <string.h>

enum { MOST_NAMES = 8 };

/* Kinds whose weights stand in the same place, and mean the same, in all these versions. */
static const struct family {
    const char *group;
    const char *kind;
    const char *versions[MOST_NAMES];
} families[] = {
    {"networking.istio.io", "VirtualService", {"v1alpha3", "v1beta1", "v1"}},
    {"gateway.networking.k8s.io", "HTTPRoute", {"v1alpha2", "v1beta1", "v1"}},
    {"gateway.networking.k8s.io", "GRPCRoute", {"v1alpha2", "v1"}},
    {"serving.knative.dev", "Service", {"v1beta1", "v1"}},
    {"serving.knative.dev", "Route", {"v1beta1", "v1"}},
};

size_t iter8__group_length(const char *api_version)
{
    const char *slash = strchr(api_version, '/');
    return slash != NULL ? (size_t)(slash - api_version) : 0;
}

static const char *version_of(const char *api_version)
{
    const char *slash = strchr(api_version, '/');
    return slash != NULL ? slash + 1 : api_version;
}

static int is_in(const struct family *family, const char *version)
{
    for (size_t i = 0; i < MOST_NAMES && family->versions[i] != NULL; i++) {
        if (strcmp(family->versions[i], version) == 0) return 1;
    }
    return 0;
}

static int is_metadata(const char *field_path)
{
    static const char word[] = "metadata";
    if (*field_path == '.') field_path++;
    return strncmp(field_path, word, sizeof word - 1) == 0 &&
           (field_path[sizeof word - 1] == '.' || field_path[sizeof word - 1] == '[');
}

int iter8__versions_agree(const char *api_version, const char *kind, const char *other,
                          const char *field_path)
{
    size_t length = iter8__group_length(api_version);
    if (is_metadata(field_path)) return 1;
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        const struct family *family = &families[i];
        if (strlen(family->group) == length && strncmp(family->group, api_version, length) == 0 &&
            strcmp(family->kind, kind) == 0 && is_in(family, version_of(api_version)) &&
            is_in(family, other))
            return 1;
    }
    return 0;
}

/* A text of an item of `groups`, or of `groups[GROUP].versions`; NULL past the end. */
static const char *text_at(const iter8_document *list, size_t group, int64_t version,
                           const char *field)
{
    const char *text;
    iter8__line path = {.length = 0};
    iter8__line_add(&path, "groups[");
    iter8__line_add_integer(&path, (int64_t)group);
    if (version >= 0) {
        iter8__line_add(&path, "].versions[");
        iter8__line_add_integer(&path, version);
    }
    iter8__line_add(&path, "].");
    iter8__line_add(&path, field);
    return iter8_document_string(list, path.bytes, &text) == ITER8_OK ? text : NULL;
}

static void take_versions(const iter8_document *list, const char *api_version, iter8__versions *out)
{
    const char *name;
    size_t length = iter8__group_length(api_version);
    size_t group = 0;
    while ((name = text_at(list, group, -1, "name")) != NULL &&
           (strlen(name) != length || strncmp(name, api_version, length) != 0))
        group++;
    while (name != NULL && out->count < ITER8__MAX_VERSIONS) {
        const char *version = text_at(list, group, (int64_t)out->count, "version");
        if (version == NULL || strlen(version) >= ITER8__VERSION_BYTES) return;
        memcpy(out->names[out->count++], version, strlen(version) + 1);
    }
}

/* The group without a name has one version, and will have no other. */
int iter8__versions_ask(iter8__client *client, const char *api_version, iter8__versions *out)
{
    iter8_documents *documents;
    memset(out, 0, sizeof *out);
    if (iter8__group_length(api_version) == 0) {
        memcpy(out->names[out->count++], "v1", sizeof "v1");
        return ITER8_OK;
    }
    int rc = iter8__client_get(client, "/apis");
    if (rc == ITER8_OK) rc = iter8__documents_parse(&client->answer, NULL, &documents);
    if (rc != ITER8_OK) return rc;
    take_versions(iter8_documents_at(documents, 0), api_version, out);
    iter8_documents_free(documents);
    return ITER8_OK;
}
