/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief The version of the headers a host was compiled with, and of the library it runs with.
 */
#ifndef ITER8_VERSION_H
#define ITER8_VERSION_H

#include "iter8/export.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ITER8_VERSION_MAJOR 0
#define ITER8_VERSION_MINOR 1
#define ITER8_VERSION_PATCH 0

/** The version as text, such as "1.2.3". */
#define ITER8_VERSION "0.1.0"

/** The version as one number that grows: major * 1000000 + minor * 1000 + patch. */
#define ITER8_VERSION_NUMBER 1000

/**
 * The version of the library that is loaded, as text. @since 0.1.0
 * @return never NULL; owned by the library, valid for ever.
 */
ITER8_API const char *iter8_version(void);

/** The version of the library that is loaded, as #ITER8_VERSION_NUMBER counts it. @since 0.1.0 */
ITER8_API uint32_t iter8_version_number(void);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_VERSION_H */
