# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Deciding on given numbers; a host's own weight algorithms."""
import math

import hosts
import iter8
import pytest

AB = """\
apiVersion: iter8.tools/v2alpha2
kind: Experiment
metadata:
  name: e
  namespace: ns
  annotations: {iter8.tools/weight-algorithm: by-value}
spec:
  target: t
  strategy:
    testingPattern: A/B/N
    weights: {maxCandidateWeight: 50, maxCandidateWeightIncrement: 20}
  criteria: {rewards: [{metric: r, preferredDirection: High}]}
  duration: {intervalSeconds: 10, iterationsPerLoop: 3}
  versionInfo: {baseline: {name: a}, candidates: [{name: b}, {name: c}]}
"""
VALUES = {"r": {"a": 1.0, "b": 2.0, "c": 5.0}}


def by_value(facts):
    """Shares in proportion to the rewards."""
    return {version.name: version.reward.value for version in facts.versions}


@pytest.fixture
def experiment(text):
    return iter8.Experiment.from_yaml(text)


def test_an_analysis_says_what_was_decided_and_why(experiment):
    analysis = experiment.analyze({"error-rate": {"v1": 0.001, "v2": 0.05}})
    assert (analysis.winner, analysis.best) == ("v1", ("v1",))
    assert analysis.winner_reason is iter8.WinnerReason.BASELINE_ONLY
    assert analysis.weights == {"v1": 95, "v2": 5}
    assert analysis.shares["v2"] == iter8.Weight(5, 5.0, 5.0, iter8.WeightReason.WANTED)
    [verdict] = analysis.verdicts["v2"]
    assert (verdict.satisfied, verdict.reason, verdict.value) == (
        False, iter8.VerdictReason.ABOVE, 0.05)
    assert verdict.objective.upper_limit == 0.01
    assert "above its upper limit 0.01" in analysis.explain("v2")
    assert analysis.to_dict()["winnerAssessment"]["data"]["winner"] == "v1"
    assert analysis.counterfactual == iter8.Counterfactual("error-rate", "v2", 0.05, 0.01, "v2")
    assert analysis.belief("v2", 0).chance == 0 and analysis.chances["v1"].meets_all == 1
    assert experiment.weights == {"v1": 100, "v2": 0}  # nothing has changed


def test_limits_may_hang_on_the_baseline(text):
    document = iter8.Document.from_yaml(text).to_dict()
    criteria = document["spec"]["criteria"]
    criteria["strength"] = {"relativeLimits": [{"metric": "error-rate", "upperLimit": "1.5"}]}
    asked = []
    document["metadata"]["annotations"] = {"iter8.tools/weight-algorithm": "own"}
    experiment = iter8.Experiment.from_dict(document, algorithms={"own": asked.append})
    [number, relative] = experiment.objectives[0].limits
    assert (number.number, relative.multiple, relative.is_relative) == (0.01, 1.5, True)
    assert relative.side is iter8.LimitSide.UPPER and relative.bound(2) == 3
    analysis = experiment.analyze({"error-rate": {"v1": 0.001, "v2": 0.002}})
    assert analysis.winner == "v1"
    assert analysis.verdicts["v2"][0].reason is iter8.VerdictReason.ABOVE_BASELINE
    assert analysis.explain("v2") == "error-rate is 0.002, above 1.5 times the baseline's 0.001"
    assert analysis.counterfactual.needed == pytest.approx(0.002 / 1.5)  # of the baseline
    [old, new] = (version.objectives[0] for version in asked[0].versions)
    assert [limit.is_relative for limit in old.limits] == [False]
    assert new.limits == experiment.objectives[0].limits


def test_limits_may_be_a_margin_to_the_baseline(text):
    document = iter8.Document.from_yaml(text).to_dict()
    document["spec"]["criteria"]["strength"] = {"relativeLimits": [
        {"metric": "error-rate", "upperLimit": 2, "upperMargin": "0.001", "upperFloor": "0.004"}]}
    experiment = iter8.Experiment.from_dict(document)
    [number, relative] = experiment.objectives[0].limits
    assert (relative.multiple, relative.number, relative.floor) == (2, 0.001, 0.004)
    assert (relative.bound(0.001), relative.bound(0.002)) == (0.004, 0.005)
    assert number.bound() == experiment.objectives[0].upper_limit == 0.01
    analysis = experiment.analyze({"error-rate": {"v1": 0, "v2": 0.0041}})
    assert analysis.verdicts["v2"][0].reason is iter8.VerdictReason.ABOVE_BASELINE
    assert analysis.explain("v2").endswith("above 0.004, which is allowed whatever the baseline has")
    assert experiment.analyze({"error-rate": {"v1": 0, "v2": 0.004}}).winner == "v2"


@pytest.mark.parametrize("measurements", [
    {"error-rate": {"v1": 0.001, "v2": 0.001}},
    lambda metric, version: iter8.Measurement(0.001),
])
def test_measurements_may_be_a_mapping_or_a_function(experiment, measurements):
    assert experiment.analyze(measurements).winner == "v2"


def test_what_is_missing_is_absent(experiment):
    analysis = experiment.analyze({})
    [verdict] = analysis.verdicts["v1"]
    assert analysis.winner is None and verdict.value is None
    assert analysis.best == () and analysis.counterfactual is None


def test_an_analysis_outlives_its_experiment(experiment):
    analysis = experiment.analyze({"error-rate": {"v1": 0.0, "v2": 0.0}})
    del experiment
    assert analysis.winner == "v2"


def test_wishes_of_an_own_algorithm_pass_the_guard():
    experiment = iter8.Experiment.from_yaml(AB, algorithms={"by-value": by_value})
    shares = experiment.analyze(VALUES).shares
    assert [s.wanted for s in shares.values()] == [12.5, 25.0, 62.5]
    assert [s.weight for s in shares.values()] == [60, 20, 20]


def test_a_run_goes_where_an_own_algorithm_leads():
    experiment = iter8.Experiment.from_yaml(AB, algorithms={"by-value": by_value})
    host = hosts.Recording(lambda q: VALUES["r"][q.version])
    hosts.run(experiment, host, host)
    assert [list(r.values()) for r in host.routes] == [[60, 20, 20], [35, 25, 40], [25, 25, 50]]


def test_nobody_knows_the_name_without_it():
    with pytest.raises(iter8.InvalidError) as caught:
        iter8.Experiment.from_yaml(AB)
    assert "by-value" in str(caught.value)


def test_an_algorithm_sees_facts_and_may_explore():
    seen = []

    def want(facts):
        seen.append(facts)
        return [0, 0, 1]

    experiment = iter8.Experiment.from_yaml(
        AB, algorithms={"by-value": iter8.WeightAlgorithm(want, exploration_percent=30)})
    assert experiment.analyze(VALUES).shares["a"].wanted == 10
    [facts] = seen
    assert [v.name for v in facts.versions] == ["a", "b", "c"] and facts.iteration == 1
    assert (facts.max_candidate_weight, facts.max_candidate_weight_increment) == (50, 20)
    c = facts.versions[2]
    assert (c.reward.value, c.reward.sample_size, c.is_best, c.weight) == (5.0, None, True, 0)
    assert c.objectives == () and c.reward.upper_limit == math.inf
    assert not facts.reward_is_less and facts.steps == ()


def test_no_answer_of_an_algorithm_leaves_all_where_they_are():
    experiment = iter8.Experiment.from_yaml(AB, algorithms={"by-value": lambda facts: None})
    assert experiment.analyze(VALUES).weights == {"a": 100, "b": 0, "c": 0}


@pytest.mark.parametrize("want, error", [
    (lambda facts: 1 / 0, ZeroDivisionError),
    (lambda facts: {"d": 1}, ValueError),
    (lambda facts: [1, 2], ValueError),
    (lambda facts: ["x", 1, 2], ValueError),
])
def test_what_an_algorithm_raises_comes_out(want, error):
    experiment = iter8.Experiment.from_yaml(AB, algorithms={"by-value": want})
    with pytest.raises(error):
        experiment.analyze(VALUES)
    now = hosts.to_running(experiment)
    before = experiment.to_yaml()
    with pytest.raises(error):
        experiment.reconcile(lambda q: 1.0, lambda r: None, now_ns=now)
    assert experiment.to_yaml() == before


def test_what_an_algorithm_raises_later_undoes_the_step():
    def want(facts):
        return by_value(facts) if facts.iteration < 3 else 1 / 0

    experiment = iter8.Experiment.from_yaml(AB, algorithms={"by-value": want}, history=9)
    outcome, before = None, None
    with pytest.raises(ZeroDivisionError):
        while True:
            before = experiment.to_yaml(), experiment.history
            outcome = experiment.reconcile(lambda q: 1.0, lambda r: None,
                                           now_ns=outcome.next_ns if outcome else 0)
    assert (experiment.to_yaml(), experiment.history) == before
    assert experiment.completed_iterations == 2


def test_what_an_algorithm_raises_comes_out_once():
    experiment = iter8.Experiment.from_yaml(AB, algorithms={"by-value": lambda facts: 1 / 0})
    now = hosts.to_running(experiment)

    def fail(event):
        raise KeyError(event.reason)

    with pytest.raises(ZeroDivisionError):
        experiment.reconcile(lambda q: 1.0, lambda r: None, now_ns=now, record_event=fail)
    with pytest.raises(KeyError):
        experiment.reconcile(lambda q: fail(iter8.Event("it", "", False, 0)), lambda r: None,
                             now_ns=now)
    with pytest.raises(ZeroDivisionError):
        experiment.analyze(VALUES)


def test_measurements_without_versions_are_told(experiment):
    with pytest.raises(TypeError, match="0.1 was measured of error-rate; a mapping by version"):
        experiment.analyze({"error-rate": 0.1})
