/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * An experiment that can be read can be written, read again, described and decided on; what is
 * refused is refused with a diagnostic.
 */
#include "iter8/iter8.h"
#include "iter8/snapshots.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int holds)
{
    if (!holds) abort();
}

static iter8_experiment *read(const char *text, size_t length, int partial)
{
    iter8_experiment_options options = ITER8_INIT(iter8_experiment_options);
    iter8_diagnostics *diagnostics;
    iter8_experiment *experiment;
    options.partial = partial;
    require(iter8_diagnostics_new(NULL, &diagnostics) == ITER8_OK);
    int rc = iter8_experiment_read(text, length, &options, diagnostics, &experiment);
    require((experiment != NULL) == (rc == ITER8_OK));
    require(rc == ITER8_OK || iter8_diagnostics_count(diagnostics) > 0);
    iter8_diagnostics_free(diagnostics);
    return experiment;
}

static void check_round_trip(const iter8_experiment *experiment, int format, int partial)
{
    size_t length;
    require(iter8_experiment_write(experiment, format, NULL, 0, &length) == ITER8_ERR_BUFFER);
    char *text = malloc(length + 1);
    require(text != NULL);
    require(iter8_experiment_write(experiment, format, text, length + 1, &length) == ITER8_OK);
    /* Aliases may have made more of it than may be read. */
    if (length < ((size_t)4 << 20)) {
        iter8_experiment *again = read(text, length, partial);
        require(again != NULL);
        iter8_experiment_free(again);
    }
    free(text);
}

static void check_weights(const iter8_experiment *experiment, const iter8_analysis *analysis)
{
    int32_t sum = 0;
    for (size_t v = 0; v < iter8_spec_of(experiment).version_count; v++) {
        iter8_weight weight = ITER8_INIT(iter8_weight);
        require(iter8_analysis_weight(analysis, v, &weight) == ITER8_OK);
        require(weight.weight >= 0 && weight.weight <= 100);
        sum += weight.weight;
    }
    require(sum == 100);
}

static void check_analysis(const iter8_experiment *experiment)
{
    iter8_analysis *analysis;
    size_t length;
    int rc = iter8_analyze(experiment, NULL, NULL, &analysis);
    require(rc == ITER8_OK || rc == ITER8_ERR_INVALID);
    if (rc != ITER8_OK) return;
    /* A partial experiment may have candidates although its pattern has none. */
    if (iter8_spec_of(experiment).testing_pattern != ITER8_TESTING_CONFORMANCE)
        check_weights(experiment, analysis);
    require(iter8_analysis_write(analysis, ITER8_FORMAT_JSON, NULL, 0, &length) ==
            ITER8_ERR_BUFFER);
    iter8_analysis_free(analysis);
}

static void check(const uint8_t *data, size_t size, int partial)
{
    size_t length;
    iter8_experiment *experiment = read((const char *)data, size, partial);
    if (experiment == NULL) return;
    check_round_trip(experiment, ITER8_FORMAT_YAML, partial);
    check_round_trip(experiment, ITER8_FORMAT_JSON, partial);
    require(iter8_describe(experiment, NULL, 0, &length) == ITER8_ERR_BUFFER);
    check_analysis(experiment);
    iter8_experiment_free(experiment);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check(data, size, 0);
    check(data, size, 1);
    return 0;
}
