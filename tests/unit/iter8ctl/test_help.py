#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What iter8ctl says of itself: help, suggestions, completion of shells, the manual page."""
import re
import shutil
import subprocess

from cli import ROOT, USAGE, CliTest, main


class Help(CliTest):
    def commands(self):
        overview = self.cli("help").stdout
        return re.findall(r"^  ([a-z]+) +[a-z]", overview.split("\n\n")[1], re.M)

    def options(self, command):
        """Of a command: the long and short options of its help text."""
        text = self.cli("help", command).stdout
        return sorted(set(re.findall(r"^  (--?[a-z-]+)", text, re.M)))

    def test_help_of_a_command_is_its_help_option(self):
        self.assertIn("run", self.commands())
        for command in self.commands():
            with self.subTest(command):
                text = self.cli("help", command).stdout
                self.assertEqual(text, self.cli(command, "--help").stdout)
                self.assertTrue(text.startswith(f"usage: iter8ctl {command}"), text)
                self.assertLessEqual(max(map(len, text.splitlines())), 100)

    def test_version_in_three_spellings(self):
        wanted = self.cli("--version").stdout
        self.assertRegex(wanted, r"^iter8ctl \d+\.\d+\.\d+\n$")
        self.assertEqual(self.cli("version").stdout, wanted)
        self.assertEqual(self.cli("-V").stdout, wanted)
        self.fails("version", "x", wanted=USAGE, message="version takes no arguments")

    def test_a_misspelt_command_or_option_is_answered_with_the_nearest(self):
        for arguments, message in [
                (["runn"], "did you mean run?"),
                (["vaildate"], "did you mean validate?"),
                (["help", "simulat"], "did you mean simulate?"),
                (["run", "-f", "a", "--promethius", "u"], "did you mean --prometheus?"),
                (["run", "-f", "a", "--virtualtime"], "did you mean --virtual-time?"),
                (["simulate", "-f", "a", "--run=3x"], "--runs takes a whole number"),
                (["simulate", "-f", "a", "--seeds=3"], "did you mean --seed?")]:
            with self.subTest(arguments):
                self.fails(*arguments, wanted=USAGE, message=message)

    def test_nothing_is_suggested_where_nothing_is_near(self):
        for arguments in (["kubernetes"], ["run", "-f", "a", "--zzzzzzzz"], ["x" * 10000]):
            result = self.cli(*arguments, wanted=USAGE)
            self.assertNotIn("did you mean", result.stderr)

    def test_the_manual_page_has_every_command_and_option(self):
        page = (ROOT / "docs" / "iter8ctl.1").read_text().replace("\\-", "-")
        for command in self.commands():
            self.assertIn(f"\n.B iter8ctl {command}", page)
            self.assertIn(f"\n.TP\n.B {command}\n", page)
            for option in self.options(command):
                self.assertRegex(page, rf"\n\.BI? .*{option}[ =\"\n]", f"{command} {option}")
        for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXIT STATUS",
                        "ENVIRONMENT", "FILES", "EXAMPLES", "SEE ALSO"):
            self.assertRegex(page, rf'\n\.SH "?{section}"?\n')


class Completion(CliTest):
    def script(self, shell):
        return self.write(f"completion.{shell}", self.cli("completion", shell).stdout)

    def bash(self, *words):
        """What bash offers for the last of these words."""
        script = self.script("bash")
        array = " ".join(f"'{word}'" for word in ("iter8ctl", *words))
        result = subprocess.run(
            ["bash", "-c", f". ./{script}; COMP_WORDS=({array}); COMP_CWORD={len(words)}; "
             '_iter8ctl; printf "%s\\n" "${COMPREPLY[@]}"'],
            cwd=self.folder, capture_output=True, text=True, check=True)
        self.assertEqual(result.stderr, "")
        return sorted(result.stdout.split())

    def test_bash_completes_commands(self):
        self.assertEqual(self.bash("re"), ["replay", "report"])
        self.assertIn("help", self.bash(""))
        self.assertEqual(self.bash("help", "sim"), ["simulate"])

    def test_bash_completes_options_of_the_command_only(self):
        self.assertEqual(self.bash("run", "--se"), ["--secrets-dir", "--secrets-env", "--seed"])
        self.assertEqual(self.bash("validate", "--se"), [])

    def test_bash_completes_words_and_files(self):
        self.write("experiment.yaml", "")
        self.assertEqual(self.bash("analyze", "-o", ""), ["json", "yaml"])
        self.assertEqual(self.bash("assert", "--condition", "rol"), ["rolledBack"])
        self.assertEqual(self.bash("validate", "-f", "exp"), ["experiment.yaml"])
        self.assertEqual(self.bash("replay", "exp"), ["experiment.yaml"])
        self.assertEqual(self.bash("completion", "z"), ["zsh"])

    def test_scripts_of_other_shells_are_well_formed(self):
        for shell in ("zsh", "fish"):
            script = self.script(shell)
            self.assertIn("prometheus", self.read(script))
            if shutil.which(shell) is not None:
                subprocess.run([shell, "-n", script], cwd=self.folder, check=True)

    def test_an_unknown_shell_is_refused(self):
        self.fails("completion", "tcsh", wanted=USAGE, message="bash, zsh or fish, not 'tcsh'")
        self.fails("completion", wanted=USAGE, message="completion takes one bash|zsh|fish")


if __name__ == "__main__":
    main()
