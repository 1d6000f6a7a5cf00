# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What tells the time, and waits."""
from __future__ import annotations

import time
from typing import Optional, Protocol

from iter8.arguments import whole
from iter8.hosting import Outcome

POLL_NS = 1_000_000_000


class Clock(Protocol):
    """A clock for `Experiment.steps`."""

    def now_ns(self) -> int:
        """Nanoseconds since 1970."""

    def wait_until(self, time_ns: int) -> None:
        """Returns when the time has come."""


class SystemClock:
    """The system's clock, and its sleep."""

    def now_ns(self) -> int:
        return time.time_ns()

    def wait_until(self, time_ns: int) -> None:
        left_ns = time_ns - time.time_ns()
        if left_ns > 0:
            time.sleep(left_ns / 1e9)


class VirtualClock:
    """A clock that does not wait: the time is what was last waited for."""

    def __init__(self, now_ns: int = 0):
        self._now_ns = whole("now_ns", now_ns)

    def now_ns(self) -> int:
        return self._now_ns

    def wait_until(self, time_ns: int) -> None:
        self._now_ns = max(self._now_ns, whole("time_ns", time_ns))


def time_or_now(now_ns: Optional[int]) -> int:
    """The time that was given, or else the system's."""
    return time.time_ns() if now_ns is None else whole("now_ns", now_ns)


def pause_after(outcome: Outcome) -> int:
    """When to call again; after a second where an answer is pending and nobody says when it is
    there."""
    next_ns = outcome.now_ns if outcome.next_ns is None else outcome.next_ns
    return max(next_ns, outcome.now_ns + POLL_NS) if outcome.pending else next_ns
