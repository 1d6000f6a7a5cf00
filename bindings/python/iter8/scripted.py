# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Metrics that are made up beforehand."""
from __future__ import annotations

from typing import Any, Callable, Mapping, Sequence, Union

from iter8.analysis import Answer
from iter8.hosting import Failure, Question, Reply

Script = Union[Answer, Reply, Failure, Sequence[Union[Answer, Reply, Failure]],
               Callable[[Question], Any]]
"""A value for ever; a list with one value for each iteration, of which the last stays; or a
function of the question."""
Scripts = Mapping[str, Union[Script, Mapping[str, Script]]]


def scripted(scripts: Scripts) -> Callable[[Question], Any]:
    """A metrics source that answers by a script::

        iter8.scripted({"error-rate": {"v1": 0.001, "v2": [0.001, 0.001, 0.05]}, "latency": 20})

    Args:
        scripts: by metric, for all versions or by version.
    """
    if not isinstance(scripts, Mapping):
        raise TypeError(f"scripts by metric are wanted, not {scripts!r}")

    def measure(question: Question) -> Any:
        script = _member(scripts, question.metric)
        if isinstance(script, Mapping):
            script = _member(script, question.version)
        if callable(script):
            return script(question)
        if isinstance(script, Sequence) and not isinstance(script, tuple):
            return script[min(question.experiment.completed_iterations, len(script) - 1)]
        return script

    return measure


def _member(scripts: Mapping[str, Any], name: str) -> Any:
    if name not in scripts:
        raise LookupError(f"the script has nothing for {name!r}, only for {', '.join(scripts)}")
    return scripts[name]
