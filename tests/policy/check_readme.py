#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that the README's C program is examples/embed/main.c and that links lead somewhere."""
import re
import sys

from policy import main

EMBED = "examples/embed/main.c"


def check(root, _args):
    readme = (root / "README.md").read_text(encoding="utf-8")
    program = (root / EMBED).read_text(encoding="utf-8").split("\n", 2)[2]
    problems = []
    if re.findall(r"```c\n(.*?)```", readme, re.S) != [program]:
        problems.append(f"README.md: the C program is not that of {EMBED}")
    for page in [root / "README.md", *sorted((root / "docs").glob("*.md"))]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            if not (page.parent / link).exists():
                problems.append(f"{page.relative_to(root)}: there is no {link}")
    return problems


PROGRAM = "/* a */\n/* b */\nint x;\n"
SAMPLES = [
    ({EMBED: PROGRAM, "README.md": "```c\nint x;\n```\n"}, None),
    ({EMBED: PROGRAM, "README.md": "```c\nint y;\n```\n"}, "is not that of"),
    ({EMBED: PROGRAM, "README.md": "```c\nint x;\n```\n[a](gone.md)\n"}, "there is no gone.md"),
]

if __name__ == "__main__":
    sys.exit(main(__doc__, check, SAMPLES))
