#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""iter8ctl run --log and iter8ctl replay."""
import json
import pathlib
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cli import EXPERIMENT, NO, TROUBLE, USAGE, CliTest, main

SERVED_METRIC = """\
apiVersion: iter8.tools/v2alpha2
kind: Metric
metadata: {name: errors}
spec:
  provider: own
  urlTemplate: "http://someone:open-sesame@127.0.0.1:PORT/value"
  headerTemplates: [{name: Authorization, value: "Bearer tell-nobody"}]
  jqExpression: .value
"""


class LogTest(CliTest):
    def record(self, *more, **options):
        parts = self.write_parts()
        return self.cli("run", *parts, "--virtual-time", "--log", "run.log", *more, **options)

    def lines(self, name="run.log"):
        return [json.loads(line) for line in self.read(name).splitlines()]


class Logs(LogTest):
    def test_a_run_is_decided_again_to_the_byte(self):
        self.record("--seed", "5")
        lines = self.lines()
        self.assertEqual([line["kind"] for line in lines[:3]],
                         ["DecisionLog", "Experiment", "Step"])
        self.assertEqual(lines[0]["seed"], "5")
        steps = [line for line in lines if line["kind"] == "Step"]
        self.assertEqual([step["step"] for step in steps], list(range(1, len(steps) + 1)))
        self.assertEqual(len([step for step in steps if "iteration" in step]), 4)
        result = self.cli("replay", "run.log")
        self.assertEqual(result.stdout, f"run.log: {len(steps)} steps, identical\n")

    def test_it_comes_from_standard_input_too(self):
        self.record()
        result = self.cli("replay", "-", stdin=self.read("run.log"))
        self.assertRegex(result.stdout, r"^<stdin>: \d+ steps, identical\n$")

    def test_a_second_run_is_appended(self):
        self.record()
        first = self.read("run.log")
        self.record("--seed", "3")
        both = self.read("run.log")
        self.assertTrue(both.startswith(first))
        self.assertEqual(both.count('"kind":"DecisionLog"'), 2)
        self.cli("replay", "run.log")

    def test_a_line_that_was_cut_off_is_taken_out(self):
        self.record()
        whole = self.read("run.log")
        self.write("run.log", whole[:-30])
        result = self.record()
        self.assertIn("run.log: the last line was cut off and is taken out", result.stderr)
        self.cli("replay", "run.log")
        self.assertTrue(self.read("run.log").startswith(whole[:whole[:-1].rindex("\n") + 1]))

    def test_defaults_are_in_the_log(self):
        self.write("defaults.yaml",
                   "metadata: {annotations: {iter8.tools/weight-steps: 3 30 60}}\n")
        self.record("--defaults", "defaults.yaml")
        self.assertEqual(self.lines()[0]["defaults"]["metadata"]["annotations"],
                         {"iter8.tools/weight-steps": "3 30 60"})
        self.cli("replay", "run.log")

    def test_another_file_is_left_alone(self):
        self.write("run.log", "notes of mine\n")
        result = self.record(wanted=TROUBLE)
        self.assertIn("run.log is no decision log", result.stderr)
        self.assertEqual(self.read("run.log"), "notes of mine\n")

    def test_a_log_that_cannot_be_written_does_not_stop_the_run(self):
        if not pathlib.Path("/dev/full").exists():
            self.skipTest("there is no /dev/full")
        parts = self.write_parts()
        (self.folder / "full.log").symlink_to("/dev/full")
        result = self.cli("run", *parts, "--virtual-time", "--log", "full.log", wanted=TROUBLE)
        self.assertIn("lines are missing", result.stderr)
        self.assertIn("Experiment completed successfully", result.stdout)

    def test_a_real_run_is_decided_again_and_its_secrets_are_not_in_the_log(self):
        answers = iter(range(1, 1000))

        class Server(BaseHTTPRequestHandler):
            def do_GET(self):
                body = b'{"value": %d}' % (next(answers) % 3)
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self.addCleanup(server.shutdown)
            self.write("metric.yaml", SERVED_METRIC.replace("PORT", str(server.server_port)))
            self.write("experiment.yaml", EXPERIMENT.replace("iterationsPerLoop: 4",
                                                             "iterationsPerLoop: 2"))
            self.cli("run", "-f", "experiment.yaml", "-f", "metric.yaml", "--log", "run.log")
            server.shutdown()
        log = self.read("run.log")
        for secret in ("someone", "open-sesame", "tell-nobody"):
            self.assertNotIn(secret, log)
        asked = [one for line in self.lines() for one in line.get("inputs", [])
                 if one["ask"] == "measure" and one["answer"] == "OK"]
        self.assertEqual(len(asked), 4)
        self.cli("replay", "run.log")

    def test_what_is_left_after_an_interruption_can_be_gone_on_with(self):
        parts = self.write_parts()
        slow = EXPERIMENT.replace("iterationsPerLoop: 4", "iterationsPerLoop: 1000")
        self.write("experiment.yaml", slow)
        with subprocess.Popen([self.program, "run", *parts, "--log", "run.log", "-o", "kept.yaml"],
                              cwd=self.folder, stdout=subprocess.PIPE, text=True) as process:
            process.stdout.readline()
            process.kill()
        quick = self.read("kept.yaml").replace("iterationsPerLoop: 1000", "iterationsPerLoop: 2")
        self.write("kept.yaml", quick)
        self.cli("run", "-f", "kept.yaml", "-f", "route.yaml", "--virtual-time", "--log", "run.log")
        self.assertEqual(self.read("run.log").count('"kind":"DecisionLog"'), 2)
        self.cli("replay", "run.log")


class Differences(LogTest):
    def change(self, number, before, after):
        """Changes a line of the log, from 1; returns the other one."""
        lines = self.read("run.log").splitlines(keepends=True)
        self.assertIn(before, lines[number - 1])
        lines[number - 1] = lines[number - 1].replace(before, after, 1)
        self.write("changed.log", "".join(lines))
        return self.cli("replay", "changed.log", wanted=NO)

    def first_iteration(self):
        return 1 + next(i for i, line in enumerate(self.lines()) if "iteration" in line)

    def test_another_decision_is_told_with_its_member(self):
        self.record()
        number = self.first_iteration()
        result = self.change(number, '"decided":90', '"decided":80')
        self.assertEqual(result.stdout, f"changed.log:{number}: step {number - 2}: "
                                        "iteration.weights[0].decided: recorded 80, now 90\n")

    def test_another_spelling_is_a_difference_too(self):
        self.record()
        result = self.change(3, '"inputs":[]', '"inputs": []')
        self.assertIn("changed.log:3: step 1: the whole line: recorded {", result.stdout)

    def test_another_input_leads_to_another_decision(self):
        self.record()
        number = self.first_iteration()
        result = self.change(number, '"weights":[100,0]', '"weights":[40,60]')
        self.assertIn("iteration.", result.stdout)

    def test_another_experiment_is_found_by_its_hash(self):
        self.record()
        result = self.change(2, '"upperLimit":"0.01"', '"upperLimit":"0.02"')
        self.assertRegex(result.stdout, r'^changed.log:2: hash: recorded "fnv1a64:\w{16}", now ')

    def test_another_seed_gives_other_values(self):
        self.record()
        result = self.change(1, '"seed":"0"', '"seed":"1"')
        self.assertIn("iteration.values[0].value: recorded ", result.stdout)

    def test_a_missing_step_is_missed(self):
        self.record()
        lines = self.read("run.log").splitlines(keepends=True)
        self.write("changed.log", "".join(lines[:6] + lines[7:]))
        result = self.cli("replay", "changed.log", wanted=NO)
        self.assertEqual(result.stdout, "changed.log:7: step 6: step: recorded 6, now 5\n")

    def test_the_explanation_comes_before_the_difference(self):
        self.record()
        self.change(3, '"inputs":[]', '"inputs": []')
        result = self.cli("replay", "--verbose", "changed.log", wanted=NO)
        self.assertTrue(result.stdout.startswith("decision log of libiter8 "), result.stdout)
        self.assertIn("changed.log:3: step 1: ", result.stdout)


class Foreign(LogTest):
    def refuses(self, content, message, wanted=NO):
        self.write("bad.log", content)
        self.fails("replay", "bad.log", wanted=wanted, message=message)

    def test_what_is_no_log_is_told(self):
        self.refuses("", "bad.log: this is no decision log: it is empty")
        self.refuses("{}\n", "bad.log:1: this is no decision log: the first line is not of kind")
        self.refuses('{"kind":"Experiment"}\n', "bad.log:1: no DecisionLog comes before the line")
        self.refuses("hello\n", "bad.log:1: this is no decision log")
        self.refuses(b"\x00\xff\n", "bad.log:1: this is no decision log")
        self.refuses("\n", "bad.log:1: this is no decision log")

    def test_a_log_of_a_newer_version_is_told(self):
        self.record()
        log = self.read("run.log")
        self.refuses(log.replace('"format":1', '"format":2', 1),
                     "bad.log:1: the log has a format that is newer", wanted=TROUBLE)
        self.refuses(log.replace('"library":"0.', '"library":"7.', 1),
                     "bad.log:1: the log was written by a newer version, 7.", wanted=TROUBLE)
        self.refuses(log.replace('"format":1', '"format":0', 1), "bad.log:1: the line does not say")
        self.refuses(log.replace('"seed":"0"', '"seed":"x"', 1), "bad.log:1: the line does not say")
        self.refuses(log.replace('"measure"', '"guess"', 1), "bad.log:1: the line does not say")

    def test_a_last_line_that_is_cut_off_is_told(self):
        self.record()
        log = self.read("run.log")
        number = log.count("\n")
        for cut in (1, 2, 40):
            self.refuses(log[:-cut], f"bad.log:{number}: the last line is cut off")

    def test_lines_that_make_no_sense_are_told(self):
        self.record()
        lines = self.read("run.log").splitlines(keepends=True)
        for number, line, message in [
                (3, "{\"kind\":\"Step\"\n", "the line is no JSON object"),
                (3, "kind: Step\n", "the line is no JSON object"),
                (3, "{\"kind\":\"Stop\"}\n", "a line of an unknown kind"),
                (3, "{\"kind\":\"Step\"}\n", "the step does not say its number and time"),
                (2, "{\"kind\":\"Experiment\"}\n", "there is no experiment in the line"),
                (2, "{\"kind\":\"Experiment\",\"experiment\":{}}\n", "experiment: "),
                (2, lines[2], "no Experiment comes before the step")]:
            self.refuses("".join(lines[:number - 1]) + line + "".join(lines[number:]),
                         f"bad.log:{number}: {message}")

    def test_usage(self):
        self.fails("replay", wanted=USAGE, message="replay takes one LOG")
        self.fails("replay", "a", "b", wanted=USAGE, message="replay takes one LOG")
        self.fails("replay", "-f", "a", wanted=USAGE, message="does not take this option")
        self.fails("replay", "nowhere", wanted=TROUBLE, message="nowhere: No such file")
        self.assertIn("usage: iter8ctl replay", self.cli("replay", "--help").stdout)


if __name__ == "__main__":
    main()
