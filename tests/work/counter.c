/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "counter.h"

#include <stddef.h>
#include <string.h>

/* As many bytes as the C library handles in about the time of a branch. */
enum { BYTES_A_STEP = 16 };

static uint64_t steps;

uint64_t counter_steps(void)
{
    return steps;
}

/* The compiler calls this at each branch of the counted library. */
void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
    steps++;
}

static void count(size_t bytes)
{
    steps += 1 + bytes / BYTES_A_STEP;
}

/* The linker sends the library's calls here, and __real_NAME is the C library's function. */
size_t __real_strlen(const char *text);
int __real_strcmp(const char *a, const char *b);
int __real_strncmp(const char *a, const char *b, size_t length);
int __real_memcmp(const void *a, const void *b, size_t length);
void *__real_memchr(const void *bytes, int wanted, size_t length);
char *__real_strchr(const char *text, int wanted);
void *__real_memcpy(void *to, const void *from, size_t length);
void *__real_memmove(void *to, const void *from, size_t length);

size_t __wrap_strlen(const char *text);
int __wrap_strcmp(const char *a, const char *b);
int __wrap_strncmp(const char *a, const char *b, size_t length);
int __wrap_memcmp(const void *a, const void *b, size_t length);
void *__wrap_memchr(const void *bytes, int wanted, size_t length);
char *__wrap_strchr(const char *text, int wanted);
void *__wrap_memcpy(void *to, const void *from, size_t length);
void *__wrap_memmove(void *to, const void *from, size_t length);

size_t __wrap_strlen(const char *text)
{
    size_t length = __real_strlen(text);
    count(length);
    return length;
}

int __wrap_strcmp(const char *a, const char *b)
{
    count(0);
    return __real_strcmp(a, b);
}

int __wrap_strncmp(const char *a, const char *b, size_t length)
{
    count(0);
    return __real_strncmp(a, b, length);
}

int __wrap_memcmp(const void *a, const void *b, size_t length)
{
    count(0);
    return __real_memcmp(a, b, length);
}

void *__wrap_memchr(const void *bytes, int wanted, size_t length)
{
    void *found = __real_memchr(bytes, wanted, length);
    count(found != NULL ? (size_t)((const char *)found - (const char *)bytes) : length);
    return found;
}

char *__wrap_strchr(const char *text, int wanted)
{
    char *found = __real_strchr(text, wanted);
    count(found != NULL ? (size_t)(found - text) : __real_strlen(text));
    return found;
}

void *__wrap_memcpy(void *to, const void *from, size_t length)
{
    count(length);
    return __real_memcpy(to, from, length);
}

void *__wrap_memmove(void *to, const void *from, size_t length)
{
    count(length);
    return __real_memmove(to, from, length);
}
