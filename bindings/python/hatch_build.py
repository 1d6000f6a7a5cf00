# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""Builds libiter8 for a wheel, and puts it in with the libraries that it needs."""
import subprocess
import sysconfig
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PARTS = ("TESTS", "BACKENDS", "EXAMPLES", "BENCHMARKS")


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
        for file in self.build(source, Path(self.folder.name)):
            build_data["force_include"][str(file)] = f"iter8/_lib/{file.name}"
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"

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
