# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The libiter8 authors
"""usage: check_wheel.py WHEEL: what somebody who is handed the wheel finds in it."""
import re
import subprocess
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path


def check_licences(names, read):
    """Whoever passes the wheel on passes on the licences of all that is in it."""
    carried = {re.split("[.-]", name.split("/")[-1])[0] for name in names if "/_lib/" in name}
    assert {"libiter8", "libjansson", "libyaml"} == carried, carried
    texts = {name.split("/licenses/", 1)[1]: read(name).decode()
             for name in names if ".dist-info/licenses/" in name}
    assert "Apache License" in texts["LICENSE"], texts.keys()
    for library in ("jansson", "libyaml"):
        text = texts[f"licenses/{library}.txt"]
        assert "Permission is hereby granted" in text and "Copyright" in text, library


def check_metadata(metadata):
    urls = metadata.get_all("Project-URL") or []
    assert all(re.fullmatch(r"[^,]+, https://\S+", url) for url in urls) and urls, urls
    assert metadata["License-Expression"] == "Apache-2.0 AND MIT", metadata["License-Expression"]
    links = re.findall(r"\]\(([^)]+)\)", metadata.get_payload())
    assert all(link.startswith("https://") for link in links), links


def check_tag(wheel):
    """The name promises no older system than auditwheel finds that it runs on."""
    if not sys.platform.startswith("linux"):
        return
    said = subprocess.run([sys.executable, "-m", "auditwheel", "show", str(wheel)], check=True,
                          capture_output=True, text=True).stdout
    promised = re.search(r"-manylinux_(\d+)_(\d+)_\w+\.whl$", wheel.name)
    found = re.search(r'"manylinux_(\d+)_(\d+)_\w+"', said)
    assert promised and found, (wheel.name, said)
    assert tuple(map(int, promised.groups())) >= tuple(map(int, found.groups())), (wheel.name, said)


def main(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        check_licences(names, archive.read)
        [metadata] = [name for name in names if name.endswith(".dist-info/METADATA")]
        check_metadata(message_from_bytes(archive.read(metadata)))
    check_tag(wheel)
    print(f"{wheel.name} is complete")


main(Path(sys.argv[1]))
