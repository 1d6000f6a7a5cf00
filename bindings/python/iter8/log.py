# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""The decision log: what an experiment was given and what it decided, one line of JSON a step."""
from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Iterable, Mapping, Optional, Union

from iter8._c.calls import Diagnostics, Handle, check, decode, written
from iter8._c.library import lib
from iter8._c.logs import (
    iter8_difference, iter8_recorder, iter8_recorder_options, iter8_replay, write_function,
)
from iter8.algorithms import WeightAlgorithm, WeightFunction
from iter8.arguments import optional_function
from iter8.errors import Code, error_of
from iter8.reading import ReadOptions

if TYPE_CHECKING:
    from iter8.documents import Document
    from iter8.experiment import Experiment
    from iter8.step import Step

Log = Union[str, bytes, Iterable[str]]
"""The lines of a decision log: as one text, or one by one."""


class Recorder:
    """Makes a decision log of the steps that it is given to::

        with open("rollout.log", "a") as file:
            recorder = iter8.Recorder(file.write)
            for outcome in experiment.steps(ask, send, recorder=recorder):
                ...

    No secret gets into a log by the library; a reason that a callback gives for a missing value is
    recorded as it is.
    """

    def __init__(self, write: Callable[[str], Any]):
        """A recorder that begins a log.

        Args:
            write: takes a line with its newline, inside the step. What it raises comes out of the
                step, and the log goes on with the next one.
        """
        optional_function("write", write)
        if write is None:
            raise TypeError("write is a function, not None")
        self._write = write
        self._handle: Optional[Handle] = None
        self._step: Optional[Step] = None

    def reconcile(self, step: Step, experiment: Experiment, host: Any, *rest: Any) -> int:
        """The library's reconcile, recorded; for the package's own calls."""
        if self._step is not None:
            raise error_of(Code.BUSY, "the recorder is recording another step")
        if self._handle is None:
            self._handle = recorder_of(host, self, experiment.defaults)
        self._step = step
        try:
            return int(lib.iter8_recorder_reconcile_with(
                self._handle.pointer, experiment.pointer, host, *rest))
        finally:
            self._step = None

    def take(self, line: str) -> None:
        """Takes a line; for the package's own calls."""
        self._write(line)

    def fail(self, error: BaseException) -> None:
        """Keeps what `write` has raised, for the step to raise."""
        if self._step is not None:
            self._step.late_error = self._step.late_error or error


def _take(line: Any, length: int, recorder: Recorder) -> int:
    try:
        recorder.take(decode(ctypes.string_at(line, length)))
        return Code.OK
    except BaseException as error:  # comes out of the step
        recorder.fail(error)
        return Code.HOST


_TAKE = write_function(_take)


def recorder_of(host: Any, taker: Any, defaults: Optional[Document]) -> Handle:
    """A recorder of the library's, whose lines go to an object with `take` and `fail`."""
    out = ctypes.POINTER(iter8_recorder)()
    options = iter8_recorder_options(write=_TAKE, user_data=taker,
                                     defaults=defaults.pointer if defaults else None)
    check(lib.iter8_recorder_new(ctypes.byref(options), host, ctypes.byref(out)))
    return Handle(out, lib.iter8_recorder_free, "recorder")


@dataclass(frozen=True)
class Difference:
    """The first difference between a log and what is decided now."""

    line: int
    """Of the log, from 1."""
    step: int
    """Its number; 0 where the line is not of a step."""
    member: str
    """Where in the line, such as "iteration.weights[1].decided"; "" for the whole line."""
    recorded: str
    """JSON, or "" where there is nothing."""
    now: str
    """Likewise."""

    def __str__(self) -> str:
        return (f"line {self.line}, step {self.step}: {self.member}: recorded"
                f" {self.recorded or 'nothing'}, now {self.now or 'nothing'}")


@dataclass(frozen=True)
class Replay:
    """What came of deciding everything in a log again."""

    steps: int
    """How many were found to be identical, byte by byte."""
    difference: Optional[Difference]

    @property
    def identical(self) -> bool:
        return self.difference is None


def replay(log: Log, *, algorithms: Optional[
        Mapping[str, Union[WeightFunction, WeightAlgorithm]]] = None) -> Replay:
    """Decides everything in a log again, with the recorded answers, and compares.

    Args:
        log: the lines.
        algorithms: the weight algorithms that the experiment was read with.

    Raises:
        InvalidError: it is no decision log, or its last line is cut off; with the line.
    """
    text, options = as_bytes(log), ReadOptions(named=algorithms or {})
    out = ctypes.POINTER(iter8_replay)()
    with Diagnostics() as diagnostics:
        code = lib.iter8_replay_log(text, len(text), ctypes.byref(options.struct()),
                                    diagnostics.pointer, ctypes.byref(out))
        options.algorithms.raise_error()
        check(code, diagnostics.problems())
    handle = Handle(out, lib.iter8_replay_free, "replay")
    return Replay(lib.iter8_replay_steps(handle.pointer), _difference(handle))


def _difference(handle: Handle) -> Optional[Difference]:
    out = iter8_difference()
    code = lib.iter8_replay_difference(handle.pointer, ctypes.byref(out))
    if code == Code.NOT_FOUND:
        return None
    check(code)
    return Difference(out.line, out.step, decode(out.member), decode(out.recorded), decode(out.now))


def explain(log: Log) -> str:
    """Tells in plain text what the lines of a log say, step by step.

    Raises:
        InvalidError: a line is no JSON.
    """
    text = as_bytes(log)
    return written(lib.iter8_log_explain, text, len(text))


def as_bytes(log: Log) -> bytes:
    """The lines as the library takes them."""
    if isinstance(log, (bytes, bytearray, memoryview)):
        return bytes(log)
    if not isinstance(log, Iterable):
        raise TypeError(f"a decision log or its lines are wanted, not {log!r}")
    return (log if isinstance(log, str) else "".join(log)).encode()
