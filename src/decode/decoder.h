/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * decoder.h - from tree to struct, with every problem located.
 *
 * A decoder walks a document, keeps the field path of where it is, and reports each problem there;
 * it goes on after a problem, so that all are reported at once. A missing member and an explicit
 * null are the same. Texts that it hands out are copied into its arena.
 */
#ifndef ITER8_DECODE_DECODER_H
#define ITER8_DECODE_DECODER_H

#include "base/arena.h"
#include "base/text.h"
#include "decode/words.h"
#include "document/node.h"
#include "iter8/diagnostics.h"
#include "iter8/document.h"
#include "iter8/experiment.h"

#include <stddef.h>
#include <stdint.h>

/* More errors, and more warnings, of one document are not reported: nobody reads them all. */
enum { ITER8__MAX_PROBLEMS = 100 };

typedef struct iter8__decoder {
    const iter8_document *document; /* for the place in the text; may be NULL */
    iter8_diagnostics *diagnostics; /* may be NULL */
    iter8__arena *arena;
    iter8__text path; /* of the node being decoded */
    int partial;      /* missing fields and other reasons not to run are no problem */
    int tolerant;     /* errors are reported as warnings: what is read is not the user's writing */
    int strict;       /* warnings are reported as errors */
    int lenient;      /* unknown fields are ignored everywhere, as Iter8 does */
    int32_t origin;   /* enum iter8_origin: which document is decoded */
    int problems;     /* errors found so far */
    int warnings;     /* likewise */
    size_t first;     /* problem of the list that is this decoder's */
    int out_of_memory;
    /* Those of its problems that a place is looked for at the end, in one search for all. */
    struct {
        char *path;
        size_t problem; /* of the list */
    } unplaced[2 * ITER8__MAX_PROBLEMS];
    size_t unplaced_count;
} iter8__decoder;

void iter8__decoder_init(iter8__decoder *decoder, const iter8_document *document,
                         iter8_diagnostics *diagnostics, iter8__arena *arena);
/* 0, ITER8_ERR_NOMEM or ITER8_ERR_INVALID. */
int iter8__decoder_result(const iter8__decoder *decoder);
/* Ends the decoding: finds the places of the problems, puts them in document order and gives back
 * the memory. Returns the result. */
int iter8__decoder_finish(iter8__decoder *decoder);

/* Decodes a document for its problems alone. @p decode returns 0, or the code of what is wrong with
 * the document as a whole; that is returned, or else the decoder's result. */
int iter8__decoder_check(const iter8_document *document, iter8_diagnostics *diagnostics,
                         int (*decode)(iter8__decoder *decoder, const iter8__node *root));

/* Goes down to a member or an item; the answer is handed to iter8__decoder_leave. */
size_t iter8__decoder_enter(iter8__decoder *decoder, const char *key);
size_t iter8__decoder_enter_item(iter8__decoder *decoder, size_t index);
void iter8__decoder_leave(iter8__decoder *decoder, size_t mark);

/* Reports an error or a warning where the decoder stands; the strings end with a NULL pointer. */
void iter8__decoder_problem(iter8__decoder *decoder, int code, ...);
void iter8__decoder_warning(iter8__decoder *decoder, int code, ...);
/* The same for a member. */
void iter8__decoder_member_problem(iter8__decoder *decoder, const char *key, int code,
                                   const char *message);

/* Whether a member is there, and not null. */
int iter8__decode_is_said(const iter8__node *mapping, const char *key);

/* Warns of every member that is not in the list, which ends with NULL, and names the nearest one
 * that is. */
void iter8__decode_known(iter8__decoder *decoder, const iter8__node *mapping,
                         const char *const *known);
/* Refuses such a member, unless the decoder is lenient: a guard would be gone with it. */
void iter8__decode_only(iter8__decoder *decoder, const iter8__node *mapping,
                        const char *const *known);
/* The fields that metadata of any object may have. */
void iter8__decode_known_metadata(iter8__decoder *decoder, const iter8__node *metadata);

/* How much a member is wanted. */
enum iter8__presence { ITER8__OPTIONAL, ITER8__REQUIRED };

/* A member of one kind, or NULL (missing, or reported). */
iter8__node *iter8__decode_member(iter8__decoder *decoder, const iter8__node *mapping,
                                  const char *key, enum iter8__node_kind kind,
                                  enum iter8__presence presence);
/* Checks that a document is of one kind of Iter8's API; a partial document may leave it open.
 * Returns 0 when it says another kind. */
int iter8__decode_kind(iter8__decoder *decoder, const iter8__node *root, const char *kind);

/* A list of at most @p most items, or NULL (missing, or reported). */
iter8__node *iter8__decode_list(iter8__decoder *decoder, const iter8__node *mapping,
                                const char *key, size_t most);
/* Whether the node that the decoder stands at is a mapping; reported when it is not. */
int iter8__decode_is_mapping(iter8__decoder *decoder, const iter8__node *node);
/* A text, copied; NULL when missing or reported. A required text must not be empty. */
const char *iter8__decode_string(iter8__decoder *decoder, const iter8__node *mapping,
                                 const char *key, enum iter8__presence presence);
/* The text that the decoder stands at. */
const char *iter8__decode_string_here(iter8__decoder *decoder, const iter8__node *node);
/* The number of a word; 0 when missing or reported. */
int32_t iter8__decode_word(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                           const iter8__words *words, enum iter8__presence presence);
/* An integer from @p least to @p most; @p fallback when missing or reported. */
int32_t iter8__decode_integer(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                              int32_t least, int32_t most, int32_t fallback);
/* A boolean; @p fallback when missing or reported. */
int iter8__decode_boolean(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                          int fallback);
/* A quantity, or a plain number; 0 when missing or reported. */
int iter8__decode_quantity(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                           double *out);
/* An RFC 3339 time in nanoseconds since 1970; ITER8_NO_TIME when missing or reported. */
int64_t iter8__decode_time(iter8__decoder *decoder, const iter8__node *mapping, const char *key);

/* Decodes the item that the decoder stands at into what @p out points to. */
typedef void iter8__item_decoder(iter8__decoder *decoder, const iter8__node *item, void *out);

/* Hands every item of a list of at most @p most to @p decode, all with the same @p out. */
void iter8__decode_each(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                        size_t most, iter8__item_decoder *decode, void *out);

/* How the items of a list are decoded each into room of its own. */
typedef struct iter8__items {
    size_t size; /* of the room for one */
    size_t most; /* items that are taken */
    iter8__item_decoder *decode;
} iter8__items;

/* All items of a list, in the arena; NULL and a count of 0 when it is missing or reported. */
void *iter8__decode_items(iter8__decoder *decoder, const iter8__node *mapping, const char *key,
                          const iter8__items *items, size_t *count);

/* Room for @p count items in the arena; NULL without memory, which the decoder remembers. */
void *iter8__decoder_alloc(iter8__decoder *decoder, size_t count, size_t size);
/* A copy of a text in the arena, likewise. */
const char *iter8__decoder_copy(iter8__decoder *decoder, const char *text);

#endif
