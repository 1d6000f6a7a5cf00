/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Mock values of versions that there are not: they would never be asked for. */
#include "check/check.h"

#include "base/decimal.h"
#include "base/nearest.h"
#include "document/handle.h"
#include "iter8/error.h"

#include <string.h>

/* A version's name that is looked for among all experiments. */
typedef struct wanted {
    const char *name;
    iter8__nearest nearest; /* of the names that are not it */
    int found;
} wanted;

static void try_version(wanted *search, const iter8__node *version)
{
    const char *name = iter8__node_string(iter8__node_member(version, "name"));
    if (name == NULL) return;
    if (strcmp(name, search->name) == 0) search->found = 1;
    iter8__nearest_try(&search->nearest, search->name, name);
}

static void try_experiment(wanted *search, const iter8_document *document)
{
    const iter8__node *spec = iter8__node_member(document->root, "spec");
    const iter8__node *info = iter8__node_member(spec, "versionInfo");
    const iter8__node *candidates = iter8__node_member(info, "candidates");
    try_version(search, iter8__node_member(info, "baseline"));
    for (size_t i = 0; i < iter8__node_count(candidates); i++)
        try_version(search, iter8__node_item(candidates, i));
}

static void check_level(iter8__check *check, const iter8__node *level, size_t index)
{
    char path[sizeof "spec.mock[].name" + ITER8__INTEGER_BYTES] = "spec.mock[";
    wanted search = {.name = iter8__node_string(iter8__node_member(level, "name"))};
    size_t experiments = 0;
    for (size_t i = 0; i < check->count && search.name != NULL && !search.found; i++) {
        if (iter8__role_of(check->documents[i]) != ITER8__ROLE_EXPERIMENT) continue;
        experiments++;
        try_experiment(&search, check->documents[i]);
    }
    if (experiments == 0 || search.found) return;
    (void)iter8__integer_format((int64_t)index, path + strlen(path));
    memcpy(path + strlen(path), "].name", sizeof "].name");
    const char *near = search.nearest.word;
    iter8__check_warning(check, ITER8_ERR_NOT_FOUND, path,
                         "none of the experiments that are given has a version ", search.name,
                         near != NULL ? " (did you mean " : "", near != NULL ? near : "",
                         near != NULL ? "?)" : "", (char *)NULL);
}

void iter8__check_mock(iter8__check *check)
{
    const iter8__node *spec = iter8__node_member(check->document->root, "spec");
    const iter8__node *mock = iter8__node_member(spec, "mock");
    for (size_t i = 0; i < iter8__node_count(mock); i++)
        check_level(check, iter8__node_item(mock, i), i);
}
