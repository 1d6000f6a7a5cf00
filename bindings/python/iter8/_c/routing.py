# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Weights in routing documents."""
from ctypes import POINTER, c_char_p, c_int, c_int32, c_size_t

from iter8._c.base import Functions, Sized
from iter8._c.documents import iter8_diagnostics, iter8_document
from iter8._c.experiments import iter8_experiment


class iter8_weight_reference(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("api_version", c_char_p),
        ("kind", c_char_p),
        ("namespace_", c_char_p),
        ("name", c_char_p),
        ("field_path", c_char_p),
    ]


FUNCTIONS: Functions = {
    "iter8_experiment_weight_reference": (c_int, [
        POINTER(iter8_experiment), c_size_t, POINTER(iter8_weight_reference)
    ]),
    "iter8_route_fields": (c_int, [
        POINTER(iter8_document), POINTER(iter8_experiment), POINTER(iter8_diagnostics),
        POINTER(POINTER(iter8_document))
    ]),
    "iter8_route_holds": (c_int32, [POINTER(iter8_document), POINTER(iter8_experiment), c_size_t]),
    "iter8_route_read": (c_int, [
        POINTER(iter8_document), POINTER(iter8_experiment), POINTER(c_int32),
        POINTER(iter8_diagnostics)
    ]),
    "iter8_route_write": (c_int, [
        POINTER(iter8_document), POINTER(iter8_experiment), POINTER(c_int32),
        POINTER(iter8_diagnostics)
    ]),
    "iter8_route_patch": (c_int, [
        POINTER(iter8_document), POINTER(iter8_experiment), POINTER(c_int32),
        POINTER(iter8_diagnostics), POINTER(POINTER(iter8_document))
    ]),
    "iter8_route_order": (c_int, [
        POINTER(POINTER(iter8_document)), c_size_t, POINTER(iter8_experiment), POINTER(c_int32),
        POINTER(iter8_diagnostics), POINTER(c_size_t)
    ]),
    "iter8_weights_scale": (c_int, [POINTER(c_int32), POINTER(c_int32), c_size_t]),
    "iter8_weights_complete": (c_int, [POINTER(c_int32), c_size_t]),
}
