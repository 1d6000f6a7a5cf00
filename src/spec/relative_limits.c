/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* spec.criteria.strength.relativeLimits: limits of candidates relative to what the baseline has. */
#include "iter8/error.h"
#include "spec/strength.h"

#include <math.h>

static const char *const relative_fields[] = {"metric",      "lowerLimit",  "upperLimit",
                                              "lowerMargin", "upperMargin", "lowerFloor",
                                              "upperFloor",  NULL};

/* The fields that say the limit on a side. */
typedef struct side_fields {
    const char *multiple;
    const char *margin;
    const char *floor;
    int32_t side;
} side_fields;

static const side_fields sides[] = {
    {"upperLimit", "upperMargin", "upperFloor", ITER8_LIMIT_UPPER},
    {"lowerLimit", "lowerMargin", "lowerFloor", ITER8_LIMIT_LOWER},
};
enum { SIDES = sizeof sides / sizeof sides[0] };

static void warn_of_zero(iter8__decoder *decoder, const char *key)
{
    size_t mark = iter8__decoder_enter(decoder, key);
    iter8__decoder_warning(
        decoder, ITER8_ERR_RANGE,
        "0 times any value is 0: where that is meant, give the objective a limit "
        "of its own",
        (char *)NULL);
    iter8__decoder_leave(decoder, mark);
}

/* Returns 1 where the multiple is said and can be used. */
static int decode_multiple(iter8__decoder *decoder, const iter8__node *item, const char *key,
                           double *out)
{
    double multiple;
    if (!iter8__decode_quantity(decoder, item, key, &multiple)) return 0;
    if (multiple < 0.0) {
        iter8__decoder_member_problem(decoder, key, ITER8_ERR_RANGE,
                                      "a multiple of the baseline's value is not negative");
        return 0;
    }
    *out = multiple;
    return 1;
}

/* A margin alone is one to the baseline's value itself. */
static int decode_side(iter8__decoder *decoder, const iter8__node *item, const side_fields *fields,
                       iter8_limit *out)
{
    *out = (iter8_limit){0.0, 1.0, NAN, fields->side, ITER8_LIMIT_BASELINE};
    int has_multiple = decode_multiple(decoder, item, fields->multiple, &out->multiple);
    int has_margin = iter8__decode_quantity(decoder, item, fields->margin, &out->number);
    int has_floor = iter8__decode_quantity(decoder, item, fields->floor, &out->floor);
    int is_said = iter8__decode_is_said(item, fields->multiple) ||
                  iter8__decode_is_said(item, fields->margin);
    if (has_floor && !is_said)
        iter8__decoder_member_problem(decoder, fields->floor, ITER8_ERR_REQUIRED,
                                      "a floor is for a limit relative to the baseline, and none "
                                      "is said on this side");
    if (has_multiple && out->multiple == 0.0 && !has_margin && !has_floor &&
        fields->side == ITER8_LIMIT_UPPER)
        warn_of_zero(decoder, fields->multiple);
    return has_multiple || has_margin;
}

/* Whether no value could lie between the two, whatever the baseline has. */
static int are_crossed(const iter8_limit *upper, const iter8_limit *lower)
{
    if (!isnan(upper->floor) || !isnan(lower->floor)) return 0;
    if (upper->multiple == lower->multiple) return upper->number < lower->number;
    return upper->multiple < lower->multiple && upper->number <= lower->number;
}

static int is_any_said(const iter8__node *item)
{
    for (size_t i = 0; i < SIDES; i++) {
        if (iter8__decode_is_said(item, sides[i].multiple) ||
            iter8__decode_is_said(item, sides[i].margin))
            return 1;
    }
    return 0;
}

/* The upper one first; returns how many there are. */
static size_t decode_limits(iter8__decoder *decoder, const iter8__node *item, iter8_limit *limits)
{
    size_t count = 0;
    for (size_t i = 0; i < SIDES; i++)
        count += (size_t)decode_side(decoder, item, &sides[i], &limits[count]);
    if (!is_any_said(item))
        iter8__decoder_problem(decoder, ITER8_ERR_REQUIRED,
                               "lowerLimit or upperLimit is wanted: how many times the baseline's "
                               "value; or lowerMargin or upperMargin: how much beside it",
                               (char *)NULL);
    if (count == SIDES && are_crossed(&limits[0], &limits[1]))
        iter8__decoder_member_problem(decoder, sides[0].multiple, ITER8_ERR_LIMITS,
                                      "the upper limit is below the lower limit, so no value "
                                      "could meet the objective");
    return count;
}

void iter8__relative_limits_decode(iter8__decoder *decoder, const iter8__node *item,
                                   const iter8__criteria_index *criteria)
{
    iter8_limit limits[SIDES];
    if (!iter8__decode_is_mapping(decoder, item)) return;
    iter8__decode_only(decoder, item, relative_fields);
    const char *metric = iter8__decode_string(decoder, item, "metric", ITER8__REQUIRED);
    size_t count = decode_limits(decoder, item, limits);
    if (metric == NULL) return;
    int found = criteria->spec->objective_count == 0;
    iter8__objective *objective = NULL;
    while ((objective = iter8__criteria_index_next_objective(criteria, metric, objective)) !=
           NULL) {
        iter8__objective_set_limits(objective, ITER8_LIMIT_BASELINE, limits, count);
        found = 1;
    }
    if (!found) iter8__strength_warn_of_metric(decoder, "no objective is about ", metric);
}
