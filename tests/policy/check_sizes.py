#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that files and functions stay small enough to be read at one sitting."""
import re
import sys

from policy import main, sources, strip_comments

SOURCE_FAIL, SOURCE_WARN = 600, 400
HEADER_FAIL = 400
FUNCTION_FAIL = 60
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
    limit = SOURCE_FAIL if path.suffix == ".c" or is_test else HEADER_FAIL
    problems = []
    if lines > limit:
        problems.append(f"{path}: {lines} lines, more than {limit}")
    elif path.suffix == ".c" and not is_test and lines > SOURCE_WARN:
        print(f"warning: {path}: {lines} lines, more than {SOURCE_WARN}")
    for start, length in functions(blank(text)):
        if length > FUNCTION_FAIL:
            problems.append(f"{path}:{start}: a function of {length} lines,"
                            f" more than {FUNCTION_FAIL}")
    return problems


def check(root, _args):
    problems = []
    for path in sources(root, *FOLDERS):
        problems += check_file(path, "tests" in path.relative_to(root).parts)
    return problems


def function(lines):
    return "static int f(int a,\n             int b)\n{\n" + "    a++;\n" * (lines - 4) + "}\n"


SAMPLES = [
    ({"src/base/a.c": "int x;\n" * 600, "src/base/a.h": "int x;\n" * 400}, None),
    ({"src/base/a.c": "int x;\n" * 601}, "601 lines"),
    ({"src/base/a.h": "int x;\n" * 401}, "401 lines"),
    ({"tests/unit/base/test_a.c": "int x;\n" * 601}, "601 lines"),
    ({"src/base/a.c": function(60) + "static int t[] = {\n" + "1,\n" * 90 + "};\n"}, None),
    ({"src/base/a.c": "int y;\n" + function(61)}, "a.c:2: a function of 61 lines"),
    ({"src/base/a.c": "#define X '{'\nchar c = '}';\n/* { */\n" + function(61)}, "a.c:4:"),
]

if __name__ == "__main__":
    sys.exit(main(__doc__, check, SAMPLES))
