# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Unit tests of rollout policies, with any test framework; see also `iter8.pytest_plugin`."""
from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Callable, Dict, List, Union

from iter8.controls import Documents
from iter8.documents import DocumentLike
from iter8.experiment import Experiment
from iter8.log import explain
from iter8.series import SimulationResult, simulate
from iter8.simulation import Expectation
from iter8.tally import Run, RunVerdict

_FIGURES: Dict[str, Callable[[Run], float]] = {
    "promoted": lambda run: run.verdict is RunVerdict.PROMOTED,
    "rolledBack": lambda run: run.verdict is RunVerdict.ROLLED_BACK,
    "undecided": lambda run: run.verdict is RunVerdict.UNDECIDED,
    # The sooner a run was rolled back, the more; the others not at all.
    "cutShort": lambda run: (run.verdict is RunVerdict.ROLLED_BACK) / (1 + run.iterations),
    "iterations": lambda run: run.iterations,
    "seconds": lambda run: run.seconds,
    "requestsServed": lambda run: run.requests,
    "slowServed": lambda run: run.slow,
}


def assert_policy(experiment: Union[Experiment, DocumentLike], scenario: DocumentLike, *,
                  runs: int = 1000, seed: int = 0, metrics: Documents = None, threads: int = 1,
                  log_folder: Union[str, os.PathLike[str], None] = None) -> SimulationResult:
    """Asserts that an experiment behaves under a scenario as the scenario expects.

    Args:
        experiment, scenario, runs, seed, metrics, threads: as for `iter8.simulate`.
        log_folder: where the decision log of a bad run is kept; without, a temporary folder.

    Returns:
        What came of it, for further questions.

    Raises:
        AssertionError: an expectation is missed, or there are not enough runs to tell. It shows a
            run that went wrong, step by step, and where its decision log is.
        InvalidError: with all problems of the documents.
        ValueError: the scenario expects nothing.
    """
    __tracebackhide__ = True
    made: List[Run] = []
    result = simulate(experiment, scenario, runs=runs, seed=seed, metrics=metrics, threads=threads,
                      each=made.append)
    if not result.expectations:
        raise ValueError(f"the scenario {result.simulation.name!r} expects nothing")
    if result.missed:
        raise AssertionError(_failure(result, made, log_folder))
    return result


def _failure(result: SimulationResult, made: List[Run],
             folder: Union[str, os.PathLike[str], None]) -> str:
    """All that a person needs to see what went wrong."""
    lines = [f"{result.simulation.name}, {result.runs} runs, seed {result.seed}:"
             f" {len(result.missed)} of {len(result.expectations)} expectations are not met",
             *(f"  {expectation}" for expectation in result.expectations)]
    if made:
        run = worst(made, result.missed[0])
        log = result.simulation.log(run.number, seed=result.seed)
        path = keep(log, f"{result.simulation.name}-run{run.number}-seed{result.seed}", folder)
        lines += ["", f"Run {run.number} ({run.verdict.name.lower().replace('_', ' ')}):",
                  explain(log), f"Its decision log is {path}; replay it with",
                  f"  iter8ctl replay {path}",
                  f'  iter8.replay(open("{path}"))']
    return "\n".join(lines)


def worst(made: List[Run], expectation: Expectation) -> Run:
    """A run that did as it should not: the one that most of all misses an expectation."""
    figure = _FIGURES.get(expectation.name, lambda run: run.errors)
    choose = max if expectation.wanted.lstrip().startswith("<") else min
    return choose(sorted(made, key=lambda run: run.number), key=figure)


def keep(log: str, name: str, folder: Union[str, os.PathLike[str], None] = None) -> Path:
    """Writes a decision log into a folder, and returns its path."""
    place = Path(tempfile.mkdtemp(prefix="iter8-") if folder is None else folder)
    place.mkdir(parents=True, exist_ok=True)
    path = place / (re.sub(r"[^\w.-]+", "-", name) + ".log")
    path.write_text(log, encoding="utf-8")
    return path
