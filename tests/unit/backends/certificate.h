/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
/*
 * certificate.h - certificates for servers on the loopback interface.
 */
#ifndef ITER8_TESTS_CERTIFICATE_H
#define ITER8_TESTS_CERTIFICATE_H

struct certificate {
    char file[80]; /* PEM */
    char text[8192];
    char key[8192];
};

/* Makes a certificate that is its own issuer, in a folder.
 * @param who  such as "subjectAltName=IP:127.0.0.1". */
void certificate_make(struct certificate *certificate, const char *folder, const char *who);

#endif
