/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* status.analysis as Iter8 writes it, with this library's explanations beside. */
#include "experiment/experiment.h"

#include "base/decimal.h"
#include "base/times.h"
#include "decide/explain.h"
#include "document/document.h"
#include "iter8/metric.h"

typedef void iter8__writer(const iter8__spec *spec, const iter8__decision *analysis,
                           iter8__text *text);

iter8__node *iter8__quantity_encode(double value)
{
    char digits[ITER8__DOUBLE_BYTES];
    (void)iter8__double_format(value, digits);
    return iter8__node_make_string(digits);
}

static iter8__node *message(const iter8_experiment *experiment, const iter8__decision *analysis,
                            iter8__writer *writer)
{
    iter8__text text;
    iter8__text_init(&text, &experiment->allocator);
    writer(&experiment->spec, analysis, &text);
    return iter8__node_take_text(&text);
}

static iter8__node *message_values(const iter8_experiment *experiment,
                                   const iter8__decision *analysis)
{
    iter8__text text;
    iter8__text_init(&text, &experiment->allocator);
    iter8__message_values(experiment, analysis, &text);
    return iter8__node_take_text(&text);
}

/* A section with what each has; released and NULL when memory runs out. */
static iter8__node *begin_section(const iter8__decision *analysis)
{
    iter8__node *section = iter8__node_make_mapping();
    int ok = iter8__node_set(section, "provenance", iter8__node_make_string("libiter8"));
    if (ok && analysis->time_ns != ITER8_NO_TIME) {
        char time[ITER8__TIME_BYTES];
        (void)iter8__time_format(analysis->time_ns, time);
        ok = iter8__node_set(section, "timestamp", iter8__node_make_string(time));
    }
    if (ok) return section;
    iter8__node_release(section);
    return NULL;
}

static int set_quantity(iter8__node *entry, const char *key, int known, double value)
{
    return !known || iter8__node_set(entry, key, iter8__quantity_encode(value));
}

static iter8__node *encode_value(const iter8__value *value)
{
    iter8__node *entry = iter8__node_make_mapping();
    int ok = entry != NULL &&
             set_quantity(entry, "value", value->state == ITER8_VALUE_PRESENT, value->number) &&
             set_quantity(entry, "min", value->has_range, value->least) &&
             set_quantity(entry, "max", value->has_range, value->greatest) &&
             set_quantity(entry, "sampleSize", value->has_sample_size, value->sample_size);
    if (ok && *value->reason != '\0')
        ok = iter8__node_set(entry, "reason", iter8__node_make_string(value->reason));
    if (ok) return entry;
    iter8__node_release(entry);
    return NULL;
}

static iter8__node *encode_metric(const iter8__decision *analysis,
                                  const iter8_experiment *experiment, size_t metric)
{
    size_t versions = experiment->spec.version_count;
    const iter8__value *row = &analysis->values[metric * versions];
    iter8__node *object = iter8__node_make_mapping();
    int ok = iter8__node_set(object, "data", iter8__node_make_mapping());
    iter8__node *data = iter8__node_member(object, "data");
    for (size_t v = 0; ok && v < versions; v++) {
        if (row[v].known)
            ok = iter8__node_set(data, experiment->spec.versions[v].name, encode_value(&row[v]));
    }
    if (ok) return object;
    iter8__node_release(object);
    return NULL;
}

static int is_known(const iter8__decision *analysis, size_t versions, size_t metric)
{
    for (size_t v = 0; v < versions; v++) {
        if (analysis->values[metric * versions + v].known) return 1;
    }
    return 0;
}

static int encode_values(const iter8__decision *analysis, const iter8_experiment *experiment,
                         iter8__node *mapping)
{
    iter8__node *section = begin_section(analysis);
    int ok = iter8__node_set(section, "message", message_values(experiment, analysis)) &&
             iter8__node_set(section, "data", iter8__node_make_mapping());
    iter8__node *data = iter8__node_member(section, "data");
    for (size_t m = 0; ok && m < analysis->metric_count; m++) {
        if (is_known(analysis, experiment->spec.version_count, m))
            ok = iter8__node_set(data, experiment->metrics[m].name,
                                 encode_metric(analysis, experiment, m));
    }
    if (ok) return iter8__node_set(mapping, "aggregatedMetrics", section);
    iter8__node_release(section);
    return 0;
}

static iter8__node *encode_booleans(const iter8__decision *analysis,
                                    const iter8_experiment *experiment, size_t version)
{
    size_t objectives = experiment->spec.objective_count;
    iter8__node *list = iter8__node_make_list();
    int ok = list != NULL;
    for (size_t i = 0; ok && i < objectives; i++)
        ok = iter8__node_append(
            list, iter8__node_make_boolean(analysis->verdicts[version * objectives + i].satisfied));
    if (ok) return list;
    iter8__node_release(list);
    return NULL;
}

static iter8__node *encode_explanations(const iter8__decision *analysis,
                                        const iter8_experiment *experiment, size_t version)
{
    iter8__node *list = iter8__node_make_list();
    int ok = list != NULL;
    for (size_t i = 0; ok && i < experiment->spec.objective_count; i++) {
        iter8__text text;
        iter8__text_init(&text, &experiment->allocator);
        iter8__explain_verdict(&experiment->spec, analysis, version, i, &text);
        ok = iter8__node_append(list, iter8__node_take_text(&text));
    }
    if (ok) return list;
    iter8__node_release(list);
    return NULL;
}

static int encode_verdicts(const iter8__decision *analysis, const iter8_experiment *experiment,
                           iter8__node *mapping)
{
    const iter8__spec *spec = &experiment->spec;
    iter8__node *section = begin_section(analysis);
    int ok = iter8__node_set(section, "data", iter8__node_make_mapping());
    if (ok && spec->has_objectives)
        ok = iter8__node_set(section, "message",
                             message(experiment, analysis, iter8__message_verdicts)) &&
             iter8__node_set(section, "reasons", iter8__node_make_mapping());
    iter8__node *data = iter8__node_member(section, "data");
    iter8__node *reasons = iter8__node_member(section, "reasons");
    for (size_t v = 0; ok && spec->has_objectives && v < spec->version_count; v++)
        ok = iter8__node_set(data, spec->versions[v].name,
                             encode_booleans(analysis, experiment, v)) &&
             iter8__node_set(reasons, spec->versions[v].name,
                             encode_explanations(analysis, experiment, v));
    if (ok) return iter8__node_set(mapping, "versionAssessments", section);
    iter8__node_release(section);
    return 0;
}

static iter8__node *encode_best(const iter8__decision *analysis, const iter8__spec *spec)
{
    iter8__node *list = iter8__node_make_list();
    int ok = list != NULL;
    for (size_t v = 0; ok && v < spec->version_count; v++) {
        if (analysis->best[v])
            ok = iter8__node_append(list, iter8__node_make_string(spec->versions[v].name));
    }
    if (ok) return list;
    iter8__node_release(list);
    return NULL;
}

static int encode_winner(const iter8__decision *analysis, const iter8_experiment *experiment,
                         iter8__node *mapping)
{
    const iter8__spec *spec = &experiment->spec;
    iter8__node *section = begin_section(analysis);
    int ok =
        iter8__node_set(section, "message", message(experiment, analysis, iter8__message_winner)) &&
        iter8__node_set(section, "data", iter8__node_make_mapping());
    iter8__node *data = iter8__node_member(section, "data");
    ok =
        ok && iter8__node_set(data, "winnerFound", iter8__node_make_boolean(analysis->winner >= 0));
    if (ok && analysis->winner >= 0)
        ok = iter8__node_set(data, "winner",
                             iter8__node_make_string(spec->versions[analysis->winner].name));
    ok = ok && iter8__node_set(data, "bestVersions", encode_best(analysis, spec));
    if (ok) return iter8__node_set(mapping, "winnerAssessment", section);
    iter8__node_release(section);
    return 0;
}

static iter8__node *encode_weight(const char *name, int32_t weight)
{
    iter8__node *entry = iter8__node_make_mapping();
    if (iter8__node_set(entry, "name", iter8__node_make_string(name)) &&
        iter8__node_set(entry, "value", iter8__node_make_integer(weight)))
        return entry;
    iter8__node_release(entry);
    return NULL;
}

iter8__node *iter8__weights_encode(const iter8__spec *spec, const int32_t *first, size_t stride)
{
    iter8__node *list = iter8__node_make_list();
    int ok = list != NULL;
    for (size_t v = 0; ok && v < spec->version_count; v++) {
        const int32_t *weight = (const int32_t *)(const void *)((const char *)first + v * stride);
        ok = iter8__node_append(list, encode_weight(spec->versions[v].name, *weight));
    }
    if (ok) return list;
    iter8__node_release(list);
    return NULL;
}

static int encode_share_reasons(const iter8__decision *analysis, const iter8_experiment *experiment,
                                iter8__node *section)
{
    int ok = iter8__node_set(section, "reasons", iter8__node_make_mapping());
    iter8__node *reasons = iter8__node_member(section, "reasons");
    for (size_t v = 0; ok && v < experiment->spec.version_count; v++) {
        iter8__text text;
        iter8__text_init(&text, &experiment->allocator);
        iter8__explain_weight(&experiment->spec, analysis, v, &text);
        ok = iter8__node_set(reasons, experiment->spec.versions[v].name,
                             iter8__node_take_text(&text));
    }
    return ok;
}

int iter8__weights_decided_encode(const iter8__decision *analysis,
                                  const iter8_experiment *experiment, iter8__node *mapping)
{
    int applicable = experiment->spec.testing_pattern != ITER8_TESTING_CONFORMANCE;
    iter8__node *section = begin_section(analysis);
    int ok = iter8__node_set(
        section, "message",
        iter8__node_make_string(applicable ? "Error: ; Warning: ; Info: all ok"
                                           : "weight computation is not applicable to a "
                                             "conformance experiment"));
    if (ok && applicable)
        ok = iter8__node_set(section, "data",
                             iter8__weights_encode(&experiment->spec, &analysis->weights[0].weight,
                                                   sizeof analysis->weights[0])) &&
             encode_share_reasons(analysis, experiment, section);
    else
        ok = ok && iter8__node_set(section, "data", iter8__node_make_list());
    if (ok) return iter8__node_set(mapping, "weights", section);
    iter8__node_release(section);
    return 0;
}

int iter8__decision_encode(const iter8__decision *analysis, const iter8_experiment *experiment,
                           iter8__node *mapping)
{
    return encode_values(analysis, experiment, mapping) &&
           encode_verdicts(analysis, experiment, mapping) &&
           encode_winner(analysis, experiment, mapping) &&
           iter8__weights_decided_encode(analysis, experiment, mapping);
}
