/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "planned_simulations.h"

#include "experiments.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* With its lines and columns, which a copy would not have. */
static iter8_documents *scenarios_of(const char *spec)
{
    size_t size = sizeof SCENARIO_HEAD + strlen(spec);
    char *text = malloc(size);
    strcpy(text, SCENARIO_HEAD);
    strcat(text, spec);
    iter8_documents *documents;
    cr_assert_eq(iter8_documents_read(text, strlen(text), NULL, NULL, &documents), ITER8_OK, "%s",
                 text);
    free(text);
    return documents;
}

iter8_document *scenario_of(const char *spec)
{
    iter8_documents *documents = scenarios_of(spec);
    iter8_document *copy;
    cr_assert_eq(iter8_document_copy(iter8_documents_at(documents, 0), NULL, &copy), ITER8_OK);
    iter8_documents_free(documents);
    return copy;
}

static iter8_diagnostics *new_list(void)
{
    iter8_diagnostics *list;
    cr_assert_eq(iter8_diagnostics_new(NULL, &list), ITER8_OK);
    return list;
}

/* The text of a list, which is freed; it has errors when the code says so. */
static char *take_problems(iter8_diagnostics *list, int rc, const char *spec)
{
    char *problems = problems_text(list);
    int refused = strncmp(problems, "E ", 2) == 0 || strstr(problems, "\nE ") != NULL;
    cr_expect_eq(refused ? ITER8_ERR_INVALID : ITER8_OK, rc, "%d: %s\n%s", rc, problems, spec);
    iter8_diagnostics_free(list);
    return problems;
}

char *scenario_problems(const char *spec)
{
    iter8_documents *documents = scenarios_of(spec);
    iter8_diagnostics *list = new_list();
    int rc = iter8_scenario_check(iter8_documents_at(documents, 0), list);
    iter8_documents_free(documents);
    return take_problems(list, rc, spec);
}

static iter8_document *experiment_document(const experiment_plan *plan)
{
    char text[EXPERIMENT_TEXT_BYTES];
    experiment_text(plan, text);
    return only_document_of(text);
}

char *planned_problems(const experiment_plan *plan, const char *spec)
{
    iter8_document *experiment = experiment_document(plan);
    iter8_documents *scenarios = scenarios_of(spec);
    iter8_policy policy = {.struct_size = sizeof policy, .experiment = experiment};
    iter8_diagnostics *list = new_list();
    iter8_simulation *simulation;
    int rc = iter8_simulation_new(&policy, iter8_documents_at(scenarios, 0), list, &simulation);
    cr_expect_eq(simulation == NULL, rc != ITER8_OK);
    iter8_simulation_free(simulation);
    iter8_document_free(experiment);
    iter8_documents_free(scenarios);
    return take_problems(list, rc, spec);
}

static iter8_simulation *made_of(const iter8_document *experiment, iter8_document *const *metrics,
                                 size_t count, const char *spec)
{
    iter8_document *scenario = scenario_of(spec);
    iter8_policy policy = {.struct_size = sizeof policy,
                           .experiment = experiment,
                           .metrics = (const iter8_document *const *)metrics,
                           .metric_count = count};
    iter8_diagnostics *list = new_list();
    iter8_simulation *simulation;
    int rc = iter8_simulation_new(&policy, scenario, list, &simulation);
    char *problems = problems_text(list);
    cr_assert_eq(rc, ITER8_OK, "%d %s\n%s", rc, problems, spec);
    free(problems);
    iter8_diagnostics_free(list);
    iter8_document_free(scenario);
    return simulation;
}

iter8_simulation *planned_simulation(const experiment_plan *plan, const char *spec)
{
    iter8_document *experiment = experiment_document(plan);
    iter8_simulation *simulation = made_of(experiment, NULL, 0, spec);
    iter8_document_free(experiment);
    return simulation;
}

iter8_simulation *simulation_with(const char *experiment, const char *const *metrics,
                                  const char *spec)
{
    iter8_document *documents[10];
    size_t count = 0;
    iter8_document *document = only_document_of(experiment);
    for (; metrics[count] != NULL; count++)
        documents[count] = only_document_of(metrics[count]);
    iter8_simulation *simulation = made_of(document, documents, count, spec);
    while (count > 0)
        iter8_document_free(documents[--count]);
    iter8_document_free(document);
    return simulation;
}
