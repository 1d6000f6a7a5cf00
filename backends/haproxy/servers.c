/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "haproxy/servers.h"

#include "iter8/error.h"

#include <stdlib.h>
#include <string.h>

enum { WEIGHT_MAX = 256, FIRST_CAPACITY = 16 };

/* Where a row has what is wanted of it; the first three are always there. */
enum { BACKEND, NAME, WEIGHT, RUNNING, ADMIN, COLUMNS, NEEDED = RUNNING };
static const char *const column_names[COLUMNS] = {"be_name", "srv_name", "srv_uweight",
                                                  "srv_op_state", "srv_admin_state"};

/* Bits of srv_admin_state. That a server's configuration once put it into maintenance (4), and that
 * its name was set at run time (64), say nothing of now. */
enum { IN_MAINTENANCE = 0x01 | 0x02 | 0x20, DRAINING = 0x08 | 0x10 };
/* Values of srv_op_state. */
enum { STOPPED = 0, STOPPING = 3 };

/* The next piece of @p text up to @p separator, cut off in place; NULL at its end. */
static char *cut(char **text, char separator)
{
    char *piece = *text;
    if (piece == NULL || *piece == '\0') return NULL;
    char *end = strchr(piece, separator);
    *text = end != NULL ? end + 1 : NULL;
    if (end != NULL) *end = '\0';
    return piece;
}

/* Who may not ask will not be allowed to by waiting. */
static int is_permission(const char *line)
{
    static const char words[] = "Permission denied";
    return line != NULL && strncmp(line, words, sizeof words - 1) == 0;
}

static int unexpected(iter8__line *problem, const char *line)
{
    iter8__line_set(problem, "HAProxy replies: ");
    iter8__line_add(problem, line != NULL && *line != '\0' ? line : "nothing");
    return is_permission(line) ? ITER8_ERR_REFUSED : ITER8_ERR_REPLY;
}

/* The header is `# be_id be_name ...`; columns are counted from 0 after the hash. */
static int read_header(char *header, size_t columns[COLUMNS])
{
    size_t found = 0;
    char *word = cut(&header, ' ');
    if (word == NULL || strcmp(word, "#") != 0) return 0;
    for (size_t i = 0; (word = cut(&header, ' ')) != NULL; i++) {
        for (size_t c = 0; c < COLUMNS; c++) {
            if (strcmp(word, column_names[c]) != 0) continue;
            columns[c] = i;
            found += c < NEEDED;
        }
    }
    return found == NEEDED;
}

static int read_weight(const char *text, int32_t *weight)
{
    int32_t value = 0;
    size_t length = strspn(text, "0123456789");
    if (length == 0 || length > 3 || text[length] != '\0') return 0;
    for (; *text != '\0'; text++)
        value = value * 10 + (*text - '0');
    *weight = value;
    return value <= WEIGHT_MAX;
}

static const char *read_state(const char *running, const char *admin)
{
    int32_t state, bits = 0;
    if (admin != NULL && !read_weight(admin, &bits)) bits = 0;
    if ((bits & IN_MAINTENANCE) != 0) return "is in maintenance";
    if ((bits & DRAINING) != 0) return "drains";
    if (running == NULL || !read_weight(running, &state)) return NULL;
    if (state == STOPPED) return "is down";
    return state == STOPPING ? "is stopping" : NULL;
}

static int read_row(char *row, const size_t columns[COLUMNS], iter8__server *server)
{
    const char *fields[COLUMNS] = {NULL, NULL, NULL, NULL, NULL};
    char *word;
    for (size_t i = 0; (word = cut(&row, ' ')) != NULL; i++) {
        for (size_t c = 0; c < COLUMNS; c++) {
            if (columns[c] == i) fields[c] = word;
        }
    }
    if (fields[BACKEND] == NULL || fields[NAME] == NULL || fields[WEIGHT] == NULL) return 0;
    server->backend = fields[BACKEND];
    server->name = fields[NAME];
    server->state = read_state(fields[RUNNING], fields[ADMIN]);
    return read_weight(fields[WEIGHT], &server->weight);
}

static int append(iter8__servers *servers, iter8__server server)
{
    if (servers->count == servers->capacity) {
        size_t capacity = servers->capacity == 0 ? FIRST_CAPACITY : servers->capacity * 2;
        iter8__server *items = realloc(servers->items, capacity * sizeof *items);
        if (items == NULL) return 0;
        servers->items = items;
        servers->capacity = capacity;
    }
    servers->items[servers->count++] = server;
    return 1;
}

int iter8__servers_read(iter8__servers *servers, char *reply, iter8__line *problem)
{
    size_t columns[COLUMNS] = {0, 0, 0, SIZE_MAX, SIZE_MAX};
    char *line = cut(&reply, '\n');
    if (line == NULL || strcmp(line, "1") != 0) return unexpected(problem, line);
    line = cut(&reply, '\n');
    if (line == NULL || !read_header(line, columns))
        return unexpected(problem, "a list of servers without their names or weights");
    while ((line = cut(&reply, '\n')) != NULL && *line != '\0') {
        iter8__server server;
        if (!read_row(line, columns, &server))
            return unexpected(problem, "a server without name or weight");
        if (!append(servers, server)) {
            iter8__line_set(problem, "out of memory");
            return ITER8_ERR_NOMEM;
        }
    }
    return line != NULL ? ITER8_OK : unexpected(problem, "a list of servers that ends early");
}

void iter8__servers_clear(iter8__servers *servers)
{
    free(servers->items);
    memset(servers, 0, sizeof *servers);
}

size_t iter8__servers_backend_end(const iter8__servers *servers, size_t first)
{
    size_t end = first;
    while (end < servers->count &&
           strcmp(servers->items[end].backend, servers->items[first].backend) == 0) {
        end++;
    }
    return end;
}
