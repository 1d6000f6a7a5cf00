/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "spec/spec.h"

#include "iter8/error.h"
#include "iter8/experiment.h"
#include "spec/task.h"

#include <math.h>
#include <string.h>

static const char *const root_fields[] = {"apiVersion", "kind", "metadata", "spec", "status", NULL};
static const char *const spec_fields[] = {"target",   "versionInfo", "strategy", "criteria",
                                          "duration", "metrics",     NULL};
static const char *const strategy_fields[] = {"testingPattern", "deploymentPattern", "actions",
                                              "weights",        "handlers",          NULL};
static const char *const weights_fields[] = {"maxCandidateWeight", "maxCandidateWeightIncrement",
                                             NULL};
static const char *const criteria_fields[] = {"requestCount", "rewards",  "indicators",
                                              "objectives",   "strength", NULL};
static const char *const objective_fields[] = {"metric", "upperLimit", "lowerLimit",
                                               "rollback_on_failure", NULL};
static const char *const duration_fields[] = {"intervalSeconds", "iterationsPerLoop", "maxLoops",
                                              NULL};
static const char *const reward_fields[] = {"metric", "preferredDirection", NULL};
static const char *const version_info_fields[] = {"baseline", "candidates", NULL};
static const char *const version_fields[] = {"name", "variables", "weightObjRef", NULL};
static const char *const reference_fields[] = {"apiVersion", "kind", "namespace",       "name",
                                               "fieldPath",  "uid",  "resourceVersion", NULL};

static const char *or_empty(const char *text)
{
    return text != NULL ? text : "";
}

static void decode_metadata(iter8__decoder *decoder, const iter8__node *root, iter8__spec *out)
{
    out->name = out->namespace_ = "";
    const iter8__node *metadata =
        iter8__decode_member(decoder, root, "metadata", ITER8__NODE_MAPPING, ITER8__REQUIRED);
    if (metadata == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "metadata");
    iter8__decode_known_metadata(decoder, metadata);
    out->name = or_empty(iter8__decode_string(decoder, metadata, "name", ITER8__REQUIRED));
    out->namespace_ =
        or_empty(iter8__decode_string(decoder, metadata, "namespace", ITER8__OPTIONAL));
    iter8__decoder_leave(decoder, mark);
}

static void decode_weights(iter8__decoder *decoder, const iter8__node *strategy, iter8__spec *out)
{
    const iter8__node *weights =
        iter8__decode_member(decoder, strategy, "weights", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (weights == NULL) return;
    out->has_weights = 1;
    size_t mark = iter8__decoder_enter(decoder, "weights");
    iter8__decode_known(decoder, weights, weights_fields);
    out->max_candidate_weight =
        iter8__decode_integer(decoder, weights, "maxCandidateWeight", 0, 100, -1);
    out->max_candidate_weight_increment =
        iter8__decode_integer(decoder, weights, "maxCandidateWeightIncrement", 0, 100, -1);
    iter8__decoder_leave(decoder, mark);
}

static void decode_strategy(iter8__decoder *decoder, const iter8__node *spec, iter8__spec *out)
{
    const iter8__node *strategy =
        iter8__decode_member(decoder, spec, "strategy", ITER8__NODE_MAPPING, ITER8__REQUIRED);
    if (strategy == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "strategy");
    iter8__decode_known(decoder, strategy, strategy_fields);
    out->testing_pattern = iter8__decode_word(decoder, strategy, "testingPattern",
                                              &iter8__testing_patterns, ITER8__REQUIRED);
    int32_t deployment = iter8__decode_word(decoder, strategy, "deploymentPattern",
                                            &iter8__deployment_patterns, ITER8__OPTIONAL);
    if (deployment != 0) out->deployment_pattern = deployment;
    decode_weights(decoder, strategy, out);
    iter8__actions_decode(decoder, strategy, out);
    iter8__decoder_leave(decoder, mark);
}

/* What an objective does not say about rollbacks is settled when the deployment pattern is known.
 */
enum { UNSAID = -1 };

static void decode_limits(iter8__decoder *decoder, const iter8__node *item, iter8__objective *out)
{
    iter8_limit upper = {INFINITY, 0.0, NAN, ITER8_LIMIT_UPPER, ITER8_LIMIT_NUMBER};
    iter8_limit lower = {-INFINITY, 0.0, NAN, ITER8_LIMIT_LOWER, ITER8_LIMIT_NUMBER};
    if (iter8__decode_quantity(decoder, item, "upperLimit", &upper.number))
        out->limits[out->limit_count++] = upper;
    if (iter8__decode_quantity(decoder, item, "lowerLimit", &lower.number))
        out->limits[out->limit_count++] = lower;
}

static void check_limits(iter8__decoder *decoder, const iter8__objective *objective)
{
    const iter8_limit *limits = objective->limits;
    if (objective->limit_count < 2 || limits[0].number >= limits[1].number || decoder->partial)
        return;
    iter8__decoder_member_problem(decoder, "upperLimit", ITER8_ERR_LIMITS,
                                  "the upper limit is below the lower limit, so no value could "
                                  "meet the objective");
}

static void decode_objective(iter8__decoder *decoder, const iter8__node *item, void *room)
{
    iter8__objective *out = room;
    *out = (iter8__objective){
        .metric = "", .says_limit = 1, .rollback_on_failure = UNSAID, .budget = {.consecutive = 1}};
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_only(decoder, item, objective_fields);
    out->metric = or_empty(iter8__decode_string(decoder, item, "metric", ITER8__REQUIRED));
    decode_limits(decoder, item, out);
    out->says_limit =
        iter8__decode_is_said(item, "upperLimit") || iter8__decode_is_said(item, "lowerLimit");
    out->rollback_on_failure = iter8__decode_boolean(decoder, item, "rollback_on_failure", UNSAID);
    check_limits(decoder, out);
}

static void decode_reward(iter8__decoder *decoder, const iter8__node *item, void *room)
{
    iter8__reward *out = room;
    *out = (iter8__reward){.metric = ""};
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_only(decoder, item, reward_fields);
    out->metric = or_empty(iter8__decode_string(decoder, item, "metric", ITER8__REQUIRED));
    out->direction = iter8__decode_word(decoder, item, "preferredDirection", &iter8__directions,
                                        ITER8__REQUIRED);
}

static void decode_indicator(iter8__decoder *decoder, const iter8__node *item, void *room)
{
    const char **out = room;
    *out = or_empty(iter8__decode_string_here(decoder, item));
}

static void settle_rollbacks(iter8__spec *spec)
{
    if (spec->objectives == NULL) return;
    for (size_t i = 0; i < spec->objective_count; i++) {
        int *rollback = &spec->objectives[i].rollback_on_failure;
        if (*rollback == UNSAID)
            *rollback = spec->deployment_pattern == ITER8_DEPLOYMENT_BLUE_GREEN;
    }
}

static void decode_criteria(iter8__decoder *decoder, const iter8__node *spec, iter8__spec *out)
{
    static const iter8__items rewards = {sizeof(iter8__reward), ITER8__MAX_CRITERIA, decode_reward};
    static const iter8__items objectives = {sizeof(iter8__objective), ITER8__MAX_CRITERIA,
                                            decode_objective};
    static const iter8__items indicators = {sizeof(const char *), ITER8__MAX_CRITERIA,
                                            decode_indicator};
    const iter8__node *criteria =
        iter8__decode_member(decoder, spec, "criteria", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (criteria == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "criteria");
    iter8__decode_known(decoder, criteria, criteria_fields);
    out->request_count = iter8__decode_string(decoder, criteria, "requestCount", ITER8__OPTIONAL);
    out->rewards = iter8__decode_items(decoder, criteria, "rewards", &rewards, &out->reward_count);
    out->objectives =
        iter8__decode_items(decoder, criteria, "objectives", &objectives, &out->objective_count);
    out->indicators =
        iter8__decode_items(decoder, criteria, "indicators", &indicators, &out->indicator_count);
    out->has_objectives = out->objectives != NULL;
    settle_rollbacks(out);
    iter8__decoder_leave(decoder, mark);
}

static void decode_duration(iter8__decoder *decoder, const iter8__node *spec, iter8__spec *out)
{
    const iter8__node *duration =
        iter8__decode_member(decoder, spec, "duration", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    size_t mark = iter8__decoder_enter(decoder, "duration");
    iter8__decode_known(decoder, duration, duration_fields);
    out->interval_s = iter8__decode_integer(decoder, duration, "intervalSeconds", 1, INT32_MAX,
                                            ITER8__DEFAULT_INTERVAL_S);
    out->iterations_per_loop = iter8__decode_integer(decoder, duration, "iterationsPerLoop", 1,
                                                     INT32_MAX, ITER8__DEFAULT_ITERATIONS_PER_LOOP);
    out->max_loops = iter8__decode_integer(decoder, duration, "maxLoops", 1, INT32_MAX,
                                           ITER8__DEFAULT_MAX_LOOPS);
    iter8__decoder_leave(decoder, mark);
}

static const iter8__reference *decode_reference(iter8__decoder *decoder, const iter8__node *version)
{
    const iter8__node *node = iter8__decode_member(decoder, version, "weightObjRef",
                                                   ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (node == NULL) return NULL;
    iter8__reference *out = iter8__decoder_alloc(decoder, 1, sizeof *out);
    if (out == NULL) return NULL;
    size_t mark = iter8__decoder_enter(decoder, "weightObjRef");
    iter8__decode_known(decoder, node, reference_fields);
    out->api_version = or_empty(iter8__decode_string(decoder, node, "apiVersion", ITER8__REQUIRED));
    out->kind = or_empty(iter8__decode_string(decoder, node, "kind", ITER8__REQUIRED));
    out->namespace_ = or_empty(iter8__decode_string(decoder, node, "namespace", ITER8__OPTIONAL));
    out->name = or_empty(iter8__decode_string(decoder, node, "name", ITER8__REQUIRED));
    out->field_path = or_empty(iter8__decode_string(decoder, node, "fieldPath", ITER8__REQUIRED));
    iter8__decoder_leave(decoder, mark);
    return out;
}

static void decode_version(iter8__decoder *decoder, const iter8__node *node, void *room)
{
    iter8__version *out = room;
    *out = (iter8__version){.name = ""};
    if (!iter8__decode_is_mapping(decoder, node)) return;
    iter8__decode_known(decoder, node, version_fields);
    out->name = or_empty(iter8__decode_string(decoder, node, "name", ITER8__REQUIRED));
    out->variables = iter8__named_values_decode(decoder, node, "variables", &out->variable_count);
    out->weight = decode_reference(decoder, node);
}

static void decode_versions(iter8__decoder *decoder, const iter8__node *spec, iter8__spec *out)
{
    static const iter8__items candidate_items = {sizeof(iter8__version), ITER8__MAX_CANDIDATES,
                                                 decode_version};
    const iter8__node *info =
        iter8__decode_member(decoder, spec, "versionInfo", ITER8__NODE_MAPPING, ITER8__OPTIONAL);
    if (info == NULL) return;
    size_t mark = iter8__decoder_enter(decoder, "versionInfo");
    iter8__decode_known(decoder, info, version_info_fields);
    const iter8__node *baseline =
        iter8__decode_member(decoder, info, "baseline", ITER8__NODE_MAPPING, ITER8__REQUIRED);
    size_t count;
    const iter8__version *candidates =
        iter8__decode_items(decoder, info, "candidates", &candidate_items, &count);
    iter8__version *versions = iter8__decoder_alloc(decoder, count + 1, sizeof *versions);
    if (baseline != NULL && versions != NULL) {
        size_t inner = iter8__decoder_enter(decoder, "baseline");
        decode_version(decoder, baseline, &versions[0]);
        iter8__decoder_leave(decoder, inner);
        if (count > 0) memcpy(versions + 1, candidates, count * sizeof *versions);
        out->versions = versions;
        out->version_count = count + 1;
    }
    iter8__decoder_leave(decoder, mark);
}

void iter8__spec_decode(iter8__decoder *decoder, const iter8__node *root, iter8__spec *out)
{
    /* What annotations say is known already: it tells how strictly this is read. */
    *out = (iter8__spec){.target = "",
                         .settings = out->settings,
                         .deployment_pattern = ITER8_DEPLOYMENT_PROGRESSIVE,
                         .max_candidate_weight = -1,
                         .max_candidate_weight_increment = -1};
    iter8__decode_known(decoder, root, root_fields);
    decode_metadata(decoder, root, out);
    const iter8__node *spec =
        iter8__decode_member(decoder, root, "spec", ITER8__NODE_MAPPING, ITER8__REQUIRED);
    size_t mark = iter8__decoder_enter(decoder, "spec");
    if (spec != NULL) {
        iter8__decode_known(decoder, spec, spec_fields);
        out->target = or_empty(iter8__decode_string(decoder, spec, "target", ITER8__REQUIRED));
        decode_strategy(decoder, spec, out);
        decode_criteria(decoder, spec, out);
        decode_versions(decoder, spec, out);
    }
    decode_duration(decoder, spec, out);
    iter8__decoder_leave(decoder, mark);
    iter8__actions_complete(decoder, root, out);
}

int32_t iter8__spec_iterations(const iter8__spec *spec)
{
    int64_t all = (int64_t)spec->iterations_per_loop * spec->max_loops;
    return all > INT32_MAX ? INT32_MAX : (int32_t)all;
}

const char *iter8__reference_namespace(const iter8__spec *spec, const iter8__reference *reference)
{
    return *reference->namespace_ != '\0' ? reference->namespace_ : spec->namespace_;
}

int32_t iter8__spec_version(const iter8__spec *spec, const char *name)
{
    for (size_t i = 0; i < spec->version_count; i++) {
        if (strcmp(spec->versions[i].name, name) == 0) return (int32_t)i;
    }
    return -1;
}

const iter8__action_spec *iter8__spec_action(const iter8__spec *spec, const char *name)
{
    for (size_t i = 0; i < spec->action_count; i++) {
        if (strcmp(spec->actions[i].name, name) == 0)
            return spec->actions[i].task_count > 0 ? &spec->actions[i] : NULL;
    }
    return NULL;
}
