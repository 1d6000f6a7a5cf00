/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "experiment/experiment.h"

#include "base/times.h"
#include "document/document.h"
#include "spec/metric_mask.h"

static int set_string(iter8__node *mapping, const char *key, const char *string)
{
    return string == NULL || iter8__node_set(mapping, key, iter8__node_make_string(string));
}

static int set_time(iter8__node *mapping, const char *key, int64_t time_ns)
{
    if (time_ns == ITER8_NO_TIME) return 1;
    char time[ITER8__TIME_BYTES];
    (void)iter8__time_format(time_ns, time);
    return set_string(mapping, key, time);
}

/* The condition of a type as it was read, or NULL. */
static const iter8__node *find_condition(const iter8__node *list, int32_t type)
{
    for (size_t i = iter8__node_count(list); i-- > 0;) {
        const iter8__node *item = iter8__node_item(list, i);
        const char *word = iter8__node_string(iter8__node_member(item, "type"));
        if (word != NULL && iter8__condition_type_of(word) == type) return item;
    }
    return NULL;
}

/* A condition keeps what is not understood of @p old, as it was read; NULL where it is new. */
static iter8__node *encode_condition(const iter8_experiment *experiment, int type,
                                     const iter8__node *old)
{
    const iter8__condition *condition = &experiment->status.conditions[type];
    iter8__node *node = old != NULL ? iter8__node_copy(old) : iter8__node_make_mapping();
    if (condition->message.text == NULL) iter8__node_remove_member(node, "message");
    if (condition->reason == NULL) iter8__node_remove_member(node, "reason");
    int ok = node != NULL && set_time(node, "lastTransitionTime", condition->transition_ns);
    if (ok && condition->message.text != NULL) {
        iter8__text message;
        iter8__text_init(&message, &experiment->allocator);
        iter8__note_write(&condition->message, &message);
        ok = iter8__node_set(node, "message", iter8__node_take_text(&message));
    }
    ok = ok && set_string(node, "reason", condition->reason) &&
         set_string(node, "status",
                    iter8__word(&iter8__condition_statuses, condition->status + 1)) &&
         set_string(node, "type", iter8__word(&iter8__condition_types, type));
    if (ok) return node;
    iter8__node_release(node);
    return NULL;
}

/* Conditions of types that are not Iter8's own survive. */
static int append_unknown(const iter8__node *old, iter8__node *list)
{
    for (size_t i = 0; i < iter8__node_count(old); i++) {
        const iter8__node *item = iter8__node_item(old, i);
        const char *type = iter8__node_string(iter8__node_member(item, "type"));
        if (type != NULL && iter8__condition_type_of(type) == 0 &&
            !iter8__node_append(list, iter8__node_copy(item)))
            return 0;
    }
    return 1;
}

static int encode_conditions(const iter8_experiment *experiment, iter8__node *status)
{
    const iter8__node *old = iter8__node_member(status, "conditions");
    iter8__node *list = iter8__node_make_list();
    int ok = list != NULL;
    for (int i = 0; ok && i < ITER8__CONDITIONS; i++) {
        if (experiment->status.conditions[i].transition_ns != ITER8_NO_TIME)
            ok = iter8__node_append(list, encode_condition(experiment, i, find_condition(old, i)));
    }
    ok = ok && append_unknown(old, list);
    if (ok) return iter8__node_set(status, "conditions", list);
    iter8__node_release(list);
    return 0;
}

static int encode_message(const iter8_experiment *experiment, iter8__node *status)
{
    iter8__text message;
    iter8__text_init(&message, &experiment->allocator);
    iter8__status_message_write(&experiment->status, &message);
    if (message.length == 0) {
        int failed = message.failed;
        iter8__text_clear(&message);
        return !failed;
    }
    return iter8__node_set(status, "message", iter8__node_take_text(&message));
}

static int encode_analysis(const iter8_experiment *experiment, iter8__node *status)
{
    const iter8__decision *made = &experiment->status.analysis;
    if (!made->touched && !made->weights_touched) return 1;
    iter8__node *analysis = iter8__node_ensure_mapping(status, "analysis");
    if (analysis == NULL) return 0;
    return made->touched ? iter8__decision_encode(made, experiment, analysis)
                         : iter8__weights_decided_encode(made, experiment, analysis);
}

/* What was known once may be known no longer. */
static int encode_weights(const iter8_experiment *experiment, iter8__node *node)
{
    static const char key[] = "currentWeightDistribution";
    const int32_t *weights = experiment->status.weights;
    if (experiment->status.has_weights)
        return iter8__node_set(node, key,
                               iter8__weights_encode(&experiment->spec, weights, sizeof *weights));
    iter8__node_remove_member(node, key);
    return 1;
}

static int encode_status(const iter8_experiment *experiment, iter8__node *node)
{
    const iter8__status *status = &experiment->status;
    int ok = encode_analysis(experiment, node) && encode_conditions(experiment, node);
    if (ok && status->completed_iterations >= 0)
        ok = iter8__node_set(node, "completedIterations",
                             iter8__node_make_integer(status->completed_iterations));
    ok = ok && encode_weights(experiment, node) && set_time(node, "initTime", status->init_ns) &&
         set_time(node, "startTime", status->start_ns) &&
         set_time(node, "lastUpdateTime", status->last_update_ns) &&
         encode_message(experiment, node);
    if (ok && status->stage > 0)
        ok = set_string(node, "stage", iter8__word(&iter8__stages, status->stage));
    return ok && set_string(node, "versionRecommendedForPromotion", status->recommended);
}

iter8__node *iter8__experiment_encode(const iter8_experiment *experiment)
{
    iter8__node *tree = iter8__node_copy(experiment->root);
    int ok = tree != NULL && iter8__metrics_mask(tree, &experiment->allocator);
    if (ok && !experiment->status.touched) return tree;
    iter8__node *status = ok ? iter8__node_ensure_mapping(tree, "status") : NULL;
    if (status != NULL && encode_status(experiment, status) &&
        iter8__state_encode(experiment, tree))
        return tree;
    iter8__node_release(tree);
    return NULL;
}
