/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "sink.h"

#include <stdio.h>

static FILE *open_weight(const struct own_sink *sink, const iter8_route *route, size_t version,
                         const char *mode)
{
    char path[512];
    const char *name = iter8_experiment_version_name(route->experiment, version);
    int length = snprintf(path, sizeof path, "%s/%s", sink->folder, name);
    return length < (int)sizeof path ? fopen(path, mode) : NULL;
}

/* How traffic is really sent: the decision counts from this. */
int32_t own_sink_read(const iter8_route *route, int32_t *weights, void *user_data)
{
    for (size_t v = 0; v < route->count; v++) {
        FILE *file = open_weight(user_data, route, v, "r");
        if (file == NULL) return ITER8_ERR_NOT_FOUND; /* the library asks again */
        int found = fscanf(file, "%d", &weights[v]);
        fclose(file);
        if (found != 1) return ITER8_ERR_REPLY;
    }
    return ITER8_OK;
}

static int32_t write_weight(const iter8_route *route, size_t version, void *user_data)
{
    FILE *file = open_weight(user_data, route, version, "w");
    if (file == NULL) return ITER8_ERR_REFUSED; /* the library tries again */
    int written = fprintf(file, "%d\n", (int)route->weights[version]) > 0;
    return fclose(file) == 0 && written ? ITER8_OK : ITER8_ERR_REFUSED;
}

/* Traffic is taken away before it is given, so that a failure half-way does no harm. */
int32_t own_sink_write(const iter8_route *route, void *user_data)
{
    int32_t rc = ITER8_OK;
    for (int growing = 0; growing <= 1; growing++) {
        for (size_t v = 0; v < route->count && rc == ITER8_OK; v++) {
            int32_t before = iter8_experiment_weight(route->experiment, v);
            if ((route->weights[v] > before) == growing) rc = write_weight(route, v, user_data);
        }
    }
    return rc;
}
