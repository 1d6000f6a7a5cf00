# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What came of many runs of a simulation."""
from __future__ import annotations

import ctypes
import json
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Dict, List, Optional, Tuple

from iter8._c.calls import Diagnostics, Handle, check, decode, written
from iter8._c.library import lib
from iter8._c.simulations import (
    iter8_estimate, iter8_objective_tally, iter8_spread, iter8_tally, iter8_tally_counts, iter8_version_tally,
)
from iter8.arguments import instance, real, whole
from iter8.documents import JSON_COMPACT, DocumentLike, only_document
from iter8.model import Ending


class RunVerdict(IntEnum):
    """What came of a run."""

    PROMOTED = 1
    """It ends recommending a candidate."""
    ROLLED_BACK = 2
    """For the baseline: by a rollback, or it is the winner at the end."""
    UNDECIDED = 3
    """It ends without a winner, or not at all."""


class Figure(IntEnum):
    """What can be estimated: of the first four the share of runs, of the others their mean."""

    PROMOTED = 1
    ROLLED_BACK = 2
    UNDECIDED = 3
    CUT_SHORT = 4
    """Rolled back before the last iteration."""
    ITERATIONS = 5
    SECONDS = 6
    REQUESTS = 7
    ERRORS = 8
    SLOW = 9
    CANDIDATE_ERRORS = 10


@dataclass(frozen=True)
class Estimate:
    """An estimate, and between what it really may be. NaN without runs."""

    value: float
    low: float
    high: float

    def __format__(self, spec: str) -> str:
        spec = spec or ".4g"
        return f"{self.value:{spec}} ({self.low:{spec}} to {self.high:{spec}})"

    def __str__(self) -> str:
        return format(self)


@dataclass(frozen=True)
class Spread:
    """The weights, in percent, that a version had after an iteration, over all runs."""

    mean: float
    min: int
    p5: int
    median: int
    p95: int
    max: int


@dataclass(frozen=True)
class Run:
    """One run."""

    number: int
    verdict: RunVerdict
    ending: Ending
    version: Optional[str]
    """Recommended for promotion."""
    iterations: int
    """That were completed."""
    seconds: float
    requests: int
    """Served until it was over, by all versions; so the next two."""
    errors: int
    slow: int
    violated: Optional[int]
    """The index of the objective of which a candidate's failure first counted."""


class Tally:
    """The sum of many runs. Sums of parts that were made elsewhere are the same, byte by byte."""

    def __init__(self, handle: Handle):
        self._handle = handle

    @classmethod
    def from_dict(cls, source: DocumentLike) -> Tally:
        """Reads what `to_dict` wrote, or text of it.

        Raises:
            InvalidError: with all problems.
        """
        document = only_document(source)
        out = ctypes.POINTER(iter8_tally)()
        with Diagnostics() as diagnostics:
            code = lib.iter8_tally_read(document.pointer, None, diagnostics.pointer,
                                        ctypes.byref(out))
            check(code, diagnostics.problems())
        return owned(out)

    @property
    def pointer(self) -> Any:
        """For the package's own calls."""
        return self._handle.pointer

    def add(self, other: Tally) -> None:
        """Adds the runs of another one.

        Raises:
            InvalidError: it is of other versions, objectives or iterations.
        """
        instance("other", other, Tally)
        check(lib.iter8_tally_add(self.pointer, other.pointer))

    def _counts(self) -> iter8_tally_counts:
        out = iter8_tally_counts()
        check(lib.iter8_tally_count(self.pointer, ctypes.byref(out)))
        return out

    def _version(self, index: int) -> iter8_version_tally:
        out = iter8_version_tally()
        check(lib.iter8_tally_version(self.pointer, index, ctypes.byref(out)))
        return out

    def _objective(self, index: int) -> iter8_objective_tally:
        out = iter8_objective_tally()
        check(lib.iter8_tally_objective(self.pointer, index, ctypes.byref(out)))
        return out

    @property
    def runs(self) -> int:
        return int(self._counts().runs)

    @property
    def versions(self) -> Tuple[str, ...]:
        return tuple(decode(self._version(i).name) for i in range(self._counts().version_count))

    @property
    def objectives(self) -> Tuple[str, ...]:
        """The metrics of the objectives."""
        return tuple(decode(self._objective(i).metric)
                     for i in range(self._counts().objective_count))

    @property
    def iterations(self) -> int:
        """The most that a run can have."""
        return int(self._counts().iterations)

    def estimate(self, figure: Figure, confidence: float = 0.95) -> Estimate:
        """Estimates a figure; shares from 0 to 1.

        Args:
            confidence: that the interval holds the true value, above 0 and below 1.
        """
        figure = instance("figure", figure, Figure)
        if not 0 < real("confidence", confidence) < 1:
            raise ValueError(f"confidence is above 0 and below 1, not {confidence}")
        out = iter8_estimate()
        check(lib.iter8_tally_estimate(self.pointer, figure, confidence, ctypes.byref(out)))
        return Estimate(out.value, out.low, out.high)

    @property
    def promoted(self) -> Dict[str, int]:
        """How many runs promoted each version."""
        return {name: self._version(i).promoted
                for i, name in enumerate(self.versions)}

    @property
    def violated(self) -> List[Tuple[str, int]]:
        """For each objective its metric, and in how many runs it was the first violated."""
        return [(name, self._objective(i).violated)
                for i, name in enumerate(self.objectives)]

    @property
    def ended(self) -> List[int]:
        """How many runs were over after 0, 1, ... iterations."""
        return [lib.iter8_tally_ended(self.pointer, i) for i in range(self.iterations + 1)]

    def spread(self, iteration: int, version: str) -> Spread:
        """The weights of a version after an iteration, counted from 1.

        Raises:
            NotFoundError: there is no such iteration or version, or there are no runs.
        """
        index = self.versions.index(version) if version in self.versions else len(self.versions)
        out = iter8_spread()
        check(lib.iter8_tally_spread(self.pointer, whole("iteration", iteration, 0, 1 << 30), index, ctypes.byref(out)))
        return Spread(out.mean, out.min, out.p5, out.median, out.p95, out.max)

    def to_dict(self) -> Dict[str, Any]:
        """All that is counted, and the figures."""
        tree: Dict[str, Any] = json.loads(
            written(lib.iter8_tally_write, self.pointer, JSON_COMPACT))
        return tree

    def __repr__(self) -> str:
        return f"<iter8.Tally of {self.runs} runs>"


def owned(pointer: Any) -> Tally:
    """A tally that the library has made for us."""
    return Tally(Handle(pointer, lib.iter8_tally_free, "tally"))
