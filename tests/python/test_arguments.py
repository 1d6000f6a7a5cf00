# SPDX-License-Identifier: Apache-2.0
"""What is wrong with an argument is told by a usual exception that names it."""
import math

import pytest

import iter8
from iter8 import routing

EXPERIMENT = """\
apiVersion: iter8.tools/v2alpha2
kind: Experiment
metadata: {name: small}
spec:
  target: app
  strategy: {testingPattern: Canary}
  criteria:
    objectives:
    - {metric: errors, upperLimit: "0.01"}
  duration: {intervalSeconds: 1, iterationsPerLoop: 4}
  versionInfo:
    baseline: {name: old}
    candidates:
    - name: new
"""
METRIC = """\
apiVersion: iter8.tools/v2alpha2
kind: Metric
metadata: {name: errors}
spec: {urlTemplate: "http://h", mock: [{name: old, level: 0}, {name: new, level: 0}]}
"""
SCENARIO = """\
apiVersion: iter8.tools/v2alpha2
kind: Scenario
metadata: {name: calm}
spec:
  requestsPerSecond: 10
  versions: [{name: old, errorRate: 0}, {name: new, errorRate: 0}]
  metrics: [{metric: errors, from: errorRate}]
"""
OLD = {"errors": {"old": 0.0}}


def small(**options):
    return iter8.Experiment.from_yaml(EXPERIMENT, metrics=METRIC, **options)


def simulate(**options):
    return iter8.simulate(EXPERIMENT, SCENARIO, **{"runs": 2, **options})


def simulation():
    return iter8.Simulation(EXPERIMENT, SCENARIO)


def nothing(*_):
    return None


WRONG = [
    # Documents.
    (lambda: iter8.Experiment.from_yaml(3), TypeError, "text in YAML"),
    (lambda: iter8.Experiment.from_yaml(None), TypeError, "text in YAML"),
    (lambda: iter8.Experiment.from_json(b"\xff"), iter8.InvalidError, "UTF-8"),
    (lambda: iter8.Experiment.from_dict(3), TypeError, "dict"),
    (lambda: iter8.Experiment.from_dict([]), TypeError, "dict"),
    (lambda: iter8.Experiment.from_file(3), TypeError, "int"),
    (lambda: iter8.Experiment.from_file("/dev/zero"), iter8.InvalidError, "/dev/zero"),
    (lambda: iter8.Experiment.from_yaml(EXPERIMENT, metrics=3), TypeError, "documents"),
    (lambda: iter8.Experiment.from_yaml(EXPERIMENT, defaults=3), TypeError, "document"),
    (lambda: iter8.Experiment.from_yaml(EXPERIMENT, deafults={}), TypeError, "deafults"),
    (lambda: iter8.Experiment.from_dict({}, stict=True), TypeError, "stict"),
    (lambda: iter8.read(3), TypeError, "text"),
    (lambda: iter8.Document.from_dict("a: 1"), TypeError, "dicts"),
    (lambda: iter8.Document.from_dict({"a": math.nan}), ValueError, "JSON"),
    (lambda: iter8.read("a: 1")[0].number(3), TypeError, "text"),
    (lambda: iter8.read("a: 1")[0].set_integer("a", 1.5), TypeError, "1.5"),
    (lambda: iter8.read("a: 1")[0].set_integer("a", True), TypeError, "True"),
    (lambda: iter8.read("a: 1")[0].set_integer("a", 1 << 70), OverflowError, "64 bits"),
    (lambda: iter8.validate(3), TypeError, "documents"),
    (lambda: iter8.validate(EXPERIMENT, strict="no"), TypeError, "strict"),
    # Reading.
    (lambda: small(history=True), TypeError, "history"),
    (lambda: small(history=1.0), TypeError, "history"),
    (lambda: small(history=-1), ValueError, "history"),
    (lambda: small(history=100_001), ValueError, "history"),
    (lambda: small(partial="no"), TypeError, "partial"),
    (lambda: small(strict=1), TypeError, "strict"),
    (lambda: small(algorithms={"mine": 3}), TypeError, "mine"),
    (lambda: small(algorithms=3), TypeError, "algorithms"),
    (lambda: small(algorithms=[]), TypeError, "algorithms"),
    (lambda: small().add_metric(""), iter8.InvalidError, "no document"),
    (lambda: small(algorithms={3: nothing}), TypeError, "3"),
    (lambda: iter8.WeightAlgorithm(3), TypeError, "want"),
    (lambda: iter8.WeightAlgorithm(nothing, 101), ValueError, "exploration_percent"),
    (lambda: iter8.WeightAlgorithm(nothing, math.nan), ValueError, "exploration_percent"),
    (lambda: iter8.WeightAlgorithm(nothing, True), TypeError, "exploration_percent"),
    # Deciding.
    (lambda: small().analyze({"erors": {"old": 0}}), iter8.NotFoundError, "'errors'"),
    (lambda: small().analyze({"errors": {"odl": 0}}), iter8.NotFoundError, "'old'"),
    (lambda: small().analyze({"errors": 0}), TypeError, "errors"),
    (lambda: small().analyze({"errors": {"old": "0"}}), TypeError, "'0'"),
    (lambda: small().analyze({"errors": {"old": True}}), TypeError, "True"),
    (lambda: small().analyze({"errors": {"old": b"0"}}), TypeError, "b'0'"),
    (lambda: small().analyze({"errors": {"old": iter8.Measurement("1")}}), TypeError, "value"),
    (lambda: small().analyze({"errors": {"old": iter8.Measurement(1, 17)}}), ValueError, "17"),
    (lambda: small().analyze({"errors": {"old": iter8.Measurement(1, "PRESENT")}}), ValueError,
     "PRESENT"),
    (lambda: small().analyze({"errors": {"old": iter8.Measurement(1, 0, 3)}}), TypeError, "3"),
    (lambda: small().analyze(3), TypeError, "measurements"),
    (lambda: small().analyze([("errors", 0)]), TypeError, "measurements"),
    (lambda: small().analyze(mesurements=OLD), TypeError, "mesurements"),
    (lambda: small().analyze().belief("odl", 0), iter8.NotFoundError, "'old'"),
    (lambda: small().analyze().belief("old", True), TypeError, "objective"),
    (lambda: small().analyze().belief("old", -1), ValueError, "objective"),
    (lambda: small().analyze().explain("odl"), iter8.NotFoundError, "'old'"),
    (lambda: small().value("erors", "old"), iter8.NotFoundError, "'errors'"),
    (lambda: small().variable("old", 3), TypeError, "3"),
    # A step.
    (lambda: small().reconcile(nothing, nothing, now_ns=1.5), TypeError, "now_ns"),
    (lambda: small().reconcile(nothing, nothing, now_ns=True), TypeError, "now_ns"),
    (lambda: small().reconcile(nothing, nothing, now_ns="0"), TypeError, "now_ns"),
    (lambda: small().reconcile(nothing, nothing, now_ns=1 << 63), OverflowError, "64 bits"),
    (lambda: small().reconcile(3, nothing), TypeError, "measure"),
    (lambda: small().reconcile(nothing, 3), TypeError, "write_weights"),
    (lambda: small().reconcile(nothing, nothing, run_tasks=nothing), TypeError, "run_tasks"),
    (lambda: small().reconcile(nothing, nothing, run_task=3), TypeError, "run_task"),
    (lambda: small().reconcile(nothing, nothing, recorder=3), TypeError, "recorder"),
    (lambda: list(small().steps(nothing, nothing, clock=3)), TypeError, "clock"),
    (lambda: list(small().steps(nothing, nothing, clock=0)), TypeError, "clock"),
    (lambda: iter8.run(EXPERIMENT, nothing), TypeError, "experiment"),
    (lambda: iter8.run(small(), nothing, clock=3), TypeError, "clock"),
    (lambda: iter8.Host(seed=1.5), TypeError, "seed"),
    (lambda: iter8.Host(seed=True), TypeError, "seed"),
    (lambda: iter8.Recorder(3), TypeError, "write"),
    (lambda: iter8.Recorder(None), TypeError, "write"),
    (lambda: iter8.VirtualClock(1.5), TypeError, "now_ns"),
    (lambda: small().promote(3), TypeError, "3"),
    (lambda: small().query("errors", "old", 1.5), TypeError, "now_ns"),
    (lambda: small().query("errors", "old", elapsed_s=1.5), TypeError, "elapsed_s"),
    (lambda: small().query("errors", "old", elapsed_s=-1), ValueError, "elapsed_s"),
    (lambda: small().query("errors", "old", masked=1), TypeError, "masked"),
    (lambda: small().query("errors", "old", secrets=3), TypeError, "secrets"),
    (lambda: iter8.scripted(3), TypeError, "scripts"),
    (lambda: iter8.replay(3), TypeError, "log"),
    (lambda: iter8.explain(None), TypeError, "log"),
    # Simulations.
    (lambda: simulate(runs=0), ValueError, "runs"),
    (lambda: simulate(runs=-1), ValueError, "runs"),
    (lambda: simulate(runs=1.0), TypeError, "runs"),
    (lambda: simulate(runs=True), TypeError, "runs"),
    (lambda: simulate(runs=None), TypeError, "runs"),
    (lambda: simulate(runs=2**80), ValueError, "runs"),
    (lambda: simulate(runs=2**63, threads=2), ValueError, "runs"),
    (lambda: simulate(threads=2**80), ValueError, "threads"),
    (lambda: simulate(seed=1.5), TypeError, "seed"),
    (lambda: simulate(threads=0), ValueError, "threads"),
    (lambda: simulate(threads=2.0), TypeError, "threads"),
    (lambda: simulate(confidence=1), ValueError, "confidence"),
    (lambda: simulate(confidence=math.nan), ValueError, "confidence"),
    (lambda: simulate(confidence="0.9"), TypeError, "confidence"),
    (lambda: simulate(each=3), TypeError, "each"),
    (lambda: simulate(run=3), TypeError, "run"),
    (lambda: simulation().run(simulation().tally(), 0), ValueError, "count"),
    (lambda: simulation().run(None, 1), TypeError, "tally"),
    (lambda: simulation().run(simulation().tally(), 1, first=-1), ValueError, "first"),
    (lambda: simulation().run(simulation().tally(), 2**80), ValueError, "count"),
    (lambda: simulation().run(simulation().tally(), 2, first=2**63 - 2), ValueError, "count"),
    (lambda: simulation().run(simulation().tally(), 1, first=2**80), ValueError, "first"),
    (lambda: simulation().log(2**80), ValueError, "number"),
    (lambda: simulation().log(-1), ValueError, "number"),
    (lambda: simulation().log(1.0), TypeError, "number"),
    (lambda: simulation().tally().estimate("PROMOTED"), TypeError, "figure"),
    (lambda: simulation().tally().estimate(iter8.Figure.ERRORS, 0), ValueError, "confidence"),
    (lambda: simulation().tally().add(3), TypeError, "other"),
    (lambda: simulation().tally().spread(1.5, "old"), TypeError, "iteration"),
    # A registry.
    (lambda: iter8.Registry(poll_s="1"), TypeError, "poll_s"),
    (lambda: iter8.Registry(poll_s=True), TypeError, "poll_s"),
    (lambda: iter8.Registry(poll_s=math.nan), ValueError, "poll_s"),
    (lambda: iter8.Registry(poll_s=math.inf), ValueError, "poll_s"),
    (lambda: iter8.Registry(poll_s=-1), ValueError, "poll_s"),
    (lambda: iter8.Registry().add(3), TypeError, "experiment"),
    (lambda: iter8.Registry().add(small(), 1.5), TypeError, "now_ns"),
    (lambda: iter8.Registry().step(None), TypeError, "host"),
    (lambda: iter8.Registry().wake(small(), 1.5), TypeError, "1.5"),
    # Weights.
    (lambda: routing.held("r", small()), TypeError, "route"),
    (lambda: routing.read_weights(iter8.read("a: 1")[0], "e"), TypeError, "experiment"),
    (lambda: routing.write_weights("r", small(), {}), TypeError, "route"),
    (lambda: routing.write_weights(iter8.read("a: 1")[0], small(), 3), TypeError, "weights"),
    (lambda: routing.patch({"a": 1}, small(), {}), TypeError, "route"),
    (lambda: routing.in_order(["r"], small(), {}), TypeError, "route"),
    (lambda: routing.weight_reference("e", "old"), TypeError, "experiment"),
    (lambda: routing.scale({"old": 1.5}), TypeError, "old"),
    (lambda: routing.scale({"old": True}), TypeError, "old"),
    (lambda: routing.scale({"old": 1 << 40}), ValueError, "old"),
    (lambda: routing.complete({"old": 50.0, "new": None}), TypeError, "old"),
    (lambda: routing.complete({"old": -5, "new": None}), ValueError, "old"),
]


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_wrong_argument_is_named(number):
    call, kind, word = WRONG[number]
    with pytest.raises(kind) as caught:
        call()
    assert word in str(caught.value), caught.value
    assert "ctypes" not in str(caught.value)


class Index:
    """What NumPy's integers have."""

    def __init__(self, number):
        self.number = number

    def __index__(self):
        return self.number


def test_numbers_of_other_libraries_are_numbers():
    assert simulate(runs=Index(3)).runs == 3
    assert small(history=Index(2)).history == []
    assert small().analyze({"errors": {"old": Index(0), "new": 0}}).winner == "new"
    assert small().reconcile(nothing, nothing, now_ns=Index(5)).now_ns == 5


def test_what_is_not_a_finite_number_is_a_measurement_all_the_same():
    for number in (math.nan, math.inf, -math.inf):
        analysis = small().analyze({"errors": {"old": 0.0, "new": number}})
        assert analysis.winner == "old"


def test_a_hosts_whole_range_of_seeds_is_taken():
    for seed in (0, -1, 1 << 80):
        assert simulate(seed=seed).runs == 2
