/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "commands.h"

#include <string.h>

static const struct option_row option_rows[] = {
    {'f', 1, TAKES_FILE, "file", "FILE", NULL, "a file to read, - for standard input; repeats\n"},
    {'o', 1, TAKES_FILE, "output", "FILE", NULL, "where the result goes\n"},
    {'c', 1, TAKES_WORD, "condition", "CONDITION",
     "completed|winnerFound|candidateWon|baselineWon|noWinner|failed|rolledBack",
     "completed, winnerFound, candidateWon, baselineWon, noWinner,\nfailed or rolledBack; "
     "repeats\n"},
    {'s', 1, TAKES_FILE, "scenario", "SCENARIO", NULL, "a file of Scenarios; repeats\n"},
    {'D', 0, TAKES_FILE, "defaults", "FILE", NULL,
     "what experiments leave open: annotations and strength\n"},
    {'Z', 0, TAKES_NOTHING, "strict", NULL, NULL,
     "refuse what is only warned of otherwise, such as unknown fields\n"},
    {'V', 0, TAKES_NOTHING, "virtual-time", NULL, NULL,
     "do not wait: time is made up; needs metrics with mock values\n"},
    {'p', 0, TAKES_TEXT, "prometheus", "URL", NULL,
     "where metrics of provider prometheus are asked, such as\nhttp://127.0.0.1:9090\n"},
    {'S', 0, TAKES_FOLDER, "secrets-dir", "DIR", NULL,
     "where secrets of metrics are looked up: DIR/[NAMESPACE/]NAME/KEY;\n"
     "Secret documents among the files come first\n"},
    {'E', 0, TAKES_TEXT, "secrets-env", "PREFIX", NULL,
     "and in the variables PREFIX_[NAMESPACE_]NAME_KEY, in capitals\n"},
    {'C', 0, TAKES_FILE, "ca-file", "FILE", NULL,
     "certificates to trust instead of those of the system\n"},
    {'a', 0, TAKES_FILE, "haproxy", "SOCKET", NULL,
     "set the weights of HAProxy's servers through its runtime API; the\n"
     "servers are named as the versions\n"},
    {'K', 0, TAKES_FILE, "kubeconfig", "FILE", NULL,
     "read and patch the routing objects through the API server of\n"
     "FILE's current context\n"},
    {'H', 0, TAKES_TEXT, "holder", "NAME", NULL,
     "with --kubeconfig: who moves the weights, such as a pod's name; a run\n"
     "that comes back under its name goes on at once\n"},
    {'W', 0, TAKES_NOTHING, "write-routes", NULL, NULL,
     "write weights into the files of the routing objects\n"},
    {'T', 0, TAKES_FILE, "render", "TEMPLATE=FILE", NULL,
     "write FILE from TEMPLATE, in which ${VERSION} is a weight\n"},
    {'R', 0, TAKES_TEXT, "reload", "COMMAND", NULL,
     "for a shell, after --write-routes or --render have written\n"},
    {'e', 0, TAKES_TEXT, "elapsed", "SECONDS", NULL,
     "what elapsedTime is; otherwise the time since the experiment's\n"
     "start, or its planned duration if it has not started\n"},
    {'g', 0, TAKES_TEXT, "seed", "N", NULL, "seed of the mock metrics (default 0)\n"},
    {'L', 0, TAKES_FILE, "log", "FILE", NULL,
     "append the decision log: all inputs and decisions, one line a step\n"},
    {'r', 0, TAKES_TEXT, "runs", "N", NULL, "how many runs (default 1000)\n"},
    {'N', 0, TAKES_TEXT, "first", "N", NULL,
     "the number of the first run (default 0): parts of a series can be\nmade elsewhere\n"},
    {'x', 0, TAKES_TEXT, "explain", "RUN", NULL,
     "make this run alone and tell it step by step; with -o json its\n"
     "decision log, for iter8ctl replay and report\n"},
    {'X', 0, TAKES_FILE, "compare", "FILE", NULL,
     "run another Experiment on the same chances, and show the\n"
     "difference; without Metrics of its own it has those of -f\n"},
    {'J', 0, TAKES_FILE, "junit", "FILE", NULL,
     "write what the scenarios expect, and whether it is so, as JUnit XML\n"},
    {'v', 0, TAKES_NOTHING, "verbose", NULL, NULL, "first tell in words what the log says\n"},
    {'h', 1, TAKES_NOTHING, "help", NULL, NULL, "show this text\n"},
};

static const struct command command_rows[] = {
    {"validate",
     command_validate,
     NULL,
     "check experiments, metrics and routes",
     "Checks every document of the files: Experiments, Metrics, Scenarios, and the routing "
     "objects\n"
     "that the experiments' weightObjRef point into. All problems are printed at once, each as\n"
     "FILE:LINE:COL: path: message.\n",
     "Exit 0 if there is no problem, 1 if there is one.\n",
     {{'f', REPEATS, NULL, NULL}, {'Z', ONCE, NULL, NULL}, {'D', ONCE, NULL, NULL}}},
    {"analyze",
     command_analyze,
     NULL,
     "decide on the numbers in an experiment's status",
     "Takes an Experiment whose status.analysis.aggregatedMetrics is filled and prints its\n"
     "Analysis: aggregatedMetrics, versionAssessments, winnerAssessment and weights.\n",
     NULL,
     {{'f', REQUIRED, NULL, NULL},
      {'o', ONCE, "json|yaml", "the format (default yaml)\n"},
      {'D', ONCE, NULL, NULL}}},
    {"describe",
     command_describe,
     NULL,
     "show an experiment to people",
     "Prints an overview of an experiment, its progress, and once an iteration is complete its\n"
     "winner, what held the weights, the closest other result, rewards, objectives and metrics.\n",
     NULL,
     {{'f', REQUIRED, NULL, NULL}, {'D', ONCE, NULL, NULL}}},
    {"assert",
     command_assert,
     NULL,
     "test what became of an experiment",
     "Tests conditions, also several separated by commas. A candidate has won if it is "
     "recommended:\n"
     "not after a rollback.\n",
     "Exit 0 if all conditions hold, 1 if one does not.\n",
     {{'f', REQUIRED, NULL, NULL}, {'c', REPEATS, "CONDITION", NULL}}},
    {"query",
     command_query,
     NULL,
     "ask each metric once and show what comes of it",
     "Takes an Experiment and its Metrics, asks each metric for each version, and prints the\n"
     "rendered request, the beginning of the answer, the jq expression, and the number or why\n"
     "there is none. Nothing is decided and no traffic moved. Secrets are shown as ***.\n",
     "Exit 0 if every value is there, 1 if one is missing.\n",
     {{'f', REPEATS, NULL, NULL},
      {'p', ONCE, NULL, NULL},
      {'S', ONCE, NULL, NULL},
      {'E', ONCE, NULL, NULL},
      {'C', ONCE, NULL, NULL},
      {'e', ONCE, NULL, NULL},
      {'g', ONCE, NULL, NULL},
      {'o', ONCE, "text|json", "the format (default text)\n"},
      {'D', ONCE, NULL, NULL}}},
    {"run",
     command_run,
     NULL,
     "run an experiment to its end",
     "Runs the Experiment of the files. Further documents are its Metrics and the routing objects\n"
     "whose weights are read and written, in memory unless an option says where. Prints a line\n"
     "per iteration, and one for each task of its actions that is due, with its script or\n"
     "inputs: tasks are not run.\n",
     "Exit 0 when the experiment is completed, 1 when it failed.\n",
     {{'f', REPEATS, NULL, NULL},
      {'Z', ONCE, NULL, NULL},
      {'V', ONCE, NULL, NULL},
      {'p', ONCE, NULL, NULL},
      {'a', ONCE, NULL, NULL},
      {'K', ONCE, NULL, NULL},
      {'H', ONCE, NULL, NULL},
      {'W', ONCE, NULL, NULL},
      {'T', ONCE, NULL, NULL},
      {'R', ONCE, NULL, NULL},
      {'S', ONCE, NULL, NULL},
      {'E', ONCE, NULL, NULL},
      {'C', ONCE, NULL, NULL},
      {'g', ONCE, NULL, NULL},
      {'L', ONCE, NULL, NULL},
      {'o', ONCE, NULL,
       "keep the experiment with its status in FILE, rewritten at every\n"
       "step; run -f FILE goes on from there\n"},
      {'D', ONCE, NULL, NULL}}},
    {"simulate",
     command_simulate,
     NULL,
     "try a policy on many made-up rollouts",
     "Runs the Experiment of the files many times on a virtual clock, under each Scenario: what\n"
     "traffic there is, how each version fares, what goes wrong. Prints how often a candidate was\n"
     "promoted or rolled back, what users were served, and how the weights went. The same seed\n"
     "gives the same runs.\n",
     "Exit 0 if all that the scenarios expect is met, 1 if anything is missed, 3 if there are not\n"
     "enough runs to tell.\n",
     {{'f', REPEATS, NULL, NULL},
      {'s', REPEATS, NULL, NULL},
      {'r', ONCE, NULL, NULL},
      {'g', ONCE, "S", "names a series of runs (default 0)\n"},
      {'o', ONCE, "table|json|html", "the format (default table)\n"},
      {'N', ONCE, NULL, NULL},
      {'x', ONCE, NULL, NULL},
      {'X', ONCE, NULL, NULL},
      {'J', ONCE, NULL, NULL},
      {'Z', ONCE, NULL, NULL},
      {'D', ONCE, NULL, NULL}}},
    {"report",
     command_report,
     NULL,
     "make an HTML page with charts",
     "Makes one HTML page with charts and tables that loads nothing else: of a decision log (run\n"
     "--log) all iterations and events, of an Experiment its last iteration, of Tallies (simulate\n"
     "-o json) outcomes, weights and costs.\n",
     NULL,
     {{'f', REQUIRED, NULL, NULL},
      {'o', ONCE, "FILE.html", "the page, instead of standard output\n"},
      {'D', ONCE, NULL, NULL}}},
    {"replay",
     command_replay,
     "LOG|-",
     "decide a decision log again and compare",
     "Takes the inputs that run --log has recorded, decides again, and compares byte by byte. "
     "Says\n"
     "how many steps are identical, or the first difference: its line, step and member, what was\n"
     "recorded and what is decided now.\n",
     "Exit 0 if all is identical, 1 if there is a difference or the file is no whole log.\n",
     {{'v', ONCE, NULL, NULL}}},
    {"completion",
     command_completion,
     "bash|zsh|fish",
     "print the completion of a shell",
     "Prints a script by which a shell completes commands, options and file names. For bash:\n"
     "    . <(iter8ctl completion bash)\n",
     NULL,
     {{0, ONCE, NULL, NULL}}},
    {"version",
     command_version,
     "",
     "show the version",
     "Prints the version of iter8ctl.\n",
     NULL,
     {{0, ONCE, NULL, NULL}}},
};

const struct command *command_at(size_t index)
{
    return index < sizeof command_rows / sizeof command_rows[0] ? &command_rows[index] : NULL;
}

const struct option_row *option_at(size_t index)
{
    return index < sizeof option_rows / sizeof option_rows[0] ? &option_rows[index] : NULL;
}

const struct command *command_named(const char *name)
{
    const struct command *one;
    for (size_t i = 0; (one = command_at(i)) != NULL; i++) {
        if (strcmp(one->name, name) == 0) return one;
    }
    return NULL;
}

const struct option_row *option_of(char letter)
{
    const struct option_row *one;
    for (size_t i = 0; (one = option_at(i)) != NULL; i++) {
        if (one->letter == letter) return one;
    }
    return NULL;
}

const struct option_use *option_use_of(const struct command *command, char letter)
{
    for (const struct option_use *use = command->uses; use->letter != 0; use++) {
        if (use->letter == letter) return use;
    }
    return NULL;
}

const char *option_value(const struct option_use *use)
{
    return use->value != NULL ? use->value : option_of(use->letter)->value;
}

const char *option_words(const struct option_use *use)
{
    if (use->value != NULL && strchr(use->value, '|') != NULL) return use->value;
    return option_of(use->letter)->words;
}
