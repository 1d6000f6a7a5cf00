/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * A text as a condition and as a text with placeholders: it is refused with a fault that lies in
 * the text, or it can be evaluated, on nothing and on an experiment, the same every time.
 */
#include "base/memory.h"
#include "document/document.h"
#include "expression/condition.h"
#include "expression/placeholder.h"
#include "iter8/error.h"
#include "spec/experiment_schema.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds) abort();
}

static const char experiment[] =
    "{metadata: {name: e, labels: {a: b}}, spec: {target: t, criteria: {strength: {x: [1, '2m']},"
    " objectives: [{metric: m, upperLimit: '10m', rollback_on_failure: true}]}},"
    " status: {stage: Running, completedIterations: 3, analysis: {winnerAssessment: {data:"
    " {winnerFound: true, winner: v}}}}}";

static void check_fault(const iter8__fault *fault, size_t length)
{
    require(fault->message != NULL && *fault->message != '\0');
    require(fault->offset <= length && fault->word.length <= length);
}

static void evaluate(const iter8__expression *condition, const iter8__node *root, size_t length)
{
    static const uint8_t facts[] = {1, 0};
    const iter8__scope scope = {iter8__experiment_schema, root, facts};
    iter8__fault fault = {.message = NULL};
    int holds = iter8__condition_holds(condition, &scope, &fault);
    require(holds == 0 || holds == 1 || holds == ITER8_ERR_EXPRESSION);
    require(holds == iter8__condition_holds(condition, &scope, &fault));
    if (holds < 0) check_fault(&fault, length);
}

static void check_condition(const char *text, const iter8__node *root)
{
    static const char *const facts[] = {"WinnerFound", "CandidateWon", NULL};
    static const iter8__names names = {iter8__experiment_schema, facts};
    iter8_allocator allocator = {0};
    iter8__arena arena;
    const iter8__expression *condition;
    iter8__fault fault;
    require(iter8__allocator_take(&allocator, NULL) == ITER8_OK);
    iter8__arena_init(&arena, &allocator);
    int rc = iter8__condition_parse(text, &names, &arena, &condition, &fault);
    require(rc == ITER8_OK || rc == ITER8_ERR_EXPRESSION);
    if (rc == ITER8_OK) {
        evaluate(condition, NULL, strlen(text));
        evaluate(condition, root, strlen(text));
    } else {
        check_fault(&fault, strlen(text));
    }
    iter8__arena_clear(&arena);
}

static void check_template(const char *text, const char *open, const char *close)
{
    const iter8__delimiters between = {open, close};
    iter8__template walk = {text, &between, 0, 0};
    iter8__piece piece;
    iter8__fault fault;
    int more;
    size_t before = 0;
    while ((more = iter8__template_next(&walk, &piece, &fault)) == 1) {
        require(walk.at > before && walk.at <= strlen(text));
        require(piece.text.text >= text && piece.text.text + piece.text.length <= text + walk.at);
        before = walk.at;
    }
    if (more < 0)
        check_fault(&fault, strlen(text));
    else
        require(walk.at == strlen(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    iter8_documents *documents;
    char *text = malloc(size + 1);
    require(text != NULL);
    if (size > 0) memcpy(text, data, size);
    text[size] = '\0';
    require(iter8_documents_read(experiment, strlen(experiment), NULL, NULL, &documents) ==
            ITER8_OK);
    check_condition(text, iter8__document_root(iter8_documents_at(documents, 0)));
    check_template(text, "{{", "}}");
    check_template(text, "@<", ">@");
    iter8_documents_free(documents);
    free(text);
    return 0;
}
