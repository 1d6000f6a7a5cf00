/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "iter8/backends/haproxy_sink.h"
#include "iter8/backends/http_source.h"
#include "iter8/iter8.h"

#include <stdio.h>

int main(void)
{
    iter8_http_source *source = NULL;
    iter8_haproxy_sink *sink = NULL;
    int source_rc = iter8_http_source_new(NULL, &source);
    int sink_rc = iter8_haproxy_sink_new(NULL, &sink);
    printf("source: %s; sink: %s\n", iter8_strerror(source_rc), iter8_strerror(sink_rc));
    iter8_http_source_free(source);
    iter8_haproxy_sink_free(sink);
    return source_rc == ITER8_OK && sink_rc == ITER8_ERR_ARGUMENT ? 0 : 1;
}
