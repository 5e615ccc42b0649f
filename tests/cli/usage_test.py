"""Wrong command lines, help, version, and the two intermediate forms."""

import unittest

from support import CommandLineTest

COMMANDS = ["render", "compile", "ast", "program", "version", "help"]


class WrongLines(CommandLineTest):
    def test_each_is_refused_with_a_reason(self):
        self.write("page.liquid", "page")
        for arguments, reason in [
                ([], "a command is missing"),
                (["frobnicate"], "frobnicate"),
                (["render"], "FILE is required"),
                (["compile", "folder"], "--output is required"),
                (["render", "page.liquid", "--bogus"], "--bogus"),
                (["render", "page.liquid", "--bogus"], "try `liquidc render --help`"),
                (["render", "page.liquid", "other.liquid"], "other.liquid"),
                (["render", "page.liquid", "--name"], "--name"),
                (["render", "page.liquid", "--error-mode", "loose"], "lax|warn|strict|strict2"),
                (["render", "page.liquid", "--on-error", "explode"], "omit|comment|inline|fail"),
                (["render", "page.liquid", "--format", "xml"], "text|json|jsonl"),
                (["render", "page.liquid", "--color", "red"], "auto|always|never"),
                (["render", "page.liquid", "--set", "novalue"], "--set: expected a.b=VALUE"),
                (["render", "page.liquid", "--set", "a..b=1"], "empty name"),
                (["render", "page.liquid", "--limit", "steps"], "--limit: expected NAME=N"),
                (["render", "page.liquid", "--limit", "steps=-1"], "is not a whole number"),
                (["render", "-", "--data", "-"], "only once"),
                (["render", "page.liquid", "--stdin-filename", "x"], "--stdin-filename needs -"),
                (["help", "nothing"], "there is no command `nothing`")]:
            self.expect(2, *arguments, out="", err=["liquidc: ", reason])


class Help(CommandLineTest):
    def test_every_command_has_an_example(self):
        for command in COMMANDS:
            by_option = self.expect(0, command, "--help", silent=True).out
            self.assertEqual(self.expect(0, "help", command).out.count("Example"), 1, command)
            self.assertIn("Example", self.expect(0, "--help").out)
            if command != "help":
                self.assertEqual(by_option, self.expect(0, "help", command).out)

    def test_the_list_of_commands(self):
        for arguments in (["--help"], ["-h"], ["help"], ["help", "--help"]):
            out = self.expect(0, *arguments, silent=True).out
            for command in COMMANDS:
                self.assertRegex(out, rf"\n  {command} ")

    def test_version(self):
        for arguments in (["version"], ["--version"]):
            self.assertRegex(self.expect(0, *arguments, silent=True).out, r"^liquidc \d+\.\d+\.\d+\n")


class Forms(CommandLineTest):
    def test_print_something_of_the_template(self):
        self.write("page.liquid", "Hello {{ customer.name | upcase }}")
        self.assertIn("customer", self.expect(0, "ast", "page.liquid", silent=True).out)
        self.assertIn("upcase", self.expect(0, "program", "page.liquid", silent=True).out)
        self.assertIn("upcase", self.expect(0, "ast", "-", stdin="{{ a | upcase }}").out)

    def test_tell_syntax_errors(self):
        self.write("page.liquid", "{% nope %}")
        for command in ("ast", "program"):
            self.expect(1, command, "page.liquid", err=["LQ2001 unknown-tag", " --> page.liquid:1:"])


if __name__ == "__main__":
    unittest.main()
