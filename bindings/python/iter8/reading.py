# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""How an experiment is made from a document."""
from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import List, Mapping, Optional, Tuple, Union

from iter8._c.calls import Diagnostics, Handle, check
from iter8._c.experiments import iter8_experiment, iter8_experiment_options
from iter8._c.library import lib
from iter8.algorithms import Algorithms, WeightAlgorithm, WeightFunction
from iter8.arguments import flag, whole
from iter8.documents import Document
from iter8.errors import Code, Problem, error_of


@dataclass
class ReadOptions:
    """What holds for an experiment from outside, as long as it lives."""

    defaults: Optional[Document] = None
    named: Mapping[str, Union[WeightFunction, WeightAlgorithm]] = field(default_factory=dict)
    history: int = 0
    partial: bool = False
    strict: bool = False

    def __post_init__(self) -> None:
        self.history = whole("history", self.history, 0, 100_000)
        flag("partial", self.partial)
        flag("strict", self.strict)
        if not isinstance(self.named, Mapping):
            raise TypeError(f"algorithms are a mapping by name, not {self.named!r}")
        self.algorithms = Algorithms(self.named)

    def struct(self) -> iter8_experiment_options:
        """As the library wants it; borrows from this object."""
        return iter8_experiment_options(
            partial=int(self.partial), history=self.history, strict=int(self.strict),
            defaults=self.defaults.pointer if self.defaults else None,
            algorithms=self.algorithms.array if len(self.algorithms) else None,
            algorithm_count=len(self.algorithms))


def pick(documents: List[Document]) -> Tuple[Document, List[Document]]:
    """The Experiment among some documents, and the Metrics beside it."""
    if len(documents) == 1:
        return documents[0], []
    experiments = [d for d in documents if d.kind == "Experiment"]
    metrics = [d for d in documents if d.kind == "Metric"]
    if len(experiments) != 1:
        raise error_of(Code.KIND, f"one Experiment is wanted, and there are {len(experiments)}")
    if len(documents) > 1 + len(metrics):
        raise error_of(Code.KIND, "beside the Experiment there may only be Metrics")
    return experiments[0], metrics


def read_experiment(document: Document,
                    options: ReadOptions) -> Tuple[Handle, Tuple[Problem, ...]]:
    """The experiment, and what is to be warned of."""
    out = ctypes.POINTER(iter8_experiment)()
    with Diagnostics(options.strict) as diagnostics:
        code = lib.iter8_experiment_from_document(document.pointer, ctypes.byref(options.struct()),
                                                  diagnostics.pointer, ctypes.byref(out))
        problems = diagnostics.problems()
    check(code, problems)
    return Handle(out, lib.iter8_experiment_free, "experiment", options), problems
