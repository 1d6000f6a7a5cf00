/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * directory.c - secrets from files, one a key, as Kubernetes mounts them.
 *
 * Names come from Metric documents, which may be anyone's, so none may lead out of the directory.
 * Files in it may be symbolic links: mounted secrets are.
 */
#include "common/wipe.h"
#include "iter8/backends/secrets.h"
#include "iter8/error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { VALUE_BYTES = 16 * 1024 };

/* Neither hidden files nor other folders. */
static int is_name(const char *name)
{
    return *name != '\0' && *name != '.' && strchr(name, '/') == NULL;
}

/* A folder in another one, -1 where there is none, as in none. */
static int open_folder(int at, const char *name)
{
    return at == -1 ? -1 : openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void close_folder(int fd)
{
    if (fd >= 0) (void)close(fd);
}

/* The folder of the secret, or -1. */
static int open_secret(int directory, const iter8_secret_key *wanted)
{
    int space = is_name(wanted->name_space) ? open_folder(directory, wanted->name_space) : -1;
    int secret = open_folder(space, wanted->name);
    close_folder(space);
    return secret >= 0 ? secret : open_folder(directory, wanted->name);
}

/* Reads up to @p size bytes; the number of them, or -1. */
static ssize_t read_all(int fd, char *bytes, size_t size)
{
    size_t length = 0;
    while (length < size) {
        ssize_t got = read(fd, bytes + length, size - length);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        length += (size_t)got;
    }
    return (ssize_t)length;
}

/* Editors and echo end a file with a line break that nobody means. */
static size_t without_break(const char *bytes, size_t length)
{
    if (length > 0 && bytes[length - 1] == '\n') length--;
    if (length > 0 && bytes[length - 1] == '\r') length--;
    return length;
}

static int32_t give(int fd, iter8_secret_value *value)
{
    char bytes[VALUE_BYTES];
    struct stat status;
    int32_t rc = ITER8_ERR_SECRET;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return rc;
    ssize_t length = read_all(fd, bytes, sizeof bytes);
    if (length >= 0 && length < VALUE_BYTES)
        rc = iter8_secret_value_set(value, bytes, without_break(bytes, (size_t)length));
    iter8__bytes_wipe(bytes, sizeof bytes);
    return rc;
}

static int32_t give_key(int secret, const char *key, iter8_secret_value *value)
{
    /* What is no file must not be waited for. */
    int fd = openat(secret, key, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT ? ITER8_ERR_NO_KEY : ITER8_ERR_SECRET;
    int32_t rc = give(fd, value);
    (void)close(fd);
    return rc;
}

int32_t iter8_secrets_in_directory(const iter8_secret_key *wanted, iter8_secret_value *value,
                                   void *directory)
{
    if (wanted == NULL || directory == NULL) return ITER8_ERR_ARGUMENT;
    if (!is_name(wanted->name)) return ITER8_ERR_NO_SECRET;
    if (!is_name(wanted->key)) return ITER8_ERR_NO_KEY;
    int folder = open_folder(AT_FDCWD, directory);
    int secret = open_secret(folder, wanted);
    close_folder(folder);
    if (secret < 0) return ITER8_ERR_NO_SECRET;
    int32_t rc = give_key(secret, wanted->key, value);
    (void)close(secret);
    return rc;
}
