# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""The decision log: recorders and replays."""
from ctypes import (
    CFUNCTYPE, POINTER, c_char, c_char_p, c_int, c_int32, c_int64, c_size_t, c_uint64, py_object,
)

from iter8._c.base import Functions, Opaque, Sized
from iter8._c.documents import iter8_allocator, iter8_diagnostics, iter8_document
from iter8._c.experiments import iter8_experiment, iter8_experiment_options
from iter8._c.hosting import iter8_host, iter8_outcome


class iter8_recorder(Opaque):
    pass


class iter8_replay(Opaque):
    pass


write_function = CFUNCTYPE(c_int32, POINTER(c_char), c_size_t, py_object)


class iter8_recorder_options(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("allocator", POINTER(iter8_allocator)),
        ("defaults", POINTER(iter8_document)),
        ("write", write_function),
        ("user_data", py_object),
    ]


class iter8_difference(Sized):
    _fields_ = [
        ("struct_size", c_size_t),
        ("line", c_uint64),
        ("step", c_uint64),
        ("member", c_char_p),
        ("recorded", c_char_p),
        ("now", c_char_p),
    ]


FUNCTIONS: Functions = {
    "iter8_recorder_new": (c_int, [
        POINTER(iter8_recorder_options), POINTER(iter8_host), POINTER(POINTER(iter8_recorder))
    ]),
    "iter8_recorder_free": (None, [POINTER(iter8_recorder)]),
    "iter8_recorder_restart": (c_int, [POINTER(iter8_recorder), POINTER(iter8_host)]),
    "iter8_recorder_reconcile": (c_int, [
        POINTER(iter8_recorder), POINTER(iter8_experiment), c_int64, POINTER(iter8_diagnostics),
        POINTER(iter8_outcome)
    ]),
    "iter8_recorder_reconcile_with": (c_int, [
        POINTER(iter8_recorder), POINTER(iter8_experiment), POINTER(iter8_host), c_int64,
        POINTER(iter8_diagnostics), POINTER(iter8_outcome)
    ]),
    "iter8_recorder_error": (c_int, [POINTER(iter8_recorder)]),
    "iter8_replay_log": (c_int, [
        c_char_p, c_size_t, POINTER(iter8_experiment_options), POINTER(iter8_diagnostics),
        POINTER(POINTER(iter8_replay))
    ]),
    "iter8_replay_free": (None, [POINTER(iter8_replay)]),
    "iter8_replay_steps": (c_uint64, [POINTER(iter8_replay)]),
    "iter8_replay_difference": (c_int, [POINTER(iter8_replay), POINTER(iter8_difference)]),
    "iter8_log_explain": (c_int, [c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_size_t)]),
}
