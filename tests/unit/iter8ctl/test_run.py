#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""iter8ctl run: to the end, on the way, and from where it was left.

With ITER8_RENEW in the environment the golden files are written anew instead of compared.
"""
import json
import os
import re
import resource
import signal
import subprocess
import threading

from cli import (COMPLAINTS, DONE, EXAMPLE, EXPERIMENT, METRIC, NO, ROOT, ROUTE, TROUBLE, CliTest,
                 main)

GOLDEN = ROOT / "tests" / "golden" / "runs" / "tutorial"


def tutorial(mock="mock-metrics.yaml"):
    return ["run", "-f", EXAMPLE / "experiment.yaml", "-f", EXAMPLE / mock, "-f",
            EXAMPLE / "routing-rule.yaml", "--virtual-time"]


def candidate_weights(text, name="candidate"):
    return [int(found) for found in re.findall(rf"^iteration .*? {name} +(\d+) ", text, re.M)]


FIXED = """
apiVersion: iter8.tools/v2alpha2
kind: Experiment
metadata: {name: fixed, namespace: default}
spec:
  target: t
  strategy: {testingPattern: Canary}
  duration: {intervalSeconds: 5, iterationsPerLoop: 2}
  versionInfo:
    baseline: {name: old}
    candidates: [{name: new}]
"""


class Tutorial(CliTest):
    def compare(self, name, text):
        path = GOLDEN / name
        if os.environ.get("ITER8_RENEW"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.assertEqual(path.read_text(), text)

    def test_it_is_the_golden_run(self):
        result = self.cli(*tutorial(), "--seed", "7", "-o", "final.yaml", "--log", "run.log")
        self.assertEqual(result.stderr, "")
        self.compare("lines.txt", result.stdout)
        self.compare("final.yaml", self.read("final.yaml"))
        # The log of an older version, which the library decides again like its own.
        self.write("run.log", re.sub('"library":"[0-9.]*"', '"library":"0.0.1"', self.read("run.log")))
        self.compare("decisions.log", self.read("run.log"))
        self.compare("explained.txt", self.cli("replay", "--verbose", "run.log").stdout)

    def test_the_candidate_wins_step_by_step(self):
        result = self.cli(*tutorial())
        self.assertEqual(candidate_weights(result.stdout),
                         [10, 20, 30, 40, 50, 60, 70, 80, 90, 95])
        self.assertIn("recommended for promotion: candidate\n", result.stdout)

    def test_a_bad_candidate_keeps_its_exploration_share(self):
        for mock in ["mock-errors.yaml", "mock-slow.yaml"]:
            result = self.cli(*tutorial(mock))
            self.assertEqual(candidate_weights(result.stdout)[-1], 5)
            self.assertIn("recommended for promotion: current\n", result.stdout)

    def test_the_same_seed_gives_the_same_bytes(self):
        texts = []
        for number, seed in enumerate(["1", "1", "2"]):
            self.cli(*tutorial(), "--seed", seed, "-o", f"{number}.yaml")
            texts.append(self.read(f"{number}.yaml"))
        self.assertEqual(texts[0], texts[1])
        self.assertNotEqual(texts[0], texts[2])

    def test_dash_prints_the_experiment_alone(self):
        self.cli(*tutorial(), "-o", "final.yaml")
        result = self.cli(*tutorial(), "-o", "-")
        self.assertEqual(result.stdout, self.read("final.yaml"))
        self.assertEqual(len(candidate_weights(result.stderr)), 10)

    def test_a_json_file_gets_json(self):
        self.cli(*tutorial(), "-o", "final.json")
        status = json.loads(self.read("final.json"))["status"]
        self.assertEqual(status["completedIterations"], 10)
        self.assertEqual(status["currentWeightDistribution"],
                         [{"name": "current", "value": 5}, {"name": "candidate", "value": 95}])

    def test_a_completed_one_is_not_run_again(self):
        self.cli(*tutorial(), "-o", "final.yaml")
        before = self.read("final.yaml")
        result = self.cli("run", "-f", "final.yaml", "--virtual-time", "-o", "final.yaml")
        self.assertEqual(candidate_weights(result.stdout), [])
        self.assertIn("recommended for promotion: candidate", result.stdout)
        self.assertEqual(self.read("final.yaml"), before)


TASKS = """    actions:
      finish:
      - run: |
          deploy @< .this.metadata.name >@
          echo done
        if: CandidateWon()
      - run: back
        if: not CandidateWon()
      - {task: common/exec, with: {cmd: helm, args: ["{{ .name }}"]}}
"""


class Tasks(CliTest):
    def write_experiment(self, tasks):
        strategy = "  strategy:\n    testingPattern: Canary\n" + tasks
        self.write("tasks.yaml", EXPERIMENT.replace("  strategy: {testingPattern: Canary}\n", strategy))
        self.write("metric.yaml", METRIC)
        return ["run", "-f", "tasks.yaml", "-f", "metric.yaml", "--virtual-time"]

    def test_those_that_are_due_are_shown_and_not_run(self):
        result = self.cli(*self.write_experiment(TASKS))
        shown = [line for line in result.stdout.splitlines() if line.startswith("task ")]
        self.assertEqual(shown, [
            "task 1/3 of finish, not run here: run  deploy small",
            'task 3/3 of finish, not run here: common/exec  {"cmd":"helm","args":["new"]}'])

    def test_they_are_shown_behind_the_iteration_that_they_follow(self):
        tasks = TASKS.replace("finish:", "loop:")
        lines = self.cli(*self.write_experiment(tasks)).stdout.splitlines()
        self.assertRegex(lines[3], "^iteration 4/4 .* new  40 ")
        self.assertRegex(lines[4], "^task 1/3 of loop 1")

    def test_dash_leaves_standard_output_to_the_experiment(self):
        result = self.cli(*self.write_experiment(TASKS), "-o", "-")
        self.assertNotIn("not run here", result.stdout)
        self.assertIn("task 1/3 of finish, not run here: run  deploy small\n", result.stderr)

    def test_one_that_cannot_be_understood_is_told_before_anything_is_run(self):
        parts = self.write_experiment(TASKS.replace("CandidateWon()", "CandidateWins()", 1))
        result = self.fails(*parts, wanted=TROUBLE, message="tasks.yaml:13:13: spec.strategy.actions."
                            "finish[0].if: unknown function CandidateWins (character 1)")
        self.assertEqual(result.stdout, "")


class Inputs(CliTest):
    def test_standard_input(self):
        text = "---\n".join([EXPERIMENT, METRIC, ROUTE])
        result = self.cli("run", "-f", "-", "--virtual-time", stdin=text)
        self.assertEqual(candidate_weights(result.stdout, "new"), [10, 20, 30, 40])

    def test_without_a_route_weights_are_as_last_written(self):
        self.write_parts()
        result = self.cli("run", "-f", "experiment.yaml", "-f", "metric.yaml", "--virtual-time")
        self.assertEqual(candidate_weights(result.stdout, "new"), [10, 20, 30, 40])

    def test_documents_that_hold_no_weight_do_not_matter(self):
        self.write_parts()
        self.write("more.yaml", ROUTE.replace("name: r", "name: another"))
        result = self.cli("run", "-f", "experiment.yaml", "-f", "metric.yaml", "-f", "more.yaml",
                          "--virtual-time")
        self.assertEqual(candidate_weights(result.stdout, "new"), [10, 20, 30, 40])

    def test_a_run_starts_from_the_weights_of_the_route(self):
        parts = self.write_parts()
        self.write("route.yaml", ROUTE.replace("100", "50").replace("weight: 0", "weight: 50"))
        result = self.cli("run", *parts, "--virtual-time")
        self.assertEqual(candidate_weights(result.stdout, "new"), [60, 70, 80, 90])

    def test_a_metric_that_is_missing(self):
        self.write_parts()
        self.fails("run", "-f", "experiment.yaml", "--virtual-time", wanted=TROUBLE,
                   message="there is no Metric errors in the files")

    def test_built_in_metrics_need_no_metric(self):
        durations = "DurationHistogram: {Count: 4, Sum: '0.1'}"
        self.write("e.yaml", EXPERIMENT.replace("errors", "iter8-system/error-rate") +
                   "status: {analysis: {aggregatedBuiltinHists: {data: {\n"
                   f"  old: {{{durations}, RetCodes: {{'200': 4}}}},\n"
                   f"  new: {{{durations}, RetCodes: {{'200': 3, '500': 1}}}}}}}}}}}}\n")
        result = self.cli("run", "-f", "e.yaml", "--virtual-time", "-o", "end.yaml")
        self.assertEqual(result.stderr, "")
        self.assertIn("iter8-system/error-rate is 0.25, above its upper limit 0.01", result.stdout)
        self.assertIn("aggregatedBuiltinHists", self.read("end.yaml"))
        self.assertEqual(self.cli("validate", "-f", "end.yaml").stderr, "")

    def test_a_metric_without_mock_has_no_values_in_virtual_time(self):
        parts = self.write_parts()
        self.write("metric.yaml", METRIC[:METRIC.index("  mock")] + "  urlTemplate: http://x.y\n")
        result = self.cli("run", *parts, "--virtual-time", wanted=NO)
        self.assertEqual(candidate_weights(result.stdout, "new"), [5, 5, 5, 0])
        self.assertIn("Experiment failed; recommended for promotion: old", result.stdout)
        self.assertIn("MetricsUnavailable: errors of new never had a value", result.stderr)

    def test_in_real_time_it_says_that_no_traffic_moves_without_a_router(self):
        parts = self.write_parts()
        self.write("experiment.yaml", EXPERIMENT.replace("iterationsPerLoop: 4",
                                                         "iterationsPerLoop: 1"))
        result = self.cli("run", *parts)
        self.assertEqual(result.stderr.count("no traffic moves: there is no router"), 1)
        result = self.cli("run", *parts, "--virtual-time")
        self.assertNotIn("no traffic moves", result.stderr)

    def test_an_experiment_that_is_not_valid(self):
        parts = self.write_parts()
        self.write("experiment.yaml", EXPERIMENT.replace("Canary", "A/B"))
        self.fails("run", *parts, "--virtual-time", wanted=TROUBLE,
                   message="an A/B experiment has exactly one reward")

    def test_a_route_that_lacks_the_field(self):
        parts = self.write_parts()
        self.write("route.yaml", ROUTE.replace(", {weight: 0}", ""))
        self.fails("run", *parts, "--virtual-time", wanted=TROUBLE, message=".spec.to[1].weight: ")

    def test_an_experiment_that_fails_is_1(self):
        self.write("e.yaml", EXPERIMENT[:EXPERIMENT.index("  criteria:")])
        result = self.cli("run", "-f", "e.yaml", "--virtual-time", wanted=NO)
        self.assertIn("ExperimentCompleted: Experiment failed", result.stdout)
        self.assertIn("InvalidExperiment: No versionInfo in experiment", result.stderr)

    def test_who_moves_no_weights_needs_no_places_for_them(self):
        found = []
        for pattern in ("Canary, deploymentPattern: FixedSplit", "Conformance"):
            text = re.sub(r"testingPattern: [^}]*", "testingPattern: " + pattern, FIXED)
            if pattern == "Conformance":
                text = re.sub(r"\n +candidates:.*", "", text)
            self.write("fixed.yaml", text)
            self.write("route.yaml", ROUTE)
            for sink in ((), ("-f", "route.yaml", "--write-routes")):
                result = self.cli("run", "-f", "fixed.yaml", *sink, "--virtual-time", "-o", "o.yaml")
                self.assertEqual(result.stderr, "")
                found.append(self.read("o.yaml").count("currentWeightDistribution"))
        self.assertEqual(found, [0, 0, 1, 1])

    def test_a_rollback_is_said_and_0(self):
        parts = self.write_parts()
        self.write("experiment.yaml", EXPERIMENT.replace(
            "testingPattern: Canary", "testingPattern: Canary, deploymentPattern: BlueGreen"))
        self.write("metric.yaml", METRIC.replace('"0.002"', '"0.5"'))
        result = self.cli("run", *parts, "--virtual-time")
        self.assertEqual(candidate_weights(result.stdout, "new"), [0])
        self.assertIn("Experiment rolled back; the version that stays: old", result.stdout)


def small_files_only():
    """A disk that is full: no file can grow beyond some bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


class Keep(CliTest):
    """-o FILE is wholly there or as it was."""

    def test_a_full_disk_leaves_the_old_file(self):
        parts = self.write_parts()
        self.write("kept.yaml", EXPERIMENT)
        self.fails("run", *parts, "--virtual-time", "-o", "kept.yaml", wanted=TROUBLE,
                   message="kept.yaml: File too large", preexec_fn=small_files_only)
        self.assertEqual(self.read("kept.yaml"), EXPERIMENT)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()),
                         ["experiment.yaml", "kept.yaml", "metric.yaml", "route.yaml"])

    def test_places_that_cannot_be_written(self):
        parts = self.write_parts()
        for place, message in [("none/kept.yaml", "No such file or directory"),
                               ("route.yaml/kept.yaml", "Not a directory"),
                               (".", "Is a directory")]:
            self.fails("run", *parts, "--virtual-time", "-o", place, wanted=TROUBLE,
                       message=f"{place}: {message}")
        self.assertEqual(self.read("route.yaml"), ROUTE)

    def test_a_pipe_is_written_to_and_not_replaced(self):
        os.mkfifo(self.folder / "pipe")
        received = []

        def read_all():
            while not received or b"stage: Completed" not in received[-1]:
                received.append((self.folder / "pipe").read_bytes())

        reader = threading.Thread(target=read_all, daemon=True)
        reader.start()
        self.cli("run", *self.write_parts(), "--virtual-time", "-o", "pipe")
        reader.join(timeout=60)
        self.assertTrue((self.folder / "pipe").is_fifo())
        self.assertTrue(received[-1].startswith(b"apiVersion: "))

    def test_the_file_that_is_read_can_be_the_one_that_is_kept(self):
        parts = self.write_parts()
        self.cli("run", *parts, "--virtual-time", "-o", "experiment.yaml")
        self.assertIn("stage: Completed", self.read("experiment.yaml"))


class Interrupt(CliTest):
    """In real time, with a signal in the middle."""

    def start(self, *arguments):
        process = subprocess.Popen([self.program, "run", *arguments], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def interrupt(self, number):
        parts = self.write_parts()
        process = self.start(*parts, "-o", "kept.yaml")
        first = process.stdout.readline()
        process.send_signal(number)
        rest, errors = process.communicate(timeout=60)
        for complaint in COMPLAINTS:
            self.assertNotIn(complaint, errors)
        self.assertEqual(process.returncode, TROUBLE, errors)
        self.assertIn("interrupted; the experiment is kept: go on with -f kept.yaml", errors)
        return candidate_weights(first + rest, "new")

    def test_it_goes_on_from_what_was_kept(self):
        for number in [signal.SIGTERM, signal.SIGINT]:
            before = self.interrupt(number)
            self.assertEqual(before, [10, 20, 30, 40][:len(before)])
            self.assertLess(len(before), 4)
            self.cli("validate", "-f", "kept.yaml")
            result = self.cli("run", "-f", "kept.yaml", "-f", "route.yaml", "-o", "kept.yaml")
            self.assertEqual(before + candidate_weights(result.stdout, "new"), [10, 20, 30, 40])
            self.cli("assert", "-f", "kept.yaml", "-c", "completed", "-c", "candidateWon")

    def test_without_a_file_it_only_stops(self):
        process = self.start(*self.write_parts())
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, TROUBLE)
        self.assertIn("iter8ctl: interrupted\n", errors)

    def test_nobody_who_listens_loses_nothing(self):
        reader, writer = os.pipe()
        os.close(reader)
        process = subprocess.run(
            [self.program, "run", *self.write_parts(), "--virtual-time", "-o", "kept.yaml"],
            cwd=self.folder, stdout=writer, stderr=subprocess.PIPE, text=True, timeout=60,
            check=False)
        os.close(writer)
        self.assertIn(process.returncode, (-signal.SIGPIPE, TROUBLE))
        for complaint in COMPLAINTS:
            self.assertNotIn(complaint, process.stderr)
        self.cli("validate", "-f", "kept.yaml")
        result = self.cli("run", "-f", "kept.yaml", "-f", "route.yaml", "--virtual-time", "-o",
                          "kept.yaml", wanted=DONE)
        self.assertIn("recommended for promotion: new", result.stdout)


if __name__ == "__main__":
    main()
