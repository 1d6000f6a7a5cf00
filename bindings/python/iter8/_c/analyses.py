# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""The pure function, and what it came to."""
from ctypes import POINTER, c_char_p, c_double, c_int, c_int32, c_size_t, c_uint32

from iter8._c.base import Functions, Opaque, Sized
from iter8._c.documents import iter8_allocator
from iter8._c.experiments import iter8_experiment, iter8_measurement


class iter8_analysis(Opaque):
    pass


class iter8_verdict(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("value", c_double),
        ("satisfied", c_int32),
        ("reason", c_int32),
        ("budget_spent", c_int32),
        ("within_budget", c_int32),
    ]


class iter8_winner(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("found", c_int32),
        ("version", c_int32),
        ("reason", c_int32),
        ("met_for", c_int32),
    ]


class iter8_belief(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("mean", c_double),
        ("low", c_double),
        ("high", c_double),
        ("chance", c_double),
    ]


class iter8_chances(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("meets_all", c_double),
        ("wins", c_double),
    ]


class iter8_counterfactual(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("value", c_double),
        ("needed", c_double),
        ("metric", c_uint32),
        ("version", c_uint32),
        ("winner", c_int32),
        ("reserved", c_int32),
    ]


class iter8_weight(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("wanted", c_double),
        ("exact", c_double),
        ("weight", c_int32),
        ("reason", c_int32),
    ]


FUNCTIONS: Functions = {
    "iter8_analyze": (c_int, [
        POINTER(iter8_experiment), POINTER(iter8_measurement), POINTER(iter8_allocator),
        POINTER(POINTER(iter8_analysis))
    ]),
    "iter8_analysis_free": (None, [POINTER(iter8_analysis)]),
    "iter8_analysis_verdict": (c_int, [
        POINTER(iter8_analysis), c_size_t, c_size_t, POINTER(iter8_verdict)
    ]),
    "iter8_history_verdict": (c_int, [
        POINTER(iter8_experiment), c_size_t, c_size_t, c_size_t, POINTER(iter8_verdict)
    ]),
    "iter8_analysis_winner": (c_int, [POINTER(iter8_analysis), POINTER(iter8_winner)]),
    "iter8_analysis_belief": (c_int, [
        POINTER(iter8_analysis), c_size_t, c_size_t, POINTER(iter8_belief)
    ]),
    "iter8_analysis_chances": (c_int, [POINTER(iter8_analysis), c_size_t, POINTER(iter8_chances)]),
    "iter8_analysis_counterfactual": (c_int, [
        POINTER(iter8_analysis), POINTER(iter8_counterfactual)
    ]),
    "iter8_analysis_is_best": (c_int32, [POINTER(iter8_analysis), c_size_t]),
    "iter8_analysis_weight": (c_int, [POINTER(iter8_analysis), c_size_t, POINTER(iter8_weight)]),
    "iter8_analysis_explain": (c_int, [
        POINTER(iter8_analysis), c_size_t, c_char_p, c_size_t, POINTER(c_size_t)
    ]),
    "iter8_analysis_write": (c_int, [
        POINTER(iter8_analysis), c_int, c_char_p, c_size_t, POINTER(c_size_t)
    ]),
}
