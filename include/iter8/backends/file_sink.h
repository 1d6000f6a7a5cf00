/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/**
 * @file
 * @brief A routing sink for files: writes weights into them and has them reloaded.
 *
 * Part of libiter8-backends. It works in one of two ways:
 *
 * - YAML or JSON files that hold the objects which the versions' `weightObjRef` name. Only the
 *   weights change; comments and layout of YAML stay where the weights are there already, otherwise
 *   the file is written anew.
 * - A template for a file of any form, such as a part of nginx's configuration. `${NAME}` stands
 * for the weight of the version of that name, in percent. A line with `${NAME?}` is there only
 * while that version has a weight: nginx refuses `0%` and `weight=0`. Anything else, also what only
 * looks like that, stays as it is. Every candidate must be in the template. Weights are read back
 * by comparing the output with the template.
 *
 * A file is always replaced as a whole (iter8_file_replace()). After that the host's command runs,
 * if there is one; if it fails, the files get their old content back, so that they never say what
 * the server does not do. The first call of a sink runs it too: whoever wrote the files last may
 * have died before that.
 *
 * One sink at a time writes a file: it locks the file with its first call until it is freed, and
 * another sink, in this process or another one, is refused meanwhile. The kernel gives the lock
 * back when a process dies. Somebody else's change that comes between reading and writing is not
 * overwritten. A file that is named twice, by whatever path, is one file.
 *
 * A sink belongs to one thread at a time. Calls block, at most as long as the files take and the
 * command may run.
 */
#ifndef ITER8_BACKENDS_FILE_SINK_H
#define ITER8_BACKENDS_FILE_SINK_H

#include "iter8/export.h"
#include "iter8/router.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A routing sink; opaque. */
typedef struct iter8_file_sink iter8_file_sink;

/** Settings: either @c files or the template and its output. */
typedef struct iter8_file_sink_options {
    /** sizeof(iter8_file_sink_options). */
    size_t struct_size;
    /** Paths of YAML or JSON files, each with any number of documents; copied. */
    const char *const *files;
    /** Their number. */
    size_t file_count;
    /** Path of the template; copied. */
    const char *template_file;
    /** Path of what is made of it; copied. Need not be there yet. */
    const char *output_file;
    /** A program, looked for in PATH, and its arguments, ended by NULL; copied; no shell is
     * involved. Its standard output is thrown away, its standard error is the host's. NULL: none.
     */
    const char *const *reload;
    /** Longest time that it may take; then it is killed. Default 10000 ms. */
    int64_t reload_timeout_ms;
} iter8_file_sink_options;

/**
 * Makes a sink; files are first read when weights are read or written. @since 0.1.0
 * @param[out] out  owned by the caller, release with iter8_file_sink_free().
 * @return 0, #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT, #ITER8_ERR_STRUCT_SIZE.
 */
ITER8_API ITER8_NODISCARD int iter8_file_sink_new(const iter8_file_sink_options *options,
                                                  iter8_file_sink **out);

/** Frees a sink; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_file_sink_free(iter8_file_sink *sink);

/**
 * The sink as a router for #iter8_host; owned by the sink. NULL for no sink. @since 0.1.0
 *
 * It writes the weights in the order of iter8_route_order(), and reloads. An output that is not
 * there yet is read as what was last known. Its callbacks return #ITER8_OK; what may pass:
 * #ITER8_ERR_CONFLICT (another writer has taken traffic from a candidate since the decision, or has
 * changed a file since it was read), #ITER8_ERR_TRANSPORT (the disk is full, and the like),
 * #ITER8_ERR_COMMAND, #ITER8_ERR_REPLY (the output is not one of the template's), #ITER8_ERR_NOMEM;
 * what will not by itself: #ITER8_ERR_NOT_FOUND (a file, an object or a placeholder),
 * #ITER8_ERR_REFUSED (a file cannot be read or written, or another process writes it already), an
 * error of iter8_documents_read() or iter8_route_patch(), #ITER8_ERR_ARGUMENT.
 */
ITER8_API const iter8_router *iter8_file_sink_router(iter8_file_sink *sink);

/** What the last call that failed has to say, one line, or ""; owned by the sink, borrowed until
 * its next call. @since 0.1.0 */
ITER8_API const char *iter8_file_sink_error(const iter8_file_sink *sink);

/**
 * Replaces the content of a file in one step: who reads it sees the old or the new one, whatever
 * happens. @since 0.1.0
 *
 * The new content is written beside the file, under a hidden name that nobody can foresee
 * (`.iter8-...`; no file that is there is touched), brought to the disk and given the file's
 * name, permissions and, where allowed, owner. A symbolic link stays one. What is no file, such as
 * a pipe, is written to. One process at a time may do this to a file.
 *
 * @return 0, #ITER8_ERR_REFUSED or #ITER8_ERR_NOMEM with `errno` set, and then the file is as it
 * was; #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_file_replace(const char *path, const char *bytes,
                                                 size_t length);

/** A file that one process at a time writes, such as the one an experiment is kept in; opaque. */
typedef struct iter8_file_writer iter8_file_writer;

/**
 * Makes a writer; nothing is opened yet. @since 0.1.0
 * @param path      copied.
 * @param[out] out  owned by the caller, release with iter8_file_writer_free().
 * @return 0, #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_file_writer_new(const char *path, iter8_file_writer **out);

/** Gives back the claim and frees a writer; NULL is fine. @since 0.1.0 */
ITER8_API void iter8_file_writer_free(iter8_file_writer *writer);

/**
 * Claims the file until the writer is freed or its process dies: other writers and sinks are
 * refused. A file that is not there yet is claimed by the first replacement, which does not take
 * the place of one that somebody else has made since. What is no file needs no claim. @since 0.1.0
 * @return 0, #ITER8_ERR_REFUSED (another process has it), #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_file_writer_claim(iter8_file_writer *writer);

/**
 * Claims the file and replaces its content as iter8_file_replace() does. @since 0.1.0
 * @return 0, and else the file is as it was, and `errno` the system's reason or 0:
 *   #ITER8_ERR_REFUSED (another process has it, or the system refuses), #ITER8_ERR_CONFLICT
 * (somebody else has made the file), #ITER8_ERR_TRANSPORT (the disk is full, and the like),
 * #ITER8_ERR_NOT_FOUND (no such folder), #ITER8_ERR_NOMEM, #ITER8_ERR_ARGUMENT.
 */
ITER8_API ITER8_NODISCARD int iter8_file_writer_replace(iter8_file_writer *writer,
                                                        const char *bytes, size_t length);

/** What the last call that failed has to say, one line, or ""; owned by the writer, borrowed until
 * its next call. @since 0.1.0 */
ITER8_API const char *iter8_file_writer_error(const iter8_file_writer *writer);

#ifdef __cplusplus
}
#endif

#endif /* ITER8_BACKENDS_FILE_SINK_H */
