/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "haproxy/heeded.h"

#include "iter8/error.h"
#include "iter8/snapshots.h"

#include <string.h>

/* What is wanted of a row; the columns are found by their names, as HAProxy adds new ones. */
enum { BACKEND, SERVER, IS_BACKUP, ALGORITHM, COLUMNS };
static const char *const column_names[COLUMNS] = {"# pxname", "svname", "bck", "algo"};

typedef struct layout {
    size_t at[COLUMNS];
} layout;

/* The next line of a text, cut off in place; NULL at its end. */
static char *next_line(char **text)
{
    char *line = *text;
    if (line == NULL || *line == '\0') return NULL;
    *text = strchr(line, '\n');
    if (*text != NULL) *(*text)++ = '\0';
    return line;
}

/* The next field of a row of comma-separated values, cut off in place; NULL past the last one.
 * Words of health checks stand in quotes and may have commas. */
static char *next_field(char **row)
{
    char *field = *row;
    int quoted = 0;
    if (field == NULL) return NULL;
    char *end = field;
    for (; *end != '\0' && (quoted || *end != ','); end++) {
        if (*end == '"') quoted = !quoted;
    }
    *row = *end != '\0' ? end + 1 : NULL;
    *end = '\0';
    return field;
}

static int read_header(char *header, layout *out)
{
    size_t found = 0;
    char *name;
    for (size_t i = 0; (name = next_field(&header)) != NULL; i++) {
        for (size_t c = 0; c < COLUMNS; c++) {
            if (strcmp(name, column_names[c]) != 0) continue;
            out->at[c] = i;
            found++;
        }
    }
    return found == COLUMNS;
}

static int read_row(char *row, const layout *places, const char *fields[COLUMNS])
{
    size_t found = 0;
    char *field;
    for (size_t i = 0; (field = next_field(&row)) != NULL; i++) {
        for (size_t c = 0; c < COLUMNS; c++) {
            if (places->at[c] != i) continue;
            fields[c] = field;
            found++;
        }
    }
    return found == COLUMNS;
}

/* With all traffic at one version, `first` does what is wanted. */
static int is_split(const iter8_route *route)
{
    size_t served = 0;
    for (size_t i = 0; i < route->count; i++)
        served += route->weights[i] > 0;
    return served > 1;
}

static int has_share(const iter8_route *route, const char *server)
{
    for (size_t i = 0; i < route->count; i++) {
        if (route->weights[i] > 0 &&
            strcmp(iter8_version_of(route->experiment, i).name, server) == 0)
            return 1;
    }
    return 0;
}

static int check_row(const char *const fields[COLUMNS], const iter8_route *route,
                     iter8__line *problem)
{
    if (strcmp(fields[SERVER], "BACKEND") == 0) {
        if (strcmp(fields[ALGORITHM], "first") != 0 || !is_split(route)) return ITER8_OK;
        iter8__line_set(problem, "HAProxy's backend ");
        iter8__line_add(problem, fields[BACKEND]);
        iter8__line_add(problem, " is balanced by \"first\", which heeds no weights");
        return ITER8_ERR_REFUSED;
    }
    if (strcmp(fields[IS_BACKUP], "1") != 0 || !has_share(route, fields[SERVER])) return ITER8_OK;
    iter8__line_set(problem, "HAProxy's server ");
    iter8__line_add(problem, fields[BACKEND]);
    iter8__line_add(problem, "/");
    iter8__line_add(problem, fields[SERVER]);
    iter8__line_add(problem, " is only a backup: it gets no traffic, whatever its weight");
    return ITER8_ERR_REFUSED;
}

int iter8__heeded_check(char *reply, const char *backend, const iter8_route *route,
                        iter8__line *problem)
{
    layout places;
    char *line = next_line(&reply);
    int rc = ITER8_OK;
    if (line == NULL || !read_header(line, &places)) return ITER8_OK;
    while (rc == ITER8_OK && (line = next_line(&reply)) != NULL) {
        const char *fields[COLUMNS];
        if (read_row(line, &places, fields) && strcmp(fields[BACKEND], backend) == 0)
            rc = check_row(fields, route, problem);
    }
    return rc;
}
