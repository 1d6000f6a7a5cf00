/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/header_list.h"

#include "common/wipe.h"

void iter8__header_list_free(struct curl_slist *headers)
{
    for (struct curl_slist *header = headers; header != NULL; header = header->next)
        iter8__string_wipe(header->data);
    curl_slist_free_all(headers);
}
