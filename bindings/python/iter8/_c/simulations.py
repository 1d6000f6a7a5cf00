# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""How a policy behaves over many rollouts."""
from ctypes import (
    CFUNCTYPE, POINTER, c_char_p, c_double, c_int, c_int32, c_int64, c_size_t, c_uint64,
    py_object,
)

from iter8._c.base import Functions, Opaque, Sized
from iter8._c.documents import iter8_allocator, iter8_diagnostics, iter8_document
from iter8._c.experiments import iter8_experiment, iter8_experiment_options
from iter8._c.hosting import iter8_host, iter8_outcome


class iter8_simulation(Opaque):
    pass


class iter8_tally(Opaque):
    pass


class iter8_run(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("number", c_uint64),
        ("start_ns", c_int64),
        ("end_ns", c_int64),
        ("requests", c_int64),
        ("errors", c_int64),
        ("slow", c_int64),
        ("verdict", c_int32),
        ("ending", c_int32),
        ("version", c_int32),
        ("iterations", c_int32),
        ("violated", c_int32),
        ("reserved", c_int32),
    ]


each_function = CFUNCTYPE(None, POINTER(iter8_run), py_object)


class iter8_policy(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("experiment", POINTER(iter8_document)),
        ("metrics", POINTER(POINTER(iter8_document))),
        ("metric_count", c_size_t),
        ("options", POINTER(iter8_experiment_options)),
    ]


class iter8_series(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("seed", c_uint64),
        ("first", c_uint64),
        ("count", c_uint64),
        ("each", each_function),
        ("user_data", py_object),
    ]


class iter8_estimate(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("value", c_double),
        ("low", c_double),
        ("high", c_double),
    ]


class iter8_spread(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("mean", c_double),
        ("min", c_int32),
        ("p5", c_int32),
        ("median", c_int32),
        ("p95", c_int32),
        ("max", c_int32),
        ("reserved", c_int32),
    ]


class iter8_expectation(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("wanted", c_char_p),
        ("confidence", c_double),
        ("limit", c_double),
        ("value", c_double),
        ("low", c_double),
        ("high", c_double),
        ("figure", c_int32),
        ("expected", c_int32),
    ]


class iter8_tally_counts(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("runs", c_uint64),
        ("version_count", c_size_t),
        ("objective_count", c_size_t),
        ("iterations", c_int32),
        ("reserved", c_int32),
    ]


class iter8_version_tally(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("promoted", c_uint64),
    ]


class iter8_objective_tally(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("metric", c_char_p),
        ("violated", c_uint64),
    ]


class iter8_scenario(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("slow_ms", c_double),
        ("expectation_count", c_size_t),
    ]


FUNCTIONS: Functions = {
    "iter8_simulation_new": (c_int, [
        POINTER(iter8_policy), POINTER(iter8_document), POINTER(iter8_diagnostics),
        POINTER(POINTER(iter8_simulation))
    ]),
    "iter8_simulation_free": (None, [POINTER(iter8_simulation)]),
    "iter8_scenario_check": (c_int, [POINTER(iter8_document), POINTER(iter8_diagnostics)]),
    "iter8_simulate": (c_int, [
        POINTER(iter8_simulation), POINTER(iter8_series), POINTER(iter8_tally)
    ]),
    "iter8_simulation_begin": (c_int, [
        POINTER(iter8_simulation), c_uint64, c_uint64, POINTER(POINTER(iter8_experiment)),
        POINTER(iter8_host), POINTER(c_int64)
    ]),
    "iter8_simulation_next_ns": (c_int64, [POINTER(iter8_simulation), POINTER(iter8_outcome)]),
    "iter8_simulation_run": (c_int, [POINTER(iter8_simulation), POINTER(iter8_run)]),
    "iter8_tally_new": (c_int, [
        POINTER(iter8_simulation), POINTER(iter8_allocator), POINTER(POINTER(iter8_tally))
    ]),
    "iter8_tally_free": (None, [POINTER(iter8_tally)]),
    "iter8_tally_add": (c_int, [POINTER(iter8_tally), POINTER(iter8_tally)]),
    "iter8_tally_estimate": (c_int, [
        POINTER(iter8_tally), c_int32, c_double, POINTER(iter8_estimate)
    ]),
    "iter8_tally_count": (c_int, [POINTER(iter8_tally), POINTER(iter8_tally_counts)]),
    "iter8_tally_version": (c_int, [
        POINTER(iter8_tally), c_size_t, POINTER(iter8_version_tally)
    ]),
    "iter8_tally_objective": (c_int, [
        POINTER(iter8_tally), c_size_t, POINTER(iter8_objective_tally)
    ]),
    "iter8_simulation_scenario": (c_int, [POINTER(iter8_simulation), POINTER(iter8_scenario)]),
    "iter8_tally_ended": (c_uint64, [POINTER(iter8_tally), c_int32]),
    "iter8_tally_spread": (c_int, [POINTER(iter8_tally), c_int32, c_size_t, POINTER(iter8_spread)]),
    "iter8_simulation_expectation": (c_int, [
        POINTER(iter8_simulation), POINTER(iter8_tally), c_size_t, POINTER(iter8_expectation)
    ]),
    "iter8_tally_write": (c_int, [
        POINTER(iter8_tally), c_int, c_char_p, c_size_t, POINTER(c_size_t)
    ]),
    "iter8_simulation_write": (c_int, [
        POINTER(iter8_simulation), POINTER(iter8_tally), c_int, c_char_p, c_size_t,
        POINTER(c_size_t)
    ]),
    "iter8_tally_read": (c_int, [
        POINTER(iter8_document), POINTER(iter8_allocator), POINTER(iter8_diagnostics),
        POINTER(POINTER(iter8_tally))
    ]),
}
