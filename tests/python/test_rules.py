# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Random experiments, through C and through the rules in Python: no difference."""
import os

import iter8
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rules import Rules

VALUES = [0.0, 1.0, 2.0, 2.5, 3.0, 1e-3, -4.0, None]
LIMITS = [None, None, 1.0, 2.0, 2.5, 0.0]
METRICS = ["m0", "m1", "m2"]


@st.composite
def cases(draw):
    """Rules, and what is measured in each of some iterations."""
    pattern = draw(st.sampled_from(["Canary", "A/B", "A/B/N"]))
    versions = 2 if pattern != "A/B/N" else draw(st.integers(2, 5))
    objectives = []
    for metric in METRICS[:draw(st.integers(0, 3))]:
        limits = draw(st.tuples(st.sampled_from(LIMITS), st.sampled_from(LIMITS)))
        lower, upper = sorted(limits) if None not in limits else limits
        objectives.append((metric, lower, upper, draw(st.integers(0, 4)) == 0))
    reward = (METRICS[2], draw(st.sampled_from(["High", "Low"]))) if pattern != "Canary" else None
    most, increment = draw(st.tuples(st.integers(0, 100), st.integers(0, 100)))
    rules = Rules(pattern, versions, objectives, reward, most, increment)
    used = sorted({o[0] for o in objectives} | ({reward[0]} if reward else set()))
    keys = [(m, v) for m in used for v in range(versions)]
    rows = draw(st.lists(st.lists(st.sampled_from(VALUES), min_size=len(keys), max_size=len(keys)),
                         min_size=1, max_size=6))
    return rules, [dict(zip(keys, row)) for row in rows]


def experiment_of(rules, iterations):
    objectives = [{k: v for k, v in {
        "metric": m, "lowerLimit": None if low is None else str(low),
        "upperLimit": None if high is None else str(high),
        "rollback_on_failure": rolls}.items() if v is not None}
        for m, low, high, rolls in rules.objectives]
    criteria = {"objectives": objectives} if objectives else {}
    if rules.reward:
        metric, direction = rules.reward
        criteria["rewards"] = [{"metric": metric, "preferredDirection": direction}]
    return iter8.Experiment.from_dict({
        "apiVersion": "iter8.tools/v2alpha2", "kind": "Experiment", "metadata": {"name": "e"},
        "spec": {
            "target": "t", "criteria": criteria,
            "strategy": {"testingPattern": rules.pattern, "weights": {
                "maxCandidateWeight": rules.most,
                "maxCandidateWeightIncrement": rules.increment}},
            "duration": {"intervalSeconds": 1, "iterationsPerLoop": iterations},
            "versionInfo": {"baseline": {"name": "v0"},
                            "candidates": [{"name": f"v{v}"} for v in range(1, rules.versions)]}}})


@settings(max_examples=int(os.environ.get("ITER8_EXAMPLES", "10000")), deadline=None,
          database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(cases())
def test_c_decides_as_the_rules_do(case):
    rules, rows = case
    rules.iterations = len(rows)
    experiment = experiment_of(rules, len(rows))
    done = 0

    def ask(question):
        return rows[done][question.metric, int(question.version[1:])]

    for outcome in experiment.steps(ask, lambda r: None, clock=iter8.VirtualClock()):
        if experiment.completed_iterations > done:
            rules.iterate(rows[done])
            done += 1
            status = experiment.status
            assert status.winner == (None if rules.winner is None else f"v{rules.winner}")
            assert status.recommended == f"v{rules.recommended}"
        if outcome.next_ns > outcome.now_ns or outcome.done:
            # What never had a value fails an experiment, which gives the traffic back.
            failed = outcome.done and experiment.status.ending is iter8.Ending.FAILED
            wanted = [100] + [0] * (rules.versions - 1) if failed else rules.weights
            assert list(experiment.weights.values()) == wanted
    assert outcome.done and done == (len(rows) if not rules.rolled_back else done)
    assert (experiment.status.ending is iter8.Ending.ROLLED_BACK) == rules.rolled_back
