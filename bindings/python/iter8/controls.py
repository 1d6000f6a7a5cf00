# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What may be done to an experiment between its steps: metrics, histograms, commands."""
from __future__ import annotations

from typing import Any, Iterable, Optional, Tuple, Union

from iter8._c.calls import Diagnostics, check, encode, int64
from iter8._c.library import lib
from iter8.clocks import time_or_now
from iter8.documents import Document, DocumentLike, documents_of, only_document
from iter8.errors import Code, error_of
from iter8.model import Command
from iter8.view import ExperimentView

Documents = Union[DocumentLike, Iterable[DocumentLike], None]


class ExperimentControls(ExperimentView):
    """The side of an experiment on which a person steps in."""

    _strict: bool = False
    """What would be warned of is an error."""
    _given: Tuple[Document, ...] = ()
    """Metrics that were added: what is secret in them is not in a text of the experiment."""
    _touched: bool
    """Something was done since the last step began."""

    def add_metric(self, metric: Documents) -> None:
        """Adds Metric resources; those that it does not name are passed over.

        Raises:
            InvalidError: with all problems of the first one that has any.
        """
        documents = documents_of(metric)
        if not documents and isinstance(metric, (str, bytes)):
            raise error_of(Code.KIND, "there is no document in the text")
        for document in [*documents, *documents]:  # see Experiment.__init__
            self._add(document)

    def _add(self, document: Document) -> None:
        with Diagnostics(self._strict) as diagnostics:
            code = lib.iter8_experiment_add_metric(self.pointer, document.pointer,
                                                   diagnostics.pointer)
            check(code, diagnostics.problems())
        self._given += (document,)
        self._touched = True
        self._look()

    def has_metric(self, metric: str) -> bool:
        """Whether a metric has its Metric resource, or needs none because it is built in."""
        return bool(lib.iter8_experiment_has_metric(self.pointer, self.metric_index(metric)))

    def pause(self) -> bool:
        """Begins nothing more, but for a rollback. False: nothing was to be done; so the others."""
        return self._command(Command.PAUSE)

    def resume(self) -> bool:
        """Ends a pause."""
        return self._command(Command.RESUME)

    def abort(self) -> bool:
        """Ends the experiment: all traffic goes back to the baseline."""
        return self._command(Command.ABORT)

    def promote(self, version: Optional[str] = None) -> bool:
        """Ends the iterations and recommends a version; without one, the winner so far.

        Raises:
            NotFoundError: there is no such version, or it is not clear which.
        """
        return self._command(Command.PROMOTE, version)

    def _command(self, command: Command, version: Optional[str] = None) -> bool:
        code = lib.iter8_command(self.pointer, command,
                                 None if version is None else encode(version))
        check(code)
        self._touched = True
        return bool(code != Code.UNCHANGED)

    def set_histograms(self, histograms: DocumentLike, now_ns: Optional[int] = None) -> None:
        """Puts Fortio's results, by version, in the place of all that are there.

        Raises:
            InvalidError: with all problems.
        """
        self._histograms(lib.iter8_experiment_set_histograms, (), histograms, now_ns)

    def add_histogram(self, version: str, result: DocumentLike,
                      now_ns: Optional[int] = None) -> None:
        """Adds one result of Fortio's to what is there of a version.

        Raises:
            InvalidError: with all problems.
            NotFoundError: there is no such version.
        """
        self._histograms(lib.iter8_experiment_add_histogram, (encode(version),), result, now_ns)

    def _histograms(self, function: Any, version: Tuple[bytes, ...], source: DocumentLike,
                    now_ns: Optional[int]) -> None:
        document = only_document(source)
        with Diagnostics() as diagnostics:
            code = function(self.pointer, *version, document.pointer, int64(time_or_now(now_ns)),
                            diagnostics.pointer)
            check(code, diagnostics.problems())
        self._touched = True
