/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "file/objects.h"

#include "common/documents.h"
#include "common/files.h"
#include "common/found.h"
#include "file/edit.h"
#include "iter8/error.h"
#include "iter8/routing.h"
#include "iter8/snapshots.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_LIMIT = 4 * 1024 * 1024 };

static int without_memory(iter8__line *problem)
{
    iter8__line_set(problem, "out of memory");
    return ITER8_ERR_NOMEM;
}

static int read_file(iter8__objects *objects, iter8__routes_file *file, iter8__line *problem)
{
    file->found.limit = file->now.limit = FILE_LIMIT;
    int rc = iter8__lock_take(file->lock, file->path, NULL, problem);
    if (rc == ITER8_OK) rc = iter8__file_read(file->path, &file->found, problem);
    if (rc != ITER8_OK) return rc;
    rc = iter8__documents_parse(&file->found, objects->diagnostics, &file->documents);
    return rc == ITER8_OK ? rc : iter8__found(problem, file->path, rc, objects->diagnostics);
}

static int holds_a_weight(const iter8_document *document, const iter8_experiment *experiment)
{
    for (size_t v = 0; v < iter8_spec_of(experiment).version_count; v++) {
        if (iter8_route_holds(document, experiment, v)) return 1;
    }
    return 0;
}

/* Adds the objects of a file that hold a weight. */
static int find_objects(iter8__objects *objects, size_t file, const iter8_experiment *experiment)
{
    size_t count = iter8_documents_count(objects->files[file].documents);
    for (size_t i = 0; i < count; i++) {
        if (!holds_a_weight(iter8_documents_at(objects->files[file].documents, i), experiment))
            continue;
        iter8__routes_object *items =
            realloc(objects->items, (objects->count + 1) * sizeof *objects->items);
        if (items == NULL) return ITER8_ERR_NOMEM;
        objects->items = items;
        objects->items[objects->count++] = (iter8__routes_object){file, i};
    }
    return ITER8_OK;
}

/* Whether a path leads to a file that is here already. */
static int is_known(const iter8__objects *objects, const char *path)
{
    struct stat one, other;
    if (stat(path, &one) != 0) return 0;
    for (size_t i = 0; i < objects->file_count; i++) {
        if (stat(objects->files[i].path, &other) == 0 && one.st_dev == other.st_dev &&
            one.st_ino == other.st_ino)
            return 1;
    }
    return 0;
}

int iter8__objects_open(iter8__objects *objects, char *const *paths, iter8__lock *locks,
                        size_t count, const iter8_experiment *experiment, iter8__line *problem)
{
    memset(objects, 0, sizeof *objects);
    objects->files = calloc(count, sizeof *objects->files);
    if (objects->files == NULL || iter8_diagnostics_new(NULL, &objects->diagnostics) != ITER8_OK)
        return without_memory(problem);
    for (size_t i = 0; i < count; i++) {
        if (is_known(objects, paths[i])) continue;
        size_t number = objects->file_count++;
        objects->files[number].path = paths[i];
        objects->files[number].lock = &locks[i];
        int rc = read_file(objects, &objects->files[number], problem);
        if (rc != ITER8_OK) return rc;
        if (find_objects(objects, number, experiment) != ITER8_OK) return without_memory(problem);
    }
    if (objects->count > 0) return ITER8_OK;
    iter8__line_set(problem, "no object in the files holds a version's weight");
    return ITER8_ERR_NOT_FOUND;
}

void iter8__objects_close(iter8__objects *objects)
{
    for (size_t i = 0; i < objects->file_count; i++) {
        iter8_documents_free(objects->files[i].documents);
        iter8__buffer_clear(&objects->files[i].found);
        iter8__buffer_clear(&objects->files[i].now);
    }
    free(objects->files);
    free(objects->items);
    iter8_diagnostics_free(objects->diagnostics);
}

static iter8_document *object_at(const iter8__objects *objects, size_t number)
{
    const iter8__routes_object *one = &objects->items[number];
    return iter8_documents_at(objects->files[one->file].documents, one->index);
}

static const char *path_of(const iter8__objects *objects, size_t number)
{
    return objects->files[objects->items[number].file].path;
}

int iter8__objects_read(iter8__objects *objects, const iter8_route *route, int32_t *weights,
                        iter8__line *problem)
{
    for (size_t v = 0; v < route->count; v++)
        weights[v] = -1;
    for (size_t i = 0; i < objects->count; i++) {
        int rc = iter8_route_read(object_at(objects, i), route->experiment, weights,
                                  objects->diagnostics);
        if (rc != ITER8_OK)
            return iter8__found(problem, path_of(objects, i), rc, objects->diagnostics);
    }
    return ITER8_OK;
}

/* Whether an object holds other weights than it is to hold. */
static int is_to_change(const iter8__objects *objects, size_t number, const iter8_route *route,
                        int *out)
{
    iter8_document *patch;
    double ignored;
    int rc = iter8_route_patch(object_at(objects, number), route->experiment, route->weights,
                               objects->diagnostics, &patch);
    if (rc != ITER8_OK) return rc;
    *out = iter8_document_number(patch, "[0]", &ignored) != ITER8_ERR_NO_FIELD;
    iter8_document_free(patch);
    return ITER8_OK;
}

/* What a file holds as far as is known here. */
static const iter8__buffer *content_of(const iter8__routes_file *file)
{
    return file->now.bytes != NULL ? &file->now : &file->found;
}

static int replace_file(iter8__routes_file *file, const iter8__buffer *next, iter8__line *problem)
{
    const iter8__replacement replacement = {.path = file->path,
                                            .bytes = next->bytes,
                                            .length = next->length,
                                            .lock = file->lock,
                                            .found = content_of(file)};
    return iter8__file_replace(&replacement, problem);
}

static int write_object(iter8__objects *objects, size_t number, const iter8_route *route,
                        iter8__line *problem)
{
    iter8__routes_file *file = &objects->files[objects->items[number].file];
    iter8__buffer next = {.limit = FILE_LIMIT};
    int changes = 0;
    int rc = is_to_change(objects, number, route, &changes);
    if (rc == ITER8_OK && changes)
        rc = iter8__edit(content_of(file), objects->items[number].index, route->experiment,
                         route->weights, &next, objects->diagnostics);
    if (rc != ITER8_OK)
        (void)iter8__found(problem, file->path, rc, objects->diagnostics);
    else if (changes)
        rc = replace_file(file, &next, problem);
    if (rc != ITER8_OK || !changes) {
        iter8__buffer_clear(&next);
        return rc;
    }
    iter8__buffer_clear(&file->now);
    file->now = next;
    file->turn = ++objects->turns;
    return ITER8_OK;
}

static int find_order(iter8__objects *objects, const iter8_route *route, size_t *order,
                      iter8__line *problem)
{
    iter8_document **documents = calloc(objects->count, sizeof(void *));
    if (documents == NULL) return without_memory(problem);
    for (size_t i = 0; i < objects->count; i++)
        documents[i] = object_at(objects, i);
    int rc = iter8_route_order(documents, objects->count, route->experiment, route->weights,
                               objects->diagnostics, order);
    free(documents);
    return rc == ITER8_OK ? rc
                          : iter8__found(problem, path_of(objects, 0), rc, objects->diagnostics);
}

int iter8__objects_write(iter8__objects *objects, const iter8_route *route, iter8__line *problem)
{
    size_t *order = calloc(objects->count, sizeof *order);
    int rc = order != NULL ? find_order(objects, route, order, problem) : without_memory(problem);
    for (size_t i = 0; rc == ITER8_OK && i < objects->count; i++)
        rc = write_object(objects, order[i], route, problem);
    free(order);
    return rc;
}

/* The file that was written last and not put back yet, or NULL. */
static iter8__routes_file *find_last(iter8__objects *objects)
{
    iter8__routes_file *last = NULL;
    for (size_t i = 0; i < objects->file_count; i++) {
        iter8__routes_file *file = &objects->files[i];
        if (file->turn > 0 && (last == NULL || file->turn > last->turn)) last = file;
    }
    return last;
}

void iter8__objects_restore(iter8__objects *objects)
{
    iter8__routes_file *file;
    iter8__line ignored;
    while ((file = find_last(objects)) != NULL) {
        if (replace_file(file, &file->found, &ignored) != ITER8_OK) return;
        file->turn = 0;
    }
}
