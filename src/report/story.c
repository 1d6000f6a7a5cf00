/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "report/story.h"

#include "base/memory.h"
#include "base/text.h"
#include "base/times.h"
#include "decide/explain.h"
#include "decide/limit.h"
#include "iter8/analysis.h"
#include "iter8/command.h"
#include "lifecycle/due.h"

#include <math.h>
#include <string.h>

/* About as many are shown; charts are no wider than this in dots. */
enum { SHOWN_ITERATIONS = 240 };

static const char *units_of(const iter8_experiment *experiment, size_t metric)
{
    if (metric >= experiment->metric_count) return NULL;
    const iter8__metric *resource = experiment->metrics[metric].resource;
    return resource != NULL ? resource->units : NULL;
}

static void tell_criteria(iter8__story *story)
{
    const iter8_experiment *experiment = story->experiment;
    const iter8__spec *spec = &experiment->spec;
    iter8__criterion *next = story->criteria;
    for (size_t o = 0; o < spec->objective_count; o++) {
        const iter8__objective *objective = &spec->objectives[o];
        *next++ = (iter8__criterion){objective->metric,
                                     units_of(experiment, objective->metric_index),
                                     objective,
                                     0,
                                     objective->kind,
                                     NAN,
                                     NAN,
                                     objective->metric_index};
    }
    for (size_t r = 0; r < spec->reward_count; r++) {
        const iter8__reward *reward = &spec->rewards[r];
        int32_t direction = reward->direction == ITER8__LOW ? ITER8__LOW : ITER8__HIGH;
        *next++ = (iter8__criterion){reward->metric,
                                     units_of(experiment, reward->metric_index),
                                     NULL,
                                     direction,
                                     reward->kind,
                                     NAN,
                                     NAN,
                                     reward->metric_index};
    }
}

int iter8__story_init(iter8__story *story, const iter8_experiment *experiment,
                      const iter8_allocator *allocator)
{
    const iter8__spec *spec = &experiment->spec;
    const iter8__status *status = &experiment->status;
    *story = (iter8__story){.experiment = experiment, .message = ""};
    iter8__arena_init(&story->arena, allocator);
    story->criterion_count = spec->objective_count + spec->reward_count;
    story->criteria =
        iter8__arena_alloc(&story->arena, story->criterion_count + 1, sizeof *story->criteria);
    story->reasons =
        iter8__arena_alloc(&story->arena, spec->version_count + 1, sizeof *story->reasons);
    if (story->criteria == NULL || story->reasons == NULL) return 0;
    tell_criteria(story);
    story->start_ns = status->start_ns;
    story->stage = status->stage;
    story->ending = iter8_experiment_ending(experiment);
    story->recommended = iter8__experiment_recommended(experiment);
    return 1;
}

void iter8__story_clear(iter8__story *story)
{
    iter8__release(story->arena.allocator, story->iterations);
    iter8__release(story->arena.allocator, story->events);
    iter8__arena_clear(&story->arena);
}

static int make_tables(iter8__story *story, iter8__story_iteration *iteration)
{
    size_t versions = story->experiment->spec.version_count;
    size_t findings = story->criterion_count * versions;
    iteration->weights =
        iter8__arena_alloc(&story->arena, versions + 1, sizeof *iteration->weights);
    iteration->findings =
        iter8__arena_alloc(&story->arena, findings + 1, sizeof *iteration->findings);
    if (iteration->weights == NULL || iteration->findings == NULL) return 0;
    for (size_t v = 0; v < versions; v++)
        iteration->weights[v] = (iter8__story_weight){-1, -1, NULL};
    for (size_t i = 0; i < findings; i++)
        iteration->findings[i] = (iter8__finding){NAN, NAN, NAN, ITER8__UNKNOWN, 0, 0};
    return 1;
}

iter8__story_iteration *iter8__story_add_iteration(iter8__story *story)
{
    iter8__story_iteration *iterations =
        iter8__grow(story->arena.allocator, story->iterations, story->iteration_count + 1,
                    &story->iteration_capacity, sizeof *iterations);
    if (iterations == NULL) story->out_of_memory = 1;
    if (iterations == NULL) return NULL;
    story->iterations = iterations;
    iter8__story_iteration *iteration = &iterations[story->iteration_count];
    *iteration = (iter8__story_iteration){.time_ns = ITER8_NO_TIME, .winner = -1};
    if (!make_tables(story, iteration)) {
        story->out_of_memory = 1;
        return NULL;
    }
    story->iteration_count++;
    return iteration;
}

iter8__story_event *iter8__story_add_event(iter8__story *story)
{
    iter8__story_event *events =
        iter8__grow(story->arena.allocator, story->events, story->event_count + 1,
                    &story->event_capacity, sizeof *events);
    if (events == NULL) story->out_of_memory = 1;
    if (events == NULL) return NULL;
    story->events = events;
    events[story->event_count] = (iter8__story_event){ITER8_NO_TIME, "", "", 0};
    return &events[story->event_count++];
}

int iter8__criterion_is_relative(const iter8__criterion *criterion)
{
    return criterion->objective != NULL && iter8__objective_is_relative(criterion->objective);
}

int32_t iter8__meets_of(const iter8__verdict *verdict)
{
    switch (verdict->reason) {
    case ITER8_VERDICT_NO_METRIC:
    case ITER8_VERDICT_NO_VALUE:
    case ITER8_VERDICT_NOT_A_VALUE: return ITER8__UNKNOWN;
    default: break;
    }
    if (verdict->satisfied) return ITER8__MET;
    return verdict->within_budget ? ITER8__WITHIN_BUDGET : ITER8__UNMET;
}

/* Whether an iteration changed a verdict or the winner. */
static int is_turn(const iter8__story *story, size_t index)
{
    const iter8__story_iteration *now = &story->iterations[index];
    const iter8__story_iteration *before = &story->iterations[index - 1];
    size_t findings = story->criterion_count * story->experiment->spec.version_count;
    for (size_t i = 0; i < findings; i++) {
        if (now->findings[i].meets != before->findings[i].meets) return 1;
    }
    return now->winner != before->winner;
}

static void thin(iter8__story *story)
{
    size_t count = story->iteration_count;
    size_t stride = (count + SHOWN_ITERATIONS - 1) / SHOWN_ITERATIONS;
    if (stride < 2) return;
    size_t kept = 0;
    size_t turns = 0;
    for (size_t i = 0; i < count; i++)
        turns += i > 0 && is_turn(story, i);
    /* The iteration before each is compared with while it has not been overwritten yet. */
    int is_turning = 0;
    for (size_t i = 0; i < count; i++) {
        int next_turns = i + 1 < count && turns < SHOWN_ITERATIONS && is_turn(story, i + 1);
        int keep = i % stride == 0 || i + 1 == count || is_turning || next_turns;
        is_turning = next_turns;
        if (keep) story->iterations[kept++] = story->iterations[i];
    }
    story->iteration_count = kept;
    story->passed_over = count - kept;
}

/* Whether all times are known, and in order. */
static int has_times(const iter8__story *story)
{
    for (size_t i = 0; i < story->iteration_count; i++) {
        int64_t time = story->iterations[i].time_ns;
        if (time == ITER8_NO_TIME || (i > 0 && time <= story->iterations[i - 1].time_ns)) return 0;
    }
    return 1;
}

/* The time of the start or, where that is not known, one interval before the first iteration. */
static int64_t origin_of(const iter8__story *story)
{
    int64_t first = story->iterations[0].time_ns;
    int64_t start = story->start_ns;
    if (start != ITER8_NO_TIME && start <= first) return start;
    return first - story->experiment->spec.interval_s * ITER8__NS_PER_S;
}

/* Where the split is fixed, what was decided is no weight that a version ever gets. */
static void forget_decisions(iter8__story *story)
{
    if (iter8__due_follows_weights(story->experiment)) return;
    size_t versions = story->experiment->spec.version_count;
    for (size_t i = 0; i < story->iteration_count * versions; i++) {
        iter8__story_weight *weight = &story->iterations[i / versions].weights[i % versions];
        weight->decided = -1;
        weight->why = NULL;
    }
}

/* To the right there is room for what was decided last. */
void iter8__story_finish(iter8__story *story)
{
    thin(story);
    forget_decisions(story);
    size_t count = story->iteration_count;
    story->origin_ns = ITER8_NO_TIME;
    if (count == 0) return;
    if (has_times(story)) story->origin_ns = origin_of(story);
    for (size_t i = 0; i < count; i++) {
        iter8__story_iteration *iteration = &story->iterations[i];
        iteration->x = story->origin_ns != ITER8_NO_TIME
                           ? (double)(iteration->time_ns - story->origin_ns) / 1e9
                           : (double)iteration->number;
    }
    double last = story->iterations[count - 1].x;
    story->left = fmin(0, story->iterations[0].x);
    story->right = last + fmax((last - story->left) / (2.0 * (double)count), 1e-9);
}

/* The limit that a verdict says is missed, or NULL. */
static const iter8_limit *missed_limit(const iter8__objective *objective, int32_t reason)
{
    for (size_t i = 0; i < objective->limit_count; i++) {
        if (iter8__limit_reason(&objective->limits[i]) == reason) return &objective->limits[i];
    }
    return NULL;
}

/* "0.02, above its upper limit 0.01" */
static void explain_value(const iter8__criterion *criterion, const iter8__finding *finding,
                          double baseline, iter8__text *text)
{
    const iter8_limit *missed = missed_limit(criterion->objective, finding->reason);
    double bound = missed != NULL ? iter8__limit_bound(missed, baseline) : 0.0;
    int digits = iter8__explain_digits(finding->value, bound);
    iter8__text_add_short_double(text, finding->value, digits);
    if (missed != NULL)
        iter8__limit_explain(missed, baseline, digits, text);
    else if (finding->reason == ITER8_VERDICT_NO_BASELINE)
        iter8__text_add_string(text, ", but the baseline has no value to compare it with");
}

/* "; error-rate is 0.02, above its upper limit 0.01" */
static void explain(const iter8__criterion *criterion, const iter8__finding *finding,
                    double baseline, iter8__text *text)
{
    if (text->length > 0) iter8__text_add_string(text, "; ");
    iter8__text_add_string(text, criterion->metric);
    if (isnan(finding->value)) {
        iter8__text_add_string(text, " has no value");
        return;
    }
    iter8__text_add_string(text, " is ");
    explain_value(criterion, finding, baseline, text);
    if (finding->meets == ITER8__WITHIN_BUDGET)
        iter8__text_add_string(text, ", which does not count yet");
}

void iter8__story_explain(iter8__story *story)
{
    size_t versions = story->experiment->spec.version_count;
    if (story->iteration_count == 0 || story->experiment->spec.objective_count == 0) return;
    const iter8__finding *findings = story->iterations[story->iteration_count - 1].findings;
    for (size_t v = 0; v < versions; v++) {
        iter8__text text;
        iter8__text_init(&text, story->arena.allocator);
        for (size_t o = 0; o < story->experiment->spec.objective_count; o++) {
            if (findings[o * versions + v].meets != ITER8__MET)
                explain(&story->criteria[o], &findings[o * versions + v],
                        findings[o * versions].value, &text);
        }
        if (text.length == 0) iter8__text_add_string(&text, "all objectives are met");
        story->reasons[v] =
            iter8__arena_text(&story->arena, iter8__text_string(&text), text.length);
        if (text.failed || story->reasons[v] == NULL) story->out_of_memory = 1;
        iter8__text_clear(&text);
    }
}
