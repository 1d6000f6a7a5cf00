/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "simulate.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct command {
    const char *name;
    int (*run)(const struct arguments *arguments);
    const char *options; /* the letters it takes; '@': a LOG instead of files */
    const char *summary;
    const char *help;
};

/* The options of who asks servers for metrics. */
#define SOURCE_HELP                                                                                \
    "  --prometheus URL   where metrics of provider prometheus are asked, such as\n"               \
    "                     http://127.0.0.1:9090\n"                                                 \
    "  --secrets-dir DIR  where secrets of metrics are looked up: DIR/[NAMESPACE/]NAME/KEY; "      \
    "Secret\n"                                                                                     \
    "                     documents among the files come first\n"                                  \
    "  --secrets-env PREFIX\n"                                                                     \
    "                     and in the variables PREFIX_[NAMESPACE_]NAME_KEY, in capitals\n"         \
    "  --ca-file FILE     certificates to trust instead of those of the system\n"

static const struct command commands[] = {
    {"validate", command_validate, "fD", "check experiments, metrics and routes",
     "usage: iter8ctl validate -f FILE...\n\n"
     "Checks every document of the files: Experiments, Metrics, Scenarios, and the routing "
     "objects\n"
     "that the experiments' weightObjRef point into. All problems are printed at once, each as\n"
     "FILE:LINE:COL: path: message. Exit 0 if there is none, 1 if there is one.\n"},
    {"analyze", command_analyze, "foD", "decide on the numbers in an experiment's status",
     "usage: iter8ctl analyze -f FILE|- [-o json|yaml]\n\n"
     "Takes an Experiment whose status.analysis.aggregatedMetrics is filled and prints its\n"
     "Analysis: aggregatedMetrics, versionAssessments, winnerAssessment and weights.\n"},
    {"describe", command_describe, "fD", "show an experiment to people",
     "usage: iter8ctl describe -f FILE|-\n\n"
     "Prints an overview of an experiment, its progress, and once an iteration is complete its\n"
     "winner, what held the weights, the closest other result, rewards, objectives and metrics.\n"},
    {"assert", command_assert, "fc", "test what became of an experiment",
     "usage: iter8ctl assert -f FILE|- -c CONDITION...\n\n"
     "Exit 0 if all conditions hold, 1 if one does not. Conditions: completed, winnerFound,\n"
     "candidateWon, baselineWon, noWinner, failed, rolledBack; also several, separated by commas.\n"
     "A candidate has won if it is recommended: not after a rollback.\n"},
    {"query", command_query, "fopDSECeg", "ask each metric once and show what comes of it",
     "usage: iter8ctl query -f FILE... [--prometheus URL] [--secrets-dir DIR]\n"
     "                      [--secrets-env PREFIX] [--ca-file FILE] [--elapsed SECONDS]\n"
     "                      [--seed N] [-o text|json]\n\n"
     "Takes an Experiment and its Metrics, asks each metric for each version, and prints the\n"
     "rendered request, the beginning of the answer, the jq expression, and the number or why\n"
     "there is none. Nothing is decided and no traffic moved. Secrets are shown as "
     "***.\n\n" SOURCE_HELP "  --elapsed SECONDS  what elapsedTime is; otherwise the time since "
     "the experiment's start, or\n"
     "                     its planned duration if it has not started\n"
     "  --seed N           seed of the mock metrics (default 0)\n\n"
     "Exit 0 if every value is there, 1 if one is missing.\n"},
    {"report", command_report, "foD", "make an HTML page with charts",
     "usage: iter8ctl report -f FILE|- [-o FILE.html]\n\n"
     "Makes one HTML page with charts and tables that loads nothing else: of a decision log (run\n"
     "--log) all iterations and events, of an Experiment its last iteration, of Tallies (simulate\n"
     "-o json) outcomes, weights and costs. Without -o it goes to standard output.\n"},
    {"run", command_run, "foVpagDKWTRSECL", "run an experiment to its end",
     "usage: iter8ctl run -f FILE... [--virtual-time] [--prometheus URL] [--haproxy SOCKET]\n"
     "                    [--kubeconfig FILE] [--write-routes] [--render TEMPLATE=FILE]\n"
     "                    [--reload COMMAND] [--secrets-dir DIR] [--secrets-env PREFIX]\n"
     "                    [--ca-file FILE] [--seed N] [--log FILE] [-o FILE]\n\n"
     "Runs the Experiment of the files. Further documents are its Metrics and the routing objects\n"
     "whose weights are read and written, in memory unless an option says where. Prints a line\n"
     "per iteration, and one for each task of its actions that is due, with its script or\n"
     "inputs: tasks are not run.\n\n"
     "  -o FILE            keep the experiment with its status in FILE, rewritten at every step;\n"
     "                     run -f FILE goes on from there\n"
     "  --virtual-time     do not wait: time is made up; needs metrics with mock "
     "values\n" SOURCE_HELP
     "  --haproxy SOCKET   set the weights of HAProxy's servers through its runtime API; the\n"
     "                     servers are named as the versions\n"
     "  --kubeconfig FILE  read and patch the routing objects through the API server of FILE's\n"
     "                     current context\n"
     "  --write-routes     write weights into the files of the routing objects\n"
     "  --render TEMPLATE=FILE\n"
     "                     write FILE from TEMPLATE, in which ${VERSION} is a weight\n"
     "  --reload COMMAND   for a shell, after --write-routes or --render have written\n"
     "  --seed N           seed of the mock metrics (default 0)\n"
     "  --log FILE         append the decision log: all inputs and decisions, one line a step\n\n"
     "Exit 0 when the experiment is completed, 1 when it failed.\n"},
    {"simulate", command_simulate, "fgsrNXJDox", "try a policy on many made-up rollouts",
     "usage: iter8ctl simulate -f FILE... -s SCENARIO... [--runs N] [--seed S]\n"
     "                         [-o table|json|html] [--first N] [--explain RUN]\n"
     "                         [--compare FILE] [--junit FILE]\n\n"
     "Runs the Experiment of the files many times on a virtual clock, under each Scenario: what\n"
     "traffic there is, how each version fares, what goes wrong. Prints how often a candidate was\n"
     "promoted or rolled back, what users were served, and how the weights went. The same seed\n"
     "gives the same runs.\n\n"
     "  -s SCENARIO        a file of Scenarios; repeats\n"
     "  --runs N           how many runs (default 1000)\n"
     "  --seed S           names a series of runs (default 0)\n"
     "  --first N          the number of the first run (default 0): parts of a series can be made\n"
     "                     elsewhere\n"
     "  --explain RUN      make this run alone and tell it step by step; with -o json its "
     "decision\n"
     "                     log, for iter8ctl replay and report\n"
     "  --compare FILE     run another Experiment on the same chances, and show the difference;\n"
     "                     without Metrics of its own it has those of -f\n"
     "  --junit FILE       write what the scenarios expect, and whether it is so, as JUnit XML\n\n"
     "Exit 0 if all that the scenarios expect is met, 1 if anything is missed, 3 if there are not\n"
     "enough runs to tell.\n"},
    {"replay", command_replay, "@v", "decide a decision log again and compare",
     "usage: iter8ctl replay [--verbose] LOG|-\n\n"
     "Takes the inputs that run --log has recorded, decides again, and compares byte by byte. "
     "Says\n"
     "how many steps are identical, or the first difference: its line, step and member, what was\n"
     "recorded and what is decided now.\n\n"
     "  --verbose          first tell in words what the log says\n\n"
     "Exit 0 if all is identical, 1 if there is a difference or the file is no whole log.\n"},
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void print_overview(FILE *to)
{
    fputs("usage: iter8ctl COMMAND [OPTION]...\n\n", to);
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].summary);
    fputs("\n  -f FILE repeats, a file may hold several documents, and - is standard input.\n"
          "  --defaults FILE holds what experiments leave open, annotations and strength, for all\n"
          "  commands but assert and replay.\n"
          "  iter8ctl COMMAND --help tells more. Exit codes: 0 done, 1 the answer is no,\n"
          "  2 wrong usage, 3 failure.\n",
          to);
}

static const struct option long_options[] = {{"file", required_argument, NULL, 'f'},
                                             {"condition", required_argument, NULL, 'c'},
                                             {"output", required_argument, NULL, 'o'},
                                             {"virtual-time", no_argument, NULL, 'V'},
                                             {"prometheus", required_argument, NULL, 'p'},
                                             {"haproxy", required_argument, NULL, 'a'},
                                             {"kubeconfig", required_argument, NULL, 'K'},
                                             {"write-routes", no_argument, NULL, 'W'},
                                             {"render", required_argument, NULL, 'T'},
                                             {"reload", required_argument, NULL, 'R'},
                                             {"seed", required_argument, NULL, 'g'},
                                             {"secrets-dir", required_argument, NULL, 'S'},
                                             {"secrets-env", required_argument, NULL, 'E'},
                                             {"ca-file", required_argument, NULL, 'C'},
                                             {"elapsed", required_argument, NULL, 'e'},
                                             {"log", required_argument, NULL, 'L'},
                                             {"verbose", no_argument, NULL, 'v'},
                                             {"explain", required_argument, NULL, 'x'},
                                             {"defaults", required_argument, NULL, 'D'},
                                             {"scenario", required_argument, NULL, 's'},
                                             {"runs", required_argument, NULL, 'r'},
                                             {"first", required_argument, NULL, 'N'},
                                             {"compare", required_argument, NULL, 'X'},
                                             {"junit", required_argument, NULL, 'J'},
                                             {"help", no_argument, NULL, 'h'},
                                             {NULL, 0, NULL, 0}};

static int parse_number(const char *option, const char *text, uint64_t most, uint64_t *out)
{
    char *end;
    errno = 0;
    *out = strtoull(text, &end, 10);
    if (errno == 0 && *end == '\0' && *text >= '0' && *text <= '9' && *out <= most)
        return EXIT_DONE;
    complain("%s takes a whole number, not '%s'", option, text);
    return EXIT_USAGE;
}

static int parse_elapsed(const char *text, int64_t *out)
{
    uint64_t seconds = 0;
    int rc = parse_number("--elapsed", text, INT32_MAX, &seconds);
    *out = (int64_t)seconds;
    return rc;
}

static int append(const char **list, size_t *count, size_t capacity, const char *value)
{
    if (*count == capacity) {
        complain("too many options of one kind: at most %zu", capacity);
        return EXIT_USAGE;
    }
    list[(*count)++] = value;
    return EXIT_DONE;
}

static int take_option(const struct command *command, int option, struct arguments *arguments)
{
    if (strchr(command->options, option) == NULL) {
        complain("%s does not take this option; see iter8ctl %s --help", command->name,
                 command->name);
        return EXIT_USAGE;
    }
    switch (option) {
    case 'f': return append(arguments->files, &arguments->file_count, MAX_FILES, optarg);
    case 'c':
        return append(arguments->conditions, &arguments->condition_count, MAX_CONDITIONS, optarg);
    case 'o': arguments->output = optarg; return EXIT_DONE;
    case 'D': arguments->defaults = optarg; return EXIT_DONE;
    case 'p': arguments->prometheus = optarg; return EXIT_DONE;
    case 'a': arguments->haproxy = optarg; return EXIT_DONE;
    case 'K': arguments->kubeconfig = optarg; return EXIT_DONE;
    case 'W': arguments->write_routes = 1; return EXIT_DONE;
    case 'T': arguments->render = optarg; return EXIT_DONE;
    case 'R': arguments->reload = optarg; return EXIT_DONE;
    case 'g': return parse_number("--seed", optarg, UINT64_MAX, &arguments->seed);
    case 's': return append(arguments->scenarios, &arguments->scenario_count, MAX_FILES, optarg);
    case 'r': return parse_number("--runs", optarg, UINT64_MAX, &arguments->runs);
    case 'N': return parse_number("--first", optarg, INT64_MAX, &arguments->first);
    case 'X': arguments->compare = optarg; return EXIT_DONE;
    case 'J': arguments->junit = optarg; return EXIT_DONE;
    case 'L': arguments->log = optarg; return EXIT_DONE;
    case 'v': arguments->verbose = 1; return EXIT_DONE;
    case 'x':
        arguments->explains = 1;
        return parse_number("--explain", optarg, INT64_MAX, &arguments->explain);
    case 'e': return parse_elapsed(optarg, &arguments->elapsed_s);
    case 'S': arguments->secrets_dir = optarg; return EXIT_DONE;
    case 'E': arguments->secrets_env = optarg; return EXIT_DONE;
    case 'C': arguments->ca_file = optarg; return EXIT_DONE;
    default: arguments->virtual_time = 1; return EXIT_DONE;
    }
}

/* A log stands behind the options. */
static int take_log(const struct command *command, int argc, char **argv,
                    struct arguments *arguments)
{
    if (optind + 1 == argc) {
        arguments->log = argv[optind];
        return EXIT_DONE;
    }
    complain("%s takes one LOG; see iter8ctl %s --help", command->name, command->name);
    return EXIT_USAGE;
}

static int check_arguments(const struct command *command, const struct arguments *arguments,
                           int argc)
{
    if (optind < argc) {
        complain("what follows the options is not understood; files are given with -f");
        return EXIT_USAGE;
    }
    if (arguments->file_count == 0) {
        complain("%s needs -f FILE; see iter8ctl %s --help", command->name, command->name);
        return EXIT_USAGE;
    }
    return EXIT_DONE;
}

static void print_help(const struct command *command)
{
    fputs(command->help, stdout);
    if (strchr(command->options, 'D') != NULL)
        fputs("\n--defaults FILE holds what experiments leave open: annotations and strength.\n",
              stdout);
}

static int run_command(const struct command *command, int argc, char **argv)
{
    struct arguments arguments = {.runs = DEFAULT_RUNS};
    int option;
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":f:c:o:s:h", long_options, NULL)) != -1) {
        if (option == 'h') {
            print_help(command);
            return EXIT_DONE;
        }
        if (option == '?' || option == ':') {
            complain(option == ':' ? "an option lacks its value: %s" : "unknown option: %s",
                     argv[optind - 1]);
            return EXIT_USAGE;
        }
        int rc = take_option(command, option, &arguments);
        if (rc != EXIT_DONE) return rc;
    }
    int rc = strchr(command->options, '@') != NULL ? take_log(command, argc, argv, &arguments)
                                                   : check_arguments(command, &arguments, argc);
    return rc == EXIT_DONE ? command->run(&arguments) : rc;
}

static int dispatch(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    if (strcmp(name, "--version") == 0) {
        printf("iter8ctl %s\n", iter8_version());
        return EXIT_DONE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        print_overview(stdout);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(name, commands[i].name) == 0)
            return run_command(&commands[i], argc - 1, argv + 1);
    }
    if (*name != '\0') complain("unknown command '%s'", name);
    print_overview(stderr);
    return EXIT_USAGE;
}

int main(int argc, char **argv)
{
    int rc = dispatch(argc, argv);
    int printed = fflush(stdout) == 0 && !ferror(stdout);
    if (printed || rc != EXIT_DONE) return rc;
    complain("standard output cannot be written");
    return EXIT_TROUBLE;
}
