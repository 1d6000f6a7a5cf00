# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Taking experiments through their lives: callbacks, steps, registries."""
from ctypes import (
    CFUNCTYPE, POINTER, c_char_p, c_int, c_int32, c_int64, c_size_t, c_uint32, c_uint64,
    py_object,
)

from iter8._c.base import Functions, Opaque, Sized
from iter8._c.documents import iter8_allocator, iter8_diagnostics, iter8_document
from iter8._c.experiments import iter8_experiment, iter8_measurement


class iter8_task(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("ticket", c_uint64),
        ("now_ns", c_int64),
        ("experiment", POINTER(iter8_experiment)),
        ("action", c_char_p),
        ("name", c_char_p),
        ("script", c_char_p),
        ("inputs", POINTER(iter8_document)),
        ("loop", c_int32),
        ("index", c_uint32),
        ("count", c_uint32),
        ("may_fail", c_int32),
    ]


class iter8_question(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("ticket", c_uint64),
        ("now_ns", c_int64),
        ("experiment", POINTER(iter8_experiment)),
        ("metric", c_char_p),
        ("version", c_char_p),
        ("metric_index", c_uint32),
        ("version_index", c_uint32),
        ("elapsed_s", c_int64),
    ]


class iter8_route(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("ticket", c_uint64),
        ("now_ns", c_int64),
        ("experiment", POINTER(iter8_experiment)),
        ("weights", POINTER(c_int32)),
        ("count", c_size_t),
        ("reason", POINTER(c_char_p)),
    ]


class iter8_action(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("ticket", c_uint64),
        ("now_ns", c_int64),
        ("experiment", POINTER(iter8_experiment)),
        ("name", c_char_p),
        ("loop", c_int32),
        ("reserved", c_int32),
    ]


class iter8_event(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("now_ns", c_int64),
        ("experiment", POINTER(iter8_experiment)),
        ("reason", c_char_p),
        ("message", c_char_p),
        ("warning", c_int32),
        ("reserved", c_int32),
    ]


measure_function = CFUNCTYPE(
    c_int32, POINTER(iter8_question), POINTER(iter8_measurement), py_object)
write_weights_function = CFUNCTYPE(c_int32, POINTER(iter8_route), py_object)
read_weights_function = CFUNCTYPE(c_int32, POINTER(iter8_route), POINTER(c_int32), py_object)
acquire_target_function = CFUNCTYPE(c_int32, POINTER(iter8_experiment), py_object)
run_action_function = CFUNCTYPE(c_int32, POINTER(iter8_action), py_object)
record_event_function = CFUNCTYPE(None, POINTER(iter8_event), py_object)
run_task_function = CFUNCTYPE(c_int32, POINTER(iter8_task), py_object)


class iter8_metrics_source(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("user_data", py_object),
        ("measure", measure_function),
    ]


class iter8_router(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("user_data", py_object),
        ("read_weights", read_weights_function),
        ("write_weights", write_weights_function),
    ]


class iter8_host(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("metrics_source", POINTER(iter8_metrics_source)),
        ("router", POINTER(iter8_router)),
        ("user_data", py_object),
        ("acquire_target", acquire_target_function),
        ("run_task", run_task_function),
        ("run_action", run_action_function),
        ("record_event", record_event_function),
        ("seed", c_uint64),
    ]


class iter8_outcome(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("next_ns", c_int64),
        ("stage", c_int32),
        ("changed", c_int32),
        ("pending", c_int32),
        ("done", c_int32),
    ]


class iter8_registry(Opaque):
    pass


reconcile_function = CFUNCTYPE(
    c_int32, POINTER(iter8_experiment), POINTER(iter8_host), c_int64, POINTER(iter8_diagnostics),
    POINTER(iter8_outcome), py_object)


class iter8_registry_options(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("allocator", POINTER(iter8_allocator)),
        ("poll_ns", c_int64),
        ("reconcile", reconcile_function),
        ("user_data", py_object),
    ]


FUNCTIONS: Functions = {
    "iter8_reconcile": (c_int, [
        POINTER(iter8_experiment), POINTER(iter8_host), c_int64, POINTER(iter8_diagnostics),
        POINTER(iter8_outcome)
    ]),
    "iter8_route_explain": (None, [POINTER(iter8_route), c_char_p]),
    "iter8_question_mock": (c_int32, [
        POINTER(iter8_question), c_uint64, POINTER(iter8_measurement)
    ]),
    "iter8_question_builtin": (c_int32, [POINTER(iter8_question), POINTER(iter8_measurement)]),
    "iter8_registry_new": (c_int, [
        POINTER(iter8_registry_options), POINTER(POINTER(iter8_registry))
    ]),
    "iter8_registry_free": (None, [POINTER(iter8_registry)]),
    "iter8_registry_add": (c_int, [
        POINTER(iter8_registry), POINTER(iter8_experiment), c_int64, POINTER(iter8_diagnostics)
    ]),
    "iter8_registry_remove": (c_int, [POINTER(iter8_registry), POINTER(iter8_experiment)]),
    "iter8_registry_count": (c_size_t, [POINTER(iter8_registry)]),
    "iter8_registry_at": (POINTER(iter8_experiment), [POINTER(iter8_registry), c_size_t]),
    "iter8_registry_owner": (POINTER(iter8_experiment), [POINTER(iter8_registry), c_char_p]),
    "iter8_registry_next_ns": (c_int64, [POINTER(iter8_registry)]),
    "iter8_registry_step": (c_int, [
        POINTER(iter8_registry), POINTER(iter8_host), c_int64, POINTER(iter8_diagnostics),
        POINTER(POINTER(iter8_experiment)), POINTER(iter8_outcome)
    ]),
    "iter8_registry_wake": (c_int, [POINTER(iter8_registry), POINTER(iter8_experiment), c_int64]),
}
