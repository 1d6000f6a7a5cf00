/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Ready-made sources of secrets: documents, a directory, the environment.
 *
 * Part of libiter8-backends. Each is a callback `look_up` for #iter8_query_options and
 * #iter8_http_source_options, and says here what its user data is. It keeps nothing between two
 * calls, wipes what it read, and returns 0, #ITER8_ERR_NO_SECRET, #ITER8_ERR_NO_KEY,
 * #ITER8_ERR_SECRET (there is a value, but it cannot be used) or #ITER8_ERR_NOMEM. A host that has
 * several sources calls one after the other while they return one of the first two errors.
 */
#ifndef ITER8_BACKENDS_SECRETS_H
#define ITER8_BACKENDS_SECRETS_H

#include "iter8/document.h"
#include "iter8/export.h"
#include "iter8/secret.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Looks a secret up among documents: the Kubernetes Secret of its name and namespace (one that says
 * no namespace is in "default"; if the Metric says none either, the name is enough). `stringData`
 * wins over `data`, which is base64. @since 0.1.0
 * @param documents  an #iter8_documents; other documents in it do not matter.
 * @return 0, #ITER8_ERR_NO_SECRET, #ITER8_ERR_NO_KEY, #ITER8_ERR_SECRET, #ITER8_ERR_NOMEM;
 *   #ITER8_ERR_ARGUMENT for NULL, as all functions here.
 */
ITER8_API int32_t iter8_secrets_in_documents(const iter8_secret_key *wanted,
                                             iter8_secret_value *value, void *documents);

/**
 * Looks a secret up in a directory, as Kubernetes mounts Secrets: DIRECTORY/NAMESPACE/NAME/KEY, or
 * DIRECTORY/NAME/KEY where there is no DIRECTORY/NAMESPACE/NAME. One line break at the end of a
 * file is not part of the value. @since 0.1.0
 * @param directory  its path, a zero-terminated text.
 */
ITER8_API int32_t iter8_secrets_in_directory(const iter8_secret_key *wanted,
                                             iter8_secret_value *value, void *directory);

/**
 * Looks a secret up in the environment of the process: the variable PREFIX_NAMESPACE_NAME_KEY, or
 * PREFIX_NAME_KEY; letters in capitals, all else that is no digit as `_`. @since 0.1.0
 *
 * With the prefix "METRICS" the key `password` of `shop/prom-credentials` is
 * METRICS_SHOP_PROM_CREDENTIALS_PASSWORD. No other thread may change the environment meanwhile.
 * @param prefix  a zero-terminated text.
 */
ITER8_API int32_t iter8_secrets_in_environment(const iter8_secret_key *wanted,
                                               iter8_secret_value *value, void *prefix);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_BACKENDS_SECRETS_H */
