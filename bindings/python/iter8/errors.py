# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What goes wrong, and where."""
from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Dict, Optional, Sequence, Tuple, Type


class Code(IntEnum):
    """The status codes of libiter8; the numbers never change."""

    OK = 0
    PENDING = 1
    UNCHANGED = 2
    NOMEM = -1
    ARGUMENT = -2
    STRUCT_SIZE = -3
    BUFFER = -4
    BUSY = -5
    INTERNAL = -6
    NOT_FOUND = -7
    SYNTAX = -20
    ENCODING = -21
    TOO_DEEP = -22
    TOO_LARGE = -23
    ALIAS = -24
    DUPLICATE_KEY = -25
    FIELD_PATH = -26
    NO_FIELD = -27
    PATCH = -28
    NUMBER = -29
    AMBIGUOUS = -30
    VERSION = -31
    INVALID = -40
    TYPE = -41
    REQUIRED = -42
    ENUM = -43
    QUANTITY = -44
    TIME = -45
    RANGE = -46
    LIMITS = -47
    DUPLICATE_NAME = -48
    CANDIDATES = -49
    REWARDS = -50
    TASK = -51
    SHARED_FIELD = -52
    KIND = -53
    EXPRESSION = -54
    NO_METRIC = -60
    NO_VERSION = -61
    NO_SECRET = -64
    NO_KEY = -65
    SECRET = -66
    HOST = -80
    CLOCK = -81
    REGISTERED = -82
    TRANSPORT = -100
    REPLY = -101
    CONFLICT = -102
    REFUSED = -103
    COMMAND = -104
    UNKNOWN = -1000
    """One that this package does not know."""

    @classmethod
    def _missing_(cls, _value: object) -> Code:
        return cls.UNKNOWN


class Severity(IntEnum):
    """How much a problem matters."""

    ERROR = 1
    """The document is rejected."""
    WARNING = 2
    """The document is accepted, but probably not what was meant."""


class Origin(IntEnum):
    """Which document a problem is in."""

    DOCUMENT = 0
    """The one that was read."""
    DEFAULTS = 1
    """The host's defaults beside it; the place is in their text."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a document."""

    code: Code
    message: str
    path: str
    """Where in the document, such as "spec.criteria.objectives[2].upperLimit"; "" for the whole."""
    line: Optional[int] = None
    """Line in the text, from 1; None where there is no text or the place is not known."""
    column: Optional[int] = None
    """Column in the line, from 1, in characters; None as for the line."""
    severity: Severity = Severity.ERROR
    origin: Origin = Origin.DOCUMENT

    def __str__(self) -> str:
        return ("defaults: " if self.origin is Origin.DEFAULTS else "") + self._text()

    def _text(self) -> str:
        place = "".join(f"{number}:" for number in (self.line, self.column) if number)
        place += " " if place else ""
        path = f"{self.path}: " if self.path else ""
        warning = "warning: " if self.severity is Severity.WARNING else ""
        return f"{place}{warning}{path}{self.message}"


class Error(Exception):
    """An error of libiter8. Its code, path, line and column are those of the first problem."""

    def __init__(self, code: Code, text: str, problems: Sequence[Problem] = ()):
        self.problems: Tuple[Problem, ...] = tuple(problems)
        """All that was found, warnings too."""
        errors = [p for p in self.problems if p.severity is Severity.ERROR]
        first = errors[0] if errors else None
        self.code = first.code if first else code
        self.path = first.path if first else ""
        self.line = first.line if first else None
        self.column = first.column if first else None
        self.source: Optional[str] = None
        """The file that the document stands in, where it was read from one."""
        self._made_of = (code, text, self.problems)
        super().__init__("\n".join(str(p) for p in errors) or text)

    def __str__(self) -> str:
        text = super().__str__()
        if self.source is None:
            return text
        return "\n".join(line if line.startswith("defaults: ") else f"{self.source}:{line}"
                         for line in text.split("\n"))

    def __reduce__(self) -> Tuple[object, ...]:
        return type(self), self._made_of


class InvalidError(Error, ValueError):
    """A document, or something in it, is not as it must be."""


class NotFoundError(Error, LookupError):
    """There is no such version, metric, field, secret or iteration."""


class BusyError(Error, RuntimeError):
    """The object is in use: by a call further up the stack, by another task or thread."""


class ClosedError(Error, ValueError):
    """The object was closed."""

    def __init__(self, text: str):
        super().__init__(Code.ARGUMENT, text)
        self._text = text

    def __reduce__(self) -> Tuple[object, ...]:
        return ClosedError, (self._text,)


_NOT_FOUND = (Code.NOT_FOUND, Code.NO_FIELD, Code.NO_METRIC, Code.NO_VERSION, Code.NO_SECRET,
              Code.NO_KEY)
_KINDS: Dict[Code, Type[Error]] = {
    Code.BUSY: BusyError,
    Code.ARGUMENT: InvalidError,
    Code.CLOCK: InvalidError,
    Code.SECRET: InvalidError,
    **{code: InvalidError for code in Code if -60 < code <= -20},
    **{code: NotFoundError for code in _NOT_FOUND},
}


def error_of(code: Code, text: str, problems: Sequence[Problem] = ()) -> Error:
    """The exception that a status code is raised as."""
    return _KINDS.get(code, Error)(code, text, problems)
