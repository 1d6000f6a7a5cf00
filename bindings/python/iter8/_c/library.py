# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Finds libiter8, sees that it is the right one, and declares its functions.

It is looked for in the package itself (a wheel carries it), then where the environment variable
ITER8_LIBRARY says, then where the system's loader finds it.
"""
from __future__ import annotations

import ctypes
import ctypes.util
import os
from pathlib import Path
from typing import Iterator

from iter8._c import (
    analyses, documents, experiments, hosting, logs, queries, reports, routing, simulations,
)
from iter8._c.base import Functions
from iter8._version import __version__

CARRIED = Path(__file__).resolve().parent.parent / "_lib"
NAMES = ("libiter8.so.0", "libiter8.0.dylib", "iter8.dll")

FUNCTIONS: Functions = {
    **documents.FUNCTIONS,
    **experiments.FUNCTIONS,
    **analyses.FUNCTIONS,
    **queries.FUNCTIONS,
    **hosting.FUNCTIONS,
    **routing.FUNCTIONS,
    **simulations.FUNCTIONS,
    **logs.FUNCTIONS,
    **reports.FUNCTIONS,
}


class LibraryError(ImportError):
    """libiter8 is not there, or not the one that this package was made for."""


def _places() -> Iterator[str]:
    for name in NAMES:
        if (CARRIED / name).is_file():
            yield str(CARRIED / name)
    if os.environ.get("ITER8_LIBRARY"):
        yield os.environ["ITER8_LIBRARY"]
    yield ctypes.util.find_library("iter8") or NAMES[0]


def find() -> str:
    """The first place that is named: a wrong name is not passed over."""
    return next(_places())


def _open(path: str) -> ctypes.PyDLL:
    """Opens a library for short calls: with the GIL held, two threads never meet in an object."""
    try:
        return ctypes.PyDLL(path)
    except OSError as error:
        raise LibraryError(
            f"libiter8 cannot be loaded: {error}. Install the library or a wheel that carries it,"
            " or set ITER8_LIBRARY to the file", path=path) from error


def _check_version(library: ctypes.PyDLL, path: str) -> None:
    try:
        function = library.iter8_version
    except AttributeError:
        raise LibraryError(f"{path} is no libiter8: it has no iter8_version()", path=path) from None
    function.restype = ctypes.c_char_p
    found = function().decode()
    if found.split(".")[:2] != __version__.split(".")[:2]:
        wanted = ".".join(__version__.split(".")[:2])
        raise LibraryError(f"iter8 {__version__} needs libiter8 {wanted}.x, but {path} is {found}",
                           path=path)


def _declare(library: ctypes.CDLL, functions: Functions, path: str) -> None:
    for name, (result, parameters) in functions.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            raise LibraryError(
                f"{path} lacks {name}(), which iter8 {__version__} needs: the library is older than"
                " the package", path=path) from None
        function.restype = result
        function.argtypes = parameters


def load(path: str) -> ctypes.PyDLL:
    """Loads libiter8 from a file.

    Raises:
        LibraryError: it cannot be loaded, is another version or lacks a function.
    """
    library = _open(path)
    _check_version(library, path)
    _declare(library, FUNCTIONS, path)
    return library


path = find()
lib = load(path)

unlocked = ctypes.CDLL(path)
"""The same library for long calls, during which other threads run: only iter8_simulate()."""
_declare(unlocked, {"iter8_simulate": FUNCTIONS["iter8_simulate"]}, path)
