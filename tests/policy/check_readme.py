#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that C programs in documents are those of the examples and that links lead somewhere."""
import re
import sys

from policy import main

EMBED = "examples/embed/main.c"
SINK = "examples/own-sink/sink.c"
BACKENDS = "docs/backends.md"


def blocks(root, page):
    return re.findall(r"```c\n(.*?)```", (root / page).read_text(encoding="utf-8"), re.S)


def program(root, name):
    """A source without its licence."""
    return (root / name).read_text(encoding="utf-8").split("\n", 2)[2]


def check(root, _args):
    problems = []
    if blocks(root, "README.md") != [program(root, EMBED)]:
        problems.append(f"README.md: the C program is not that of {EMBED}")
    if program(root, SINK) not in blocks(root, BACKENDS):
        problems.append(f"{BACKENDS}: no C program is that of {SINK}")
    for page in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            if not (page.parent / link).exists():
                problems.append(f"{page.relative_to(root)}: there is no {link}")
    return problems


PROGRAM = "/* a */\n/* b */\nint x;\n"
SAME, OTHER = "```c\nint x;\n```\n", "```c\nint y;\n```\n"
GOOD = {EMBED: PROGRAM, SINK: PROGRAM, "README.md": SAME, BACKENDS: OTHER + SAME}
SAMPLES = [
    (GOOD, None),
    (GOOD | {"README.md": OTHER}, "is not that of"),
    (GOOD | {BACKENDS: OTHER}, "no C program is that of"),
    (GOOD | {"README.md": SAME + "[a](gone.md)\n"}, "there is no gone.md"),
]

if __name__ == "__main__":
    sys.exit(main(__doc__, check, SAMPLES))
