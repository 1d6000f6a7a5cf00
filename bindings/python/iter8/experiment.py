# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Experiments: an Iter8 `Experiment`, its spec and its status."""
from __future__ import annotations

import asyncio
import os
import threading
import weakref
from typing import Any, AsyncIterator, Iterable, Iterator, List, Mapping, Optional, Tuple, Union

from iter8._c.calls import check, int64
from iter8._c.library import lib
from iter8.aio import AsyncStep, areconcile
from iter8.algorithms import WeightAlgorithm, WeightFunction
from iter8.analysis import Analysis, Measurements, analyze
from iter8.arguments import has_methods
from iter8.clocks import Clock, SystemClock, pause_after, time_or_now
from iter8.controls import Documents, ExperimentControls
from iter8.documents import (
    Document, DocumentLike, documents_of, only_document, read, read_file,
)
from iter8.errors import Code, Error, Problem, error_of
from iter8.history import past
from iter8.hosting import Host, MetricsSource, Outcome, Router
from iter8.log import Recorder
from iter8.verdicts import Iteration
from iter8.queries import Query, SecretSource, render
from iter8.reading import ReadOptions, pick, read_experiment
from iter8.step import Step, reconcile
from iter8.transaction import Transaction
from iter8.validation import validate


class Experiment(ExperimentControls):
    """An experiment with its status, which is all its memory: save it, and it goes on elsewhere.

    Made by `from_yaml`, `from_json`, `from_dict` or `from_file`. The first of its versions is the
    baseline. It belongs to one thread at a time; its own callbacks may read it.
    """

    def __init__(self, document: Document, metrics: Iterable[Document], options: ReadOptions):
        self._options = options
        self._strict = options.strict
        self._lock = threading.Lock()
        self._touched = False
        self._registry: Optional[weakref.ref[Any]] = None
        self._kept: List[Iteration] = []
        self._handle, self.problems = read_experiment(document, options)
        self._look()
        for _ in range(2):  # a metric that is named by another one's sampleSize may stand before it
            for metric in metrics:
                self._add(metric)

    @classmethod
    def from_yaml(cls, text: Union[str, bytes], *, metrics: Documents = None,
                  defaults: Optional[DocumentLike] = None,
                  algorithms: Optional[Mapping[str, Union[WeightFunction, WeightAlgorithm]]] = None,
                  history: int = 0, partial: bool = False, strict: bool = False) -> Experiment:
        """Reads an experiment from text in YAML, or JSON.

        Args:
            text: one document, or several of which one is the Experiment and the others Metrics.
            metrics: Metric resources, of which the experiment takes those that it needs.
            defaults: what holds where the experiment itself says nothing (docs/policies.md).
            algorithms: weight algorithms by the names under which experiments ask for them.
            history: how many of the last iterations are kept in memory, at most 100,000.
            partial: take also what cannot run, for analysing and describing.
            strict: refuse what would be warned of, such as unknown fields.

        Raises:
            InvalidError: with all problems, each with its path, line and column.
        """
        return cls.from_documents(read(text), metrics, defaults, algorithms, history, partial,
                                  strict)

    @classmethod
    def from_json(cls, text: Union[str, bytes], **options: Any) -> Experiment:
        """Reads an experiment from text in JSON; as `from_yaml`."""
        return cls.from_yaml(text, **options)

    @classmethod
    def from_dict(cls, tree: Mapping[str, Any], **options: Any) -> Experiment:
        """Makes an experiment of a tree of dicts and lists; options as for `from_yaml`."""
        if not isinstance(tree, Mapping):
            raise TypeError(f"a dict is wanted, not {tree!r}")
        return cls.from_documents(documents_of(tree), **options)

    @classmethod
    def from_file(cls, path: Union[str, os.PathLike[str]], **options: Any) -> Experiment:
        """Reads an experiment from a file; as `from_yaml`. An error says which file it was."""
        documents = read_file(path)
        try:
            return cls.from_documents(documents, **options)
        except Error as error:
            error.source = os.fspath(path)
            raise

    @classmethod
    def from_documents(
            cls, documents: List[Document], metrics: Documents = None,
            defaults: Optional[DocumentLike] = None,
            algorithms: Optional[Mapping[str, Union[WeightFunction, WeightAlgorithm]]] = None,
            history: int = 0, partial: bool = False, strict: bool = False) -> Experiment:
        """Makes an experiment of documents that were read already; as `from_yaml`."""
        experiment, own_metrics = pick(documents)
        options = ReadOptions(None if defaults is None else only_document(defaults),
                              {} if algorithms is None else algorithms, history, partial, strict)
        return cls(experiment, [*own_metrics, *documents_of(metrics)], options)

    @property
    def history(self) -> List[Iteration]:
        """The last iterations, the oldest first: as many as were asked for when it was read."""
        if not self._options.history:
            return []
        return [*self._kept, *past(self)][-self._options.history:]

    # Its life.

    def analyze(self, measurements: Optional[Measurements] = None) -> Analysis:
        """Decides, and changes nothing: a pure function of spec, current weights and measurements.

        Args:
            measurements: what was measured, by metric and version: {"error-rate": {"v1": 0.01}}, a
                number in the metric's units, None, or a Measurement; or a function of metric and
                version. Names are as the experiment writes them (`metrics`, `versions`); what has
                no value is absent. Without: the values in `status.analysis.aggregatedMetrics`.

        Raises:
            NotFoundError: a name is none of the experiment's metrics or versions.
            TypeError: something else than a number, None or a Measurement was measured.
            InvalidError: a partial experiment has no testing pattern or no versions.
        """
        self._options.algorithms.forget()
        analysis = analyze(self, self._handle, measurements)
        self._options.algorithms.raise_error()
        return analysis

    def reconcile(self, metrics: Union[MetricsSource, Host, None] = None,
                  router: Optional[Router] = None, *, now_ns: Optional[int] = None,
                  recorder: Optional[Recorder] = None, **callbacks: Any) -> Outcome:
        """Takes the experiment as far as it can go without waiting.

        Save the experiment whenever the outcome says `changed`; call again at its `next_ns`.

        Args:
            metrics: answers Questions; or a Host, which has everything in it.
            router: is told the weights by Routes.
            now_ns: nanoseconds since 1970; without, the system's clock.
            recorder: makes a decision log of the step.
            callbacks: the other fields of a Host.

        Raises:
            BusyError: it is in a step already.
            InvalidError: it was read as partial; the time lies outside the years 1700 to 2248.
            Exception: whatever a callback raises, unchanged; the experiment is then as it was.
        """
        host = self._host(metrics, router, callbacks)
        with Transaction(self, host, recorder):
            step = Step(host, lambda _: self)
            outcome = reconcile(self, step, step.struct(), time_or_now(now_ns), recorder)
            step.finish(self)
        return outcome

    async def areconcile(self, metrics: Union[MetricsSource, Host, None] = None,
                         router: Optional[Router] = None, *, now_ns: Optional[int] = None,
                         recorder: Optional[Recorder] = None, **callbacks: Any) -> Outcome:
        """As `reconcile`, with callbacks that may be coroutine functions.

        All values of an iteration are asked for at once. Cancelled, it cancels what it waits for,
        and the experiment is as it was.
        """
        host = self._host(metrics, router, callbacks)
        with Transaction(self, host, recorder):
            step = AsyncStep(host, lambda _: self)
            outcome = await areconcile(self, step, step.struct(), time_or_now(now_ns), recorder)
            step.finish(self)
        return outcome

    @staticmethod
    def _host(metrics: Union[MetricsSource, Host, None], router: Optional[Router],
              callbacks: Mapping[str, Any]) -> Host:
        if isinstance(metrics, Host):
            if router is not None or callbacks:
                raise TypeError("a Host has everything in it")
            return metrics
        return Host(metrics, router, **callbacks)

    def steps(self, metrics: Union[MetricsSource, Host, None] = None,
              router: Optional[Router] = None, *, clock: Optional[Clock] = None,
              recorder: Optional[Recorder] = None, **callbacks: Any) -> Iterator[Outcome]:
        """Takes the experiment to its end, step by step: reconciles, yields, waits.

        Between two steps is the time to save the experiment, where the outcome says `changed`. Ends
        after the step that is done, or when nothing is planned any more because it is paused.

        Args:
            clock: what tells the time and waits; without, the system's. A `VirtualClock` does not
                wait.
            recorder: makes a decision log of the steps.
        """
        host = self._host(metrics, router, callbacks)
        clock = SystemClock() if clock is None else clock
        has_methods("clock", clock, "now_ns", "wait_until")
        while True:
            outcome = self.reconcile(host, now_ns=clock.now_ns(), recorder=recorder)
            yield outcome
            if outcome.done or outcome.next_ns is None:
                return
            clock.wait_until(pause_after(outcome))

    async def asteps(self, metrics: Union[MetricsSource, Host, None] = None,
                     router: Optional[Router] = None, *, clock: Optional[Clock] = None,
                     recorder: Optional[Recorder] = None,
                     **callbacks: Any) -> AsyncIterator[Outcome]:
        """As `steps`, with callbacks that may be coroutine functions; waits by asyncio.sleep()
        unless there is a clock that waits."""
        host = self._host(metrics, router, callbacks)
        if clock is not None:
            has_methods("clock", clock, "now_ns", "wait_until")
        while True:
            now_ns = time_or_now(None if clock is None else clock.now_ns())
            outcome = await self.areconcile(host, now_ns=now_ns, recorder=recorder)
            yield outcome
            if outcome.done or outcome.next_ns is None:
                return
            if clock is not None:
                clock.wait_until(pause_after(outcome))
            else:
                await asyncio.sleep(max(0, pause_after(outcome) - time_or_now(None)) / 1e9)

    def query(self, metric: str, version: str, now_ns: Optional[int] = None, *,
              secrets: Optional[SecretSource] = None, elapsed_s: int = 0,
              masked: bool = False) -> Query:
        """The HTTP request that measures a metric for a version; nothing is sent.

        Args:
            now_ns: nanoseconds since 1970; without, the system's clock.
            secrets: gives the values of secrets; see `iter8.SecretKey`.
            elapsed_s: seconds that the query looks back; 0: since the experiment's start.
            masked: for showing: no secret is looked up, each is `***`.

        Raises:
            NotFoundError: no such metric, version, secret or key.
        """
        return render(self, metric, version, int64(time_or_now(now_ns)), secrets, elapsed_s, masked)

    def validate(self) -> Tuple[Problem, ...]:
        """All problems of the experiment as it is now, warnings too; see `iter8.validate`."""
        return validate(self.to_yaml(), defaults=self.defaults, algorithms=self.algorithms)

    def close(self) -> None:
        """Frees it now. What uses it from then on raises ClosedError.

        Raises:
            BusyError: it is in a step, or in a registry.
        """
        self._claim()
        self._handle.close()
        self._lock.release()

    def __enter__(self) -> Experiment:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        if self._handle.closed:
            return "<iter8.Experiment, closed>"
        return f"<iter8.Experiment {self.name!r}, {self.status.message or 'not begun'}>"

    # For the rest of the package.

    @property
    def defaults(self) -> Optional[Document]:
        """What holds where the experiment itself says nothing."""
        return self._options.defaults

    @property
    def algorithms(self) -> Mapping[str, Union[WeightFunction, WeightAlgorithm]]:
        """The weight algorithms that it was read with."""
        return self._options.named

    @property
    def _has_algorithms(self) -> bool:
        return len(self._options.algorithms) > 0

    def _claim(self) -> None:
        """Takes its lock. Nobody waits for it, so that nobody waits for ever."""
        if self._registry is not None and self._registry() is not None:
            raise error_of(Code.BUSY, "the experiment is in a registry")
        if not self._lock.acquire(blocking=False):
            raise error_of(Code.BUSY, "the experiment is in a step")

    def _restore(self, text: str) -> None:
        """Makes it what it was when it was written; what it remembers in memory stays. A command that
        somebody has given meanwhile, while a step was awaited, is not undone."""
        if self._touched or text == self.to_text():
            return
        history = self.history
        self._handle, _ = read_experiment(Document.from_yaml(text), self._options)
        for document in self._given:
            check(lib.iter8_experiment_add_metric(self.pointer, document.pointer, None))
        self._look()
        done = self.completed_iterations
        self._kept = [iteration for iteration in history if iteration.number <= done]
