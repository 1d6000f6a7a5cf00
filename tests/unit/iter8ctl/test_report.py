# SPDX-License-Identifier: Apache-2.0
"""iter8ctl report, and simulate -o html."""
import json

from cli import EXAMPLE, ROOT, TROUBLE, USAGE, CliTest, main

TUTORIAL = ROOT / "examples" / "policy-tests" / "tutorial"


class Report(CliTest):
    def run_tutorial(self):
        """Leaves result.yaml and rollout.log."""
        self.cli("run", "--virtual-time", "-f", EXAMPLE / "experiment.yaml", "-f",
                 EXAMPLE / "mock-errors.yaml", "-f", EXAMPLE / "routing-rule.yaml",
                 "-o", "result.yaml", "--log", "rollout.log")

    def test_log_and_experiment_are_told_apart(self):
        self.run_tutorial()
        self.cli("report", "-f", "rollout.log", "-o", "log.html")
        self.cli("report", "-f", "result.yaml", "-o", "result.html")
        self.assertIn("over 10 iterations", self.read("log.html"))
        self.assertIn("<h2 id=events>", self.read("log.html"))
        self.assertIn("Share of traffic: current 95 %", self.read("result.html"))

    def test_standard_input_and_output(self):
        self.run_tutorial()
        self.cli("report", "-f", "rollout.log", "-o", "log.html")
        for output in ([], ["-o", "-"]):
            result = self.cli("report", "-f", "-", *output, stdin=self.read("rollout.log"))
            self.assertEqual(result.stdout, self.read("log.html"))

    def simulate(self, *options):
        return self.cli("simulate", "-f", TUTORIAL / "experiment.yaml", "-s",
                        TUTORIAL / "scenarios.yaml", "--runs", 20, *options,
                        wanted=TROUBLE).stdout

    def test_simulations_at_once_and_from_json_are_the_same(self):
        page = self.simulate("-o", "html")
        self.write("policy.json", self.simulate("-o", "json"))
        self.cli("report", "-f", "policy.json", "-o", "policy.html")
        self.assertEqual(page, self.read("policy.html"))
        self.assertIn("degrades-late", page)
        for i, one in enumerate(json.loads(self.read("policy.json"))):
            self.write(f"{i}.json", json.dumps(one))
        apart = self.cli("report", "-f", "0.json", "-f", "1.json", "-f", "2.json")
        self.assertEqual(apart.stdout, page)

    def test_one_run_of_a_simulation(self):
        log = self.cli("simulate", "-f", TUTORIAL / "experiment.yaml", "-s",
                       TUTORIAL / "scenarios.yaml", "--explain", 3, "-o",
                       "json").stdout
        page = self.cli("report", "-f", "-", stdin=log).stdout
        self.assertIn("over 10 iterations", page)

    def test_an_empty_document_is_no_experiment(self):
        for text in ("{}", "spec: {}\n", '{"metadata": {}}'):
            self.write("empty.yaml", text)
            self.fails("report", "-f", "empty.yaml", "-o", "page.html", wanted=TROUBLE,
                       message="nothing to report")
            self.assertFalse((self.folder / "page.html").exists())

    def test_what_cannot_be_told(self):
        self.write("metric.yaml", "kind: Metric\n")
        self.write("bad.log", '{"kind":"DecisionLog","format":1}\n{"kind":\n{}\n')
        self.write("new.log", '{"kind":"DecisionLog","format":9}\n')
        self.write("tally.json", '[{"kind": "Tally", "runs": -1}]')
        self.fails("report", "-f", "metric.yaml", wanted=TROUBLE, message="no Experiment")
        self.fails("report", "-f", "nothing.yaml", wanted=TROUBLE, message="nothing.yaml")
        self.fails("report", "-f", "bad.log", wanted=TROUBLE, message="bad.log:2:")
        self.fails("report", "-f", "new.log", wanted=TROUBLE, message="newer version")
        self.fails("report", "-f", "tally.json", wanted=TROUBLE, message="tally.json")
        self.fails("report", wanted=USAGE, message="needs -f")
        self.write("experiment.yaml", "kind: Experiment\n")
        self.fails("report", "-f", "experiment.yaml", "-o", "no/such/x.html", wanted=TROUBLE,
                   message="no/such/x.html")


if __name__ == "__main__":
    main()
