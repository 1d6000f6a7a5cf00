/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Secrets: how a host gives the keys that a Metric's `secret` holds.
 *
 * A Metric names a secret, `name` or `namespace/name`, and its templates name keys of it. The
 * library asks the host for one value at a time, through a callback; the host looks it up wherever
 * it keeps such things and hands it over with iter8_secret_value_set(). libiter8-backends has
 * ready-made callbacks (iter8/backends/secrets.h).
 *
 *     static int32_t look_up(const iter8_secret_key *wanted, iter8_secret_value *value, void *data)
 *     {
 *         const char *found = my_store_find(data, wanted->name, wanted->key);
 *         return found != NULL ? iter8_secret_value_set(value, found, strlen(found))
 *                              : ITER8_ERR_NO_KEY;
 *     }
 *
 * The library keeps values only in the query they were looked up for, wipes every copy it made, and
 * never writes one into a diagnostic, a status or a reason.
 */
#ifndef ITER8_SECRET_H
#define ITER8_SECRET_H

#include "iter8/export.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is looked up: one value of one secret. All texts are borrowed for the call. */
typedef struct iter8_secret_key {
    size_t struct_size;     /**< sizeof(iter8_secret_key) in the library */
    const char *name_space; /**< the secret's namespace: its own, the Metric's, or "default" */
    const char *name;       /**< the secret's name */
    const char *key;        /**< such as "password" */
    int32_t has_name_space; /**< 1 if the Metric wrote the namespace before the name, else 0 */
    int32_t reserved;       /**< 0 */
} iter8_secret_key;

/** Where a callback puts the value it found; opaque, borrowed for the call. */
typedef struct iter8_secret_value iter8_secret_value;

/**
 * Hands over a value; the last one counts. @since 0.1.0
 * @param bytes  copied; without a zero byte.
 * @return 0, #ITER8_ERR_SECRET (there is a zero byte in it), #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_secret_value_set(iter8_secret_value *value, const char *bytes,
                                                     size_t length);

/**
 * Hands over a value that is written in base64, as in `data` of a Kubernetes Secret. @since 0.1.0
 * @return as iter8_secret_value_set(); #ITER8_ERR_SECRET for what is no base64, too.
 */
ITER8_API ITER8_NODISCARD int iter8_secret_value_set_base64(iter8_secret_value *value,
                                                            const char *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_SECRET_H */
