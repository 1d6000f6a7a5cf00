#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every command with every kind of document, and with names that hold control characters."""
import json
import os
import pty
import re
import subprocess
import xml.etree.ElementTree

from cli import EXPERIMENT, METRIC, NO, ROUTE, TROUBLE, CliTest, main

SCENARIO = """\
apiVersion: iter8.tools/v2alpha2
kind: Scenario
metadata: {name: calm}
spec:
  requestsPerSecond: 100
  versions: [{name: old, errorRate: 0.001}, {name: new, errorRate: 0.001}]
  metrics: [{metric: errors, from: errorRate}]
  expect: {promoted: ">= 0"}
"""

# Each is given to each command alone, and after a good experiment.
DOCUMENTS = {
    "nothing": "", "white space": " \n\n", "a comment": "# x\n", "a separator": "---\n",
    "two separators": "---\n---\n", "null": "null", "true": "true", "a number": "42",
    "a large number": "1" * 400, "not a number": ".nan", "a text": '"x"', "an empty text": '""',
    "a date": "2021-01-01", "a list": "[]", "a list of lists": "[[[]]]", "a mapping": "{}",
    "another mapping": "a: 1", "a key that is null": "{null: 1}", "an open list": "[1, ",
    "an open mapping": "{", "an open text": '"', "a tab": "\ta: 1", "a tag": "!!binary aGVq",
    "an alias": "*x", "an anchor": "&x 1", "itself": "&x [*x]", "a byte order mark": "\ufeff{}",
    "a kind alone": "kind: Experiment", "a kind that is a list": "kind: [Experiment]",
    "a kind that is null": "kind:", "an empty kind": 'kind: ""', "a number as kind": "kind: 7",
    "a tally alone": "kind: Tally", "a list of a tally": "[{kind: Tally}]",
    "a list of no tally": "[{kind: 3}]", "a list of null": "[null]",
    "a list of objects": "{apiVersion: v1, kind: List, items: [{kind: Experiment}, 3, null]}",
    "a secret": "{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {a: '%'}}",
    "a log's first line": '{"kind":"DecisionLog","version":1,"library":"0.1.0"}\n',
    "half a log": '{"kind":"DecisionLog"', "a foreign kind": "{apiVersion: v1, kind: Pod}",
    "a spec that is a list": "{apiVersion: iter8.tools/v2alpha2, kind: Experiment, spec: []}",
    "a status that is a text": EXPERIMENT + "status: done\n",
    "a status full of nulls": EXPERIMENT + "status: {analysis: {weights: {data: [null]}}}\n",
    "an experiment": EXPERIMENT, "a metric": METRIC, "a route": ROUTE, "a scenario": SCENARIO,
    "a scenario without spec": "{apiVersion: iter8.tools/v2alpha2, kind: Scenario}",
    "a metric without spec": "{apiVersion: iter8.tools/v2alpha2, kind: Metric}",
    "control characters": '{"a\\u0007": "\\u001b[2J"}', "zeros": b"\0\0\0\0",
    "no text": bytes(range(128, 256)),
}
COMMANDS = [["validate", "-f"], ["analyze", "-f"], ["describe", "-f"],
            ["assert", "-c", "completed", "-f"], ["query", "-f"], ["run", "--virtual-time", "-f"],
            ["report", "-f"], ["simulate", "--runs", "2", "-s", "scenario.yaml", "-f"],
            ["simulate", "--runs", "2", "-f", "experiment.yaml", "-s"],
            ["simulate", "--runs", "2", "-s", "scenario.yaml", "-f", "experiment.yaml",
             "--compare"], ["validate", "-f", "experiment.yaml", "--defaults"], ["replay"]]
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class Documents(CliTest):
    def setUp(self):
        super().setUp()
        self.write("experiment.yaml", EXPERIMENT)
        self.write("scenario.yaml", SCENARIO)

    def try_command(self, arguments):
        """It ends with one of its exit codes; what is not done is said, in plain characters."""
        result = subprocess.run([self.program, *arguments], cwd=self.folder, capture_output=True,
                                timeout=60, check=False)
        result.stderr = result.stderr.decode()
        self.check_sane(result)
        if result.returncode != 0:
            self.assertNotEqual(result.stderr + result.stdout.decode(), "")
        self.assertNotRegex(result.stderr, CONTROL)
        self.assertNotRegex(result.stdout.decode(), CONTROL)
        return result

    def test_every_command_takes_or_refuses_every_document(self):
        for name, document in DOCUMENTS.items():
            self.write("document", document)
            for command in COMMANDS:
                with self.subTest(document=name, command=command):
                    self.try_command([*command, "document"])

    def test_every_command_takes_or_refuses_every_document_beside_an_experiment(self):
        for name, document in DOCUMENTS.items():
            self.write("document", document)
            for command in COMMANDS[:8]:
                with self.subTest(document=name, command=command):
                    self.try_command([*command, "experiment.yaml", "-f", "document"])

    def test_a_report_is_of_an_experiment_a_log_or_tallies(self):
        for document in ("42", "[]", "null", "a: [", "kind: Pod"):
            self.write("document", document)
            result = self.cli("report", "-f", "document", wanted=TROUBLE)
            self.assertEqual(result.stdout, "")
            self.assertNotEqual(result.stderr, "")


# A line break with a line of its own, ESC, BEL, the C1 control CSI, a right-to-left override.
EVIL = "x\niteration 9  winner x\x1b[31m\x07\x9b2J\u202eend"
EVIL_JSON = json.dumps(EVIL)
EVIL_EXPERIMENT = f"""\
apiVersion: iter8.tools/v2alpha2
kind: Experiment
metadata: {{name: {EVIL_JSON}, namespace: {EVIL_JSON}}}
spec:
  target: {EVIL_JSON}
  strategy:
    testingPattern: Canary
    actions:
      start:
      - {{task: {EVIL_JSON}, with: {{{EVIL_JSON}: {EVIL_JSON}}}}}
      - {{run: {EVIL_JSON}}}
  criteria:
    objectives: [{{metric: {EVIL_JSON}, upperLimit: "0.01"}}]
    {EVIL_JSON}: 1
  duration: {{intervalSeconds: 1, iterationsPerLoop: 2}}
  versionInfo:
    baseline: {{name: {json.dumps("b" + EVIL)}}}
    candidates: [{{name: {json.dumps("c" + EVIL)}}}]
"""
EVIL_METRIC = f"""\
apiVersion: iter8.tools/v2alpha2
kind: Metric
metadata: {{name: {EVIL_JSON}, namespace: {EVIL_JSON}}}
spec:
  description: {EVIL_JSON}
  units: {EVIL_JSON}
  mock: [{{name: {json.dumps("b" + EVIL)}, level: "0.001"}},
         {{name: {json.dumps("c" + EVIL)}, level: "0.5"}}]
"""
EVIL_SCENARIO = f"""\
apiVersion: iter8.tools/v2alpha2
kind: Scenario
metadata: {{name: {EVIL_JSON}}}
spec:
  requestsPerSecond: 100
  versions: [{{name: {json.dumps("b" + EVIL)}, errorRate: 0.001}},
             {{name: {json.dumps("c" + EVIL)}, errorRate: 0.5}}]
  metrics: [{{metric: {EVIL_JSON}, from: errorRate}}]
  expect: {{promoted: ">= 0"}}
"""


class Terminal(CliTest):
    def setUp(self):
        super().setUp()
        self.write("e", EVIL_EXPERIMENT)
        self.write("m", EVIL_METRIC)
        self.write("s", EVIL_SCENARIO)

    def check_lines(self, text):
        """No control character, and no line that a name began."""
        self.assertNotRegex(text, CONTROL)
        self.assertNotRegex(text, "(?m)^iteration 9  winner")

    def test_no_name_begins_a_line_or_commands_a_terminal(self):
        self.cli("run", "--virtual-time", "-f", "e", "-f", "m", "-o", "r", "--log", "l")
        for arguments in (["validate", "-f", "e", "-f", "m", "-f", "s"],
                          ["validate", "-f", "e", "-f", "e"],
                          ["run", "--virtual-time", "-f", "e", "-f", "m"],
                          ["run", "--virtual-time", "-f", "e"],
                          ["describe", "-f", "r"], ["assert", "-c", "candidateWon", "-f", "r"],
                          ["query", "-f", "e", "-f", "m"], ["replay", "--verbose", "l"],
                          ["query", "-f", "e", "-f", "m", "-o", "json"],
                          ["analyze", "-f", "r", "-o", "json"],
                          ["simulate", "-f", "e", "-s", "s", "--runs", "3", "-o", "json"],
                          ["simulate", "-f", "e", "-s", "s", "--runs", "3"],
                          ["simulate", "-f", "e", "-s", "s", "--explain", "1"],
                          ["simulate", "-f", "e", "-s", "s", "--runs", "3", "--compare", "e"],
                          [EVIL], ["run", "--" + EVIL], ["validate", "-f", EVIL],
                          ["run", "-f", "e", "--seed", EVIL], ["assert", "-f", "r", "-c", EVIL]):
            with self.subTest(arguments):
                result = subprocess.run([self.program, *arguments], cwd=self.folder,
                                        capture_output=True, timeout=60, check=False)
                self.check_lines(result.stdout.decode())
                self.check_lines(result.stderr.decode())
                self.assertIn(result.returncode, (0, 1, 2, 3))
        self.check_lines(self.read("l"))

    def test_names_are_shown_with_escapes(self):
        self.cli("run", "--virtual-time", "-f", "e", "-f", "m", "-o", "r")
        self.assertIn(r"Target: x\niteration 9  winner x\u001b[31m\u0007\u009b2J\u202eend",
                      self.cli("describe", "-f", "r").stdout)

    def test_junit_is_well_formed_whatever_the_names(self):
        for name in (EVIL, "a&b<c>\"'", "\ufffe\uffff", "\U0001f600", "\t\r\n"):
            self.write("s", json.dumps({
                "apiVersion": "iter8.tools/v2alpha2", "kind": "Scenario",
                "metadata": {"name": name},
                "spec": {"requestsPerSecond": 100,
                         "versions": [{"name": "b" + EVIL}, {"name": "c" + EVIL}],
                         "metrics": [{"metric": EVIL, "from": "errorRate"}],
                         "expect": {"promoted": ">= 0"}}}, ensure_ascii=False).encode())
            self.cli("simulate", "-f", "e", "-s", "s", "--runs", "3", "--junit", "j.xml")
            root = xml.etree.ElementTree.fromstring((self.folder / "j.xml").read_bytes())
            self.assertEqual(root.find("testsuite").get("tests"), "1")

    def on_terminal(self, *arguments, **environment):
        """What a terminal is sent."""
        reader, writer = pty.openpty()
        variables = {"PATH": os.environ["PATH"], "TERM": "xterm", **environment}
        process = subprocess.Popen([self.program, *arguments], cwd=self.folder, stdout=writer,
                                   stderr=writer, stdin=subprocess.DEVNULL, env=variables)
        os.close(writer)
        sent = b""
        try:
            while chunk := os.read(reader, 65536):
                sent += chunk
        except OSError:  # the other end of a terminal is closed
            pass
        process.wait(timeout=60)
        os.close(reader)
        return sent.decode()

    def test_colours_are_for_terminals_that_want_them(self):
        self.write("w", "kind: Experiment")
        self.assertIn("\x1b[31m", self.on_terminal("validate", "-f", "w"))
        self.assertNotIn("\x1b", self.on_terminal("validate", "-f", "w", NO_COLOR="1"))
        self.assertIn("\x1b", self.on_terminal("validate", "-f", "w", NO_COLOR=""))
        self.assertNotIn("\x1b", self.on_terminal("validate", "-f", "w", TERM="dumb"))
        self.assertNotIn("\x1b", self.cli("validate", "-f", "w", wanted=NO).stderr)

    def test_colours_end_where_their_words_do(self):
        for arguments in (["validate", "-f", "e"], ["run", "--virtual-time", "-f", "e", "-f", "m"],
                          ["simulate", "-f", "e", "-s", "s", "--runs", "3"]):
            for line in self.on_terminal(*arguments).splitlines():
                self.assertIn(re.findall("\x1b\\[[0-9]+m", line)[-1:], ([], ["\x1b[0m"]), line)


if __name__ == "__main__":
    main()
