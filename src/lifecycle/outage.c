/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/outage.h"

#include "base/decimal.h"
#include "base/diagnostics.h"
#include "iter8/error.h"
#include "iter8/metric.h"
#include "lifecycle/due.h"
#include "lifecycle/progress.h"
#include "lifecycle/retry.h"

#include <string.h>

/* The reasons of RouterAvailable while it is False. */
static const char not_read[] = "WeightsNotRead";
static const char not_written[] = "WeightsNotWritten";
static const char rollback_failed[] = "RollbackFailed";

/* "what: why", "what" alone, or with the meaning of the code where the host says no more. */
static void describe(const iter8__failure *failure, iter8__text *out)
{
    char line[ITER8__WHY_BYTES];
    iter8__line_copy(line, sizeof line, failure->why != NULL ? failure->why : "");
    iter8__text_add_strings(out, failure->what, *line != '\0' ? ": " : "", line, (char *)NULL);
}

static void diagnose(const iter8__step *step, const iter8__failure *failure)
{
    char digits[ITER8__INTEGER_BYTES];
    char line[ITER8__WHY_BYTES];
    (void)iter8__integer_format(failure->code, digits);
    iter8__line_copy(line, sizeof line, failure->why != NULL ? failure->why : "");
    iter8__diagnose(step->diagnostics, ITER8_ERR_HOST, 0, 0, "", failure->what,
                    " (the host answered ", digits, ": ", iter8_strerror(failure->code), ")",
                    *line != '\0' ? ": " : "", line, (char *)NULL);
}

static void tell(iter8__step *step, const char *reason, const char *before,
                 const iter8__failure *failure)
{
    iter8__text text;
    iter8__text_init(&text, &step->experiment->allocator);
    iter8__text_add_string(&text, before);
    describe(failure, &text);
    iter8__progress_tell(step, reason, iter8__text_string(&text), 1);
    iter8__text_clear(&text);
}

/* Sets RouterAvailable to False, with what is to be read in the status. */
static void set_unavailable(iter8__step *step, const char *reason, const iter8__failure *failure)
{
    iter8__text text;
    iter8__text_init(&text, &step->experiment->allocator);
    describe(failure, &text);
    if (failure->why == NULL)
        iter8__text_add_strings(&text, ": ", iter8_strerror(failure->code), (char *)NULL);
    (void)iter8__progress_condition(step, ITER8_CONDITION_ROUTER_AVAILABLE, ITER8_CONDITION_FALSE,
                                    reason, iter8__text_string(&text));
    iter8__text_clear(&text);
}

static const char *event_of(enum iter8__call call)
{
    return call == ITER8__CALL_ACQUIRE ? "TargetUnavailable" : ITER8__WEIGHTS_FAILED;
}

void iter8__outage_note(iter8__step *step, const iter8__failure *failure)
{
    iter8__retry *retry = &step->transient->retries[failure->call];
    int is_news = retry->told == NULL || strcmp(retry->told, failure->what) != 0;
    diagnose(step, failure);
    if (is_news) tell(step, event_of(failure->call), "", failure);
    retry->told = failure->what;
    iter8__retry_failed(step, failure->call, failure->code);
    if (failure->call == ITER8__CALL_READ) set_unavailable(step, not_read, failure);
    if (failure->call == ITER8__CALL_WRITE)
        set_unavailable(step, retry->is_told_hopeless ? rollback_failed : not_written, failure);
}

enum iter8__flow iter8__outage_wait(iter8__step *step, const iter8__failure *failure)
{
    iter8__outage_note(step, failure);
    step->next_ns = step->transient->retries[failure->call].at_ns;
    step->rc = ITER8_ERR_HOST;
    return ITER8__FAIL;
}

void iter8__outage_give_up(iter8__step *step, const iter8__failure *failure)
{
    iter8__text text;
    iter8__text_init(&text, &step->experiment->allocator);
    iter8__text_add_string(&text, "given up: ");
    describe(failure, &text);
    step->experiment->status.state.given_up = 1;
    iter8__progress_fail_for(step, ITER8__WEIGHTS_FAILED, iter8__text_string(&text));
    iter8__progress_recommend(step);
    iter8__text_clear(&text);
}

void iter8__outage_of_rollback(iter8__step *step, const iter8__failure *failure)
{
    iter8__retry *retry = &step->transient->retries[failure->call];
    if (!retry->is_told_hopeless)
        tell(step, rollback_failed, "the rollback is not carried out, and tried on: ", failure);
    retry->is_told_hopeless = 1;
    set_unavailable(step, rollback_failed, failure);
}

/* Whether RouterAvailable is False for failures of this call. */
static int is_reason(const iter8_experiment *experiment, enum iter8__call call)
{
    const iter8__condition *one = &experiment->status.conditions[ITER8_CONDITION_ROUTER_AVAILABLE];
    if (one->transition_ns == ITER8_NO_TIME || one->status != ITER8_CONDITION_FALSE) return 0;
    int of_read = one->reason != NULL && strcmp(one->reason, not_read) == 0;
    return of_read == (call == ITER8__CALL_READ);
}

void iter8__outage_over(iter8__step *step, enum iter8__call call)
{
    enum iter8__call other = call == ITER8__CALL_READ ? ITER8__CALL_WRITE : ITER8__CALL_READ;
    iter8__retry_clear(&step->transient->retries[call]);
    if (call == ITER8__CALL_ACQUIRE || step->transient->retries[other].failures > 0) return;
    if (!is_reason(step->experiment, call)) return;
    static const char text[] = "the weights can be read and written again";
    if (iter8__progress_condition(step, ITER8_CONDITION_ROUTER_AVAILABLE, ITER8_CONDITION_TRUE,
                                  "RouterAnswers", ""))
        iter8__progress_tell(step, "RouterAvailable", text, 0);
}

static void add_count(iter8__text *text, size_t more)
{
    if (more == 0) return;
    iter8__text_add_string(text, " (and ");
    iter8__text_add_integer(text, (int64_t)more);
    iter8__text_add_string(text, " more)");
}

/* "error-rate of v2: HTTP 503 (and 3 more)"; empty where the source has answered everything. */
static void describe_errors(const iter8__step *step, iter8__text *out)
{
    const iter8_experiment *experiment = step->experiment;
    size_t versions = experiment->spec.version_count;
    size_t errors = 0;
    for (size_t i = 0; i < experiment->metric_count * versions; i++) {
        const iter8__value *value = &step->transient->next.values[i];
        if (value->state != ITER8_VALUE_ERROR || errors++ > 0) continue;
        iter8__text_add_strings(out, experiment->metrics[i / versions].name, " of ",
                                experiment->spec.versions[i % versions].name, ": ", value->reason,
                                (char *)NULL);
    }
    if (errors > 0) add_count(out, errors - 1);
}

static int is_false(const iter8_experiment *experiment, int32_t type)
{
    const iter8__condition *one = &experiment->status.conditions[type];
    return one->transition_ns != ITER8_NO_TIME && one->status == ITER8_CONDITION_FALSE;
}

void iter8__outage_of_metrics(iter8__step *step)
{
    static const int32_t type = ITER8_CONDITION_METRICS_AVAILABLE;
    static const char text[] = "the metrics source answers again";
    iter8__text errors;
    iter8__text_init(&errors, &step->experiment->allocator);
    describe_errors(step, &errors);
    if (errors.length > 0) {
        if (iter8__progress_condition(step, type, ITER8_CONDITION_FALSE, "SourceFailed",
                                      iter8__text_string(&errors)))
            iter8__progress_tell(step, "MetricsUnavailable", iter8__text_string(&errors), 1);
    } else if (is_false(step->experiment, type)) {
        (void)iter8__progress_condition(step, type, ITER8_CONDITION_TRUE, "SourceAnswers", "");
        iter8__progress_tell(step, "MetricsAvailable", text, 0);
    }
    iter8__text_clear(&errors);
}
