/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "expression/condition.h"

#include "expression/dotted.h"
#include "expression/scanner.h"
#include "iter8/error.h"

#include <string.h>

/* No condition that people write is longer or nests deeper. */
enum { MOST_LENGTH = 10000, MOST_HEIGHT = 64, MOST_NESTING = 32 };

typedef struct parser {
    iter8__scanner scan;
    const iter8__names *names;
    iter8__arena *arena;
    iter8__fault *fault;
    int nesting;
    int out_of_memory;
} parser;

static iter8__expression *parse_any(parser *p);

/* Only the first fault counts. */
static iter8__expression *complain(parser *p, const char *message, size_t at, iter8__span word)
{
    if (p->fault->message == NULL) *p->fault = (iter8__fault){message, word, at};
    return NULL;
}

static iter8__expression *complain_plainly(parser *p, const char *message, size_t at)
{
    return complain(p, message, at, (iter8__span){NULL, 0});
}

static iter8__expression *make(parser *p, enum iter8__operation operation, enum iter8__kind kind,
                               size_t offset)
{
    iter8__expression *made = iter8__arena_alloc(p->arena, 1, sizeof *made);
    if (made == NULL) {
        p->out_of_memory = 1;
        return NULL;
    }
    made->operation = operation;
    made->kind = kind;
    made->offset = offset;
    made->height = 1;
    return made;
}

static iter8__expression *parse_text(parser *p)
{
    size_t start = p->scan.at;
    iter8__expression *made = make(p, ITER8__LITERAL, ITER8__KIND_TEXT, start);
    if (made == NULL) return NULL;
    int rc = iter8__scan_quoted(&p->scan, p->arena, &made->text);
    if (rc == ITER8_OK) return made;
    if (rc == ITER8_ERR_NOMEM) {
        p->out_of_memory = 1;
        return NULL;
    }
    return complain_plainly(p,
                            "the text in quotes does not end, or a backslash stands before "
                            "something else than a quote, a backslash, n, r or t",
                            start);
}

static iter8__expression *parse_number(parser *p)
{
    size_t start = p->scan.at;
    iter8__expression *made = make(p, ITER8__LITERAL, ITER8__KIND_NUMBER, start);
    if (made == NULL || iter8__scan_number(&p->scan, &made->number)) return made;
    return complain(p, "this is no number: ", start,
                    (iter8__span){p->scan.text + start, p->scan.at - start});
}

static int take(parser *p, const char *sign)
{
    return iter8__scan_sign(&p->scan, sign);
}

/* The index of a function; that of the end of the list when there is none of the name. */
static size_t find_fact(const parser *p, iter8__span name)
{
    size_t i = 0;
    const char *const *facts = p->names->facts;
    while (facts[i] != NULL &&
           (strlen(facts[i]) != name.length || memcmp(facts[i], name.text, name.length) != 0))
        i++;
    return i;
}

static iter8__expression *parse_fact(parser *p, iter8__span name, size_t start)
{
    size_t fact = find_fact(p, name);
    if (p->names->facts[fact] == NULL) return complain(p, "unknown function ", start, name);
    if (!take(p, ")")) return complain(p, "no arguments are taken by ", p->scan.at, name);
    iter8__expression *made = make(p, ITER8__FACT, ITER8__KIND_BOOLEAN, start);
    if (made != NULL) made->number = (double)fact;
    return made;
}

static iter8__expression *parse_field(parser *p, iter8__span name, size_t start)
{
    iter8__place_in_tree place = {{.kind = ITER8__KIND_MAPPING, .of = p->names->schema}, NULL};
    iter8__fault fault;
    if (p->names->facts[find_fact(p, name)] != NULL)
        return complain(p, "parentheses () are missing behind the function ", start, name);
    if (!iter8__dotted_follow(name, &place, &fault))
        return complain(p, fault.message, start + fault.offset, fault.word);
    iter8__expression *made = make(p, ITER8__FIELD, place.schema.kind, start);
    if (made != NULL) made->text = name;
    return made;
}

/* true, false, nil, a function or a field. */
static iter8__expression *parse_name(parser *p)
{
    static const struct {
        const char *word;
        enum iter8__kind kind;
        double number;
    } literals[] = {{"true", ITER8__KIND_BOOLEAN, 1},
                    {"false", ITER8__KIND_BOOLEAN, 0},
                    {"nil", ITER8__KIND_NIL, 0}};
    size_t start = p->scan.at;
    for (size_t i = 0; i < sizeof literals / sizeof literals[0]; i++) {
        if (!take(p, literals[i].word)) continue;
        iter8__expression *made = make(p, ITER8__LITERAL, literals[i].kind, start);
        if (made != NULL) made->number = literals[i].number;
        return made;
    }
    iter8__span name = iter8__scan_word_at(&p->scan, start);
    p->scan.at += name.length;
    return take(p, "(") ? parse_fact(p, name, start) : parse_field(p, name, start);
}

static iter8__expression *parse_nested(parser *p, size_t start)
{
    if (p->nesting++ == MOST_NESTING)
        return complain_plainly(p, "the condition is nested too deeply", start);
    iter8__expression *inner = parse_any(p);
    p->nesting--;
    if (inner != NULL && !take(p, ")"))
        return complain(p, ") is wanted, not ", p->scan.at,
                        iter8__scan_word_at(&p->scan, p->scan.at));
    return inner;
}

static iter8__expression *parse_primary(parser *p)
{
    iter8__scan_blanks(&p->scan);
    size_t start = p->scan.at;
    char c = '\0';
    if (p->scan.at < p->scan.length) c = p->scan.text[p->scan.at];
    if (take(p, "(")) return parse_nested(p, start);
    if (c == '\'' || c == '"') return parse_text(p);
    if ((c >= '0' && c <= '9') || c == '-') return parse_number(p);
    if (iter8__dotted_length(p->scan.text + start, p->scan.length - start) > 0)
        return parse_name(p);
    if (start == p->scan.length) return complain_plainly(p, "the condition ends too early", start);
    return complain(p, "a value is wanted, not ", start, iter8__scan_word_at(&p->scan, start));
}

static int is_condition(const iter8__expression *part)
{
    return part->kind == ITER8__KIND_BOOLEAN || part->kind == ITER8__KIND_ANY;
}

static iter8__expression *parse_unary(parser *p)
{
    size_t nots = 0;
    iter8__scan_blanks(&p->scan);
    size_t start = p->scan.at;
    while (take(p, "not") || take(p, "!"))
        nots++;
    iter8__expression *inner = parse_primary(p);
    if (nots == 0 || inner == NULL) return inner;
    if (!is_condition(inner))
        return complain_plainly(p,
                                "not wants something that is true or false; put a comparison in "
                                "parentheses",
                                inner->offset);
    /* Twice not is nothing. */
    if (nots % 2 == 0) return inner;
    iter8__expression *made = make(p, ITER8__NOT, ITER8__KIND_BOOLEAN, start);
    if (made == NULL) return NULL;
    made->left = inner;
    made->height = inner->height + 1;
    return made;
}

static iter8__expression *join(parser *p, enum iter8__operation operation, iter8__expression *left,
                               iter8__expression *right)
{
    if (left == NULL || right == NULL) return NULL;
    iter8__expression *made = make(p, operation, ITER8__KIND_BOOLEAN, left->offset);
    if (made == NULL) return NULL;
    made->left = left;
    made->right = right;
    made->height = 1 + (left->height > right->height ? left->height : right->height);
    if (made->height > MOST_HEIGHT)
        return complain_plainly(p, "the condition has too many parts", right->offset);
    return made;
}

static int is_container(enum iter8__kind kind)
{
    return kind == ITER8__KIND_LIST || kind == ITER8__KIND_MAPPING || kind == ITER8__KIND_TABLE;
}

static enum iter8__kind as_number(enum iter8__kind kind)
{
    return kind == ITER8__KIND_QUANTITY ? ITER8__KIND_NUMBER : kind;
}

/* Why two kinds of values cannot be compared so, or NULL. */
static const char *compare_kinds(enum iter8__operation operation, enum iter8__kind a,
                                 enum iter8__kind b)
{
    int is_order = operation != ITER8__EQUAL && operation != ITER8__UNEQUAL;
    if (a == ITER8__KIND_NIL || b == ITER8__KIND_NIL)
        return is_order ? "nil can only be compared with == and !=" : NULL;
    if (a == ITER8__KIND_ANY || b == ITER8__KIND_ANY) return NULL;
    if (is_container(a) || is_container(b))
        return "a list or mapping can only be compared with nil";
    if (as_number(a) != as_number(b)) return "the two sides are of different types";
    return is_order && a == ITER8__KIND_BOOLEAN ? "true and false have no order" : NULL;
}

static int take_comparison(parser *p, enum iter8__operation *out)
{
    static const struct {
        const char *sign;
        enum iter8__operation operation;
    } all[] = {{"==", ITER8__EQUAL},         {"!=", ITER8__UNEQUAL},
               {"<=", ITER8__LESS_OR_EQUAL}, {">=", ITER8__GREATER_OR_EQUAL},
               {"<", ITER8__LESS},           {">", ITER8__GREATER}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        *out = all[i].operation;
        if (take(p, all[i].sign)) return 1;
    }
    return 0;
}

static iter8__expression *parse_comparison(parser *p)
{
    enum iter8__operation operation;
    iter8__expression *left = parse_unary(p);
    while (left != NULL && take_comparison(p, &operation)) {
        iter8__expression *right = parse_unary(p);
        if (right == NULL) return NULL;
        const char *message = compare_kinds(operation, left->kind, right->kind);
        if (message != NULL) return complain_plainly(p, message, right->offset);
        left = join(p, operation, left, right);
    }
    return left;
}

static iter8__expression *join_conditions(parser *p, enum iter8__operation operation,
                                          iter8__expression *left, iter8__expression *right)
{
    if (left == NULL || right == NULL) return NULL;
    if (!is_condition(left) || !is_condition(right))
        return complain_plainly(p, "and, or want something that is true or false on either side",
                                is_condition(left) ? right->offset : left->offset);
    return join(p, operation, left, right);
}

static iter8__expression *parse_all(parser *p)
{
    iter8__expression *left = parse_comparison(p);
    while (left != NULL && (take(p, "and") || take(p, "&&")))
        left = join_conditions(p, ITER8__AND, left, parse_comparison(p));
    return left;
}

static iter8__expression *parse_any(parser *p)
{
    iter8__expression *left = parse_all(p);
    while (left != NULL && (take(p, "or") || take(p, "||")))
        left = join_conditions(p, ITER8__OR, left, parse_all(p));
    return left;
}

static iter8__expression *parse_whole(parser *p)
{
    iter8__expression *made = parse_any(p);
    if (made == NULL) return NULL;
    iter8__scan_blanks(&p->scan);
    if (p->scan.at < p->scan.length)
        return complain(p, "not, and, or and comparisons are understood, not ", p->scan.at,
                        iter8__scan_word_at(&p->scan, p->scan.at));
    if (!is_condition(made))
        return complain_plainly(p, "the condition must be true or false", made->offset);
    return made;
}

int iter8__condition_parse(const char *text, const iter8__names *names, iter8__arena *arena,
                           const iter8__expression **out, iter8__fault *fault)
{
    *fault = (iter8__fault){.message = NULL};
    parser p = {.scan = {text, strlen(text), 0}, .names = names, .arena = arena, .fault = fault};
    *out = p.scan.length > MOST_LENGTH
               ? complain_plainly(&p, "the condition is too long", MOST_LENGTH)
               : parse_whole(&p);
    if (p.out_of_memory) return ITER8_ERR_NOMEM;
    return *out != NULL ? ITER8_OK : ITER8_ERR_EXPRESSION;
}
