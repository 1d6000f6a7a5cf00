# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""The Python programs in the documents work when they are pasted."""
import re
import subprocess
import sys

import pytest

SHOWN = {
    "README.md": "promote v2",
    "docs/python.md": None,  # each of its programs says what it prints, in a last comment
    "docs/algorithms.md": None,
}


def programs(project, page):
    text = (project / page).read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.S)


@pytest.mark.parametrize("page", SHOWN)
def test_programs_do_what_is_said(project, page, tmp_path):
    found = programs(project, page)
    assert found
    for program in found:
        done = subprocess.run([sys.executable, "-W", "error", "-"], input=program, text=True,
                              cwd=tmp_path, capture_output=True)
        assert done.returncode == 0, program + done.stderr
        said = SHOWN[page] or re.search(r"# prints: (.*)$", program, re.M)[1]
        assert said in done.stdout, program + done.stdout
