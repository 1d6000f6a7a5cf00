/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "scratch.h"

#include "process.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>

enum { PATHS = 8, PATH_BYTES = 512, TEXT_BYTES = 16384 };

static char folder[64];

void scratch_make(void)
{
    cr_assert(process_folder_make(folder, sizeof folder));
}

void scratch_remove(void)
{
    process_folder_remove(folder);
}

const char *scratch_path(const char *name)
{
    static char paths[PATHS][PATH_BYTES];
    static size_t next;
    char *path = paths[next++ % PATHS];
    snprintf(path, PATH_BYTES, "%s/%s", folder, name);
    return path;
}

const char *scratch_write(const char *name, const char *text)
{
    const char *path = scratch_path(name);
    FILE *stream = fopen(path, "w");
    cr_assert_not_null(stream, "%s", path);
    cr_assert_geq(fputs(text, stream), 0);
    cr_assert_eq(fclose(stream), 0);
    return path;
}

const char *scratch_read(const char *name)
{
    static char text[TEXT_BYTES];
    const char *path = scratch_path(name);
    FILE *stream = fopen(path, "r");
    cr_assert_not_null(stream, "%s", path);
    text[fread(text, 1, sizeof text - 1, stream)] = '\0';
    fclose(stream);
    return text;
}

size_t scratch_count(void)
{
    size_t count = 0;
    DIR *all = opendir(folder);
    cr_assert_not_null(all);
    for (const struct dirent *one = readdir(all); one != NULL; one = readdir(all))
        count += strcmp(one->d_name, ".") != 0 && strcmp(one->d_name, "..") != 0;
    closedir(all);
    return count;
}
