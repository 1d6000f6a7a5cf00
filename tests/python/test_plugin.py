# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Unit tests of policies: assert_policy, and the plugin for pytest."""
import os
import re
import subprocess
import sys
from pathlib import Path

import iter8
import pytest
from iter8.testing import assert_policy
from test_simulation import BROKEN, HEALTHY, SCENARIO

STRICT = SCENARIO % ("strict", 0.02, "<= 0.0001")


def test_a_policy_that_does_as_expected_passes(text):
    assert assert_policy(text, BROKEN, runs=300).rolled_back.value > 0.9


def test_a_policy_that_does_not_shows_a_bad_run(text, tmp_path):
    with pytest.raises(AssertionError) as caught:
        assert_policy(text, STRICT, runs=500, seed=3, log_folder=tmp_path)
    told = str(caught.value)
    assert told.startswith("strict, 500 runs, seed 3: 1 of 2 expectations are not met\n")
    assert re.search(r"promoted <= 0.0001: (missed|not enough runs), ", told)
    assert "errorsServed <= 100: met" in told
    assert "(promoted):" in told and "iteration 1" in told
    [path] = tmp_path.iterdir()
    assert f"iter8ctl replay {path}" in told
    number = int(re.search(r"Run (\d+)", told)[1])
    assert path.read_text() == iter8.Simulation(text, STRICT).log(number, seed=3)
    assert iter8.replay(path.read_text()).identical


def test_the_run_that_is_shown_is_one_that_misses_most(text, tmp_path):
    scenario = BROKEN.replace("promoted: ", "cutShort: ").replace('"<= 0.05"', '"%s"')
    text = text.replace('upperLimit: "0.01"', 'upperLimit: "0.01", rollback_on_failure: true')
    for wanted, rate, cut_short in (("<= 0.01", 0.2, True), (">= 0.99", 0.01, False)):
        made = []
        policy = scenario.replace("errorRate: 0.2", f"errorRate: {rate}") % wanted
        iter8.simulate(text, policy, runs=100, each=made.append)
        with pytest.raises(AssertionError) as caught:
            assert_policy(text, policy, runs=100, log_folder=tmp_path)
        run = made[int(re.search(r"Run (\d+)", str(caught.value))[1])]
        assert (run.ending is iter8.Ending.ROLLED_BACK) == cut_short
        if cut_short:
            assert run.iterations == min(r.iterations for r in made
                                         if r.ending is iter8.Ending.ROLLED_BACK)


def test_too_few_runs_are_no_success(text):
    with pytest.raises(AssertionError, match="promoted >= 0.5: not enough runs"):
        assert_policy(text, HEALTHY, runs=1)


def test_a_scenario_without_expectations_is_a_mistake(text):
    with pytest.raises(ValueError, match="expects nothing"):
        assert_policy(text, re.sub(r"  expect:.*\n", "", HEALTHY), runs=1)


def test_the_fixture_rolls_out_on_a_virtual_clock(rollout, text, tmp_path):
    script = {"error-rate": {"v1": 0.001, "v2": [0.001, 0.05]}}
    found = rollout(text, script, start_ns=10**18)
    assert found.status.recommended == "v1" and found.weights[1]["v2"] == 5
    assert found.iterations[0].time_ns == 10**18
    path = tmp_path / "e.yaml"
    path.write_text(text)
    assert rollout(path, lambda question: 0.001).promoted
    assert rollout(iter8.Experiment.from_yaml(text), iter8.Host(lambda q: 0.001, print)).promoted


INNER = '''
from pathlib import Path
def test_it(rollout):
    assert rollout(Path({path!r}).read_text(), {{"error-rate": 0.05}}).promoted
def test_other(rollout):
    rollout(Path({path!r}).read_text(), {{"error-rate": 0.001}})
'''


def test_a_failed_test_shows_its_decision_logs(text, tmp_path):
    (tmp_path / "e.yaml").write_text(text)
    (tmp_path / "test_inner.py").write_text(INNER.format(path=str(tmp_path / "e.yaml")))
    installed = subprocess.run([sys.executable, "-c", "from importlib import metadata;"
                                " metadata.version('iter8')"], capture_output=True, cwd=tmp_path)
    plugin = [] if installed.returncode == 0 else ["-p", "iter8.pytest_plugin"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, "."],
        cwd=tmp_path, capture_output=True, text=True,
        env={**os.environ, "PYTEST_ADDOPTS": "", "TMPDIR": str(tmp_path)})
    assert "1 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    assert "- rollout of checkout -" in done.stdout and "iteration 10" in done.stdout
    path = re.search(r"iter8ctl replay (\S+)", done.stdout)[1]
    assert iter8.replay(Path(path).read_text()).identical
    assert done.stdout.count("rollout of checkout") == 1
