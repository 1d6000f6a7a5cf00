/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "common/curl_words.h"

#include "iter8/error.h"

static const char *own_words(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return "the host's name is not known";
    case CURLE_COULDNT_CONNECT: return "no connection";
    case CURLE_OPERATION_TIMEDOUT: return "no answer in time";
    case CURLE_PEER_FAILED_VERIFICATION: return "the server's certificate is not trusted";
    case CURLE_SSL_CACERT_BADFILE: return "the file of trusted certificates cannot be used";
    case CURLE_SSL_CERTPROBLEM: return "the client's certificate cannot be used";
    case CURLE_SSL_CONNECT_ERROR: return "no TLS connection";
    case CURLE_URL_MALFORMAT: return "the URL is none";
    /* No other protocol is ever asked for, so it is the answer's. */
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY: return "the answer is not HTTP";
    case CURLE_BAD_CONTENT_ENCODING: return "the answer cannot be unpacked";
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR: return "the connection broke";
    default: return "the request failed";
    }
}

void iter8__curl_words(CURLcode code, const char *detail, iter8__line *reason)
{
    int about_certificate = code == CURLE_PEER_FAILED_VERIFICATION && detail[0] != '\0';
    iter8__line_set(reason, own_words(code));
    iter8__line_add(reason, ": ");
    iter8__line_add(reason, about_certificate ? detail : curl_easy_strerror(code));
}

int iter8__curl_error(CURLcode code)
{
    switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_NOT_BUILT_IN:
    case CURLE_UNKNOWN_OPTION:
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT: return ITER8_ERR_REFUSED;
    default: return ITER8_ERR_TRANSPORT;
    }
}
