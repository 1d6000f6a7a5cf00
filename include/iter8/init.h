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

#ifdef __cplusplus
extern "C" {
#endif

/** The initializer of a struct, for C. */
#define ITER8_INIT(type)                                                                           \
    {                                                                                              \
        .struct_size = sizeof(type)                                                                \
    }

/**
 * The same for other languages: makes @p size bytes zero and writes the size into the first field.
 * @since 0.1.0
 */
ITER8_API void iter8_init(void *structure, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_INIT_H */
