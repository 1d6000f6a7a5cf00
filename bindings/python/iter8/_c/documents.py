# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Diagnostics, documents, secrets: what stands at the beginning of everything."""
from ctypes import (
    CFUNCTYPE, POINTER, c_char_p, c_double, c_int, c_int32, c_int64, c_size_t, c_uint32, c_void_p,
)

from iter8._c.base import Functions, Opaque, Sized


class iter8_allocator(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("user_data", c_void_p),
        ("alloc", CFUNCTYPE(c_void_p, c_size_t, c_void_p)),
        ("resize", CFUNCTYPE(c_void_p, c_void_p, c_size_t, c_void_p)),
        ("release", CFUNCTYPE(None, c_void_p, c_void_p)),
    ]


class iter8_diagnostics(Opaque):
    pass


class iter8_diagnostic(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("path", c_char_p),
        ("message", c_char_p),
        ("code", c_int32),
        ("severity", c_int32),
        ("line", c_uint32),
        ("column", c_uint32),
        ("origin", c_int32),
        ("reserved", c_int32),
    ]


class iter8_document(Opaque):
    pass


class iter8_documents(Opaque):
    pass


class iter8_read_options(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("allocator", POINTER(iter8_allocator)),
        ("max_bytes", c_size_t),
        ("max_alias_values", c_size_t),
        ("max_depth", c_uint32),
        ("reserved", c_uint32),
    ]


class iter8_secret_value(Opaque):
    pass


class iter8_secret_key(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("name_space", c_char_p),
        ("name", c_char_p),
        ("key", c_char_p),
        ("has_name_space", c_int32),
        ("reserved", c_int32),
    ]


FUNCTIONS: Functions = {
    "iter8_diagnostics_new": (c_int, [
        POINTER(iter8_allocator), POINTER(POINTER(iter8_diagnostics))
    ]),
    "iter8_diagnostics_free": (None, [POINTER(iter8_diagnostics)]),
    "iter8_diagnostics_clear": (None, [POINTER(iter8_diagnostics)]),
    "iter8_diagnostics_set_strict": (None, [POINTER(iter8_diagnostics), c_int32]),
    "iter8_diagnostics_count": (c_size_t, [POINTER(iter8_diagnostics)]),
    "iter8_diagnostics_lost": (c_size_t, [POINTER(iter8_diagnostics)]),
    "iter8_diagnostics_get": (c_int, [
        POINTER(iter8_diagnostics), c_size_t, POINTER(iter8_diagnostic)
    ]),
    "iter8_diagnostics_add": (None, [POINTER(iter8_diagnostics), POINTER(iter8_diagnostic)]),
    "iter8_documents_read": (c_int, [
        c_char_p, c_size_t, POINTER(iter8_read_options), POINTER(iter8_diagnostics),
        POINTER(POINTER(iter8_documents))
    ]),
    "iter8_documents_free": (None, [POINTER(iter8_documents)]),
    "iter8_documents_count": (c_size_t, [POINTER(iter8_documents)]),
    "iter8_documents_at": (POINTER(iter8_document), [POINTER(iter8_documents), c_size_t]),
    "iter8_document_copy": (c_int, [
        POINTER(iter8_document), POINTER(iter8_allocator), POINTER(POINTER(iter8_document))
    ]),
    "iter8_document_free": (None, [POINTER(iter8_document)]),
    "iter8_document_api_version": (c_char_p, [POINTER(iter8_document)]),
    "iter8_document_kind": (c_char_p, [POINTER(iter8_document)]),
    "iter8_document_name": (c_char_p, [POINTER(iter8_document)]),
    "iter8_document_namespace": (c_char_p, [POINTER(iter8_document)]),
    "iter8_document_write": (c_int, [
        POINTER(iter8_document), c_int, c_char_p, c_size_t, POINTER(c_size_t)
    ]),
    "iter8_document_number": (c_int, [POINTER(iter8_document), c_char_p, POINTER(c_double)]),
    "iter8_document_string": (c_int, [POINTER(iter8_document), c_char_p, POINTER(c_char_p)]),
    "iter8_document_boolean": (c_int, [POINTER(iter8_document), c_char_p, POINTER(c_int32)]),
    "iter8_document_set_integer": (c_int, [POINTER(iter8_document), c_char_p, c_int64]),
    "iter8_document_patch": (c_int, [
        POINTER(iter8_document), POINTER(iter8_document), POINTER(iter8_diagnostics)
    ]),
    "iter8_document_locate": (None, [
        POINTER(iter8_document), c_char_p, POINTER(c_uint32), POINTER(c_uint32)
    ]),
    "iter8_init": (None, [c_void_p, c_size_t]),
    "iter8_strerror": (c_char_p, [c_int]),
    "iter8_error_name": (c_char_p, [c_int]),
    "iter8_version": (c_char_p, []),
    "iter8_version_number": (c_uint32, []),
    "iter8_secret_value_set": (c_int, [POINTER(iter8_secret_value), c_char_p, c_size_t]),
    "iter8_secret_value_set_base64": (c_int, [POINTER(iter8_secret_value), c_char_p, c_size_t]),
}
