# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium, told what to do through its debugging pipe, and what can be seen in it."""
import base64
import collections
import json
import os
import select
import shutil
import struct
import subprocess
import tempfile
import time
import zlib

NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
           "--disable-background-networking", "--disable-component-update", "--disable-sync",
           "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe")
PATIENCE_S = 60


def find():
    """The program, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One page of a browser of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp()
        to_browser, self.output = os.pipe()
        self.input, from_browser = os.pipe()

        def connect():
            """The browser reads from 3 and writes to 4; these may be in use by the pipes."""
            high = [os.dup(fd) for fd in (to_browser, from_browser)]
            while min(high) < 5:
                high = [os.dup(fd) for fd in high]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        self.process = subprocess.Popen(
            [find(), *OPTIONS, "--user-data-dir=" + self.folder, "about:blank"], close_fds=False,
            preexec_fn=connect, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.received = b""
        self.events = collections.deque()
        self.number = 0
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.call(domain + ".enable")

    def close(self):
        os.close(self.output)
        os.close(self.input)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _message(self):
        """The next message; they are parted by zeros."""
        end = time.monotonic() + PATIENCE_S
        while b"\0" not in self.received:
            if not select.select([self.input], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError("the browser does not answer")
            part = os.read(self.input, 1 << 16)
            if not part:
                raise EOFError("the browser has ended")
            self.received += part
        message, self.received = self.received.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.output, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self._message())

    def of(self, *methods):
        """The parameters of events of these kinds."""
        return [event["params"] for event in self.events if event.get("method") in methods]

    def open(self, path, width=1000, dark=False, media="screen"):
        """Shows a file; what happened before is forgotten."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=800,
                  deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", media=media, features=[scheme])
        self.events.clear()
        self.call("Page.navigate", url="file://" + str(path))
        self.wait_for("Page.loadEventFired")

    def value(self, script):
        """What an expression in the page comes to, of what JSON can hold."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def names(self):
        """(role, name) of all that a screen reader is told of."""
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        return [(node["role"]["value"], node.get("name", {}).get("value", ""))
                for node in nodes if not node["ignored"]]

    def picture(self, box=(0, 0, 16, 16)):
        """A part of the page as it is seen: left, top, width, height."""
        left, top, width, height = map(int, box)
        clip = {"x": left, "y": top, "width": width, "height": height, "scale": 1}
        data = self.call("Page.captureScreenshot", format="png", clip=clip,
                         captureBeyondViewport=True)["data"]
        return Picture(base64.b64decode(data), left, top)


class Picture:
    """The pixels of a PNG with 8 bits a channel, not interlaced: what browsers make. Places are
    those of the page, of which it shows a part."""

    def __init__(self, data, left=0, top=0):
        self.left, self.top = left, top
        at, packed = 8, b""
        while at < len(data):
            length, kind = struct.unpack(">I4s", data[at:at + 8])
            body = data[at + 8:at + 8 + length]
            if kind == b"IHDR":
                self.width, self.height, depth, colour, _, _, interlace = struct.unpack(
                    ">IIBBBBB", body)
                assert (depth, interlace) == (8, 0) and colour in (2, 6)
                self.channels = 3 if colour == 2 else 4
            elif kind == b"IDAT":
                packed += body
            at += 12 + length
        self.rows = self._unfilter(zlib.decompress(packed))

    def _unfilter(self, raw):
        size, step = self.width * self.channels, self.channels
        rows, above = [], bytearray(size)
        for y in range(self.height):
            kind = raw[y * (size + 1)]
            row = bytearray(raw[y * (size + 1) + 1:(y + 1) * (size + 1)])
            if kind == 2:
                row = bytearray((a + b) & 255 for a, b in zip(row, above))
            elif kind:
                self._unfilter_row(kind, row, above, step)
            rows.append(row)
            above = row
        return rows

    @staticmethod
    def _unfilter_row(kind, row, above, step):
        for i, up in enumerate(above):
            left = row[i - step] if i >= step else 0
            if kind == 1:
                guess = left
            elif kind == 3:
                guess = (left + up) // 2
            else:
                corner = above[i - step] if i >= step else 0
                nearest = left + up - corner
                guess = min((left, up, corner), key=lambda value: abs(nearest - value))
            row[i] = (row[i] + guess) & 255

    def at(self, x, y):
        """(red, green, blue)"""
        start = (int(x) - self.left) * self.channels
        return tuple(self.rows[int(y) - self.top][start:start + 3])

    def near(self, x, y, colour, reach=2):
        """Whether a colour is to be seen around a place."""
        return any(all(abs(a - b) <= 12 for a, b in zip(self.at(x + i, y + k), colour))
                   for i in range(-reach, reach + 1) for k in range(-reach, reach + 1))
