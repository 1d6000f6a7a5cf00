/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/report.h"

#include "base/memory.h"
#include "document/document.h"
#include "iter8/error.h"
#include "report/story.h"
#include "report/story_log.h"
#include "report/tally_page.h"

/* Tells the story, from the log where there is one, and writes the page. */
static int report(const iter8_experiment *experiment, const char *log, size_t log_length,
                  char *buffer, size_t capacity, size_t *length)
{
    iter8__story story;
    iter8__text html;
    iter8__text_init(&html, &experiment->allocator);
    html.failed = !iter8__story_init(&story, experiment, &experiment->allocator);
    if (!html.failed)
        html.failed = log != NULL ? !iter8__story_of_log(&story, log, log_length)
                                  : !iter8__story_of_experiment(&story);
    if (!html.failed) {
        iter8__story_finish(&story);
        iter8__story_write(&story, &html);
    }
    int rc = iter8__text_give(&html, buffer, capacity, length);
    iter8__text_clear(&html);
    iter8__story_clear(&story);
    return rc;
}

int iter8_report_experiment(const iter8_experiment *experiment, char *buffer, size_t capacity,
                            size_t *length)
{
    if (experiment == NULL) return ITER8_ERR_ARGUMENT;
    return report(experiment, NULL, 0, buffer, capacity, length);
}

/* Takes the options; the allocator becomes @p own. */
static int take_options(const iter8_report_options *options, iter8_allocator *own,
                        iter8_report_options *out)
{
    *out = (iter8_report_options){.struct_size = sizeof *out};
    int rc = options != NULL ? iter8__sized_in(out, sizeof *out, options) : ITER8_OK;
    if (rc == ITER8_OK) rc = iter8__allocator_take(own, out->allocator);
    out->allocator = own;
    return rc;
}

int iter8_report_log(const char *log, size_t log_length, const iter8_report_options *options,
                     char *buffer, size_t capacity, size_t *length)
{
    iter8_allocator own;
    iter8_report_options full;
    if (length != NULL) *length = 0;
    if (log == NULL) return ITER8_ERR_ARGUMENT;
    int rc = take_options(options, &own, &full);
    if (rc != ITER8_OK) return rc;
    iter8_experiment *experiment;
    rc = iter8__log_experiment(log, log_length, &full, &experiment);
    if (rc == ITER8_OK) rc = report(experiment, log, log_length, buffer, capacity, length);
    iter8_experiment_free(experiment);
    return rc;
}

/* What the page of simulations is made of. */
struct trials {
    const iter8_allocator *allocator;
    iter8_diagnostics *diagnostics; /* or NULL */
    const iter8__node **roots;
    iter8_tally **tallies;
    size_t count;
};

static void clear(struct trials *trials)
{
    for (size_t i = 0; i < trials->count; i++)
        iter8_tally_free(trials->tallies[i]);
    iter8__release(trials->allocator, trials->tallies);
    iter8__release(trials->allocator, trials->roots);
}

static int is_list(const iter8_document *document)
{
    return iter8__node_kind(iter8__document_root(document)) == ITER8__NODE_LIST;
}

static int take(struct trials *trials, const iter8_document *document)
{
    trials->roots[trials->count] = iter8__document_root(document);
    int rc = iter8_tally_read(document, trials->allocator, trials->diagnostics,
                              &trials->tallies[trials->count]);
    if (rc == ITER8_OK) trials->count++;
    return rc;
}

/* Several tallies may stand in one document, as a list. */
static int take_items(struct trials *trials, const iter8_document *list)
{
    const iter8__node *root = iter8__document_root(list);
    int rc = ITER8_OK;
    for (size_t i = 0; rc == ITER8_OK && i < iter8__node_count(root); i++) {
        iter8_document *item;
        rc = iter8__document_wrap(iter8__node_retain(iter8__node_item(root, i)), trials->allocator,
                                  &item);
        if (rc != ITER8_OK) break;
        rc = take(trials, item);
        iter8_document_free(item);
    }
    return rc;
}

static int take_all(struct trials *trials, const iter8_document *const *documents, size_t count)
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++) {
        if (documents[i] == NULL) return ITER8_ERR_ARGUMENT;
        most += is_list(documents[i]) ? iter8__node_count(iter8__document_root(documents[i])) : 1;
    }
    trials->roots = iter8__alloc_zero(trials->allocator, most, sizeof(iter8__node *));
    trials->tallies = iter8__alloc_zero(trials->allocator, most, sizeof(iter8_tally *));
    int rc = trials->roots != NULL && trials->tallies != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
    for (size_t i = 0; rc == ITER8_OK && i < count; i++)
        rc = is_list(documents[i]) ? take_items(trials, documents[i]) : take(trials, documents[i]);
    return rc;
}

int iter8_report_simulations(const iter8_document *const *tallies, size_t count,
                             const iter8_report_options *options, char *buffer, size_t capacity,
                             size_t *length)
{
    iter8_allocator own;
    iter8_report_options full;
    if (length != NULL) *length = 0;
    if (tallies == NULL || count == 0) return ITER8_ERR_ARGUMENT;
    int rc = take_options(options, &own, &full);
    if (rc != ITER8_OK) return rc;
    struct trials trials = {.allocator = &own, .diagnostics = full.diagnostics};
    rc = take_all(&trials, tallies, count);
    if (rc == ITER8_OK) {
        iter8__text html;
        iter8__text_init(&html, &own);
        iter8__tallies_page(trials.roots, trials.tallies, trials.count, &html);
        rc = iter8__text_give(&html, buffer, capacity, length);
        iter8__text_clear(&html);
    }
    clear(&trials);
    return rc;
}
