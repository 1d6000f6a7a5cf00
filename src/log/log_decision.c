/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "log/log_decision.h"

#include "decide/criterion_posterior.h"
#include "decide/explain.h"
#include "decide/facts.h"
#include "decide/limit.h"
#include "iter8/metric.h"
#include "lifecycle/step.h"
#include "log/log_line.h"
#include "log/log_words.h"

#include <math.h>

static const char *version_name(const iter8_experiment *experiment, size_t version)
{
    return experiment->spec.versions[version].name;
}

static void add_value(const iter8_experiment *experiment, size_t index, iter8__text *line)
{
    size_t versions = experiment->spec.version_count;
    const iter8__value *value = &experiment->status.analysis.values[index];
    iter8__log_open(line, NULL, '{');
    iter8__log_string(line, "metric", experiment->metrics[index / versions].name);
    iter8__log_string(line, "version", version_name(experiment, index % versions));
    iter8__log_word(line, "state", &iter8__value_states, value->state + 1);
    if (value->state == ITER8_VALUE_PRESENT) iter8__log_number(line, "value", value->number);
    if (value->has_sample_size) iter8__log_number(line, "sampleSize", value->sample_size);
    if (value->carried > 0) iter8__log_integer(line, "carried", value->carried);
    if (*value->reason != '\0') iter8__log_string(line, "reason", value->reason);
    iter8__log_close(line, '}');
}

static void add_values(const iter8_experiment *experiment, iter8__text *line)
{
    const iter8__decision *analysis = &experiment->status.analysis;
    iter8__log_open(line, "values", '[');
    for (size_t i = 0; i < analysis->metric_count * experiment->spec.version_count; i++)
        add_value(experiment, i, line);
    iter8__log_close(line, ']');
}

static void add_belief(const iter8_weight_facts *all, size_t version, size_t objective,
                       iter8__text *line)
{
    const iter8_criterion_facts *facts = &all->versions[version].objectives[objective];
    iter8__posterior belief = iter8__criterion_posterior(facts);
    if (belief.kind == ITER8__POSTERIOR_NONE || belief.kind == ITER8__POSTERIOR_CONSTANT) return;
    iter8__log_open(line, "belief", '{');
    iter8__log_number(line, "mean", iter8__posterior_mean(&belief));
    iter8__log_number(line, "low", iter8__posterior_quantile(&belief, 0.025));
    iter8__log_number(line, "high", iter8__posterior_quantile(&belief, 0.975));
    iter8__log_number(line, "chance", iter8__criterion_meets(all, version, objective));
    iter8__log_close(line, '}');
}

/* A margin and a floor are noted where there are any. */
static void add_limit(const iter8_limit *limit, iter8__text *line)
{
    int is_upper = limit->side == ITER8_LIMIT_UPPER;
    if (!iter8__limit_is_relative(limit)) {
        iter8__log_number(line, is_upper ? "upper" : "lower", limit->number);
        return;
    }
    iter8__log_number(line, is_upper ? "upperTimes" : "lowerTimes", limit->multiple);
    if (limit->number != 0.0)
        iter8__log_number(line, is_upper ? "upperMargin" : "lowerMargin", limit->number);
    if (!isnan(limit->floor))
        iter8__log_number(line, is_upper ? "upperFloor" : "lowerFloor", limit->floor);
}

/* The lower limit first; a baseline has none relative to itself. */
static void add_limits(const iter8__objective *objective, int32_t reference, iter8__text *line)
{
    for (int32_t side = ITER8_LIMIT_LOWER; side >= ITER8_LIMIT_UPPER; side--) {
        const iter8_limit *limit = iter8__objective_limit(objective, side, reference);
        if (limit != NULL) add_limit(limit, line);
    }
}

static void add_numbers(const iter8_experiment *experiment, const iter8__objective *objective,
                        size_t version, iter8__text *line)
{
    const iter8__decision *analysis = &experiment->status.analysis;
    size_t index = objective->metric_index * experiment->spec.version_count + version;
    if (objective->metric_index < analysis->metric_count &&
        analysis->values[index].state == ITER8_VALUE_PRESENT)
        iter8__log_number(line, "value", analysis->values[index].number);
    add_limits(objective, ITER8_LIMIT_NUMBER, line);
    if (version > 0) add_limits(objective, ITER8_LIMIT_BASELINE, line);
}

static void add_verdict(const iter8_experiment *experiment, size_t version, size_t number,
                        iter8__text *line)
{
    const iter8__spec *spec = &experiment->spec;
    const iter8__objective *objective = &spec->objectives[number];
    const iter8__verdict *verdict =
        &experiment->status.analysis.verdicts[version * spec->objective_count + number];
    iter8__log_open(line, NULL, '{');
    iter8__log_string(line, "version", version_name(experiment, version));
    iter8__log_integer(line, "objective", (int64_t)number);
    iter8__log_string(line, "metric", objective->metric);
    iter8__log_boolean(line, "satisfied", verdict->satisfied);
    iter8__log_word(line, "reason", &iter8__verdict_reasons, verdict->reason);
    iter8__log_flag(line, "counts", verdict->budget_spent);
    iter8__log_flag(line, "excused", verdict->within_budget);
    add_numbers(experiment, objective, version, line);
    add_belief(&experiment->transient->facts->question, version, number, line);
    iter8__log_close(line, '}');
}

/* The facts as they are now, in the room of the iteration that is over. */
static void gather(const iter8_experiment *experiment)
{
    const iter8__spec *spec = &experiment->spec;
    const iter8__situation situation = {
        iter8__weight_limits_of(spec, 1),     experiment->transient->weights,
        experiment->status.analysis.failures, experiment->status.analysis.streaks,
        experiment->transient->facts,         experiment->status.completed_iterations};
    iter8__facts_gather(spec, &situation, &experiment->status.analysis, 1);
}

static void add_verdicts(const iter8_experiment *experiment, iter8__text *line)
{
    gather(experiment);
    iter8__log_open(line, "verdicts", '[');
    for (size_t v = 0; v < experiment->spec.version_count; v++) {
        for (size_t o = 0; o < experiment->spec.objective_count; o++)
            add_verdict(experiment, v, o, line);
    }
    iter8__log_close(line, ']');
}

static void add_winner(const iter8_experiment *experiment, iter8__text *line)
{
    const iter8__decision *analysis = &experiment->status.analysis;
    iter8__log_open(line, "winner", '{');
    iter8__log_boolean(line, "found", analysis->winner >= 0);
    if (analysis->winner >= 0)
        iter8__log_string(line, "version", version_name(experiment, (size_t)analysis->winner));
    iter8__log_word(line, "reason", &iter8__winner_reasons, analysis->winner_reason);
    if (analysis->winner >= 0 && analysis->streaks[analysis->winner].row > 0)
        iter8__log_integer(line, "metFor", analysis->streaks[analysis->winner].row);
    iter8__log_close(line, '}');
    iter8__log_open(line, "best", '[');
    for (size_t v = 0; v < experiment->spec.version_count; v++) {
        if (analysis->best[v]) iter8__log_string(line, NULL, version_name(experiment, v));
    }
    iter8__log_close(line, ']');
    iter8__log_string(line, "recommended", iter8__experiment_recommended(experiment));
}

static void add_why(const iter8_experiment *experiment, size_t version, iter8__text *line)
{
    iter8__text why;
    iter8__text_init(&why, line->allocator);
    iter8__explain_weight(&experiment->spec, &experiment->status.analysis, version, &why);
    iter8__log_string(line, "why", iter8__text_string(&why));
    if (why.failed) line->failed = 1;
    iter8__text_clear(&why);
}

static void add_weight(const iter8_experiment *experiment, size_t version, iter8__text *line)
{
    const iter8__weight *share = &experiment->status.analysis.weights[version];
    iter8__log_open(line, NULL, '{');
    iter8__log_string(line, "version", version_name(experiment, version));
    iter8__log_integer(line, "found", experiment->transient->weights[version]);
    iter8__log_number(line, "wanted", share->wanted);
    iter8__log_number(line, "exact", share->exact);
    iter8__log_integer(line, "decided", share->weight);
    iter8__log_word(line, "reason", &iter8__weight_reasons, share->reason);
    add_why(experiment, version, line);
    iter8__log_close(line, '}');
}

static void add_weights(const iter8_experiment *experiment, iter8__text *line)
{
    if (experiment->spec.testing_pattern == ITER8_TESTING_CONFORMANCE) return;
    iter8__log_open(line, "weights", '[');
    for (size_t v = 0; v < experiment->spec.version_count; v++)
        add_weight(experiment, v, line);
    iter8__log_close(line, ']');
}

void iter8__log_decision(const iter8_experiment *experiment, iter8__text *line)
{
    iter8__log_open(line, "iteration", '{');
    iter8__log_integer(line, "number", experiment->status.completed_iterations);
    iter8__log_time(line, "time", experiment->status.analysis.time_ns);
    add_values(experiment, line);
    add_verdicts(experiment, line);
    add_winner(experiment, line);
    iter8__log_flag(line, "rolledBack", experiment->status.state.rolled);
    add_weights(experiment, line);
    iter8__log_close(line, '}');
}
