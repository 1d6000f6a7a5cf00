#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that the build knows every source: each .c is named in a CMakeLists.txt, or in the script
`run` of an example."""
import re
import sys

from policy import main, sources

FOLDERS = ["src", "backends", "tools", "examples", "tests", "bench"]


def is_listed(root, path):
    """Named from its own folder, or by a neighbour as FOLDER/NAME, such as support/helper.c.

    A fuzz target goes by less: fuzz_NAME.c is iter8_add_fuzz(NAME).
    """
    name = rf"(?<![\w./-])(?:\S*/)?{re.escape(path.name)}\b"
    if path.stem.startswith("fuzz_"):
        name = rf"iter8_add_fuzz\({re.escape(path.stem[len('fuzz_'):])}\)"
    neighbour = rf"\b{re.escape(path.parent.name)}/{re.escape(path.name)}\b"
    top = root / path.relative_to(root).parts[0]
    for lists in [*top.rglob("CMakeLists.txt"), *top.rglob("run")]:
        pattern = name if lists.parent == path.parent else neighbour
        if lists.is_file() and re.search(pattern, lists.read_text()):
            return True
    return False


def check(root, _args):
    return [f"{path}: in no CMakeLists.txt" for path in sources(root, *FOLDERS, suffixes=(".c",))
            if not is_listed(root, path)]


SAMPLES = [
    ({"src/base/a.c": "", "src/base/CMakeLists.txt": "x(${CMAKE_CURRENT_SOURCE_DIR}/a.c)"}, None),
    ({"tests/x/y/a.c": "", "tests/x/CMakeLists.txt": "add(y/a.c)"}, None),
    ({"tests/x/a.c": "", "tests/y/CMakeLists.txt": "add(${D}/x/a.c)"}, None),
    ({"src/base/a.c": "", "src/base/CMakeLists.txt": "target_sources(x aa.c a.cc)"}, "in no CMake"),
    ({"tests/x/a.c": "", "tests/y/CMakeLists.txt": "add(a.c xx/a.c)"}, "in no CMakeLists.txt"),
    ({"tests/fuzz/fuzz_a.c": "", "tests/fuzz/CMakeLists.txt": "iter8_add_fuzz(a)"}, None),
    ({"tests/fuzz/fuzz_a.c": "", "tests/fuzz/CMakeLists.txt": "iter8_add_fuzz(b)"}, "in no CMake"),
    ({"examples/e/main.c": "", "examples/e/run": "cc \"$here/main.c\""}, None),
    ({"src/base/a.c": ""}, "in no CMakeLists.txt"),
]

if __name__ == "__main__":
    sys.exit(main(__doc__, check, SAMPLES))
