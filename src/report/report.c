/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/report.h"

#include "iter8/error.h"
#include "report/story.h"

int iter8_report_experiment(const iter8_experiment *experiment, char *buffer, size_t capacity,
                            size_t *length)
{
    if (experiment == NULL) return ITER8_ERR_ARGUMENT;
    iter8__story story;
    iter8__text html;
    iter8__text_init(&html, &experiment->allocator);
    html.failed = !iter8__story_init(&story, experiment, &experiment->allocator) ||
                  !iter8__story_of_experiment(&story);
    if (!html.failed) {
        iter8__story_finish(&story);
        iter8__story_write(&story, &html);
    }
    int rc = iter8__text_give(&html, buffer, capacity, length);
    iter8__text_clear(&html);
    iter8__story_clear(&story);
    return rc;
}
