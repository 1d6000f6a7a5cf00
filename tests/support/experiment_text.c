/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment_text.h"

#include "iter8/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usual_criteria[] = "objectives: [{metric: error-rate, upperLimit: \"0.01\"}]";

__attribute__((format(printf, 2, 3))) static void add(char *text, const char *format, ...)
{
    size_t length = strlen(text);
    va_list rest;
    va_start(rest, format);
    int added = vsnprintf(text + length, EXPERIMENT_TEXT_BYTES - length, format, rest);
    va_end(rest);
    if (added < 0 || (size_t)added >= EXPERIMENT_TEXT_BYTES - length) abort();
}

static const char *text_or(const char *text, const char *usual)
{
    return text != NULL ? text : usual;
}

static int number_or(int number, int usual)
{
    return number != 0 ? number : usual;
}

static void add_weights(const experiment_plan *plan, char *text)
{
    if (plan->cap == 0 && plan->increment == 0) return;
    add(text, "    weights:\n");
    if (plan->cap != 0) add(text, "      maxCandidateWeight: %d\n", plan->cap > 0 ? plan->cap : 0);
    if (plan->increment != 0)
        add(text, "      maxCandidateWeightIncrement: %d\n",
            plan->increment > 0 ? plan->increment : 0);
}

static void add_actions(const experiment_plan *plan, char *text)
{
    if (plan->actions == NULL) return;
    char names[200];
    (void)snprintf(names, sizeof names, "%s", plan->actions);
    add(text, "    actions:\n");
    for (const char *name = strtok(names, " "); name != NULL; name = strtok(NULL, " "))
        add(text, "      %s: %s\n", name, text_or(plan->tasks, "[{task: common/bash}]"));
}

static void add_version(const experiment_plan *plan, const char *name, int number, char *text)
{
    char whole[40];
    (void)snprintf(whole, sizeof whole, number > 0 ? "%s-%d" : "%s", name, number);
    add(text, "{name: %s", whole);
    if (plan->promote) add(text, ", variables: [{name: promote, value: %s.yaml}]", whole);
    add(text, "}\n");
}

static void add_versions(const experiment_plan *plan, char *text)
{
    int candidates = plan->candidates < 0 ? 0 : number_or(plan->candidates, 1);
    add(text, "  versionInfo:\n    baseline: ");
    add_version(plan, "baseline", 0, text);
    if (candidates > 0) add(text, "    candidates:\n");
    for (int i = 1; i <= candidates; i++) {
        add(text, "    - ");
        add_version(plan, "candidate", candidates == 1 ? 0 : i, text);
    }
}

void experiment_text(const experiment_plan *plan, char text[EXPERIMENT_TEXT_BYTES])
{
    *text = '\0';
    add(text,
        "apiVersion: iter8.tools/v2alpha2\nkind: Experiment\n"
        "metadata: {name: %s, namespace: %s%s%s%s}\n"
        "spec:\n  target: %s\n  strategy:\n"
        "    testingPattern: %s\n    deploymentPattern: %s\n",
        text_or(plan->name, "test"), text_or(plan->home, "tests"),
        plan->annotations != NULL ? ", annotations: {" : "", text_or(plan->annotations, ""),
        plan->annotations != NULL ? "}" : "", text_or(plan->target, "tests/app"),
        text_or(plan->testing, "Canary"), text_or(plan->deployment, "Progressive"));
    add_weights(plan, text);
    add_actions(plan, text);
    add(text, "  criteria:\n    %s\n", text_or(plan->criteria, usual_criteria));
    add(text, "  duration: {intervalSeconds: %d, iterationsPerLoop: %d, maxLoops: %d}\n",
        number_or(plan->interval_s, 10), number_or(plan->iterations, 10),
        number_or(plan->loops, 1));
    add_versions(plan, text);
}

iter8_experiment *experiment_of(const experiment_plan *plan)
{
    char text[EXPERIMENT_TEXT_BYTES];
    experiment_text(plan, text);
    iter8_experiment *experiment = NULL;
    if (iter8_experiment_read(text, strlen(text), NULL, NULL, &experiment) != ITER8_OK) return NULL;
    return experiment;
}
