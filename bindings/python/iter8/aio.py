# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""A step in asyncio: what is pending for the library is awaited here."""
from __future__ import annotations

import asyncio
import dataclasses
import inspect
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, Tuple

from iter8._c.hosting import iter8_host
from iter8.hosting import PENDING, Host, Outcome
from iter8.step import Step, reconcile

if TYPE_CHECKING:
    from iter8.experiment import Experiment
    from iter8.log import Recorder


class AsyncStep(Step):
    """A step whose callbacks may return awaitables: one task for each request."""

    def __init__(self, host: Host, experiment_of: Callable[[Any], Experiment]):
        super().__init__(host, experiment_of)
        self._tasks: Dict[Tuple[object, ...], asyncio.Future[Any]] = {}

    def ask(self, key: Tuple[object, ...], function: Callable[[Any], Any], request: Any) -> Any:
        if key not in self._tasks:
            answer = function(request)
            if not inspect.isawaitable(answer):
                return answer
            self._tasks[key] = asyncio.ensure_future(answer)
        task = self._tasks[key]
        return task.result() if task.done() else PENDING

    @property
    def waiting(self) -> Tuple[asyncio.Future[Any], ...]:
        """What is not answered yet."""
        return tuple(task for task in self._tasks.values() if not task.done())

    def look_for_errors(self) -> None:
        """What was raised for a request that a command has made pointless is an error, too."""
        for task in self._tasks.values():
            if task.done() and not task.cancelled():
                self.error = self.error or task.exception()

    async def cancel(self) -> None:
        """Cancels what is under way and waits until it has ended."""
        for task in self.waiting:
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)


async def areconcile(experiment: Experiment, step: AsyncStep, host: iter8_host,
                     now_ns: int, recorder: Optional[Recorder] = None) -> Outcome:
    """Calls the library, awaits what it waits for, and calls again, until nothing is awaited."""
    changed = False
    try:
        while True:
            outcome = reconcile(experiment, step, host, now_ns, recorder)
            changed = changed or outcome.changed
            if step.error is not None or not step.waiting:
                step.look_for_errors()
                return dataclasses.replace(outcome, changed=changed)
            await asyncio.wait(step.waiting, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        await step.cancel()
