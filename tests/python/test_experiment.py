# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What an experiment says, and what is wrong with one."""
import json
import pickle

import hosts
import iter8
import pytest

BROKEN = """\
apiVersion: iter8.tools/v2alpha2
kind: Experiment
metadata: {name: e}
spec:
  target: t
  strategy: {testingPattern: Canary}
  criteria: {objectives: [{metric: m, upperLimit: "1", lowerLimit: "2"}]}
  versionInfo: {baseline: {name: v1}, candidates: []}
"""
METRIC = """\
apiVersion: iter8.tools/v2alpha2
kind: Metric
metadata: {name: error-rate, namespace: shop}
spec: {mock: [{name: v1, level: "0.002"}, {name: v2, level: "0.001"}], type: Gauge}
"""


def test_the_spec_stands_in_attributes(text):
    experiment = iter8.Experiment.from_yaml(text)
    assert (experiment.name, experiment.namespace, experiment.target) == (
        "checkout", "shop", "default/checkout")
    assert experiment.versions == ("v1", "v2")
    assert (experiment.baseline, experiment.candidates) == ("v1", ("v2",))
    assert experiment.metrics == ("error-rate",)
    assert experiment.testing_pattern is iter8.TestingPattern.CANARY
    assert experiment.deployment_pattern is iter8.DeploymentPattern.PROGRESSIVE
    assert (experiment.interval_s, experiment.iterations) == (10, 10)
    assert experiment.objectives == (
        iter8.Objective("error-rate", (iter8.Limit(iter8.LimitSide.UPPER, 0.01),), False),)
    assert experiment.annotations == {}
    assert experiment.problems == ()


def test_variables_of_a_version(text):
    tree = iter8.Experiment.from_yaml(text).to_dict()
    tree["spec"]["versionInfo"]["baseline"]["variables"] = [{"name": "revision", "value": "r1"}]
    experiment = iter8.Experiment.from_dict(tree)
    assert experiment.variable("v1", "revision") == "r1"
    assert experiment.variable("v2", "revision") is None
    with pytest.raises(iter8.NotFoundError) as caught:
        experiment.variable("v3", "revision")
    assert caught.value.code is iter8.Code.NO_VERSION


def test_a_new_experiment_has_all_traffic_on_the_baseline(text):
    status = iter8.Experiment.from_yaml(text).status
    assert status.stage is iter8.Stage.NONE and status.weights == {"v1": 100, "v2": 0}
    assert (status.start_ns, status.start_time, status.winner, status.recommended) == (None,) * 4
    assert not status.completed and not status.failed and not status.paused


def test_the_status_of_a_run_stands_in_attributes(text):
    experiment = iter8.Experiment.from_yaml(text)
    hosts.run(experiment)
    status = experiment.status
    assert status.completed and status.ending is iter8.Ending.COMPLETED
    assert (status.winner, status.recommended, status.completed_iterations) == ("v2", "v2", 10)
    assert status.weights == {"v1": 5, "v2": 95}
    assert status.start_time.isoformat() == "1970-01-01T00:00:00+00:00"
    assert status.message == "ExperimentCompleted: Experiment completed successfully"
    value = experiment.value("error-rate", "v2")
    assert (value.value, value.state, value.carried) == (0.001, iter8.ValueState.PRESENT, 0)
    assert experiment.values["error-rate"]["v2"] == value
    assert "Winning version: v2" in experiment.describe()


def test_a_saved_experiment_goes_on_where_it_was(text):
    one, two = iter8.Experiment.from_yaml(text), iter8.Experiment.from_yaml(text)
    hosts.run(one)
    for outcome in two.steps(lambda q: 0.001, lambda r: None, clock=iter8.VirtualClock()):
        if outcome.now_ns >= 40_000_000_000:
            break
    again = iter8.Experiment.from_json(two.to_json())
    list(again.steps(lambda q: 0.001, lambda r: None, clock=iter8.VirtualClock(outcome.now_ns)))
    assert again.to_dict() == one.to_dict()


def test_what_is_not_known_survives(text):
    tree = iter8.Experiment.from_yaml(text).to_dict()
    tree["spec"]["mine"] = {"deep": [1, "2"]}
    assert iter8.Experiment.from_dict(tree).to_dict() == tree


def test_an_error_carries_all_problems_with_their_places():
    with pytest.raises(iter8.InvalidError) as caught:
        iter8.Experiment.from_yaml(BROKEN)
    error = caught.value
    places = {(p.code, p.path, p.line) for p in error.problems}
    assert (iter8.Code.LIMITS, "spec.criteria.objectives[0]", 7) in {
        (c, p[:len("spec.criteria.objectives[0]")], n) for c, p, n in places}
    assert any(code is iter8.Code.CANDIDATES for code, _, _ in places)
    first = error.problems[0]
    assert (error.code, error.path, error.line, error.column) == (
        first.code, first.path, first.line, first.column)
    assert str(error).splitlines() == [str(p) for p in error.problems]


def test_problems_of_a_dict_have_paths_but_no_lines():
    [document] = iter8.read(BROKEN)
    with pytest.raises(iter8.InvalidError) as caught:
        iter8.Experiment.from_dict(document.to_dict())
    assert caught.value.path and caught.value.line is None


def test_validate_lists_and_does_not_raise(text):
    assert iter8.validate(text) == ()
    assert iter8.Experiment.from_yaml(text).validate() == ()
    problems = iter8.validate(text + "---\n" + BROKEN)
    assert len(problems) >= 2 and all(p.line > 9 for p in problems)
    assert [p.code for p in iter8.validate("a: [")] == [iter8.Code.SYNTAX]
    assert iter8.validate({"kind": "Metric", "apiVersion": "iter8.tools/v2alpha2"}) != ()


def test_warnings_are_no_errors(text):
    strange = text.replace("name: checkout,", "name: checkout, annotations: {iter8.tools/none: x},")
    experiment = iter8.Experiment.from_yaml(strange)
    assert [p.severity for p in experiment.problems] == [iter8.Severity.WARNING]
    assert iter8.validate(strange) == experiment.problems


def test_a_file_is_named_in_its_errors(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text(BROKEN)
    with pytest.raises(iter8.InvalidError) as caught:
        iter8.Experiment.from_file(path)
    assert caught.value.source == str(path)
    assert str(caught.value).startswith(f"{path}:7:")


def test_metrics_may_stand_beside_the_experiment(text):
    beside = iter8.Experiment.from_yaml(text + "---\n" + METRIC)
    given = iter8.Experiment.from_yaml(text, metrics=METRIC)
    assert beside.has_metric("error-rate") and given.to_dict() == beside.to_dict()
    hosts.run(beside, metrics=None)
    assert beside.status.recommended == "v2"


def test_a_text_with_two_experiments_is_refused(text):
    with pytest.raises(iter8.InvalidError) as caught:
        iter8.Experiment.from_yaml(text + "---\n" + text)
    assert caught.value.code is iter8.Code.KIND


def test_defaults_hold_where_the_experiment_says_nothing(text):
    defaults = {"metadata": {"annotations": {"iter8.tools/weight-steps": "25, 50"}}}
    experiment = iter8.Experiment.from_yaml(text, defaults=defaults)
    host = hosts.Recording()
    hosts.run(experiment, host, host)
    assert [r["v2"] for r in host.routes][:2] == [10, 20] or host.routes[0]["v2"] <= 25


def test_a_partial_experiment_is_analysed_and_not_run():
    experiment = iter8.Experiment.from_dict({"spec": {"versionInfo": {"baseline": {"name": "a"}}}},
                                            partial=True)
    assert experiment.testing_pattern is None
    with pytest.raises(iter8.InvalidError):
        experiment.reconcile(lambda q: 1.0, lambda r: None, now_ns=0)


def test_errors_can_be_pickled():
    with pytest.raises(iter8.InvalidError) as caught:
        iter8.Experiment.from_yaml(BROKEN)
    copy = pickle.loads(pickle.dumps(caught.value))
    assert type(copy) is iter8.InvalidError and copy.problems == caught.value.problems


def test_commands(text):
    experiment = iter8.Experiment.from_yaml(text)
    now = hosts.to_running(experiment)
    assert experiment.pause() and experiment.status.paused and not experiment.pause()
    assert experiment.reconcile(lambda q: 0.0, lambda r: None, now_ns=now).changed
    assert experiment.reconcile(lambda q: 0.0, lambda r: None, now_ns=now).next_ns is None
    assert experiment.resume()
    with pytest.raises(iter8.NotFoundError):
        experiment.promote("v3")
    assert experiment.promote("v2")
    hosts.run(experiment)
    assert experiment.status.ending is iter8.Ending.PROMOTED
    assert experiment.status.recommended == "v2"


def test_built_in_metrics_from_histograms(text):
    experiment = iter8.Experiment.from_yaml(text.replace("error-rate", "iter8-system/error-rate"))
    result = {"DurationHistogram": {"Count": 100, "Sum": 2, "Data": [
        {"Start": 0.01, "End": 0.03, "Count": 100}]}, "RetCodes": {"200": 99, "500": 1}}
    experiment.set_histograms({"v1": result, "v2": result}, now_ns=0)
    experiment.add_histogram("v2", json.dumps(result), now_ns=1)
    with pytest.raises(iter8.InvalidError):
        experiment.add_histogram("v2", {"RetCodes": {"200": "x"}}, now_ns=1)
    hosts.run(experiment, metrics=None)
    assert experiment.value("iter8-system/error-rate", "v2").value == 0.01


def test_the_last_iterations_are_kept_when_asked_for(text):
    experiment = iter8.Experiment.from_yaml(text, history=3)
    hosts.run(experiment)
    assert [i.number for i in experiment.history] == [8, 9, 10]
    last = experiment.history[-1]
    assert (last.winner, last.found, last.decided) == (
        "v2", {"v1": 10, "v2": 90}, {"v1": 5, "v2": 95})
    assert last.values == {"error-rate": {"v1": 0.001, "v2": 0.001}}
    assert iter8.Experiment.from_yaml(text).history == []
