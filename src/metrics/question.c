/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/* Questions that the library answers itself, for hosts that ask them outside of a run. */
#include "base/memory.h"
#include "experiment/builtin_values.h"
#include "iter8/error.h"
#include "iter8/reconcile.h"
#include "metrics/mock.h"

static int32_t check(const iter8_question *question, const iter8_measurement *answer)
{
    if (question == NULL || answer == NULL || question->experiment == NULL ||
        question->elapsed_s < 1)
        return ITER8_ERR_ARGUMENT;
    const iter8_experiment *experiment = question->experiment;
    if (question->version_index >= experiment->spec.version_count) return ITER8_ERR_NO_VERSION;
    return question->metric_index < experiment->metric_count ? ITER8_OK : ITER8_ERR_NO_METRIC;
}

int32_t iter8_question_mock(const iter8_question *question, uint64_t seed,
                            iter8_measurement *answer)
{
    iter8_measurement own = {.struct_size = sizeof own};
    int32_t rc = check(question, answer);
    if (rc != ITER8_OK) return rc;
    if (!iter8__is_mock(question->experiment, question->metric_index)) return ITER8_ERR_NO_METRIC;
    iter8__mock_answer(question, seed, &own);
    return iter8__sized_out(answer, &own, sizeof own);
}

int32_t iter8_question_builtin(const iter8_question *question, iter8_measurement *answer)
{
    iter8_measurement own = {.struct_size = sizeof own};
    int32_t rc = check(question, answer);
    if (rc != ITER8_OK) return rc;
    const iter8_experiment *experiment = question->experiment;
    if (iter8__is_mock(experiment, question->metric_index) ||
        !iter8__is_builtin(experiment, question->metric_index))
        return ITER8_ERR_NO_METRIC;
    iter8__builtin_measure(experiment, question->metric_index, question->version_index, &own);
    return iter8__sized_out(answer, &own, sizeof own);
}
