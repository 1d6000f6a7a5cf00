# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""The ways in which the C API is called: status codes, texts, owned objects."""
from __future__ import annotations

import ctypes
import weakref
from typing import Any, Callable, List, Optional, Sequence, Tuple

from iter8._c.documents import iter8_diagnostic, iter8_diagnostics
from iter8._c.library import lib
from iter8.arguments import whole
from iter8.errors import ClosedError, Code, Origin, Problem, Severity, error_of


class Handle:
    """An object of the library that is freed when nobody needs it any more.

    It is the pointer that owns the object: whoever uses it, be it a call in another thread, keeps it
    alive, and it keeps alive what the object borrows. So objects may be let go or closed in any
    order, at any time. At the interpreter's exit nothing is freed: the process takes its memory with
    it.
    """

    __slots__ = ("_pointer", "_what")

    def __init__(self, pointer: Any, free: Callable[[Any], None], what: str, *borrowed: object):
        self._pointer = pointer
        self._what = what
        same = type(pointer).from_buffer_copy(pointer)
        finalizer: Any = weakref.finalize(pointer, _release, free, same, borrowed)
        finalizer.atexit = False

    @property
    def pointer(self) -> Any:
        """The pointer, for a call, or for another object that borrows this one.

        Raises:
            ClosedError: after close().
        """
        if self._pointer is None:
            raise ClosedError(f"the {self._what} is closed")
        return self._pointer

    @property
    def closed(self) -> bool:
        return self._pointer is None

    def close(self) -> None:
        """Frees it, or leaves that to whoever still uses it; from now on use is an exception."""
        self._pointer = None


def _release(free: Callable[[Any], None], pointer: Any, _borrowed: object) -> None:
    free(pointer)


def encode(text: str) -> bytes:
    """A text for a parameter that ends at a zero."""
    if not isinstance(text, str):
        raise TypeError(f"a text is wanted, not {text!r}")
    if "\0" in text:
        raise ValueError("a text with a zero character in it")
    return text.encode()


def int64(number: int) -> int:
    """A number for a parameter of 64 bits, which ctypes would cut to size without a word."""
    number = whole("the number", number)
    if not -(1 << 63) <= number < 1 << 63:
        raise OverflowError(f"{number} does not fit into 64 bits")
    return number


def decode(text: Optional[bytes]) -> str:
    """A text of the library's, "" for none; what is no UTF-8 is shown as it can be."""
    return text.decode("utf-8", "replace") if text else ""


def written(function: Callable[..., int], *arguments: Any, guess: int = 4096,
            diagnostics: Optional[Diagnostics] = None) -> str:
    """The text that a function writes into a buffer: a guess, then as large as it must be."""
    length = ctypes.c_size_t()
    buffer = ctypes.create_string_buffer(guess)
    code = function(*arguments, buffer, guess, ctypes.byref(length))
    if code == Code.BUFFER:
        buffer = ctypes.create_string_buffer(length.value + 1)
        code = function(*arguments, buffer, len(buffer), ctypes.byref(length))
    check(code, diagnostics.problems() if diagnostics else ())
    return decode(buffer.raw[:length.value])


class Diagnostics:
    """A list that the library puts problems in; a context manager around one call."""

    def __init__(self, strict: bool = False) -> None:
        """Args:
            strict: what would be warned of is an error.
        """
        self._strict = strict
        self.pointer = ctypes.POINTER(iter8_diagnostics)()

    def __enter__(self) -> Diagnostics:
        check(lib.iter8_diagnostics_new(None, ctypes.byref(self.pointer)))
        lib.iter8_diagnostics_set_strict(self.pointer, int(self._strict))
        return self

    def __exit__(self, *_: object) -> None:
        lib.iter8_diagnostics_free(self.pointer)

    def problems(self) -> Tuple[Problem, ...]:
        found: List[Problem] = []
        one = iter8_diagnostic()
        for index in range(lib.iter8_diagnostics_count(self.pointer)):
            check(lib.iter8_diagnostics_get(self.pointer, index, ctypes.byref(one)))
            found.append(Problem(Code(one.code), decode(one.message), decode(one.path),
                                 one.line or None, one.column or None, Severity(one.severity),
                                 Origin(one.origin)))
        return tuple(found)


def check(code: int, problems: Sequence[Problem] = ()) -> None:
    """Raises what a status code and the problems beside it mean; nothing for success."""
    if code < 0:
        raise failure(code, problems)


def failure(code: int, problems: Sequence[Problem] = ()) -> Exception:
    """The exception for a status code."""
    known = Code(code)
    if known is Code.NOMEM:
        return MemoryError("libiter8 is out of memory")
    text = decode(lib.iter8_strerror(code))
    return error_of(known, text, problems)

