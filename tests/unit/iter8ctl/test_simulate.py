#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""iter8ctl simulate: policies under scenarios."""
import json
import xml.etree.ElementTree

from cli import EXPERIMENT, METRIC, NO, ROOT, TROUBLE, USAGE, CliTest, main

SCENARIO = """\
apiVersion: iter8.tools/v2alpha2
kind: Scenario
metadata: {name: NAME}
spec:
  requestsPerSecond: 100
  slowMilliseconds: 50
  versions:
  - {name: old, latency: {mean: 20, p95: 60}}
  - {name: new, errorRate: RATE, latency: {mean: 22, p95: 66}}
  metrics: [{metric: errors, from: errorRate}]
"""
POLICIES = ROOT / "examples" / "policy-tests"


class SimulateTest(CliTest):
    def scenario(self, name="scenario.yaml", rate="0.001", expect="", title="calm"):
        text = SCENARIO.replace("RATE", rate).replace("NAME", title)
        if expect:
            text += f"  expect: {{{expect}}}\n"
        return self.write(name, text)

    def setUp(self):
        super().setUp()
        self.write("experiment.yaml", EXPERIMENT)

    def simulate(self, *more, scenarios=("scenario.yaml",), **options):
        parts = [part for name in scenarios for part in ("-s", name)]
        return self.cli("simulate", "-f", "experiment.yaml", *parts, *more, **options)

    def results(self, *more, **options):
        return json.loads(self.simulate("-o", "json", *more, **options).stdout)


class Outcomes(SimulateTest):
    def test_the_table_tells_what_came_of_the_runs(self):
        self.scenario(expect='promoted: ">= 50 %"')
        text = self.simulate("--runs", "200", "--seed", "3").stdout
        self.assertTrue(text.startswith("calm: 200 runs, seed 3\n"), text)
        for words in ["\n  promoted ", "\n  rolled back ", "\n  undecided ", "\n  cut short ",
                      "\n  iterations         4.00   4.00 to 4.00 a run\n", "\n  slow requests ",
                      "\n  weight of new after iteration\n", "\n  expected: promoted >= 50 %: met ("]:
            self.assertIn(words, text)
        self.assertEqual(text, self.simulate("--runs", "200", "--seed", "3").stdout)
        self.assertNotEqual(text, self.simulate("--runs", "200", "--seed", "4").stdout)

    def test_by_default_there_are_a_thousand_runs(self):
        self.scenario()
        self.assertTrue(self.simulate().stdout.startswith("calm: 1000 runs, seed 0\n"))

    def test_one_result_is_an_object_and_several_are_a_list(self):
        self.scenario()
        self.scenario("bad.yaml", rate="0.5", title="broken")
        one = self.results("--runs", "50")
        self.assertEqual((one["kind"], one["runs"], one["metadata"]["name"], one["experiment"]),
                         ("Tally", 50, "calm", "small"))
        both = self.results("--runs", "50", scenarios=["scenario.yaml", "bad.yaml"])
        self.assertEqual([result["metadata"]["name"] for result in both], ["calm", "broken"])
        self.assertEqual(both[0], one)
        self.assertEqual(both[1]["counts"]["promoted"], 0)

    def test_scenarios_of_one_file_and_from_standard_input(self):
        both = SCENARIO.replace("RATE", "0").replace("NAME", "a") + "---\n" + \
            SCENARIO.replace("RATE", "1").replace("NAME", "b")
        self.write("both.yaml", both)
        of_file = self.results("--runs", "20", scenarios=["both.yaml"])
        of_stdin = self.results("--runs", "20", scenarios=["-"], stdin=both)
        self.assertEqual(of_file, of_stdin)
        self.assertEqual([result["counts"]["promoted"] for result in of_file], [20, 0])

    def test_parts_of_a_series_add_up(self):
        self.scenario(rate="0.01")
        whole = self.results("--runs", "60", "--seed", "9")
        first = self.results("--runs", "25", "--seed", "9")
        rest = self.results("--runs", "35", "--first", "25", "--seed", "9")
        for key in ("promoted", "rolledBack", "undecided", "cutShort"):
            self.assertEqual(first["counts"][key] + rest["counts"][key], whole["counts"][key])
        for key, (total, _, _) in whole["sums"].items():
            self.assertEqual(first["sums"][key][0] + rest["sums"][key][0], total, key)

    def test_a_mock_stands_in_for_a_rule(self):
        self.write("scenario.yaml", SCENARIO.replace("RATE", "1").replace(
            "  metrics: [{metric: errors, from: errorRate}]\n", ""))
        self.write("metric.yaml", METRIC)
        result = json.loads(self.cli("simulate", "-f", "experiment.yaml", "-f", "metric.yaml", "-s",
                                     "scenario.yaml", "-o", "json", "--runs", "5").stdout)
        self.assertEqual(result["counts"]["promoted"], 5)

    def test_one_run_is_explained(self):
        self.scenario()
        text = self.simulate("--explain", "7", "--seed", "2").stdout
        self.assertTrue(text.startswith("calm: run 7 of seed 2\n"), text)
        self.assertRegex(text, r"\n(promoted|rolled back|undecided) after 4 iterations; served \d+ ")
        alone = self.results("--runs", "1", "--first", "7", "--seed", "2")
        self.assertIn(f"served {alone['sums']['requestsServed'][0]} requests", text)


class Expectations(SimulateTest):
    def judged(self, expect, wanted, runs="100"):
        self.scenario(rate="0", expect=expect)
        result = self.simulate("--runs", runs, "-o", "json", wanted=wanted)
        return [one["verdict"] for one in json.loads(result.stdout)["expectations"]]

    def test_what_is_met_is_0_what_is_missed_is_1_and_what_is_neither_is_3(self):
        self.assertEqual(self.judged('promoted: "> 5 %", seconds: "< 5"', 0), ["met", "met"])
        self.assertEqual(self.judged('promoted: "< 5 %", seconds: "< 5"', NO), ["missed", "met"])
        self.assertEqual(self.judged('promoted: ">= 99.99 %"', TROUBLE), ["notEnoughRuns"])
        self.assertEqual(self.judged('promoted: ">= 99.99 %", seconds: "> 5"', NO),
                         ["notEnoughRuns", "missed"])

    def test_it_says_that_runs_are_lacking(self):
        self.scenario(rate="0", expect='promoted: ">= 99.99 %"')
        result = self.simulate("--runs", "5", wanted=TROUBLE)
        self.assertIn("not enough runs to tell; give more with --runs", result.stderr)
        self.assertIn("expected: promoted >= 99.99 %: not enough runs (", result.stdout)

    def test_a_miss_in_any_scenario_counts(self):
        self.scenario("a.yaml", expect='promoted: ">= 1 %"')
        self.scenario("b.yaml", expect='promoted: "<= 1 %"')
        self.simulate("--runs", "100", scenarios=["a.yaml", "b.yaml"], wanted=NO)
        self.simulate("--runs", "100", scenarios=["b.yaml", "a.yaml"], wanted=NO)

    def test_junit_holds_a_suite_for_each_scenario(self):
        self.scenario("a.yaml", title='"a <b> & c"', rate="0",
                      expect='promoted: ">= 1 %", undecided: "> 50 %", rolledBack: "<= 0.02 %"')
        self.scenario("b.yaml", title="plain")
        self.simulate("--runs", "100", "--junit", "out.xml", scenarios=["a.yaml", "b.yaml"],
                      wanted=NO)
        suites = xml.etree.ElementTree.fromstring(self.read("out.xml"))
        self.assertEqual([suite.attrib for suite in suites],
                         [{"name": "a <b> & c", "tests": "3", "failures": "1", "errors": "1"},
                          {"name": "plain", "tests": "0", "failures": "0", "errors": "0"}])
        cases = {case.get("name"): [child.tag for child in case] for case in suites[0]}
        self.assertEqual(cases, {"promoted >= 1 %": [], "undecided > 50 %": ["failure"],
                                 "rolledBack <= 0.02 %": ["error"]})

    def test_junit_that_cannot_be_written_is_a_failure(self):
        self.scenario(expect='promoted: ">= 1 %"')
        result = self.simulate("--runs", "5", "--junit", "none/out.xml", wanted=TROUBLE)
        self.assertIn("none/out.xml: No such file or directory", result.stderr)


class Comparison(SimulateTest):
    def test_the_same_policy_makes_no_difference(self):
        self.scenario()
        self.write("other.yaml", EXPERIMENT)
        text = self.simulate("--compare", "other.yaml", "--runs", "300").stdout
        lines = {line[2:16].strip(): line for line in text.splitlines()}
        for name in ("promoted", "rolled back", "undecided"):
            ours, _, other, _, rest = lines[name][16:].split(maxsplit=4)
            self.assertEqual(ours, other)
            self.assertIn("+0.00 to +0.00", rest)
        for name in ("errors", "slow requests", "seconds"):
            self.assertIn("+0.00 to +0.00", lines[name])

    def test_another_policy_meets_the_same_chances(self):
        self.scenario(rate="0.01")
        self.write("other.yaml", EXPERIMENT.replace('"0.01"', '"0.5"'))
        ours, other = self.results("--compare", "other.yaml", "--runs", "100")
        alone = self.results("--runs", "100")
        self.assertEqual(ours, alone)
        self.assertGreater(other["counts"]["promoted"], ours["counts"]["promoted"])
        text = self.simulate("--compare", "other.yaml", "--runs", "100").stdout
        self.assertIn("this less the other", text)

    def test_the_other_policy_must_be_one(self):
        self.scenario()
        self.write("other.yaml", METRIC)
        self.simulate("--compare", "other.yaml", wanted=TROUBLE)
        self.simulate("--compare", "none.yaml", wanted=TROUBLE)


class Wrong(SimulateTest):
    def test_wrong_usage_is_2(self):
        self.scenario()
        for arguments, message in [
                (["-s", "scenario.yaml"], "simulate needs -f FILE"),
                (["-f", "experiment.yaml"], "simulate needs -s SCENARIO"),
                (["-f", "experiment.yaml", "-s", "scenario.yaml", "--runs", "0"], "--runs takes"),
                (["-f", "experiment.yaml", "-s", "scenario.yaml", "--runs", "x"], "--runs takes"),
                (["-f", "experiment.yaml", "-s", "scenario.yaml", "--runs", "1000000001"],
                 "--runs takes a number from 1 to 1000000000"),
                (["-f", "experiment.yaml", "-s", "scenario.yaml", "--first", "-1"],
                 "--first takes a whole number"),
                (["-f", "experiment.yaml", "-s", "scenario.yaml", "-o", "yaml"], "not 'yaml'")]:
            with self.subTest(arguments):
                self.fails("simulate", *arguments, wanted=USAGE, message=message)

    def test_each_problem_is_told_with_its_place(self):
        self.scenario(rate="1.5", expect='promted: "<= 1 %"')
        result = self.fails("simulate", "-f", "experiment.yaml", "-s", "scenario.yaml",
                            wanted=TROUBLE, message="scenario.yaml:9:28: spec.versions[1].errorRate")
        self.assertIn("scenario.yaml:11:21: spec.expect.promted: nothing of this name",
                      result.stderr)

    def test_a_scenario_that_does_not_fit_the_experiment(self):
        self.write("scenario.yaml", SCENARIO.replace("name: new", "name: newer").replace("RATE", "0"))
        self.fails("simulate", "-f", "experiment.yaml", "-s", "scenario.yaml", wanted=TROUBLE,
                   message="scenario.yaml:8:3: spec.versions: the scenario has no version new")

    def test_problems_of_the_experiment_are_of_its_file(self):
        self.scenario()
        self.write("experiment.yaml", EXPERIMENT.replace("Canary", "Canari"))
        result = self.fails("simulate", "-f", "experiment.yaml", "-s", "scenario.yaml",
                            wanted=TROUBLE, message="experiment.yaml:6:30: ")
        self.assertNotIn("scenario.yaml", result.stderr)

    def test_files_that_hold_no_scenario_or_cannot_be_read(self):
        self.write("metric.yaml", METRIC)
        for name, message in [("none.yaml", "none.yaml: No such file or directory"),
                              ("metric.yaml", "metric.yaml:2:7: kind: Scenario is wanted, not Metric"),
                              ("/dev/null", "there is no document in /dev/null")]:
            with self.subTest(name):
                self.fails("simulate", "-f", "experiment.yaml", "-s", name, wanted=TROUBLE,
                           message=message)

    def test_output_that_cannot_be_written_is_a_failure(self):
        self.scenario()
        for output in ("table", "json"):
            with open("/dev/full", "wb") as full:
                self.simulate("-o", output, "--runs", "5", wanted=TROUBLE, stdout=full)


class Golden(CliTest):
    """The same bytes with every compiler. Made anew by
    iter8ctl simulate --runs 40 --seed 42 -o json -f .../experiment.yaml -s .../scenarios.yaml"""

    def test_the_example_policies(self):
        for folder in sorted(path for path in POLICIES.iterdir() if path.is_dir()):
            with self.subTest(folder.name):
                result = self.cli("simulate", "--runs", "40", "--seed", "42", "-o", "json",
                                  "-f", folder / "experiment.yaml", "-s", folder / "scenarios.yaml",
                                  wanted=TROUBLE)
                golden = ROOT / "tests" / "golden" / "tallies" / (folder.name + ".json")
                self.assertEqual(result.stdout, golden.read_text())


if __name__ == "__main__":
    main()
