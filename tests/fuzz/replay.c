/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * Gives a fuzz target the files, and the files of the folders, that are named as arguments: so the
 * inputs kept in corpus/ are tests also where there is no fuzzer.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(size + 1);
    int done = file != NULL && data != NULL && fread(data, 1, size, file) == size;
    if (file != NULL) fclose(file);
    if (done)
        LLVMFuzzerTestOneInput(data, size);
    else
        fprintf(stderr, "cannot read %s\n", path);
    free(data);
    return done;
}

/* The number of files replayed, or -1. */
static int replay(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        perror(path);
        return -1;
    }
    if (!S_ISDIR(status.st_mode)) return replay_file(path, (size_t)status.st_size) ? 1 : -1;
    int count = 0;
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder != NULL && count >= 0 && (entry = readdir(folder)) != NULL;) {
        char child[4096];
        if (entry->d_name[0] == '.') continue;
        int length = snprintf(child, sizeof child, "%s/%s", path, entry->d_name);
        int more = length < (int)sizeof child ? replay(child) : -1;
        count = more < 0 ? -1 : count + more;
    }
    if (folder != NULL) closedir(folder);
    return count;
}

int main(int argc, char **argv)
{
    int count = 0;
    for (int i = 1; i < argc; i++) {
        int more = replay(argv[i]);
        if (more < 0) return 1;
        count += more;
    }
    printf("%d inputs\n", count);
    return count > 0 ? 0 : 1;
}
