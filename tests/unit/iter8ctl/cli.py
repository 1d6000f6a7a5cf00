# SPDX-License-Identifier: Apache-2.0
"""What the tests of iter8ctl share: running it, and files for it to read."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "traffic-segmentation"
DONE, NO, USAGE, TROUBLE = 0, 1, 2, 3
COMPLAINTS = ("Sanitizer", "runtime error:", "Assertion")

EXPERIMENT = """\
apiVersion: iter8.tools/v2alpha2
kind: Experiment
metadata: {name: small}
spec:
  target: app
  strategy: {testingPattern: Canary}
  criteria:
    objectives:
    - {metric: errors, upperLimit: "0.01"}
  duration: {intervalSeconds: 1, iterationsPerLoop: 4}
  versionInfo:
    baseline:
      name: old
      weightObjRef: {apiVersion: v1, kind: Route, name: r, fieldPath: ".spec.to[0].weight"}
    candidates:
    - name: new
      weightObjRef: {apiVersion: v1, kind: Route, name: r, fieldPath: ".spec.to[1].weight"}
"""
METRIC = """\
apiVersion: iter8.tools/v2alpha2
kind: Metric
metadata: {name: errors}
spec:
  type: Gauge
  mock: [{name: old, level: "0.001"}, {name: new, level: "0.002"}]
"""
ROUTE = """\
apiVersion: v1
kind: Route
metadata: {name: r}
spec: {to: [{weight: 100}, {weight: 0}]}
"""


class CliTest(unittest.TestCase):
    """A folder of its own for each test; self.cli() runs iter8ctl in it."""

    program = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, content):
        path = self.folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content)
        return name

    def read(self, name):
        return (self.folder / name).read_text()

    def check_sane(self, result):
        """It has not crashed, and no sanitizer complains."""
        self.assertIn(result.returncode, (DONE, NO, USAGE, TROUBLE), result.stderr)
        for complaint in COMPLAINTS:
            self.assertNotIn(complaint, result.stderr)

    def cli(self, *arguments, wanted=DONE, stdin="", **options):
        """Runs iter8ctl, which has to end with the exit code wanted."""
        if isinstance(stdin, str):
            stdin = stdin.encode()
        options.setdefault("stdout", subprocess.PIPE)
        result = subprocess.run([self.program, *map(str, arguments)], cwd=self.folder, input=stdin,
                                stderr=subprocess.PIPE, timeout=120, check=False, **options)
        result.stdout = (result.stdout or b"").decode(errors="replace")
        result.stderr = result.stderr.decode(errors="replace")
        self.check_sane(result)
        self.assertEqual(result.returncode, wanted, f"{arguments}\n{result.stderr}")
        return result

    def fails(self, *arguments, wanted, message, **options):
        """Runs iter8ctl, which has to say what is wrong, and nothing on standard output."""
        result = self.cli(*arguments, wanted=wanted, **options)
        self.assertIn(message, result.stderr)
        self.assertEqual(result.stdout, "")
        return result

    def write_parts(self):
        """The options that name an experiment, its metric and its route."""
        self.write("experiment.yaml", EXPERIMENT)
        self.write("metric.yaml", METRIC)
        self.write("route.yaml", ROUTE)
        return ["-f", "experiment.yaml", "-f", "metric.yaml", "-f", "route.yaml"]


def main():
    """test_X.py ITER8CTL [test...]"""
    if len(sys.argv) < 2:
        sys.exit("usage: " + sys.argv[0] + " ITER8CTL [TEST...]")
    CliTest.program = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
