# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What an analysis says, as plain values."""
from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Mapping, Optional, Tuple

from iter8.model import Objective


class VerdictReason(IntEnum):
    """Why an objective counts as met or not."""

    WITHIN = 1
    """Met: the value lies within the limits."""
    ABOVE = 2
    BELOW = 3
    NO_METRIC = 4
    """Not met: nothing is known of the metric."""
    NO_VALUE = 5
    """Not met: the metric has no entry for the version."""
    NOT_A_VALUE = 6
    """Not met: there is an entry, but no finite number."""
    NO_LIMITS = 7
    """Met: the objective has no limits and there is a value."""
    ABOVE_BASELINE = 8
    """Not met: above so many times the baseline's value."""
    BELOW_BASELINE = 9
    NO_BASELINE = 10
    """Not met: the baseline has no value to compare with."""


class WinnerReason(IntEnum):
    """Why there is this winner, or none."""

    CANDIDATE_MEETS_ALL = 1
    BASELINE_ONLY = 2
    NONE_MEETS_ALL = 3
    BASELINE_MEETS_ALL = 4
    BEST_REWARD = 5
    TIE = 6
    NO_REWARD_VALUES = 7
    NO_REWARD = 8
    NO_OBJECTIVES = 9
    TOO_SOON = 10


class WeightReason(IntEnum):
    """What held a version's weight where it is."""

    WANTED = 1
    MAX = 2
    INCREMENT = 3
    REMAINDER = 4
    NOT_APPLICABLE = 5
    ROLLBACK = 6
    STEP = 7
    HELD = 8
    NO_ROOM = 9
    FAILING = 10
    UNKNOWN = 11
    LOST = 12


@dataclass(frozen=True)
class Verdict:
    """The verdict on one objective for one version."""

    objective: Objective
    satisfied: bool
    reason: VerdictReason
    value: Optional[float]
    """In the metric's units; None where there is none."""
    budget_spent: bool
    """The value lies outside its limits and the objective's failure budget is spent."""
    within_budget: bool
    """The value lies outside its limits, which does not count yet, and it was met before."""


@dataclass(frozen=True)
class Belief:
    """What the measurements let one believe of an objective for a version."""

    mean: Optional[float]
    """In the metric's units; None where there is no value; so the next two."""
    low: Optional[float]
    """The lower end of the 95 % credible interval."""
    high: Optional[float]
    chance: float
    """The probability that the objective is met, 0 to 1."""


@dataclass(frozen=True)
class Chances:
    """How a version stands against the others, as probabilities from 0 to 1."""

    meets_all: float
    """That it meets all objectives."""
    wins: float
    """That it has the best reward of those that do, as a part of the sum over all versions."""


@dataclass(frozen=True)
class Weight:
    """The traffic that one version is to get, in percent."""

    weight: int
    exact: float
    """Within the limits, before rounding."""
    wanted: float
    """Before the limits."""
    reason: WeightReason


@dataclass(frozen=True)
class Counterfactual:
    """The smallest change of one measurement that would have made another winner."""

    metric: str
    version: str
    value: float
    """What was measured, in the metric's units."""
    needed: float
    """What would have made another winner: this, or just beyond it."""
    winner: Optional[str]
    """Who would have won, or None: nobody."""


@dataclass(frozen=True)
class Iteration:
    """One of the last iterations: what was measured and what was decided."""

    number: int
    """From 1."""
    time_ns: int
    """When it was measured, nanoseconds since 1970."""
    winner: Optional[str]
    found: Mapping[str, int]
    """The weights when it was measured, in percent, by version."""
    decided: Mapping[str, int]
    """What they were to become; empty where nothing is decided (Conformance)."""
    values: Mapping[str, Mapping[str, Optional[float]]]
    """By metric and version; None where there is no value."""
    verdicts: Mapping[str, Tuple[Verdict, ...]] = field(default_factory=dict)
    """By version, in the order of the objectives; empty where they are not known."""
