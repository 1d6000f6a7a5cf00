/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "metrics/secrets.h"

#include "base/encode.h"
#include "iter8/error.h"

#include <string.h>

struct iter8_secret_value {
    iter8__text text;
    int given;
};

int iter8_secret_value_set(iter8_secret_value *value, const char *bytes, size_t length)
{
    if (value == NULL || (bytes == NULL && length > 0)) return ITER8_ERR_ARGUMENT;
    iter8__text_clear(&value->text);
    value->given = 0;
    if (length > 0 && memchr(bytes, '\0', length) != NULL) return ITER8_ERR_SECRET;
    iter8__text_add(&value->text, bytes, length);
    value->given = !value->text.failed;
    return value->given ? ITER8_OK : ITER8_ERR_NOMEM;
}

int iter8_secret_value_set_base64(iter8_secret_value *value, const char *text, size_t length)
{
    if (value == NULL || (text == NULL && length > 0)) return ITER8_ERR_ARGUMENT;
    iter8__text_clear(&value->text);
    value->given = 0;
    int valid = iter8__text_add_from_base64(&value->text, text, length) &&
                strlen(iter8__text_string(&value->text)) == value->text.length;
    if (value->text.failed) return ITER8_ERR_NOMEM;
    value->given = valid;
    return valid ? ITER8_OK : ITER8_ERR_SECRET;
}

int iter8__secrets_fail(iter8__secrets *secrets, int code, ...)
{
    iter8__text message;
    va_list parts;
    if (secrets->code != ITER8_OK) return secrets->code;
    secrets->code = code;
    iter8__text_init(&message, &secrets->query->allocator);
    va_start(parts, code);
    iter8__text_add_all(&message, parts);
    va_end(parts);
    iter8_diagnostic one = {.struct_size = sizeof one,
                            .path = secrets->path,
                            .message = iter8__text_string(&message),
                            .code = code,
                            .severity = ITER8_SEVERITY_ERROR};
    iter8_diagnostics_add(secrets->options->diagnostics, &one);
    iter8__text_clear(&message);
    return code;
}

int iter8__secrets_open(iter8__secrets *secrets, const iter8__metric_slot *slot)
{
    const char *secret = slot->resource->secret;
    if (secret == NULL) return ITER8_OK;
    const char *slash = strchr(secret, '/');
    const char *name = slash != NULL ? slash + 1 : secret;
    secrets->path = "spec.secret";
    if (*name == '\0' || slash == secret || strchr(name, '/') != NULL)
        return iter8__secrets_fail(secrets, ITER8_ERR_SECRET, "NAME or NAMESPACE/NAME is wanted",
                                   (char *)NULL);
    secrets->name = iter8__query_copy(secrets->query, name);
    secrets->name_space =
        slash == NULL ? slot->namespace_
                      : iter8__arena_text(&secrets->query->arena, secret, (size_t)(slash - secret));
    secrets->has_name_space = slash != NULL;
    return secrets->name != NULL && secrets->name_space != NULL ? ITER8_OK : ITER8_ERR_NOMEM;
}

/* Says what came of a lookup that failed; @p given: but for a value. */
static int explain(iter8__secrets *secrets, const char *key, int code, int given)
{
    const char *space = secrets->name_space;
    const char *name = secrets->name;
    switch (code) {
    case ITER8_ERR_NOMEM: return secrets->code = code;
    case ITER8_ERR_NO_SECRET:
        if (secrets->options->look_up == NULL)
            return iter8__secrets_fail(secrets, code, "the secret ", space, "/", name,
                                       " is wanted, and no source of secrets is given",
                                       (char *)NULL);
        return iter8__secrets_fail(secrets, code, "there is no secret ", space, "/", name,
                                   (char *)NULL);
    case ITER8_ERR_NO_KEY:
        return iter8__secrets_fail(secrets, code, "the secret ", space, "/", name, " has no key ",
                                   key, (char *)NULL);
    case ITER8_ERR_SECRET:
        return iter8__secrets_fail(secrets, code, "the key ", key, " of the secret ", space, "/",
                                   name,
                                   given ? " has a line break or another control character"
                                         : " cannot be read, or is no base64 of a text",
                                   (char *)NULL);
    default:
        return iter8__secrets_fail(secrets, ITER8_ERR_HOST, "the secret ", space, "/", name,
                                   " cannot be looked up: ", iter8_strerror(code), (char *)NULL);
    }
}

/* No request has room for a control character, and one in a header would begin another. */
static int is_one_line(const iter8__text *text)
{
    for (size_t i = 0; i < text->length; i++) {
        unsigned char c = (unsigned char)text->bytes[i];
        if (c < 0x20 || c == 0x7f) return 0;
    }
    return 1;
}

static int ask_host(const iter8__secrets *secrets, const char *key, iter8_secret_value *value)
{
    const iter8_query_options *options = secrets->options;
    iter8_secret_key wanted = {.struct_size = sizeof wanted,
                               .name_space = secrets->name_space,
                               .name = secrets->name,
                               .key = key,
                               .has_name_space = secrets->has_name_space};
    if (options->look_up == NULL) return ITER8_ERR_NO_SECRET;
    int rc = options->look_up(&wanted, value, options->user_data);
    if (value->text.failed) return ITER8_ERR_NOMEM;
    if (rc > 0) return ITER8_ERR_HOST;
    if (rc == ITER8_OK && !value->given) return ITER8_ERR_NO_KEY;
    return rc == ITER8_OK && !is_one_line(&value->text) ? ITER8_ERR_SECRET : rc;
}

static const char *look_up(iter8__secrets *secrets, const char *key)
{
    iter8_secret_value value = {.given = 0};
    const char *found = NULL;
    iter8__text_init_secret(&value.text, &secrets->query->allocator);
    int rc = ask_host(secrets, key, &value);
    if (rc == ITER8_OK) {
        found = iter8__query_copy(secrets->query, iter8__text_string(&value.text));
        if (found == NULL || !iter8__query_hide(secrets->query, key, found)) rc = ITER8_ERR_NOMEM;
    }
    int given = value.given;
    iter8__text_clear(&value.text);
    if (rc == ITER8_OK) return found;
    (void)explain(secrets, key, rc, given);
    return NULL;
}

const char *iter8__secrets_value(void *data, const char *key, size_t length)
{
    iter8__secrets *secrets = data;
    secrets->uses++;
    if (secrets->options->masked) return ITER8__MASK;
    if (secrets->code != ITER8_OK) return NULL;
    for (const iter8__hidden *h = secrets->query->hidden; h != NULL; h = h->next) {
        if (h->key != NULL && strlen(h->key) == length && memcmp(h->key, key, length) == 0)
            return h->text;
    }
    const char *name = iter8__arena_text(&secrets->query->arena, key, length);
    if (name != NULL) return look_up(secrets, name);
    secrets->code = ITER8_ERR_NOMEM;
    return NULL;
}
