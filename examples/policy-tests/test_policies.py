# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Unit tests of deployment policies, in Python; needs pytest and the package iter8.

Each folder beside this file holds a policy, experiment.yaml, and what may happen to it,
scenarios.yaml; a scenario says itself what it expects. A test may ask for more.
"""
from pathlib import Path

import iter8
import pytest
from iter8.testing import assert_policy

HERE = Path(__file__).resolve().parent


def scenarios(folder):
    return {s.name: s for s in iter8.read((HERE / folder / "scenarios.yaml").read_bytes())}


def policy(folder):
    return (HERE / folder / "experiment.yaml").read_bytes()


CASES = [pytest.param(path.parent.name, scenario, id=f"{path.parent.name}-{name}")
         for path in sorted(HERE.glob("*/scenarios.yaml"))
         for name, scenario in scenarios(path.parent.name).items()]


@pytest.mark.parametrize("folder, scenario", CASES)
def test_a_policy_does_as_its_scenario_expects(folder, scenario):
    assert_policy(policy(folder), scenario)


def test_a_late_failure_is_found_quickly():
    result = iter8.simulate(policy("tutorial"), scenarios("tutorial")["degrades-late"])
    assert result.tally.spread(7, "candidate").median == 65
    assert result.tally.spread(10, "candidate").median == 5


def test_one_rollout_with_scripted_metrics(rollout):
    """Numbers of one's own instead of a scenario: the error rate breaks its limit in the fourth."""
    found = rollout(policy("tutorial"), {
        "iter8-knative/mean-latency": 20,
        "iter8-knative/95th-percentile-tail-latency": 60,
        "iter8-knative/error-rate": {"current": 0.001, "candidate": [0.001, 0.001, 0.001, 0.02]},
    })
    assert [weights["candidate"] for weights in found.weights][:5] == [10, 20, 30, 5, 5]
    assert not found.promoted
