/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8ctl.h"

#include <string.h>

static int is_completed(const iter8_experiment *experiment)
{
    return iter8_experiment_condition(experiment, ITER8_CONDITION_COMPLETED) ==
           ITER8_CONDITION_TRUE;
}

static int is_failed(const iter8_experiment *experiment)
{
    return iter8_experiment_condition(experiment, ITER8_CONDITION_FAILED) == ITER8_CONDITION_TRUE;
}

static int has_winner(const iter8_experiment *experiment)
{
    return iter8_experiment_winner(experiment) >= 0;
}

static int has_no_winner(const iter8_experiment *experiment)
{
    return iter8_experiment_winner(experiment) < 0;
}

static int candidate_won(const iter8_experiment *experiment)
{
    return iter8_experiment_winner(experiment) > 0;
}

static int baseline_won(const iter8_experiment *experiment)
{
    return iter8_experiment_winner(experiment) == 0;
}

static int is_rolled_back(const iter8_experiment *experiment)
{
    int32_t ending = iter8_experiment_ending(experiment);
    return ending == ITER8_ENDING_ROLLED_BACK || ending == ITER8_ENDING_ABORTED;
}

static const struct {
    const char *name;
    int (*holds)(const iter8_experiment *experiment);
    const char *otherwise;
} conditions[] = {
    {"completed", is_completed, "experiment has not completed"},
    {"winnerFound", has_winner, "no winner found in experiment"},
    {"candidateWon", candidate_won, "no candidate is the winner of the experiment"},
    {"baselineWon", baseline_won, "the baseline is not the winner of the experiment"},
    {"noWinner", has_no_winner, "a winner was found in the experiment"},
    {"failed", is_failed, "experiment has not failed"},
    {"rolledBack", is_rolled_back, "experiment was not rolled back"},
};

enum { CONDITIONS = sizeof conditions / sizeof conditions[0] };

static size_t find_condition(const char *name)
{
    size_t i = 0;
    while (i < CONDITIONS && strcmp(conditions[i].name, name) != 0)
        i++;
    return i;
}

static int check_names(const struct arguments *arguments)
{
    if (arguments->condition_count == 0) {
        complain("assert needs -c CONDITION; see iter8ctl assert --help");
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < arguments->condition_count; i++) {
        if (find_condition(arguments->conditions[i]) < CONDITIONS) continue;
        complain("unknown condition '%s'; see iter8ctl assert --help", arguments->conditions[i]);
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

static int check(const iter8_experiment *experiment, const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->condition_count; i++) {
        size_t which = find_condition(arguments->conditions[i]);
        if (conditions[which].holds(experiment)) continue;
        complain("%s", conditions[which].otherwise);
        return EXIT_NO;
    }
    puts("All conditions satisfied.");
    return EXIT_DONE;
}

int command_assert(const struct arguments *arguments)
{
    int rc = check_names(arguments);
    if (rc != EXIT_DONE) return rc;
    struct inputs inputs;
    rc = inputs_read(&inputs, arguments, EXIT_TROUBLE);
    if (rc == EXIT_DONE) {
        iter8_experiment *experiment = inputs_experiment(&inputs, 1);
        rc = experiment != NULL ? check(experiment, arguments) : EXIT_TROUBLE;
        iter8_experiment_free(experiment);
    }
    inputs_free(&inputs);
    return rc;
}
