/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * metric_name.h - "namespace/name", or a bare name, which belongs to the experiment's namespace.
 */
#ifndef ITER8_SPEC_METRIC_NAME_H
#define ITER8_SPEC_METRIC_NAME_H

#include <stddef.h>
#include <stdint.h>

/* A name in its two parts, borrowed from what it was made of. */
typedef struct iter8__metric_name {
    const char *namespace_; /* not terminated: of this length */
    size_t namespace_length;
    const char *base;
} iter8__metric_name;

/* No namespace is the one named default. */
const char *iter8__namespace_or_default(const char *namespace_);

/* A name with a slash says its namespace; one without belongs to @p home. */
iter8__metric_name iter8__metric_name_split(const char *name, const char *home);

int iter8__metric_name_equal(const iter8__metric_name *a, const iter8__metric_name *b);
/* Whether two names, bare or full, name one metric. */
int iter8__metric_name_same(const char *a, const char *b, const char *home);

uint64_t iter8__metric_name_hash(const iter8__metric_name *name);

#endif
