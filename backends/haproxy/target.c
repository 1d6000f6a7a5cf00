/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "haproxy/target.h"

#include "iter8/error.h"
#include "iter8/snapshots.h"

#include <string.h>

/* The characters that HAProxy's own configuration allows in a name. */
static const char name_characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                      "0123456789-_.:";

/* The largest name; a command with two of them is far from HAProxy's own limit for a line. */
enum { NAME_MAX_BYTES = 255 };

static int is_name(const char *name)
{
    size_t length = strlen(name);
    return length > 0 && length <= NAME_MAX_BYTES && strspn(name, name_characters) == length;
}

static int refuse(iter8__line *problem, const char *what, const char *name)
{
    iter8__line_set(problem, what);
    iter8__line_add(problem, " \"");
    iter8__line_add(problem, name);
    iter8__line_add(problem, "\" cannot be a name in HAProxy");
    return ITER8_ERR_ARGUMENT;
}

int iter8__target_check(const iter8_route *route, const char *backend, iter8__line *problem)
{
    if (backend != NULL && !is_name(backend)) return refuse(problem, "the backend", backend);
    for (size_t i = 0; i < route->count; i++) {
        const char *version = iter8_version_of(route->experiment, i).name;
        if (version == NULL) {
            iter8__line_set(problem, "more weights than versions");
            return ITER8_ERR_ARGUMENT;
        }
        if (!is_name(version)) return refuse(problem, "the version", version);
    }
    return ITER8_OK;
}

const iter8__server *iter8__target_server(const iter8__servers *servers, size_t first,
                                          const char *version)
{
    size_t end = iter8__servers_backend_end(servers, first);
    for (size_t i = first; i < end; i++) {
        if (strcmp(servers->items[i].name, version) == 0) return &servers->items[i];
    }
    return NULL;
}

/* The first version that has no server in the backend, or NULL if all have. */
static const char *missing(const iter8__servers *servers, size_t first, const iter8_route *route)
{
    for (size_t i = 0; i < route->count; i++) {
        const char *version = iter8_version_of(route->experiment, i).name;
        if (iter8__target_server(servers, first, version) == NULL) return version;
    }
    return NULL;
}

static int find_named(const iter8__servers *servers, const iter8_route *route, const char *backend,
                      size_t *first, iter8__line *problem)
{
    for (size_t i = 0; i < servers->count; i = iter8__servers_backend_end(servers, i)) {
        if (strcmp(servers->items[i].backend, backend) != 0) continue;
        const char *version = missing(servers, i, route);
        *first = i;
        if (version == NULL) return ITER8_OK;
        iter8__line_set(problem, "HAProxy's backend ");
        iter8__line_add(problem, backend);
        iter8__line_add(problem, " has no server ");
        iter8__line_add(problem, version);
        return ITER8_ERR_NOT_FOUND;
    }
    iter8__line_set(problem, "HAProxy has no servers in a backend ");
    iter8__line_add(problem, backend);
    return ITER8_ERR_NOT_FOUND;
}

static int find_any(const iter8__servers *servers, const iter8_route *route, size_t *first,
                    iter8__line *problem)
{
    size_t found = 0;
    for (size_t i = 0; i < servers->count; i = iter8__servers_backend_end(servers, i)) {
        if (missing(servers, i, route) != NULL) continue;
        iter8__line_add(problem,
                        found == 0 ? "several backends of HAProxy have these servers: " : ", ");
        iter8__line_add(problem, servers->items[i].backend);
        if (found == 0) *first = i;
        found++;
    }
    if (found == 1) {
        iter8__line_clear(problem);
        return ITER8_OK;
    }
    if (found == 0) iter8__line_set(problem, "no backend of HAProxy has a server for each version");
    return ITER8_ERR_NOT_FOUND;
}

int iter8__target_find(const iter8__servers *servers, const iter8_route *route, const char *backend,
                       size_t *first, iter8__line *problem)
{
    if (backend != NULL) return find_named(servers, route, backend, first, problem);
    return find_any(servers, route, first, problem);
}
