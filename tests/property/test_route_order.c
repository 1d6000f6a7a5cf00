/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiments.h"
#include "iter8/error.h"
#include "iter8/routing.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { VERSIONS = 5, OBJECTS = 4, TRIALS = 3000 };

static uint32_t state = 12345;

static uint32_t draw(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % below;
}

/* An experiment whose version v keeps its weight in the object of the number place[v]. */
static iter8_experiment *spread(const size_t *place, size_t count)
{
    char text[4096];
    size_t length = (size_t)snprintf(text, sizeof text, "spec:\n  versionInfo:\n");
    for (size_t v = 0; v < count; v++)
        length += (size_t)snprintf(
            text + length, sizeof text - length,
            "%s {name: v%zu, weightObjRef: {apiVersion: v1, kind: Route, name: r%zu, fieldPath: "
            "\".w%zu\"}}\n%s",
            v == 0 ? "    baseline:" : "    -", v, place[v], v,
            v == 0 && count > 1 ? "    candidates:\n" : "");
    return partial_from(text);
}

static iter8_document *object_with(size_t number, const int32_t *weights)
{
    char text[512];
    size_t length = (size_t)snprintf(
        text, sizeof text, "apiVersion: v1\nkind: Route\nmetadata: {name: r%zu}\n", number);
    for (size_t v = 0; v < VERSIONS; v++)
        length +=
            (size_t)snprintf(text + length, sizeof text - length, "w%zu: %d\n", v, (int)weights[v]);
    return only_document_of(text);
}

static void split(int32_t *weights)
{
    int32_t left = 100;
    for (size_t v = VERSIONS - 1; v > 0; v--) {
        weights[v] = draw(3) == 0 ? 0 : (int32_t)draw((uint32_t)left + 1);
        left -= weights[v];
    }
    weights[0] = left;
}

static void check_writes(const size_t *place, const size_t *order, const int32_t *before,
                         const int32_t *after)
{
    int32_t now[VERSIONS];
    for (size_t v = 0; v < VERSIONS; v++)
        now[v] = before[v];
    for (size_t written = 0; written < OBJECTS; written++) {
        int32_t sum = 0;
        for (size_t v = 0; v < VERSIONS; v++) {
            if (place[v] == order[written]) now[v] = after[v];
            sum += now[v];
            int32_t most = before[v] > after[v] ? before[v] : after[v];
            cr_assert_leq(now[v], most, "version %zu has %d", v, now[v]);
        }
        cr_assert_leq(sum, 100, "%d percent are given out", sum);
    }
    for (size_t v = 0; v < VERSIONS; v++)
        cr_assert_eq(now[v], after[v]);
}

Test(property_route_order, whichever_write_fails_nothing_is_given_that_was_not_taken)
{
    for (int trial = 0; trial < TRIALS; trial++) {
        size_t place[VERSIONS], order[OBJECTS];
        int32_t before[VERSIONS], after[VERSIONS];
        iter8_document *objects[OBJECTS];
        for (size_t v = 0; v < VERSIONS; v++)
            place[v] = draw(1 + (uint32_t)(trial % OBJECTS));
        split(before);
        split(after);
        iter8_experiment *experiment = spread(place, VERSIONS);
        for (size_t i = 0; i < OBJECTS; i++)
            objects[i] = object_with(i, before);
        cr_assert_eq(iter8_route_order(objects, OBJECTS, experiment, after, NULL, order), ITER8_OK);
        check_writes(place, order, before, after);
        for (size_t i = 0; i < OBJECTS; i++)
            iter8_document_free(objects[i]);
        iter8_experiment_free(experiment);
    }
}

Test(property_route_order, what_is_taken_comes_before_what_is_given)
{
    static const struct {
        int32_t before[VERSIONS], after[VERSIONS];
        size_t place[VERSIONS], order[OBJECTS];
    } cases[] = {
        /* A step forward: the baseline's object first. */
        {{90, 10}, {80, 20}, {1, 0}, {1, 2, 3, 0}},
        /* A rollback: the candidate's object first. */
        {{70, 30}, {100, 0}, {0, 1}, {1, 2, 3, 0}},
        /* Candidates that change places within one object do not count. */
        {{60, 30, 10}, {60, 10, 30}, {0, 1, 1}, {0, 1, 2, 3}},
        /* Of objects that keep their sum, the one that takes from candidates. */
        {{50, 30, 20}, {60, 20, 20}, {1, 1, 0}, {1, 0, 2, 3}},
        {{60, 20, 20}, {60, 20, 20}, {2, 1, 0}, {0, 1, 2, 3}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t order[OBJECTS];
        iter8_document *objects[OBJECTS];
        iter8_experiment *experiment = spread(cases[i].place, VERSIONS);
        for (size_t n = 0; n < OBJECTS; n++)
            objects[n] = object_with(n, cases[i].before);
        cr_assert_eq(iter8_route_order(objects, OBJECTS, experiment, cases[i].after, NULL, order),
                     0);
        for (size_t n = 0; n < OBJECTS; n++) {
            cr_expect_eq(order[n], cases[i].order[n], "%zu: %zu at %zu", i, order[n], n);
            iter8_document_free(objects[n]);
        }
        iter8_experiment_free(experiment);
    }
}

Test(property_route_order, arguments_and_objects_are_checked)
{
    static const size_t place[] = {0, 1};
    static const int32_t weights[VERSIONS] = {50, 50};
    iter8_experiment *experiment = spread(place, 2);
    iter8_document *bad = only_document_of("apiVersion: v1\nkind: Route\nmetadata: {name: r0}\n");
    iter8_document *objects[] = {bad, NULL};
    size_t order[2];
    cr_expect_eq(iter8_route_order(objects, 1, experiment, weights, NULL, order),
                 ITER8_ERR_NO_FIELD);
    cr_expect_eq(iter8_route_order(objects + 1, 1, experiment, weights, NULL, order),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_route_order(NULL, 1, experiment, weights, NULL, order), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_route_order(objects, 1, NULL, weights, NULL, order), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_route_order(objects, 1, experiment, NULL, NULL, order), ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_route_order(objects, 1, experiment, weights, NULL, NULL),
                 ITER8_ERR_ARGUMENT);
    cr_expect_eq(iter8_route_order(objects, 1, experiment, (int32_t[]){101, 0}, NULL, order),
                 ITER8_ERR_RANGE);
    cr_expect_eq(iter8_route_order(NULL, 0, experiment, weights, NULL, NULL), ITER8_OK);
    iter8_document_free(bad);
    iter8_experiment_free(experiment);
}
