/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "counting_jansson.h"

#include <jansson.h>
#include <stdlib.h>

size_t jansson_calls, jansson_fail_at, jansson_live;

static void *allocate(size_t size)
{
    if (++jansson_calls == jansson_fail_at) return NULL;
    void *block = malloc(size);
    if (block != NULL) jansson_live++;
    return block;
}

static void release(void *block)
{
    if (block != NULL) jansson_live--;
    free(block);
}

void counting_jansson_install(void)
{
    json_set_alloc_funcs(allocate, release);
}
