# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""One call of the library's reconcile: its callbacks, and how they go back to Python."""
from __future__ import annotations

import inspect
import json
from ctypes import pointer
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Mapping, Optional, Tuple

from iter8._c import hosting as c
from iter8._c.calls import Diagnostics, check, decode, encode, int64, written
from iter8._c.hosting import iter8_host, iter8_metrics_source, iter8_outcome, iter8_router
from iter8._c.library import lib
from iter8.analysis import fill
from iter8.arguments import seed_of, whole
from iter8.documents import JSON_COMPACT
from iter8.errors import Code, Problem
from iter8.hosting import (
    FAILED, NEVER, PENDING, Action, Event, Failure, Host, Outcome, Question, Reply, Route, Task,
)
from iter8.model import Measurement, Stage, Weights

if TYPE_CHECKING:
    from iter8.experiment import Experiment
    from iter8.log import Recorder

OK = 0


class Step:
    """One step of one experiment.

    An exception of a callback is kept, and from then on everything is answered with "pending", so
    that the library changes nothing and returns; then the exception is raised. So it is, without
    an exception, after weights were written: whatever else is due comes with the next step, and an
    exception there does not undo what was written here.
    """

    def __init__(self, host: Host, experiment_of: Callable[[Any], Experiment]):
        self.host = host
        self.experiment_of = experiment_of
        self.error: Optional[BaseException] = None
        self.late_error: Optional[BaseException] = None  # of who takes notes; changes no answer
        self.written = False
        self.events: List[Event] = []
        self.borrowed: object = None  # the last reason, which the library looks at after a callback
        self._measure = host.measure_function()
        self._write = host.write_function()
        self._read = host.read_function()

    # How a callback is answered. A step in asyncio does it otherwise.

    def ask(self, key: Tuple[object, ...], function: Callable[[Any], Any], request: Any) -> Any:
        """A callback's answer. The key names the request; the same comes again while pending."""
        answer = function(request)
        if answer is not None and type(answer) is not float and inspect.isawaitable(answer):
            if inspect.iscoroutine(answer):
                answer.close()
            raise TypeError(f"{function!r} is asynchronous: use areconcile()")
        return answer

    def _stopped(self) -> bool:
        return self.error is not None or self.written

    def _done(self, key: Tuple[object, ...], function: Callable[[Any], Any], request: Any,
              reason_of: Any = None) -> int:
        """Asks for something to be done; None means that it is."""
        if self._stopped():
            return PENDING
        answer = self.ask(key, function, request)
        if isinstance(answer, Failure):
            return self._failed(answer, reason_of)
        if answer is None or isinstance(answer, Reply):
            return OK if answer is None else answer
        raise TypeError(f"{function!r} returned {answer!r}; None, PENDING, FAILED or a Failure is "
                        "wanted")

    def _failed(self, failure: Failure, reason_of: Any = None) -> int:
        """Puts the reason of a failure where a struct has room for it."""
        if reason_of is not None:
            self.borrowed = reason_of[0] = encode(failure.reason)
        return failure.code if failure.code < 0 else FAILED

    # The callbacks, with the structs of the library.

    def measure(self, question: Any, answer: Any) -> int:
        if self._stopped() or self._measure is None:
            return PENDING
        ticket = question.ticket
        found = self.ask(("measure", ticket), self._measure, Question(
            decode(question.metric), decode(question.version), question.now_ns, question.elapsed_s,
            ticket, self.experiment_of(question.experiment)))
        self.borrowed = answer
        if isinstance(found, Reply):
            return found
        if isinstance(found, Failure):
            fill(answer, Measurement.error(found.reason))
            return self._failed(found)
        fill(answer, found)
        return OK

    def write_weights(self, route: Any) -> int:
        if self._write is None:
            return FAILED
        reply = self._done(("write", route.ticket), self._write, self._route(route),
                           route.reason)
        self.written = self.written or reply == OK
        return reply

    def read_weights(self, route: Any, weights: Any) -> int:
        if self._stopped() or self._read is None:
            return PENDING
        known = self._route(route).weights
        found = self.ask(("read", route.ticket), self._read, self._route(route))
        if isinstance(found, Failure):
            return self._failed(found, route.reason)
        if isinstance(found, Reply):
            return found
        for index, weight in enumerate(_in_order(known, known if found is None else found)):
            weights[index] = weight
        return OK

    def _route(self, route: Any) -> Route:
        experiment = self.experiment_of(route.experiment)
        weights = dict(zip(experiment.versions, route.weights[:route.count]))
        return Route(weights, route.now_ns, route.ticket, experiment)

    def acquire_target(self, experiment: Any) -> int:
        assert self.host.acquire_target is not None
        return self._done(("acquire",), self.host.acquire_target, self.experiment_of(experiment))

    def run_action(self, action: Any) -> int:
        assert self.host.run_action is not None
        return self._done(("action", action.ticket), self.host.run_action, Action(
            decode(action.name), action.loop, action.now_ns, action.ticket,
            self.experiment_of(action.experiment)))

    def run_task(self, task: Any) -> int:
        assert self.host.run_task is not None
        inputs = None
        if task.inputs:
            inputs = json.loads(written(lib.iter8_document_write, task.inputs, JSON_COMPACT))
        return self._done(("task", task.ticket), self.host.run_task, Task(
            decode(task.action), decode(task.name),
            None if task.script is None else decode(task.script), inputs, task.loop, task.index,
            task.count, bool(task.may_fail), task.now_ns, task.ticket,
            self.experiment_of(task.experiment)))

    def record_event(self, event: Any) -> None:
        self.events.append(Event(decode(event.reason), decode(event.message), bool(event.warning),
                                 event.now_ns))

    # The call.

    def struct(self) -> iter8_host:
        """The host as the library wants it; only what is there is given."""
        host = self.host
        source = iter8_metrics_source(
            user_data=self, **_given(measure=self._measure and _MEASURE))
        router = iter8_router(user_data=self, **_given(
            read_weights=self._read and _READ_WEIGHTS,
            write_weights=self._write and _WRITE_WEIGHTS))
        return iter8_host(
            metrics_source=pointer(source), router=pointer(router), user_data=self,
            seed=seed_of("seed", host.seed), **_given(
                acquire_target=host.acquire_target and _ACQUIRE_TARGET,
                run_task=host.run_task and _RUN_TASK,
                run_action=host.run_action and _RUN_ACTION,
                record_event=host.record_event and _RECORD_EVENT))

    def finish(self, experiment: Experiment) -> None:
        """Raises what a callback or an algorithm has raised, and tells of events."""
        for error in (self.error, self.late_error):
            if error is not None:
                raise error
        experiment._options.algorithms.raise_error()
        if self.host.record_event is not None:
            for event in self.events:
                self.host.record_event(event)


def _given(**callbacks: Any) -> Dict[str, Any]:
    """The callbacks that there are."""
    return {name: function for name, function in callbacks.items() if function}


def _in_order(known: Weights, found: Mapping[str, Optional[int]]) -> List[int]:
    """The weights in the order of the versions; -1 for one that is not known."""
    if not set(found) <= set(known):
        raise ValueError(f"weights of {', '.join(known)} are wanted")
    return [-1 if found.get(version) is None
            else whole(f"the weight of {version}", found[version], -1 << 31, (1 << 31) - 1)
            for version in known]


def outcome_of(step: Step, found: iter8_outcome, now_ns: int, code: int,
               problems: Tuple[Problem, ...]) -> Outcome:
    """What the library says of a step. A callback that failed is no exception: it is told of."""
    if code == Code.ARGUMENT and step.host.router is None:
        raise TypeError("the experiment moves traffic, so there must be a router")
    if code != Code.HOST:
        check(code, problems)
    put_off = step.written and bool(found.pending)
    return Outcome(Stage(found.stage), now_ns, None if found.next_ns == NEVER else found.next_ns,
                   bool(found.changed), bool(found.pending) and not put_off, bool(found.done),
                   problems)


def reconcile(experiment: Experiment, step: Step, host: iter8_host, now_ns: int,
              recorder: Optional[Recorder] = None) -> Outcome:
    """Calls the library once, or its recorder; exceptions are left in the step."""
    found = iter8_outcome()
    with Diagnostics() as diagnostics:
        rest = (host, int64(now_ns), diagnostics.pointer, found)
        if recorder is None:
            code = lib.iter8_reconcile(experiment.pointer, *rest)
        else:
            code = recorder.reconcile(step, experiment, *rest)
        return outcome_of(step, found, now_ns, code, diagnostics.problems())


# One set of trampolines for all steps: made once, and alive as long as the package.

def _guarded(call: Callable[..., int], step: Step, *arguments: Any) -> int:
    try:
        return call(step, *arguments)
    except BaseException as error:  # comes out of the call that led here
        step.error = step.error or error
        return PENDING


def _measure(question: Any, answer: Any, step: Any) -> int:
    return _guarded(Step.measure, step, question.contents, answer.contents)


def _write_weights(route: Any, step: Any) -> int:
    return _guarded(Step.write_weights, step, route.contents)


def _read_weights(route: Any, weights: Any, step: Any) -> int:
    return _guarded(Step.read_weights, step, route.contents, weights)


def _acquire_target(experiment: Any, step: Any) -> int:
    return _guarded(Step.acquire_target, step, experiment)


def _run_action(action: Any, step: Any) -> int:
    return _guarded(Step.run_action, step, action.contents)


def _run_task(task: Any, step: Any) -> int:
    return _guarded(Step.run_task, step, task.contents)


def _record_event(event: Any, step: Any) -> None:
    step.record_event(event.contents)


_MEASURE = c.measure_function(_measure)
_WRITE_WEIGHTS = c.write_weights_function(_write_weights)
_READ_WEIGHTS = c.read_weights_function(_read_weights)
_ACQUIRE_TARGET = c.acquire_target_function(_acquire_target)
_RUN_ACTION = c.run_action_function(_run_action)
_RUN_TASK = c.run_task_function(_run_task)
_RECORD_EVENT = c.record_event_function(_record_event)
