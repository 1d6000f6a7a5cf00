# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Checking documents: all problems at once, and no exception for any of them."""
from __future__ import annotations

import ctypes
from typing import Any, Callable, Dict, List, Tuple

from iter8._c.calls import Diagnostics
from iter8._c.experiments import iter8_experiment
from iter8._c.library import lib
from iter8.documents import Document, DocumentLike, documents_of
from iter8.errors import Error, Problem


def validate(source: DocumentLike) -> Tuple[Problem, ...]:
    """Lists all problems, errors and warnings, of the Experiments, Metrics and Scenarios in a text.

    Other kinds of documents are only read. An empty list means that all is well.
    """
    try:
        documents = documents_of(source)
    except Error as error:
        return error.problems
    return tuple(problem for document in documents for problem in _problems(document))


def _problems(document: Document) -> List[Problem]:
    check = _CHECKS.get(document.kind)
    if check is None:
        return []
    with Diagnostics() as diagnostics:
        check(document.pointer, diagnostics.pointer)
        return list(diagnostics.problems())


def _check_experiment(document: Any, diagnostics: Any) -> None:
    out = ctypes.POINTER(iter8_experiment)()
    lib.iter8_experiment_from_document(document, None, diagnostics, ctypes.byref(out))
    lib.iter8_experiment_free(out)


_CHECKS: Dict[str, Callable[[Any, Any], Any]] = {
    "Experiment": _check_experiment,
    "Metric": lib.iter8_metric_check,
    "Scenario": lib.iter8_scenario_check,
}
