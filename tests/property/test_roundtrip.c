/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Experiments made at random, valid by construction, with fields sprinkled in that nobody knows:
 * they are taken, written and read again without a change, in both formats alike.
 */
#include "base/random.h"
#include "document/document.h"
#include "experiments.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEEDS = 300 };

static iter8__random dice;

static size_t below(size_t limit)
{
    return (size_t)(iter8__random_bits(&dice) % limit);
}

/* Texts that a careless writer would turn into something else. */
static const char *const texts[] = {
    "plain", "",       "yes",        "No",         "null", "~",
    "1",     "0x1F",   "1e3",        ".inf",       "-",    "- a",
    "a: b",  "a #b",   "#",          "'",          "\"",   "it's",
    " lead", "trail ", "two\nlines", "end\n",      "\t",   "\xC3\xA9t\xC3\xA9",
    "&a",    "*a",     "!t",         "{a}",        "[a]",  "%",
    "@",     "`",      "?",          "? a",        "|",    ">",
    "---",   "...",    "=",          "<<",         "\\",   "a\\nb",
    "01",    "1_000",  "12:30",      "2021-05-06", ",",    "\xF0\x9F\x98\x80",
    "$name", "${x}",   "a\rb",       "\x01",       "\x7F", "\xE2\x80\xA8",
    "on",    "y",
};

static const char *any_text(void)
{
    return texts[below(sizeof texts / sizeof *texts)];
}

static iter8__node *any_node(size_t depth);

static iter8__node *any_list(size_t depth)
{
    iter8__node *list = iter8__node_make_list();
    for (size_t i = below(4); i > 0; i--)
        cr_assert(iter8__node_append(list, any_node(depth - 1)));
    return list;
}

static iter8__node *any_mapping(size_t depth)
{
    iter8__node *mapping = iter8__node_make_mapping();
    for (size_t i = below(4); i > 0; i--)
        cr_assert(iter8__node_set(mapping, any_text(), any_node(depth - 1)));
    return mapping;
}

static iter8__node *any_node(size_t depth)
{
    switch (below(depth > 0 ? 7 : 5)) {
    case 0: return iter8__node_make_null();
    case 1: return iter8__node_make_boolean((int)below(2));
    case 2: return iter8__node_make_integer((int64_t)iter8__random_bits(&dice));
    case 3: return iter8__node_make_real(iter8__random_normal(&dice) * 1e6);
    case 4: return iter8__node_make_string(any_text());
    case 5: return any_list(depth);
    default: return any_mapping(depth);
    }
}

static void set(iter8__node *mapping, const char *key, iter8__node *value)
{
    cr_assert(iter8__node_set(mapping, key, value));
}

static void set_text(iter8__node *mapping, const char *key, const char *value)
{
    set(mapping, key, iter8__node_make_string(value));
}

static iter8__node *set_mapping(iter8__node *mapping, const char *key)
{
    set(mapping, key, iter8__node_make_mapping());
    return iter8__node_member(mapping, key);
}

/* Sometimes a field that nobody knows. */
static void sprinkle(iter8__node *mapping)
{
    if (below(3) > 0) return;
    char key[40];
    snprintf(key, sizeof key, "odd %zu %s", below(10), any_text());
    set(mapping, key, any_node(3));
}

static iter8__node *any_limit(int64_t at_least)
{
    char quantity[40];
    int64_t limit = at_least + (int64_t)below(1000);
    if (below(2)) return iter8__node_make_integer(limit);
    snprintf(quantity, sizeof quantity, "%lld", (long long)limit);
    return iter8__node_make_string(quantity);
}

/* Fields that nobody knows are refused in objectives and rewards, but by an experiment that asks
 * for Iter8's way. */
static iter8__node *any_objective(size_t index, int lenient)
{
    char metric[20];
    iter8__node *objective = iter8__node_make_mapping();
    snprintf(metric, sizeof metric, below(2) ? "ns/m%zu" : "m.%zu", index);
    set_text(objective, "metric", metric);
    if (below(2)) set(objective, "lowerLimit", any_limit(-1000));
    if (below(2)) set(objective, "upperLimit", any_limit(0));
    if (below(4) == 0) set(objective, "rollback_on_failure", iter8__node_make_boolean(1));
    if (lenient) sprinkle(objective);
    return objective;
}

static void add_criteria(iter8__node *spec, int has_reward, int lenient)
{
    iter8__node *criteria = set_mapping(spec, "criteria");
    sprinkle(criteria);
    set(criteria, "objectives", iter8__node_make_list());
    for (size_t i = below(4); i > 0; i--)
        cr_assert(iter8__node_append(iter8__node_member(criteria, "objectives"),
                                     any_objective(i, lenient)));
    if (!has_reward) return;
    iter8__node *reward = iter8__node_make_mapping();
    set_text(reward, "metric", "ns/reward");
    set_text(reward, "preferredDirection", below(2) ? "High" : "Low");
    if (lenient) sprinkle(reward);
    set(criteria, "rewards", iter8__node_make_list());
    cr_assert(iter8__node_append(iter8__node_member(criteria, "rewards"), reward));
}

static iter8__node *any_version(size_t index)
{
    char name[60];
    iter8__node *version = iter8__node_make_mapping();
    snprintf(name, sizeof name, "%s-%zu", any_text(), index);
    set_text(version, "name", name);
    sprinkle(version);
    if (below(2)) {
        iter8__node *variable = iter8__node_make_mapping();
        set_text(variable, "name", "v");
        set_text(variable, "value", any_text());
        set(version, "variables", iter8__node_make_list());
        cr_assert(iter8__node_append(iter8__node_member(version, "variables"), variable));
    }
    return version;
}

/* Versions of a pattern; returns how many. */
static size_t add_versions(iter8__node *spec, size_t pattern)
{
    iter8__node *info = set_mapping(spec, "versionInfo");
    size_t candidates = pattern == 3 ? 0 : pattern == 2 ? 1 + below(4) : 1;
    set(info, "baseline", any_version(0));
    set(info, "candidates", iter8__node_make_list());
    for (size_t i = 1; i <= candidates; i++)
        cr_assert(iter8__node_append(iter8__node_member(info, "candidates"), any_version(i)));
    return candidates + 1;
}

static void add_status(iter8__node *root)
{
    iter8__node *status = set_mapping(root, "status");
    static const char *const stages[] = {"Waiting", "Running", "Completed"};
    set_text(status, "stage", stages[below(3)]);
    set(status, "completedIterations", iter8__node_make_integer((int64_t)below(100)));
    set_text(status, "message", any_text());
    set_text(status, "startTime", "2021-05-06T12:00:00.000001Z");
    sprinkle(status);
}

static iter8__node *any_experiment(void)
{
    static const char *const patterns[] = {"Canary", "A/B", "A/B/N", "Conformance"};
    size_t pattern = below(4);
    int lenient = (int)below(2);
    iter8__node *root = iter8__node_make_mapping();
    set_text(root, "apiVersion", "iter8.tools/v2alpha2");
    set_text(root, "kind", "Experiment");
    iter8__node *metadata = set_mapping(root, "metadata");
    set_text(metadata, "name", "made-up");
    set(metadata, "annotations", any_mapping(1));
    if (lenient)
        set_text(iter8__node_member(metadata, "annotations"), "iter8.tools/as-iter8",
                 "unknown-fields-ignored");
    sprinkle(metadata);
    iter8__node *spec = set_mapping(root, "spec");
    set_text(spec, "target", "t");
    set_text(set_mapping(spec, "strategy"), "testingPattern", patterns[pattern]);
    sprinkle(iter8__node_member(spec, "strategy"));
    sprinkle(spec);
    add_criteria(spec, pattern == 1 || pattern == 2, lenient);
    add_versions(spec, pattern);
    if (below(2)) add_status(root);
    return root;
}

/* How often each kind of thing is said, whatever the order: without places there is no order. */
static uint64_t digest(const iter8_diagnostics *list)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < iter8_diagnostics_count(list); i++) {
        iter8_diagnostic d = {.struct_size = sizeof d};
        iter8__random said;
        cr_assert_eq(iter8_diagnostics_get(list, i, &d), ITER8_OK);
        iter8__random_seed(&said, (uint64_t)d.severity);
        iter8__random_mix_text(&said, d.path, strlen(d.path));
        iter8__random_mix_text(&said, d.message, strlen(d.message));
        sum += iter8__random_bits(&said);
    }
    return sum;
}

/* Writes the tree, makes an experiment of the text and writes that. Returns what was said. */
static uint64_t check_format(const iter8_document *document, int format, uint64_t seed)
{
    iter8_diagnostics *list;
    iter8_experiment *experiment;
    char *text = document_written(document, format);
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    int rc = iter8_experiment_read(text, strlen(text), NULL, list, &experiment);
    cr_assert_eq(rc, ITER8_OK, "seed %llu: %d\n%s", (unsigned long long)seed, rc, text);
    char *again = experiment_written(experiment, format);
    cr_expect_str_eq(again, text, "seed %llu", (unsigned long long)seed);
    iter8_document *read = only_document_of(again);
    cr_expect(iter8__node_equal(iter8__document_root(read), iter8__document_root(document)),
              "seed %llu:\n%s", (unsigned long long)seed, text);
    uint64_t said = digest(list);
    iter8_document_free(read);
    iter8_experiment_free(experiment);
    iter8_diagnostics_free(list);
    free(again);
    free(text);
    return said;
}

/* Both ways of writing lead back to the tree; the same is said of both, and of the tree itself. */
static void check_tree(const iter8_document *document, uint64_t seed)
{
    iter8_diagnostics *list;
    iter8_experiment *experiment;
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    cr_assert_eq(iter8_experiment_from_document(document, NULL, list, &experiment), ITER8_OK);
    uint64_t said = digest(list);
    cr_expect_eq(check_format(document, ITER8_FORMAT_YAML, seed), said, "seed %llu",
                 (unsigned long long)seed);
    cr_expect_eq(check_format(document, ITER8_FORMAT_JSON, seed), said, "seed %llu",
                 (unsigned long long)seed);
    iter8_experiment_free(experiment);
    iter8_diagnostics_free(list);
}

Test(property_roundtrip, made_up_experiments_survive_writing_and_reading)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        iter8_document *document;
        iter8__random_seed(&dice, seed);
        cr_assert_eq(iter8__document_wrap(any_experiment(), NULL, &document), ITER8_OK);
        check_tree(document, seed);
        iter8_document_free(document);
    }
}
