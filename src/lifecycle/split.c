/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "lifecycle/split.h"

void iter8__split_write(const iter8__spec *spec, const int32_t *weights, iter8__text *text)
{
    for (size_t v = 0; v < spec->version_count; v++) {
        iter8__text_add_strings(text, v > 0 ? ", " : "", spec->versions[v].name, " ", (char *)NULL);
        iter8__text_add_integer(text, weights[v]);
    }
}
