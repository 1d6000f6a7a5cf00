# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""How results show themselves in a notebook: a table, and a chart where there can be one."""
from __future__ import annotations

import base64
import io
from html import escape
from typing import TYPE_CHECKING, Callable, Iterable, Sequence

from iter8.plotting import is_possible

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from iter8.rollout import Rollout
    from iter8.series import SimulationResult


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in HTML; what stands in it is text."""
    def row(tag: str, cells: Iterable[object]) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(str(c))}</{tag}>" for c in cells) + "</tr>"

    return "<table>" + row("th", head) + "".join(row("td", cells) for cells in rows) + "</table>"


def chart(plot: Callable[[], Figure]) -> str:
    """A chart as a picture, or nothing where matplotlib is not installed."""
    if not is_possible():
        return ""
    picture = io.BytesIO()
    plot().savefig(picture, format="svg")
    data = base64.b64encode(picture.getvalue()).decode()
    return f'<img alt="" src="data:image/svg+xml;base64,{data}">'


def rollout_html(rollout: Rollout) -> str:
    """A line for each iteration: weights, winner, values."""
    versions, metrics = rollout.experiment.versions, rollout.experiment.metrics
    head = ["iteration", *(f"{v}, %" for v in versions), "winner",
            *(f"{m}, {v}" for m in metrics for v in versions)]
    rows = [[i.number, *(i.decided.get(v, "") for v in versions), i.winner or "",
             *(_number(i.values.get(m, {}).get(v)) for m in metrics for v in versions)]
            for i in rollout.iterations]
    line = f"<p>{escape(rollout.experiment.name)}: {escape(rollout.status.message)}</p>"
    return line + table(head, rows) + chart(rollout.plot)


def simulation_html(result: SimulationResult) -> str:
    """The figures, and what was expected of them."""
    rows = [[name.replace("_", " "), *map(_number, (e.value, e.low, e.high))]
            for name, e in result.figures.items()]
    expected = [[e.name, e.wanted, e.estimate, e.expected.name.lower().replace("_", " ")]
                for e in result.expectations]
    line = f"<p>{escape(result.simulation.name)}: {result.runs} runs, seed {result.seed}</p>"
    figures = table(["", "estimate", "at least", "at most"], rows)
    asked = table(["expected", "", "estimate", ""], expected) if expected else ""
    return line + figures + asked + chart(result.plot)


def _number(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else "" if value is None else str(value)
