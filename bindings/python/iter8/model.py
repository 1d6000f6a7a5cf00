# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What an experiment consists of, as plain values."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import IntEnum
from typing import Dict, Mapping, NamedTuple, Optional, Tuple

from iter8.limits import Limit, LimitSide, number_of


class TestingPattern(IntEnum):
    """`spec.strategy.testingPattern`."""

    __test__ = False  # pytest would take it for a test
    CANARY = 1
    AB = 2
    ABN = 3
    CONFORMANCE = 4


class DeploymentPattern(IntEnum):
    """`spec.strategy.deploymentPattern`."""

    PROGRESSIVE = 1
    FIXED_SPLIT = 2
    """Weights are never changed."""
    BLUE_GREEN = 3
    """As progressive; an unmet objective rolls back."""


class Stage(IntEnum):
    """`status.stage`; an experiment goes through them in this order."""

    NONE = 0
    """Never reconciled."""
    WAITING = 1
    """Another experiment has the target."""
    INITIALIZING = 2
    """The start action runs."""
    RUNNING = 3
    """Iterations."""
    FINISHING = 4
    """The finish, rollback or failure action runs."""
    COMPLETED = 5
    """Over, for better or worse."""


class ConditionType(IntEnum):
    """`status.conditions[].type`."""

    COMPLETED = 1
    FAILED = 2
    TARGET_ACQUIRED = 3
    METRICS_AVAILABLE = 4
    """The metrics source answers each question; UNKNOWN as long as it always has."""
    ROUTER_AVAILABLE = 5
    """Weights can be read and written; UNKNOWN as long as they always could be."""
    WEIGHTS_HOLD = 6
    """Weights that were written are there later on; UNKNOWN as long as they always were."""


class ConditionStatus(IntEnum):
    """`status.conditions[].status`."""

    UNKNOWN = 0
    FALSE = 1
    TRUE = 2


class Command(IntEnum):
    """What a person can command."""

    ABORT = 1
    PROMOTE = 2
    PAUSE = 3
    RESUME = 4


class Ending(IntEnum):
    """How an experiment has ended."""

    NONE = 0
    """It has not."""
    COMPLETED = 1
    """After its last iteration."""
    ROLLED_BACK = 2
    """An objective or a failure budget rolled it back."""
    ABORTED = 3
    PROMOTED = 4
    FAILED = 5
    """It could not be carried out."""


class ValueState(IntEnum):
    """What came of asking for a value."""

    ABSENT = 0
    """There is no value, such as no requests yet."""
    PRESENT = 1
    """A finite number."""
    NAN = 2
    """Not a number, such as a ratio of zeros."""
    INFINITE = 3
    """An infinity."""
    ERROR = 4
    """The metrics source failed."""


class MetricKind(IntEnum):
    """What a metric measures: `spec.criteria.strength.metrics[].kind`."""

    NUMBER = 0
    PROPORTION = 1
    MEAN = 2
    QUANTILE = 3


@dataclass(frozen=True)
class Objective:
    """One objective of `spec.criteria.objectives`."""

    metric: str
    limits: Tuple[Limit, ...]
    """In the order in which a value is compared with them."""
    rollback_on_failure: bool
    """Whether a version that does not meet it ends the experiment."""

    @property
    def lower_limit(self) -> float:
        """The lower limit that is a number; minus infinity where there is none."""
        return number_of(self.limits, LimitSide.LOWER)

    @property
    def upper_limit(self) -> float:
        """The upper limit that is a number; infinity where there is none."""
        return number_of(self.limits, LimitSide.UPPER)


@dataclass(frozen=True)
class Value:
    """What is known of a metric for a version: `status.analysis.aggregatedMetrics`."""

    value: Optional[float]
    """When last measured, in the metric's units; None where there is none."""
    min: Optional[float]
    """Least of all iterations; None where there is none."""
    max: Optional[float]
    """Greatest of all iterations; None where there is none."""
    sample_size: Optional[float]
    """Observations behind the value; None where it is not known."""
    state: ValueState
    reason: str
    """Why there is no value, or no fresh one, or ""."""
    carried: int
    """For so many iterations the value stands in for a missing one; 0: it is fresh."""


class Measurement(NamedTuple):
    """An answer of a metrics source, for one that has more to say than a number or None."""

    value: float = 0.0
    """In the metric's units; meaningful only when the state is PRESENT."""
    state: ValueState = ValueState.PRESENT
    reason: str = ""
    """Why there is no value, in one line."""

    @classmethod
    def absent(cls, reason: str = "") -> Measurement:
        """There is no value, such as no requests yet."""
        return cls(0.0, ValueState.ABSENT, reason)

    @classmethod
    def error(cls, reason: str = "") -> Measurement:
        """The metrics source failed; the experiment goes on without the value."""
        return cls(0.0, ValueState.ERROR, reason)


@dataclass(frozen=True)
class Status:
    """The status of an experiment at one moment."""

    stage: Stage
    completed_iterations: int
    start_ns: Optional[int]
    """Nanoseconds since 1970; None before the first iteration."""
    last_update_ns: Optional[int]
    """Nanoseconds since 1970; None before the first iteration."""
    weights: Mapping[str, int]
    """The share of traffic that each version has, in percent."""
    winner: Optional[str]
    """Of the last analysis."""
    recommended: Optional[str]
    """`versionRecommendedForPromotion`."""
    conditions: Mapping[ConditionType, ConditionStatus]
    message: str
    ending: Ending
    paused: bool
    trouble: Mapping[ConditionType, str] = field(default_factory=dict)
    """Why it has failed, or cannot see or move traffic now: one line for each such condition."""

    @property
    def completed(self) -> bool:
        return self.conditions[ConditionType.COMPLETED] is ConditionStatus.TRUE

    @property
    def failed(self) -> bool:
        return self.conditions[ConditionType.FAILED] is ConditionStatus.TRUE

    @property
    def start_time(self) -> Optional[datetime]:
        return as_datetime(self.start_ns)

    @property
    def last_update_time(self) -> Optional[datetime]:
        return as_datetime(self.last_update_ns)


NO_TIME = -(1 << 63)


def time_of(time_ns: int) -> Optional[int]:
    """What the library says with its smallest number is None here."""
    return None if time_ns == NO_TIME else time_ns


def ns_of(text: str) -> int:
    """A time as decision logs write it, RFC 3339 in UTC, in nanoseconds since 1970."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    since = datetime.fromisoformat(whole + "+00:00") - datetime(1970, 1, 1, tzinfo=timezone.utc)
    return round(since.total_seconds()) * 1_000_000_000 + int(fraction.ljust(9, "0") or 0)


def as_datetime(time_ns: Optional[int]) -> Optional[datetime]:
    """A time in UTC, without what a datetime cannot hold of it: the nanoseconds."""
    if time_ns is None:
        return None
    return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=time_ns // 1000)


Weights = Dict[str, int]
"""Percent by name of version."""
