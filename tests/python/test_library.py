# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""How the library is found, and what is said when it is not the right one."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import iter8
import pytest

SOURCES = Path(iter8.__file__).parent


def imported(**environment):
    """What a new interpreter says that imports the package."""
    return subprocess.run([sys.executable, "-c", "import iter8; print(iter8.library_path)"],
                          env={**os.environ, **environment}, capture_output=True, text=True)


@pytest.fixture
def bare(tmp_path):
    """A copy of the package that carries no library."""
    shutil.copytree(SOURCES, tmp_path / "iter8",
                    ignore=shutil.ignore_patterns("_lib", "__pycache__"))
    return tmp_path


@pytest.fixture
def compiled(tmp_path):
    """Makes a library of a line of C."""
    if shutil.which("cc") is None:
        pytest.skip("there is no C compiler here")

    def compile(text):
        source, library = tmp_path / "made.c", tmp_path / "libmade.so"
        source.write_text(text)
        subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
        return str(library)

    return compile


def test_the_variable_names_the_library(bare):
    done = imported(PYTHONPATH=str(bare), ITER8_LIBRARY=iter8.library_path)
    assert done.stdout.strip() == iter8.library_path, done.stderr


def test_the_library_that_the_package_carries_comes_first(bare):
    (bare / "iter8" / "_lib").mkdir()
    carried = bare / "iter8" / "_lib" / "libiter8.so.0"
    shutil.copy(iter8.library_path, carried)
    done = imported(PYTHONPATH=str(bare), ITER8_LIBRARY="/none",
                    LD_LIBRARY_PATH=os.path.dirname(iter8.library_path))
    assert done.stdout.strip() == str(carried), done.stderr


def test_the_loader_comes_last(bare, tmp_path):
    (tmp_path / "libs").mkdir()
    shutil.copy(iter8.library_path, tmp_path / "libs" / "libiter8.so.0")
    folders = f"{tmp_path / 'libs'}:{os.path.dirname(iter8.library_path)}"
    done = imported(PYTHONPATH=str(bare), ITER8_LIBRARY="", LD_LIBRARY_PATH=folders)
    assert done.returncode == 0, done.stderr


def test_a_library_that_is_not_there_is_a_clear_error(bare):
    done = imported(PYTHONPATH=str(bare), ITER8_LIBRARY="/none/libiter8.so")
    assert "LibraryError: libiter8 cannot be loaded: /none/libiter8.so" in done.stderr
    assert "ITER8_LIBRARY" in done.stderr


def test_another_version_is_a_clear_error(bare, compiled):
    library = compiled('const char *iter8_version(void) { return "9.2.0"; }')
    done = imported(PYTHONPATH=str(bare), ITER8_LIBRARY=library)
    wanted = ".".join(iter8.__version__.split(".")[:2])
    assert (f"LibraryError: iter8 {iter8.__version__} needs libiter8 {wanted}.x,"
            f" but {library} is 9.2.0") in done.stderr


def test_an_older_library_of_the_same_version_is_a_clear_error(bare, compiled):
    library = compiled(f'const char *iter8_version(void) {{ return "{iter8.__version__}"; }}')
    done = imported(PYTHONPATH=str(bare), ITER8_LIBRARY=library)
    assert f"{library} lacks iter8_" in done.stderr and "older than the package" in done.stderr


def test_another_library_altogether_is_a_clear_error(bare, compiled):
    done = imported(PYTHONPATH=str(bare), ITER8_LIBRARY=compiled("int x;"))
    assert "is no libiter8: it has no iter8_version()" in done.stderr


def test_no_other_package_is_needed_at_run_time(bare):
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(bare)!r});"
         " import iter8; print(iter8.__version__)"],
        env={**os.environ, "ITER8_LIBRARY": iter8.library_path}, capture_output=True, text=True)
    assert done.stdout.strip() == iter8.__version__, done.stderr
