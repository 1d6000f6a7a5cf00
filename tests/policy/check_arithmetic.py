#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that the core does not compile where arithmetic is not that of IEEE 754's double: with the
80 bits of x87, with other kinds of excess precision, and with -ffast-math."""
import subprocess
import sys

from policy import main

SOURCE = "src/base/elementary.c"
EXCESS = ["-U__FLT_EVAL_METHOD__", "-D__FLT_EVAL_METHOD__="]
BAD = [([EXCESS[0], EXCESS[1] + method], "FLT_EVAL_METHOD") for method in ["1", "2", "-1"]]
BAD.append((["-D__FAST_MATH__=1"], "-ffast-math"))


def compile_with(compiler, root, options):
    command = [compiler, "-std=c11", "-w", "-fsyntax-only", "-I", str(root / "include"),
               "-I", str(root / "src"), *options, str(root / SOURCE)]
    result = subprocess.run(command, capture_output=True, text=True)
    return result.returncode, result.stderr


def check(root, args):
    code, said = compile_with(args.cc, root, [])
    problems = [f"{SOURCE} does not compile: {said}"] if code else []
    for options, word in BAD:
        code, said = compile_with(args.cc, root, options)
        if code == 0 or word not in said:
            problems.append(f"{SOURCE} compiles with {' '.join(options)}")
    return problems


def arguments(parser):
    parser.add_argument("--cc", default="cc", help="C compiler (default: cc)")


GUARD = """#include <float.h>
#if FLT_EVAL_METHOD != 0
#error FLT_EVAL_METHOD
#endif
"""
FAST = """#ifdef __FAST_MATH__
#error -ffast-math
#endif
"""
SAMPLES = [
    ({SOURCE: GUARD + FAST + "int x;\n"}, None),
    ({SOURCE: FAST + "int x;\n"}, "__FLT_EVAL_METHOD__=2"),
    ({SOURCE: GUARD + "int x;\n"}, "__FAST_MATH__"),
    ({SOURCE: "#error never\n"}, "does not compile"),
]

if __name__ == "__main__":
    sys.exit(main(__doc__, check, SAMPLES, arguments))
