# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Checking documents: all problems at once, and no exception for any of them."""
from __future__ import annotations

import ctypes
from typing import Iterable, List, Mapping, Optional, Tuple, Union

from iter8._c.calls import Diagnostics
from iter8._c.documents import iter8_document
from iter8._c.library import lib
from iter8.algorithms import WeightAlgorithm, WeightFunction
from iter8.arguments import flag
from iter8.documents import Document, DocumentLike, documents_of, only_document
from iter8.errors import Code, Error, Origin, Problem
from iter8.reading import ReadOptions


def validate(source: Union[DocumentLike, Iterable[DocumentLike]], *, strict: bool = False,
             defaults: Optional[DocumentLike] = None,
             algorithms: Optional[Mapping[str, Union[WeightFunction, WeightAlgorithm]]] = None
             ) -> Tuple[Problem, ...]:
    """Lists all problems, errors and warnings, of documents, as `iter8ctl validate` does.

    Each is checked as what it is, and with the others: the metrics of an Experiment, where Metrics
    are given; the weights in routing objects; what is given twice. An empty list means that all is
    well.

    Args:
        strict: what would be warned of is an error.
        defaults: what holds where an experiment itself says nothing.
        algorithms: weight algorithms by the names under which experiments ask for them.
    """
    flag("strict", strict)
    try:
        documents = documents_of(source)
        options = ReadOptions(None if defaults is None else only_document(defaults),
                              algorithms or {}, strict=strict)
    except Error as error:
        return error.problems or (Problem(error.code, str(error), ""),)
    if not documents:
        return (Problem(Code.KIND, "there is no document in the text", ""),)
    found = _check_defaults(options)
    for index in range(len(documents)):
        found += [problem for problem in _check(documents, index, options)
                  if problem.origin is not Origin.DEFAULTS]  # they are there once
    return tuple(found)


def _check_defaults(options: ReadOptions) -> List[Problem]:
    if options.defaults is None:
        return []
    with Diagnostics(options.strict) as diagnostics:
        lib.iter8_defaults_check(options.defaults.pointer, diagnostics.pointer)
        return list(diagnostics.problems())


def _check(documents: List[Document], index: int, options: ReadOptions) -> Tuple[Problem, ...]:
    pointers = (ctypes.POINTER(iter8_document) * len(documents))(*(d.pointer for d in documents))
    with Diagnostics(options.strict) as diagnostics:
        lib.iter8_document_check(pointers, len(documents), index, ctypes.byref(options.struct()),
                                 diagnostics.pointer)
        return diagnostics.problems()
