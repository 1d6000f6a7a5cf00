/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "counting_allocator.h"

#include <stdlib.h>

static void *counted_resize(void *pointer, size_t size, void *user_data)
{
    counting_allocator *counting = user_data;
    if (++counting->calls == counting->fail_at) return NULL;
    void *block = realloc(pointer, size);
    if (pointer == NULL && block != NULL) counting->live++;
    return block;
}

static void *counted_alloc(size_t size, void *user_data)
{
    return counted_resize(NULL, size, user_data);
}

static void counted_release(void *pointer, void *user_data)
{
    counting_allocator *counting = user_data;
    counting->live--;
    free(pointer);
}

void counting_allocator_init(counting_allocator *counting)
{
    *counting = (counting_allocator){.allocator = {.struct_size = sizeof counting->allocator,
                                                   .user_data = counting,
                                                   .alloc = counted_alloc,
                                                   .resize = counted_resize,
                                                   .release = counted_release}};
}
