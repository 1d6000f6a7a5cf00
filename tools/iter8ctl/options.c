/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* From the words of the command line to struct arguments. */
#include "commands.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_ROWS = 64 };

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

static int take_option(char letter, char *value, struct arguments *arguments)
{
    switch (letter) {
    case 'f': return append(arguments->files, &arguments->file_count, MAX_FILES, value);
    case 'c':
        return append(arguments->conditions, &arguments->condition_count, MAX_CONDITIONS, value);
    case 'o': arguments->output = value; return EXIT_DONE;
    case 'D': arguments->defaults = value; return EXIT_DONE;
    case 'p': arguments->prometheus = value; return EXIT_DONE;
    case 'a': arguments->haproxy = value; return EXIT_DONE;
    case 'K': arguments->kubeconfig = value; return EXIT_DONE;
    case 'H': arguments->holder = value; return EXIT_DONE;
    case 'W': arguments->write_routes = 1; return EXIT_DONE;
    case 'T': arguments->render = value; return EXIT_DONE;
    case 'R': arguments->reload = value; return EXIT_DONE;
    case 'g': return parse_number("--seed", value, UINT64_MAX, &arguments->seed);
    case 's': return append(arguments->scenarios, &arguments->scenario_count, MAX_FILES, value);
    case 'r': return parse_number("--runs", value, UINT64_MAX, &arguments->runs);
    case 'N': return parse_number("--first", value, INT64_MAX, &arguments->first);
    case 'X': arguments->compare = value; return EXIT_DONE;
    case 'J': arguments->junit = value; return EXIT_DONE;
    case 'L': arguments->log = value; return EXIT_DONE;
    case 'Z': arguments->strict = 1; return EXIT_DONE;
    case 'v': arguments->verbose = 1; return EXIT_DONE;
    case 'x':
        arguments->explains = 1;
        return parse_number("--explain", value, INT64_MAX, &arguments->explain);
    case 'e': return parse_elapsed(value, &arguments->elapsed_s);
    case 'S': arguments->secrets_dir = value; return EXIT_DONE;
    case 'E': arguments->secrets_env = value; return EXIT_DONE;
    case 'C': arguments->ca_file = value; return EXIT_DONE;
    default: arguments->virtual_time = 1; return EXIT_DONE;
    }
}

/* All options, as getopt wants them: one that belongs to another command is told from one that
 * there is not. */
static void list_options(struct option *long_options, char *short_options)
{
    const struct option_row *row;
    size_t i = 0;
    *short_options++ = ':';
    for (; i < MAX_ROWS - 1 && (row = option_at(i)) != NULL; i++) {
        long_options[i] = (struct option){
            row->name, row->value != NULL ? required_argument : no_argument, NULL, row->letter};
        if (!row->is_short) continue;
        *short_options++ = row->letter;
        if (row->value != NULL) *short_options++ = ':';
    }
    long_options[i] = (struct option){NULL, 0, NULL, 0};
    *short_options = '\0';
}

static const char *option_name_at(size_t index, const void *user_data)
{
    const struct command *command = user_data;
    if (index == MAX_USES || command->uses[index].letter == 0) return NULL;
    return option_of(command->uses[index].letter)->name;
}

static int complain_of_unknown(const struct command *command, const char *word)
{
    char name[64] = "";
    if (strncmp(word, "--", 2) == 0 && strcspn(word + 2, "=") < sizeof name)
        memcpy(name, word + 2, strcspn(word + 2, "="));
    const char *near = *name != '\0' ? suggest(name, option_name_at, command) : NULL;
    if (near != NULL)
        complain("unknown option: %s (did you mean --%s?)", word, near);
    else
        complain("unknown option: %s", word);
    return EXIT_USAGE;
}

/* What getopt could not make an option of. */
static int complain_of_option(const struct command *command, int found, const char *word)
{
    if (found == '?') return complain_of_unknown(command, word);
    complain("an option lacks its value: %s", word);
    return EXIT_USAGE;
}

static int complain_of_foreign(const struct command *command)
{
    complain("%s does not take this option; see iter8ctl %s --help", command->name, command->name);
    return EXIT_USAGE;
}

static int parse_options(const struct command *command, int argc, char **argv,
                         struct arguments *arguments)
{
    struct option long_options[MAX_ROWS];
    char short_options[2 * MAX_ROWS + 2];
    int found;
    list_options(long_options, short_options);
    opterr = 0;
    while ((found = getopt_long(argc, argv, short_options, long_options, NULL)) != -1) {
        if (found == 'h') {
            print_help(command);
            return -1;
        }
        if (found == '?' || found == ':')
            return complain_of_option(command, found, argv[optind - 1]);
        if (option_use_of(command, (char)found) == NULL) return complain_of_foreign(command);
        int rc = take_option((char)found, optarg, arguments);
        if (rc != EXIT_DONE) return rc;
    }
    return EXIT_DONE;
}

/* What stands behind the options. */
static int take_operand(const struct command *command, int argc, char **argv,
                        struct arguments *arguments)
{
    if (optind == argc && *command->operand == '\0') return EXIT_DONE;
    if (optind + 1 == argc && *command->operand != '\0') {
        arguments->operand = argv[optind];
        return EXIT_DONE;
    }
    if (*command->operand == '\0')
        complain("%s takes no arguments", command->name);
    else
        complain("%s takes one %s; see iter8ctl %s --help", command->name, command->operand,
                 command->name);
    return EXIT_USAGE;
}

static int check_files(const struct command *command, int argc, const struct arguments *arguments)
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

int parse_arguments(const struct command *command, int argc, char **argv,
                    struct arguments *arguments)
{
    int rc = parse_options(command, argc, argv, arguments);
    if (rc != EXIT_DONE) return rc;
    return command->operand != NULL ? take_operand(command, argc, argv, arguments)
                                    : check_files(command, argc, arguments);
}
