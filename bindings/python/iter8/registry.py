# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Many experiments in one process: who has which target, and who is to be called when."""
from __future__ import annotations

import ctypes
import weakref
from typing import TYPE_CHECKING, Any, Dict, Iterator, Optional, Tuple

from iter8._c.calls import Diagnostics, Handle, check, encode, int64
from iter8._c.experiments import iter8_experiment
from iter8._c.hosting import (
    iter8_outcome, iter8_registry, iter8_registry_options, reconcile_function,
)
from iter8._c.library import lib
from iter8.arguments import instance, real
from iter8.clocks import time_or_now
from iter8.errors import Code, Problem
from iter8.experiment import Experiment
from iter8.hosting import NEVER, Host, Outcome
from iter8.step import Step, outcome_of

if TYPE_CHECKING:
    from iter8.log import Recorder


_LONGEST_POLL_S = 1e9


class Registry:
    """Experiments that share a process.

    Those whose `spec.target` is the same have it one at a time. Add all experiments before the
    first step: so each that had its target keeps it. An experiment in a registry may be read and
    commanded (then `wake` it), but not be reconciled or closed.
    """

    def __init__(self, poll_s: Optional[float] = 1.0):
        """An empty registry.

        Args:
            poll_s: seconds after which an experiment whose answer is pending is called again if it
                is not woken before; None: only when woken.
        """
        poll_ns = NEVER
        if poll_s is not None:
            poll_ns = max(1, round(real("poll_s", poll_s, 0, _LONGEST_POLL_S) * 1e9))
        out = ctypes.POINTER(iter8_registry)()
        self._members: Dict[int, Experiment] = {}
        self._recorders: Dict[int, Recorder] = {}
        options = iter8_registry_options(poll_ns=poll_ns, reconcile=_RECORD,
                                         user_data=self._recorders)
        check(lib.iter8_registry_new(options, ctypes.byref(out)))
        self._handle = Handle(out, lib.iter8_registry_free, "registry", self._members)

    def add(self, experiment: Experiment, now_ns: Optional[int] = None, *,
            recorder: Optional[Recorder] = None) -> Tuple[Problem, ...]:
        """Adds an experiment, in whatever state it is.

        Args:
            recorder: makes a decision log of its steps. Each experiment has one of its own.

        Returns:
            A warning when it says that it has a target that another one says it has.

        Raises:
            Error: it is in a registry already (code REGISTERED), or was read as partial.
        """
        instance("experiment", experiment, Experiment)
        with Diagnostics() as diagnostics:
            code = lib.iter8_registry_add(self._handle.pointer, experiment.pointer,
                                          int64(time_or_now(now_ns)), diagnostics.pointer)
            problems = diagnostics.problems()
        check(code, problems)
        experiment._registry = weakref.ref(self)
        self._members[_address(experiment.pointer)] = experiment
        if recorder is not None:
            self._recorders[_address(experiment.pointer)] = recorder
        return problems

    def remove(self, experiment: Experiment) -> None:
        """Takes an experiment out; the next one that waits for its target is due.

        Raises:
            NotFoundError: it is not in this registry.
        """
        instance("experiment", experiment, Experiment)
        check(lib.iter8_registry_remove(self._handle.pointer, experiment.pointer))
        del self._members[_address(experiment.pointer)]
        self._recorders.pop(_address(experiment.pointer), None)
        experiment._registry = None

    def __len__(self) -> int:
        return len(self._members)

    def __iter__(self) -> Iterator[Experiment]:
        return iter(list(self._members.values()))

    def __contains__(self, experiment: object) -> bool:
        return any(member is experiment for member in self._members.values())

    def owner(self, target: str) -> Optional[Experiment]:
        """The experiment that has a target, or None."""
        return self._member(lib.iter8_registry_owner(self._handle.pointer, encode(target)))

    def _member(self, pointer: Any) -> Optional[Experiment]:
        return self.member(pointer) if pointer else None

    def member(self, pointer: Any) -> Experiment:
        """For the package's own calls."""
        return self._members[_address(pointer)]

    @property
    def next_ns(self) -> Optional[int]:
        """When `step` has something to do, nanoseconds since 1970; None: nothing is planned."""
        next_ns = int(lib.iter8_registry_next_ns(self._handle.pointer))
        return None if next_ns == NEVER else next_ns

    def step(self, host: Host,
             now_ns: Optional[int] = None) -> Tuple[Optional[Experiment], Optional[Outcome]]:
        """Reconciles the one experiment that has been due for the longest time; None: none is due.

        What a callback raises comes out unchanged. The experiment then waits as for a pending
        answer: wake it, or it is called again by itself.
        """
        instance("host", host, Host)
        now_ns = int64(time_or_now(now_ns))
        found, stepped = iter8_outcome(), ctypes.POINTER(iter8_experiment)()
        step = Step(host, self.member)
        with Diagnostics() as diagnostics:
            code = lib.iter8_registry_step(self._handle.pointer, step.struct(), now_ns,
                                           diagnostics.pointer, ctypes.byref(stepped), found)
            problems = diagnostics.problems()
        experiment = self._member(stepped)
        if experiment is None:
            check(code, problems)
            return None, None
        outcome = outcome_of(step, found, now_ns, code, problems)
        step.finish(experiment)
        return experiment, outcome

    def wake(self, experiment: Experiment, at_ns: int = 0) -> None:
        """Has an experiment stepped at a time, if that is sooner than planned; 0: at once.

        Raises:
            NotFoundError: it is not in this registry.
        """
        instance("experiment", experiment, Experiment)
        check(lib.iter8_registry_wake(self._handle.pointer, experiment.pointer, int64(at_ns)))

    def close(self) -> None:
        """Frees the registry, but not the experiments in it."""
        self._handle.close()
        for experiment in self._members.values():
            experiment._registry = None
        self._members.clear()
        self._recorders.clear()

    def __enter__(self) -> Registry:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _address(pointer: Any) -> int:
    return ctypes.addressof(pointer.contents)


def _record(experiment: Any, host: Any, now_ns: int, diagnostics: Any, outcome: Any,
            recorders: Dict[int, Recorder]) -> int:
    """Takes a step of a registry, with the experiment's recorder if it has one."""
    step, recorder = host.contents.user_data, recorders.get(_address(experiment))
    try:
        if recorder is None:
            return int(lib.iter8_reconcile(experiment, host, now_ns, diagnostics, outcome))
        return recorder.reconcile(step, step.experiment_of(experiment), host, now_ns, diagnostics,
                                  outcome)
    except BaseException as error:  # comes out of the registry's step
        step.error = step.error or error
        return Code.HOST


_RECORD = reconcile_function(_record)
