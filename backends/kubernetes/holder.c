/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "kubernetes/holder.h"

#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { NAME_BYTES = 256 };

void iter8__holder_make(char out[ITER8__HOLDER_BYTES], const void *self)
{
    char name[NAME_BYTES];
    struct timespec now;
    if (gethostname(name, sizeof name) != 0) name[0] = '\0';
    name[sizeof name - 1] = '\0';
    (void)clock_gettime(CLOCK_REALTIME, &now);
    uint64_t moment = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    uint64_t mixed = (moment ^ (uint64_t)(uintptr_t)self) * UINT64_C(0x9e3779b97f4a7c15);
    (void)snprintf(out, ITER8__HOLDER_BYTES, "%s_%ld_%016llx", name, (long)getpid(),
                   (unsigned long long)mixed);
}
