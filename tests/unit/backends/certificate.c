/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "certificate.h"

#include "process.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void read_file(const char *path, char *text, size_t size)
{
    FILE *stream = fopen(path, "r");
    cr_assert_not_null(stream, "%s", path);
    text[fread(text, 1, size - 1, stream)] = '\0';
    fclose(stream);
}

void certificate_make(struct certificate *certificate, const char *folder, const char *who)
{
    char key_file[80], log[80];
    snprintf(certificate->file, sizeof certificate->file, "%s/certificate", folder);
    snprintf(key_file, sizeof key_file, "%s/key", folder);
    snprintf(log, sizeof log, "%s/log", folder);
    const char *const argv[] = {OPENSSL,
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-subj",
                                "/CN=test",
                                "-days",
                                "2",
                                "-addext",
                                who,
                                "-keyout",
                                key_file,
                                "-out",
                                certificate->file,
                                NULL};
    cr_assert_eq(process_run(argv, log), 0);
    read_file(certificate->file, certificate->text, sizeof certificate->text);
    read_file(key_file, certificate->key, sizeof certificate->key);
}
