/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/found.h"

#include "iter8/error.h"

static void add_place(iter8__line *problem, const iter8_diagnostic *one)
{
    if (one->line > 0) {
        iter8__line_add(problem, ":");
        iter8__line_add_integer(problem, one->line);
        iter8__line_add(problem, ":");
        iter8__line_add_integer(problem, one->column);
    }
    iter8__line_add(problem, ": ");
    if (one->path[0] != '\0') {
        iter8__line_add(problem, one->path);
        iter8__line_add(problem, ": ");
    }
}

int iter8__found(iter8__line *problem, const char *where, int code,
                 const iter8_diagnostics *diagnostics)
{
    iter8_diagnostic one = {.struct_size = sizeof one};
    iter8__line_set(problem, where);
    for (size_t i = 0; i < iter8_diagnostics_count(diagnostics); i++) {
        if (iter8_diagnostics_get(diagnostics, i, &one) != ITER8_OK) break;
        if (one.severity != ITER8_SEVERITY_ERROR) continue;
        add_place(problem, &one);
        iter8__line_add(problem, one.message);
        return code;
    }
    if (code == ITER8_ERR_NOMEM) iter8__line_clear(problem);
    if (code != ITER8_ERR_NOMEM && *where != '\0') iter8__line_add(problem, ": ");
    iter8__line_add(problem, iter8_strerror(code));
    return code;
}
