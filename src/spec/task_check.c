/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* What is wrong with conditions and placeholders, found before a rollout begins. */
#include "expression/dotted.h"
#include "iter8/error.h"
#include "spec/experiment_schema.h"
#include "spec/task.h"

#include <string.h>

/* What a text of a task is checked against. */
typedef struct check {
    iter8__decoder *decoder;
    const iter8__spec *spec;
    const iter8__task_spec *task;
    const char *text;
} check;

/* "(line 2, character 7)", the line only where there are several. */
static void add_place(iter8__text *message, const char *text, size_t offset)
{
    int64_t line = 1;
    int64_t character = 1;
    for (size_t i = 0; i < offset && text[i] != '\0'; i++) {
        if (text[i] == '\n') {
            line++;
            character = 1;
        } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
            character++;
        }
    }
    iter8__text_add_string(message, " (");
    if (strchr(text, '\n') != NULL) {
        iter8__text_add_string(message, "line ");
        iter8__text_add_integer(message, line);
        iter8__text_add_string(message, ", ");
    }
    iter8__text_add_string(message, "character ");
    iter8__text_add_integer(message, character);
    iter8__text_add_char(message, ')');
}

static void report(const check *c, const iter8__fault *fault, int severity)
{
    iter8__text message;
    iter8__text_init(&message, c->decoder->arena->allocator);
    iter8__text_add_string(&message, fault->message);
    iter8__text_add(&message, fault->word.text, fault->word.length);
    add_place(&message, c->text, fault->offset);
    const char *whole = iter8__text_string(&message);
    if (severity == ITER8_SEVERITY_ERROR)
        iter8__decoder_problem(c->decoder, ITER8_ERR_EXPRESSION, whole, (char *)NULL);
    else
        iter8__decoder_warning(c->decoder, ITER8_ERR_EXPRESSION, whole, (char *)NULL);
    if (message.failed) c->decoder->out_of_memory = 1;
    iter8__text_clear(&message);
}

static void report_word(const check *c, const char *message, iter8__span word, int severity)
{
    const iter8__fault fault = {message, word, (size_t)(word.text - c->text)};
    report(c, &fault, severity);
}

static int is_scalar(enum iter8__kind kind)
{
    return kind != ITER8__KIND_LIST && kind != ITER8__KIND_MAPPING && kind != ITER8__KIND_TABLE;
}

/* A field of the experiment: it must be in the schema and fit into a text. */
static void check_field(const check *c, iter8__span whole, iter8__span name)
{
    iter8__place_in_tree place = {{.kind = ITER8__KIND_MAPPING, .of = iter8__experiment_schema},
                                  NULL};
    iter8__fault fault;
    if (!iter8__dotted_follow(name, &place, &fault)) {
        fault.offset += (size_t)(name.text - c->text);
        report(c, &fault, ITER8_SEVERITY_ERROR);
    } else if (!is_scalar(place.schema.kind)) {
        report_word(c, "a list or mapping does not fit into a text: ", whole, ITER8_SEVERITY_ERROR);
    }
}

/* A variable: one that no version has can never be there. Where there are no versions yet, the
 * start action brings them. */
static void check_variable(const check *c, iter8__span whole, iter8__span first)
{
    size_t found = 0;
    for (size_t v = 0; v < c->spec->version_count; v++) {
        const char *value = iter8__task_variable(c->task, c->spec, v, first);
        if (value == NULL) continue;
        found++;
        if (strstr(value, c->task->delimiters->open) != NULL)
            report_word(c, "a version has a placeholder as the value of ", whole,
                        ITER8_SEVERITY_ERROR);
    }
    if (found == c->spec->version_count) return;
    if (found == 0)
        report_word(c, "no version has the variable ", whole, ITER8_SEVERITY_ERROR);
    else
        report_word(c, "the action fails for versions without the variable ", whole,
                    ITER8_SEVERITY_WARNING);
}

static int is_this(iter8__span first)
{
    return first.length == strlen("this") && memcmp(first.text, "this", first.length) == 0;
}

static void check_value(const check *c, iter8__span whole)
{
    iter8__span rest = whole;
    iter8__span first = {NULL, 0};
    (void)iter8__dotted_first(&rest, &first);
    if (is_this(first))
        check_field(c, whole, rest);
    else if (!c->task->has_variables)
        check_field(c, whole, whole);
    else if (rest.length > 0)
        report_word(c, "a variable has no fields, so there is no ", whole, ITER8_SEVERITY_ERROR);
    else
        check_variable(c, whole, first);
}

/* People write {{ .promote }} in every task; only those of common/ understand it. */
static void warn_of_variables(const check *c)
{
    static const iter8__delimiters braces = {"{{", "}}"};
    iter8__template walk = {c->text, &braces, 0, 0};
    iter8__piece piece;
    iter8__fault fault;
    while (iter8__template_next(&walk, &piece, &fault) == 1) {
        iter8__span rest = piece.text;
        iter8__span first = {NULL, 0};
        if (piece.kind != ITER8__PIECE_VALUE || !iter8__dotted_first(&rest, &first)) continue;
        int is_variable = is_this(first);
        for (size_t v = 0; rest.length == 0 && v < c->spec->version_count; v++) {
            const char *value = iter8__task_variable(c->task, c->spec, v, first);
            if (value != NULL && value != c->spec->versions[v].name) is_variable = 1;
        }
        if (is_variable)
            report_word(c, "{{ }} is for tasks of common/ only, left as it is: ", piece.text,
                        ITER8_SEVERITY_WARNING);
    }
}

static void check_text(const check *c)
{
    iter8__template walk = {c->text, c->task->delimiters, 0, 0};
    iter8__piece piece;
    iter8__fault fault;
    int more;
    while ((more = iter8__template_next(&walk, &piece, &fault)) == 1) {
        if (piece.kind == ITER8__PIECE_VALUE) check_value(c, piece.text);
    }
    if (more < 0) report(c, &fault, ITER8_SEVERITY_ERROR);
    if (!c->task->has_variables) warn_of_variables(c);
}

/* All texts of the inputs. */
static void check_inputs(check *c, const iter8__node *node, int depth)
{
    if (depth > ITER8__MAX_INPUT_DEPTH) {
        iter8__decoder_problem(c->decoder, ITER8_ERR_TOO_DEEP, "the inputs are nested too deeply",
                               (char *)NULL);
        return;
    }
    c->text = iter8__node_string(node);
    if (c->text != NULL) check_text(c);
    for (size_t i = 0; iter8__node_kind(node) == ITER8__NODE_LIST && i < iter8__node_count(node);
         i++) {
        size_t mark = iter8__decoder_enter_item(c->decoder, i);
        check_inputs(c, iter8__node_item(node, i), depth + 1);
        iter8__decoder_leave(c->decoder, mark);
    }
    for (iter8__cursor *m = iter8__node_first(node); m != NULL; m = iter8__node_next(node, m)) {
        size_t mark = iter8__decoder_enter(c->decoder, iter8__cursor_key(m));
        check_inputs(c, iter8__cursor_value(m), depth + 1);
        iter8__decoder_leave(c->decoder, mark);
    }
}

static void check_member_text(check *c, const char *key, const char *text)
{
    size_t mark = iter8__decoder_enter(c->decoder, key);
    c->text = text;
    check_text(c);
    iter8__decoder_leave(c->decoder, mark);
}

static void check_placeholders(check *c)
{
    if (c->task->delimiters == NULL) return;
    if (c->task->script != NULL) check_member_text(c, "run", c->task->script);
    if (c->task->with == NULL) return;
    size_t mark = iter8__decoder_enter(c->decoder, "with");
    check_inputs(c, c->task->with, 0);
    iter8__decoder_leave(c->decoder, mark);
}

static void parse_condition(iter8__decoder *decoder, const iter8__node *node,
                            iter8__task_spec *task)
{
    static const char *const facts[] = {
        [ITER8__WINNER_FOUND] = "WinnerFound", [ITER8__CANDIDATE_WON] = "CandidateWon", NULL};
    static const iter8__names names = {iter8__experiment_schema, facts};
    const char *text = iter8__decode_string(decoder, node, "if", ITER8__OPTIONAL);
    if (text == NULL) return;
    const check c = {decoder, NULL, task, text};
    iter8__fault fault;
    size_t mark = iter8__decoder_enter(decoder, "if");
    int rc = iter8__condition_parse(text, &names, decoder->arena, &task->condition, &fault);
    if (rc == ITER8_ERR_NOMEM) decoder->out_of_memory = 1;
    if (rc == ITER8_ERR_EXPRESSION) report(&c, &fault, ITER8_SEVERITY_ERROR);
    iter8__decoder_leave(decoder, mark);
}

static void complete_action(iter8__decoder *decoder, const iter8__node *list, iter8__spec *spec,
                            iter8__action_spec *action)
{
    for (size_t i = 0; i < action->task_count; i++) {
        size_t mark = iter8__decoder_enter_item(decoder, i);
        iter8__task_spec *task = &action->tasks[i];
        check c = {decoder, spec, task, NULL};
        parse_condition(decoder, iter8__node_item(list, i), task);
        check_placeholders(&c);
        iter8__decoder_leave(decoder, mark);
    }
}

/* No action of an experiment that is over will be run any more. */
static int is_over(const iter8__node *root)
{
    const iter8__node *conditions =
        iter8__node_member(iter8__node_member(root, "status"), "conditions");
    for (size_t i = 0; i < iter8__node_count(conditions); i++) {
        const iter8__node *one = iter8__node_item(conditions, i);
        const char *type = iter8__node_string(iter8__node_member(one, "type"));
        const char *status = iter8__node_string(iter8__node_member(one, "status"));
        if (type != NULL && status != NULL && strcmp(status, "True") == 0 &&
            iter8__condition_type_of(type) == ITER8_CONDITION_COMPLETED)
            return 1;
    }
    return 0;
}

void iter8__actions_complete(iter8__decoder *decoder, const iter8__node *root, iter8__spec *spec)
{
    const iter8__node *actions = iter8__node_member(
        iter8__node_member(iter8__node_member(root, "spec"), "strategy"), "actions");
    int tolerant = decoder->tolerant;
    decoder->tolerant = tolerant || decoder->partial || is_over(root);
    size_t mark = iter8__decoder_enter(decoder, "spec");
    (void)iter8__decoder_enter(decoder, "strategy");
    (void)iter8__decoder_enter(decoder, "actions");
    for (size_t i = 0; i < spec->action_count; i++) {
        iter8__action_spec *action = &spec->actions[i];
        size_t inner = iter8__decoder_enter(decoder, action->name);
        complete_action(decoder, iter8__node_member(actions, action->name), spec, action);
        iter8__decoder_leave(decoder, inner);
    }
    iter8__decoder_leave(decoder, mark);
    decoder->tolerant = tolerant;
}
