# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Experiments, decision logs and simulations for people to read."""
from ctypes import POINTER, c_char_p, c_int, c_size_t

from iter8._c.base import Functions
from iter8._c.documents import iter8_allocator, iter8_diagnostics, iter8_document
from iter8._c.experiments import iter8_experiment, iter8_experiment_options

FUNCTIONS: Functions = {
    "iter8_describe": (c_int, [POINTER(iter8_experiment), c_char_p, c_size_t, POINTER(c_size_t)]),
    "iter8_report_experiment": (c_int, [
        POINTER(iter8_experiment), c_char_p, c_size_t, POINTER(c_size_t)
    ]),
    "iter8_report_log": (c_int, [
        c_char_p, c_size_t, POINTER(iter8_experiment_options), POINTER(iter8_diagnostics), c_char_p,
        c_size_t, POINTER(c_size_t)
    ]),
    "iter8_report_simulations": (c_int, [
        POINTER(POINTER(iter8_document)), c_size_t, POINTER(iter8_allocator),
        POINTER(iter8_diagnostics), c_char_p, c_size_t, POINTER(c_size_t)
    ]),
}
