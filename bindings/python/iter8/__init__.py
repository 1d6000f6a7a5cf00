# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Progressive delivery: decisions about traffic, winners and rollbacks, by libiter8.

An experiment says what is tried: its versions, the objectives that they must meet, how fast traffic
may move. You supply where metrics come from and where weights go, as callables::

    import iter8

    experiment = iter8.Experiment.from_file("experiment.yaml")

    def ask(question):          # a number in the metric's units; None where there is none
        return my_metrics[question.metric, question.version]

    def send(route):            # percent by version
        my_router.set(route.weights)

    for outcome in experiment.steps(ask, send):
        if outcome.changed:
            save(experiment.to_yaml())      # its status is all its memory
    print(experiment.status.recommended)

Where to go on:

- `Experiment`: `from_yaml`, `from_json`, `from_dict`, `from_file`; `status`, `weights`, `values`;
  `analyze` decides on given numbers and changes nothing; `reconcile` takes one step of its life,
  `steps` all of them, `areconcile` and `asteps` with coroutines; `pause`, `resume`, `abort`,
  `promote`.
- `Host`: all that an experiment may ask for. `PENDING`, `FAILED` and a `Failure` with its
  reason are answers too.
- `validate`: all problems of a text, each with its path, line and column.
- `simulate`: how it behaves over a thousand rollouts under a Scenario;
  `iter8.testing.assert_policy` makes a test of that, `run` one rollout on a virtual clock,
  `scripted` metrics for it. Results have `plot()`.
- `Recorder`, `replay`, `explain`, `report`: decision logs.
- `Registry`: many experiments in one process, one at a time for each target.
- `routing`: weights in Kubernetes objects and other documents. `read`: documents.
- `Error`: what the library raises, with `code`, `path`, `line` and `column`.

Times are nanoseconds since 1970, weights whole percent, values in the units of their metrics.
Objects may be used from any thread, but each by one at a time.
"""
from iter8 import routing
from iter8._c.library import LibraryError
from iter8._c.library import path as library_path
from iter8._version import __version__
from iter8.algorithms import (
    CriterionFacts, Shares, VersionFacts, WeightAlgorithm, WeightFacts, WeightFunction,
)
from iter8.analysis import Analysis
from iter8.clocks import Clock, SystemClock, VirtualClock
from iter8.documents import Document, DocumentLike, read
from iter8.errors import (
    BusyError, ClosedError, Code, Error, InvalidError, NotFoundError, Origin, Problem, Severity,
)
from iter8.experiment import Experiment
from iter8.hosting import (
    FAILED, PENDING, Action, Event, Failure, Host, MetricsSource, Outcome, Question, Reply, Route,
    Router, Task,
)
from iter8.limits import Limit, LimitSide
from iter8.log import Difference, Recorder, Replay, explain, replay
from iter8.model import (
    Command, ConditionStatus, ConditionType, DeploymentPattern, Ending, Measurement, MetricKind,
    Objective, Stage, Status, TestingPattern, Value, ValueState,
)
from iter8.queries import Query, SecretKey, SecretSource
from iter8.registry import Registry
from iter8.reports import report
from iter8.rollout import Rollout, run
from iter8.scripted import scripted
from iter8.series import SimulationResult, simulate
from iter8.simulation import Expectation, Expected, Simulation
from iter8.tally import Estimate, Figure, Run, RunVerdict, Spread, Tally
from iter8.validation import validate
from iter8.verdicts import (
    Belief, Chances, Counterfactual, Iteration, Verdict, VerdictReason, Weight, WeightReason, WinnerReason,
)

__all__ = [
    "Action", "Analysis", "Belief", "BusyError", "Chances", "Clock", "ClosedError", "Code",
    "Command", "ConditionStatus", "ConditionType", "Counterfactual", "CriterionFacts",
    "DeploymentPattern", "Difference", "Document", "DocumentLike", "Ending", "Error", "Estimate",
    "Event", "Expectation", "Expected", "Experiment", "FAILED", "Failure", "Figure", "Host",
    "InvalidError",
    "Iteration", "LibraryError", "Limit", "LimitSide", "Measurement", "MetricKind", "MetricsSource", "NotFoundError",
    "Objective", "Origin", "Outcome", "PENDING", "Problem", "Query", "Question", "Recorder", "Registry",
    "Replay", "Reply", "Rollout", "Route", "Router", "Run", "RunVerdict", "SecretKey",
    "SecretSource", "Severity", "Shares", "Simulation", "SimulationResult", "Spread", "Stage",
    "Status", "SystemClock", "Tally", "Task", "TestingPattern", "Value", "ValueState", "Verdict",
    "VerdictReason", "VersionFacts", "VirtualClock", "Weight", "WeightAlgorithm", "WeightFacts",
    "WeightFunction", "WeightReason", "WinnerReason", "__version__", "explain", "library_path",
    "read", "replay", "report", "routing", "run", "scripted", "simulate", "validate",
]
