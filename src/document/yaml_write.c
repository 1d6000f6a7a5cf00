/* SPDX-License-Identifier: Apache-2.0 */
/* SPDX-FileCopyrightText: The libiter8 authors */
#include "document/write.h"

#include "base/shown.h"
#include "document/scalar.h"

#include <string.h>
#include <yaml.h>

struct writer {
    yaml_emitter_t emitter;
    iter8__text *text;  /* the output */
    iter8__text scalar; /* of the value being written */
};

static int write_value(struct writer *w, const iter8__node *node);

/* A character that cannot be seen, as an escape of double quotes. Returns how many bytes it has. */
static size_t add_escape(iter8__text *text, const char *bytes, size_t length)
{
    char escape[ITER8__ESCAPE_BYTES];
    size_t size = iter8__shown_escape(bytes, length, escape);
    iter8__text_add_string(text, escape);
    return size;
}

/* Takes whole characters. libyaml lets stand what cannot be seen beyond ASCII; it stands nowhere
 * but in double quotes, see style_of(), where an escape reads back as the same. */
static int take_bytes(void *data, unsigned char *bytes, size_t length)
{
    iter8__text *text = data;
    const char *at = (const char *)bytes;
    while (length > 0) {
        size_t size = iter8__shown_span(at, length);
        int is_ascii = size < length && (unsigned char)at[size] < 0x80;
        iter8__text_add(text, at, size + (size_t)is_ascii);
        size += (size_t)is_ascii;
        if (size < length && !is_ascii) size += add_escape(text, at + size, length - size);
        at += size;
        length -= size;
    }
    return !text->failed;
}

/* libyaml takes an event over, also when it fails; one that could not be made is not sent. */
static int send(struct writer *w, yaml_event_t *event, int made)
{
    return made && yaml_emitter_emit(&w->emitter, event);
}

/* A literal block scalar needs hints, which some readers get wrong, when it starts with a blank or
 * ends with more than one newline. */
static int is_simple_literal(const char *string, size_t length)
{
    if (strchr(" \n", string[0]) != NULL) return 0;
    return string[length - 1] != '\n' || string[length - 2] != '\n';
}

/* What only double quotes keep or show as it is: line breaks other than \n, and characters beyond
 * ASCII that cannot be seen. */
static int needs_escapes(const char *string, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        i += iter8__shown_span(string + i, length - i);
        if (i < length && (string[i] == '\r' || (unsigned char)string[i] >= 0x80)) return 1;
    }
    return 0;
}

/* The style asked of libyaml, which itself goes from plain to quotes and from literal to double
 * quotes where the characters do not allow the former. */
static yaml_scalar_style_t style_of(const char *string, size_t length)
{
    if (needs_escapes(string, length) || iter8__scalar_ambiguous(string, length))
        return YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    if (strchr(string, '\n') == NULL) return YAML_PLAIN_SCALAR_STYLE;
    return is_simple_literal(string, length) ? YAML_LITERAL_SCALAR_STYLE
                                             : YAML_DOUBLE_QUOTED_SCALAR_STYLE;
}

static int write_string(struct writer *w, const char *string, size_t length,
                        yaml_scalar_style_t style)
{
    yaml_event_t event;
    const yaml_char_t *bytes = (const yaml_char_t *)string;
    int made = yaml_scalar_event_initialize(&event, NULL, NULL, bytes, (int)length, 1, 1, style);
    return send(w, &event, made);
}

static int write_scalar(struct writer *w, const iter8__node *node)
{
    w->scalar.length = 0;
    iter8__write_scalar(node, &w->scalar);
    return !w->scalar.failed && write_string(w, iter8__text_string(&w->scalar), w->scalar.length,
                                             YAML_PLAIN_SCALAR_STYLE);
}

static int write_list(struct writer *w, const iter8__node *list)
{
    yaml_event_t event;
    int made =
        yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE);
    if (!send(w, &event, made)) return 0;
    for (size_t i = 0; i < iter8__node_count(list); i++) {
        if (!write_value(w, iter8__node_item(list, i))) return 0;
    }
    return send(w, &event, yaml_sequence_end_event_initialize(&event));
}

static int write_mapping(struct writer *w, const iter8__node *mapping)
{
    yaml_event_t event;
    int made = yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE);
    if (!send(w, &event, made)) return 0;
    for (iter8__cursor *c = iter8__node_first(mapping); c != NULL;
         c = iter8__node_next(mapping, c)) {
        const char *key = iter8__cursor_key(c);
        size_t length = strlen(key);
        if (!write_string(w, key, length, style_of(key, length))) return 0;
        if (!write_value(w, iter8__cursor_value(c))) return 0;
    }
    return send(w, &event, yaml_mapping_end_event_initialize(&event));
}

static int write_value(struct writer *w, const iter8__node *node)
{
    switch (iter8__node_kind(node)) {
    case ITER8__NODE_MISSING:
    case ITER8__NODE_NULL:
    case ITER8__NODE_BOOLEAN:
    case ITER8__NODE_INTEGER:
    case ITER8__NODE_REAL: return write_scalar(w, node);
    case ITER8__NODE_STRING: {
        const char *string = iter8__node_string(node);
        size_t length = iter8__node_string_length(node);
        return write_string(w, string, length, style_of(string, length));
    }
    case ITER8__NODE_LIST: return write_list(w, node);
    case ITER8__NODE_MAPPING: return write_mapping(w, node);
    }
    return 0;
}

static int write_stream(struct writer *w, const iter8__node *root)
{
    yaml_event_t event;
    int made = yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
    if (!send(w, &event, made)) return 0;
    made = yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1);
    if (!send(w, &event, made) || !write_value(w, root)) return 0;
    if (!send(w, &event, yaml_document_end_event_initialize(&event, 1))) return 0;
    return send(w, &event, yaml_stream_end_event_initialize(&event));
}

void iter8__yaml_write(const iter8__node *root, iter8__text *text)
{
    struct writer w = {.text = text};
    if (!yaml_emitter_initialize(&w.emitter)) {
        text->failed = 1;
        return;
    }
    iter8__text_init(&w.scalar, text->allocator);
    yaml_emitter_set_output(&w.emitter, take_bytes, text);
    yaml_emitter_set_unicode(&w.emitter, 1);
    yaml_emitter_set_width(&w.emitter, -1);
    yaml_emitter_set_break(&w.emitter, YAML_LN_BREAK);
    if (!write_stream(&w, root)) text->failed = 1;
    iter8__text_clear(&w.scalar);
    yaml_emitter_delete(&w.emitter);
}
