# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Weights in routing documents: read, written, or given as a JSON Patch, by field path.

For hosts whose routes are documents, such as Kubernetes objects: each version's `weightObjRef`
names an object and a field in it. The host fetches the object; these functions know what in it is
the weight.
"""
from __future__ import annotations

import ctypes
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence

from iter8._c.calls import Diagnostics, check, decode
from iter8._c.documents import iter8_document
from iter8._c.library import lib
from iter8._c.routing import iter8_weight_reference
from iter8.arguments import instance, whole
from iter8.documents import Document, owned
from iter8.errors import Code
from iter8.experiment import Experiment
from iter8.model import Weights


class WeightReference(NamedTuple):
    """The object that holds a version's weight."""

    api_version: str
    kind: str
    namespace: str
    """That of the experiment where the reference has none; may be ""."""
    name: str
    field_path: str


def weight_reference(experiment: Experiment, version: str) -> Optional[WeightReference]:
    """A version's `weightObjRef`, or None."""
    instance("experiment", experiment, Experiment)
    out = iter8_weight_reference()
    code = lib.iter8_experiment_weight_reference(
        experiment.pointer, experiment.version_index(version), ctypes.byref(out))
    if code == Code.NOT_FOUND:
        return None
    check(code)
    return WeightReference(decode(out.api_version), decode(out.kind), decode(out.namespace_),
                           decode(out.name), decode(out.field_path))


def held(route: Document, experiment: Experiment) -> List[str]:
    """The versions whose weights a document holds."""
    _check(route, experiment)
    return [version for index, version in enumerate(experiment.versions)
            if lib.iter8_route_holds(route.pointer, experiment.pointer, index)]


def read_weights(route: Document, experiment: Experiment) -> Weights:
    """The weights that a document holds, in percent; other versions are left out.

    Raises:
        InvalidError, NotFoundError: a weight is not there, or is none.
    """
    _check(route, experiment)
    versions = experiment.versions
    weights = (ctypes.c_int32 * len(versions))()
    with Diagnostics() as diagnostics:
        code = lib.iter8_route_read(route.pointer, experiment.pointer, weights, diagnostics.pointer)
        check(code, diagnostics.problems())
    found = dict(zip(versions, weights))
    return {version: found[version] for version in held(route, experiment)}


def write_weights(route: Document, experiment: Experiment, weights: Mapping[str, int]) -> None:
    """Writes into a document the weights that it holds: all of them, or after an error none.

    Raises:
        InvalidError, NotFoundError: as `read_weights`.
    """
    _check(route, experiment)
    with Diagnostics() as diagnostics:
        code = lib.iter8_route_write(route.pointer, experiment.pointer,
                                     _array(experiment, weights), diagnostics.pointer)
        check(code, diagnostics.problems())


def patch(route: Document, experiment: Experiment,
          weights: Mapping[str, int]) -> List[Dict[str, Any]]:
    """The JSON Patch (RFC 6902) that writes the weights, with tests by which other writers are
    noticed; empty where nothing differs.

    Raises:
        InvalidError, NotFoundError: as `read_weights`.
    """
    _check(route, experiment)
    out = ctypes.POINTER(iter8_document)()
    with Diagnostics() as diagnostics:
        code = lib.iter8_route_patch(route.pointer, experiment.pointer, _array(experiment, weights),
                                     diagnostics.pointer, ctypes.byref(out))
        check(code, diagnostics.problems())
    operations: List[Dict[str, Any]] = owned(out).to_dict()
    return operations


def in_order(routes: Sequence[Document], experiment: Experiment,
             weights: Mapping[str, int]) -> List[Document]:
    """The documents in the order in which they are to be written: traffic is taken away before it
    is given, so that a write that fails half-way does no harm.

    Raises:
        InvalidError, NotFoundError: as `read_weights`.
    """
    for route in routes:
        _check(route, experiment)
    pointers = (ctypes.POINTER(iter8_document) * len(routes))(*(r.pointer for r in routes))
    order = (ctypes.c_size_t * len(routes))()
    with Diagnostics() as diagnostics:
        code = lib.iter8_route_order(pointers, len(routes), experiment.pointer,
                                     _array(experiment, weights), diagnostics.pointer, order)
        check(code, diagnostics.problems())
    return [routes[index] for index in order]


def scale(weights: Mapping[str, int]) -> Weights:
    """Percent of weights of any sum, by the largest remainder.

    Raises:
        InvalidError: a weight is negative, or all are 0.
    """
    given = _int32(weights, list(weights))
    percent = (ctypes.c_int32 * len(weights))()
    check(lib.iter8_weights_scale(given, percent, len(weights)))
    return dict(zip(weights, percent))


def complete(weights: Mapping[str, Optional[int]]) -> Weights:
    """Fills in the one version that is None: what is left of 100.

    Raises:
        InvalidError: more than one is None, or they do not sum to 100.
    """
    array = _int32({v: -1 if w is None else whole(f"the weight of {v}", w, 0)
                    for v, w in weights.items()}, list(weights))
    check(lib.iter8_weights_complete(array, len(weights)))
    return dict(zip(weights, array))


def _check(route: Document, experiment: Experiment) -> None:
    instance("route", route, Document)
    instance("experiment", experiment, Experiment)


def _array(experiment: Experiment, weights: Mapping[str, int]) -> Any:
    """One weight for each version, in their order."""
    if not isinstance(weights, Mapping):
        raise TypeError(f"weights are a mapping by version, not {weights!r}")
    if set(weights) != set(experiment.versions):
        raise ValueError(f"weights of {', '.join(experiment.versions)} are wanted")
    return _int32(weights, experiment.versions)


def _int32(weights: Mapping[str, int], versions: Sequence[str]) -> Any:
    """Weights in an order, as the library takes them; ctypes would cut them to size."""
    return (ctypes.c_int32 * len(versions))(*(
        whole(f"the weight of {v}", weights[v], -1 << 31, (1 << 31) - 1) for v in versions))
