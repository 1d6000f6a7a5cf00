/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "routing/view.h"

#include "base/diagnostics.h"
#include "base/memory.h"
#include "base/text.h"
#include "iter8/error.h"
#include "iter8/routing.h"

#include <stdarg.h>
#include <string.h>

int iter8__route_view_problem(const iter8__route_view *view, const char *field_path, int code, ...)
{
    uint32_t line = 0;
    uint32_t column = 0;
    iter8__text message;
    va_list strings;
    iter8__text_init(&message, &view->experiment->allocator);
    va_start(strings, code);
    iter8__text_add_all(&message, strings);
    va_end(strings);
    if (view->diagnostics != NULL) iter8_document_locate(view->object, field_path, &line, &column);
    iter8__diagnose(view->diagnostics, code, line, column, field_path, iter8__text_string(&message),
                    " in ", iter8_document_kind(view->object), " ",
                    iter8_document_name(view->object), (char *)NULL);
    iter8__text_clear(&message);
    return code;
}

iter8__weight_field *iter8__route_view_field(const iter8__route_view *view, size_t split,
                                             size_t version)
{
    return &view->fields[split * view->count + version];
}

int iter8__route_view_holds(const iter8__route_view *view, size_t version)
{
    return iter8_route_holds(view->object, view->experiment, version);
}

static size_t count_held(const iter8__route_view *view)
{
    size_t held = 0;
    for (size_t v = 0; v < view->count; v++)
        held += (size_t)iter8__route_view_holds(view, v);
    return held;
}

int iter8__route_view_open(iter8__route_view *view, const iter8_document *object,
                           const iter8_experiment *experiment, iter8_diagnostics *diagnostics)
{
    *view = (iter8__route_view){.object = object,
                                .root = iter8__document_root(object),
                                .kind = iter8__route_kind_of(object),
                                .experiment = experiment,
                                .diagnostics = diagnostics,
                                .count = experiment->spec.version_count};
    size_t held = count_held(view);
    if (held == 0) return ITER8_OK;
    view->complete = held == view->count;
    int rc = iter8__places_find(view);
    if (rc == ITER8_OK) rc = iter8__values_read(view);
    if (rc == ITER8_OK) rc = iter8__totals_find(view);
    return rc;
}

void iter8__route_view_close(iter8__route_view *view)
{
    const iter8_allocator *memory = &view->experiment->allocator;
    for (size_t i = 0; view->fields != NULL && i < view->splits * view->count; i++)
        iter8__release(memory, view->fields[i].path);
    iter8__release(memory, view->fields);
    iter8__release(memory, view->totals);
}

int32_t iter8__route_view_target(const iter8__route_view *view, size_t split, int32_t percent)
{
    return (int32_t)(view->totals[split] * percent / 100);
}

/* One split in percent. Weights of all versions are scaled where they are parts of a sum. */
static int read_split(const iter8__route_view *view, size_t split, int32_t *percent)
{
    int64_t total = view->totals[split];
    int32_t *parts = percent + view->count;
    for (size_t v = 0; v < view->count; v++)
        parts[v] = iter8__route_view_field(view, split, v)->milli;
    int of_hundred = total == (int64_t)100 * ITER8__WEIGHT_UNIT;
    if (view->complete && (view->kind->relative || (!of_hundred && view->kind->total == NULL)))
        return iter8_weights_scale(parts, percent, view->count);
    for (size_t v = 0; v < view->count; v++)
        percent[v] = (int32_t)(((int64_t)parts[v] * 100 + total / 2) / total);
    return ITER8_OK;
}

/* Which of two places of a version tells that somebody has changed one. */
static int32_t choose(int32_t one, int32_t other, int32_t known)
{
    int32_t least = one < other ? one : other;
    return least < known ? least : one + other - least;
}

/* The baseline has what the candidates leave it, as in each split. */
static void complete_baseline(const iter8__route_view *view, int32_t *weights)
{
    int32_t left = 100;
    for (size_t v = 1; v < view->count; v++)
        left -= weights[v];
    weights[0] = left > 0 ? left : 0;
}

int iter8__route_view_percent(const iter8__route_view *view, int32_t *weights)
{
    const iter8_allocator *memory = &view->experiment->allocator;
    if (view->splits == 0) return ITER8_OK;
    int32_t *percent = iter8__alloc_zero(memory, view->count * 3, sizeof *percent);
    if (percent == NULL) return ITER8_ERR_NOMEM;
    int32_t *chosen = percent + view->count * 2;
    int rc = ITER8_OK;
    for (size_t k = 0; rc == ITER8_OK && k < view->splits; k++) {
        rc = read_split(view, k, percent);
        for (size_t v = 0; v < view->count; v++)
            chosen[v] = k == 0 ? percent[v]
                               : choose(chosen[v], percent[v],
                                        iter8__experiment_weight(view->experiment, v));
    }
    if (view->splits > 1 && view->complete) complete_baseline(view, chosen);
    for (size_t v = 0; rc == ITER8_OK && v < view->count; v++) {
        if (iter8__route_view_field(view, 0, v)->path != NULL) weights[v] = chosen[v];
    }
    iter8__release(memory, percent);
    return rc;
}
