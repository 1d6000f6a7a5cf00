/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Names and messages come from documents, servers and command lines, and may hold anything: a line
 * break that begins a line of its own, or bytes that a terminal takes for commands. All lines that
 * iter8ctl prints go through this file, which writes such characters as escapes.
 */
#include "print.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t character_size(const char *bytes, size_t length)
{
    const unsigned char *text = (const unsigned char *)bytes;
    size_t size = text[0] < 0x80   ? 1
                  : text[0] < 0xc2 ? 0
                  : text[0] < 0xe0 ? 2
                  : text[0] < 0xf0 ? 3
                  : text[0] < 0xf5 ? 4
                                   : 0;
    if (size > length) return 0;
    for (size_t i = 1; i < size; i++) {
        if ((text[i] & 0xc0) != 0x80) return 0;
    }
    /* Overlong forms, surrogates, and what lies beyond Unicode. */
    if (size == 3 && ((text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xed && text[1] > 0x9f)))
        return 0;
    if (size == 4 && ((text[0] == 0xf0 && text[1] < 0x90) || (text[0] == 0xf4 && text[1] > 0x8f)))
        return 0;
    return size;
}

/* The number of a valid character. */
static unsigned code_point(const char *bytes, size_t size)
{
    static const unsigned char masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    unsigned code = (unsigned char)bytes[0] & masks[size];
    for (size_t i = 1; i < size; i++)
        code = code << 6 | ((unsigned char)bytes[i] & 0x3f);
    return code;
}

struct range {
    unsigned first, last;
};

/* As the library shows texts: controls, also those above ASCII (to some terminals U+009B is ESC [),
 * separators of lines, what turns the direction of the text around it, and what takes no place.
 * In ascending order. */
static const struct range hidden[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},     {0x34f, 0x34f},     {0x61c, 0x61c},
    {0x180e, 0x180e}, {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},   {0x3164, 0x3164},
    {0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
};

static int is_control(unsigned code)
{
    size_t i = 0;
    while (i < sizeof hidden / sizeof *hidden && code > hidden[i].last)
        i++;
    return i < sizeof hidden / sizeof *hidden && code >= hidden[i].first;
}

int control_code(const char *bytes, size_t size)
{
    unsigned code = code_point(bytes, size);
    return is_control(code) ? (int)code : -1;
}

static void put_escape(int code, FILE *to)
{
    if (code == '\n')
        fputs("\\n", to);
    else if (code == '\t')
        fputs("\\t", to);
    else if (code == '\r')
        fputs("\\r", to);
    else if (code > 0xffff) /* two halves, as in JSON */
        fprintf(to, "\\u%04x\\u%04x", 0xd7c0U + ((unsigned)code >> 10),
                0xdc00U + ((unsigned)code & 0x3ff));
    else
        fprintf(to, "\\u%04x", (unsigned)code);
}

void put_shown(const char *text, size_t length, FILE *to)
{
    for (size_t i = 0; i < length;) {
        size_t size = character_size(text + i, length - i);
        int code = size > 0 ? control_code(text + i, size) : -1;
        if (size == 0)
            fprintf(to, "\\x%02x", (unsigned)(unsigned char)text[i]);
        else if (code >= 0)
            put_escape(code, to);
        else
            fwrite(text + i, 1, size, to);
        i += size > 0 ? size : 1;
    }
}

/* Without memory, as much as fits into a small buffer. */
static void say_all(FILE *to, const char *format, va_list values)
{
    char some[512];
    va_list again;
    va_copy(again, values);
    int wanted = vsnprintf(some, sizeof some, format, values);
    size_t length = wanted < 0 ? 0 : (size_t)wanted;
    char *all = length < sizeof some ? NULL : malloc(length + 1);
    if (all != NULL) (void)vsnprintf(all, length + 1, format, again);
    va_end(again);
    if (all == NULL && length >= sizeof some) length = sizeof some - 1;
    put_shown(all != NULL ? all : some, length, to);
    free(all);
}

void say(FILE *to, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    say_all(to, format, values);
    va_end(values);
}

void say_line(FILE *to, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    say_all(to, format, values);
    va_end(values);
    fputc('\n', to);
}

static int is_set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0';
}

static int is_coloured(FILE *to)
{
    const char *terminal = getenv("TERM");
    return isatty(fileno(to)) && !is_set("NO_COLOR") && terminal != NULL &&
           strcmp(terminal, "dumb") != 0;
}

void paint(FILE *to, enum colour colour)
{
    static const char *const commands[] = {
        [PLAIN] = "\033[0m",  [BOLD] = "\033[1m",    [RED] = "\033[31m",
        [GREEN] = "\033[32m", [YELLOW] = "\033[33m", [BLUE] = "\033[34m"};
    if (is_coloured(to)) fputs(commands[colour], to);
}

void complain(const char *format, ...)
{
    va_list values;
    paint(stderr, RED);
    fputs("iter8ctl:", stderr);
    paint(stderr, PLAIN);
    fputc(' ', stderr);
    va_start(values, format);
    say_all(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
}
