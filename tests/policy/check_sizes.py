#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that files and functions stay small enough to be read at one sitting."""
import re
import sys

from policy import ROOMS, main, sources, strip_comments

# What is delivered, and what only tests it.
SOURCE_FAIL, TEST_FAIL = 400, 600
HEADER_FAIL = 400
FUNCTION_FAIL, TEST_FUNCTION_FAIL = 40, 60
ROOM_FAIL = 4000
TESTS = {"tests", "bench", "examples"}
FOLDERS = ["include", "src", "backends", "tools", "examples", "bindings", "tests", "bench"]


def blank(text):
    """C text without what only looks like code: comments, strings, characters, directives."""
    text = re.sub(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', '""', strip_comments(text))
    directive = r"^[ \t]*#(?:\\\n|[^\n])*"
    return re.sub(directive, lambda m: "\n" * m.group().count("\n"), text, flags=re.M)


def functions(text):
    """(first line, number of lines) of each function, by counting braces.

    A function starts where its declaration does: after the last `;` or `}` outside of braces.
    """
    line, depth, start, body = 1, 0, None, False
    last = ""
    for char in text:
        if char == "\n":
            line += 1
        elif not char.isspace():
            if depth == 0 and start is None:
                start = line
            if char == "{":
                body = body or depth == 0 and last == ")"
                depth += 1
            elif char == "}":
                depth -= 1
                if depth == 0 and body:
                    yield start, line - start + 1
            if depth == 0 and char in ";}":
                start, body = None, False
            last = char


def check_file(path, is_test):
    text = path.read_text()
    lines = text.count("\n")
    limit = TEST_FAIL if is_test else SOURCE_FAIL if path.suffix == ".c" else HEADER_FAIL
    longest = TEST_FUNCTION_FAIL if is_test else FUNCTION_FAIL
    problems = []
    if lines > limit:
        problems.append(f"{path}: {lines} lines, more than {limit}")
    for start, length in functions(blank(text)):
        if length > longest:
            problems.append(f"{path}:{start}: a function of {length} lines, more than {longest}")
    return problems


def check(root, _args):
    problems = []
    for path in sources(root, *FOLDERS):
        problems += check_file(path, path.relative_to(root).parts[0] in TESTS)
    for room in ROOMS:
        lines = sum(p.read_text().count("\n") for p in sources(root, f"src/{room}"))
        if lines > ROOM_FAIL:
            problems.append(f"src/{room}: {lines} lines, more than {ROOM_FAIL}")
    return problems


def function(lines):
    return "static int f(int a,\n             int b)\n{\n" + "    a++;\n" * (lines - 4) + "}\n"


SAMPLES = [
    ({"src/base/a.c": "int x;\n" * 400, "src/base/a.h": "int x;\n" * 400}, None),
    ({"src/base/a.c": "int x;\n" * 401}, "401 lines"),
    ({f"src/base/a{i}.c": "int x;\n" * 400 for i in range(10)}, None),
    ({f"src/base/a{i}.c": "int x;\n" * 400 for i in range(11)}, "src/base: 4400 lines"),
    ({"src/base/a.h": "int x;\n" * 401}, "401 lines"),
    ({"tests/unit/base/test_a.c": "int x;\n" * 601}, "601 lines"),
    ({"src/base/a.c": function(40) + "static int t[] = {\n" + "1,\n" * 90 + "};\n"}, None),
    ({"src/base/a.c": "int y;\n" + function(41)}, "a.c:2: a function of 41 lines"),
    ({"src/base/a.c": "#define X '{'\nchar c = '}';\n/* { */\n" + function(41)}, "a.c:4:"),
]

if __name__ == "__main__":
    sys.exit(main(__doc__, check, SAMPLES))
