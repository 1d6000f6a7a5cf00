/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/wipe.h"

#include <string.h>

void iter8__bytes_wipe(void *bytes, size_t length)
{
    volatile unsigned char *byte = bytes;
    while (length-- > 0)
        *byte++ = 0;
}

void iter8__string_wipe(char *text)
{
    if (text != NULL) iter8__bytes_wipe(text, strlen(text));
}
