/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/temporary.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { RANDOM_BYTES = 8 };

/* Without the system's random bytes the time and the process tell names apart; that nobody else's
 * file is opened is seen to by O_EXCL. */
static uint64_t random_number(void)
{
    struct timespec now = {0, 0};
    uint64_t number = 0;
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    ssize_t count = fd >= 0 ? read(fd, &number, sizeof number) : -1;
    if (fd >= 0) (void)close(fd);
    if (count == (ssize_t)sizeof number) return number;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return ((uint64_t)now.tv_sec << 32) ^ ((uint64_t)now.tv_nsec << 8) ^ (uint64_t)getpid();
}

char *iter8__temporary_name(const char *path)
{
    static const char start[] = ".iter8-";
    static const char hex[] = "0123456789abcdef";
    const char *slash = strrchr(path, '/');
    size_t folder = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    size_t length = folder + sizeof start - 1;
    char *name = malloc(length + (size_t)RANDOM_BYTES * 2 + 1);
    if (name == NULL) return NULL;
    memcpy(name, path, folder);
    memcpy(name + folder, start, sizeof start - 1);
    uint64_t number = random_number();
    for (int i = 0; i < RANDOM_BYTES * 2; i++, number >>= 4)
        name[length++] = hex[number & 0xf];
    name[length] = '\0';
    return name;
}

int iter8__temporary_create(const char *name)
{
    return open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}
