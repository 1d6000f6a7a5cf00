/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * metric.h - a Metric resource as a struct. Texts are NULL where the resource has none.
 */
#ifndef ITER8_SPEC_METRIC_H
#define ITER8_SPEC_METRIC_H

#include "decode/decoder.h"
#include "document/node.h"
#include "spec/names.h"

typedef struct iter8__named_value {
    const char *name;
    const char *value;
} iter8__named_value;

typedef struct iter8__mock_level {
    const char *version;
    double level; /* in the metric's units; for a counter, per second */
} iter8__mock_level;

typedef struct iter8__metric {
    const char *name;       /* metadata.name, or "" */
    const char *namespace_; /* metadata.namespace, or "" */
    const char *units;
    const char *sample_size; /* the metric that counts what this one is computed from */
    const char *body;
    const char *provider;
    const char *jq_expression;
    const char *secret;
    const char *url_template;
    const iter8__named_value *params;
    size_t param_count;
    const iter8__named_value *headers;
    size_t header_count;
    const iter8__mock_level *mock;
    size_t mock_count;
    int32_t type;      /* ITER8__GAUGE unless said otherwise */
    int32_t method;    /* ITER8__GET unless said otherwise */
    int32_t auth_type; /* of iter8__auth_types; 0 for none */
} iter8__metric;

/* Decodes the Metric that the decoder stands at; problems are the decoder's. */
void iter8__metric_decode(iter8__decoder *decoder, const iter8__node *node, iter8__metric *out);

/* Decodes a list of {name, value}. */
const iter8__named_value *iter8__named_values_decode(iter8__decoder *decoder,
                                                     const iter8__node *mapping, const char *key,
                                                     size_t *count);

#endif
