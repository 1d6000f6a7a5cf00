# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Simulations, decision logs, rollouts."""
import json

import hosts
import iter8
import pytest

SCENARIO = """\
apiVersion: iter8.tools/v2alpha2
kind: Scenario
metadata: {name: %s}
spec:
  requestsPerSecond: 10
  versions: [{name: v1, errorRate: 0.001}, {name: v2, errorRate: %s}]
  metrics: [{metric: error-rate, from: errorRate}]
  expect: {promoted: "%s", errorsServed: "<= 100"}
"""
HEALTHY = SCENARIO % ("healthy", 0.001, ">= 0.5")
BROKEN = SCENARIO % ("broken", 0.2, "<= 0.05")


@pytest.fixture
def experiment(text):
    return iter8.Experiment.from_yaml(text)


def test_a_simulation_says_what_came_of_its_runs(experiment):
    result = iter8.simulate(experiment, BROKEN, runs=300, seed=7)
    assert result.runs == 300 and result.tally.versions == ("v1", "v2")
    assert result.promoted.value < 0.05 < result.rolled_back.value
    assert result.promoted.low <= result.promoted.value <= result.promoted.high
    assert set(result.figures) == {f.name.lower() for f in iter8.Figure}
    assert sum(result.tally.ended) == 300
    assert result.tally.violated[0][0] == "error-rate" and result.tally.violated[0][1] > 250
    assert result.tally.spread(1, "v2").median == 10 or result.tally.spread(1, "v2").median == 5
    assert [e.expected for e in result.expectations] == [iter8.Expected.MET] * 2
    assert result.missed == () and result.to_dict()["seed"] in (7, "7")
    with pytest.raises(iter8.NotFoundError):
        result.tally.spread(99, "v2")


def test_the_same_seed_gives_the_same_whoever_makes_the_runs(text):
    one = iter8.simulate(text, BROKEN, runs=101, seed=3)
    four = iter8.simulate(text, BROKEN, runs=101, seed=3, threads=4)
    assert one.to_dict() == four.to_dict()
    assert one.to_dict() != iter8.simulate(text, BROKEN, runs=101, seed=4).to_dict()


def test_tallies_are_written_read_and_added(text):
    simulation = iter8.Simulation(text, HEALTHY)
    whole, first, second = (simulation.tally() for _ in range(3))
    simulation.run(whole, 20, seed=1)
    simulation.run(first, 12, seed=1)
    simulation.run(second, 8, seed=1, first=12)
    copy = iter8.Tally.from_dict(json.loads(json.dumps(first.to_dict())))
    copy.add(second)
    assert copy.to_dict() == whole.to_dict()


def test_each_run_is_handed_over(text):
    runs = []
    result = iter8.simulate(text, BROKEN, runs=10, each=runs.append)
    assert [r.number for r in runs] == list(range(10))
    promoted = sum(r.verdict is iter8.RunVerdict.PROMOTED for r in runs)
    assert promoted == result.tally.promoted["v2"]


def test_what_is_raised_while_runs_are_made_comes_out(text):
    def each(run):
        raise LookupError(run.number)

    with pytest.raises(LookupError) as caught:
        iter8.simulate(text, HEALTHY, runs=200, each=each)
    assert caught.value.args == (0,)


def test_metrics_of_an_experiment_come_with_it(text):
    mock = {"apiVersion": "iter8.tools/v2alpha2", "kind": "Metric",
            "metadata": {"name": "error-rate", "namespace": "shop"},
            "spec": {"mock": [{"name": "v1", "level": "0"}, {"name": "v2", "level": "0"}]}}
    bare = HEALTHY.replace("  metrics: [{metric: error-rate, from: errorRate}]\n", "")
    with pytest.raises(iter8.InvalidError):
        iter8.simulate(text, bare, runs=1)
    experiment = iter8.Experiment.from_yaml(text, metrics=mock)
    assert iter8.simulate(experiment, bare, runs=5).promoted.value == 1
    assert iter8.simulate(text, bare, metrics=mock, runs=5).promoted.value == 1


def test_a_scenario_that_is_wrong_is_told_with_its_place(text):
    wrong = HEALTHY.replace("promoted:", "promotion:")
    with pytest.raises(iter8.InvalidError) as caught:
        iter8.simulate(text, wrong)
    assert caught.value.path.startswith("spec.expect") and caught.value.line == 8
    assert [p.path for p in iter8.validate(wrong)] == [caught.value.path]


def test_the_log_of_a_run_can_be_replayed_and_explained(text):
    log = iter8.Simulation(text, BROKEN).log(5, seed=2)
    found = iter8.replay(log)
    assert found.identical and found.difference is None and found.steps > 10
    assert "iteration 1" in iter8.explain(log)


def test_a_replay_finds_the_first_difference(text):
    log = iter8.Simulation(text, BROKEN).log(5, seed=2)
    lines = log.splitlines(keepends=True)
    index = next(i for i, line in enumerate(lines) if '"iteration"' in line)
    lines[index] = lines[index].replace('"number":1', '"number":2')
    difference = iter8.replay(lines).difference
    assert difference.line == index + 1 and difference.member.startswith("iteration.number")
    assert (difference.recorded, difference.now) == ("2", "1")
    with pytest.raises(iter8.InvalidError) as caught:
        iter8.replay(log[:-10])
    assert caught.value.line == len(lines)
    assert str(caught.value).startswith(f"{len(lines)}: ")


def test_a_recorder_records_steps_as_they_are(text, experiment):
    lines = []
    recorder = iter8.Recorder(lines.append)
    hosts.run(experiment, recorder=recorder, record_event=lambda e: None)
    plain = iter8.Experiment.from_yaml(text)
    hosts.run(plain)
    assert experiment.to_yaml() == plain.to_yaml()
    assert iter8.replay(lines).identical and all(line.endswith("\n") for line in lines)
    assert sum('"DecisionLog"' in line for line in lines) == 1


def test_a_recorder_goes_through_exceptions_and_other_hosts(experiment):
    lines, calls = [], []

    def ask(question):
        calls.append(question)
        if len(calls) % 5 == 0:
            raise KeyError("it")
        return 0.001

    recorder, clock = iter8.Recorder(lines.append), iter8.VirtualClock()
    while not experiment.status.completed:
        more = {"acquire_target": lambda e: None} if len(calls) > 10 else {}
        try:
            for _ in experiment.steps(ask, lambda r: None, clock=clock, recorder=recorder,
                                      **more):
                pass
        except KeyError:
            pass
    assert iter8.replay(lines).identical
    assert sum('"DecisionLog"' in line for line in lines) == 2


def test_a_line_that_cannot_be_written_is_an_exception_and_the_step_is_undone(experiment):
    lines = []

    def write(line):
        if len(lines) == 5:
            lines.append("lost")
            raise OSError("no space left")
        lines.append(line)

    recorder, clock, errors = iter8.Recorder(write), iter8.VirtualClock(), 0
    while not experiment.status.completed:
        before = experiment.to_yaml()
        try:
            outcome = experiment.reconcile(lambda q: 0.001, lambda r: None, recorder=recorder,
                                           now_ns=clock.now_ns())
            clock.wait_until(outcome.next_ns)
        except OSError:
            errors += 1
            assert experiment.to_yaml() == before
    assert errors == 1
    assert iter8.replay(line for line in lines if line != "lost").identical


def test_a_rollout_keeps_what_was_decided(experiment):
    found = iter8.run(experiment, iter8.scripted({"error-rate": {"v1": 0.001, "v2": [
        0.001, 0.001, 0.05]}}))
    assert [w["v2"] for w in found.weights] == [10, 20, 5, 5, 5, 5, 5, 5, 5, 5]
    assert not found.promoted and found.status.recommended == "v1"
    third = found.iterations[2]
    assert (third.number, third.time_ns, third.winner) == (3, 20_000_000_000, "v1")
    assert third.values == {"error-rate": {"v1": 0.001, "v2": 0.05}}
    assert third.found == {"v1": 80, "v2": 20} and third.decided == {"v1": 95, "v2": 5}
    assert found.replay().identical and "iteration 3" in found.explain()


def test_a_script_without_a_metric_says_so(experiment):
    with pytest.raises(LookupError, match="'error-rate', only for latency"):
        iter8.run(experiment, iter8.scripted({"latency": 1}))
