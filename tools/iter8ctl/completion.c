/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Scripts by which bash, zsh and fish complete command lines, made from the tables. */
#include "commands.h"

#include <string.h>

/* Prints words that are separated by '|' with another separator. */
static void print_words(const char *words, char separator)
{
    for (; *words != '\0'; words++)
        putchar(*words == '|' ? separator : *words);
}

/* The first line of a help text, without what a shell would take for its own. */
static void print_summary(const char *text)
{
    for (; *text != '\0' && *text != '\n'; text++)
        putchar(strchr("'[]:\\`$\"", *text) != NULL ? ' ' : *text);
}

static const char *help_of(const struct option_use *use)
{
    return use->help != NULL ? use->help : option_of(use->letter)->help;
}

static void print_command_names(void)
{
    const struct command *command;
    for (size_t i = 0; (command = command_at(i)) != NULL; i++)
        printf("%s ", command->name);
    fputs("help", stdout);
}

/* What a command's options are, and after which of them which words or files follow. */
static void print_bash_command(const struct command *command)
{
    printf("    %s)\n        case $before in\n", command->name);
    for (const struct option_use *use = command->uses; use->letter != 0; use++) {
        const struct option_row *row = option_of(use->letter);
        const char *words = option_words(use);
        if (option_value(use) == NULL) continue;
        printf("        --%s", row->name);
        if (row->is_short) printf("|-%c", row->letter);
        fputs(") ", stdout);
        if (words != NULL) {
            fputs("words='", stdout);
            print_words(words, ' ');
            fputs("' ;;\n", stdout);
        } else {
            printf("%s ;;\n", row->takes == TAKES_FILE     ? "files=-f"
                              : row->takes == TAKES_FOLDER ? "files=-d"
                                                           : "return");
        }
    }
    fputs("        *) words='", stdout);
    for (const struct option_use *use = command->uses; use->letter != 0; use++)
        printf("--%s ", option_of(use->letter)->name);
    fputs("--help", stdout);
    if (command->operand != NULL && strchr(command->operand, '|') != NULL) putchar(' ');
    if (command->operand != NULL && strcmp(command->operand, "LOG|-") != 0)
        print_words(command->operand, ' ');
    fputs("' ;;\n        esac ;;\n", stdout);
}

static void print_bash(void)
{
    const struct command *command;
    puts("# Completion of iter8ctl for bash; made by: iter8ctl completion bash\n"
         "_iter8ctl() {\n"
         "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
         "    local words= files=\n"
         "    COMPREPLY=()\n"
         "    if [ \"$COMP_CWORD\" -eq 1 ] || [ \"${COMP_WORDS[1]}\" = help ]; then");
    fputs("        COMPREPLY=($(compgen -W '", stdout);
    print_command_names();
    puts("' -- \"$word\"))\n"
         "        return\n"
         "    fi\n"
         "    case ${COMP_WORDS[1]} in");
    for (size_t i = 0; (command = command_at(i)) != NULL; i++)
        print_bash_command(command);
    puts("    esac\n"
         "    if [ \"${COMP_WORDS[1]}\" = replay ] && [ \"${word#-}\" = \"$word\" ]; then "
         "files=-f; fi\n"
         "    if [ -n \"$files\" ]; then\n"
         "        compopt -o filenames 2>/dev/null\n"
         "        COMPREPLY=($(compgen $files -- \"$word\"))\n"
         "    else\n"
         "        COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
         "    fi\n"
         "}\n"
         "complete -F _iter8ctl iter8ctl");
}

static void print_zsh_value(const struct option_use *use)
{
    const struct option_row *row = option_of(use->letter);
    const char *words = option_words(use);
    if (option_value(use) == NULL) return;
    printf(":%s:", row->name);
    if (words != NULL) {
        putchar('(');
        print_words(words, ' ');
        putchar(')');
    } else if (row->takes == TAKES_FILE || row->takes == TAKES_FOLDER) {
        fputs(row->takes == TAKES_FILE ? "_files" : "_files -/", stdout);
    } else {
        putchar(' ');
    }
}

static void print_zsh_option(const struct option_use *use)
{
    const struct option_row *row = option_of(use->letter);
    const char *star = use->count == REPEATS ? "*" : "";
    printf(" \\\n            '%s--%s[", star, row->name);
    print_summary(help_of(use));
    putchar(']');
    print_zsh_value(use);
    putchar('\'');
    if (!row->is_short) return;
    printf(" \\\n            '%s-%c[", star, row->letter);
    print_summary(help_of(use));
    putchar(']');
    print_zsh_value(use);
    putchar('\'');
}

static void print_zsh_operand(const char *operand)
{
    if (operand == NULL || *operand == '\0') return;
    if (strcmp(operand, "LOG|-") == 0) {
        fputs(" \\\n            ':log:_files'", stdout);
        return;
    }
    fputs(" \\\n            ':word:(", stdout);
    print_words(operand, ' ');
    fputs(")'", stdout);
}

static void print_zsh(void)
{
    const struct command *command;
    puts("#compdef iter8ctl\n"
         "# Completion of iter8ctl for zsh; made by: iter8ctl completion zsh\n"
         "_iter8ctl() {\n"
         "    if (( CURRENT == 2 )) || [[ $words[2] == help ]]; then\n"
         "        local -a commands=(");
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        printf("            '%s:", command->name);
        print_summary(command->summary);
        puts("'");
    }
    puts("            'help:tell more of a command'\n"
         "        )\n"
         "        _describe command commands\n"
         "        return\n"
         "    fi\n"
         "    local command=$words[2]\n"
         "    shift words\n"
         "    (( CURRENT-- ))\n"
         "    case $command in");
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        printf("    %s)\n        _arguments '--help[show a help text]'", command->name);
        for (const struct option_use *use = command->uses; use->letter != 0; use++)
            print_zsh_option(use);
        print_zsh_operand(command->operand);
        puts(" ;;");
    }
    puts("    esac\n"
         "}\n"
         "if [[ $funcstack[1] == _iter8ctl ]]; then _iter8ctl \"$@\"; else compdef _iter8ctl "
         "iter8ctl; fi");
}

static void print_fish_option(const struct command *command, const struct option_use *use)
{
    const struct option_row *row = option_of(use->letter);
    const char *words = option_words(use);
    printf("complete -c iter8ctl -n '__fish_seen_subcommand_from %s' -l %s", command->name,
           row->name);
    if (row->is_short) printf(" -s %c", row->letter);
    if (words != NULL) {
        fputs(" -x -a '", stdout);
        print_words(words, ' ');
        putchar('\'');
    } else if (option_value(use) != NULL) {
        fputs(row->takes == TAKES_FILE     ? " -r -F"
              : row->takes == TAKES_FOLDER ? " -x -a '(__fish_complete_directories)'"
                                           : " -x",
              stdout);
    }
    fputs(" -d '", stdout);
    print_summary(help_of(use));
    puts("'");
}

static void print_fish_operand(const struct command *command)
{
    if (command->operand == NULL || *command->operand == '\0') return;
    printf("complete -c iter8ctl -n '__fish_seen_subcommand_from %s' ", command->name);
    if (strcmp(command->operand, "LOG|-") == 0) {
        puts("-F");
        return;
    }
    fputs("-a '", stdout);
    print_words(command->operand, ' ');
    puts("'");
}

static void print_fish(void)
{
    const struct command *command;
    puts("# Completion of iter8ctl for fish; made by: iter8ctl completion fish\n"
         "complete -c iter8ctl -f\n"
         "complete -c iter8ctl -n __fish_use_subcommand -a help -d 'tell more of a command'");
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        printf("complete -c iter8ctl -n __fish_use_subcommand -a %s -d '", command->name);
        print_summary(command->summary);
        puts("'");
        for (const struct option_use *use = command->uses; use->letter != 0; use++)
            print_fish_option(command, use);
        print_fish_operand(command);
    }
}

int command_completion(const struct arguments *arguments)
{
    static const struct {
        const char *shell;
        void (*print)(void);
    } shells[] = {{"bash", print_bash}, {"zsh", print_zsh}, {"fish", print_fish}};
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++) {
        if (strcmp(arguments->operand, shells[i].shell) != 0) continue;
        shells[i].print();
        return EXIT_DONE;
    }
    complain("completion is for bash, zsh or fish, not '%s'", arguments->operand);
    return EXIT_USAGE;
}
