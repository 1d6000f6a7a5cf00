/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "spec/metric_name.h"

#include "base/buckets.h"

#include <string.h>

const char *iter8__namespace_or_default(const char *namespace_)
{
    return *namespace_ != '\0' ? namespace_ : "default";
}

iter8__metric_name iter8__metric_name_split(const char *name, const char *home)
{
    const char *slash = strchr(name, '/');
    if (slash != NULL) return (iter8__metric_name){name, (size_t)(slash - name), slash + 1};
    home = iter8__namespace_or_default(home);
    return (iter8__metric_name){home, strlen(home), name};
}

int iter8__metric_name_equal(const iter8__metric_name *a, const iter8__metric_name *b)
{
    return a->namespace_length == b->namespace_length &&
           memcmp(a->namespace_, b->namespace_, a->namespace_length) == 0 &&
           strcmp(a->base, b->base) == 0;
}

int iter8__metric_name_same(const char *a, const char *b, const char *home)
{
    const iter8__metric_name one = iter8__metric_name_split(a, home);
    const iter8__metric_name other = iter8__metric_name_split(b, home);
    return iter8__metric_name_equal(&one, &other);
}

uint64_t iter8__metric_name_hash(const iter8__metric_name *name)
{
    uint64_t hash =
        iter8__hash_bytes(ITER8__HASH_OF_NOTHING, name->namespace_, name->namespace_length);
    return iter8__hash_bytes(hash, name->base, strlen(name->base));
}
