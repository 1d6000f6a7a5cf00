/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * print.h - how iter8ctl prints: to people, and what the library writes.
 */
#ifndef ITER8CTL_PRINT_H
#define ITER8CTL_PRINT_H

#include <stddef.h>
#include <stdio.h>

/* shown.c: texts for people. Control characters in what is printed become escapes such as \n or
 * \u001b, so a name stays in its line and gives a terminal no commands. */

/* Prints a part of a line, or the rest of it; the format has no control characters of its own. */
__attribute__((format(printf, 2, 3))) void say(FILE *to, const char *format, ...);
__attribute__((format(printf, 2, 3))) void say_line(FILE *to, const char *format, ...);
/* Prints bytes that need not be text. */
void put_shown(const char *text, size_t length, FILE *to);
/* "iter8ctl: " and a message to standard error, on a line. */
__attribute__((format(printf, 1, 2))) void complain(const char *format, ...);
/* The number of a character, of this size, that is printed as an escape; -1 for any other. */
int control_code(const char *bytes, size_t size);
/* The bytes of the UTF-8 character at the start of a text, 0 where there is none. */
size_t character_size(const char *bytes, size_t length);

/* From here on a stream is coloured so, if it is a terminal that colours are wanted on. */
enum colour { PLAIN, BOLD, RED, GREEN, YELLOW, BLUE };
void paint(FILE *to, enum colour colour);

/* print.c: what the library writes */

/* Something that can be written into a buffer, as the library's write functions do. */
typedef int writer(const void *object, int format, char *buffer, size_t capacity, size_t *length);

/* The writer of experiments. */
int write_experiment(const void *experiment, int format, char *buffer, size_t capacity,
                     size_t *length);

/* Writes into memory from malloc, or returns NULL. */
char *write_text(writer *write, const void *object, int format);
/* Prints to standard output; an exit code. */
int print_text(writer *write, const void *object, int format);
/* The format that -o names: ITER8_FORMAT_YAML for NULL, 0 for an unknown one. */
int format_of(const char *name);

#endif
