/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief The host's own memory functions, object by object.
 *
 * Wherever a function makes an object it takes an allocator; NULL means malloc, realloc and free.
 * The struct is copied into the object. Any allocation may fail: the call then returns
 * #ITER8_ERR_NOMEM and leaves everything as it was.
 *
 * One limit: YAML and JSON text is read by libyaml and jansson, which have process-wide allocators
 * or none, so the parsed tree of a document does not come from this allocator.
 */
#ifndef ITER8_ALLOCATOR_H
#define ITER8_ALLOCATOR_H

#include <stddef.h>

/** Memory functions. All three are needed. */
typedef struct iter8_allocator {
    /** sizeof(iter8_allocator). */
    size_t struct_size;
    /** Handed to every call; borrowed as long as any object made with it lives. */
    void *user_data;
    /** Returns @p size bytes (> 0) aligned for any type, or NULL. */
    void *(*alloc)(size_t size, void *user_data);
    /** As realloc: @p pointer may be NULL; on NULL the old block stands. */
    void *(*resize)(void *pointer, size_t size, void *user_data);
    /** Takes back a block; never called with NULL. */
    void (*release)(void *pointer, void *user_data);
} iter8_allocator;

#endif /* ITER8_ALLOCATOR_H */
