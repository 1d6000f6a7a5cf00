# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What callers hand over: it is of the kind that is wanted, or an exception names it.

ctypes would cut a number to size, take True for 1, or complain without saying of what.
"""
from __future__ import annotations

import difflib
import operator
from typing import Any, Iterable, Optional, Tuple, Type, TypeVar, Union

T = TypeVar("T")

INT64_MAX = (1 << 63) - 1
MOST_THREADS = 1024


def whole(name: str, value: Any, least: Optional[int] = None, most: Optional[int] = None) -> int:
    """A whole number; also one of NumPy's, but neither True nor 1.0."""
    if isinstance(value, bool) or not hasattr(type(value), "__index__"):
        raise TypeError(f"{name} is a whole number, not {value!r}")
    number = operator.index(value)
    if (least is not None and number < least) or (most is not None and number > most):
        raise ValueError(f"{name} is {_range(least, most)}, not {number}")
    return number


def seed_of(name: str, value: Any) -> int:
    """The last 64 bits of a seed: any whole number is one, also what hash() gives."""
    return whole(name, value) % (1 << 64)


def real(name: str, value: Any, least: Optional[float] = None,
         most: Optional[float] = None) -> float:
    """A number; NaN is in no range."""
    if isinstance(value, (bool, str, bytes)) or not (
            hasattr(type(value), "__float__") or hasattr(type(value), "__index__")):
        raise TypeError(f"{name} is a number, not {value!r}")
    number = float(value)
    if (least is not None and not number >= least) or (most is not None and not number <= most):
        raise ValueError(f"{name} is {_range(least, most)}, not {number}")
    return number


def _range(least: Optional[float], most: Optional[float]) -> str:
    if most is None:
        return f"at least {least}"
    return f"at most {most}" if least is None else f"from {least} to {most}"


def flag(name: str, value: Any) -> bool:
    """True or False; the text "no" is neither."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} is True or False, not {value!r}")
    return value


def text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} is a text, not {value!r}")
    return value


def optional_function(name: str, value: Any) -> None:
    """Something that can be called, or None."""
    if value is not None and not callable(value):
        raise TypeError(f"{name} is a function, not {value!r}")


def has_methods(name: str, value: Any, *methods: str) -> None:
    """Something that can do what is wanted of it, of whatever class."""
    for method in methods:
        if not callable(getattr(value, method, None)):
            raise TypeError(f"{name} has a method {method}(), and {value!r} has none")


def instance(name: str, value: Any, kind: Union[Type[T], Tuple[Type[T], ...]]) -> T:
    """An object of a class."""
    if not isinstance(value, kind):
        one = kind[0] if isinstance(kind, tuple) else kind
        raise TypeError(f"{name} is an iter8.{one.__name__}, not {value!r}")
    return value


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """A question to add to a complaint, or ""."""
    near = difflib.get_close_matches(str(word), list(known), 1)
    return f" (did you mean {near[0]!r}?)" if near else ""
