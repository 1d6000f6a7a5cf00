/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * template.h - placeholders in queries: $name, ${name}, and $$ for a dollar sign.
 *
 * The rules are those of Python's string.Template with safe_substitute, which Iter8 uses: a name is
 * a letter or underscore and then letters, digits and underscores; what is unknown or malformed
 * stays as it is.
 */
#ifndef ITER8_METRICS_TEMPLATE_H
#define ITER8_METRICS_TEMPLATE_H

#include "base/text.h"
#include "spec/spec.h"

/* What can stand for a placeholder of params and body. */
typedef struct iter8__bindings {
    const iter8__version *version; /* its name, and its variables, which win over "name" */
    const char *elapsed_time;      /* whole seconds; wins over a variable of that name */
    const char *now_s;             /* seconds since 1970, or NULL; variables win over it */
    const char *start_s;           /* elapsed_time before now_s, likewise */
} iter8__bindings;

/* The value of a placeholder's name, which is not ended by a zero, or NULL if it has none. */
typedef const char *iter8__placeholder(void *data, const char *name, size_t length);

/* Adds the template with all placeholders replaced by what @p value says. */
void iter8__placeholders_fill(const char *template, iter8__placeholder *value, void *data,
                              iter8__text *text);

/* The same with the bindings. */
void iter8__template_render(const char *template, const iter8__bindings *bindings,
                            iter8__text *text);

#endif
