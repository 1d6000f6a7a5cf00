# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Deciding: from measurements to verdicts, a winner and weights."""
from __future__ import annotations

import ctypes
import json
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, Mapping, Optional, Tuple, Union

from iter8._c.analyses import (
    iter8_analysis, iter8_belief, iter8_chances, iter8_counterfactual, iter8_verdict, iter8_weight,
    iter8_winner,
)
from iter8._c.calls import Handle, check, encode, written
from iter8._c.experiments import iter8_measurement
from iter8._c.library import lib
from iter8.algorithms import number
from iter8.arguments import did_you_mean, real, whole
from iter8.documents import JSON_COMPACT
from iter8.errors import Code, error_of
from iter8.model import Measurement, ValueState, Weights
from iter8.verdicts import (
    Belief, Chances, Counterfactual, Verdict, VerdictReason, Weight, WeightReason, WinnerReason,
)

if TYPE_CHECKING:
    from iter8.experiment import Experiment


class Analysis:
    """What was decided, and why. Never changes; made by `Experiment.analyze`."""

    def __init__(self, handle: Handle, experiment: Experiment):
        self._handle = handle
        self._versions = experiment.versions
        self._metrics = experiment.metrics
        self._objectives = experiment.objectives

    @property
    def winner(self) -> Optional[str]:
        winner = self._winner()
        return self._versions[winner.version] if winner.found else None

    @property
    def winner_reason(self) -> WinnerReason:
        return WinnerReason(self._winner().reason)

    @property
    def met_for(self) -> int:
        """For how many iterations in a row the winner has met all of its objectives; 0 without one,
        without objectives, or where it is not known."""
        return int(self._winner().met_for)

    def _winner(self) -> Any:
        out = iter8_winner()
        check(lib.iter8_analysis_winner(self._handle.pointer, ctypes.byref(out)))
        return out

    @property
    def best(self) -> Tuple[str, ...]:
        """The versions that the traffic goes to."""
        return tuple(name for index, name in enumerate(self._versions)
                     if lib.iter8_analysis_is_best(self._handle.pointer, index))

    @property
    def weights(self) -> Weights:
        """Percent by version, sum 100; empty where there is nothing to split (Conformance)."""
        return {name: weight.weight for name, weight in self.shares.items()
                if weight.reason is not WeightReason.NOT_APPLICABLE}

    @property
    def shares(self) -> Dict[str, Weight]:
        """Each version's weight with what lies behind it."""
        return {name: self._share(index) for index, name in enumerate(self._versions)}

    def _share(self, version: int) -> Weight:
        out = iter8_weight()
        check(lib.iter8_analysis_weight(self._handle.pointer, version, ctypes.byref(out)))
        return Weight(out.weight, out.exact, out.wanted, WeightReason(out.reason))

    @property
    def verdicts(self) -> Dict[str, Tuple[Verdict, ...]]:
        """By version, in the order of the objectives."""
        return {name: tuple(self._verdict(index, i) for i in range(len(self._objectives)))
                for index, name in enumerate(self._versions)}

    def _verdict(self, version: int, objective: int) -> Verdict:
        out = iter8_verdict()
        check(lib.iter8_analysis_verdict(self._handle.pointer, version, objective,
                                         ctypes.byref(out)))
        return Verdict(self._objectives[objective], bool(out.satisfied), VerdictReason(out.reason),
                       number(out.value), bool(out.budget_spent), bool(out.within_budget))

    def belief(self, version: str, objective: int) -> Belief:
        """What can be believed of an objective, by its index, for a version."""
        out = iter8_belief()
        check(lib.iter8_analysis_belief(
            self._handle.pointer, self._version(version),
            whole("objective", objective, 0, len(self._objectives) - 1), ctypes.byref(out)))
        return Belief(number(out.mean), number(out.low), number(out.high), out.chance)

    @property
    def chances(self) -> Dict[str, Chances]:
        """By version; computed anew each time."""
        return {name: self._chance(index) for index, name in enumerate(self._versions)}

    def _chance(self, version: int) -> Chances:
        out = iter8_chances()
        check(lib.iter8_analysis_chances(self._handle.pointer, version, ctypes.byref(out)))
        return Chances(out.meets_all, out.wins)

    @property
    def counterfactual(self) -> Optional[Counterfactual]:
        """The smallest change that would have made another winner; None: no single value could."""
        out = iter8_counterfactual()
        code = lib.iter8_analysis_counterfactual(self._handle.pointer, ctypes.byref(out))
        if code == Code.NOT_FOUND:
            return None
        check(code)
        return Counterfactual(self._metrics[out.metric], self._versions[out.version], out.value,
                              out.needed, self._versions[out.winner] if out.winner >= 0 else None)

    def explain(self, version: str) -> str:
        """Says in one line why a version stands where it does."""
        return written(lib.iter8_analysis_explain, self._handle.pointer, self._version(version))

    def _version(self, name: str) -> int:
        _check_names([name], self._versions, Code.NO_VERSION, "version")
        return self._versions.index(name)

    def to_dict(self) -> Dict[str, Any]:
        """As it would stand in `status.analysis`."""
        text = written(lib.iter8_analysis_write, self._handle.pointer, JSON_COMPACT)
        tree: Dict[str, Any] = json.loads(text)
        return tree

    def __repr__(self) -> str:
        return f"<iter8.Analysis, winner {self.winner}, weights {self.weights}>"


Answer = Union[float, None, Measurement]
Measurements = Union[Mapping[str, Mapping[str, Answer]], Callable[[str, str], Answer]]
"""By metric and version; what is missing is absent. Or a function of both."""


def fill(answer: Any, found: Answer) -> None:
    """Writes what was measured into a struct of the library's."""
    if found is None:
        return
    if isinstance(found, Measurement):
        answer.value = real("the value of a Measurement", found.value)
        answer.state = ValueState(found.state)
        answer.reason = encode(found.reason) if found.reason else None
        return
    try:
        answer.value, answer.state = real("a value", found), 1
    except TypeError:
        raise TypeError(f"{found!r} was measured; a number, None or a Measurement is wanted") from None


def _check_names(names: Iterable[object], known: Tuple[str, ...], code: Code, what: str) -> None:
    """A misspelt name would be a value that is missing."""
    for name in names:
        if name not in known:
            raise error_of(code, f"the experiment has no {what} {name!r}"
                           + did_you_mean(name, known))


def _check_measurements(experiment: Experiment, measurements: Any) -> None:
    if callable(measurements):
        return
    if not isinstance(measurements, Mapping):
        raise TypeError(f"measurements by metric and version are wanted, not {measurements!r}")
    _check_names(measurements, experiment.metrics, Code.NO_METRIC, "metric")
    for metric, answers in measurements.items():
        if not isinstance(answers, Mapping):
            raise TypeError(f"{answers!r} was measured of {metric}; a mapping by version is wanted")
        _check_names(answers, experiment.versions, Code.NO_VERSION, "version")


def _array(experiment: Experiment, measurements: Measurements) -> Any:
    _check_measurements(experiment, measurements)
    metrics, versions = experiment.metrics, experiment.versions
    array = (iter8_measurement * (len(metrics) * len(versions)))()
    answers = iter(array)
    for metric in metrics:
        for version in versions:
            answer = next(answers)
            answer.struct_size = ctypes.sizeof(answer)
            fill(answer, measurements(metric, version) if callable(measurements)
                 else measurements.get(metric, {}).get(version))
    return array


def analyze(experiment: Experiment, handle: Handle,
            measurements: Optional[Measurements]) -> Analysis:
    """See `Experiment.analyze`."""
    array = None if measurements is None else _array(experiment, measurements)
    out = ctypes.POINTER(iter8_analysis)()
    check(lib.iter8_analyze(handle.pointer, array, None, ctypes.byref(out)))
    return Analysis(Handle(out, lib.iter8_analysis_free, "analysis", handle.pointer), experiment)
