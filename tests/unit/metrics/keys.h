/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * keys.h - an experiment with one Metric, and a host that has a few secrets.
 */
#ifndef ITER8_TESTS_KEYS_H
#define ITER8_TESTS_KEYS_H

#include "experiments.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "iter8/query.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct held_key {
    const char *name_space, *name, *key, *value;
};

static const struct held_key held_keys[] = {
    {"shop", "basic", "username", "produser"},
    {"shop", "basic", "password", "t0p:s/cret"},
    {"shop", "half", "username", "produser"},
    {"shop", "token", "mykey", "k\"1&2"},
    {"other", "token", "mykey", "of another"},
    {"shop", "lines", "mykey", "a\r\nX-Other: b"},
    {"shop", "token", "host", "api.example.com"},
    {"shop", "alike", "username", "ab"},
    {"shop", "alike", "password", "abc"},
    {"shop", "odd", "mykey", "<\xc3\xa4 \xf0\x9f\x94\x91/%+\\'>"},
};

static inline int32_t hold_key(const iter8_secret_key *wanted, iter8_secret_value *value,
                               void *calls)
{
    int known = 0;
    if (calls != NULL) ++*(int *)calls;
    for (size_t i = 0; i < sizeof held_keys / sizeof *held_keys; i++) {
        const struct held_key *held = &held_keys[i];
        if (strcmp(held->name_space, wanted->name_space) != 0) continue;
        if (strcmp(held->name, wanted->name) != 0) continue;
        known = 1;
        if (strcmp(held->key, wanted->key) == 0)
            return iter8_secret_value_set(value, held->value, strlen(held->value));
    }
    return known ? ITER8_ERR_NO_KEY : ITER8_ERR_NO_SECRET;
}

/* The experiment with a Metric shop/m whose spec is given. */
static inline iter8_experiment *experiment_of_metric(const char *metric_spec)
{
    char text[2000] = "{apiVersion: iter8.tools/v2alpha2, kind: Metric, "
                      "metadata: {name: m, namespace: shop}, spec: {";
    iter8_experiment *experiment =
        partial_from("spec:\n  criteria: {indicators: [shop/m]}\n"
                     "  versionInfo: {baseline: {name: old}, candidates: [{name: new}]}\n");
    add_metric_text(experiment, strcat(strcat(text, metric_spec), "}}"));
    return experiment;
}

static inline char *text_of_query(const iter8_query *query)
{
    size_t length;
    cr_assert_eq(iter8_query_write(query, NULL, 0, &length), ITER8_ERR_BUFFER);
    char *text = malloc(length + 1);
    cr_assert_eq(iter8_query_write(query, text, length + 1, &length), ITER8_OK);
    return text;
}

#endif
