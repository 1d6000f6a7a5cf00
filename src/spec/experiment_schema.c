/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "spec/experiment_schema.h"

/* Rows of the tables; the Go name is the key with a capital letter unless it is given. */
#define MEMBER(key, kind)                                                                          \
    {                                                                                              \
        (key), NULL, NULL, ITER8__KIND_##kind, NULL                                                \
    }
#define MEMBER_OF(key, kind, of)                                                                   \
    {                                                                                              \
        (key), NULL, NULL, ITER8__KIND_##kind, (of)                                                \
    }
#define PROMOTED(key, go_name, kind)                                                               \
    {                                                                                              \
        (key), (go_name), "metadata", ITER8__KIND_##kind, NULL                                     \
    }
#define PROMOTED_TABLE(key, go_name)                                                               \
    {                                                                                              \
        (key), (go_name), "metadata", ITER8__KIND_TABLE, &text                                     \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, NULL, NULL, ITER8__KIND_NIL, NULL                                                    \
    }
#define ITEM(kind)                                                                                 \
    {                                                                                              \
        NULL, NULL, NULL, ITER8__KIND_##kind, NULL                                                 \
    }
#define ITEM_OF(kind, of)                                                                          \
    {                                                                                              \
        NULL, NULL, NULL, ITER8__KIND_##kind, (of)                                                 \
    }

static const iter8__schema anything = ITEM(ANY);
static const iter8__schema text = ITEM(TEXT);
static const iter8__schema boolean = ITEM(BOOLEAN);

static const iter8__schema metadata[] = {MEMBER("name", TEXT),
                                         MEMBER("namespace", TEXT),
                                         MEMBER("generateName", TEXT),
                                         MEMBER_OF("labels", TABLE, &text),
                                         MEMBER_OF("annotations", TABLE, &text),
                                         {"uid", "UID", NULL, ITER8__KIND_TEXT, NULL},
                                         MEMBER("resourceVersion", TEXT),
                                         MEMBER("generation", NUMBER),
                                         MEMBER("selfLink", TEXT),
                                         MEMBER("clusterName", TEXT),
                                         MEMBER("creationTimestamp", TEXT),
                                         MEMBER("deletionTimestamp", TEXT),
                                         MEMBER("deletionGracePeriodSeconds", NUMBER),
                                         MEMBER_OF("finalizers", LIST, &text),
                                         MEMBER("managedFields", ANY),
                                         MEMBER("ownerReferences", ANY),
                                         END};

static const iter8__schema named_value[] = {MEMBER("name", TEXT), MEMBER("value", TEXT), END};
static const iter8__schema one_named_value = ITEM_OF(MAPPING, named_value);
static const iter8__schema named_weight[] = {MEMBER("name", TEXT), MEMBER("value", NUMBER), END};
static const iter8__schema one_named_weight = ITEM_OF(MAPPING, named_weight);

static const iter8__schema reference[] = {
    MEMBER("kind", TEXT),
    MEMBER("namespace", TEXT),
    MEMBER("name", TEXT),
    {"uid", "UID", NULL, ITER8__KIND_TEXT, NULL},
    {"apiVersion", "APIVersion", NULL, ITER8__KIND_TEXT, NULL},
    MEMBER("resourceVersion", TEXT),
    MEMBER("fieldPath", TEXT),
    END};

static const iter8__schema version[] = {MEMBER("name", TEXT),
                                        MEMBER_OF("variables", LIST, &one_named_value),
                                        MEMBER_OF("weightObjRef", MAPPING, reference), END};
static const iter8__schema one_version = ITEM_OF(MAPPING, version);
static const iter8__schema version_info[] = {MEMBER_OF("baseline", MAPPING, version),
                                             MEMBER_OF("candidates", LIST, &one_version), END};

static const iter8__schema task[] = {MEMBER("task", TEXT), MEMBER("run", TEXT), MEMBER("if", TEXT),
                                     MEMBER_OF("with", TABLE, &anything), END};
static const iter8__schema one_task = ITEM_OF(MAPPING, task);
static const iter8__schema action = ITEM_OF(LIST, &one_task);
static const iter8__schema limits_of_weights[] = {
    MEMBER("maxCandidateWeight", NUMBER), MEMBER("maxCandidateWeightIncrement", NUMBER), END};
static const iter8__schema strategy[] = {MEMBER("testingPattern", TEXT),
                                         MEMBER("deploymentPattern", TEXT),
                                         MEMBER_OF("actions", TABLE, &action),
                                         MEMBER_OF("weights", MAPPING, limits_of_weights),
                                         MEMBER("handlers", ANY),
                                         END};

static const iter8__schema reward[] = {MEMBER("metric", TEXT), MEMBER("preferredDirection", TEXT),
                                       END};
static const iter8__schema one_reward = ITEM_OF(MAPPING, reward);
static const iter8__schema objective[] = {
    MEMBER("metric", TEXT),
    MEMBER("upperLimit", QUANTITY),
    MEMBER("lowerLimit", QUANTITY),
    {"rollback_on_failure", "RollbackOnFailure", NULL, ITER8__KIND_BOOLEAN, NULL},
    END};
static const iter8__schema one_objective = ITEM_OF(MAPPING, objective);
static const iter8__schema criteria[] = {MEMBER("requestCount", TEXT),
                                         MEMBER_OF("rewards", LIST, &one_reward),
                                         MEMBER_OF("indicators", LIST, &text),
                                         MEMBER_OF("objectives", LIST, &one_objective),
                                         MEMBER("strength", ANY),
                                         END};

static const iter8__schema duration[] = {MEMBER("intervalSeconds", NUMBER),
                                         MEMBER("iterationsPerLoop", NUMBER),
                                         MEMBER("maxLoops", NUMBER), END};

static const iter8__schema spec[] = {MEMBER("target", TEXT),
                                     MEMBER_OF("versionInfo", MAPPING, version_info),
                                     MEMBER_OF("strategy", MAPPING, strategy),
                                     MEMBER_OF("criteria", MAPPING, criteria),
                                     MEMBER_OF("duration", MAPPING, duration),
                                     MEMBER("metrics", ANY),
                                     END};

/* The four sections of an analysis have the same head. */
#define SECTION(kind, of)                                                                          \
    {                                                                                              \
        MEMBER("provenance", TEXT), MEMBER("timestamp", TEXT), MEMBER("message", TEXT),            \
            MEMBER("reasons", ANY), MEMBER_OF("data", kind, of), END                               \
    }

static const iter8__schema version_value[] = {MEMBER("max", QUANTITY), MEMBER("min", QUANTITY),
                                              MEMBER("sampleSize", QUANTITY),
                                              MEMBER("value", QUANTITY), END};
static const iter8__schema one_version_value = ITEM_OF(MAPPING, version_value);
static const iter8__schema metric_value[] = {MEMBER("max", QUANTITY), MEMBER("min", QUANTITY),
                                             MEMBER_OF("data", TABLE, &one_version_value), END};
static const iter8__schema one_metric_value = ITEM_OF(MAPPING, metric_value);
static const iter8__schema aggregated_metrics[] = SECTION(TABLE, &one_metric_value);
static const iter8__schema verdicts = ITEM_OF(LIST, &boolean);
static const iter8__schema version_assessments[] = SECTION(TABLE, &verdicts);
static const iter8__schema winner[] = {MEMBER("winnerFound", BOOLEAN), MEMBER("winner", TEXT),
                                       MEMBER_OF("bestVersions", LIST, &text), END};
static const iter8__schema winner_assessment[] = SECTION(MAPPING, winner);
static const iter8__schema weights[] = SECTION(LIST, &one_named_weight);
static const iter8__schema analysis[] = {
    MEMBER_OF("aggregatedMetrics", MAPPING, aggregated_metrics),
    MEMBER_OF("versionAssessments", MAPPING, version_assessments),
    MEMBER_OF("winnerAssessment", MAPPING, winner_assessment),
    MEMBER_OF("weights", MAPPING, weights), END};

static const iter8__schema condition[] = {MEMBER("type", TEXT),
                                          MEMBER("status", TEXT),
                                          MEMBER("reason", TEXT),
                                          MEMBER("message", TEXT),
                                          MEMBER("lastTransitionTime", TEXT),
                                          END};
static const iter8__schema one_condition = ITEM_OF(MAPPING, condition);

static const iter8__schema status[] = {
    MEMBER_OF("conditions", LIST, &one_condition),
    MEMBER("initTime", TEXT),
    MEMBER("startTime", TEXT),
    MEMBER("lastUpdateTime", TEXT),
    MEMBER("stage", TEXT),
    MEMBER("completedIterations", NUMBER),
    MEMBER_OF("currentWeightDistribution", LIST, &one_named_weight),
    MEMBER_OF("analysis", MAPPING, analysis),
    MEMBER("versionRecommendedForPromotion", TEXT),
    MEMBER("metrics", ANY),
    MEMBER("message", TEXT),
    END};

const iter8__schema iter8__experiment_schema[] = {
    {"apiVersion", "APIVersion", NULL, ITER8__KIND_TEXT, NULL},
    MEMBER("kind", TEXT),
    {"metadata", "ObjectMeta", NULL, ITER8__KIND_MAPPING, metadata},
    MEMBER_OF("spec", MAPPING, spec),
    MEMBER_OF("status", MAPPING, status),
    PROMOTED("name", "Name", TEXT),
    PROMOTED("namespace", "Namespace", TEXT),
    PROMOTED("uid", "UID", TEXT),
    PROMOTED("resourceVersion", "ResourceVersion", TEXT),
    PROMOTED("generation", "Generation", NUMBER),
    PROMOTED("creationTimestamp", "CreationTimestamp", TEXT),
    PROMOTED_TABLE("labels", "Labels"),
    PROMOTED_TABLE("annotations", "Annotations"),
    END};
