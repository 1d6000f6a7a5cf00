/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The pieces of texts with placeholders. */
#include "expression/placeholder.h"
#include "iter8/error.h"

#include <criterion/criterion.h>
#include <string.h>

static const iter8__delimiters braces = {"{{", "}}"};
static const iter8__delimiters arrows = {"@<", ">@"};

/* "text|=value|!secret|", and what is wrong where. */
static void pieces_of(const char *text, const iter8__delimiters *between, char *out)
{
    iter8__template walk = {text, between, 0, 0};
    iter8__piece piece;
    iter8__fault fault;
    int more;
    *out = '\0';
    while ((more = iter8__template_next(&walk, &piece, &fault)) == 1) {
        if (piece.kind == ITER8__PIECE_VALUE) (void)strcat(out, "=");
        if (piece.kind == ITER8__PIECE_SECRET) (void)strcat(out, "!");
        (void)strcat(strncat(out, piece.text.text, piece.text.length), "|");
    }
    if (more == 0) return;
    cr_assert_eq(more, ITER8_ERR_EXPRESSION);
    size_t length = strlen(out);
    out[length] = '#';
    out[length + 1] = (char)('0' + fault.offset / 10);
    out[length + 2] = (char)('0' + fault.offset % 10);
    out[length + 3] = ' ';
    out[length + 4] = '\0';
    (void)strncat(strcat(out, fault.message), fault.word.text, fault.word.length);
}

static const struct {
    const char *text;
    const iter8__delimiters *between;
    const char *pieces;
} cases[] = {
    {"", &braces, ""},
    {"plain } @< text {", &braces, "plain } @< text {|"},
    {"{{.a}}", &braces, "=.a|"},
    {"x {{ .a }} y {{\t.b.c[0]['d']\n}}", &braces, "x |=.a| y |=.b.c[0]['d']|"},
    {"{{.a}}{{.b}}", &braces, "=.a|=.b|"},
    {"a{{b }} {{ .c }}", &braces, "a|#03 a placeholder holds one value such as .name, not b"},
    {"@< .this.metadata.name >@ {{ .a }}", &arrows, "=.this.metadata.name| {{ .a }}|"},
    {"a @ < .b >@", &arrows, "a @ < .b >@|"},
    {"{{ range .items }}@<.a>@", &arrows, "{{ range .items }}|=.a|"},
    /* Texts that stand for themselves. */
    {"{{ \"{{\" }} .x {{ '}}' }}", &braces, "{{| .x |}}|"},
    {"{{ \"\" }}", &braces, "|"},
    /* Secrets stay whole. */
    {"a @< .Secret \"token\" >@ b", &arrows, "a |!@< .Secret \"token\" >@| b|"},
    {"@<.Secret 'a b'>@", &arrows, "!@<.Secret 'a b'>@|"},
    {"@< .secret.token >@", &arrows, "!@< .secret.token >@|"},
    {"{{ .secret.token }}", &braces, "!{{ .secret.token }}|"},
    {"{{ .secrets.token }}", &braces, "=.secrets.token|"},
    {"@< .Secret >@", &arrows, "#11 .Secret wants a key in quotes, not >"},
    {"@< .Secret.token >@", &arrows, "#17 .Secret wants a key in quotes, not >"},
    /* What Go's templates know beyond. */
    {"{{ a }}", &braces, "#03 a placeholder holds one value such as .name, not a"},
    {"{{ if eq .Active \"home\" }}", &braces,
     "#03 a placeholder holds one value such as .name, not if"},
    {"{{ .a | upper }}", &braces, "#06 a placeholder holds one value and nothing behind it, not |"},
    {"{{ .a .b }}", &braces, "#06 a placeholder holds one value and nothing behind it, not .b"},
    {"{{- .a }}", &braces, "#02 a placeholder holds one value such as .name, not -"},
    {"{{ .a -}}", &braces, "#06 a placeholder holds one value and nothing behind it, not -"},
    {"{{/* x */}}", &braces, "#02 a placeholder holds one value such as .name, not /"},
    {"{{ . }}", &braces, "#03 the name of a value is wanted, not ."},
    {"{{ .7 }}", &braces, "#03 the name of a value is wanted, not ."},
    {"{{ $x }}", &braces, "#03 a placeholder holds one value such as .name, not $"},
    {"{{ \"a\\n\" }}", &braces, "#03 a placeholder holds one value such as .name, not \""},
    {"{{ \"a }}", &braces, "#03 a placeholder holds one value such as .name, not \""},
    {"{{}}", &braces, "#02 a placeholder holds one value such as .name, not }"},
    {"{{ .a }", &braces, "#06 a placeholder holds one value and nothing behind it, not }"},
    {"{{ .a", &braces, "#05 the placeholder does not end"},
    {"{{", &braces, "#02 the placeholder does not end"},
    {"a{{ ", &braces, "a|#04 the placeholder does not end"},
    {"@< .Secret", &arrows, "#10 the placeholder does not end"},
    {"x{{", &braces, "x|#03 the placeholder does not end"},
    {"{{ \xC3\xA4 }}", &braces, "#03 a placeholder holds one value such as .name, not \xC3\xA4"},
};

Test(expression_placeholder, a_text_falls_into_its_pieces)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char pieces[200];
        pieces_of(cases[i].text, cases[i].between, pieces);
        cr_expect_str_eq(pieces, cases[i].pieces, "%s: %s", cases[i].text, pieces);
    }
}
