# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What a host supplies: where metrics come from, where weights go, and what else it may do."""
from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import (
    TYPE_CHECKING, Any, Awaitable, Callable, Dict, Mapping, NamedTuple, Optional, Protocol, Tuple,
    TypeVar, Union,
)

from iter8.analysis import Answer
from iter8.arguments import optional_function, seed_of
from iter8.errors import Code, Problem
from iter8.model import Stage, Weights

if TYPE_CHECKING:
    from iter8.experiment import Experiment
    from iter8.queries import Query, SecretSource

NEVER = (1 << 63) - 1


class Reply(IntEnum):
    """What a callback may return instead of an answer. None, or nothing, means that it is done."""

    PENDING = 1
    """The answer is not there yet: ask again."""
    FAILED = -80
    """It failed. A value is then missing, a write is tried again, a task fails its action."""


PENDING = Reply.PENDING
FAILED = Reply.FAILED


@dataclass(frozen=True)
class Failure:
    """It failed, and this is why. Like FAILED, but the reason stands in events and in the status."""

    reason: str
    """One line for people, without a secret; longer than 200 bytes it is cut."""
    code: Code = Code.HOST
    """Which kind of failure: of a router some pass by themselves, such as TRANSPORT, and some do
    not, such as NOT_FOUND."""


class Question(NamedTuple):
    """A question to the metrics source: this metric's value for this version, now."""

    metric: str
    version: str
    now_ns: int
    """Nanoseconds since 1970: the time of the iteration."""
    elapsed_s: int
    """Whole seconds since the experiment's start, at least 1."""
    ticket: int
    """The same number means the same question asked again."""
    experiment: Experiment

    def query(self, secrets: Optional[SecretSource] = None) -> Query:
        """The HTTP request that the metric's Metric resource asks with; see `Experiment.query`."""
        return self.experiment.query(self.metric, self.version, self.now_ns, secrets=secrets)


class Route(NamedTuple):
    """Weights to be written; when reading, those that were last known."""

    weights: Weights
    """Percent by version, sum 100."""
    now_ns: int
    ticket: int
    """The same number means the same request made again: it was pending, failed, or was lost."""
    experiment: Experiment


class Action(NamedTuple):
    """One of the experiment's actions: a named list of tasks."""

    name: str
    """"start", "loop", "finish", "rollback" or "failure"."""
    loop: int
    """For "loop": which one has ended, from 1; else 0."""
    now_ns: int
    ticket: int
    experiment: Experiment


@dataclass(frozen=True)
class Task:
    """A task that is due."""

    action: str
    """"start", "loop", "finish", "rollback" or "failure"."""
    name: str
    """Such as "notification/http"; "run" for a script."""
    script: Optional[str]
    """Of a `run` task, for bash."""
    inputs: Optional[Dict[str, Any]]
    """`with`, its placeholders filled in."""
    loop: int
    index: int
    """Of the task in its action, from 0."""
    count: int
    may_fail: bool
    """A failure is passed over."""
    now_ns: int
    ticket: int
    experiment: Experiment


class Event(NamedTuple):
    """Something worth telling people, as a Kubernetes event would."""

    reason: str
    """One word, such as "IterationUpdate"."""
    message: str
    warning: bool
    now_ns: int


T = TypeVar("T")
Reached = Union[T, Awaitable[T]]
"""What a callback returns at once, or with `areconcile` later."""
Done = Union[None, Reply, Failure]
FoundWeights = Union[Mapping[str, Optional[int]], None, Reply, Failure]
"""Percent by version; None for the one version whose weight is not known. None: as last known."""


class MetricsObject(Protocol):
    """A metrics source as an object."""

    def measure(self, question: Question) -> Reached[Union[Answer, Reply, Failure]]: ...


class RouterObject(Protocol):
    """A routing sink as an object; where it has `read_weights` too, that is used."""

    def write_weights(self, route: Route) -> Reached[Done]: ...


MetricsSource = Union[Callable[[Question], Reached[Union[Answer, Reply, Failure]]], MetricsObject]
"""Answers with a number in the metric's units; None where there is no value; or a Measurement."""
Router = Union[Callable[[Route], Reached[Done]], RouterObject]
"""Sends traffic as a route says. Writing the same weights once more must do no harm."""


@dataclass(frozen=True)
class Host:
    """Everything that `Experiment.reconcile` may ask for. The first two are all that is needed.

    A callback may return PENDING, FAILED or a Failure instead of its answer. What it raises comes out of
    `reconcile` unchanged, and the experiment is then as it was before the call.
    """

    metrics: Optional[MetricsSource] = None
    """Asked for values. Mocks and built-in metrics are answered by the library."""
    router: Optional[Router] = None
    """Told the weights. Conformance needs none, and FixedSplit only where it can roll back."""
    read_weights: Optional[Callable[[Route], Reached[FoundWeights]]] = None
    """Tells how traffic is really sent; the decision counts from that."""
    acquire_target: Optional[Callable[[Experiment], Reached[Done]]] = None
    """Takes the target for an experiment, or answers PENDING while another one has it."""
    run_action: Optional[Callable[[Action], Reached[Done]]] = None
    """Runs a whole action; not asked where there is a `run_task`."""
    run_task: Optional[Callable[[Task], Reached[Done]]] = None
    """Runs one task of an action."""
    record_event: Optional[Callable[[Event], None]] = None
    """Is told at the end of a step what has happened in it."""
    seed: int = 0
    """Seeds mock metrics; the same seed gives the same run."""

    def __post_init__(self) -> None:
        for name in ("read_weights", "acquire_target", "run_action", "run_task", "record_event"):
            optional_function(name, getattr(self, name))
        for check in (self.measure_function, self.write_function):
            check()
        seed_of("seed", self.seed)

    def measure_function(self) -> Optional[Callable[[Question], Any]]:
        """Who is asked for values."""
        return _method(self.metrics, "measure")

    def write_function(self) -> Optional[Callable[[Route], Any]]:
        """Who is told weights."""
        return _method(self.router, "write_weights")

    def read_function(self) -> Optional[Callable[[Route], Any]]:
        """Who is asked for weights."""
        return self.read_weights or getattr(self.router, "read_weights", None)


def _method(target: Any, name: str) -> Optional[Callable[[Any], Any]]:
    """A callback that was given as a callable, or as an object with a method of this name."""
    if target is None:
        return None
    function = getattr(target, name, target)
    if not callable(function):
        raise TypeError(f"{target!r} is neither callable nor has it a method {name}()")
    return function  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Outcome:
    """What a step came to."""

    stage: Stage
    now_ns: int
    """The time that was given."""
    next_ns: Optional[int]
    """When to call again, nanoseconds since 1970; None: after the next command, or never."""
    changed: bool
    """The status has changed and should be saved."""
    pending: bool
    """A callback's answer is pending: call again when it is there."""
    done: bool
    """The experiment is over and there is nothing left to do."""
    problems: Tuple[Problem, ...] = ()
    """What went wrong, such as a write that failed and will be tried again."""

    @property
    def wait_s(self) -> Optional[float]:
        """Seconds from the time that was given until the next call; None as for `next_ns`."""
        return None if self.next_ns is None else max(0.0, (self.next_ns - self.now_ns) / 1e9)
