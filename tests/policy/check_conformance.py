#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks docs/conformance.md: each rule names a test that exists or a row of docs/differences.md,
whose last columns name just those of Iter8's ways that can be asked for."""
import re
import sys

from policy import main, sources

PAGE = "docs/conformance.md"
DIFFERENCES = "docs/differences.md"
POLICY = "src/spec/settings.c"


def rows(text):
    """The cells of each row of the tables of a page, without their heads; with line numbers."""
    found = []
    head = True
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("|"):
            head = True
        elif re.fullmatch(r"[|:\- ]+", line):
            head = False
        elif not head:
            found.append((number, [cell.strip() for cell in line.strip("|").split("|")]))
    return found


def criterion_tests(root):
    """suite::test of every test in C."""
    names = set()
    for path in sources(root, "tests", suffixes=(".c",)):
        for match in re.finditer(r"^\s*Test\((\w+),\s*(\w+)", path.read_text(), re.M):
            names.add("::".join(match.groups()))
    return names


def python_tests(root):
    """Class.test of every test in Python."""
    names = set()
    for path in sources(root, "tests/unit", suffixes=(".py",)):
        name = ""
        for match in re.finditer(r"^class (\w+)|^    def (test_\w+)", path.read_text(), re.M):
            name = match.group(1) or name
            if match.group(2):
                names.add(f"{name}.{match.group(2)}")
    return names


def check_proof(cell, tests, differences):
    """What is wrong with the cell that says where a rule is shown."""
    quoted = re.findall(r'"([^"]+)"', cell)
    named = re.findall(r"`([^`]+)`", re.sub(r'"[^"]+"', "", cell))
    problems = [f"no row of {DIFFERENCES} begins with: {row}"
                for row in quoted if row not in differences]
    problems += [f"there is no test {name}" for name in named if name not in tests]
    if not quoted and not named:
        problems.append("names neither a test nor a difference")
    return problems


def check_ways(root, table):
    """Iter8's ways as the policy knows them, and as the column "as Iter8" tells them."""
    known = re.search(r"names\[\] = \{(.*?)\}", (root / POLICY).read_text(), re.S).group(1)
    known = set(re.findall(r'"([a-z0-9-]+)"', known))
    text = (root / DIFFERENCES).read_text()
    offered = {way for cells in table if len(cells) == 5
               for way in re.findall(r"`([a-z0-9-]+)`", cells[4])}
    problems = [f"{DIFFERENCES}: {POLICY} knows no {way}" for way in sorted(offered - known)]
    return problems + [f"{DIFFERENCES}: does not tell of {way}"
                       for way in sorted(known) if f"`{way}`" not in text]


def check(root, _args):
    tests = criterion_tests(root) | python_tests(root)
    table = [cells for _, cells in rows((root / DIFFERENCES).read_text())]
    differences = {cells[0] for cells in table}
    rules = rows((root / PAGE).read_text())
    problems = check_ways(root, table)
    problems += [] if rules else [f"{PAGE}: there are no rules"]
    for number, cells in rules:
        found = check_proof(cells[1], tests, differences) if len(cells) == 2 else ["not two cells"]
        problems += [f"{PAGE}:{number}: {problem}" for problem in found]
    return problems


def sample(proof, way="as-ever"):
    """A project with one rule, one test in C, one in Python and one difference."""
    return {PAGE: f"# Rules\n\n| rule | shown by |\n|---|---|\n| 1 is 1 | {proof} |\n",
            DIFFERENCES: f"| what | |\n|---|---|\n| `a` of b | c | d | e | `{way}` |\n",
            POLICY: 'names[] = {"as-ever"};',
            "tests/unit/x/test_x.c": "Test(x_y, one_is_one)\n{\n}\n",
            "tests/unit/x/test_x.py": "class Ones(CliTest):\n    def test_one(self):\n"}


SAMPLES = [
    (sample("`x_y::one_is_one`"), None),
    (sample('`Ones.test_one`, "`a` of b"'), None),
    (sample('"`a` of b"'), None),
    (sample("`x_y::two_is_one`"), "conformance.md:5: there is no test x_y::two_is_one"),
    (sample("`Twos.test_one`"), "there is no test Twos.test_one"),
    (sample("`x_y::one_is_one`, `Ones.test_two`"), "there is no test Ones.test_two"),
    (sample('"what"'), "begins with: what"),
    (sample('"b"'), "begins with: b"),
    (sample("everywhere"), "names neither"),
    (sample(""), "names neither"),
    (sample("`x_y::one_is_one` | more"), "not two cells"),
    (sample("`x_y::one_is_one`", "as-never"), "knows no as-never"),
    (sample("`x_y::one_is_one`", "as-never"), "does not tell of as-ever"),
    ({**sample("`x_y::one_is_one`"), PAGE: "| rule | shown by |\n"}, "there are no rules"),
]

if __name__ == "__main__":
    sys.exit(main(__doc__, check, SAMPLES))
