# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Pages in HTML, complete in themselves: no script, nothing that is fetched."""
from __future__ import annotations

import ctypes
from typing import Any, Callable, Mapping, Optional, Sequence, Union

from iter8._c.calls import Diagnostics, written
from iter8._c.documents import iter8_document
from iter8._c.library import lib
from iter8._c.reports import iter8_report_options
from iter8.algorithms import Algorithms, WeightAlgorithm, WeightFunction
from iter8.documents import Document
from iter8.log import Log, as_bytes


def report(log: Log, *, algorithms: Optional[
        Mapping[str, Union[WeightFunction, WeightAlgorithm]]] = None) -> str:
    """Makes an HTML page of a decision log: the last run of the experiment that it ends with.

    Args:
        log: the lines; the last one may be cut off.
        algorithms: the weight algorithms that the experiment was read with.

    Raises:
        InvalidError: it is no decision log; with the line.
    """
    text, own = as_bytes(log), Algorithms(algorithms or {})
    options = iter8_report_options(algorithms=own.array if len(own) else None,
                                   algorithm_count=len(own))
    page = _page(lib.iter8_report_log, text, len(text), options)
    own.raise_error()
    return page


def report_simulations(results: Sequence[Document]) -> str:
    """Makes an HTML page of what simulations wrote."""
    pointers = (ctypes.POINTER(iter8_document) * len(results))(*(r.pointer for r in results))
    return _page(lib.iter8_report_simulations, pointers, len(results), iter8_report_options())


def _page(function: Callable[..., int], source: Any, length: int,
          options: iter8_report_options) -> str:
    with Diagnostics() as diagnostics:
        options.diagnostics = diagnostics.pointer
        return written(function, source, length, ctypes.byref(options), guess=1 << 16,
                       diagnostics=diagnostics)
