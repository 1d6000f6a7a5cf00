/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate.h"
#include "iter8/snapshots.h"
#include "outputs.h"

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

static int open_trial(struct inputs *inputs, const struct policy *policy,
                      const iter8_document *scenario, struct trial *out)
{
    iter8_experiment_options options = {.struct_size = sizeof options,
                                        .defaults = policy->defaults};
    iter8_policy own = {.struct_size = sizeof own,
                        .experiment = policy->experiment,
                        .metrics = policy->metrics,
                        .metric_count = policy->metric_count,
                        .options = &options};
    int rc = iter8_simulation_new(&own, scenario, inputs->diagnostics, &out->simulation);
    size_t errors = inputs_report(inputs, out->file);
    if (rc == ITER8_OK) rc = iter8_tally_new(out->simulation, NULL, &out->tally);
    if (rc != ITER8_OK && errors == 0) complain("%s: %s", out->file, iter8_strerror(rc));
    return rc == ITER8_OK ? EXIT_DONE : EXIT_TROUBLE;
}

/* The same scenarios for one policy; an exit code. */
static int open_trials(struct suite *suite, const struct policy *policy, struct trial *trials)
{
    const iter8_document *scenario;
    const char *file;
    int worst = EXIT_DONE;
    for (size_t i = 0; (scenario = inputs_document(&suite->scenarios, i, &file)) != NULL; i++) {
        trials[i].file = file;
        int rc = open_trial(&suite->scenarios, policy, scenario, &trials[i]);
        if (rc > worst) worst = rc;
    }
    return worst;
}

static int open_all(struct suite *suite)
{
    const char *file;
    while (inputs_document(&suite->scenarios, suite->count, &file) != NULL)
        suite->count++;
    suite->trials = calloc(suite->count + 1, sizeof *suite->trials);
    suite->rivals = calloc(suite->count + 1, sizeof *suite->rivals);
    if (suite->trials == NULL || suite->rivals == NULL || suite->count == 0) {
        complain(suite->count == 0 ? "there is no Scenario in the files of -s" : "out of memory");
        return EXIT_TROUBLE;
    }
    int rc = open_trials(suite, &suite->ours, suite->trials);
    if (rc == EXIT_DONE && suite->other.experiment != NULL)
        rc = open_trials(suite, &suite->other, suite->rivals);
    return rc;
}

static int read_scenarios(struct suite *suite)
{
    struct arguments files = {.file_count = suite->arguments->scenario_count,
                              .strict = suite->arguments->strict};
    memcpy(files.files, suite->arguments->scenarios, sizeof files.files);
    return inputs_read(&suite->scenarios, &files, EXIT_TROUBLE);
}

/* The other policy has the metrics of ours unless it brings its own. */
static int read_other(struct suite *suite)
{
    struct arguments file = {
        .files = {suite->arguments->compare}, .file_count = 1, .strict = suite->arguments->strict};
    if (suite->arguments->compare == NULL) return EXIT_DONE;
    int rc = inputs_read(&suite->others, &file, EXIT_TROUBLE);
    if (rc == EXIT_DONE) rc = policy_open(&suite->others, suite->ours.defaults, &suite->other);
    if (rc == EXIT_DONE && suite->other.metric_count == 0)
        policy_share_metrics(&suite->other, &suite->ours);
    return rc;
}

static int read_all(struct suite *suite)
{
    int rc = inputs_read(&suite->policies, suite->arguments, EXIT_TROUBLE);
    int scenario_rc = read_scenarios(suite);
    if (rc == EXIT_DONE) rc = scenario_rc;
    if (rc == EXIT_DONE)
        rc = policy_open(&suite->policies, inputs_defaults(&suite->policies), &suite->ours);
    return rc == EXIT_DONE ? read_other(suite) : rc;
}

/* One result is an object, several are a list; of two policies those of the other stand behind. */
static int print_json(const struct suite *suite)
{
    int rc = EXIT_DONE;
    size_t count = suite->other.experiment != NULL ? 2 * suite->count : suite->count;
    for (size_t i = 0; i < count && rc == EXIT_DONE; i++) {
        const struct trial *trial =
            i < suite->count ? &suite->trials[i] : &suite->rivals[i - suite->count];
        if (count > 1) fputs(i == 0 ? "[\n" : ",\n", stdout);
        rc = print_text(write_trial, trial, ITER8_FORMAT_JSON);
    }
    if (count > 1) puts("]");
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
    if (is_table) return EXIT_DONE;
    return strcmp(arguments->output, "html") == 0 ? print_html(suite->trials, suite->count)
                                                  : print_json(suite);
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
        for (size_t e = 0; e < iter8_scenario_of(trial->simulation).expectation_count; e++) {
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
    policy_close(&suite->other);
    policy_close(&suite->ours);
    inputs_free(&suite->policies);
    inputs_free(&suite->scenarios);
    if (suite->others.sources != NULL) inputs_free(&suite->others);
}

static int simulate(struct suite *suite)
{
    const struct arguments *arguments = suite->arguments;
    int rc = read_all(suite);
    if (rc == EXIT_DONE) rc = open_all(suite);
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
    if (output != NULL && strcmp(output, "table") != 0 && strcmp(output, "json") != 0 &&
        strcmp(output, "html") != 0) {
        complain("-o is table, json or html, not '%s'", output);
        return EXIT_USAGE;
    }
    if (output != NULL && strcmp(output, "html") == 0 &&
        (arguments->explains || arguments->compare != NULL)) {
        complain("-o html shows one policy and many runs: neither --explain nor --compare");
        return EXIT_USAGE;
    }
    if (arguments->runs > 0 && arguments->runs <= MAX_RUNS) return EXIT_DONE;
    complain("--runs takes a number from 1 to %d", MAX_RUNS);
    return EXIT_USAGE;
}

int command_simulate(const struct arguments *arguments)
{
    if (outputs_check(arguments, NULL, 0) != EXIT_DONE) return EXIT_USAGE;
    int rc = check(arguments);
    if (rc != EXIT_DONE) return rc;
    struct suite suite = {.arguments = arguments};
    rc = simulate(&suite);
    close_suite(&suite);
    return rc;
}
