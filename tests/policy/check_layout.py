#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that tests/abi/layout.c pins every field of every public struct."""
import re
import sys

from policy import main, strip_comments


def fields(body):
    """The names of a struct's fields: the last word of a declaration, or (*name) of a function."""
    for declaration in body.split(";"):
        pointer = re.search(r"\(\s*\*\s*(\w+)\s*\)\s*\(", declaration)
        plain = re.search(r"(\w+)\s*(?:\[[^\]]*\]\s*)?$", declaration)
        if pointer or plain:
            yield (pointer or plain).group(1)


def public_structs(root):
    for header in sorted((root / "include").rglob("*.h")):
        text = strip_comments(header.read_text())
        for name, body in re.findall(r"typedef struct (\w+) \{(.*?)\n\}", text, flags=re.S):
            yield name, list(fields(body))


def check(root, _args):
    path = root / "tests/abi/layout.c"
    pinned = re.sub(r"\s+", " ", strip_comments(path.read_text()))
    problems = []
    count = 0
    for name, names in public_structs(root):
        count += 1
        if not re.search(rf"\bSIZE\({name}, \d+\)", pinned):
            problems.append(f"{path}: the size of {name} is not pinned")
        for field in names:
            if not re.search(rf"\bFIELD\({name}, {field}, \d+\)", pinned):
                problems.append(f"{path}: the place of {name}.{field} is not pinned")
    return problems if count else problems + ["no public struct was found"]


HEADER = ("typedef struct s {\n    int a; /* b; */\n    int (*f)(int x, void *y);\n    int c[2];\n"
          "} s;\n")
PINS = "SIZE(s, 24);\nFIELD(s, a, 0);\nFIELD(s, f, 8);\nFIELD(s, c, 16);\n"


def sample(pins):
    return {"include/iter8/a.h": HEADER, "tests/abi/layout.c": pins}


SAMPLES = [
    (sample(PINS), None),
    (sample(PINS.replace("SIZE(s, 24);", "")), "the size of s"),
    (sample(PINS.replace("FIELD(s, f, 8);", "")), "s.f is not pinned"),
    (sample(PINS.replace("FIELD(s, c, 16);", "/* FIELD(s, c, 16); */")), "s.c is not pinned"),
    ({"include/iter8/a.h": "int x;\n", "tests/abi/layout.c": PINS}, "no public struct"),
]

if __name__ == "__main__":
    sys.exit(main(__doc__, check, SAMPLES))
