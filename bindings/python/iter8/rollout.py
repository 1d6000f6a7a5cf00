# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""A whole rollout: an experiment taken to its end, with all that was decided on the way."""
from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Tuple, Union

from iter8.arguments import instance
from iter8.clocks import Clock, VirtualClock
from iter8.experiment import Experiment
from iter8.hosting import Host, MetricsSource, Router
from iter8.log import Recorder, Replay, explain, replay
from iter8.model import Status, ns_of
from iter8.verdicts import Iteration
from iter8.notebook import rollout_html
from iter8.plotting import plot_rollout
from iter8.reports import report

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class Rollout:
    """What came of a rollout. In a notebook it shows itself as a table and a chart."""

    experiment: Experiment
    log: str
    """The decision log."""

    @cached_property
    def status(self) -> Status:
        return self.experiment.status

    @cached_property
    def iterations(self) -> Tuple[Iteration, ...]:
        """What was measured and decided, one by one."""
        steps = (json.loads(line) for line in self.log.splitlines())
        return tuple(_iteration(step["iteration"]) for step in steps if "iteration" in step)

    @property
    def promoted(self) -> bool:
        """It ends recommending a candidate."""
        return self.status.recommended in self.experiment.candidates

    @property
    def weights(self) -> List[Dict[str, int]]:
        """The weights that were decided, in percent by version, iteration by iteration."""
        return [dict(iteration.decided) for iteration in self.iterations]

    def explain(self) -> str:
        """Tells in plain text what happened, step by step."""
        return explain(self.log)

    def replay(self) -> Replay:
        """Decides everything again from the log; see `iter8.replay`."""
        return replay(self.log, algorithms=self.experiment.algorithms)

    def plot(self) -> Figure:
        """Draws the weights, and each objective's metric with its limits.

        Raises:
            ImportError: matplotlib is not installed.
        """
        return plot_rollout(self)

    def to_html(self) -> str:
        """A page with charts, of all iterations and events; see `iter8.report`."""
        return report(self.log, algorithms=self.experiment.algorithms)

    def _repr_html_(self) -> str:
        return rollout_html(self)

    def __repr__(self) -> str:
        return (f"<iter8.Rollout of {self.experiment.name!r}, {len(self.iterations)} iterations,"
                f" recommends {self.status.recommended}>")


def _iteration(told: Dict[str, Any]) -> Iteration:
    values: Dict[str, Dict[str, Optional[float]]] = {}
    for value in told["values"]:
        values.setdefault(value["metric"], {})[value["version"]] = value.get("value")
    weights = told.get("weights", [])
    return Iteration(
        told["number"], ns_of(told["time"]), told["winner"].get("version"),
        {w["version"]: w["found"] for w in weights}, {w["version"]: w["decided"] for w in weights},
        values)


def run(experiment: Experiment, metrics: Union[MetricsSource, Host, None] = None,
        router: Optional[Router] = None, *, clock: Optional[Clock] = None,
        **callbacks: Any) -> Rollout:
    """Takes an experiment to its end, or until it is paused, and keeps its decision log.

    Args:
        experiment: it is this one that is taken to its end.
        metrics: answers Questions; or a Host. See `Experiment.reconcile`, as for the rest.
        router: is told the weights; without one nobody is.
        clock: without, a virtual one that begins at 1970.
    """
    instance("experiment", experiment, Experiment)
    lines: List[str] = []
    if router is None and not isinstance(metrics, Host):
        router = _nowhere
    for _ in experiment.steps(metrics, router, clock=VirtualClock() if clock is None else clock,
                              recorder=Recorder(lines.append), **callbacks):
        pass
    return Rollout(experiment, "".join(lines))


def _nowhere(_route: object) -> None:
    """Nobody is told the weights."""
