/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief Documents: YAML or JSON text as a tree, read and written by field path.
 *
 * Everything the library is given as text becomes documents first: experiments, metrics, and the
 * routing objects (an Istio VirtualService, an SMI TrafficSplit, ...) that hold traffic weights.
 * YAML is understood as Kubernetes understands it.
 *
 * A field path is what Iter8 writes in `weightObjRef.fieldPath`: `.spec.http[0].route[1].weight`.
 * The first dot may be left out; a key with special characters is quoted: `.data['a.b']`. A filter
 * picks the one item of a list that has a member with this value:
 * `.spec.traffic[tag=canary].percent`,
 * `.route[destination.subset='v 2'].weight`; the value is a text, a whole number, `true` or
 * `false`. In a key or value a backslash makes the next character an ordinary one.
 *
 * A document belongs to one thread at a time; a document that nobody changes may be read by many.
 */
#ifndef ITER8_DOCUMENT_H
#define ITER8_DOCUMENT_H

#include "iter8/allocator.h"
#include "iter8/diagnostics.h"
#include "iter8/export.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One document; opaque. */
typedef struct iter8_document iter8_document;

/** The documents of one text; opaque. */
typedef struct iter8_documents iter8_documents;

/** How a document is written. */
enum iter8_format {
    ITER8_FORMAT_YAML = 1,        /**< block style, keys in the order they were read */
    ITER8_FORMAT_JSON = 2,        /**< indented by two spaces, ends with a newline */
    ITER8_FORMAT_JSON_COMPACT = 3 /**< one line without spaces or newline */
};

/** Limits on what is read. Zero in a field means its default. */
typedef struct iter8_read_options {
    /** sizeof(iter8_read_options). */
    size_t struct_size;
    /** Memory for what is not the tree itself; copied; NULL for malloc. */
    const iter8_allocator *allocator;
    /** Largest text, in bytes. Default 32 MiB, which the status of the largest
     *  experiment does not reach. More: #ITER8_ERR_TOO_LARGE. */
    size_t max_bytes;
    /** Most values that aliases may add in one text, where a long text counts once more for each 64
     *  bytes. Default 100,000. More: #ITER8_ERR_ALIAS. */
    size_t max_alias_values;
    /** Deepest nesting of lists and mappings. Default 64. Deeper: #ITER8_ERR_TOO_DEEP. */
    uint32_t max_depth;
    /** Must be 0. */
    uint32_t reserved;
} iter8_read_options;

/**
 * Reads all documents of a YAML stream or a JSON text. Empty documents are passed over. In the
 * place of a Kubernetes `kind: List` (or Iter8's ExperimentList and MetricList) stand the objects
 * in it, also of Lists in Lists; an empty one holds none. @since 0.1.0
 *
 * @param text         UTF-8, not necessarily ended by a zero; copied.
 * @param length       bytes of @p text.
 * @param options      NULL for the defaults.
 * @param diagnostics  takes the problem with line and column; may be NULL.
 * @param[out] out     owned by the caller, release with iter8_documents_free(). May hold none.
 * @return 0; #ITER8_ERR_SYNTAX, #ITER8_ERR_ENCODING, #ITER8_ERR_TOO_DEEP, #ITER8_ERR_TOO_LARGE,
 *   #ITER8_ERR_ALIAS, #ITER8_ERR_DUPLICATE_KEY, #ITER8_ERR_NUMBER (a NaN, an infinity),
 * #ITER8_ERR_TYPE (a List without items), each with a diagnostic; #ITER8_ERR_NOMEM,
 * #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE.
 */
ITER8_API ITER8_NODISCARD int iter8_documents_read(const char *text, size_t length,
                                                   const iter8_read_options *options,
                                                   iter8_diagnostics *diagnostics,
                                                   iter8_documents **out);

/** Frees the documents and the list; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_documents_free(iter8_documents *documents);

/** The number of documents. @since 0.1.0 */
ITER8_API size_t iter8_documents_count(const iter8_documents *documents);

/** One of the documents, from 0, or NULL; owned by the list. @since 0.1.0 */
ITER8_API iter8_document *iter8_documents_at(iter8_documents *documents, size_t index);

/**
 * Makes a copy that shares nothing with the original. @since 0.1.0
 * @param[out] out  owned by the caller, release with iter8_document_free().
 * @return 0, #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_document_copy(const iter8_document *document,
                                                  const iter8_allocator *allocator,
                                                  iter8_document **out);

/** Frees a document that is owned by the caller (not one of a list); NULL is fine. @since 0.1.0 */
ITER8_API void iter8_document_free(iter8_document *document);

/** `apiVersion`, or "" where there is none; borrowed until the document changes. @since 0.1.0 */
ITER8_API const char *iter8_document_api_version(const iter8_document *document);
/** `kind`, or ""; borrowed until the document changes. @since 0.1.0 */
ITER8_API const char *iter8_document_kind(const iter8_document *document);
/** `metadata.name`, or ""; borrowed until the document changes. @since 0.1.0 */
ITER8_API const char *iter8_document_name(const iter8_document *document);
/** `metadata.namespace`, or ""; borrowed until the document changes. @since 0.1.0 */
ITER8_API const char *iter8_document_namespace(const iter8_document *document);

/**
 * Writes a document. @since 0.1.0
 *
 * @param format    one of #iter8_format.
 * @param buffer    takes the text and a closing zero; may be NULL when @p capacity is 0.
 * @param capacity  bytes of @p buffer.
 * @param[out] length  bytes of the text without the zero, also when the buffer is too small; so a
 *   first call with capacity 0 tells how much is needed.
 * @return 0, #ITER8_ERR_BUFFER, #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_document_write(const iter8_document *document, int format,
                                                   char *buffer, size_t capacity, size_t *length);

/**
 * Reads a number by field path; a text that is a number counts as one. @since 0.1.0
 * @return 0, #ITER8_ERR_FIELD_PATH, #ITER8_ERR_NO_FIELD, #ITER8_ERR_AMBIGUOUS (a filter fits
 * several items), #ITER8_ERR_TYPE, #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_document_number(const iter8_document *document,
                                                    const char *field_path, double *out);

/**
 * Reads a text by field path. @since 0.1.0
 * @param[out] out  borrowed until the document changes.
 * @return as iter8_document_number().
 */
ITER8_API ITER8_NODISCARD int iter8_document_string(const iter8_document *document,
                                                    const char *field_path, const char **out);

/**
 * Reads a boolean by field path. @since 0.1.0
 * @param[out] out  1 or 0.
 * @return as iter8_document_number().
 */
ITER8_API ITER8_NODISCARD int iter8_document_boolean(const iter8_document *document,
                                                     const char *field_path, int32_t *out);

/**
 * Sets a field to an integer. Every part of the path but the last key must be there. @since 0.1.0
 * @return as iter8_document_number(), #ITER8_ERR_NOMEM; the document is unchanged on error.
 */
ITER8_API ITER8_NODISCARD int iter8_document_set_integer(iter8_document *document,
                                                         const char *field_path, int64_t value);

/**
 * Applies a JSON Patch (RFC 6902), wholly or not at all. @since 0.1.0
 * @param patch  a document that is a list of operations. It may copy at most 100,000 values,
 *   counted as those of aliases, and nest them at most 1,000 deep.
 * @return 0; #ITER8_ERR_PATCH with a diagnostic that names the operation, counted from 1;
 *   #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_document_patch(iter8_document *document,
                                                   const iter8_document *patch,
                                                   iter8_diagnostics *diagnostics);

/**
 * Where a field stands in the text that the document was read from. @since 0.1.0
 *
 * The place is found by reading the text once more, so this is for error messages.
 *
 * @param field_path  as in a diagnostic; where it leads past what is there, the deepest part that
 * is.
 * @param[out] line, column  from 1; 0 where the document did not come from text, as no copy does.
 */
ITER8_API void iter8_document_locate(const iter8_document *document, const char *field_path,
                                     uint32_t *line, uint32_t *column);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_DOCUMENT_H */
