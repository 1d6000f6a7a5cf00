#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that the headers, the version script and the shared library name the same functions."""
import pathlib
import re
import subprocess
import sys

from policy import api_names, main


def map_names(path):
    """The names of a version script, in the order they stand in it, node by node."""
    text = re.sub(r"#[^\n]*|/\*.*?\*/", "", path.read_text(), flags=re.S)
    nodes = re.findall(r"global:(.*?)(?:local:|\})", text, flags=re.S)
    return [re.findall(r"[^\s;]+", node) for node in nodes]


def exported_names(library):
    """What the dynamic symbol table of a library defines, but for the names of version nodes."""
    lines = subprocess.run(["nm", "-D", "--defined-only", str(library)], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    symbols = [line.split()[-2:] for line in lines]
    return {name.split("@")[0] for kind, name in symbols if kind != "A"}


def compare(left, right, left_label, right_label):
    problems = [f"{name}: in {left_label}, not in {right_label}" for name in sorted(left - right)]
    return problems + [f"{name}: in {right_label}, not in {left_label}"
                       for name in sorted(right - left)]


def check_map(nodes, path):
    problems = []
    for names in nodes:
        if names != sorted(names):
            problems.append(f"{path}: the names of a node are not sorted")
    names = [name for node in nodes for name in node]
    for name in sorted({n for n in names if names.count(n) > 1}):
        problems.append(f"{path}: {name} stands twice")
    for name in names:
        if not re.fullmatch(r"iter8_\w+", name):
            problems.append(f"{path}: {name} is not the name of one public function")
    return problems


def check(root, args):
    headers, script, library = args.headers, args.map, args.library
    if args.self_test:
        headers, script, library = root / "include", root / "sample.map", root / "sample.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(root / "sample.c")],
                       check=True)
    functions = api_names(sorted(headers.glob("*.h")))
    nodes = map_names(script)
    listed = {name for node in nodes for name in node}
    problems = check_map(nodes, script)
    problems += compare(functions, listed, "the headers", "the version script")
    problems += compare(listed, exported_names(library), "the version script", "the library")
    return problems if functions else problems + [f"{headers}: no ITER8_API function"]


def arguments(parser):
    parser.add_argument("--headers", type=pathlib.Path, help="folder of the library's headers")
    parser.add_argument("--map", type=pathlib.Path, help="the library's version script")
    parser.add_argument("--library", type=pathlib.Path, help="the shared library")


def sample(header="ITER8_API int\niter8_b(void);\nITER8_API int iter8_a(int x);\n",
           names="iter8_a; iter8_b;", code="int iter8_a, iter8_b;\n"):
    return {"include/a.h": "/* ITER8_API int iter8_no(void); */\n" + header,
            "sample.map": "N {\nglobal:\n" + names + "\nlocal:\n *;\n};\n", "sample.c": code}


SAMPLES = [
    (sample(), None),
    (sample(names="iter8_a;"), "iter8_b: in the headers, not in the version script"),
    (sample(names="iter8_a; iter8_b; iter8_c;"),
     "iter8_c: in the version script, not in the headers"),
    (sample(names="iter8_b; iter8_a;"), "not sorted"),
    (sample(names="iter8_a; iter8_a; iter8_b;"), "stands twice"),
    (sample(names="iter8_*;"), "not the name of one public function"),
    (sample(code="int iter8_a;\n"), "iter8_b: in the version script, not in the library"),
    (sample(code="int iter8_a, iter8_b, leaked;\n"), "leaked: in the library, not in the version"),
    (sample(header=""), "no ITER8_API function"),
]

if __name__ == "__main__":
    sys.exit(main(__doc__, check, SAMPLES, arguments))
