# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Queries: the HTTP request that measures a Metric for one version. Nothing here is sent."""
from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Callable, Dict, Mapping, NamedTuple, Optional, Union

from iter8._c.calls import Diagnostics, Handle, check, decode, written
from iter8._c.library import lib
from iter8._c.queries import (
    iter8_named_text, iter8_query, iter8_query_options, iter8_request, look_up_function,
)
from iter8.arguments import flag, whole
from iter8.errors import Code

if TYPE_CHECKING:
    from iter8.experiment import Experiment


class SecretKey(NamedTuple):
    """What is looked up: one value of one secret."""

    namespace: str
    """The secret's namespace: its own, the Metric's, or "default"."""
    name: str
    key: str
    """Such as "password"."""


SecretSource = Union[Callable[[SecretKey], Union[str, bytes]], Mapping[str, Mapping[str, str]]]
"""The value of a key, or raises LookupError. A mapping is by the secret's name and its key."""


class Query:
    """A request: send what it says, and apply `jq` to the answer.

    `url`, `base_url`, `headers` and `text` may hold a secret, unless it is masked: do not show
    them.
    """

    def __init__(self, handle: Handle):
        self._handle = handle

    def _request(self) -> iter8_request:
        out = iter8_request()
        check(lib.iter8_query_request(self._handle.pointer, ctypes.byref(out)))
        return out

    def _pairs(self, read: Callable[..., int], count: int) -> Dict[str, str]:
        pairs = {}
        for index in range(count):
            out = iter8_named_text()
            check(read(self._handle.pointer, index, ctypes.byref(out)))
            pairs[decode(out.name)] = decode(out.value)
        return pairs

    @property
    def method(self) -> str:
        """"GET" or "POST"."""
        return decode(self._request().method)

    @property
    def url(self) -> str:
        """With the params, percent-encoded."""
        return decode(self._request().url)

    @property
    def base_url(self) -> str:
        """Without the params."""
        return decode(self._request().base_url)

    @property
    def params(self) -> Dict[str, str]:
        """Not encoded."""
        return self._pairs(lib.iter8_query_param, self._request().param_count)

    @property
    def headers(self) -> Dict[str, str]:
        return self._pairs(lib.iter8_query_header, self._request().header_count)

    @property
    def body(self) -> Optional[str]:
        """Of a POST."""
        body = self._request().body
        return None if body is None else decode(body)

    @property
    def jq(self) -> str:
        """The jq program that takes the number out of the JSON answer."""
        return decode(self._request().jq)

    @property
    def provider(self) -> str:
        return decode(self._request().provider)

    @property
    def text(self) -> str:
        """As people read requests: method and URL, a line per header, and the body."""
        return written(lib.iter8_query_write, self._handle.pointer)

    def mask(self, text: str) -> str:
        """A text, such as a server's answer, with *** in the place of each secret."""
        data = text.encode()
        return written(lib.iter8_query_mask, self._handle.pointer, data, len(data))

    def __repr__(self) -> str:
        return f"<iter8.Query {self.method}, provider {self.provider or 'not said'}>"


class _LookUp:
    """A source of secrets, as the library calls it."""

    def __init__(self, source: SecretSource):
        self._source = source
        self.error: Optional[BaseException] = None

    def find(self, wanted: Any, value: Any) -> int:
        key = SecretKey(decode(wanted.name_space), decode(wanted.name), decode(wanted.key))
        try:
            found = self._source(key) if callable(self._source) else self._source[key.name][key.key]
        except LookupError:
            return Code.NO_KEY
        if not isinstance(found, (str, bytes)):
            raise TypeError(f"the value of the key {key.key!r} is a text, not a"
                            f" {type(found).__name__}")
        data = found.encode() if isinstance(found, str) else found
        return int(lib.iter8_secret_value_set(value, data, len(data)))


def _look_up(wanted: Any, value: Any, source: _LookUp) -> int:
    try:
        return source.find(wanted.contents, value)
    except BaseException as error:  # comes out of the call that led here
        source.error = error
        return Code.HOST


_LOOK_UP = look_up_function(_look_up)


def render(experiment: Experiment, metric: str, version: str, now_ns: int,
           secrets: Optional[SecretSource], elapsed_s: int, masked: bool) -> Query:
    """See `Experiment.query`."""
    out = ctypes.POINTER(iter8_query)()
    elapsed_s, masked = whole("elapsed_s", elapsed_s, 0, (1 << 63) - 1), flag("masked", masked)
    if secrets is not None and not callable(secrets) and not isinstance(secrets, Mapping):
        raise TypeError(f"secrets is a function or a mapping, not {secrets!r}")
    look_up = None if secrets is None else _LookUp(secrets)
    with Diagnostics() as diagnostics:
        options = iter8_query_options(
            look_up=look_up_function() if look_up is None else _LOOK_UP, user_data=look_up,
            diagnostics=diagnostics.pointer, elapsed_s=elapsed_s, masked=int(masked))
        code = lib.iter8_query_render(
            experiment.pointer, experiment.metric_index(metric), experiment.version_index(version),
            now_ns, ctypes.byref(options), ctypes.byref(out))
        if look_up is not None and look_up.error is not None:
            raise look_up.error
        check(code, diagnostics.problems())
    return Query(Handle(out, lib.iter8_query_free, "query"))
