#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that the library is pure: no data that can change, and no function that could do I/O, read
the clock, the environment or the locale, print or end the process."""
import re
import shutil
import subprocess
import sys

from policy import main

ALLOWED = set("""
    malloc calloc realloc free
    bcmp memchr memcmp memcpy memmove memset
    strchr strcmp strcspn strlen strncmp strpbrk strrchr strspn strstr
    bsearch
    acos asin atan atan2 ceil copysign cos exp exp2 expm1 fabs floor fma fmax fmin fmod frexp hypot
    ldexp llround log log10 log1p log2 lrint lround modf nearbyint nextafter pow remainder rint round
    scalbn sin sqrt tan tgamma trunc erf erfc
""".split())
# jansson and libyaml by prefix; json_dumps and its kin write to memory. What could open a file, or
# change the allocator that belongs to the process, is taken out again.
ALLOWED_PREFIXES = ("json_", "yaml_")
FORBIDDEN = re.compile(r"json_(load_file|loadf|loadfd|dump_file|dumpf|dumpfd|set_alloc_funcs2?"
                       r"|object_seed|v?pack\w*|v?sprintf)$"
                       r"|yaml_(parser_set_input|emitter_set_output)_file$")
# What compilers add by themselves.
COMPILER = {"__stack_chk_fail", "_GLOBAL_OFFSET_TABLE_"}
CONSTANT_SECTIONS = (".data.rel.ro",)
MUTABLE_SECTIONS = (".data", ".bss", ".tdata", ".tbss", ".sdata", ".sbss")


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def mutable_data(library):
    """Sections that hold variables, of each object in the archive."""
    problems = []
    member = ""
    for line in run("objdump", "-h", str(library)).splitlines():
        header = re.match(r"(\S+):\s+file format", line)
        section = re.match(r"\s*\d+\s+(\S+)\s+([0-9a-f]+)\s", line)
        if header:
            member = header.group(1)
        elif section:
            name, size = section.group(1), int(section.group(2), 16)
            is_constant = name.startswith(CONSTANT_SECTIONS)
            if name.startswith(MUTABLE_SECTIONS) and not is_constant and size:
                problems.append(f"{member}: {size} bytes of mutable data in {name}")
    return problems


def is_allowed(name):
    if FORBIDDEN.match(name):
        return False
    return name in ALLOWED or name in COMPILER or name.startswith(ALLOWED_PREFIXES)


def foreign_symbols(library):
    """Functions and variables that the archive takes from elsewhere and may not."""
    defined, wanted, problems = set(), {}, []
    member = ""
    for line in run("nm", str(library)).splitlines():
        match = re.match(r"[0-9a-f ]*\s([A-Za-z])\s(\S+)$", line)
        if line.endswith(":"):
            member = line[:-1]
        elif match and match.group(1) in "Uw":
            wanted.setdefault(match.group(2), member)
        elif match and match.group(1) == "C":
            problems.append(f"{member}: {match.group(2)} is mutable data in a common block")
        elif match:
            defined.add(match.group(2))
    for name in sorted(wanted.keys() - defined):
        plain = re.sub(r"^__(\w+)_chk$", r"\1", name) if name not in COMPILER else name
        if not is_allowed(plain):
            problems.append(f"{wanted[name]}: uses {name}, which a pure library must not")
    return problems


def check(root, args):
    library = args.library
    if args.self_test:
        library = root / "sample.a"
        run("cc", "-c", "-fPIC", str(root / "sample.c"), "-o", str(root / "sample.o"))
        run("ar", "rcs", str(library), str(root / "sample.o"))
    if not defined_functions(library):
        return [f"{library}: no function is defined in it"]
    return mutable_data(library) + foreign_symbols(library)


def defined_functions(library):
    return re.findall(r" [Tt] \S+$", run("nm", str(library)), flags=re.M)


def arguments(parser):
    parser.add_argument("library", nargs="?", help="the static library, libiter8.a")


SAMPLES = [
    ({"sample.c": '#include <string.h>\nstatic const char *const t[] = {"a"};\n'
                  "size_t f(int i) { return strlen(t[i]); }\n"}, None),
    ({"sample.c": "int x;\nint f(void) { return x; }\n"}, "mutable data in .bss"),
    ({"sample.c": "int f(void) { static int x = 3; return x++; }\n"}, "mutable data in .data"),
    ({"sample.c": 'static const char *t[] = {"a"};\n'
                  "const char *f(int i) { t[0] = 0; return t[i]; }\n"},
     "mutable data in .data.rel"),
    ({"sample.c": "_Thread_local int x;\nint f(void) { return x; }\n"}, "mutable data in .tbss"),
    ({"sample.c": '#include <stdio.h>\nint f(int i) { return printf("%d", i); }\n'}, "uses printf"),
    ({"sample.c": "#include <time.h>\nlong f(void) { return time(0); }\n"}, "uses time"),
    ({"sample.c": "int json_loadf(int);\nint f(void) { return json_loadf(1); }\n"},
     "uses json_loadf"),
    ({"sample.c": "#include <stdlib.h>\nvoid f(void) { abort(); }\n"}, "uses abort"),
    ({"sample.c": "extern const int x;\n"}, "no function is defined"),
]

if __name__ == "__main__":
    for tool in ("cc", "ar", "nm", "objdump"):
        if shutil.which(tool) is None:
            sys.exit(f"check_symbols: {tool} is missing")
    sys.exit(main(__doc__, check, SAMPLES, arguments))
