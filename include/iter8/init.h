/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief How the structs of this API are prepared: all zero, but for their size.
 *
 * Every struct that crosses the border begins with its size and only ever grows at its end. So a
 * library can tell what an older or newer caller knows, and a host compiled long ago still works.
 *
 *     iter8_host host = ITER8_INIT(iter8_host);
 */
#ifndef ITER8_INIT_H
#define ITER8_INIT_H

#include "iter8/export.h"

#include <stddef.h>

/** The initializer of a struct, for C and C++. */
#ifdef __cplusplus
#define ITER8_INIT(type) iter8_initialized<type>()
#else
#define ITER8_INIT(type)                                                                           \
    {                                                                                              \
        .struct_size = sizeof(type)                                                                \
    }
#endif

#ifdef __cplusplus
/** What #ITER8_INIT is in C++, which had no initializer of a single field before C++20. */
template <class type> inline type iter8_initialized()
{
    type made = type();
    made.struct_size = sizeof(type);
    return made;
}

extern "C" {
#endif

/**
 * The same for other languages: makes @p size bytes zero and writes the size into the first field.
 * @since 0.1.0
 */
ITER8_API void iter8_init(void *structure, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_INIT_H */
