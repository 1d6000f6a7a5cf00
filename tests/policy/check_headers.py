#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that each public header compiles alone, as C11 and as C++11, without a warning, and that
the umbrella header may be included twice."""
import subprocess
import sys

from policy import main

FLAGS = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only"]
LANGUAGES = [("cc", ["-x", "c", "-std=c11"]), ("cxx", ["-x", "c++", "-std=c++11"])]
UMBRELLA = "iter8/iter8.h"


def complaint(compiler, options, include_dir, names):
    """What a compiler says of a source that includes headers and nothing else; "" for nothing."""
    # An empty source is itself against the standard, hence the declaration.
    text = "".join(f'#include "{name}"\n' for name in names) + "typedef int nothing;\n"
    result = subprocess.run([compiler, *options, *FLAGS, "-I", str(include_dir), "-"], input=text,
                            capture_output=True, text=True)
    return result.stderr if result.returncode else ""


def check(root, args):
    include_dir = root / "include"
    names = [str(p.relative_to(include_dir)) for p in sorted(include_dir.rglob("*.h"))]
    if UMBRELLA not in names:
        return [f"{include_dir}: there is no {UMBRELLA}"]
    problems = []
    for language, options in LANGUAGES:
        compiler = getattr(args, language)
        for group in [[name] for name in names] + [[UMBRELLA, UMBRELLA]]:
            said = complaint(compiler, options, include_dir, group)
            if said:
                problems.append(f"{group[0]} with {compiler} {options[-1]}: {said}")
    return problems


def arguments(parser):
    parser.add_argument("--cc", default="cc", help="C compiler (default: cc)")
    parser.add_argument("--cxx", default="c++", help="C++ compiler (default: c++)")


def sample(text, umbrella="#ifndef U\n#define U\n#include \"iter8/a.h\"\n#endif\n"):
    return {"include/iter8/a.h": text, "include/" + UMBRELLA: umbrella}


SAMPLES = [
    (sample("#include <stdint.h>\nint32_t f(void);\n"), None),
    (sample("int32_t f(void);\n"), "-std=c11"),
    (sample("int f(int class);\n"), "-std=c++11"),
    (sample("int f(void);;\n"), "-std=c11"),
    (sample("int x;\n", "struct twice { int x; };\n"), "iter8/iter8.h"),
    ({"include/iter8/a.h": "int x;\n"}, "there is no iter8/iter8.h"),
]

if __name__ == "__main__":
    sys.exit(main(__doc__, check, SAMPLES, arguments))
