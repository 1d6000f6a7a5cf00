/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/snapshots.h"
#include "iter8ctl.h"
#include "rollout.h"

#include <string.h>

static int is_completed(const iter8_experiment *experiment)
{
    return iter8_condition_of(experiment, ITER8_CONDITION_COMPLETED).status == ITER8_CONDITION_TRUE;
}

static int is_failed(const iter8_experiment *experiment)
{
    return iter8_condition_of(experiment, ITER8_CONDITION_FAILED).status == ITER8_CONDITION_TRUE;
}

static int has_winner(const iter8_experiment *experiment)
{
    return iter8_status_of(experiment).winner >= 0;
}

static int has_no_winner(const iter8_experiment *experiment)
{
    return iter8_status_of(experiment).winner < 0;
}

/* As CandidateWon() in the conditions of tasks: not after a rollback, whatever was measured. A
 * status that recommends no version yet has a winner only. */
static int candidate_won(const iter8_experiment *experiment)
{
    const char *recommended = iter8_status_of(experiment).recommended;
    if (*recommended == '\0') return iter8_status_of(experiment).winner > 0;
    for (size_t v = 1; v < iter8_spec_of(experiment).version_count; v++) {
        if (strcmp(iter8_version_of(experiment, v).name, recommended) == 0) return 1;
    }
    return 0;
}

static int baseline_won(const iter8_experiment *experiment)
{
    return iter8_status_of(experiment).winner == 0;
}

static const struct {
    const char *name;
    int (*holds)(const iter8_experiment *experiment);
    const char *otherwise;
} conditions[] = {
    {"completed", is_completed, "experiment has not completed"},
    {"winnerFound", has_winner, "no winner found in experiment"},
    {"candidateWon", candidate_won, "no candidate has won the experiment"},
    {"baselineWon", baseline_won, "the baseline is not the winner of the experiment"},
    {"noWinner", has_no_winner, "a winner was found in the experiment"},
    {"failed", is_failed, "experiment has not failed"},
    {"rolledBack", goes_back, "experiment was not rolled back"},
};

enum { CONDITIONS = sizeof conditions / sizeof conditions[0] };

/* The condition of that name; CONDITIONS where there is none. */
static size_t find_condition(const char *name, size_t length)
{
    size_t i = 0;
    while (i < CONDITIONS &&
           (strlen(conditions[i].name) != length || memcmp(conditions[i].name, name, length) != 0))
        i++;
    return i;
}

/* Takes the next name of a list that is separated by commas, as Iter8 takes it too. Returns its
 * length, and moves *at behind it; 0 at the end. */
static size_t next_name(const char **at, const char **name)
{
    *at += strspn(*at, ",");
    *name = *at;
    *at += strcspn(*at, ",");
    return (size_t)(*at - *name);
}

static int check_list(const char *list)
{
    const char *name;
    size_t length;
    if (*list == '\0' || strspn(list, ",") == strlen(list)) {
        complain("-c wants a condition; see iter8ctl assert --help");
        return EXIT_USAGE;
    }
    while ((length = next_name(&list, &name)) > 0) {
        if (find_condition(name, length) < CONDITIONS) continue;
        complain("unknown condition '%.*s'; see iter8ctl assert --help", (int)length, name);
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

static int check_names(const struct arguments *arguments)
{
    if (arguments->condition_count == 0) {
        complain("assert needs -c CONDITION; see iter8ctl assert --help");
        return EXIT_USAGE;
    }
    int rc = EXIT_DONE;
    for (size_t i = 0; rc == EXIT_DONE && i < arguments->condition_count; i++)
        rc = check_list(arguments->conditions[i]);
    return rc;
}

/* The first condition of a list that does not hold; CONDITIONS where all do. */
static size_t first_unmet(const iter8_experiment *experiment, const char *list)
{
    const char *name;
    size_t length;
    while ((length = next_name(&list, &name)) > 0) {
        size_t which = find_condition(name, length);
        if (!conditions[which].holds(experiment)) return which;
    }
    return CONDITIONS;
}

static int check(const iter8_experiment *experiment, const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->condition_count; i++) {
        size_t unmet = first_unmet(experiment, arguments->conditions[i]);
        if (unmet == CONDITIONS) continue;
        complain("%s", conditions[unmet].otherwise);
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
