# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""The HTTP request that measures a metric."""
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int32, c_int64, c_size_t, py_object

from iter8._c.base import Functions, Opaque, Sized
from iter8._c.documents import iter8_diagnostics, iter8_secret_key, iter8_secret_value
from iter8._c.experiments import iter8_experiment


class iter8_query(Opaque):
    pass


look_up_function = CFUNCTYPE(
    c_int32, POINTER(iter8_secret_key), POINTER(iter8_secret_value), py_object)


class iter8_query_options(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("look_up", look_up_function),
        ("user_data", py_object),
        ("diagnostics", POINTER(iter8_diagnostics)),
        ("elapsed_s", c_int64),
        ("masked", c_int32),
        ("reserved", c_int32),
    ]


class iter8_request(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("method", c_char_p),
        ("url", c_char_p),
        ("base_url", c_char_p),
        ("body", c_char_p),
        ("jq", c_char_p),
        ("provider", c_char_p),
        ("param_count", c_size_t),
        ("header_count", c_size_t),
    ]


class iter8_named_text(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("value", c_char_p),
    ]


FUNCTIONS: Functions = {
    "iter8_query_render": (c_int, [
        POINTER(iter8_experiment), c_size_t, c_size_t, c_int64, POINTER(iter8_query_options),
        POINTER(POINTER(iter8_query))
    ]),
    "iter8_query_free": (None, [POINTER(iter8_query)]),
    "iter8_query_request": (c_int, [POINTER(iter8_query), POINTER(iter8_request)]),
    "iter8_query_param": (c_int, [POINTER(iter8_query), c_size_t, POINTER(iter8_named_text)]),
    "iter8_query_header": (c_int, [POINTER(iter8_query), c_size_t, POINTER(iter8_named_text)]),
    "iter8_query_write": (c_int, [POINTER(iter8_query), c_char_p, c_size_t, POINTER(c_size_t)]),
    "iter8_query_mask": (c_int, [
        POINTER(iter8_query), c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_size_t)
    ]),
}
