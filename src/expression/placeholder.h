/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * placeholder.h - texts with placeholders, piece by piece.
 *
 *     kubectl apply -f {{ .promote }}        echo @< .this.metadata.name >@
 *
 * A placeholder holds one dotted name that begins with a dot, or a text in quotes that stands for
 * itself, so that a text can hold the delimiters: {{ "{{" }}. A secret, .Secret "key" or
 * .secret.key, is for the host: its whole placeholder is a piece to be left as it is. Whatever else
 * Go's templates know is a fault.
 */
#ifndef ITER8_EXPRESSION_PLACEHOLDER_H
#define ITER8_EXPRESSION_PLACEHOLDER_H

#include "expression/schema.h"

/* What placeholders stand between. */
typedef struct iter8__delimiters {
    const char *open;
    const char *close;
} iter8__delimiters;

enum iter8__piece_kind {
    ITER8__PIECE_PLAIN, /* a text that stays */
    ITER8__PIECE_VALUE, /* a dotted name */
    ITER8__PIECE_SECRET /* a whole placeholder that stays */
};

typedef struct iter8__piece {
    enum iter8__piece_kind kind;
    iter8__span text;
} iter8__piece;

/* A walk through a text, which is borrowed. */
typedef struct iter8__template {
    const char *text;
    const iter8__delimiters *between;
    size_t at;
    size_t length; /* bytes of the text; 0: not known yet */
} iter8__template;

/* Takes the next piece. Returns 1, 0 at the end, or ITER8_ERR_EXPRESSION with a fault. */
int iter8__template_next(iter8__template *walk, iter8__piece *out, iter8__fault *fault);

#endif
