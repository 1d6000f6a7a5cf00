# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What Iter8 itself decided on made-up experiments, through Python."""
import json
import math

import iter8
import pytest

PROFILE = {"metadata": {"annotations": {"iter8.tools/profile": "iter8-v2alpha2"}}}


def cases(shared):
    with open(shared / "vectors" / "v2.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def check(case, analysis):
    expect, told = case["expect"], analysis.to_dict()
    winner = expect["winnerAssessment"]["data"]
    assert analysis.winner == winner["winner"]
    assert sorted(analysis.best) == sorted(winner["bestVersions"])
    assert told["versionAssessments"]["data"] == expect["versionAssessments"]["data"]
    assert told["winnerAssessment"]["data"]["winnerFound"] == winner["winnerFound"]
    exact = expect["weights"]["exact"]
    if not exact:
        assert analysis.weights == {}
        return
    assert [s.exact for s in analysis.shares.values()] == pytest.approx(exact, abs=1e-9)
    assert sum(analysis.weights.values()) == 100
    for weight, share in zip(analysis.weights.values(), exact):
        assert math.floor(share + 1e-9) <= weight <= math.ceil(share - 1e-9)


def test_under_its_profile_the_same_is_decided_as_by_iter8_itself(shared):
    found = cases(shared)
    assert len(found) >= 300
    for case in found:
        experiment = iter8.Experiment.from_dict(case["experiment"], partial=True, defaults=PROFILE)
        check(case, experiment.analyze())


def test_the_safe_profile_differs_only_where_nothing_is_asked_of_a_canary(shared):
    differences = 0
    for case in cases(shared):
        experiment = iter8.Experiment.from_dict(case["experiment"], partial=True)
        analysis = experiment.analyze()
        if analysis.winner_reason is iter8.WinnerReason.NO_OBJECTIVES:
            assert analysis.winner is None and experiment.objectives == ()
            differences += 1
        else:
            check(case, analysis)
    assert 0 < differences < 60
