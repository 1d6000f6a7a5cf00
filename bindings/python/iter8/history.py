# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""The last iterations of an experiment, which it keeps when it is told to."""
from __future__ import annotations

import ctypes
import math
from typing import TYPE_CHECKING, Any, List, Mapping, Optional, Tuple

from iter8._c.analyses import iter8_verdict
from iter8._c.calls import check
from iter8._c.experiments import iter8_past_iteration, iter8_past_value, iter8_past_weight
from iter8._c.library import lib
from iter8.model import Objective, ValueState
from iter8.verdicts import Iteration, Verdict, VerdictReason

if TYPE_CHECKING:
    from iter8.experiment import Experiment


def past(experiment: Experiment) -> List[Iteration]:
    """The iterations that are kept, the oldest first."""
    count = lib.iter8_history_count(experiment.pointer)
    return [_iteration(experiment, age) for age in reversed(range(count))]


def _iteration(experiment: Experiment, age: int) -> Iteration:
    out = iter8_past_iteration()
    check(lib.iter8_history_iteration(experiment.pointer, age, ctypes.byref(out)))
    versions = experiment.versions
    weights = {name: _weight(experiment, age, index) for index, name in enumerate(versions)}
    return Iteration(
        out.iteration, out.time_ns, versions[out.winner] if out.winner >= 0 else None,
        {name: weight.found for name, weight in weights.items()},
        {name: weight.decided for name, weight in weights.items() if weight.decided >= 0},
        _values(experiment, age), _verdicts(experiment, age))


def _weight(experiment: Experiment, age: int, version: int) -> Any:
    out = iter8_past_weight()
    check(lib.iter8_history_weight(experiment.pointer, age, version, ctypes.byref(out)))
    return out


def _values(experiment: Experiment, age: int) -> Mapping[str, Mapping[str, Optional[float]]]:
    return {metric: {version: _value(experiment, age, m, v)
                     for v, version in enumerate(experiment.versions)}
            for m, metric in enumerate(experiment.metrics)}


def _value(experiment: Experiment, age: int, metric: int, version: int) -> Optional[float]:
    out = iter8_past_value()
    check(lib.iter8_history_value(experiment.pointer, age, metric, version, ctypes.byref(out)))
    return out.value if out.state == ValueState.PRESENT else None


def _verdicts(experiment: Experiment, age: int) -> Mapping[str, Tuple[Verdict, ...]]:
    objectives = experiment.objectives
    return {name: tuple(_verdict(experiment, age, version, index, objective)
                        for index, objective in enumerate(objectives))
            for version, name in enumerate(experiment.versions)}


def _verdict(experiment: Experiment, age: int, version: int, index: int,
             objective: Objective) -> Verdict:
    out = iter8_verdict()
    check(lib.iter8_history_verdict(experiment.pointer, age, version, index, ctypes.byref(out)))
    return Verdict(objective, bool(out.satisfied), VerdictReason(out.reason),
                   None if math.isnan(out.value) else out.value, bool(out.budget_spent),
                   bool(out.within_budget))
