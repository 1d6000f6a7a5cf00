# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""All or nothing: an exception in a step leaves the experiment as it was before."""
from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Type

from iter8.hosting import Host
from iter8.model import Stage

if TYPE_CHECKING:
    from iter8.experiment import Experiment
    from iter8.log import Recorder


class Transaction:
    """Around one step: keeps other steps out, and takes the experiment back after an exception.

    The library itself changes nothing after a callback that answers "pending". So a copy of the
    experiment is needed only where something may have changed before the exception.
    """

    def __init__(self, experiment: Experiment, host: Host, recorder: Optional[Recorder]):
        if recorder is not None and not hasattr(recorder, "reconcile"):
            raise TypeError(f"recorder is an iter8.Recorder, not {recorder!r}")
        self._experiment = experiment
        self._recorder = recorder
        self._host = host
        self._copy: Optional[str] = None

    def __enter__(self) -> None:
        experiment = self._experiment
        experiment._claim()
        experiment._touched = False
        experiment._options.algorithms.forget()
        try:
            if self._may_change_first():
                self._copy = experiment.to_text()
        except BaseException:
            experiment._lock.release()
            raise

    def __exit__(self, kind: Optional[Type[BaseException]], error: object, trace: object) -> None:
        try:
            if kind is not None and self._copy is not None:
                self._experiment._restore(self._copy)
        finally:
            self._experiment._lock.release()

    def _may_change_first(self) -> bool:
        """Events, algorithms and notes come late in a step; the first and the last stages note what
        they are about to do."""
        experiment = self._experiment
        return (self._host.record_event is not None or self._recorder is not None
                or experiment._has_algorithms or experiment.start_ns is None
                or experiment.stage is Stage.FINISHING)
