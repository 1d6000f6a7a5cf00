# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Limits: what the value of a metric is compared with."""
from __future__ import annotations

import math
from enum import IntEnum
from typing import Any, Iterable, NamedTuple, Optional, Tuple


class LimitSide(IntEnum):
    """On which side of the bound a value has to be."""

    UPPER = 1
    LOWER = 2


class Limit(NamedTuple):
    """A limit of an objective: a number, or relative to the value that the baseline has."""

    side: LimitSide
    number: float
    """In the metric's units: the bound, or the margin to the baseline."""
    multiple: float = 0.0
    """Of the baseline's value; 0 where the bound is a number."""
    floor: Optional[float] = None
    """In the metric's units: a limit relative to the baseline is never stricter than this."""
    is_relative: bool = False
    """Whether the bound is relative to the baseline; only candidates have such limits."""

    def bound(self, baseline: float = math.nan) -> float:
        """The number that a value is compared with; @p baseline is the baseline's value."""
        if not self.is_relative:
            return self.number
        bound = self.multiple * baseline + self.number
        if self.floor is None:
            return bound
        return max(bound, self.floor) if self.side is LimitSide.UPPER else min(bound, self.floor)


BASELINE = 2
"""Of enum iter8_limit_reference."""


def limits_of(owner: Any) -> Tuple[Limit, ...]:
    """The limits in a struct of the library's that has a list of them."""
    return tuple(
        Limit(LimitSide(limit.side), limit.number, limit.multiple,
              None if math.isnan(limit.floor) else limit.floor, limit.reference == BASELINE)
        for limit in owner.limits[:owner.limit_count])


def number_of(limits: Iterable[Limit], side: LimitSide) -> float:
    """The limit on a side that is a number; infinite where there is none."""
    for limit in limits:
        if limit.side is side and not limit.is_relative:
            return limit.number
    return math.inf if side is LimitSide.UPPER else -math.inf
