# SPDX-License-Identifier: Apache-2.0
"""What the policy tests share: a look at the tree, a command line, and a proof that they can fail."""
import argparse
import pathlib
import re
import sys
import tempfile

ROOMS = ["base", "document", "path", "expression", "decode", "spec", "histogram", "statistics",
         "decide", "experiment", "metrics", "routing", "lifecycle", "registry", "log", "simulate",
         "check", "page", "report"]


def sources(root, *folders, suffixes=(".c", ".h")):
    """The source files below some folders of a tree, sorted."""
    found = []
    for folder in folders:
        found += [p for p in (root / folder).rglob("*") if p.suffix in suffixes and p.is_file()]
    return sorted(found)


def strip_comments(text):
    """C text with comments blanked out; every line stays where it is."""
    return re.sub(r"/\*.*?\*/|//[^\n]*", lambda m: re.sub(r"[^\n]", " ", m.group()), text,
                  flags=re.S)


def api_names(headers):
    """The functions that headers mark with ITER8_API."""
    names = set()
    for header in headers:
        text = strip_comments(header.read_text())
        names |= set(re.findall(r"^ITER8_API\s[^;]*?(\w+)\(", text, flags=re.M))
    return names


def write_tree(root, files):
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def self_test(check, samples):
    """Runs a check on made-up trees. Each sample is (files, what must be said); None: nothing."""
    failures = 0
    for number, (files, wanted) in enumerate(samples):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            write_tree(root, files)
            problems = check(root)
        good = not problems if wanted is None else any(wanted in p for p in problems)
        if not good:
            failures += 1
            print(f"sample {number}: wanted {wanted!r}, got {problems}", file=sys.stderr)
    print(f"self-test: {len(samples)} samples, {failures} wrong")
    return 1 if failures or not any(wanted for _, wanted in samples) else 0


def main(description, check, samples, arguments=None):
    """Runs check(root, args) on the project, or check on the samples with --self-test.

    @p arguments may add to the parser.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", type=pathlib.Path,
                        default=pathlib.Path(__file__).resolve().parents[2],
                        help="the project's folder (default: this one)")
    parser.add_argument("--self-test", action="store_true",
                        help="show on made-up input that the test can fail")
    if arguments:
        arguments(parser)
    args = parser.parse_args()
    if args.self_test:
        return self_test(lambda root: check(root, args), samples)
    problems = check(args.root, args)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(problems)} problems")
    return 1 if problems else 0
