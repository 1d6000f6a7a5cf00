/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "metrics/template.h"

#include <string.h>

static int is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t name_length(const char *text)
{
    size_t length = 0;
    if (!is_name_start(text[0])) return 0;
    while (is_name_start(text[length]) || (text[length] >= '0' && text[length] <= '9'))
        length++;
    return length;
}

static int is_named(const char *name, const char *text, size_t length)
{
    return strlen(name) == length && memcmp(name, text, length) == 0;
}

static const char *of_version(void *data, const char *name, size_t length)
{
    const iter8__bindings *bindings = data;
    const iter8__version *version = bindings->version;
    if (is_named("elapsedTime", name, length)) return bindings->elapsed_time;
    for (size_t i = version->variable_count; i-- > 0;) {
        if (is_named(version->variables[i].name, name, length)) return version->variables[i].value;
    }
    if (is_named("nowSeconds", name, length)) return bindings->now_s;
    if (is_named("startSeconds", name, length)) return bindings->start_s;
    return is_named("name", name, length) ? version->name : NULL;
}

/* What fills a template. */
typedef struct filling {
    iter8__placeholder *value;
    void *data;
} filling;

/* Handles what begins with the dollar sign at @p at; returns the bytes it was. */
static size_t fill_placeholder(const char *at, const filling *with, iter8__text *text)
{
    if (at[1] == '$') {
        iter8__text_add_char(text, '$');
        return 2;
    }
    int braced = at[1] == '{';
    const char *name = at + 1 + braced;
    size_t length = name_length(name);
    const char *value = NULL;
    if (length > 0 && (!braced || name[length] == '}'))
        value = with->value(with->data, name, length);
    if (value == NULL) {
        iter8__text_add_char(text, '$');
        return 1;
    }
    iter8__text_add_string(text, value);
    return 1 + length + 2 * (size_t)braced;
}

void iter8__placeholders_fill(const char *template, iter8__placeholder *value, void *data,
                              iter8__text *text)
{
    filling with = {value, data};
    while (*template != '\0') {
        size_t plain = strcspn(template, "$");
        iter8__text_add(text, template, plain);
        template += plain;
        if (*template == '$') template += fill_placeholder(template, &with, text);
    }
}

void iter8__template_render(const char *template, const iter8__bindings *bindings,
                            iter8__text *text)
{
    iter8__bindings own = *bindings;
    iter8__placeholders_fill(template, of_version, &own, text);
}
