/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Help texts, made from the tables of commands and options. */
#include "commands.h"

#include <string.h>

enum { WIDTH = 80, HELP_COLUMN = 21, PART_BYTES = 120 };

void print_overview(FILE *to)
{
    const struct command *command;
    fputs("usage: iter8ctl COMMAND [OPTION]...\n\n", to);
    for (size_t i = 0; (command = command_at(i)) != NULL; i++)
        fprintf(to, "  %-10s %s\n", command->name, command->summary);
    fputs("\n  -f FILE repeats, a file may hold several documents, and - is standard input.\n"
          "  --defaults FILE holds what experiments leave open, annotations and strength.\n"
          "  iter8ctl help COMMAND tells more. Exit codes: 0 done, 1 the answer is no,\n"
          "  2 wrong usage, 3 failure.\n",
          to);
}

/* An option as it is typed, such as "-f FILE" or "--seed N". */
static void spell(const struct option_use *use, char *text)
{
    const struct option_row *row = option_of(use->letter);
    const char *value = option_value(use);
    char letter[2] = {row->letter, '\0'};
    (void)snprintf(text, PART_BYTES, "%s%s%s%s", row->is_short ? "-" : "--",
                   row->is_short ? letter : row->name, value != NULL ? " " : "",
                   value != NULL ? value : "");
}

/* Prints a part of the usage, on a new line where it would be too wide. */
static void print_part(const char *part, size_t indent, size_t *column)
{
    if (*column + 1 + strlen(part) > WIDTH) {
        printf("\n%*s", (int)indent, "");
        *column = indent;
    }
    printf(" %s", part);
    *column += 1 + strlen(part);
}

static void print_usage(const struct command *command)
{
    size_t indent = (size_t)printf("usage: iter8ctl %s", command->name);
    size_t column = indent;
    static const char *const ends[] = {[ONCE] = "]", [REQUIRED] = "", [REPEATS] = "..."};
    char option[PART_BYTES], part[PART_BYTES + 8];
    for (const struct option_use *use = command->uses; use->letter != 0; use++) {
        spell(use, option);
        (void)snprintf(part, sizeof part, "%s%s%s", use->count == ONCE ? "[" : "", option,
                       ends[use->count]);
        print_part(part, indent, &column);
    }
    if (command->operand != NULL && *command->operand != '\0')
        print_part(command->operand, indent, &column);
    putchar('\n');
}

/* The first line stands beside the option, where that leaves room. */
static void print_option(const struct option_use *use)
{
    char option[PART_BYTES];
    const char *help = use->help != NULL ? use->help : option_of(use->letter)->help;
    spell(use, option);
    if (strlen(option) + 3 > HELP_COLUMN)
        printf("  %s\n%*s", option, HELP_COLUMN, "");
    else
        printf("  %-*s", HELP_COLUMN - 2, option);
    for (const char *line = help; *line != '\0'; line += strcspn(line, "\n") + 1) {
        if (line != help) printf("%*s", HELP_COLUMN, "");
        printf("%.*s\n", (int)strcspn(line, "\n"), line);
    }
}

void print_help(const struct command *command)
{
    print_usage(command);
    printf("\n%s", command->about);
    if (command->uses[0].letter != 0) putchar('\n');
    for (const struct option_use *use = command->uses; use->letter != 0; use++)
        print_option(use);
    if (command->exits != NULL) printf("\n%s", command->exits);
}
