#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks who includes whom: a room of src/ uses itself and rooms above it, hosts public headers."""
import re
import sys

from policy import ROOMS, main, sources

SPDX = ("/* SPDX-License-Identifier: Apache-2.0 */\n"
        "/* SPDX-FileCopyrightText: The libiter8 authors */\n")
# Only the room document knows what a tree is made of.
DOCUMENT_ONLY = {"jansson.h", "yaml.h"}
HOSTS = ["backends", "tools", "examples", "bindings"]
ALL = ["include", "src", "backends", "tools", "examples", "bindings", "tests", "bench"]


def includes(path):
    """(line number, bracket, name) of each include."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(1), match.group(2)


def check_room(root, path):
    """A source of src/ includes only public headers and rooms up to its own."""
    room = path.relative_to(root / "src").parts[0]
    if room not in ROOMS:
        return [f"{path}: not in one of the rooms of src/"]
    problems = []
    for number, bracket, name in includes(path):
        other = name.split("/")[0]
        if name in DOCUMENT_ONLY and bracket == "<" and room != "document":
            problems.append(f"{path}:{number}: <{name}> is for the room document only")
        if bracket == "<" or other == "iter8" and not name.startswith("iter8/backends/"):
            continue
        if other not in ROOMS or "/" not in name:
            problems.append(f'{path}:{number}: "{name}" names no room')
        elif ROOMS.index(other) > ROOMS.index(room):
            problems.append(f"{path}:{number}: {room} must not use {other}, which is below it")
    return problems


def check_host(root, path):
    """A host includes public headers and what lies in its own folder."""
    part = path.relative_to(root).parts
    own = root / part[0] / part[1] if len(part) > 2 else root / part[0]
    problems = []
    for number, bracket, name in includes(path):
        if bracket == "<" or name.startswith("iter8/"):
            continue
        places = [path.parent / name, own / name, root / part[0] / name]
        if not any(place.is_file() for place in places):
            problems.append(f'{path}:{number}: "{name}" is neither public nor its own')
    return problems


def check_names(root):
    """File names are unique in src/, so that a name alone says which file is meant."""
    seen = {}
    problems = []
    for path in sources(root, "src"):
        if path.name in seen:
            problems.append(f"{path}: named like {seen[path.name]}")
        seen[path.name] = path
    return problems


def check(root, _args):
    problems = check_names(root)
    for path in sources(root, *ALL):
        if not path.read_text().startswith(SPDX):
            problems.append(f"{path}: does not start with the two SPDX lines")
    for path in sources(root, "src"):
        problems += check_room(root, path)
    for path in sources(root, *HOSTS):
        problems += check_host(root, path)
    return problems


SAMPLES = [
    ({"src/spec/a.c": SPDX + '#include "spec/a.h"\n#include "base/text.h"\n#include <math.h>\n',
      "src/spec/a.h": SPDX + '#include "iter8/error.h"\n',
      "src/document/b.c": SPDX + "#include <jansson.h>\n",
      "tools/iter8ctl/main.c": SPDX + '#include "iter8/iter8.h"\n#include "own.h"\n',
      "tools/iter8ctl/own.h": SPDX}, None),
    ({"src/base/a.c": SPDX + '#include "spec/a.h"\n'}, "base must not use spec"),
    ({"src/routing/a.c": SPDX + '#include "lifecycle/a.h"\n'}, "routing must not use lifecycle"),
    ({"src/spec/a.c": SPDX + '#include "a.h"\n'}, "names no room"),
    ({"src/spec/a.c": SPDX + '#include "iter8/backends/http_source.h"\n'}, "names no room"),
    ({"src/spec/a.c": SPDX + "#include <jansson.h>\n"}, "for the room document only"),
    ({"src/attic/a.c": SPDX}, "not in one of the rooms"),
    ({"src/a.c": SPDX}, "not in one of the rooms"),
    ({"tools/iter8ctl/main.c": SPDX + '#include "base/text.h"\n'}, "neither public nor its own"),
    ({"backends/x.c": SPDX + '#include "document/node.h"\n'}, "neither public nor its own"),
    ({"src/base/a.c": "int x;\n"}, "SPDX"),
    ({"src/base/a.c": SPDX, "src/spec/a.c": SPDX}, "named like"),
]

if __name__ == "__main__":
    sys.exit(main(__doc__, check, SAMPLES))
