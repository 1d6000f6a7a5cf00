/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "spec/metric.h"

#include "base/encode.h"
#include "iter8/error.h"

static const char *const root_fields[] = {"apiVersion", "kind", "metadata", "spec", "status", NULL};
static const char *const metric_fields[] = {"params",          "description",  "units",  "type",
                                            "sampleSize",      "authType",     "method", "body",
                                            "provider",        "jqExpression", "secret", "mock",
                                            "headerTemplates", "urlTemplate",  NULL};

/* Room for as many as a list has items; those that can be used are put in one after the other. */
typedef struct named_values {
    iter8__named_value *items;
    size_t count;
} named_values;

static const char *const named_fields[] = {"name", "value", NULL};

static void decode_named_value(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    named_values *values = out;
    if (values->items == NULL || !iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_known(decoder, item, named_fields);
    const char *name = iter8__decode_string(decoder, item, "name", ITER8__REQUIRED);
    const char *value = iter8__decode_string(decoder, item, "value", ITER8__OPTIONAL);
    if (name == NULL) return;
    values->items[values->count++] = (iter8__named_value){name, value != NULL ? value : ""};
}

const iter8__named_value *iter8__named_values_decode(iter8__decoder *decoder,
                                                     const iter8__node *mapping, const char *key,
                                                     size_t *count)
{
    size_t most = iter8__node_count(iter8__node_member(mapping, key));
    named_values values = {NULL, 0};
    if (most > 0) values.items = iter8__decoder_alloc(decoder, most, sizeof *values.items);
    iter8__decode_each(decoder, mapping, key, SIZE_MAX, decode_named_value, &values);
    *count = values.count;
    return values.items;
}

typedef struct mock_levels {
    iter8__mock_level *items;
    size_t count;
} mock_levels;

static const char *const level_fields[] = {"name", "level", NULL};

static void decode_level(iter8__decoder *decoder, const iter8__node *item, void *out)
{
    mock_levels *levels = out;
    if (levels->items == NULL || !iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_known(decoder, item, level_fields);
    iter8__mock_level level = {iter8__decode_string(decoder, item, "name", ITER8__REQUIRED), 0.0};
    enum iter8__node_kind kind = iter8__node_kind(iter8__node_member(item, "level"));
    if (kind == ITER8__NODE_MISSING || kind == ITER8__NODE_NULL)
        iter8__decoder_member_problem(decoder, "level", ITER8_ERR_REQUIRED,
                                      "required field is missing");
    if (iter8__decode_quantity(decoder, item, "level", &level.level) && level.version != NULL)
        levels->items[levels->count++] = level;
}

static const iter8__mock_level *decode_mock(iter8__decoder *decoder, const iter8__node *spec,
                                            size_t *count)
{
    size_t most = iter8__node_count(iter8__node_member(spec, "mock"));
    mock_levels levels = {NULL, 0};
    if (most > 0) levels.items = iter8__decoder_alloc(decoder, most, sizeof *levels.items);
    iter8__decode_each(decoder, spec, "mock", SIZE_MAX, decode_level, &levels);
    *count = levels.count;
    return levels.items;
}

/* Of these no request can be made. */
static void warn_of_lines(iter8__decoder *decoder, const iter8__metric *metric)
{
    int whole = metric->url_template == NULL || iter8__is_one_line(metric->url_template, 0);
    size_t mark = iter8__decoder_enter(decoder, "urlTemplate");
    if (!whole)
        iter8__decoder_warning(decoder, ITER8_ERR_INVALID,
                               "the address has a line break or another control character",
                               (char *)NULL);
    iter8__decoder_leave(decoder, mark);
    (void)iter8__decoder_enter(decoder, "headerTemplates");
    for (size_t i = 0; i < metric->header_count; i++) {
        if (iter8__is_one_line(metric->headers[i].value, 1)) continue;
        iter8__decoder_warning(decoder, ITER8_ERR_INVALID, "the value of ", metric->headers[i].name,
                               " is not one line of text", (char *)NULL);
    }
    iter8__decoder_leave(decoder, mark);
}

static void decode_spec(iter8__decoder *decoder, const iter8__node *spec, iter8__metric *out)
{
    iter8__decode_known(decoder, spec, metric_fields);
    out->params = iter8__named_values_decode(decoder, spec, "params", &out->param_count);
    out->headers = iter8__named_values_decode(decoder, spec, "headerTemplates", &out->header_count);
    (void)iter8__decode_string(decoder, spec, "description", ITER8__OPTIONAL);
    out->units = iter8__decode_string(decoder, spec, "units", ITER8__OPTIONAL);
    out->sample_size = iter8__decode_string(decoder, spec, "sampleSize", ITER8__OPTIONAL);
    out->body = iter8__decode_string(decoder, spec, "body", ITER8__OPTIONAL);
    out->provider = iter8__decode_string(decoder, spec, "provider", ITER8__OPTIONAL);
    out->jq_expression = iter8__decode_string(decoder, spec, "jqExpression", ITER8__OPTIONAL);
    out->secret = iter8__decode_string(decoder, spec, "secret", ITER8__OPTIONAL);
    out->url_template = iter8__decode_string(decoder, spec, "urlTemplate", ITER8__OPTIONAL);
    warn_of_lines(decoder, out);
    out->type = iter8__decode_word(decoder, spec, "type", &iter8__metric_types, ITER8__OPTIONAL);
    out->method = iter8__decode_word(decoder, spec, "method", &iter8__methods, ITER8__OPTIONAL);
    out->auth_type =
        iter8__decode_word(decoder, spec, "authType", &iter8__auth_types, ITER8__OPTIONAL);
    out->mock = decode_mock(decoder, spec, &out->mock_count);
    if (out->type == 0) out->type = ITER8__GAUGE;
    if (out->method == 0) out->method = ITER8__GET;
}

void iter8__metric_decode(iter8__decoder *decoder, const iter8__node *node, iter8__metric *out)
{
    *out = (iter8__metric){.name = "", .namespace_ = ""};
    iter8__decode_known(decoder, node, root_fields);
    const iter8__node *metadata =
        iter8__decode_member(decoder, node, "metadata", ITER8__NODE_MAPPING, ITER8__REQUIRED);
    if (metadata != NULL) {
        size_t mark = iter8__decoder_enter(decoder, "metadata");
        iter8__decode_known_metadata(decoder, metadata);
        const char *name = iter8__decode_string(decoder, metadata, "name", ITER8__REQUIRED);
        const char *space = iter8__decode_string(decoder, metadata, "namespace", ITER8__OPTIONAL);
        if (name != NULL) out->name = name;
        if (space != NULL) out->namespace_ = space;
        iter8__decoder_leave(decoder, mark);
    }
    const iter8__node *spec =
        iter8__decode_member(decoder, node, "spec", ITER8__NODE_MAPPING, ITER8__REQUIRED);
    size_t mark = iter8__decoder_enter(decoder, "spec");
    decode_spec(decoder, spec, out);
    iter8__decoder_leave(decoder, mark);
}
