# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""The C API as the compiler saw it: functions and structs of tests/abi/baseline.abi.

A type is told by what matters to a caller: ("integer", size, signed), ("float", size), ("void",),
("pointer", type), ("struct", name), ("function", result, parameters).
"""
import xml.etree.ElementTree as ElementTree
from pathlib import Path

INTEGERS = {"char": (1, True), "int": (4, True), "unsigned int": (4, False), "long int": (8, True),
            "unsigned long int": (8, False), "unsigned char": (1, False), "short int": (2, True)}


class Baseline:
    def __init__(self, path):
        root = ElementTree.parse(path).getroot()
        exported = {symbol.get("name") for symbol in root.iter("elf-symbol")}
        # What one source only declares, another one defines.
        self._types = {}
        for element in root.iter():
            if element.get("id") and element.get("is-declaration-only") != "yes":
                self._types[element.get("id")] = element
            elif element.get("id"):
                self._types.setdefault(element.get("id"), element)
        self.functions = {f.get("name"): self._function(f) for f in root.iter("function-decl")
                          if f.get("name") in exported}
        self._classes = {c.get("name"): c for c in root.iter("class-decl") if c.get("size-in-bits")}

    def _function(self, element):
        result = element.find("return")
        return ("function", self._type(result.get("type-id")),
                tuple(self._type(p.get("type-id")) for p in element.findall("parameter")))

    def struct(self, name):
        """Size in bytes; and of each field the name, the offset in bytes and the type."""
        element = self._classes[name]
        fields = tuple((member.find("var-decl").get("name"),
                        int(member.get("layout-offset-in-bits")) // 8,
                        self._type(member.find("var-decl").get("type-id")))
                       for member in element.findall("data-member"))
        return int(element.get("size-in-bits")) // 8, fields

    def _type(self, number):
        element = self._types[number]
        tag, name = element.tag, element.get("name")
        if tag in ("typedef-decl", "qualified-type-def"):
            return self._type(element.get("type-id"))
        if tag == "pointer-type-def":
            return ("pointer", self._type(element.get("type-id")))
        if tag == "array-type-def":
            count = int(element.find("subrange").get("length"))
            return ("array", self._type(element.get("type-id")), count)
        if tag == "function-type":
            return self._function(element)
        if tag == "class-decl":
            return ("struct", name)
        if name == "void":
            return ("void",)
        if name == "double":
            return ("float", 8)
        return ("integer", *INTEGERS[name])


def read(root: Path) -> Baseline:
    return Baseline(root / "tests" / "abi" / "baseline.abi")
