/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/explained.h"

int32_t iter8__explained(const iter8_route *route, int rc, const iter8__line *problem)
{
    if (rc < 0 && problem->length > 0) iter8_route_explain(route, problem->bytes);
    return rc;
}
