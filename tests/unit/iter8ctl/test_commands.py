#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The commands of iter8ctl that read and answer: validate, analyze, describe, assert."""
import json
import os
import subprocess

from cli import DONE, EXAMPLE, EXPERIMENT, METRIC, NO, ROUTE, TROUBLE, USAGE, CliTest, main

COMMANDS = ["validate", "analyze", "describe", "assert", "query", "run"]

# As a REST caller of Iter8's analytics would send it: no apiVersion, no kind.
MEASURED = {
    "spec": {
        "strategy": {"testingPattern": "Canary", "weights": {"maxCandidateWeightIncrement": 10}},
        "criteria": {"objectives": [{"metric": "errors", "upperLimit": "0.01"}]},
        "versionInfo": {"baseline": {"name": "old"}, "candidates": [{"name": "new"}]}},
    "status": {
        "currentWeightDistribution": [{"name": "new", "value": 30}, {"name": "old", "value": 70}],
        "analysis": {"aggregatedMetrics": {"data": {
            "errors": {"data": {"old": {"value": "10m"}, "new": {"value": "0.002"}}}}}}}}

WRONG = """\
apiVersion: iter8.tools/v2alpha2
kind: Experiment
metadata: {name: x}
spec:
  target: t
  strategy:
    testingPattern: Canari
    weights: {maxCandidateWeight: 101}
  duration: {intervalSeconds: 0}
  versionInfo:
    baseline: {name: a}
    candidates:
    - {name: a}
---
apiVersion: iter8.tools/v2alpha2
kind: Metric
metadata: {name: m}
spec: {type: Gage}
"""


class Usage(CliTest):
    def test_help_of_every_command(self):
        self.assertIn("usage: iter8ctl COMMAND", self.cli("--help").stdout)
        for command in COMMANDS:
            text = self.cli(command, "--help").stdout
            self.assertTrue(text.startswith(f"usage: iter8ctl {command} -f "), text)
            self.assertIn(f"  {command} ", self.cli("--help").stdout)

    def test_version(self):
        self.assertRegex(self.cli("--version").stdout, r"^iter8ctl \d+\.\d+\.\d+\n$")

    def test_wrong_usage_is_2_and_says_why(self):
        for arguments, message in [
                ([], "usage: iter8ctl COMMAND"),
                (["nonsense"], "unknown command 'nonsense'"),
                (["validate"], "validate needs -f FILE"),
                (["validate", "-f"], "an option lacks its value: -f"),
                (["validate", "a.yaml"], "files are given with -f"),
                (["validate", "-f", "a", "b"], "files are given with -f"),
                (["validate", "-f", "a", "--nonsense"], "unknown option: --nonsense"),
                (["validate", "-f", "a", "-o", "json"], "validate does not take this option"),
                (["describe", "-f", "a", "--seed", "1"], "describe does not take this option"),
                (["analyze", "-f", "a", "-o", "xml"], "-o is json or yaml, not 'xml'"),
                (["assert", "-f", "a"], "assert needs -c CONDITION"),
                (["assert", "-f", "a", "-c", "won"], "unknown condition 'won'"),
                (["run", "-f", "a", "--seed", "7x"], "--seed takes a whole number, not '7x'"),
                (["run", "-f", "a", "--seed", "-1"], "--seed takes a whole number, not '-1'"),
                (["run", "-f", "a", "--seed", "99999999999999999999"], "--seed takes a whole"),
                (["run", "-f", "a", "--virtual-time", "--prometheus", "u"], "exclude each other"),
                (["query", "-f", "a", "-o", "yaml"], "-o is text or json, not 'yaml'"),
                (["query", "-f", "a", "--elapsed", "1.5"], "--elapsed takes a whole number"),
                (["query", "-f", "a", "--elapsed", "9999999999"], "--elapsed takes a whole"),
                (["query", "-f", "a", "--virtual-time"], "query does not take this option"),
                (["validate"] + ["-f", "a"] * 65, "too many options")]:
            with self.subTest(arguments):
                self.fails(*arguments, wanted=USAGE, message=message)

    def test_output_that_cannot_be_written_is_a_failure(self):
        self.write("e.yaml", EXPERIMENT)
        self.write("m.json", json.dumps(MEASURED))
        for arguments in [["--help"], ["--version"], ["run", "--help"], ["describe", "-f", "e.yaml"],
                          ["analyze", "-f", "m.json"]]:
            with self.subTest(arguments), open("/dev/full", "wb") as full:
                self.cli(*arguments, wanted=TROUBLE, stdout=full)


class Inputs(CliTest):
    """Whatever the file, no command crashes, and the message says which it was."""

    def all_commands(self, name, message, stdin=b"", validate=NO):
        for command, more in [("validate", []), ("analyze", []), ("describe", []),
                              ("assert", ["-c", "completed"]), ("query", []),
                              ("run", ["--virtual-time"])]:
            wanted = validate if command == "validate" else TROUBLE
            with self.subTest(command):
                self.fails(command, "-f", name, *more, wanted=wanted, message=message, stdin=stdin)

    def test_a_missing_file(self):
        self.all_commands("none.yaml", "none.yaml: No such file or directory", validate=TROUBLE)

    def test_a_folder(self):
        self.all_commands(".", ".: Is a directory", validate=TROUBLE)

    def test_a_file_that_cannot_be_read(self):
        self.write("file", "")
        self.all_commands("file/below", "file/below: Not a directory", validate=TROUBLE)
        self.all_commands("/proc/self/mem", "/proc/self/mem: ", validate=TROUBLE)

    def test_nothing(self):
        self.all_commands("/dev/null", "iter8ctl: there is no ")
        self.all_commands("-", "iter8ctl: there is no ")

    def test_binary_junk(self):
        junk = bytes((i * 37 + i // 7) % 256 for i in range(5000))
        self.write("junk", junk)
        self.all_commands("junk", "junk:1:1: ")
        self.all_commands("-", "<stdin>:1:1: ", stdin=b"\0\1\2\3")

    def test_other_things_than_mappings(self):
        for text in ["just words\n", "- 1\n- 2\n", "17\n", "~\n", "[]\n"]:
            self.write("other.yaml", text)
            self.all_commands("other.yaml", "a mapping is wanted")

    def test_broken_yaml_says_where(self):
        self.write("broken.yaml", "a: 1\nb: [1, 2\nc: 3\n")
        self.all_commands("broken.yaml", "broken.yaml:3:")

    def test_a_large_file_is_refused_before_it_costs_memory(self):
        self.write("large.yaml", EXPERIMENT + "x:\n" + "- some text of some length\n" * 1400000)
        self.all_commands("large.yaml", "the text has more bytes than the limit of 33554432")

    def test_a_file_just_below_the_limit_is_read(self):
        self.write("large.yaml", EXPERIMENT + "x:\n" + "- some text of some length\n" * 150000)
        self.cli("validate", "-f", "large.yaml")

    def test_two_experiments_are_one_too_many(self):
        self.write("a.yaml", EXPERIMENT)
        self.write("b.yaml", EXPERIMENT)
        for command in ["analyze", "describe"]:
            self.fails(command, "-f", "a.yaml", "-f", "b.yaml", wanted=TROUBLE,
                       message="a.yaml and b.yaml both hold an Experiment; one is wanted")


class Validate(CliTest):
    def test_what_is_right_is_0_and_silent(self):
        result = self.cli("validate", "-f", EXAMPLE / "experiment.yaml", "-f",
                          EXAMPLE / "metrics.yaml", "-f", EXAMPLE / "routing-rule.yaml")
        self.assertEqual((result.stdout, result.stderr), ("", ""))

    def test_all_problems_of_all_files_at_once(self):
        self.write("wrong.yaml", WRONG)
        self.write("right.yaml", EXPERIMENT)
        result = self.fails("validate", "-f", "wrong.yaml", "-f", "right.yaml", "-f", "-",
                            stdin='{"kind": "Experiment"\n', wanted=NO, message="")
        lines = result.stderr.splitlines()
        for start in ["wrong.yaml:7:21: spec.strategy.testingPattern: ",
                      "wrong.yaml:8:35: spec.strategy.weights.maxCandidateWeight: ",
                      "wrong.yaml:9:31: spec.duration.intervalSeconds: ",
                      "wrong.yaml:13:14: spec.versionInfo.candidates[0].name: ",
                      "wrong.yaml:18:14: spec.type: ", "<stdin>:2:1: ",
                      "right.yaml:9:16: spec.criteria.objectives[0].metric: "]:
            self.assertEqual(sum(line.startswith(start) for line in lines), 1, result.stderr)
        self.assertEqual(len(lines), 7, result.stderr)

    def test_a_missing_file_does_not_hide_the_problems_of_another(self):
        self.write("wrong.yaml", WRONG)
        result = self.fails("validate", "-f", "none", "-f", "wrong.yaml", wanted=TROUBLE,
                            message="none: No such file or directory")
        self.assertIn("wrong.yaml:7:21: ", result.stderr)

    def test_fields_that_hold_weights_are_looked_for(self):
        self.write("e.yaml", EXPERIMENT)
        for text, message in [
                (ROUTE.replace("weight: 0", "share: 0"), ".spec.to[1].weight: there is no such"),
                (ROUTE.replace("weight: 0", "weight: x"), "the weight is not an integer"),
                (ROUTE.replace("100", "1000001"), "the weight is not in 0..1000000")]:
            self.write("r.yaml", text)
            self.fails("validate", "-f", "e.yaml", "-f", "r.yaml", wanted=NO, message=message)

    def test_several_documents_of_standard_input(self):
        self.cli("validate", "-f", "-", stdin=EXPERIMENT + "---\n" + METRIC + "---\n" + ROUTE)


class Mistakes(CliTest):
    """What would be answered with silence, or only by one of validate and run."""

    def both(self, *arguments, message, parts=(), stdin=""):
        """Neither takes it, and both say the same."""
        for command, more, wanted in [("validate", [], NO), ("run", ["--virtual-time"], TROUBLE)]:
            with self.subTest(command, arguments=arguments):
                self.fails(command, *parts, *arguments, *more, wanted=wanted, message=message,
                           stdin=stdin)

    def test_a_guard_that_is_misspelt_is_refused(self):
        for wrong, meant in [("upperLimmit", "upperLimit"), ("upper_limit", "upperLimit"),
                             ("UpperLimit", "upperLimit")]:
            text = EXPERIMENT.replace("upperLimit", wrong)
            self.both("-f", "-", stdin=text, message=f"unknown field (did you mean {meant}?)")
            text = text.replace("{name: small}", "{name: small, annotations: "
                                "{iter8.tools/profile: iter8-v2alpha2}}")
            result = self.cli("validate", "-f", "-", stdin=text)
            self.assertIn(f"warning: unknown field, ignored (did you mean {meant}?)", result.stderr)
        self.both("-f", "-", message="did you mean rollback_on_failure?",
                  stdin=EXPERIMENT.replace('"0.01"}', '"0.01", rollbackOnFailure: true}'))
        self.both("-f", "-", message="spec.criteria.strength.bugets: unknown field",
                  stdin=EXPERIMENT.replace("  criteria:", "  criteria:\n    strength: {bugets: []}"))

    def test_a_metric_that_cannot_be_asked_is_refused(self):
        self.write_parts()
        e = ["-f", "experiment.yaml"]
        for field, message in [
                ("jqExpression: '.a | tonumbr'", "spec.jqExpression: jq: "),
                ("jqExpression: '.a |'", "spec.jqExpression: jq: "),
                ("urlTemplate: prometheus/api", "spec.urlTemplate: the address begins neither"),
                ("urlTemplate: 'http://a:b/'", "spec.urlTemplate: the port of the address")]:
            self.both(*e, "-f", "-", message=message, stdin=f"{METRIC.rstrip()}\n  {field}\n")

    def test_mock_values_of_no_version_are_warned_of(self):
        self.write_parts()
        wrong = METRIC.replace("name: new", "name: knew")
        self.assertNotEqual(wrong, METRIC)
        e = ["-f", "experiment.yaml", "-f", "-"]
        for command, wanted in ((["validate"], DONE), (["run", "--virtual-time"], NO)):
            result = self.cli(*command, *e, stdin=wrong, wanted=wanted)
            self.assertIn("has a version knew (did you mean new?)", result.stderr)
        self.both(*e, "--strict", message="has a version knew", stdin=wrong)

    def test_strict_makes_warnings_errors_of_every_kind_of_document(self):
        parts = self.write_parts()
        annotated = "{name: small, annotations: {iter8.tools/weight-step: '5'}}"
        self.write("no-limit.yaml", EXPERIMENT.replace(', upperLimit: "0.01"', ""))
        self.write("spec.yaml", EXPERIMENT.replace("  target", "  colour: red\n  target"))
        self.write("annotation.yaml", EXPERIMENT.replace("{name: small}", annotated))
        self.write("metadata.yaml", EXPERIMENT.replace("name: small", "name: small, annotation: {}"))
        self.write("m.yaml", METRIC.replace("Gauge", "Gauge\n  url: x"))
        self.write("defaults.yaml", "metadata: {annotations: {iter8.tools/odd: '1'}}\n")
        metrics, route = parts[2:4], parts[4:]
        for arguments, message in [
                (["-f", "no-limit.yaml", *metrics, *route], "the objective has no limit"),
                (["-f", "spec.yaml", *metrics, *route], "spec.colour: "),
                (["-f", "annotation.yaml", *metrics], "(did you mean iter8.tools/weight-steps?)"),
                (["-f", "metadata.yaml", *metrics], "(did you mean annotations?)"),
                (["-f", "experiment.yaml", "-f", "m.yaml"], "spec.url: "),
                ([*parts, "--defaults", "defaults.yaml"], "defaults.yaml:1:43: ")]:
            for command, more in [("validate", []), ("run", ["--virtual-time"])]:
                with self.subTest(message, command=command):
                    result = self.cli(command, *arguments, *more)
                    self.assertEqual(result.stderr.count(message), 1, result.stderr)
                    self.assertIn("warning: ", result.stderr)
            self.both(*arguments, "--strict", message=message)

    def test_strict_holds_for_scenarios_too(self):
        self.write("e.yaml", EXPERIMENT)
        scenario = ("apiVersion: iter8.tools/v2alpha2\nkind: Scenario\nmetadata: {name: s}\nspec:\n"
                    "  requestsPerSecond: 1\n  versions: [{name: old}, {name: new}]\n"
                    "  metrics: [{metric: errors, from: errorRate}]\n  fault: []\n")
        self.write("s.yaml", scenario)
        message = "spec.fault: "
        for command in [["validate", "-f", "s.yaml"],
                        ["simulate", "-f", "e.yaml", "-s", "s.yaml", "--runs", "1"]]:
            self.assertIn(message, self.cli(*command).stderr)
            self.fails(*command, "--strict", message="(did you mean faults?)",
                       wanted=NO if command[0] == "validate" else TROUBLE)

    def test_what_is_right_is_right_with_strict(self):
        result = self.cli("validate", "--strict", *self.write_parts())
        self.assertEqual(result.stderr, "")
        self.cli("run", "--strict", *self.write_parts(), "--virtual-time")

    def test_validate_and_run_agree(self):
        self.write_parts()
        self.write("empty.yaml", "# nothing\n---\n")
        e, m, r = (["-f", f"{name}.yaml"] for name in ("experiment", "metric", "route"))
        for arguments, stdin, message in [
                ([*e, "-f", "-"], METRIC.replace("errors", "error"),
                 "experiment.yaml:9:16: spec.criteria.objectives[0].metric: none of the Metrics"),
                ([*e, *m, *m], "", "the Metric errors is given twice"),
                ([*e, *m, "-f", "-"], METRIC.replace("0.002", "0.5"), "<stdin>:3:18: "),
                ([*e, *m, *r, *r], "", "the Route r is given twice"),
                ([*e, *m, "-f", "-"], EXPERIMENT.replace("Experiment", "Experimant"),
                 '<stdin>:2:7: kind: "Experimant" is not one of'),
                ([*e, *m, "-f", "-"], "apiVersion: iter8.tools/v2alpha2\nkind: Metrics\n",
                 "(did you mean Metric?)"),
                ([*e, *m, "-f", "-"], METRIC.replace("iter8.tools/", "iter8.tool/"),
                 "<stdin>:1:13: apiVersion: "),
                ([*m, "-f", "-"], EXPERIMENT.replace("v2alpha2", "v1alpha1"),
                 "<stdin>:1:13: apiVersion: "),
                ([*e, *m, "-f", "-"], "kind: Route\nmetadata: {name: x}\n",
                 "apiVersion: required field is missing"),
                ([*e, *m, "-f", "-"], ROUTE.replace("weight: 0", "wait: 0"),
                 ".spec.to[1].weight: there is no such field"),
                ([*e, *m, "-f", "-"], ROUTE.replace("100", "much"), "the weight is not an integer"),
                ([*e, *m, "-f", "empty.yaml"], "", "there is no document in empty.yaml"),
                ([*e, *m, "-f", "-"], "", "there is no document in <stdin>"),
                ([*e, *m, "-f", "-"], "kind: List\nitems: []\n", "there is no document in"),
                ([*e, *m, "-f", "-"], "kind: List\n", "a List needs items")]:
            self.both(*arguments, stdin=stdin, message=message)

    def test_an_experiment_by_itself_is_right_but_not_in_silence(self):
        self.write("e.yaml", EXPERIMENT)
        for options in [[], ["--strict"]]:
            result = self.cli("validate", "-f", "e.yaml", *options)
            self.assertEqual(result.stderr,
                             "e.yaml: note: no Metrics are given; run needs errors\n")
        self.assertEqual(self.cli("validate", "-f", "e.yaml", "-f", "-", stdin=METRIC).stderr, "")
        built_in = EXPERIMENT.replace("errors", "iter8-system/error-rate")
        self.assertEqual(self.cli("validate", "-f", "-", stdin=built_in).stderr, "")

    def test_metrics_of_one_experiment_are_those_of_all(self):
        other = EXPERIMENT.replace("small", "other").replace("errors", "latency")
        self.both("-f", "-", message="spec.criteria.objectives[0].metric: none of the Metrics that "
                  "are given is latency", stdin="---\n".join([METRIC, other]))
        self.fails("validate", "-f", "-", wanted=NO, message="given is latency",
                   stdin="---\n".join([EXPERIMENT, METRIC, other]))

    def test_misspelt_actions_tasks_labels_and_objects_are_warned_of(self):
        parts = self.write_parts()[2:4]
        strategy = "{testingPattern: Canary, actions: {%s: [{%s}]}}"
        self.write("r.yaml", ROUTE.replace("Route", "Routes"))
        for text, more, message in [
                (EXPERIMENT.replace("{testingPattern: Canary}", strategy % ("finsh", "run: x")), [],
                 "spec.strategy.actions.finsh: warning: unknown field, ignored (did you mean "
                 "finish?)"),
                (EXPERIMENT.replace("{testingPattern: Canary}",
                                    strategy % ("finish", "task: comon/bash")), [],
                 "task: warning: no task of Iter8's (did you mean common/bash?)"),
                (EXPERIMENT.replace("{name: small}", "{name: small, labels: {iter8.tools/profile: "
                                    "default}}"), [], "(did you mean the annotation"),
                (EXPERIMENT, ["-f", "r.yaml"], "(did you mean v1 Routes r?)")]:
            for command in [["validate"], ["run", "--virtual-time"]]:
                result = self.cli(*command, "-f", "-", *parts, *more, stdin=text)
                self.assertIn(message, result.stderr)
            self.both("-f", "-", *parts, *more, "--strict", stdin=text,
                      message=message.split("(")[1])

    def test_an_experiment_twice(self):
        self.write("e.yaml", EXPERIMENT)
        self.fails("validate", "-f", "e.yaml", "-f", "e.yaml", wanted=NO,
                   message="the Experiment small is given twice")
        self.cli("validate", "-f", "e.yaml", "-f", "-",
                 stdin=EXPERIMENT.replace("name: small", "name: other"))

    def in_lists(self, experiment=EXPERIMENT):
        """All parts as `kubectl get -o yaml` gives them, one List in another."""
        def indented(text):
            return "- " + text.replace("\n", "\n  ").rstrip(" ")
        inner = "apiVersion: v1\nkind: List\nitems:\n" + indented(METRIC) + indented(ROUTE)
        return "apiVersion: v1\nkind: List\nitems:\n" + indented(experiment) + indented(inner)

    def test_a_list_is_looked_into_by_every_command(self):
        self.write("list.yaml", self.in_lists())
        self.write("parts.yaml", "---\n".join((EXPERIMENT, METRIC, ROUTE)))
        for command in [["validate"], ["run", "--virtual-time"], ["describe"],
                        ["run", "--virtual-time", "-o", "-"]]:
            with self.subTest(command):
                text = self.cli(*command, "-f", "list.yaml").stdout
                self.assertEqual(text, self.cli(*command, "-f", "parts.yaml").stdout)
        self.write("wrong.yaml", self.in_lists(EXPERIMENT.replace("Canary", "Canari")))
        self.both("-f", "wrong.yaml", message="wrong.yaml:9:32: spec.strategy.testingPattern: ")

    def test_weights_are_written_into_a_list(self):
        self.write("list.yaml", self.in_lists())
        self.cli("run", "--virtual-time", "--write-routes", "-f", "list.yaml")
        wanted = self.in_lists().replace("{weight: 100}, {weight: 0}", "{weight: 60}, {weight: 40}")
        self.assertEqual(self.read("list.yaml"), wanted)

    def test_what_never_ends_is_not_read_to_its_end(self):
        parts = self.write_parts()
        self.write("s.yaml", "a: 1\n")
        for arguments in [["validate", "-f", "/dev/zero"], ["run", "-f", "/dev/zero"],
                          ["describe", "-f", "/dev/zero"], ["analyze", "-f", "/dev/zero"],
                          ["query", "-f", "/dev/zero"], ["report", "-f", "/dev/zero"],
                          ["assert", "-c", "completed", "-f", "/dev/zero"],
                          ["replay", "/dev/zero"],
                          ["simulate", "-f", "/dev/zero", "-s", "s.yaml"],
                          ["simulate", "-f", "experiment.yaml", "-s", "/dev/zero"],
                          ["simulate", "-f", "experiment.yaml", "-s", "s.yaml", "--compare",
                           "/dev/zero"],
                          ["validate", *parts, "--defaults", "/dev/zero"]]:
            with self.subTest(arguments):
                self.fails(*arguments, wanted=TROUBLE, message="/dev/zero: File too large")
        for more, why in ((["--render", "/dev/zero=out"], "it is no regular file"),
                          (["--kubeconfig", "/dev/zero"], "it is too large")):
            with self.subTest(more):
                self.fails("run", *parts, "--virtual-time", *more, wanted=TROUBLE,
                           message=f"/dev/zero: {why}")

    def test_nobody_waits_for_a_pipe_where_a_file_is_wanted(self):
        parts = self.write_parts()
        os.mkfifo(self.folder / "pipe")
        for more in (["--render", "pipe=out"], ["--ca-file", "pipe"]):
            with self.subTest(more):
                self.fails("run", *parts, *more, wanted=TROUBLE, message="no regular file")
        self.fails("run", *parts, "--ca-file", "none", wanted=TROUBLE,
                   message="--ca-file none: there is no such file")

    def test_a_pipe_that_never_ends_is_left(self):
        os.mkfifo(self.folder / "pipe")
        writer = subprocess.Popen(["sh", "-c", "yes 'a: b' > pipe"], cwd=self.folder,
                                  stderr=subprocess.DEVNULL)
        self.addCleanup(writer.wait)
        self.fails("validate", "-f", "pipe", wanted=TROUBLE, message="pipe: File too large")


class Analyze(CliTest):
    def check(self, analysis):
        self.assertEqual(analysis["versionAssessments"]["data"], {"old": [True], "new": [True]})
        self.assertEqual(analysis["winnerAssessment"]["data"]["winner"], "new")
        self.assertEqual(analysis["weights"]["data"],
                         [{"name": "old", "value": 60}, {"name": "new", "value": 40}])

    def test_json_in_and_out(self):
        self.write("m.json", json.dumps(MEASURED))
        self.check(json.loads(self.cli("analyze", "-f", "m.json", "-o", "json").stdout))

    def test_standard_input(self):
        result = self.cli("analyze", "-f", "-", "-o", "json", stdin=json.dumps(MEASURED))
        self.check(json.loads(result.stdout))

    def test_yaml_is_the_default_and_says_the_same(self):
        self.write("m.json", json.dumps(MEASURED))
        text = self.cli("analyze", "-f", "m.json").stdout
        self.assertEqual(text, self.cli("analyze", "-f", "m.json", "-o", "yaml").stdout)
        for line in ["aggregatedMetrics:", "versionAssessments:", "winnerAssessment:", "weights:",
                     "    winner: new", "  - name: new\n    value: 40"]:
            self.assertIn(line, text)

    def test_what_lacks_a_pattern_cannot_be_analyzed(self):
        self.fails("analyze", "-f", "-", stdin='{"spec": {}}', wanted=TROUBLE,
                   message="needs a testing pattern and versionInfo")

    def test_limits_are_read_without_the_locale(self):
        names = subprocess.run(["locale", "-a"], capture_output=True, text=True,
                               check=False).stdout.split()
        commas = [n for n in names if n.startswith(("de_", "fr_", "es_", "nl_", "sv_", "pl_"))]
        if not commas:
            self.skipTest("no locale with a decimal comma is installed")
        self.write("m.json", json.dumps(MEASURED))
        plain = self.cli("analyze", "-f", "m.json").stdout
        for name in commas[:3]:
            self.assertEqual(self.cli("analyze", "-f", "m.json", env={"LC_ALL": name}).stdout, plain)


class Describe(CliTest):
    def test_a_new_experiment(self):
        text = self.cli("describe", "-f", "-", stdin=EXPERIMENT).stdout
        for line in ["****** Overview ******", "Experiment name: small", "Testing pattern: Canary",
                     "****** Progress Summary ******", "Number of completed iterations: 0"]:
            self.assertIn(line, text)
        self.assertNotIn("Winner Assessment", text)

    def test_one_that_has_run(self):
        self.cli("run", *self.write_parts(), "--virtual-time", "-o", "out.yaml")
        text = self.cli("describe", "-f", "out.yaml").stdout
        for line in ["Experiment stage: Completed", "****** Winner Assessment ******",
                     "Winning version: new", "****** Objective Assessment ******",
                     "****** Metrics Assessment ******", "| errors <= 0.010 | true | true |"]:
            self.assertIn(line, text)


class Defaults(CliTest):
    """What an experiment leaves open, for all commands that decide."""

    def with_profile(self, profile):
        return self.write("defaults.yaml",
                          f"metadata: {{annotations: {{iter8.tools/profile: {profile}}}}}\n")

    def test_they_decide_where_the_experiment_says_nothing(self):
        nothing_asked = dict(MEASURED, spec=dict(MEASURED["spec"], criteria={}))
        self.with_profile("iter8-v2alpha2")
        for options, winner in [([], False), (["--defaults", "defaults.yaml"], True)]:
            text = self.cli("analyze", "-f", "-", "-o", "json", *options,
                            stdin=json.dumps(nothing_asked)).stdout
            self.assertEqual(json.loads(text)["winnerAssessment"]["data"]["winnerFound"], winner)

    def test_they_change_a_run(self):
        self.write("defaults.yaml",
                   "metadata: {annotations: {iter8.tools/weight-steps: '50 100'}}\n")
        text = self.cli("run", *self.write_parts(), "--virtual-time", "--defaults",
                        "defaults.yaml").stdout
        self.assertIn("new 100", text)

    def test_another_kind_or_form_is_refused(self):
        parts = self.write_parts()
        for text, message in [
                (METRIC, "d.yaml:2:7: kind: Experiment is wanted, not Metric"),
                ("apiVersion: v1\n", "d.yaml:1:13: apiVersion: iter8.tools/v2alpha2 is wanted"),
                ("- 1\n", "d.yaml:1:1: a mapping is wanted, not a list"),
                ("hello\n", "d.yaml:1:1: a mapping is wanted"),
                ("strength: {}\n", "d.yaml:1:11: strength: unknown field"),
                ("annotations: {}\n", "d.yaml:1:14: annotations: unknown field"),
                ("spec: {criteria: {strength: {bugets: []}}}\n", "(did you mean budgets?)"),
                ("", "d.yaml: one document is wanted"),
                (EXPERIMENT + "---\n" + EXPERIMENT, "d.yaml: one document is wanted")]:
            self.write("d.yaml", text)
            for command, wanted in [("validate", NO), ("describe", TROUBLE), ("run", TROUBLE)]:
                with self.subTest(text, command=command):
                    files = parts[:2] if command == "describe" else parts
                    self.fails(command, *files, "--defaults", "d.yaml", wanted=wanted,
                               message=message)

    def test_their_warnings_are_told_once_with_their_file(self):
        self.write("d.yaml", "# a line\nmetadata: {annotations: {iter8.tools/odd: '1'}}\n")
        self.write("s.yaml",
                   "apiVersion: iter8.tools/v2alpha2\nkind: Scenario\nmetadata: {name: s}\nspec:\n"
                   "  requestsPerSecond: 1\n  versions: [{name: old}, {name: new}]\n"
                   "  metrics: [{metric: errors, from: errorRate}]\n")
        parts = self.write_parts()
        for command in [["validate", *parts], ["run", *parts, "--virtual-time"],
                        ["describe", *parts[:2]], ["query", *parts],
                        ["report", *parts[:2]], ["analyze", *parts[:2]],
                        ["simulate", *parts, "-s", "s.yaml", "--runs", "1"]]:
            with self.subTest(command):
                text = self.cli(*command, "--defaults", "d.yaml").stderr
                self.assertEqual([line for line in text.splitlines() if "odd" in line],
                                 ["d.yaml:2:43: metadata.annotations['iter8.tools/odd']: warning: "
                                  "unknown annotation, ignored"])

    def test_files_are_checked_without_wrong_defaults(self):
        self.write("d.yaml", "kind: Metric\n")
        self.write("e.yaml", EXPERIMENT)
        result = self.cli("validate", "-f", "e.yaml", "--defaults", "d.yaml", wanted=NO)
        self.assertIn("d.yaml:1:7: kind: Experiment is wanted, not Metric\n", result.stderr)
        self.assertNotIn("iter8ctl: e.yaml", result.stderr)
        self.write("e.yaml", EXPERIMENT.replace("upperLimit", "uperLimit"))
        result = self.cli("validate", "-f", "e.yaml", "--defaults", "d.yaml", wanted=NO)
        self.assertIn("e.yaml:9:", result.stderr)

    def test_what_is_wrong_with_them_is_told_with_their_file(self):
        self.with_profile("nonsense")
        parts = self.write_parts()
        self.fails("validate", *parts, "--defaults", "defaults.yaml", wanted=NO,
                   message="defaults.yaml:1:47: metadata.annotations['iter8.tools/profile']")
        self.fails("run", *parts, "--defaults", "defaults.yaml", wanted=TROUBLE,
                   message="defaults.yaml:1:47")
        self.fails("run", *parts, "--defaults", "none.yaml", wanted=TROUBLE, message="none.yaml")


class Assert(CliTest):
    CONDITIONS = {"completed": "experiment has not completed",
                  "winnerFound": "no winner found in experiment",
                  "candidateWon": "no candidate has won the experiment",
                  "baselineWon": "the baseline is not the winner of the experiment",
                  "noWinner": "a winner was found in the experiment",
                  "failed": "experiment has not failed",
                  "rolledBack": "experiment was not rolled back"}

    def check(self, text, true):
        for condition, otherwise in self.CONDITIONS.items():
            with self.subTest(condition):
                if condition in true:
                    result = self.cli("assert", "-f", "-", "-c", condition, stdin=text)
                    self.assertEqual(result.stdout, "All conditions satisfied.\n")
                else:
                    self.fails("assert", "-f", "-", "-c", condition, stdin=text, wanted=NO,
                               message=otherwise)

    def run_to_end(self, *changes):
        parts = self.write_parts()
        for old, new in changes:
            for name in ["experiment.yaml", "metric.yaml"]:
                self.write(name, self.read(name).replace(old, new))
        self.cli("run", *parts, "--virtual-time", "-o", "out.yaml")
        return self.read("out.yaml")

    def test_before_it_has_run(self):
        self.check(EXPERIMENT, {"noWinner"})

    def test_the_candidate_has_won(self):
        self.check(self.run_to_end(), {"completed", "winnerFound", "candidateWon"})

    def test_the_baseline_has_won(self):
        text = self.run_to_end(('"0.002"', '"0.2"'))
        self.check(text, {"completed", "winnerFound", "baselineWon"})

    def test_it_was_rolled_back(self):
        text = self.run_to_end(('"0.002"', '"0.2"'),
                               ("Canary}", "Canary, deploymentPattern: BlueGreen}"))
        self.check(text, {"completed", "winnerFound", "baselineWon", "rolledBack"})

    def test_nobody_has_won(self):
        text = self.run_to_end(('"0.001"', '"0.1"'), ('"0.002"', '"0.2"'))
        self.check(text, {"completed", "noWinner"})

    def test_it_has_failed(self):
        head = EXPERIMENT[:EXPERIMENT.index("  criteria:")]
        self.write("e.yaml", head)
        self.cli("run", "-f", "e.yaml", "--virtual-time", "-o", "out.yaml", wanted=NO)
        self.check(self.read("out.yaml"), {"completed", "failed", "noWinner"})

    def test_all_conditions_must_hold(self):
        self.run_to_end()
        self.cli("assert", "-f", "out.yaml", "-c", "completed", "-c", "candidateWon")
        self.fails("assert", "-f", "out.yaml", "-c", "completed", "-c", "failed", wanted=NO,
                   message="experiment has not failed")
        self.cli("assert", "-f", "out.yaml", "--condition", "completed", wanted=DONE)

    def test_conditions_may_be_a_list(self):
        self.run_to_end()
        self.cli("assert", "-f", "out.yaml", "-c", "completed,candidateWon", wanted=DONE)
        self.fails("assert", "-f", "out.yaml", "-c", "completed,failed", wanted=NO,
                   message="experiment has not failed")
        self.fails("assert", "-f", "out.yaml", "-c", "completed,unheardOf", wanted=USAGE,
                   message="unknown condition 'unheardOf'; see iter8ctl assert --help")
        for empty in ["", ","]:
            self.fails("assert", "-f", "out.yaml", "-c", empty, wanted=USAGE,
                       message="-c wants a condition; see iter8ctl assert --help")

    def test_who_is_not_recommended_has_not_won_whatever_was_measured(self):
        text = self.run_to_end().replace("versionRecommendedForPromotion: new",
                                         "versionRecommendedForPromotion: old")
        self.check(text, {"completed", "winnerFound"})
        text = text.replace("  versionRecommendedForPromotion: old", "")
        self.check(text, {"completed", "winnerFound", "candidateWon"})


if __name__ == "__main__":
    main()
