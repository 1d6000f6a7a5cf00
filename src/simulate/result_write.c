/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* A tally as a document, with what it is a tally of. */
#include "simulate/tally.h"

#include "document/document.h"
#include "iter8/error.h"

static const char *const words[] = {"", "met", "missed", "notEnoughRuns"};

static iter8__node *make_expectation(const iter8_expectation *one)
{
    iter8__node *node = iter8__node_make_mapping();
    if (iter8__node_set(node, "name", iter8__node_make_string(one->name)) &&
        iter8__node_set(node, "wanted", iter8__node_make_string(one->wanted)) &&
        iter8__figure_set(node, "value", one->value) && iter8__figure_set(node, "low", one->low) &&
        iter8__figure_set(node, "high", one->high) &&
        iter8__figure_set(node, "confidence", one->confidence) &&
        iter8__node_set(node, "verdict", iter8__node_make_string(words[one->expected])))
        return node;
    iter8__node_release(node);
    return NULL;
}

static iter8__node *make_expectations(const iter8_simulation *simulation, const iter8_tally *tally)
{
    iter8__node *list = iter8__node_make_list();
    int ok = list != NULL;
    for (size_t i = 0; ok && i < simulation->scenario.expected_count; i++) {
        iter8_expectation one = {.struct_size = sizeof one};
        ok = iter8_simulation_expectation(simulation, tally, i, &one) == ITER8_OK &&
             iter8__node_append(list, make_expectation(&one));
    }
    if (ok) return list;
    iter8__node_release(list);
    return NULL;
}

static iter8__node *make_name(const iter8_simulation *simulation)
{
    iter8__node *node = iter8__node_make_mapping();
    if (iter8__node_set(node, "name", iter8__node_make_string(simulation->scenario.name)))
        return node;
    iter8__node_release(node);
    return NULL;
}

int iter8_simulation_write(const iter8_simulation *simulation, const iter8_tally *tally, int format,
                           char *buffer, size_t capacity, size_t *length)
{
    if (simulation == NULL || tally == NULL) return ITER8_ERR_ARGUMENT;
    iter8__node *root = iter8__tally_encode(tally);
    const char *name = simulation->experiment->spec.name;
    if (!iter8__node_set(root, "metadata", make_name(simulation)) ||
        !iter8__node_set(root, "experiment", iter8__node_make_string(name)) ||
        !iter8__node_set(root, "expectations", make_expectations(simulation, tally))) {
        iter8__node_release(root);
        return ITER8_ERR_NOMEM;
    }
    int rc = iter8__node_give(root, format, &tally->allocator, buffer, capacity, length);
    iter8__node_release(root);
    return rc;
}
