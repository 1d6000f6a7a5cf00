# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""What the tests of the Python package share."""
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

TEXT = """\
apiVersion: iter8.tools/v2alpha2
kind: Experiment
metadata: {name: checkout, namespace: shop}
spec:
  target: default/checkout
  strategy: {testingPattern: Canary}
  criteria: {objectives: [{metric: error-rate, upperLimit: "0.01"}]}
  duration: {intervalSeconds: 10, iterationsPerLoop: 10}
  versionInfo: {baseline: {name: v1}, candidates: [{name: v2}]}
"""


@pytest.fixture(scope="session")
def project():
    """The folder of the project."""
    return ROOT


@pytest.fixture
def text():
    """A canary with one objective."""
    return TEXT


@pytest.fixture
def shared():
    """The folder with test data beside the project, which is no part of it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"there is no {folder}")
    return folder
