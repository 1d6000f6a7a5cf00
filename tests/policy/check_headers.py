#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that each public header compiles alone, as C11, C++11 and C++17, without a warning, that the
umbrella header may be included twice, and that ITER8_INIT prepares each public struct without a
warning."""
import re
import subprocess
import sys

from policy import main

FLAGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wmissing-field-initializers", "-Wshadow",
         "-Wconversion", "-Werror", "-fsyntax-only"]
CXX = ["-Wold-style-cast", "-Wzero-as-null-pointer-constant"]
GCC_CXX = [*CXX, "-Wuseless-cast"]
# The name of an argument, and how that compiler is called.
LANGUAGES = [("cc", ["-x", "c", "-std=c11"])] + [
    (name, ["-x", "c++", *warnings, "-std=" + standard])
    for name, warnings in [("cxx", GCC_CXX), ("clangxx", CXX)] for standard in ["c++11", "c++17"]]
UMBRELLA = "iter8/iter8.h"
STRUCT = re.compile(r"typedef struct (\w+) \{(?:(?!\}).)*?\bsize_t struct_size;", re.DOTALL)


def complaint(compiler, options, include_dir, text):
    """What a compiler says of a source; "" for nothing."""
    # C++ compilers that are gcc by name only do not know all of its warnings.
    command = [compiler, *options, *FLAGS, "-Wno-unknown-warning-option", "-I", str(include_dir), "-"]
    result = subprocess.run(command, input=text, capture_output=True, text=True)
    return result.stderr if result.returncode else ""


def including(names):
    # An empty source is itself against the standard, hence the declaration.
    return "".join(f'#include "{name}"\n' for name in names) + "typedef int nothing;\n"


def initializing(include_dir, name):
    """A source that prepares each struct of a header; None where there is none."""
    structs = STRUCT.findall((include_dir / name).read_text())
    functions = [f"{struct} make_{struct}(void);\n{struct} make_{struct}(void)\n{{\n"
                 f"    {struct} made = ITER8_INIT({struct});\n    return made;\n}}\n"
                 for struct in structs]
    return including([name, "iter8/init.h"]) + "".join(functions) if functions else None


def sources(include_dir, names):
    """Pairs of the header that a source is about, and the source."""
    for group in [[name] for name in names] + [[UMBRELLA, UMBRELLA]]:
        yield group[0], including(group)
    for name in names:
        source = initializing(include_dir, name)
        if source:
            yield name, source


def check(root, args):
    include_dir = root / "include"
    names = [str(p.relative_to(include_dir)) for p in sorted(include_dir.rglob("*.h"))]
    if UMBRELLA not in names:
        return [f"{include_dir}: there is no {UMBRELLA}"]
    problems = []
    for language, options in LANGUAGES:
        compiler = getattr(args, language)
        if not compiler:
            continue
        for name, source in sources(include_dir, names):
            said = complaint(compiler, options, include_dir, source)
            if said:
                problems.append(f"{name} with {compiler} {options[-1]}: {said}")
    return problems


def arguments(parser):
    parser.add_argument("--cc", default="cc", help="C compiler (default: cc)")
    parser.add_argument("--cxx", default="c++", help="C++ compiler (default: c++)")
    parser.add_argument("--clangxx", default="", help="clang++, where it is a second one")


def sample(text, umbrella="#ifndef U\n#define U\n#include \"iter8/a.h\"\n#endif\n"):
    return {"include/iter8/a.h": text, "include/" + UMBRELLA: umbrella}


SAMPLES = [
    (sample("#include <stdint.h>\nint32_t f(void);\n"), None),
    (sample("int32_t f(void);\n"), "-std=c11"),
    (sample("int f(int class);\n"), "-std=c++11"),
    (sample("int f(void);;\n"), "-std=c11"),
    (sample("int x;\n", "struct twice { int x; };\n"), "iter8/iter8.h"),
    ({**sample("#include <stddef.h>\ntypedef struct s {\n    size_t struct_size;\n    int x;\n} s;\n"),
      "include/iter8/init.h": "#define ITER8_INIT(type) { .struct_size = sizeof(type) }\n"},
     "-std=c++17"),
    ({"include/iter8/a.h": "int x;\n"}, "there is no iter8/iter8.h"),
]

if __name__ == "__main__":
    sys.exit(main(__doc__, check, SAMPLES, arguments))
