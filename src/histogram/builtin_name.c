/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "histogram/builtin.h"

#include "base/decimal.h"

#include <string.h>

static const struct {
    const char *name;
    enum iter8__builtin_kind kind;
} plain_names[] = {{"request-count", ITER8__REQUEST_COUNT},
                   {"error-count", ITER8__ERROR_COUNT},
                   {"error-rate", ITER8__ERROR_RATE},
                   {"mean-latency", ITER8__MEAN_LATENCY}};

static const char *const ordinals[] = {"st-percentile", "nd-percentile", "rd-percentile",
                                       "th-percentile"};

static int is_ordinal(const char *text)
{
    for (size_t i = 0; i < sizeof ordinals / sizeof *ordinals; i++) {
        if (strcmp(text, ordinals[i]) == 0) return 1;
    }
    return 0;
}

/* "latency-99.9th-percentile" */
static int is_percentile(const char *name, double *percent)
{
    static const char prefix[] = "latency-";
    if (strncmp(name, prefix, sizeof prefix - 1) != 0) return 0;
    name += sizeof prefix - 1;
    size_t length = strspn(name, "0123456789.");
    return iter8__double_parse(name, length, percent) && *percent <= 100.0 &&
           is_ordinal(name + length);
}

static iter8__builtin named(const char *name, enum iter8__builtin_kind otherwise)
{
    iter8__builtin builtin = {otherwise, 0.0};
    for (size_t i = 0; i < sizeof plain_names / sizeof *plain_names; i++) {
        if (strcmp(name, plain_names[i].name) == 0) builtin.kind = plain_names[i].kind;
    }
    if (is_percentile(name, &builtin.percent)) builtin.kind = ITER8__LATENCY_PERCENTILE;
    return builtin;
}

static int says_how(const iter8__metric *resource)
{
    return resource->provider != NULL || resource->url_template != NULL || resource->mock_count > 0;
}

iter8__builtin iter8__builtin_of(const char *namespace_, const char *base_name,
                                 const iter8__metric *resource)
{
    if (resource != NULL && resource->provider != NULL && strcmp(resource->provider, "iter8") == 0)
        return named(base_name, ITER8__BUILTIN_UNKNOWN);
    if ((resource != NULL && says_how(resource)) || strcmp(namespace_, "iter8-system") != 0)
        return (iter8__builtin){ITER8__NOT_BUILTIN, 0.0};
    return named(base_name, ITER8__NOT_BUILTIN);
}
