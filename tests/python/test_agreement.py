# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Every function, struct and enumerator of the C API is declared in the binding as it is in C."""
import ctypes
import re

import baseline
import iter8
import pytest
from iter8._c import library
from iter8._c.base import Opaque, Plain, Sized

PLAIN = {
    ctypes.c_char_p: ("pointer", ("integer", 1, True)),
    ctypes.c_void_p: ("pointer", ("void",)),
    ctypes.py_object: ("pointer", ("void",)),
    ctypes.c_double: ("float", 8),
    None: ("void",),
}
SIGNED = {"c": True, "b": True, "h": True, "i": True, "l": True, "q": True}


def described(kind):
    """A ctypes type in the words of baseline.py."""
    if kind in PLAIN:
        return PLAIN[kind]
    if issubclass(kind, ctypes.Structure):
        return ("struct", kind.__name__)
    if issubclass(kind, ctypes.Array):
        return ("array", described(kind._type_), kind._length_)
    if issubclass(kind, ctypes._CFuncPtr):
        return ("pointer", ("function", described(kind._restype_),
                            tuple(described(p) for p in kind._argtypes_)))
    if issubclass(kind, ctypes._Pointer):
        return ("pointer", described(kind._type_))
    return ("integer", ctypes.sizeof(kind), SIGNED.get(kind._type_, False))


def all_structs(kind):
    return {c.__name__: c for c in kind.__subclasses__() if c.__name__.startswith("iter8_")}


@pytest.fixture(scope="module")
def compiled(project):
    return baseline.read(project)


def test_every_function_has_the_signature_of_c(compiled):
    declared = {name: ("function", described(result), tuple(described(p) for p in parameters))
                for name, (result, parameters) in library.FUNCTIONS.items()}
    assert sorted(declared) == sorted(compiled.functions)
    for name, signature in compiled.functions.items():
        assert declared[name] == signature, name


def test_every_struct_has_the_size_and_the_fields_of_c(compiled, project):
    declared = {**all_structs(Sized), **all_structs(Plain)}
    public = set(re.findall(r"^typedef struct (iter8_\w+) \{", headers(project), re.M))
    assert set(declared) == public
    for name, kind in declared.items():
        size, fields = compiled.struct(name)
        assert ctypes.sizeof(kind) == size, name
        own = [(field, getattr(kind, field).offset, described(type_))
               for field, type_ in kind._fields_]
        assert own == list(fields), name


def test_every_opaque_type_is_declared(project):
    public = set(re.findall(r"^typedef struct (iter8_\w+) iter8_\w+;", headers(project), re.M))
    assert set(all_structs(Opaque)) == public


def headers(project):
    return "\n".join(p.read_text() for p in sorted((project / "include" / "iter8").glob("*.h")))


ENUMS = {
    "testing_pattern": iter8.TestingPattern, "deployment_pattern": iter8.DeploymentPattern,
    "stage": iter8.Stage, "condition_type": iter8.ConditionType,
    "condition_status": iter8.ConditionStatus, "command": iter8.Command, "ending": iter8.Ending,
    "limit_side": iter8.LimitSide, "origin": iter8.Origin, "value_state": iter8.ValueState, "metric_kind": iter8.MetricKind,
    "severity": iter8.Severity, "verdict_reason": iter8.VerdictReason,
    "winner_reason": iter8.WinnerReason, "weight_reason": iter8.WeightReason,
    "run_verdict": iter8.RunVerdict, "figure": iter8.Figure, "expected": iter8.Expected,
}
NOT_SHOWN = {"format",  # to_yaml() and to_json() instead
             "limit_reference"}  # Limit.is_relative


def enumerators(text):
    """{enum: {ENUMERATOR: number}} of C text, without comments."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return {name: {e: int(n) for e, n in re.findall(r"ITER8_(\w+)\s*=\s*(-?\d+)", body)}
            for name, body in re.findall(r"enum iter8_(\w+) \{(.*?)\}", text, re.S)}


def test_every_enumerator_has_the_number_of_c(project):
    found = enumerators(headers(project))
    del found["error"]  # made by a macro; see below
    assert set(found) == set(ENUMS) | NOT_SHOWN
    for name, kind in ENUMS.items():
        own = {member.name: member.value for member in kind}
        prefixed = {e: n for e, n in found[name].items()}
        assert sorted(own.values()) == sorted(prefixed.values()), name
        for member, number in own.items():
            assert any(e.endswith("_" + member) and n == number
                       for e, n in prefixed.items()), member


def test_every_status_code_has_the_number_of_c(project):
    found = {name.replace("ERR_", ""): int(number) for name, number in
             re.findall(r"X\((\w+), (-?\d+),", headers(project))}
    own = {code.name: code.value for code in iter8.Code if code is not iter8.Code.UNKNOWN}
    assert own == found


def test_the_version_is_that_of_the_project(project):
    text = (project / "CMakeLists.txt").read_text()
    assert re.search(r"project\(iter8 VERSION ([\d.]+)", text)[1] == iter8.__version__
