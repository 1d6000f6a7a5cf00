# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""How a policy behaves over many rollouts: an experiment under a Scenario."""
from __future__ import annotations

import ctypes
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple, Union

from iter8._c.calls import Diagnostics, Handle, check, decode, written
from iter8._c.documents import iter8_document
from iter8._c.experiments import iter8_experiment
from iter8._c.hosting import iter8_host, iter8_outcome
from iter8._c.library import lib, unlocked
from iter8._c.simulations import (
    each_function, iter8_expectation, iter8_policy, iter8_scenario, iter8_series,
    iter8_simulation, iter8_tally,
)
from iter8.arguments import INT64_MAX, instance, optional_function, seed_of, whole
from iter8.controls import Documents
from iter8.documents import JSON_COMPACT, Document, DocumentLike, documents_of, only_document
from iter8.errors import BusyError, Code
from iter8.experiment import Experiment
from iter8.hosting import NEVER
from iter8.log import recorder_of
from iter8.model import Ending
from iter8.reading import ReadOptions, pick
from iter8.tally import Estimate, Run, RunVerdict, Tally, owned

AT_ONCE = 64


class Expected(IntEnum):
    """Whether an expectation is met."""

    MET = 1
    """As sure as is asked for."""
    MISSED = 2
    """Likewise."""
    NOT_ENOUGH_RUNS = 3
    """It may be either."""


@dataclass(frozen=True)
class Expectation:
    """One of the expectations of a scenario, and what came of it."""

    name: str
    """Such as "promoted"."""
    wanted: str
    """As the scenario says it, such as "<= 0.05"."""
    limit: float
    confidence: float
    estimate: Estimate
    expected: Expected

    def __str__(self) -> str:
        words = self.expected.name.lower().replace("_", " ")
        return f"{self.name} {self.wanted}: {words}, {self.estimate} at {self.confidence:g}"


class Simulation:
    """An experiment under a scenario. A run has a seed and a number, and is always the same."""

    def __init__(self, experiment: Union[Experiment, DocumentLike], scenario: DocumentLike, *,
                 metrics: Documents = None):
        """Makes a simulation.

        Args:
            experiment: its status is passed over: a run begins at the beginning.
            scenario: a document of kind Scenario.
            metrics: Metric resources that the experiment may need.

        Raises:
            InvalidError: with all problems of the documents.
        """
        document, found, self._options = _parts(experiment)
        self._documents = [document, *found, *documents_of(metrics)]
        self._scenario = only_document(scenario)
        self._lock = threading.Lock()
        self._handle = self._made()
        self.versions = self.tally().versions

    def _made(self) -> Handle:
        experiment, *metrics = [d.pointer for d in self._documents]
        policy = iter8_policy(
            experiment=experiment, metric_count=len(metrics),
            metrics=(ctypes.POINTER(iter8_document) * len(metrics))(*metrics),
            options=ctypes.pointer(self._options.struct()))
        out = ctypes.POINTER(iter8_simulation)()
        with Diagnostics() as diagnostics:
            code = lib.iter8_simulation_new(policy, self._scenario.pointer, diagnostics.pointer,
                                            ctypes.byref(out))
            problems = diagnostics.problems()
        check(code, problems)
        self.problems = problems
        return Handle(out, lib.iter8_simulation_free, "simulation", self._options)

    def copy(self) -> Simulation:
        """Another one like it, for another thread."""
        other = Simulation.__new__(Simulation)
        other.__dict__.update(self.__dict__)
        other._lock = threading.Lock()
        other._handle = other._made()
        return other

    @property
    def pointer(self) -> Any:
        """For the package's own calls."""
        return self._handle.pointer

    def _said(self) -> iter8_scenario:
        out = iter8_scenario()
        check(lib.iter8_simulation_scenario(self.pointer, ctypes.byref(out)))
        return out

    @property
    def name(self) -> str:
        """`metadata.name` of the scenario."""
        return decode(self._said().name)

    @property
    def slow_ms(self) -> float:
        """`spec.slowMilliseconds`, or infinity."""
        return float(self._said().slow_ms)

    def tally(self) -> Tally:
        """An empty tally for its runs."""
        out = ctypes.POINTER(iter8_tally)()
        check(lib.iter8_tally_new(self.pointer, None, ctypes.byref(out)))
        return owned(out)

    def run(self, tally: Tally, count: int, *, seed: int = 0, first: int = 0,
            each: Optional[Callable[[Run], None]] = None) -> None:
        """Makes runs, one after the other; other threads go on meanwhile.

        Args:
            tally: takes the runs.
            count: of runs.
            seed: names a series of runs.
            first: the number of the first run.
            each: is handed each run when it is over.

        Raises:
            ValueError: a number is out of range, such as a last run beyond 2**63 - 1.
            BusyError: it makes runs for somebody else.
            Exception: what `each` or a weight algorithm raises, unchanged; runs that were over by
                then are in the tally.
        """
        instance("tally", tally, Tally)
        first, seed = whole("first", first, 0, INT64_MAX - 1), seed_of("seed", seed)
        count = whole("count", count, 1, INT64_MAX - first)
        optional_function("each", each)
        with self._claimed():
            for start in range(first, first + count, AT_ONCE):  # in between, signals are handled
                self._some(tally, seed, start, min(AT_ONCE, first + count - start), each)

    @contextmanager
    def _claimed(self) -> Iterator[None]:
        """Keeps others out; nobody waits, so that nobody waits for ever."""
        if not self._lock.acquire(blocking=False):
            raise BusyError(Code.BUSY, "the simulation is making runs already")
        try:
            yield
        finally:
            self._lock.release()

    def _some(self, tally: Tally, seed: int, first: int, count: int,
              each: Optional[Callable[[Run], None]]) -> None:
        series = iter8_series(seed=seed, first=first, count=count)
        told = None if each is None else _Each(self.versions, each)
        if told is not None:
            series.each, series.user_data = _EACH, told
        code = unlocked.iter8_simulate(self.pointer, series, tally.pointer)
        self._options.algorithms.raise_error()
        check(code)
        if told is not None:
            told.finish(count)

    def log(self, number: int, *, seed: int = 0) -> str:
        """The decision log of one run: replay it, or have it explained.

        Raises:
            BusyError: it makes runs for somebody else.
        """
        number, seed = whole("number", number, 0, INT64_MAX), seed_of("seed", seed)
        lines = _Lines()
        experiment, now_ns = ctypes.POINTER(iter8_experiment)(), ctypes.c_int64()
        host, outcome = iter8_host(), iter8_outcome()
        with self._claimed():
            check(lib.iter8_simulation_begin(self.pointer, seed, number,
                                             ctypes.byref(experiment), host, ctypes.byref(now_ns)))
            recorder = recorder_of(host, lines, self._options.defaults)
            time_ns = now_ns.value
            while time_ns != NEVER:
                code = lib.iter8_recorder_reconcile(recorder.pointer, experiment, time_ns, None,
                                                    outcome)
                self._options.algorithms.raise_error()
                if code != Code.HOST:
                    check(code)
                time_ns = lib.iter8_simulation_next_ns(self.pointer, outcome)
            check(lib.iter8_recorder_error(recorder.pointer))
        return "".join(lines.taken)

    def expectations(self, tally: Tally) -> Tuple[Expectation, ...]:
        """The scenario's expectations, compared with a tally."""
        return tuple(self._expectation(tally, i)
                     for i in range(self._said().expectation_count))

    def _expectation(self, tally: Tally, index: int) -> Expectation:
        out = iter8_expectation()
        check(lib.iter8_simulation_expectation(self.pointer, tally.pointer, index,
                                               ctypes.byref(out)))
        estimate = Estimate(out.value, out.low, out.high)
        return Expectation(decode(out.name), decode(out.wanted), out.limit, out.confidence,
                           estimate, Expected(out.expected))

    def to_dict(self, tally: Tally) -> Dict[str, Any]:
        """A tally with what it is a tally of, and the expectations with their verdicts."""
        tree: Dict[str, Any] = json.loads(written(
            lib.iter8_simulation_write, self.pointer, tally.pointer, JSON_COMPACT))
        return tree

    def __repr__(self) -> str:
        return f"<iter8.Simulation {self.name!r}>"


class _Each:
    """Who is told of each run."""

    def __init__(self, versions: Tuple[str, ...], function: Callable[[Run], None]):
        self.versions = versions
        self.function = function
        self.error: Optional[BaseException] = None
        self.told = 0

    def finish(self, count: int) -> None:
        """Raises what came up. An interrupt that strikes on the way from C to Python is not seen
        here, but then a run is missing."""
        if self.error is not None:
            raise self.error
        if self.told != count:
            raise KeyboardInterrupt

    def tell(self, run: Any) -> None:
        self.told += 1
        self.function(Run(
            run.number, RunVerdict(run.verdict), Ending(run.ending),
            self.versions[run.version] if run.version >= 0 else None, run.iterations,
            (run.end_ns - run.start_ns) / 1e9, run.requests, run.errors, run.slow,
            run.violated if run.violated >= 0 else None))


def _each(run: Any, told: _Each) -> None:
    if told.error is not None:
        return
    try:
        told.tell(run.contents)
    except BaseException as error:  # comes out of the call that led here
        told.error = error


_EACH = each_function(_each)


class _Lines:
    """Takes the lines of a log."""

    def __init__(self) -> None:
        self.taken: List[str] = []

    def take(self, line: str) -> None:
        self.taken.append(line)

    def fail(self, error: BaseException) -> None:
        """The recorder says it too."""


def _parts(experiment: Union[Experiment, DocumentLike]
           ) -> Tuple[Document, List[Document], ReadOptions]:
    """The experiment's document, its Metrics, and how it was read."""
    if not isinstance(experiment, Experiment):
        document, metrics = pick(documents_of(experiment))
        return document, metrics, ReadOptions()
    tree = experiment.to_dict()
    known = (tree.get("status") or {}).get("metrics") or []
    return (Document.from_dict(tree), [Document.from_dict(m["metricObj"]) for m in known],
            experiment._options)
