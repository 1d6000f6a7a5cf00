# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Types, documentation, and the oldest Python."""
import ast
import inspect
import pydoc
import subprocess
import sys
from pathlib import Path

import iter8
import iter8.testing
import pytest

PACKAGE = Path(iter8.__file__).parent
USE = '''
import asyncio
import iter8
from iter8.testing import assert_policy

experiment = iter8.Experiment.from_yaml("")
source = iter8.scripted({"m": {"v1": 1.0, "v2": [1.0, None]}})

def ask(question: iter8.Question) -> float:
    return float(question.elapsed_s)

async def later(question: iter8.Question) -> float:
    return ask(question)

def send(route: iter8.Route) -> None:
    weights: dict[str, int] = route.weights

class Both:
    def measure(self, question: iter8.Question) -> float:
        return 0.0
    def write_weights(self, route: iter8.Route) -> None:
        return None

outcome: iter8.Outcome = experiment.reconcile(ask, send)
experiment.reconcile(Both(), Both())
experiment.reconcile(iter8.Host(metrics=source, router=send))
asyncio.run(experiment.areconcile(later, send))
share: float = assert_policy(experiment, "", runs=10).promoted.value
'''


def mypy(*arguments, cwd):
    pytest.importorskip("mypy")
    done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--cache-dir",
                           str(cwd / "cache"), *map(str, arguments)],
                          capture_output=True, text=True, cwd=cwd)
    return done.stdout + done.stderr, done.returncode


def test_the_package_is_clean_under_mypy_strict(tmp_path):
    text, code = mypy(PACKAGE, cwd=tmp_path)
    assert code == 0, text


def test_so_is_a_program_that_uses_it(tmp_path):
    (tmp_path / "use.py").write_text(USE)
    text, code = mypy("use.py", cwd=tmp_path)
    assert code == 0, text
    (tmp_path / "use.py").write_text(USE + "\nwrong: str = experiment.status.weights\n")
    text, code = mypy("use.py", cwd=tmp_path)
    assert code == 1 and "Incompatible types in assignment" in text


def public():
    """All that a user meets: names, and the methods and properties of classes."""
    names = {name: getattr(iter8, name) for name in iter8.__all__ if name[0] != "_"}
    names["assert_policy"] = iter8.testing.assert_policy
    for name, value in names.items():
        if inspect.isclass(value):
            for member, inner in vars(value).items():
                if inspect.isfunction(inner) and member[0] != "_":
                    yield f"{name}.{member}", inner
        if inspect.isclass(value) or inspect.isfunction(value):
            yield name, value


def test_everything_has_a_docstring():
    plain = {"Document.to_yaml", "Document.to_json", "SystemClock.now_ns", "SystemClock.wait_until",
             "VirtualClock.now_ns", "VirtualClock.wait_until"}
    missing = {name for name, value in public() if not (value.__doc__ or "").strip()}
    assert missing <= plain, missing - plain


def test_help_is_enough_to_begin():
    text = pydoc.render_doc(iter8, renderer=pydoc.plaintext)
    for word in ("Experiment.from_file", "reconcile", "nanoseconds since 1970", "Registry"):
        assert word in text


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.name)
def test_the_sources_are_of_the_oldest_python(path):
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))
