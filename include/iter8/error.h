/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Status codes.
 *
 * A function that can fail returns an `int`: 0 (#ITER8_OK) when it did its work, a negative
 * `ITER8_ERR_...` when it did not. After an error every output is NULL or 0 and every object is as
 * it was before the call. Where more is to be said than a number can say, the function takes an
 * #iter8_diagnostics list. The library never aborts, exits or prints.
 */
#ifndef ITER8_ERROR_H
#define ITER8_ERROR_H

#include "iter8/export.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * All status codes: X(name, number, text). Numbers are pinned: never changed, never used again.
 * Ranges: -1..-19 general, -20..-39 document, -40..-59 model, -60..-79 analysis, -80..-99
 * lifecycle, -100..-119 backends; positive numbers are not errors.
 */
#define ITER8_ERROR_MAP(X)                                                                         \
    X(OK, 0, "success")                                                                            \
    X(PENDING, 1, "the answer is not there yet")                                                   \
    X(UNCHANGED, 2, "there was nothing to do")                                                     \
    X(ERR_NOMEM, -1, "out of memory")                                                              \
    X(ERR_ARGUMENT, -2, "invalid argument")                                                        \
    X(ERR_STRUCT_SIZE, -3, "a struct is larger than this library knows and its tail is not zero")  \
    X(ERR_BUFFER, -4, "the buffer is too small")                                                   \
    X(ERR_BUSY, -5, "the object is in use by a call further up the stack")                         \
    X(ERR_INTERNAL, -6, "internal error")                                                          \
    X(ERR_NOT_FOUND, -7, "not found")                                                              \
    X(ERR_SYNTAX, -20, "the text is neither YAML nor JSON")                                        \
    X(ERR_ENCODING, -21, "the text is not valid UTF-8")                                            \
    X(ERR_TOO_DEEP, -22, "the document is nested too deeply")                                      \
    X(ERR_TOO_LARGE, -23, "the text is too large")                                                 \
    X(ERR_ALIAS, -24, "aliases expand to too many values, or do not resolve")                      \
    X(ERR_DUPLICATE_KEY, -25, "a key appears twice in one mapping")                                \
    X(ERR_FIELD_PATH, -26, "malformed field path")                                                 \
    X(ERR_NO_FIELD, -27, "the field path leads nowhere")                                           \
    X(ERR_PATCH, -28, "the JSON Patch cannot be applied")                                          \
    X(ERR_NUMBER, -29, "a number that JSON cannot hold")                                           \
    X(ERR_AMBIGUOUS, -30, "the filter of a field path fits several items")                         \
    X(ERR_VERSION, -31, "written by a newer version")                                              \
    X(ERR_INVALID, -40, "the document is not valid; the diagnostics say why")                      \
    X(ERR_TYPE, -41, "a value of another type is wanted")                                          \
    X(ERR_REQUIRED, -42, "a required field is missing")                                            \
    X(ERR_ENUM, -43, "unknown value")                                                              \
    X(ERR_QUANTITY, -44, "not a quantity")                                                         \
    X(ERR_TIME, -45, "not an RFC 3339 time")                                                       \
    X(ERR_RANGE, -46, "out of range")                                                              \
    X(ERR_LIMITS, -47, "the upper limit is below the lower limit")                                 \
    X(ERR_DUPLICATE_NAME, -48, "a name is used twice")                                             \
    X(ERR_CANDIDATES, -49, "wrong number of candidates for the testing pattern")                   \
    X(ERR_REWARDS, -50, "wrong number of rewards for the testing pattern")                         \
    X(ERR_TASK, -51, "malformed task")                                                             \
    X(ERR_SHARED_FIELD, -52, "two versions use one field for their weight")                        \
    X(ERR_KIND, -53, "a document of another kind is wanted")                                       \
    X(ERR_EXPRESSION, -54, "a condition or placeholder that means nothing here")                   \
    X(ERR_NO_METRIC, -60, "unknown metric")                                                        \
    X(ERR_NO_VERSION, -61, "unknown version")                                                      \
    X(ERR_NO_SECRET, -64, "there is no such secret")                                               \
    X(ERR_NO_KEY, -65, "the secret has no such key")                                               \
    X(ERR_SECRET, -66, "the secret cannot be used")                                                \
    X(ERR_HOST, -80, "a callback of the host failed")                                              \
    X(ERR_CLOCK, -81, "the time given lies outside the years 1700 to 2248")                        \
    X(ERR_REGISTERED, -82, "the experiment is in a registry already")                              \
    X(ERR_TRANSPORT, -100, "the server cannot be reached or does not answer")                      \
    X(ERR_REPLY, -101, "the server's answer is not what was expected")                             \
    X(ERR_CONFLICT, -102, "another writer has changed what was to be written")                     \
    X(ERR_REFUSED, -103, "the server or the system refuses to do it")                              \
    X(ERR_COMMAND, -104, "the command fails or does not end in time")

/** The status codes as enumerators: #ITER8_OK, #ITER8_PENDING, `ITER8_ERR_...`. */
enum iter8_error {
#define ITER8_ERROR_ENUMERATOR(name, number, text) ITER8_##name = (number),
    ITER8_ERROR_MAP(ITER8_ERROR_ENUMERATOR)
#undef ITER8_ERROR_ENUMERATOR
};

/**
 * What a status code means, in a few English words. @since 0.1.0
 * @return never NULL, "unknown status code" for a number that is none; owned by the library.
 */
ITER8_API const char *iter8_strerror(int code);

/**
 * The name of a status code, such as "ITER8_ERR_NOMEM". @since 0.1.0
 * @return never NULL, "ITER8_ERR_UNKNOWN" for a number that is none; owned by the library.
 */
ITER8_API const char *iter8_error_name(int code);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_ERROR_H */
