/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8ctl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int format_of(const char *name)
{
    if (name == NULL || strcmp(name, "yaml") == 0) return ITER8_FORMAT_YAML;
    return strcmp(name, "json") == 0 ? ITER8_FORMAT_JSON : 0;
}

int write_experiment(const void *experiment, int format, char *buffer, size_t capacity,
                     size_t *length)
{
    return iter8_experiment_write(experiment, format, buffer, capacity, length);
}

char *write_text(writer *write, const void *object, int format)
{
    size_t length;
    int rc = write(object, format, NULL, 0, &length);
    if (rc != ITER8_ERR_BUFFER) return NULL;
    char *text = malloc(length + 1);
    if (text == NULL || write(object, format, text, length + 1, &length) == ITER8_OK) return text;
    free(text);
    return NULL;
}

int print_text(writer *write, const void *object, int format)
{
    char *text = write_text(write, object, format);
    if (text == NULL) {
        complain("out of memory");
        return EXIT_TROUBLE;
    }
    int printed = fputs(text, stdout) >= 0;
    free(text);
    if (printed) return EXIT_DONE;
    complain("standard output: %s", strerror(errno));
    return EXIT_TROUBLE;
}
