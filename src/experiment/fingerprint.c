/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/fingerprint.h"

#include <math.h>

#include <string.h>

/* FNV-1a, 64 bits. What is left open adds nothing where that means a default, so that a later
 * field does not change the fingerprints of experiments that do not use it. */
typedef struct mix {
    uint64_t hash;
} mix;

static const mix empty = {UINT64_C(0xcbf29ce484222325)};

static void add_byte(mix *m, unsigned char byte)
{
    m->hash = (m->hash ^ byte) * UINT64_C(0x100000001b3);
}

static void add_integer(mix *m, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        add_byte(m, (unsigned char)(value >> (8 * i)));
}

static void add_text(mix *m, const char *text)
{
    for (; *text != '\0'; text++)
        add_byte(m, (unsigned char)*text);
    add_byte(m, 0);
}

/* Both zeros are one number. */
static void add_number(mix *m, double number)
{
    uint64_t bits;
    double positive = number == 0.0 ? 0.0 : number;
    memcpy(&bits, &positive, sizeof bits);
    add_integer(m, bits);
}

static uint32_t fold(const mix *m)
{
    return (uint32_t)(m->hash ^ m->hash >> 32);
}

/* The last of several values of one name is the one that counts. */
static int is_hidden(const iter8__version *version, size_t index)
{
    for (size_t i = index + 1; i < version->variable_count; i++) {
        if (strcmp(version->variables[i].name, version->variables[index].name) == 0) return 1;
    }
    return 0;
}

/* In any order. */
static uint64_t variables_of(const iter8__version *version)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < version->variable_count; i++) {
        if (is_hidden(version, i)) continue;
        mix m = empty;
        add_text(&m, version->variables[i].name);
        add_text(&m, version->variables[i].value);
        sum += m.hash;
    }
    return sum;
}

static void add_reference(mix *m, const iter8__spec *spec, const iter8__reference *reference)
{
    if (reference == NULL) return;
    add_text(m, reference->api_version);
    add_text(m, reference->kind);
    add_text(m, iter8__reference_namespace(spec, reference));
    add_text(m, reference->name);
    add_text(m, reference->field_path);
}

static uint64_t version_of(const iter8__spec *spec, size_t index)
{
    const iter8__version *version = &spec->versions[index];
    mix m = empty;
    add_text(&m, version->name);
    add_integer(&m, variables_of(version));
    add_reference(&m, spec, version->weight);
    return m.hash;
}

/* Candidates are told apart by their names, in any order. */
static uint32_t versions_of(const iter8__spec *spec)
{
    uint64_t candidates = 0;
    mix m = empty;
    for (size_t v = 1; v < spec->version_count; v++)
        candidates += version_of(spec, v);
    if (spec->version_count > 0) add_integer(&m, version_of(spec, 0));
    add_integer(&m, candidates);
    return fold(&m);
}

static void add_metric(mix *m, const iter8_experiment *experiment, size_t index)
{
    if (index >= experiment->metric_count) return;
    add_text(m, experiment->metrics[index].namespace_);
    add_text(m, experiment->metrics[index].base_name);
}

static void add_budget(mix *m, const iter8__budget *budget)
{
    add_integer(m, (uint64_t)budget->consecutive);
    add_integer(m, (uint64_t)budget->failures);
    add_integer(m, budget->failures > 0 ? (uint64_t)budget->of : 0);
    add_integer(m, (uint64_t)budget->on_spent);
}

static void add_bound(mix *m, const iter8__objective *objective, int32_t side, double none)
{
    const iter8_limit *limit = iter8__objective_limit(objective, side, ITER8_LIMIT_NUMBER);
    add_number(m, limit != NULL ? limit->number : none);
}

/* What most experiments do not have is mixed with a letter, so that it is not taken for another. */
static void add_tagged(mix *m, char tag, double number)
{
    add_byte(m, (unsigned char)tag);
    add_number(m, number);
}

/* Returns whether there is one. */
static int add_multiple(mix *m, const iter8__objective *objective, int32_t side)
{
    const iter8_limit *limit = iter8__objective_limit(objective, side, ITER8_LIMIT_BASELINE);
    if (limit != NULL) add_number(m, limit->multiple);
    if (limit != NULL && limit->number != 0.0) add_tagged(m, 'm', limit->number);
    if (limit != NULL && !isnan(limit->floor)) add_tagged(m, 'f', limit->floor);
    return limit != NULL;
}

static void add_objective(mix *m, const iter8_experiment *experiment,
                          const iter8__objective *objective)
{
    add_metric(m, experiment, objective->metric_index);
    add_bound(m, objective, ITER8_LIMIT_LOWER, -INFINITY);
    add_bound(m, objective, ITER8_LIMIT_UPPER, INFINITY);
    add_integer(m, (uint64_t)objective->rollback_on_failure);
    add_integer(m, (uint64_t)objective->kind);
    add_budget(m, &objective->budget);
    add_byte(m, (unsigned char)(add_multiple(m, objective, ITER8_LIMIT_LOWER) * 2 +
                                add_multiple(m, objective, ITER8_LIMIT_UPPER)));
}

static uint32_t criteria_of(const iter8_experiment *experiment)
{
    const iter8__spec *spec = &experiment->spec;
    mix m = empty;
    add_integer(&m, (uint64_t)spec->testing_pattern);
    for (size_t i = 0; i < spec->objective_count; i++)
        add_objective(&m, experiment, &spec->objectives[i]);
    for (size_t i = 0; i < spec->reward_count; i++) {
        add_metric(&m, experiment, spec->rewards[i].metric_index);
        add_integer(&m, (uint64_t)spec->rewards[i].direction);
        add_integer(&m, (uint64_t)spec->rewards[i].kind);
    }
    add_budget(&m, &spec->settings.source);
    /* 1 is what every experiment had before there was a choice. */
    if (spec->settings.met_for > 1) add_integer(&m, (uint64_t)spec->settings.met_for);
    return fold(&m);
}

iter8__fingerprint iter8__fingerprint_of(const iter8_experiment *experiment)
{
    iter8__fingerprint made = {.known = 1};
    mix target = empty;
    add_text(&target, experiment->spec.target);
    made.part[ITER8__JUDGED_TARGET] = fold(&target);
    made.part[ITER8__JUDGED_VERSIONS] = versions_of(&experiment->spec);
    made.part[ITER8__JUDGED_CRITERIA] = criteria_of(experiment);
    return made;
}

static const char digits[] = "0123456789abcdef";

/* The first digit is that of the form: a later library may mix other things. */
static const char form[] = "1";

void iter8__fingerprint_format(const iter8__fingerprint *fingerprint,
                               char text[ITER8__FINGERPRINT_BYTES])
{
    *text++ = *form;
    for (size_t p = 0; p < ITER8__JUDGED_PARTS; p++) {
        *text++ = '-';
        for (int shift = 28; shift >= 0; shift -= 4)
            *text++ = digits[fingerprint->part[p] >> shift & 15];
    }
    *text = '\0';
}

static const char *parse_part(const char *text, uint32_t *part)
{
    *part = 0;
    if (*text++ != '-') return NULL;
    for (int i = 0; i < 8; i++, text++) {
        const char *digit = *text != '\0' ? strchr(digits, *text) : NULL;
        if (digit == NULL) return NULL;
        *part = *part << 4 | (uint32_t)(digit - digits);
    }
    return text;
}

void iter8__fingerprint_parse(const char *text, iter8__fingerprint *out)
{
    const char *at = *text == *form ? text + 1 : NULL;
    *out = (iter8__fingerprint){.known = 0};
    for (size_t p = 0; at != NULL && p < ITER8__JUDGED_PARTS; p++)
        at = parse_part(at, &out->part[p]);
    out->known = at != NULL && *at == '\0';
}
