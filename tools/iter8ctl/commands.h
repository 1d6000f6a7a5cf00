/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * commands.h - the commands and options of iter8ctl as tables.
 *
 * Each stands once, in commands.c: what is parsed, the help texts, and the completion of shells are
 * made from these tables, and a test compares the manual page with them.
 */
#ifndef ITER8CTL_COMMANDS_H
#define ITER8CTL_COMMANDS_H

#include "iter8ctl.h"

/* What an option takes, so that a shell can complete it. */
enum takes { TAKES_NOTHING, TAKES_FILE, TAKES_FOLDER, TAKES_WORD, TAKES_TEXT };

/* An option as all commands have it. */
struct option_row {
    char letter;   /* by which it is known inside; typed as -X where it is short */
    char is_short; /* 1: there is a short form */
    enum takes takes;
    const char *name;  /* without the two dashes */
    const char *value; /* how the value is called in help texts; NULL: it takes none */
    const char *words; /* to choose from, separated by '|'; NULL: any */
    const char *help;  /* lines that end in newlines; the second and further ones are indented */
};

enum use_count { ONCE, REQUIRED, REPEATS };

/* An option as one command has it. */
struct option_use {
    char letter; /* 0 ends a list */
    enum use_count count;
    const char *value; /* instead of the row's; words to choose from are separated by '|' */
    const char *help;  /* instead of the row's, NULL: the row's */
};

enum { MAX_USES = 20 };

struct command {
    const char *name;
    int (*run)(const struct arguments *arguments);
    const char *operand; /* what stands behind the options, such as "LOG|-"; NULL: nothing */
    const char *summary; /* one line of the overview */
    const char *about;   /* what it does; lines that end in newlines */
    const char *exits;   /* what its exit codes mean, where that is not plain; or NULL */
    struct option_use uses[MAX_USES];
};

/* The tables; NULL past the end. */
const struct command *command_at(size_t index);
const struct option_row *option_at(size_t index);

/* By name, or by letter; NULL where there is none. */
const struct command *command_named(const char *name);
const struct option_row *option_of(char letter);
/* How a command uses an option; NULL where it does not take it. */
const struct option_use *option_use_of(const struct command *command, char letter);
/* How the value of an option is called by a command; NULL: it takes none. */
const char *option_value(const struct option_use *use);
/* The words to choose a value from, separated by '|'; NULL: any value. */
const char *option_words(const struct option_use *use);

/* help.c */
void print_overview(FILE *to);
void print_help(const struct command *command);

/* suggest.c: the name in a list that a misspelt one may be meant for; NULL where none is near. */
typedef const char *name_at(size_t index, const void *user_data);
const char *suggest(const char *wrong, name_at *at, const void *user_data);

/* options.c: fills in the arguments of a command; an exit code, or -1 after --help. */
int parse_arguments(const struct command *command, int argc, char **argv,
                    struct arguments *arguments);

#endif
