/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The story of an experiment as it is in memory: its history, or its last iteration. */
#include "decide/criterion_posterior.h"
#include "decide/explain.h"
#include "decide/facts.h"
#include "experiment/analysis.h"
#include "iter8/analysis.h"
#include "iter8/error.h"
#include "iter8/history.h"
#include "iter8/init.h"
#include "iter8/metric.h"
#include "report/story.h"

#include <math.h>

/* The 95 % interval, where there is a distribution. */
static void believe(iter8__finding *finding, const iter8_criterion_facts *facts)
{
    iter8__posterior belief = iter8__criterion_posterior(facts);
    if (belief.kind == ITER8__POSTERIOR_NONE || belief.kind == ITER8__POSTERIOR_CONSTANT) return;
    finding->low = iter8__posterior_quantile(&belief, 0.025);
    finding->high = iter8__posterior_quantile(&belief, 0.975);
}

static double past_value(const iter8_experiment *experiment, size_t age, size_t metric,
                         size_t version)
{
    iter8_past_value value = ITER8_INIT(iter8_past_value);
    if (iter8_history_value(experiment, age, metric, version, &value) != ITER8_OK)
        return (double)NAN;
    return value.value;
}

static void tell_verdict(const iter8_experiment *experiment, size_t age, size_t objective,
                         size_t version, iter8__finding *finding)
{
    const iter8__verdict *verdict =
        iter8__history_verdict(&experiment->history, age, version, objective);
    if (verdict == NULL) return;
    finding->meets = iter8__meets_of(verdict);
    finding->reason = verdict->reason;
}

/* The range of a metric is that of what is kept. */
static void tell_findings(const iter8__story *story, size_t age, size_t index,
                          iter8__finding *findings)
{
    const iter8_experiment *experiment = story->experiment;
    const iter8__criterion *criterion = &story->criteria[index];
    size_t versions = experiment->spec.version_count;
    iter8_criterion_facts facts = {.struct_size = sizeof facts,
                                   .min = criterion->least,
                                   .max = criterion->greatest,
                                   .kind = criterion->kind};
    size_t counter = criterion->metric_index < experiment->metric_count
                         ? experiment->metrics[criterion->metric_index].sample_size
                         : SIZE_MAX;
    for (size_t v = 0; v < versions; v++) {
        iter8__finding *finding = &findings[index * versions + v];
        facts.value = finding->value;
        facts.sample_size = past_value(experiment, age, counter, v);
        tell_verdict(experiment, age, index, v, finding);
        believe(finding, &facts);
    }
}

static void tell_values(iter8__story *story, size_t age, iter8__finding *findings)
{
    size_t versions = story->experiment->spec.version_count;
    for (size_t c = 0; c < story->criterion_count; c++) {
        iter8__criterion *criterion = &story->criteria[c];
        for (size_t v = 0; v < versions; v++) {
            double value = past_value(story->experiment, age, criterion->metric_index, v);
            findings[c * versions + v].value = value;
            criterion->least = fmin(criterion->least, value);
            criterion->greatest = fmax(criterion->greatest, value);
        }
        tell_findings(story, age, c, findings);
    }
}

static int tell_past(iter8__story *story, size_t age)
{
    const iter8_experiment *experiment = story->experiment;
    iter8__story_iteration *iteration = iter8__story_add_iteration(story);
    iter8_past_iteration past = ITER8_INIT(iter8_past_iteration);
    if (iteration == NULL) return 0;
    if (iter8_history_iteration(experiment, age, &past) != ITER8_OK) return 1;
    iteration->time_ns = past.time_ns;
    iteration->number = past.iteration;
    iteration->winner = past.winner;
    for (size_t v = 0; v < experiment->spec.version_count; v++) {
        iter8_past_weight weight = ITER8_INIT(iter8_past_weight);
        if (iter8_history_weight(experiment, age, v, &weight) != ITER8_OK) continue;
        iteration->weights[v] = (iter8__story_weight){weight.found, weight.decided, NULL};
    }
    tell_values(story, age, iteration->findings);
    return 1;
}

/* The status holds the last iteration alone. */
static int tell_last(iter8__story *story)
{
    const iter8_experiment *experiment = story->experiment;
    const iter8__status *status = &experiment->status;
    iter8__story_iteration *iteration = iter8__story_add_iteration(story);
    if (iteration == NULL) return 0;
    iteration->time_ns = status->analysis.time_ns != ITER8_NO_TIME ? status->analysis.time_ns
                                                                   : status->last_update_ns;
    iteration->number = iter8__experiment_completed_iterations(experiment);
    iteration->winner = status->analysis.has_winner ? status->analysis.winner : -1;
    for (size_t v = 0; v < experiment->spec.version_count; v++) {
        int32_t decided = status->analysis.has_weights ? status->analysis.weights[v].weight : -1;
        iteration->weights[v] =
            (iter8__story_weight){iter8__experiment_weight(experiment, v), decided, NULL};
    }
    return 1;
}

/* What is known of the last iteration alone. */
static int tell_analysis(iter8__story *story, const iter8_analysis *analysis)
{
    const iter8__spec *spec = &story->experiment->spec;
    iter8__story_iteration *last = &story->iterations[story->iteration_count - 1];
    for (size_t i = 0; i < story->criterion_count * spec->version_count; i++) {
        size_t c = i / spec->version_count;
        const iter8_version_facts *version =
            &analysis->situation.facts->question.versions[i % spec->version_count];
        if (c > spec->objective_count) break;
        const iter8_criterion_facts *facts =
            c < spec->objective_count ? &version->objectives[c] : version->reward;
        iter8__finding *finding = &last->findings[i];
        finding->value = facts->value;
        if (c < spec->objective_count) {
            const iter8__verdict *verdict =
                &analysis->made.verdicts[i % spec->version_count * spec->objective_count + c];
            finding->meets = iter8__meets_of(verdict);
            finding->reason = verdict->reason;
        }
        believe(finding, facts);
    }
    if (last->winner >= 0) last->met_for = analysis->made.streaks[last->winner].row;
    for (size_t v = 0; v < spec->version_count; v++) {
        iter8__text text;
        iter8__text_init(&text, story->arena.allocator);
        iter8__explain_version(&story->experiment->spec, &analysis->made, v, &text);
        if (!text.failed)
            story->reasons[v] =
                iter8__arena_text(&story->arena, iter8__text_string(&text), text.length);
        iter8__text_clear(&text);
        if (story->reasons[v] == NULL) return 0;
    }
    return 1;
}

static int tell_message(iter8__story *story)
{
    iter8__text text;
    iter8__text_init(&text, story->arena.allocator);
    iter8__status_message_write(&story->experiment->status, &text);
    iter8__status_problems_write(&story->experiment->status, "; ", '\0', &text);
    story->message = text.failed
                         ? NULL
                         : iter8__arena_text(&story->arena, iter8__text_string(&text), text.length);
    iter8__text_clear(&text);
    return story->message != NULL;
}

int iter8__story_of_experiment(iter8__story *story)
{
    const iter8_experiment *experiment = story->experiment;
    size_t kept = iter8_history_count(experiment);
    if (!tell_message(story)) return 0;
    for (size_t age = kept; age-- > 0;) {
        if (!tell_past(story, age)) return 0;
    }
    if (iter8__experiment_completed_iterations(experiment) <= 0 ||
        !experiment->status.analysis.has_values)
        return 1;
    if (kept == 0 && !tell_last(story)) return 0;
    iter8_analysis *analysis;
    int rc = iter8_analyze(experiment, NULL, story->arena.allocator, &analysis);
    if (rc == ITER8_ERR_INVALID) return 1;
    int told = rc == ITER8_OK && tell_analysis(story, analysis);
    iter8_analysis_free(analysis);
    return told;
}
