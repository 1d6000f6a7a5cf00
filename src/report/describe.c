/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* The sections of iter8ctl describe. */
#include "iter8/report.h"

#include "base/decimal.h"
#include "decide/limit.h"
#include "experiment/experiment.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "page/table.h"
#include "report/describe_why.h"

enum { PLACES = 3, NUMBER_BYTES = 400 };

/* Three decimal places, rounded up, as Iter8 shows every number. */
static void add_number(iter8__text *text, double value)
{
    iter8__decimal decimal;
    char digits[NUMBER_BYTES];
    iter8__decimal_from_double(value, &decimal);
    iter8__decimal_ceil(&decimal, PLACES);
    size_t length = iter8__decimal_format(&decimal, PLACES, digits, sizeof digits);
    iter8__text_add(text, digits, length);
}

static void add_head(iter8__text *text, const char *title)
{
    iter8__text_add_char(text, '\n');
    iter8__text_add_strings(text, "****** ", title, " ******", (char *)NULL);
    iter8__text_add_char(text, '\n');
}

static void add_field(iter8__text *text, const char *name, const char *value)
{
    iter8__text_add_strings(text, name, ": ", value, (char *)NULL);
    iter8__text_add_char(text, '\n');
}

/* What a table shows. */
static void add_note(iter8__text *text, const char *note)
{
    iter8__text_add_strings(text, "> ", note, (char *)NULL);
    iter8__text_add_char(text, '\n');
}

static void add_overview(const iter8_experiment *experiment, iter8__text *text)
{
    const iter8__spec *spec = &experiment->spec;
    add_head(text, "Overview");
    add_field(text, "Experiment name", spec->name);
    add_field(text, "Experiment namespace", spec->namespace_);
    add_field(text, "Target", spec->target);
    add_field(text, "Testing pattern",
              iter8__word(&iter8__testing_patterns, spec->testing_pattern));
    add_field(text, "Deployment pattern",
              iter8__word(&iter8__deployment_patterns, spec->deployment_pattern));
}

static void add_progress(const iter8_experiment *experiment, iter8__text *text)
{
    const iter8__status *status = &experiment->status;
    add_head(text, "Progress Summary");
    if (status->stage != ITER8_STAGE_NONE)
        add_field(text, "Experiment stage", iter8_stage_name(status->stage));
    if (status->state.paused) add_field(text, "Paused", "by command");
    iter8__text_add_string(text, "Number of completed iterations: ");
    iter8__text_add_integer(text, iter8__experiment_completed_iterations(experiment));
    iter8__text_add_char(text, '\n');
    if (status->message_reason != NULL || status->message.text != NULL) {
        iter8__text_add_string(text, "Message: ");
        iter8__status_message_write(status, text);
        iter8__text_add_char(text, '\n');
    }
    iter8__status_problems_write(status, "Condition: ", '\n', text);
}

static void add_weights(const iter8_experiment *experiment, iter8__text *text)
{
    if (!experiment->status.has_weights) return;
    iter8__text_add_string(text, "Traffic: ");
    for (size_t v = 0; v < experiment->spec.version_count; v++) {
        if (v > 0) iter8__text_add_string(text, ", ");
        iter8__text_add_strings(text, experiment->spec.versions[v].name, " ", (char *)NULL);
        iter8__text_add_integer(text, experiment->status.weights[v]);
        iter8__text_add_string(text, " %");
    }
    iter8__text_add_char(text, '\n');
}

/* One good iteration after many bad ones is not what a reader takes a winner for. */
static void add_streak(const iter8_experiment *experiment, iter8__text *text)
{
    const iter8__decision *analysis = &experiment->status.analysis;
    int32_t row = analysis->winner >= 0 ? analysis->streaks[analysis->winner].row : 0;
    if (row == 0) return;
    iter8__text_add_string(text, "Objectives met by the winner: in ");
    iter8__text_add_integer(text, row);
    iter8__text_add_string(text, row == 1 ? " iteration" : " iterations in a row");
    iter8__text_add_char(text, '\n');
}

static void add_winner(const iter8_experiment *experiment, iter8__text *text)
{
    const iter8__spec *spec = &experiment->spec;
    const iter8__status *status = &experiment->status;
    if (!status->analysis.has_winner) return;
    add_head(text, "Winner Assessment");
    iter8__text_add_string(text, "App versions in this experiment: [");
    for (size_t v = 0; v < spec->version_count; v++)
        iter8__text_add_strings(text, v > 0 ? " " : "", spec->versions[v].name, (char *)NULL);
    iter8__text_add_char(text, ']');
    iter8__text_add_char(text, '\n');
    int32_t winner = status->analysis.winner;
    add_field(text, "Winning version", winner >= 0 ? spec->versions[winner].name : "not found");
    add_streak(experiment, text);
    add_field(text, "Version recommended for promotion", iter8__experiment_recommended(experiment));
    add_weights(experiment, text);
    iter8__describe_weights(experiment, text);
    iter8__describe_counterfactual(experiment, text);
}

static void begin_table(iter8__table *table, const iter8_experiment *experiment, const char *title)
{
    iter8__table_init(table, experiment->spec.version_count + 1, &experiment->allocator);
    iter8__table_add(table, title);
    for (size_t v = 0; v < experiment->spec.version_count; v++)
        iter8__table_add(table, experiment->spec.versions[v].name);
}

static const iter8__value *value_at(const iter8_experiment *experiment, size_t metric,
                                    size_t version)
{
    if (metric >= experiment->metric_count) return NULL;
    const iter8__value *value =
        &experiment->status.analysis.values[metric * experiment->spec.version_count + version];
    return value->state == ITER8_VALUE_PRESENT ? value : NULL;
}

static void add_value(iter8__text *cell, const iter8__value *value)
{
    if (value != NULL)
        add_number(cell, value->number);
    else
        iter8__text_add_string(cell, "unavailable");
}

static int is_best(const iter8_experiment *experiment, const iter8__reward *reward, size_t version)
{
    const iter8__value *mine = value_at(experiment, reward->metric_index, version);
    for (size_t v = 0; mine != NULL && v < experiment->spec.version_count; v++) {
        const iter8__value *other = value_at(experiment, reward->metric_index, v);
        if (other == NULL) continue;
        if (reward->direction == ITER8__LOW ? other->number < mine->number
                                            : other->number > mine->number)
            return 0;
    }
    return mine != NULL;
}

static void add_rewards(const iter8_experiment *experiment, iter8__text *text)
{
    const iter8__spec *spec = &experiment->spec;
    if (spec->reward_count == 0 || !experiment->status.analysis.has_values) return;
    add_head(text, "Reward Assessment");
    add_note(text, "Reward values of each version; '*' marks the best.");
    iter8__table table;
    begin_table(&table, experiment, "Reward");
    for (size_t r = 0; r < spec->reward_count; r++) {
        const iter8__reward *reward = &spec->rewards[r];
        iter8__text_add_strings(
            &table.cells, reward->metric,
            reward->direction == ITER8__LOW ? " (lower better)" : " (higher better)", (char *)NULL);
        iter8__table_end_cell(&table);
        for (size_t v = 0; v < spec->version_count; v++) {
            add_value(&table.cells, value_at(experiment, reward->metric_index, v));
            if (is_best(experiment, reward, v)) iter8__text_add_string(&table.cells, " *");
            iter8__table_end_cell(&table);
        }
    }
    iter8__table_draw(&table, text);
    iter8__table_clear(&table);
}

static void add_condition(const iter8__objective *objective, iter8__text *text)
{
    const char *separator = "";
    iter8__text_add_string(text, objective->metric);
    for (int32_t reference = ITER8_LIMIT_NUMBER; reference <= ITER8_LIMIT_BASELINE; reference++) {
        for (int32_t side = ITER8_LIMIT_LOWER; side >= ITER8_LIMIT_UPPER; side--) {
            const iter8_limit *limit = iter8__objective_limit(objective, side, reference);
            if (limit == NULL) continue;
            iter8__text_add_strings(text, separator,
                                    side == ITER8_LIMIT_LOWER ? " >= " : " <= ", (char *)NULL);
            iter8__limit_formula(limit, add_number, " * ", text);
            separator = ";";
        }
    }
}

static const char *verdict_word(const iter8_experiment *experiment, size_t version,
                                size_t objective)
{
    size_t index = version * experiment->spec.objective_count + objective;
    return experiment->status.analysis.verdicts[index].satisfied ? "true" : "false";
}

static void add_objectives(const iter8_experiment *experiment, iter8__text *text)
{
    const iter8__spec *spec = &experiment->spec;
    if (spec->objective_count == 0 || !experiment->status.analysis.has_verdicts) return;
    add_head(text, "Objective Assessment");
    add_note(text, "Whether each version met each objective when it was last measured.");
    iter8__table table;
    begin_table(&table, experiment, "Objective");
    for (size_t o = 0; o < spec->objective_count; o++) {
        add_condition(&spec->objectives[o], &table.cells);
        iter8__table_end_cell(&table);
        for (size_t v = 0; v < spec->version_count; v++)
            iter8__table_add(&table, verdict_word(experiment, v, o));
    }
    iter8__table_draw(&table, text);
    iter8__table_clear(&table);
}

/* Why values are missing, below the table: a reason is too long for a cell. */
static void add_reasons(const iter8_experiment *experiment, iter8__text *text)
{
    const iter8__value *value = experiment->status.analysis.values;
    for (size_t m = 0; m < experiment->metric_count; m++) {
        for (size_t v = 0; v < experiment->spec.version_count; v++, value++) {
            if (*value->reason == '\0') continue;
            iter8__text_add_strings(text, experiment->metrics[m].name, " of ",
                                    experiment->spec.versions[v].name, ": ", value->reason,
                                    (char *)NULL);
            iter8__text_add_char(text, '\n');
        }
    }
}

static void add_metrics(const iter8_experiment *experiment, iter8__text *text)
{
    if (experiment->metric_count == 0 || !experiment->status.analysis.has_values) return;
    add_head(text, "Metrics Assessment");
    add_note(text, "Values of each version when they were last measured.");
    iter8__table table;
    begin_table(&table, experiment, "Metric");
    for (size_t m = 0; m < experiment->metric_count; m++) {
        const iter8__metric *resource = experiment->metrics[m].resource;
        iter8__text_add_string(&table.cells, experiment->metrics[m].name);
        if (resource != NULL && resource->units != NULL)
            iter8__text_add_strings(&table.cells, " (", resource->units, ")", (char *)NULL);
        iter8__table_end_cell(&table);
        for (size_t v = 0; v < experiment->spec.version_count; v++) {
            add_value(&table.cells, value_at(experiment, m, v));
            iter8__table_end_cell(&table);
        }
    }
    iter8__table_draw(&table, text);
    iter8__table_clear(&table);
    add_reasons(experiment, text);
}

int iter8_describe(const iter8_experiment *experiment, char *buffer, size_t capacity,
                   size_t *length)
{
    if (experiment == NULL) return ITER8_ERR_ARGUMENT;
    iter8__text text;
    iter8__text_init_shown(&text, &experiment->allocator);
    add_overview(experiment, &text);
    add_progress(experiment, &text);
    if (iter8__experiment_completed_iterations(experiment) > 0) {
        add_winner(experiment, &text);
        add_rewards(experiment, &text);
        add_objectives(experiment, &text);
        add_metrics(experiment, &text);
    }
    int rc = iter8__text_give(&text, buffer, capacity, length);
    iter8__text_clear(&text);
    return rc;
}
