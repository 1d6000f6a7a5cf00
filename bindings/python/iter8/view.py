# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What an experiment says: its spec and its status, as ordinary objects."""
from __future__ import annotations

import ctypes
import json
from typing import Any, Dict, Optional, Tuple

from iter8._c.calls import Handle, check, decode, encode, written
from iter8._c.experiments import (
    iter8_condition, iter8_objective, iter8_spec, iter8_status, iter8_value, iter8_version_status,
)
from iter8._c.library import lib
from iter8.algorithms import number
from iter8.arguments import did_you_mean
from iter8.documents import JSON, JSON_COMPACT, YAML
from iter8.errors import Code, error_of
from iter8.limits import limits_of
from iter8.model import (
    ConditionStatus, ConditionType, DeploymentPattern, Ending, Objective, Stage, Status,
    TestingPattern, Value, ValueState, Weights, time_of,
)


_TROUBLE = {
    ConditionType.FAILED: ConditionStatus.TRUE,
    ConditionType.METRICS_AVAILABLE: ConditionStatus.FALSE,
    ConditionType.ROUTER_AVAILABLE: ConditionStatus.FALSE,
    ConditionType.WEIGHTS_HOLD: ConditionStatus.FALSE,
}


class ExperimentView:
    """The side of an experiment that only tells."""

    _handle: Handle

    @property
    def pointer(self) -> Any:
        """For the package's own calls."""
        return self._handle.pointer

    def _look(self) -> None:
        """Takes what does not change, or only when metrics are added or a status is restored."""
        p = self.pointer
        self.versions: Tuple[str, ...] = tuple(
            decode(self._version(i).name) for i in range(self._spec().version_count))
        """The names of the versions, the baseline first."""
        self.metrics: Tuple[str, ...] = tuple(
            decode(lib.iter8_experiment_metric_name(p, i))
            for i in range(self._spec().metric_count))
        """The names of the metrics that it measures, as it writes them."""

    def _spec(self) -> iter8_spec:
        out = iter8_spec()
        check(lib.iter8_experiment_spec(self.pointer, ctypes.byref(out)))
        return out

    def _status(self) -> iter8_status:
        out = iter8_status()
        check(lib.iter8_experiment_status(self.pointer, ctypes.byref(out)))
        return out

    def _version(self, index: int) -> iter8_version_status:
        out = iter8_version_status()
        check(lib.iter8_experiment_version(self.pointer, index, ctypes.byref(out)))
        return out

    def _condition(self, kind: int) -> iter8_condition:
        out = iter8_condition()
        check(lib.iter8_experiment_condition(self.pointer, kind, ctypes.byref(out)))
        return out

    @property
    def name(self) -> str:
        """`metadata.name`, or ""."""
        return decode(self._spec().name)

    @property
    def namespace(self) -> str:
        """`metadata.namespace`, or ""."""
        return decode(self._spec().name_space)

    @property
    def target(self) -> str:
        """`spec.target`, or ""."""
        return decode(self._spec().target)

    @property
    def annotations(self) -> Dict[str, str]:
        """`metadata.annotations`, a copy."""
        return dict((self.to_dict().get("metadata") or {}).get("annotations") or {})

    @property
    def testing_pattern(self) -> Optional[TestingPattern]:
        """None where a partial experiment has none."""
        pattern = self._spec().testing_pattern
        return TestingPattern(pattern) if pattern else None

    @property
    def deployment_pattern(self) -> DeploymentPattern:
        return DeploymentPattern(self._spec().deployment_pattern)

    @property
    def interval_s(self) -> int:
        """Seconds between iterations."""
        return int(self._spec().interval_s)

    @property
    def iterations(self) -> int:
        """How many the whole experiment has."""
        return int(self._spec().iterations)

    @property
    def baseline(self) -> Optional[str]:
        return self.versions[0] if self.versions else None

    @property
    def candidates(self) -> Tuple[str, ...]:
        return self.versions[1:]

    def variable(self, version: str, name: str) -> Optional[str]:
        """The value of a version's variable, or None."""
        value = lib.iter8_experiment_version_variable(self.pointer, self.version_index(version),
                                                      encode(name))
        return None if value is None else decode(value)

    @property
    def objectives(self) -> Tuple[Objective, ...]:
        """`spec.criteria.objectives`."""
        return tuple(self._objective(i)
                     for i in range(self._spec().objective_count))

    def _objective(self, index: int) -> Objective:
        out = iter8_objective()
        check(lib.iter8_experiment_objective(self.pointer, index, ctypes.byref(out)))
        return Objective(decode(out.metric), limits_of(out), bool(out.rollback_on_failure))

    def version_index(self, version: str) -> int:
        """The number of a version; 0 is the baseline.

        Raises:
            NotFoundError: there is no such version.
        """
        return self._index(self.versions, version, Code.NO_VERSION)

    def metric_index(self, metric: str) -> int:
        """The number of a metric.

        Raises:
            NotFoundError: the experiment does not measure it.
        """
        return self._index(self.metrics, metric, Code.NO_METRIC)

    @staticmethod
    def _index(names: Tuple[str, ...], name: str, code: Code) -> int:
        if name not in names:
            what = "version" if code is Code.NO_VERSION else "metric"
            raise error_of(code, f"the experiment has no {what} {name!r}"
                           + did_you_mean(name, names))
        return names.index(name)

    @property
    def stage(self) -> Stage:
        return Stage(self._status().stage)

    @property
    def completed_iterations(self) -> int:
        return int(self._status().completed_iterations)

    @property
    def start_ns(self) -> Optional[int]:
        """`status.startTime` in nanoseconds since 1970; None before the first iteration."""
        return time_of(self._status().start_ns)

    @property
    def weights(self) -> Weights:
        """The share of traffic that each version has, in percent."""
        return {name: self._version(index).weight
                for index, name in enumerate(self.versions)}

    @property
    def status(self) -> Status:
        """The status as it is now; it does not change with the experiment."""
        p = self.pointer
        now = self._status()
        conditions = {kind: ConditionStatus(self._condition(kind).status)
                      for kind in ConditionType}
        return Status(
            Stage(now.stage), int(now.completed_iterations), time_of(now.start_ns),
            time_of(now.last_update_ns), self.weights,
            self.versions[now.winner] if now.winner >= 0 else None,
            decode(now.recommended) or None,
            conditions,
            written(lib.iter8_experiment_message, p, guess=256),
            Ending(now.ending), bool(now.paused),
            {kind: written(lib.iter8_experiment_condition_message, p, kind, guess=256)
             for kind, bad in _TROUBLE.items() if conditions[kind] is bad})

    def value(self, metric: str, version: str) -> Value:
        """What is known of a metric for a version.

        Raises:
            NotFoundError: there is no such metric or version.
        """
        out = iter8_value()
        check(lib.iter8_experiment_value(self.pointer, self.metric_index(metric),
                                         self.version_index(version), ctypes.byref(out)))
        return Value(number(out.value), number(out.min), number(out.max), number(out.sample_size),
                     ValueState(out.state), decode(out.reason), out.carried)

    @property
    def values(self) -> Dict[str, Dict[str, Value]]:
        """What is known, by metric and version."""
        return {metric: {version: self.value(metric, version) for version in self.versions}
                for metric in self.metrics}

    def to_yaml(self) -> str:
        """The experiment with its status: what the library does not know is kept."""
        return written(lib.iter8_experiment_write, self.pointer, YAML)

    def to_json(self) -> str:
        """The same in JSON, indented."""
        return written(lib.iter8_experiment_write, self.pointer, JSON)

    def to_dict(self) -> Dict[str, Any]:
        """The same as Python's own objects."""
        tree: Dict[str, Any] = json.loads(self.to_text())
        return tree

    def to_text(self) -> str:
        """The same in one line of JSON."""
        return written(lib.iter8_experiment_write, self.pointer, JSON_COMPACT)

    def describe(self) -> str:
        """For people to read, as `iter8ctl describe` writes it."""
        return written(lib.iter8_describe, self.pointer)

    def to_html(self) -> str:
        """A page of the last iteration with charts; with a history, of those that are kept."""
        return written(lib.iter8_report_experiment, self.pointer, guess=1 << 16)
