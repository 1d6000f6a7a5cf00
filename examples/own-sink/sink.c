/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "sink.h"

#include <stdio.h>

static FILE *open_weight(const struct own_sink *sink, const iter8_route *route, size_t version,
                         const char *mode)
{
    char path[512];
    const char *name = iter8_version_of(route->experiment, version).name;
    int length = snprintf(path, sizeof path, "%s/%s", sink->folder, name);
    return length < (int)sizeof path ? fopen(path, mode) : NULL;
}

/* The words stand in the status and in an event, so that people read what is wrong. */
static int32_t fail(const iter8_route *route, int32_t code, const char *why)
{
    iter8_route_explain(route, why);
    return code; /* the library asks again */
}

/* How traffic is really sent: the decision counts from this. */
int32_t own_sink_read(const iter8_route *route, int32_t *weights, void *user_data)
{
    for (size_t v = 0; v < route->count; v++) {
        FILE *file = open_weight(user_data, route, v, "r");
        if (file == NULL) return fail(route, ITER8_ERR_NOT_FOUND, "there is no file");
        int found = fscanf(file, "%d", &weights[v]);
        fclose(file);
        if (found != 1) return fail(route, ITER8_ERR_REPLY, "the file holds no number");
    }
    return ITER8_OK;
}

static int32_t write_weight(const iter8_route *route, size_t version, void *user_data)
{
    FILE *file = open_weight(user_data, route, version, "w");
    if (file == NULL) return fail(route, ITER8_ERR_REFUSED, "the file cannot be opened");
    int written = fprintf(file, "%d\n", (int)route->weights[version]) > 0;
    if (fclose(file) == 0 && written) return ITER8_OK;
    return fail(route, ITER8_ERR_REFUSED, "the file cannot be written");
}

/* Traffic is taken away before it is given, so that a failure half-way does no harm. */
int32_t own_sink_write(const iter8_route *route, void *user_data)
{
    int32_t rc = ITER8_OK;
    for (int growing = 0; growing <= 1; growing++) {
        for (size_t v = 0; v < route->count && rc == ITER8_OK; v++) {
            int32_t before = iter8_version_of(route->experiment, v).weight;
            if ((route->weights[v] > before) == growing) rc = write_weight(route, v, user_data);
        }
    }
    return rc;
}
