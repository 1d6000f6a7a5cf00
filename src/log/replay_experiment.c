/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/replay_player.h"

#include "document/document.h"
#include "experiment/experiment.h"
#include "iter8/error.h"
#include "log/log_transient.h"

/* What is wrong with an experiment, as what is wrong with its line. */
static void report_experiment(const iter8__player *p, const iter8_diagnostics *problems)
{
    iter8_diagnostic problem = {.struct_size = sizeof problem};
    for (size_t i = 0; i < iter8_diagnostics_count(problems); i++) {
        if (iter8_diagnostics_get(problems, i, &problem) == ITER8_OK &&
            problem.severity == ITER8_SEVERITY_ERROR)
            (void)iter8__lines_fail(&p->lines, problem.code, "experiment: ", problem.path, ": ",
                                    problem.message, (char *)NULL);
    }
}

static int read_document(iter8__player *p, const iter8_document *document)
{
    iter8_experiment_options options = *p->options;
    options.partial = 0;
    options.history = 0;
    options.defaults = p->recorder->defaults;
    iter8_diagnostics *problems = NULL;
    int rc = iter8_diagnostics_new(&p->replay->allocator, &problems);
    if (rc != ITER8_OK) return rc;
    rc = iter8_experiment_from_document(document, &options, problems, &p->experiment);
    report_experiment(p, problems);
    iter8_diagnostics_free(problems);
    return rc == ITER8_OK || rc == ITER8_ERR_NOMEM ? rc : ITER8_ERR_INVALID;
}

int iter8__player_read_experiment(iter8__player *p)
{
    iter8_document *document = NULL;
    const iter8__node *node = iter8__player_member(p, "experiment");
    const iter8__node *process = iter8__player_member(p, "process");
    iter8_experiment_free(p->experiment);
    p->experiment = NULL;
    if (p->recorder == NULL || node == NULL)
        return iter8__lines_fail(&p->lines, ITER8_ERR_INVALID,
                                 p->recorder == NULL ? "no DecisionLog comes before the line"
                                                     : "there is no experiment in the line",
                                 (char *)NULL);
    int rc = iter8__document_wrap(iter8__node_copy(node), &p->replay->allocator, &document);
    if (rc == ITER8_OK) rc = read_document(p, document);
    iter8_document_free(document);
    if (rc != ITER8_OK) return rc;
    p->experiment->status.touched = iter8__node_boolean(iter8__player_member(p, "touched"));
    if (process != NULL) rc = iter8__log_process_read(process, p->experiment);
    if (rc == ITER8_ERR_INVALID)
        return iter8__lines_fail(&p->lines, rc, "process is not as a recorder writes it",
                                 (char *)NULL);
    p->expected[ITER8__LINE_EXPERIMENT] = p->lines.line;
    p->recorder->known = 0;
    p->is_fresh = 1;
    return rc;
}
