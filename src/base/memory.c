/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "base/memory.h"

#include "iter8/error.h"
#include "iter8/init.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *libc_alloc(size_t size, void *user_data)
{
    (void)user_data;
    return malloc(size);
}

static void *libc_resize(void *pointer, size_t size, void *user_data)
{
    (void)user_data;
    return realloc(pointer, size);
}

static void libc_release(void *pointer, void *user_data)
{
    (void)user_data;
    free(pointer);
}

int iter8__allocator_take(iter8_allocator *to, const iter8_allocator *from)
{
    if (from == NULL) {
        *to = (iter8_allocator){sizeof *to, NULL, libc_alloc, libc_resize, libc_release};
        return ITER8_OK;
    }
    int rc = iter8__sized_in(to, sizeof *to, from);
    if (rc != ITER8_OK) return rc;
    if (to->alloc == NULL || to->resize == NULL || to->release == NULL) return ITER8_ERR_ARGUMENT;
    return ITER8_OK;
}

static int product(size_t count, size_t size, size_t *out)
{
    if (count == 0) count = 1;
    if (size != 0 && count > SIZE_MAX / size) return 0;
    *out = count * size;
    return *out != 0;
}

void *iter8__alloc_zero(const iter8_allocator *allocator, size_t count, size_t size)
{
    size_t bytes;
    if (!product(count, size, &bytes)) return NULL;
    void *block = allocator->alloc(bytes, allocator->user_data);
    if (block != NULL) memset(block, 0, bytes);
    return block;
}

void *iter8__resize(const iter8_allocator *allocator, void *pointer, size_t count, size_t size)
{
    size_t bytes;
    if (!product(count, size, &bytes)) return NULL;
    return allocator->resize(pointer, bytes, allocator->user_data);
}

void *iter8__grow(const iter8_allocator *allocator, void *items, size_t count, size_t *capacity,
                  size_t size)
{
    if (count <= *capacity) return items;
    size_t enough = *capacity > SIZE_MAX / 2 || *capacity * 2 < count ? count : *capacity * 2;
    void *grown = iter8__resize(allocator, items, enough, size);
    if (grown != NULL) *capacity = enough;
    return grown;
}

void iter8__release(const iter8_allocator *allocator, void *pointer)
{
    if (pointer != NULL) allocator->release(pointer, allocator->user_data);
}

void iter8__wipe(void *bytes, size_t length)
{
    volatile unsigned char *byte = bytes;
    while (length-- > 0)
        *byte++ = 0;
}

/* The size that a caller's struct says it has; what is behind this library's has to be zero. */
static int take_size(const void *caller, size_t own_size, size_t *size)
{
    memcpy(size, caller, sizeof *size);
    if (*size < sizeof *size) return ITER8_ERR_ARGUMENT;
    if (*size > ITER8__LARGEST_STRUCT) return ITER8_ERR_STRUCT_SIZE;
    for (size_t i = own_size; i < *size; i++) {
        if (((const unsigned char *)caller)[i] != 0) return ITER8_ERR_STRUCT_SIZE;
    }
    return ITER8_OK;
}

int iter8__sized_check(const void *caller, size_t own_size)
{
    size_t size;
    return take_size(caller, own_size, &size);
}

int iter8__sized_in(void *to, size_t to_size, const void *from)
{
    size_t from_size;
    int rc = take_size(from, to_size, &from_size);
    if (rc != ITER8_OK) return rc;
    memset(to, 0, to_size);
    memcpy(to, from, from_size < to_size ? from_size : to_size);
    memcpy(to, &to_size, sizeof to_size);
    return ITER8_OK;
}

int iter8__sized_out(void *to, const void *from, size_t from_size)
{
    size_t to_size;
    int rc = take_size(to, from_size, &to_size);
    if (rc != ITER8_OK) return rc;
    size_t head = sizeof to_size;
    size_t shared = to_size < from_size ? to_size : from_size;
    memcpy((char *)to + head, (const char *)from + head, shared - head);
    return ITER8_OK;
}

void iter8_init(void *structure, size_t size)
{
    if (structure == NULL || size < sizeof size) return;
    memset(structure, 0, size);
    memcpy(structure, &size, sizeof size);
}
