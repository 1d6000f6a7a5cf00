# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What all declarations share."""
from __future__ import annotations

import ctypes
from typing import Any, Dict, List, Tuple

Signature = Tuple[Any, List[Any]]
Functions = Dict[str, Signature]


class Opaque(ctypes.Structure):
    """A type that only the library looks into."""


class Plain(ctypes.Structure):
    """A struct that never grows, so it does not say its size."""


class Sized(ctypes.Structure):
    """A struct that begins with its size, which is filled in; all else is zero unless given."""

    def __init__(self, **fields: Any) -> None:
        super().__init__(struct_size=ctypes.sizeof(self), **fields)
