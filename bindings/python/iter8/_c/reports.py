# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Experiments, decision logs and simulations for people to read."""
from ctypes import POINTER, c_char_p, c_int, c_size_t

from iter8._c.base import Functions, Sized
from iter8._c.documents import iter8_allocator, iter8_diagnostics, iter8_document
from iter8._c.experiments import iter8_experiment, iter8_weight_algorithm


class iter8_report_options(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("allocator", POINTER(iter8_allocator)),
        ("diagnostics", POINTER(iter8_diagnostics)),
        ("algorithms", POINTER(iter8_weight_algorithm)),
        ("algorithm_count", c_size_t),
    ]


FUNCTIONS: Functions = {
    "iter8_describe": (c_int, [POINTER(iter8_experiment), c_char_p, c_size_t, POINTER(c_size_t)]),
    "iter8_report_experiment": (c_int, [
        POINTER(iter8_experiment), c_char_p, c_size_t, POINTER(c_size_t)
    ]),
    "iter8_report_log": (c_int, [
        c_char_p, c_size_t, POINTER(iter8_report_options), c_char_p, c_size_t, POINTER(c_size_t)
    ]),
    "iter8_report_simulations": (c_int, [
        POINTER(POINTER(iter8_document)), c_size_t, POINTER(iter8_report_options), c_char_p,
        c_size_t, POINTER(c_size_t)
    ]),
}
