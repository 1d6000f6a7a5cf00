# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Builds libiter8 for a wheel, and puts it in with the libraries that it needs."""
import os
import re
import subprocess
import sysconfig
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

PARTS = ("TESTS", "BACKENDS", "EXAMPLES", "BENCHMARKS")
# The libraries that may go along, and where their licences stand.
LICENCES = {"libjansson": "licenses/jansson.txt", "libyaml": "licenses/libyaml.txt"}
# What every Linux system with glibc has.
SYSTEM = re.compile(r"^(lib(c|m|pthread|dl|rt)\.so\.\d+|ld-linux.*)$")


def is_licensed(name):
    return any(name.startswith(known) for known in (*LICENCES, "libiter8"))


def platform_tag(files):
    """manylinux_X_Y_..., where X.Y is the oldest glibc with all that the files ask for; the plain
    name of the platform where they ask for other libraries or their needs cannot be told."""
    plain = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    if not plain.startswith("linux_"):
        return plain
    try:
        told = subprocess.run(["objdump", "-p", *map(str, files)], check=True,
                              capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"})
    except (OSError, subprocess.CalledProcessError):
        return plain
    needed = set(re.findall(r"^ +NEEDED +(\S+)$", told.stdout, re.MULTILINE))
    versions = {tuple(map(int, version.split(".")))[:2]
                for version in re.findall(r"\bGLIBC_(\d+\.\d+)", told.stdout)}
    others = needed - {file.name for file in files}
    if not versions or not all(SYSTEM.match(name) for name in others):
        return plain
    major, minor = max(versions | {(2, 17)})
    return plain.replace("linux_", f"manylinux_{major}_{minor}_", 1)


def cmake(*arguments):
    subprocess.run(["cmake", *map(str, arguments)], check=True)


class LibraryHook(BuildHookInterface):
    """Takes the C sources of a source package, or of the project around this folder."""

    def initialize(self, version, build_data):
        if version == "editable":  # that one names its library by ITER8_LIBRARY
            return
        here = Path(self.root)
        source = here / "libiter8" if (here / "libiter8").is_dir() else here.parents[1]
        self.folder = tempfile.TemporaryDirectory()
        files = self.build(source, Path(self.folder.name))
        for file in files:
            if not is_licensed(file.name):
                raise RuntimeError(f"the wheel would carry {file.name}, whose licence is not here")
            build_data["force_include"][str(file)] = f"iter8/_lib/{file.name}"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform_tag(files)}"

    def finalize(self, version, build_data, artifact_path):
        if version != "editable":
            self.folder.cleanup()

    def build(self, source, folder):
        """The library under the name by which the package looks for it, and what it needs."""
        cmake("-S", source, "-B", folder / "build", "-DCMAKE_BUILD_TYPE=Release",
              "-DITER8_INSTALL=OFF", *(f"-DITER8_BUILD_{part}=OFF" for part in PARTS),
              "-DCMAKE_BUILD_WITH_INSTALL_RPATH=ON", "-DCMAKE_INSTALL_RPATH=$ORIGIN")
        cmake("--build", folder / "build", "--target", "iter8", "--parallel")
        cmake(f"-DBUILD={folder / 'build' / 'src'}", f"-DOUT={folder / 'out'}", "-P",
              Path(self.root) / "dependencies.cmake")
        return sorted((folder / "out").iterdir())


class LinkHook(MetadataHookInterface):
    """The project's links. Where this copy of it is published, only who builds it knows, and says by
    ITER8_PROJECT_URL."""

    def update(self, metadata):
        urls = {"Iter8": "https://iter8.tools"}
        home = os.environ.get("ITER8_PROJECT_URL")
        if home:
            urls = {"Homepage": home, **urls}
        metadata["urls"] = urls
