# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Weight algorithms of a host's own: facts about each version in, wanted shares out."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Callable, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

from iter8._c.calls import decode, encode
from iter8._c.experiments import iter8_weight_algorithm, iter8_weight_function
from iter8._c.library import lib
from iter8.arguments import real, text
from iter8.limits import Limit, LimitSide, limits_of, number_of
from iter8.model import MetricKind


class CriterionFacts(NamedTuple):
    """What is known of an objective's or a reward's metric for one version."""

    value: Optional[float]
    """In the metric's units; None where there is none."""
    sample_size: Optional[float]
    """Observations behind the value; None where it is not known."""
    min: Optional[float]
    """Of all versions and iterations so far; None where there is none."""
    max: Optional[float]
    limits: Tuple[Limit, ...]
    """Of the objective; the baseline has none relative to itself."""
    kind: MetricKind
    satisfied: bool
    """Whether the objective is met; True for a reward."""

    @property
    def lower_limit(self) -> float:
        """The lower limit that is a number; minus infinity where there is none."""
        return number_of(self.limits, LimitSide.LOWER)

    @property
    def upper_limit(self) -> float:
        """The upper limit that is a number; infinity where there is none."""
        return number_of(self.limits, LimitSide.UPPER)


class VersionFacts(NamedTuple):
    """What is known of a version."""

    name: str
    objectives: Tuple[CriterionFacts, ...]
    reward: Optional[CriterionFacts]
    weight: float
    """The share of traffic that it has now, in percent."""
    is_best: bool
    meets_all: bool
    """It meets all objectives, or its failures do not count yet."""


class WeightFacts(NamedTuple):
    """What an algorithm is asked."""

    versions: Tuple[VersionFacts, ...]
    """The baseline first."""
    steps: Tuple[int, ...]
    """Of `iter8.tools/weight-steps`, in percent, rising."""
    iteration: int
    """Which one this is, from 1."""
    reward_is_less: bool
    max_candidate_weight: int
    """Percent."""
    max_candidate_weight_increment: int
    """Percent."""


Shares = Union[Mapping[str, float], Sequence[float], None]
"""How the traffic should be split, in any unit: by name, or in the order of the versions. A version
that is not named gets nothing; None leaves all versions where they are."""
WeightFunction = Callable[[WeightFacts], Shares]
"""A pure function, or decisions cannot be made again."""


@dataclass(frozen=True)
class WeightAlgorithm:
    """A function with the share of traffic that is spread evenly over all versions."""

    want: WeightFunction
    exploration_percent: float = 0.0
    """0 to 100, unless the annotation `iter8.tools/exploration-percent` says otherwise."""

    def __post_init__(self) -> None:
        if not callable(self.want):
            raise TypeError(f"want is a function, not {self.want!r}")
        real("exploration_percent", self.exploration_percent, 0, 100)


class Algorithms:
    """The algorithms of one experiment, as the library calls them. What a call raises is kept."""

    def __init__(self, named: Mapping[str, Union[WeightFunction, WeightAlgorithm]]):
        for name, algorithm in named.items():
            text("the name of an algorithm", name)
            if not callable(algorithm) and not isinstance(algorithm, WeightAlgorithm):
                raise TypeError(f"the algorithm {name!r} is a function or a WeightAlgorithm, not"
                                f" {algorithm!r}")
        self.error: Optional[BaseException] = None
        self._calls = [_Call(self, a if isinstance(a, WeightAlgorithm) else WeightAlgorithm(a))
                       for a in named.values()]
        self.array = (iter8_weight_algorithm * len(named))(*(
            iter8_weight_algorithm(name=encode(name), want=_WANT, user_data=call,
                                   exploration_percent=call.algorithm.exploration_percent)
            for name, call in zip(named, self._calls)))

    def __len__(self) -> int:
        return len(self._calls)

    def forget(self) -> None:
        """Before a call: what was raised in an earlier one is not of interest."""
        self.error = None

    def raise_error(self) -> None:
        """After a call: raises what an algorithm has raised in it."""
        error, self.error = self.error, None
        if error is not None:
            raise error


class _Call:
    """What the library hands to the trampoline."""

    def __init__(self, algorithms: Algorithms, algorithm: WeightAlgorithm):
        self.algorithms = algorithms
        self.algorithm = algorithm

    def want(self, facts: WeightFacts, shares: Any) -> int:
        wanted = self.algorithm.want(facts)
        if wanted is None:
            return -1
        for index, share in enumerate(_in_order(facts, wanted)):
            shares[index] = share
        return 0


def _in_order(facts: WeightFacts,
              wanted: Union[Mapping[str, float], Sequence[float]]) -> List[float]:
    names = [version.name for version in facts.versions]
    if not isinstance(wanted, Mapping):
        wanted = dict(zip(names, wanted)) if len(wanted) == len(names) else {"": 0.0}
    if not set(wanted) <= set(names):
        raise ValueError(f"shares for {', '.join(names)} are wanted")
    return [float(wanted.get(name, 0.0)) for name in names]


def _want(facts: Any, shares: Any, call: _Call) -> int:
    try:
        return call.want(_facts(facts.contents), shares)
    except BaseException as error:  # comes out of the call that led here
        call.algorithms.error = call.algorithms.error or error
        return -1


_WANT = iter8_weight_function(_want)


def _facts(facts: Any) -> WeightFacts:
    versions = tuple(_version(facts, i) for i in range(facts.version_count))
    steps = tuple(facts.steps[i] for i in range(facts.step_count))
    return WeightFacts(versions, steps, facts.iteration, bool(facts.reward_is_less),
                       facts.max_candidate_weight, facts.max_candidate_weight_increment)


def _version(facts: Any, index: int) -> VersionFacts:
    version = lib.iter8_weight_facts_version(facts, index).contents
    objectives = tuple(
        _criterion(lib.iter8_weight_facts_objective(facts, index, objective).contents)
        for objective in range(facts.objective_count))
    return VersionFacts(
        decode(version.name), objectives,
        _criterion(version.reward.contents) if version.reward else None, version.weight,
        bool(version.is_best), bool(version.meets_all))


def _criterion(facts: Any) -> CriterionFacts:
    return CriterionFacts(
        number(facts.value), number(facts.sample_size), number(facts.min), number(facts.max),
        limits_of(facts), MetricKind(facts.kind), bool(facts.satisfied))


def number(value: float) -> Optional[float]:
    """What the library says with a NaN is None here."""
    return None if math.isnan(value) else value
