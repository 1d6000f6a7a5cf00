#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Files that iter8ctl writes: each is one file, has one writer, and survives a full disk."""
import os
import resource
import signal
import subprocess

from cli import DONE, EXPERIMENT, METRIC, ROUTE, TROUBLE, USAGE, CliTest, main


class Names(CliTest):
    def refused(self, *arguments, message):
        before = {path: path.read_bytes() for path in self.folder.iterdir() if path.is_file()}
        self.fails(*arguments, wanted=USAGE, message=message)
        after = {path: path.read_bytes() for path in self.folder.iterdir() if path.is_file()}
        self.assertEqual(before, after)

    def test_a_file_is_written_for_one_purpose(self):
        parts = self.write_parts()
        run = ["run", *parts, "--virtual-time"]
        self.write("template", "${old} ${new}\n")
        (self.folder / "link").symlink_to("route.yaml")
        os.link(self.folder / "experiment.yaml", self.folder / "hard")
        os.mkdir(self.folder / "d")
        for options, message in [
                (["-o", "x", "--log", "x"], "-o and --log name one file, x"),
                (["-o", "x", "--log", "d/../x"], "-o and --log name one file, x"),
                (["--log", "experiment.yaml"], "--log and -f name one file, experiment.yaml"),
                (["--log", "hard"], "--log and -f name one file, hard"),
                (["--log", "link"], "--log and -f name one file, link"),
                (["--render", "template=x", "-o", "x"], "-o and --render name one file, x"),
                (["--render", "template=x", "--log", "./x"], "--log and --render name one file"),
                (["--render", "template=template"], "--render and the template of --render name"),
                (["--render", "template=route.yaml"], "--render and -f name one file"),
                (["--log", "defaults.yaml", "--defaults", "defaults.yaml"],
                 "--log and --defaults name one file")]:
            with self.subTest(options=options):
                self.write("defaults.yaml", "{}\n")
                self.refused(*run, *options, message=message)

    def test_what_else_a_file_holds_is_not_written_over(self):
        self.write("all.yaml", "---\n".join([EXPERIMENT, METRIC, ROUTE]))
        self.refused("run", "-f", "all.yaml", "--virtual-time", "-o", "all.yaml",
                     message="-o would write the experiment over all that all.yaml holds")
        self.write("e.yaml", "---\n".join([EXPERIMENT, ROUTE]))
        self.write("m.yaml", METRIC)
        self.refused("run", "-f", "e.yaml", "-f", "m.yaml", "--virtual-time", "-o", "m.yaml",
                     message="-o would write the experiment over all that m.yaml holds")

    def test_a_report_does_not_replace_what_it_tells(self):
        self.cli("run", *self.write_parts(), "--virtual-time", "-o", "r.yaml")
        self.refused("report", "-f", "r.yaml", "-o", "./r.yaml",
                     message="-o and -f name one file, ./r.yaml")

    def test_devices_are_no_files(self):
        self.cli("run", *self.write_parts(), "--virtual-time", "-o", "/dev/null", "--log",
                 "/dev/null")


class Writers(CliTest):
    """Two processes and one file."""

    def write_parts(self):
        parts = super().write_parts()
        self.write("long.yaml", EXPERIMENT.replace("PerLoop: 4", "PerLoop: 1000"))
        return parts

    def start(self, *options):
        parts = ["-f", "long.yaml", *self.write_parts()[2:]]
        process = subprocess.Popen([self.program, "run", *parts, *options], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        self.assertIn("iteration 1/1000", process.stdout.readline())
        return process

    def check(self, options, others, file):
        parts = self.write_parts()
        first = self.start(*options)
        self.fails("run", *parts, "--virtual-time", *others, wanted=TROUBLE,
                            message=f"{file}: process {first.pid} is writing it already")
        first.send_signal(signal.SIGKILL)
        first.wait()
        self.cli("run", *parts, "--virtual-time", *others)

    def test_routes(self):
        parts = self.write_parts()
        first = self.start("--write-routes")
        self.fails("run", *parts, "--virtual-time", "--write-routes", wanted=TROUBLE,
                   message=f"route.yaml: process {first.pid} is writing it already")
        first.send_signal(signal.SIGKILL)
        first.wait()
        self.cli("run", *parts, "--virtual-time", "--write-routes")

    def test_the_kept_experiment(self):
        self.check(["-o", "kept.yaml"], ["-o", "kept.yaml"], "kept.yaml")

    def test_the_log(self):
        self.check(["--log", "run.log"], ["--log", "run.log"], "run.log")

    def test_a_template_s_output(self):
        self.write("template", "${old} ${new}\n")
        self.check(["--render", "template=out"], ["--render", "template=out"], "out")


class Disk(CliTest):
    def run_limited(self, limit, *options):
        def prepare():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        return subprocess.run([self.program, "run", *options], cwd=self.folder, text=True,
                              capture_output=True, preexec_fn=prepare, check=False)

    def test_a_log_on_a_full_disk_can_be_replayed(self):
        parts = self.write_parts()
        self.cli("run", *parts, "--virtual-time", "--log", "whole.log")
        whole = (self.folder / "whole.log").read_bytes()
        steps = set()
        for limit in range(0, len(whole), len(whole) // 23):
            with self.subTest(limit=limit):
                log = self.folder / f"{limit}.log"
                result = self.run_limited(limit, *parts, "--virtual-time", "--log", log.name)
                self.assertEqual(result.returncode, TROUBLE)
                self.assertEqual(result.stderr.count("lines are missing"), 1)
                self.assertIn("Experiment completed successfully", result.stdout)
                content = log.read_bytes()
                self.assertTrue(whole.startswith(content))
                self.assertTrue(content == b"" or content.endswith(b"\n"))
                if content:
                    steps.add(self.cli("replay", log.name).stdout)
        self.assertGreater(len(steps), 2)

    def test_closed_streams_are_not_the_log(self):
        parts = self.write_parts()
        self.cli("run", *parts, "--virtual-time", "--log", "whole.log")
        whole = self.read("whole.log")
        for closed in (">&-", "2>&-", "<&- >&- 2>&-"):
            with self.subTest(closed=closed):
                subprocess.run(["sh", "-c", f'"$0" "$@" {closed}', self.program, "run", *parts,
                                "--virtual-time", "--log", "run.log", "-o", "kept.yaml"],
                               cwd=self.folder, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
                self.assertEqual(self.read("run.log"), whole)
                self.cli("describe", "-f", "kept.yaml")
                os.remove(self.folder / "run.log")

    def test_a_closed_output_is_told(self):
        result = subprocess.run(["sh", "-c", '"$0" version >&-', self.program],
                                capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, TROUBLE)
        self.assertIn("standard output cannot be written", result.stderr)


if __name__ == "__main__":
    main()
