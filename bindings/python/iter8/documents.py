# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Documents: YAML or JSON text as a tree, read and written by field path.

Users need them for routing objects (an Istio VirtualService, an SMI TrafficSplit, ...) only;
wherever else the package takes a document, text or a dict will do.
"""
from __future__ import annotations

import ctypes
import json
import os
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple, Union

from iter8._c.calls import Diagnostics, Handle, check, decode, encode, int64, written
from iter8._c.documents import iter8_document, iter8_documents
from iter8._c.library import lib
from iter8.errors import Code, Error, error_of

YAML, JSON, JSON_COMPACT = 1, 2, 3
MOST_BYTES = 16 << 20
"""The library takes less, and then says where."""


class Document:
    """One document. Made by `read`, `Document.from_yaml` or `Document.from_dict`.

    A field path is what Iter8 writes in `weightObjRef.fieldPath`, such as
    ".spec.http[0].route[1].weight" or ".spec.traffic[tag=canary].percent".
    """

    __slots__ = ("_handle",)

    def __init__(self, handle: Handle):
        self._handle = handle

    @classmethod
    def from_yaml(cls, text: Union[str, bytes]) -> Document:
        """Reads a text that holds one document, YAML or JSON.

        Raises:
            InvalidError: with the place in the text.
        """
        found = read(text)
        if len(found) != 1:
            raise error_of(Code.KIND, f"one document is wanted, and there are {len(found)}")
        return found[0]

    @classmethod
    def from_dict(cls, tree: Union[Mapping[str, Any], List[Any]]) -> Document:
        """Makes a document of a tree of dicts, lists, texts, numbers, booleans and None."""
        found = read(_as_json(tree))
        if len(found) != 1:
            raise error_of(Code.KIND, f"one document is wanted, and there are {len(found)}")
        return found[0].copy()

    @property
    def pointer(self) -> Any:
        """For the package's own calls."""
        return self._handle.pointer

    @property
    def api_version(self) -> str:
        return decode(lib.iter8_document_api_version(self.pointer))

    @property
    def kind(self) -> str:
        return decode(lib.iter8_document_kind(self.pointer))

    @property
    def name(self) -> str:
        """`metadata.name`, or ""."""
        return decode(lib.iter8_document_name(self.pointer))

    @property
    def namespace(self) -> str:
        """`metadata.namespace`, or ""."""
        return decode(lib.iter8_document_namespace(self.pointer))

    def to_yaml(self) -> str:
        return written(lib.iter8_document_write, self.pointer, YAML)

    def to_json(self) -> str:
        return written(lib.iter8_document_write, self.pointer, JSON)

    def to_dict(self) -> Any:
        """The tree as Python's own objects."""
        return json.loads(written(lib.iter8_document_write, self.pointer, JSON_COMPACT))

    def copy(self) -> Document:
        """A copy that shares nothing with it, and that has no places in a text."""
        out = ctypes.POINTER(iter8_document)()
        check(lib.iter8_document_copy(self.pointer, None, ctypes.byref(out)))
        return owned(out)

    def number(self, field_path: str) -> float:
        """Reads a number, or a text that is one.

        Raises:
            NotFoundError: there is no such field.
            InvalidError: it is no number, or the path is malformed.
        """
        out = ctypes.c_double()
        self._read(lib.iter8_document_number, field_path, out)
        return out.value

    def string(self, field_path: str) -> str:
        """Reads a text; raises as `number`."""
        out = ctypes.c_char_p()
        self._read(lib.iter8_document_string, field_path, out)
        return decode(out.value)

    def boolean(self, field_path: str) -> bool:
        """Reads a boolean; raises as `number`."""
        out = ctypes.c_int32()
        self._read(lib.iter8_document_boolean, field_path, out)
        return bool(out.value)

    def _read(self, function: Any, field_path: str, out: Any) -> None:
        check(function(self.pointer, encode(field_path), ctypes.byref(out)))

    def set_integer(self, field_path: str, value: int) -> None:
        """Sets a field; all of the path but the last key must be there. Raises as `number`."""
        check(lib.iter8_document_set_integer(self.pointer, encode(field_path), int64(value)))

    def patch(self, operations: DocumentLike) -> None:
        """Applies a JSON Patch (RFC 6902), wholly or not at all.

        Raises:
            InvalidError: naming the operation that cannot be applied.
        """
        patch = only_document(operations)
        with Diagnostics() as diagnostics:
            code = lib.iter8_document_patch(self.pointer, patch.pointer, diagnostics.pointer)
            check(code, diagnostics.problems())

    def locate(self, field_path: str) -> Tuple[Optional[int], Optional[int]]:
        """Line and column of a field in the text that was read; None without one."""
        line, column = ctypes.c_uint32(), ctypes.c_uint32()
        lib.iter8_document_locate(self.pointer, encode(field_path), ctypes.byref(line),
                                  ctypes.byref(column))
        return line.value or None, column.value or None

    def __repr__(self) -> str:
        if self._handle.closed:
            return "<iter8.Document, closed>"
        return f"<iter8.Document {self.kind or 'without kind'} {self.name}>"


def _as_json(tree: Any) -> str:
    if not isinstance(tree, (Mapping, list)):
        raise TypeError(f"a document, its text, or a tree of dicts is wanted, not {tree!r}")
    return json.dumps(tree, allow_nan=False)


DocumentLike = Union[Document, str, bytes, Mapping[str, Any], List[Any]]
"""What can stand for a document: text in YAML or JSON, or a tree of Python's own objects."""


def owned(pointer: Any) -> Document:
    """A document that the library has made for us."""
    return Document(Handle(pointer, lib.iter8_document_free, "document"))


def read(text: Union[str, bytes]) -> List[Document]:
    """Reads all documents of a YAML stream or a JSON text; empty ones are passed over, and of a
    `kind: List` the objects in it are read.

    Raises:
        InvalidError: with line and column.
    """
    if not isinstance(text, (str, bytes, bytearray, memoryview)):
        raise TypeError(f"a text in YAML or JSON is wanted, not {text!r}")
    data = text.encode() if isinstance(text, str) else bytes(text)
    out = ctypes.POINTER(iter8_documents)()
    with Diagnostics() as diagnostics:
        code = lib.iter8_documents_read(data, len(data), None, diagnostics.pointer,
                                        ctypes.byref(out))
        check(code, diagnostics.problems())
    Handle(out, lib.iter8_documents_free, "document")
    return [Document(Handle(lib.iter8_documents_at(out, index), _leave, "document", out))
            for index in range(lib.iter8_documents_count(out))]


def _leave(_pointer: Any) -> None:
    """One document of several is freed with them."""


def read_file(path: Union[str, os.PathLike[str]]) -> List[Document]:
    """Reads all documents of a file; an error says which file it was."""
    with open(os.fspath(path), "rb") as file:
        text = file.read(MOST_BYTES + 1)  # a device or a pipe need not end
    if len(text) > MOST_BYTES:
        raise error_of(Code.TOO_LARGE, f"{os.fspath(path)} has more than {MOST_BYTES} bytes")
    try:
        return read(text)
    except Error as error:
        error.source = os.fspath(path)
        raise


def documents_of(source: Union[DocumentLike, Iterable[DocumentLike], None]) -> List[Document]:
    """All documents that are meant: of a text those in it, of a list those of its members."""
    if source is None:
        return []
    if isinstance(source, Document):
        return [source]
    if isinstance(source, (str, bytes)):
        return read(source)
    if isinstance(source, Mapping):  # of a List all that are in it
        return [document.copy() for document in read(_as_json(source))]
    if not isinstance(source, Iterable):
        raise TypeError(f"documents are wanted, not {source!r}")
    return [document for member in source for document in documents_of(member)]


def only_document(source: DocumentLike) -> Document:
    """The one document that is meant; a list is one, such as a JSON Patch."""
    if isinstance(source, Document):
        return source
    if isinstance(source, (str, bytes)):
        return Document.from_yaml(source)
    return Document.from_dict(source)


def by_kind(documents: Iterable[Document]) -> Dict[str, List[Document]]:
    """The documents, sorted by their kind."""
    kinds: Dict[str, List[Document]] = {}
    for document in documents:
        kinds.setdefault(document.kind, []).append(document)
    return kinds
