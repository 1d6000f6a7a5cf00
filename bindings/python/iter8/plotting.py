# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Charts, where matplotlib is installed. None of them touches pyplot's state."""
from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, List

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from iter8.model import Objective
    from iter8.rollout import Rollout
    from iter8.series import SimulationResult

GREY = "0.5"


def _figure(rows: int, width: float = 7.0) -> Figure:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError("charts need matplotlib: pip install 'iter8[plot]'") from error
    return Figure(figsize=(width, 1.0 + 2.0 * rows), layout="constrained")


def is_possible() -> bool:
    """Whether matplotlib is installed."""
    try:
        _figure(1)
    except ImportError:
        return False
    return True


def plot_rollout(rollout: Rollout) -> Figure:
    """The weights, and below them each objective's metric with its limits, by iteration."""
    objectives = rollout.experiment.objectives
    figure = _figure(1 + len(objectives))
    axes = figure.subplots(1 + len(objectives), 1, sharex=True, squeeze=False)[:, 0]
    numbers = [i.number for i in rollout.iterations]
    for version in rollout.experiment.versions:
        axes[0].step(numbers, [w.get(version, math.nan) for w in rollout.weights], where="post",
                     label=version)
    axes[0].set(ylabel="traffic, %", ylim=(-3, 103), title=str(rollout.experiment.name))
    axes[0].legend()
    for axis, objective in zip(axes[1:], objectives):
        _plot_objective(axis, rollout, objective, numbers)
    axes[-1].set_xlabel("iteration")
    return figure


def _plot_objective(axis: Any, rollout: Rollout, objective: Objective, numbers: List[int]) -> None:
    for version in rollout.experiment.versions:
        values = [i.values.get(objective.metric, {}).get(version) for i in rollout.iterations]
        axis.plot(numbers, [math.nan if v is None else v for v in values], marker=".")
    for limit in (objective.lower_limit, objective.upper_limit):
        if math.isfinite(limit):
            axis.axhline(limit, color=GREY, linestyle="--")
    axis.set_title(objective.metric, fontsize="medium")


def plot_simulation(result: SimulationResult) -> Figure:
    """What came of the runs, and how the weights of each candidate went: the median, and the band
    that holds nine in ten runs."""
    figure = _figure(2)
    outcome, weights = figure.subplots(2, 1, height_ratios=[1, 3])
    left = 0.0
    for name in ("promoted", "rolled_back", "undecided"):
        share = 100.0 * result.figures[name].value
        outcome.barh(0, share, left=left, label=f"{name.replace('_', ' ')} {share:.3g} %")
        left += share
    outcome.set(xlim=(0, 100), yticks=[], title=f"{result.simulation.name}, {result.runs} runs")
    outcome.legend(ncols=3, loc="lower center", fontsize="small")
    _plot_weights(weights, result)
    return figure


def _plot_weights(axis: Any, result: SimulationResult) -> None:
    numbers = list(range(1, result.tally.iterations + 1))
    for version in result.tally.versions[1:]:
        spreads = [result.tally.spread(number, version) for number in numbers]
        line, = axis.plot(numbers, [s.median for s in spreads], label=version)
        axis.fill_between(numbers, [s.p5 for s in spreads], [s.p95 for s in spreads], alpha=0.25,
                          color=line.get_color())
    axis.set(xlabel="iteration", ylabel="traffic, %", ylim=(-3, 103))
    if len(result.tally.versions) > 1:
        axis.legend()
