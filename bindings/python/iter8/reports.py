# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Pages in HTML, complete in themselves: no script, nothing that is fetched."""
from __future__ import annotations

import ctypes
from typing import Mapping, Optional, Sequence, Union

from iter8._c.calls import Diagnostics, reported
from iter8._c.documents import iter8_document
from iter8._c.library import lib
from iter8.algorithms import WeightAlgorithm, WeightFunction
from iter8.documents import Document
from iter8.log import Log, as_bytes
from iter8.reading import ReadOptions


def report(log: Log, *, algorithms: Optional[
        Mapping[str, Union[WeightFunction, WeightAlgorithm]]] = None) -> str:
    """Makes an HTML page of a decision log: the last run of the experiment that it ends with.

    Args:
        log: the lines; the last one may be cut off.
        algorithms: the weight algorithms that the experiment was read with.

    Raises:
        InvalidError: it is no decision log; with the line.
    """
    text, options = as_bytes(log), ReadOptions(named=algorithms or {})
    with Diagnostics() as diagnostics:
        page = reported(diagnostics, lib.iter8_report_log, text, len(text),
                        ctypes.byref(options.struct()))
    options.algorithms.raise_error()
    return page


def report_simulations(results: Sequence[Document]) -> str:
    """Makes an HTML page of what simulations wrote."""
    pointers = (ctypes.POINTER(iter8_document) * len(results))(*(r.pointer for r in results))
    with Diagnostics() as diagnostics:
        return reported(diagnostics, lib.iter8_report_simulations, pointers, len(results), None)
