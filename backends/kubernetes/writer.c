/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/writer.h"

#include "iter8/error.h"

#include <string.h>

/* What the API server makes of our User-Agent. */
static const char own_manager[] = "libiter8";

/* A text of `metadata.managedFields[INDEX]`, or NULL. */
static const char *text_at(const iter8_document *object, size_t index, const char *field)
{
    const char *text;
    iter8__line path = {.length = 0};
    iter8__line_add(&path, "metadata.managedFields[");
    iter8__line_add_integer(&path, (int64_t)index);
    iter8__line_add(&path, "].");
    iter8__line_add(&path, field);
    return iter8_document_string(object, path.bytes, &text) == ITER8_OK ? text : NULL;
}

/* Times are written alike, so they sort like texts. Of two in one second the other writer counts:
 * somebody is asked for because our own write has failed. */
static int is_later(const char *manager, const char *time, const char *than)
{
    int order = strcmp(time, than);
    return order > 0 || (order == 0 && strcmp(manager, own_manager) != 0);
}

void iter8__writer_add(iter8__line *line, const iter8_document *object)
{
    const char *last = "", *last_time = "", *manager;
    for (size_t i = 0; (manager = text_at(object, i, "manager")) != NULL; i++) {
        const char *time = text_at(object, i, "time");
        if (time == NULL || text_at(object, i, "subresource") != NULL) continue;
        if (!is_later(manager, time, last_time)) continue;
        last = manager;
        last_time = time;
    }
    if (*last == '\0' || strcmp(last, own_manager) == 0) return;
    iter8__line_add(line, " (last written by ");
    iter8__line_add(line, last);
    iter8__line_add(line, " at ");
    iter8__line_add(line, last_time);
    iter8__line_add(line, ")");
}
