# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""The plugin for pytest, which is there where the package is installed: the fixture `rollout`.

A failed test that used it shows the decision logs of its rollouts, and where they are kept.
"""
from __future__ import annotations

import os
from typing import Any, Generator, List, Mapping, Optional, Union

import pytest

from iter8.clocks import VirtualClock
from iter8.documents import DocumentLike, documents_of
from iter8.experiment import Experiment
from iter8.hosting import Router
from iter8.rollout import Rollout, run
from iter8.scripted import scripted
from iter8.testing import keep

MADE = pytest.StashKey[List[Rollout]]()


class RolloutFunction:
    """What the fixture `rollout` is: calls take an experiment to its end on a virtual clock."""

    def __init__(self, made: List[Rollout]):
        self._made = made

    def __call__(self, experiment: Union[Experiment, DocumentLike, os.PathLike[str]],
                 metrics: Any = None, router: Optional[Router] = None, *, start_ns: int = 0,
                 **callbacks: Any) -> Rollout:
        """Takes an experiment to its end.

        Args:
            experiment: an Experiment, its document with its Metrics beside it, or a path.
            metrics: a script (see `iter8.scripted`), a metrics source, or a Host.
            router: is told the weights; without one nobody is.
            start_ns: when the virtual clock begins, nanoseconds since 1970.
            callbacks: the other fields of a Host.
        """
        source = scripted(metrics) if isinstance(metrics, Mapping) else metrics
        found = run(_experiment(experiment), source, router, clock=VirtualClock(start_ns),
                    **callbacks)
        self._made.append(found)
        return found


def _experiment(source: Union[Experiment, DocumentLike, os.PathLike[str]]) -> Experiment:
    if isinstance(source, Experiment):
        return source
    if isinstance(source, os.PathLike):
        return Experiment.from_file(source)
    return Experiment.from_documents(documents_of(source))


@pytest.fixture
def rollout(request: pytest.FixtureRequest) -> RolloutFunction:
    """Takes experiments to their ends on a virtual clock, with scripted metrics."""
    made: List[Rollout] = []
    request.node.stash[MADE] = made
    return RolloutFunction(made)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item,
                              call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """Adds to the report of a failed test what its rollouts decided."""
    outcome = yield
    report = outcome.get_result()
    if call.when != "call" or not report.failed:
        return
    for found in item.stash.get(MADE, []):
        path = keep(found.log, f"{item.name}-{found.experiment.name}")
        place = f"The decision log is {path}; replay it with iter8ctl replay {path}"
        text = f"{found.explain()}\n{place}"
        report.sections.append((f"rollout of {found.experiment.name}", text))
