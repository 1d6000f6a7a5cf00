/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate.h"

#include <stdlib.h>
#include <string.h>

/* All that is simulated. */
struct suite {
    const struct arguments *arguments;
    struct inputs policies;  /* of -f */
    struct inputs others;    /* of --compare, with the metrics of -f */
    struct inputs scenarios; /* of -s */
    struct policy ours;
    struct policy other;
    struct trial *trials;
    struct trial *rivals; /* the same scenarios with the other policy */
    size_t count;
};

/* Finds the experiment and the metrics among documents. */
static int find_policy(const struct inputs *inputs, struct policy *out)
{
    size_t count = 0;
    const char *name;
    const iter8_document *document;
    while (inputs_document(inputs, count, &name) != NULL)
        count++;
    if (out->metrics == NULL) out->metrics = calloc(count + 1, sizeof *out->metrics);
    if (out->metrics == NULL) return EXIT_TROUBLE;
    out->experiment = inputs_only_experiment(inputs, &out->file);
    if (out->experiment == NULL) return EXIT_TROUBLE;
    for (size_t i = 0; (document = inputs_document(inputs, i, &name)) != NULL; i++) {
        if (document_role(document) == ROLE_METRIC) out->metrics[out->metric_count++] = document;
    }
    out->defaults = inputs_defaults(inputs);
    return EXIT_DONE;
}

/* Problems of a simulation are of one of its documents; which one is told by trying each alone. */
static int report(struct inputs *inputs, const struct policy *policy, const char *scenario, int rc)
{
    iter8_experiment *experiment = NULL;
    iter8_experiment_options options = {.struct_size = sizeof options,
                                        .defaults = policy->defaults};
    int alone = iter8_experiment_from_document(policy->experiment, &options, NULL, &experiment);
    iter8_experiment_free(experiment);
    size_t errors = inputs_report(inputs, alone != ITER8_OK ? policy->file : scenario);
    if (rc == ITER8_OK) return EXIT_DONE;
    if (errors == 0) complain("%s: %s", scenario, iter8_strerror(rc));
    return EXIT_TROUBLE;
}

static int check_metrics(struct inputs *inputs)
{
    const char *name;
    const iter8_document *document;
    for (size_t i = 0; (document = inputs_document(inputs, i, &name)) != NULL; i++) {
        if (document_role(document) != ROLE_METRIC) continue;
        int rc = iter8_metric_check(document, inputs->diagnostics);
        if (rc == ITER8_OK) {
            iter8_diagnostics_clear(inputs->diagnostics);
            continue;
        }
        if (inputs_report(inputs, name) == 0) complain("%s: %s", name, iter8_strerror(rc));
        return EXIT_TROUBLE;
    }
    return EXIT_DONE;
}

static int open_trial(struct inputs *inputs, const struct policy *policy,
                      const iter8_document *scenario, struct trial *out)
{
    iter8_experiment_options options = {.struct_size = sizeof options,
                                        .defaults = policy->defaults};
    int rc = iter8_simulation_new(policy->experiment, policy->metrics, policy->metric_count,
                                  scenario, &options, inputs->diagnostics, &out->simulation);
    int exit_code = report(inputs, policy, out->file, rc);
    if (exit_code == EXIT_DONE && iter8_tally_new(out->simulation, NULL, &out->tally) != ITER8_OK) {
        complain("out of memory");
        exit_code = EXIT_TROUBLE;
    }
    return exit_code;
}

static int open_trials(struct suite *suite)
{
    const iter8_document *scenario;
    const char *file;
    while (inputs_document(&suite->scenarios, suite->count, &file) != NULL)
        suite->count++;
    suite->trials = calloc(suite->count + 1, sizeof *suite->trials);
    suite->rivals = calloc(suite->count + 1, sizeof *suite->rivals);
    if (suite->trials == NULL || suite->rivals == NULL) return EXIT_TROUBLE;
    int worst = EXIT_DONE;
    for (size_t i = 0; (scenario = inputs_document(&suite->scenarios, i, &file)) != NULL; i++) {
        suite->trials[i].file = suite->rivals[i].file = file;
        int rc = open_trial(&suite->scenarios, &suite->ours, scenario, &suite->trials[i]);
        if (rc == EXIT_DONE && suite->other.experiment != NULL)
            rc = open_trial(&suite->scenarios, &suite->other, scenario, &suite->rivals[i]);
        if (rc > worst) worst = rc;
    }
    if (suite->count > 0) return worst;
    complain("there is no Scenario in the files of -s");
    return EXIT_TROUBLE;
}

static int read_all(struct suite *suite)
{
    const struct arguments *arguments = suite->arguments;
    struct arguments scenarios = {.file_count = arguments->scenario_count};
    memcpy(scenarios.files, arguments->scenarios, sizeof scenarios.files);
    struct arguments others = {.files = {arguments->compare}, .file_count = 1};
    int rc = inputs_read(&suite->policies, arguments, EXIT_TROUBLE);
    int scenario_rc = inputs_read(&suite->scenarios, &scenarios, EXIT_TROUBLE);
    if (scenario_rc > rc) rc = scenario_rc;
    if (arguments->compare != NULL) {
        int other_rc = inputs_read(&suite->others, &others, EXIT_TROUBLE);
        if (other_rc > rc) rc = other_rc;
    }
    if (rc == EXIT_DONE) rc = check_metrics(&suite->policies);
    if (rc == EXIT_DONE) rc = find_policy(&suite->policies, &suite->ours);
    if (rc == EXIT_DONE && arguments->compare != NULL) {
        suite->other = suite->ours; /* the metrics of both */
        suite->other.metrics = NULL;
        suite->other.metric_count = 0;
        rc = find_policy(&suite->others, &suite->other);
        if (rc == EXIT_DONE && suite->other.metric_count == 0) {
            free(suite->other.metrics);
            suite->other.metrics = suite->ours.metrics;
            suite->other.metric_count = suite->ours.metric_count;
        }
        suite->other.defaults = suite->ours.defaults;
    }
    return rc;
}

static int write_result(const void *object, int format, char *buffer, size_t capacity,
                        size_t *length)
{
    const struct suite *suite = object;
    const struct trial *trial = suite->trials;
    return iter8_simulation_write(trial->simulation, trial->tally, suite->arguments->seed, format,
                                  buffer, capacity, length);
}

/* One result is an object, several are a list. */
static int print_json(const struct suite *suite)
{
    int rc = EXIT_DONE;
    for (size_t i = 0; i < suite->count && rc == EXIT_DONE; i++) {
        struct suite one = *suite;
        one.trials = &suite->trials[i];
        if (suite->count > 1) fputs(i == 0 ? "[\n" : ",\n", stdout);
        rc = print_text(write_result, &one, ITER8_FORMAT_JSON);
    }
    if (suite->count > 1) puts("]");
    return rc;
}

static int run_suite(struct suite *suite)
{
    const struct arguments *arguments = suite->arguments;
    int is_table = arguments->output == NULL || strcmp(arguments->output, "table") == 0;
    for (size_t i = 0; i < suite->count; i++) {
        struct comparison comparison;
        int rc = suite->other.experiment != NULL
                     ? simulate_both(arguments, &suite->trials[i], &suite->rivals[i], &comparison)
                     : simulate_runs(arguments, &suite->trials[i], NULL, NULL);
        if (rc != EXIT_DONE) return rc;
        if (is_table && i > 0) putchar('\n');
        if (is_table && suite->other.experiment != NULL)
            print_comparison(arguments, &suite->trials[i], &suite->rivals[i], &comparison);
        else if (is_table)
            print_trial(arguments, &suite->trials[i]);
    }
    return is_table ? EXIT_DONE : print_json(suite);
}

static int explain_all(const struct suite *suite)
{
    int rc = EXIT_DONE;
    for (size_t i = 0; i < suite->count && rc == EXIT_DONE; i++) {
        if (i > 0 && suite->arguments->output == NULL) putchar('\n');
        rc = explain_run(suite->arguments, &suite->trials[i], suite->ours.defaults);
    }
    return rc;
}

/* A miss is a no; without enough runs there is no answer. */
static int judge(const struct suite *suite)
{
    int worst = EXIT_DONE;
    for (size_t i = 0; i < suite->count; i++) {
        const struct trial *trial = &suite->trials[i];
        for (size_t e = 0; e < iter8_simulation_expectation_count(trial->simulation); e++) {
            iter8_expectation one = {.struct_size = sizeof one};
            (void)!iter8_simulation_expectation(trial->simulation, trial->tally, e, &one);
            if (one.expected == ITER8_EXPECTED_MISSED) return EXIT_NO;
            if (one.expected == ITER8_EXPECTED_NOT_ENOUGH_RUNS) worst = EXIT_TROUBLE;
        }
    }
    if (worst != EXIT_DONE) complain("not enough runs to tell; give more with --runs");
    return worst;
}

static void close_suite(struct suite *suite)
{
    for (size_t i = 0; i < suite->count; i++) {
        iter8_simulation_free(suite->trials[i].simulation);
        iter8_tally_free(suite->trials[i].tally);
        iter8_simulation_free(suite->rivals[i].simulation);
        iter8_tally_free(suite->rivals[i].tally);
    }
    free(suite->trials);
    free(suite->rivals);
    if (suite->other.metrics != suite->ours.metrics) free(suite->other.metrics);
    free(suite->ours.metrics);
    inputs_free(&suite->policies);
    inputs_free(&suite->scenarios);
    if (suite->arguments->compare != NULL) inputs_free(&suite->others);
}

static int simulate(struct suite *suite)
{
    const struct arguments *arguments = suite->arguments;
    int rc = read_all(suite);
    if (rc == EXIT_DONE) rc = open_trials(suite);
    if (rc != EXIT_DONE) return rc;
    if (arguments->explains) return explain_all(suite);
    rc = run_suite(suite);
    if (rc == EXIT_DONE && arguments->junit != NULL)
        rc = write_junit(arguments->junit, suite->trials, suite->count);
    return rc == EXIT_DONE ? judge(suite) : rc;
}

static int check(const struct arguments *arguments)
{
    const char *output = arguments->output;
    if (arguments->scenario_count == 0) {
        complain("simulate needs -s SCENARIO; see iter8ctl simulate --help");
        return EXIT_USAGE;
    }
    if (output != NULL && strcmp(output, "table") != 0 && strcmp(output, "json") != 0) {
        complain("-o is table or json, not '%s'", output);
        return EXIT_USAGE;
    }
    if (arguments->runs > 0 && arguments->runs <= MAX_RUNS) return EXIT_DONE;
    complain("--runs takes a number from 1 to %d", MAX_RUNS);
    return EXIT_USAGE;
}

int command_simulate(const struct arguments *arguments)
{
    int rc = check(arguments);
    if (rc != EXIT_DONE) return rc;
    struct suite suite = {.arguments = arguments};
    rc = simulate(&suite);
    close_suite(&suite);
    return rc;
}
