# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Experiments, their metrics, histories, histograms and commands."""
from ctypes import (
    CFUNCTYPE, POINTER, c_char_p, c_double, c_int, c_int32, c_int64, c_size_t,
    c_uint32, py_object,
)

from iter8._c.base import Functions, Opaque, Plain, Sized
from iter8._c.documents import iter8_allocator, iter8_diagnostics, iter8_document


MAX_LIMITS = 4


class iter8_limit(Plain):
    _fields_ = [
        ("number", c_double),
        ("multiple", c_double),
        ("floor", c_double),
        ("side", c_int32),
        ("reference", c_int32),
    ]


class iter8_criterion_facts(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("value", c_double),
        ("sample_size", c_double),
        ("min", c_double),
        ("max", c_double),
        ("limits", iter8_limit * MAX_LIMITS),
        ("limit_count", c_int32),
        ("kind", c_int32),
        ("satisfied", c_int32),
        ("reserved", c_int32),
    ]


class iter8_version_facts(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("objectives", POINTER(iter8_criterion_facts)),
        ("reward", POINTER(iter8_criterion_facts)),
        ("weight", c_double),
        ("is_best", c_int32),
        ("meets_all", c_int32),
    ]


class iter8_weight_facts(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("versions", POINTER(iter8_version_facts)),
        ("version_count", c_size_t),
        ("objective_count", c_size_t),
        ("steps", POINTER(c_int32)),
        ("step_count", c_size_t),
        ("iteration", c_int64),
        ("reward_is_less", c_int32),
        ("max_candidate_weight", c_int32),
        ("max_candidate_weight_increment", c_int32),
        ("reserved", c_int32),
    ]


iter8_weight_function = CFUNCTYPE(
    c_int32, POINTER(iter8_weight_facts), POINTER(c_double), py_object)


class iter8_weight_algorithm(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("want", iter8_weight_function),
        ("user_data", py_object),
        ("exploration_percent", c_double),
    ]


class iter8_experiment(Opaque):
    pass


class iter8_spec(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("name_space", c_char_p),
        ("target", c_char_p),
        ("version_count", c_size_t),
        ("metric_count", c_size_t),
        ("objective_count", c_size_t),
        ("testing_pattern", c_int32),
        ("deployment_pattern", c_int32),
        ("interval_s", c_int32),
        ("iterations", c_int32),
    ]


class iter8_status(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("start_ns", c_int64),
        ("last_update_ns", c_int64),
        ("recommended", c_char_p),
        ("stage", c_int32),
        ("ending", c_int32),
        ("completed_iterations", c_int32),
        ("winner", c_int32),
        ("paused", c_int32),
        ("reserved", c_int32),
    ]


class iter8_version_status(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("name", c_char_p),
        ("weight", c_int32),
        ("reserved", c_int32),
    ]


class iter8_condition(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("reason", c_char_p),
        ("transition_ns", c_int64),
        ("status", c_int32),
        ("reserved", c_int32),
    ]


class iter8_objective(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("metric", c_char_p),
        ("limits", iter8_limit * MAX_LIMITS),
        ("limit_count", c_int32),
        ("rollback_on_failure", c_int32),
    ]


class iter8_value(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("value", c_double),
        ("min", c_double),
        ("max", c_double),
        ("sample_size", c_double),
        ("reason", c_char_p),
        ("state", c_int32),
        ("carried", c_int32),
    ]


class iter8_experiment_options(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("allocator", POINTER(iter8_allocator)),
        ("partial", c_int32),
        ("reserved", c_int32),
        ("defaults", POINTER(iter8_document)),
        ("history", c_uint32),
        ("reserved2", c_uint32),
        ("algorithms", POINTER(iter8_weight_algorithm)),
        ("algorithm_count", c_size_t),
        ("strict", c_int32),
        ("reserved3", c_int32),
    ]


class iter8_measurement(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("value", c_double),
        ("reason", c_char_p),
        ("state", c_int32),
        ("reserved", c_int32),
    ]


class iter8_past_iteration(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("time_ns", c_int64),
        ("iteration", c_int32),
        ("winner", c_int32),
    ]


class iter8_past_value(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("value", c_double),
        ("state", c_int32),
        ("reserved", c_int32),
    ]


class iter8_past_weight(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("found", c_int32),
        ("decided", c_int32),
    ]


FUNCTIONS: Functions = {
    "iter8_experiment_read": (c_int, [
        c_char_p, c_size_t, POINTER(iter8_experiment_options), POINTER(iter8_diagnostics),
        POINTER(POINTER(iter8_experiment))
    ]),
    "iter8_experiment_from_document": (c_int, [
        POINTER(iter8_document), POINTER(iter8_experiment_options), POINTER(iter8_diagnostics),
        POINTER(POINTER(iter8_experiment))
    ]),
    "iter8_defaults_check": (c_int, [POINTER(iter8_document), POINTER(iter8_diagnostics)]),
    "iter8_experiment_free": (None, [POINTER(iter8_experiment)]),
    "iter8_experiment_write": (c_int, [
        POINTER(iter8_experiment), c_int, c_char_p, c_size_t, POINTER(c_size_t)
    ]),
    "iter8_experiment_annotation": (c_char_p, [POINTER(iter8_experiment), c_char_p]),
    "iter8_experiment_version_variable": (c_char_p, [
        POINTER(iter8_experiment), c_size_t, c_char_p
    ]),
    "iter8_experiment_metric_name": (c_char_p, [POINTER(iter8_experiment), c_size_t]),
    "iter8_experiment_value": (c_int, [
        POINTER(iter8_experiment), c_size_t, c_size_t, POINTER(iter8_value)
    ]),
    "iter8_experiment_objective": (c_int, [
        POINTER(iter8_experiment), c_size_t, POINTER(iter8_objective)
    ]),
    "iter8_stage_name": (c_char_p, [c_int32]),
    "iter8_experiment_condition_message": (c_int, [
        POINTER(iter8_experiment), c_int32, c_char_p, c_size_t, POINTER(c_size_t)
    ]),
    "iter8_experiment_message": (c_int, [
        POINTER(iter8_experiment), c_char_p, c_size_t, POINTER(c_size_t)
    ]),
    "iter8_experiment_add_metric": (c_int, [
        POINTER(iter8_experiment), POINTER(iter8_document), POINTER(iter8_diagnostics)
    ]),
    "iter8_experiment_has_metric": (c_int32, [POINTER(iter8_experiment), c_size_t]),
    "iter8_document_check": (c_int, [
        POINTER(POINTER(iter8_document)), c_size_t, c_size_t, POINTER(iter8_experiment_options),
        POINTER(iter8_diagnostics)
    ]),
    "iter8_metric_check": (c_int, [POINTER(iter8_document), POINTER(iter8_diagnostics)]),
    "iter8_experiment_set_histograms": (c_int, [
        POINTER(iter8_experiment), POINTER(iter8_document), c_int64, POINTER(iter8_diagnostics)
    ]),
    "iter8_experiment_add_histogram": (c_int, [
        POINTER(iter8_experiment), c_char_p, POINTER(iter8_document), c_int64,
        POINTER(iter8_diagnostics)
    ]),
    "iter8_history_count": (c_size_t, [POINTER(iter8_experiment)]),
    "iter8_history_iteration": (c_int, [
        POINTER(iter8_experiment), c_size_t, POINTER(iter8_past_iteration)
    ]),
    "iter8_history_value": (c_int, [
        POINTER(iter8_experiment), c_size_t, c_size_t, c_size_t, POINTER(iter8_past_value)
    ]),
    "iter8_history_weight": (c_int, [
        POINTER(iter8_experiment), c_size_t, c_size_t, POINTER(iter8_past_weight)
    ]),
    "iter8_command": (c_int, [POINTER(iter8_experiment), c_int32, c_char_p]),
    "iter8_weight_facts_version": (POINTER(iter8_version_facts), [
        POINTER(iter8_weight_facts), c_size_t
    ]),
    "iter8_weight_facts_objective": (POINTER(iter8_criterion_facts), [
        POINTER(iter8_weight_facts), c_size_t, c_size_t
    ]),
    "iter8_experiment_ending": (c_int32, [POINTER(iter8_experiment)]),
    "iter8_experiment_spec": (c_int, [POINTER(iter8_experiment), POINTER(iter8_spec)]),
    "iter8_experiment_status": (c_int, [POINTER(iter8_experiment), POINTER(iter8_status)]),
    "iter8_experiment_version": (c_int, [
        POINTER(iter8_experiment), c_size_t, POINTER(iter8_version_status)
    ]),
    "iter8_experiment_condition": (c_int, [
        POINTER(iter8_experiment), c_int32, POINTER(iter8_condition)
    ]),
}
