/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "commands.h"
#include "outputs.h"
#include "simulate.h"

#include <string.h>

int command_version(const struct arguments *arguments)
{
    (void)arguments;
    printf("iter8ctl %s\n", iter8_version());
    return EXIT_DONE;
}

static int run_command(const struct command *command, int argc, char **argv)
{
    struct arguments arguments = {.runs = DEFAULT_RUNS};
    int rc = parse_arguments(command, argc, argv, &arguments);
    if (rc == EXIT_DONE) return command->run(&arguments);
    return rc < 0 ? EXIT_DONE : rc;
}

static const char *command_name_at(size_t index, const void *user_data)
{
    const struct command *command = command_at(index);
    (void)user_data;
    return command != NULL ? command->name : NULL;
}

/* The command of that name; complains where there is none. */
static const struct command *find_command(const char *name)
{
    const struct command *command = command_named(name);
    if (command != NULL) return command;
    const char *near = suggest(name, command_name_at, NULL);
    if (near != NULL)
        complain("unknown command '%s' (did you mean %s?)", name, near);
    else
        complain("unknown command '%s'", name);
    return NULL;
}

/* iter8ctl help [COMMAND] */
static int help(int argc, char **argv)
{
    if (argc < 3) {
        print_overview(stdout);
        return EXIT_DONE;
    }
    const struct command *command = find_command(argv[2]);
    if (command == NULL) return EXIT_USAGE;
    print_help(command);
    return EXIT_DONE;
}

static int is_one_of(const char *word, const char *a, const char *b)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

static int dispatch(int argc, char **argv)
{
    if (argc < 2) {
        print_overview(stderr);
        return EXIT_USAGE;
    }
    const char *name = argv[1];
    if (is_one_of(name, "--version", "-V")) return command_version(NULL);
    if (is_one_of(name, "--help", "-h") || strcmp(name, "help") == 0) return help(argc, argv);
    const struct command *command = find_command(name);
    if (command != NULL) return run_command(command, argc - 1, argv + 1);
    fputs("iter8ctl help lists the commands.\n", stderr);
    return EXIT_USAGE;
}

int main(int argc, char **argv)
{
    outputs_guard();
    int rc = dispatch(argc, argv);
    int printed = fflush(stdout) == 0 && !ferror(stdout);
    if (printed || rc != EXIT_DONE) return rc;
    complain("standard output cannot be written");
    return EXIT_TROUBLE;
}
