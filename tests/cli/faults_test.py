"""Faulty templates: what the page shows, what stderr says, and the exit status."""

import json
import pathlib
import unittest

from support import SOURCE, CommandLineTest

LIMITS = ["output_bytes", "memory_bytes", "steps", "nesting", "partial_depth", "template_bytes", "deadline_ms",
          "render_length", "render_score", "assign_score", "cumulative_render_score", "cumulative_assign_score"]


class Policies(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.write("page.liquid", "{{ 1 | divided_by: 0 }}rest")

    def test_omit_is_the_default(self):
        self.expect(1, "render", "page.liquid", out="rest",
                    err=["error[LQ3007 division-by-zero]: divided by 0\n", " --> page.liquid:1:"])
        self.expect(1, "render", "page.liquid", "--on-error", "omit", out="rest")

    def test_inline_is_the_reference_text(self):
        self.expect(1, "render", "page.liquid", "--on-error", "inline", out="Liquid error (line 1): divided by 0rest")
        self.expect(1, "render", "page.liquid", "--on-error", "inline", "--name", "page",
                    out="Liquid error (page line 1): divided by 0rest", err=" --> page.liquid:1:")

    def test_comment_has_code_and_place(self):
        self.assertRegex(self.expect(1, "render", "page.liquid", "--on-error", "comment").out, "^<!--.*LQ3007.*-->rest$")

    def test_fail_writes_no_page(self):
        self.expect(1, "render", "page.liquid", "--on-error", "fail", out="", err="LQ3007")


class Formats(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.write("clean.liquid", "clean")
        self.write("faulty.liquid", "{{ 1 | divided_by: 0 }}{{ 1 | modulo: 0 }}")

    def test_json(self):
        said = json.loads(self.expect(1, "render", "faulty.liquid", "--format", "json").err)
        self.assertEqual([one["code"] for one in said["diagnostics"]], ["LQ3007", "LQ3007"])
        self.assertEqual(said["diagnostics"][0]["location"]["path"], "faulty.liquid")
        self.assertEqual(said["diagnostics"][0]["reference"], "Liquid error (line 1): divided by 0")
        self.assertEqual(self.expect(0, "render", "clean.liquid", "--format", "json").err,
                         '{"version":1,"diagnostics":[]}\n')

    def test_json_lines(self):
        lines = self.expect(1, "render", "faulty.liquid", "--format", "jsonl").err.splitlines()
        self.assertEqual([json.loads(line)["name"] for line in lines], ["division-by-zero"] * 2)
        self.expect(0, "render", "clean.liquid", "--format", "jsonl", silent=True)

    def test_color_only_when_asked_in_a_pipe(self):
        self.assertNotIn("\x1b", self.expect(1, "render", "faulty.liquid").err)
        self.assertIn("\x1b[1;31merror", self.expect(1, "render", "faulty.liquid", "--color", "always", NO_COLOR="1").err)

    def test_text_tells_what_repeats_once(self):
        self.write("loop.liquid", "{% for i in (1..50) %}{{ 1 | divided_by: 0 }}{% endfor %}")
        said = self.expect(1, "render", "loop.liquid", err="(50 times)").err
        self.assertEqual(said.count("LQ3007"), 1)

    def test_standard_input_has_a_name(self):
        self.expect(1, "render", "-", stdin="{{ 1 | divided_by: 0 }}", err=" --> <stdin>:1:")
        self.expect(1, "render", "-", "--stdin-filename", "shop/page.liquid", stdin="{{ 1 | divided_by: 0 }}",
                    err=" --> shop/page.liquid:1:")

    def test_nothing_of_a_template_controls_the_terminal(self):
        self.write("snippets/there.liquid", "")
        self.write("page.liquid", "\x1b[2J{% include x %}\x07{{ 1 | divided_by: 0 }}")
        outcome = self.expect(1, "render", "page.liquid", "--snippets", "snippets", "--set", 'x="a\\u001b]0;b"')
        self.assertNotIn("\x1b", outcome.err)
        self.assertNotIn("\x07", outcome.err)


class Modes(CommandLineTest):
    def test_one_syntax_error_does_not_hide_the_next(self):
        self.write("page.liquid", "{% if %}{% endif %}\n{% nope %}\n{% for i in %}")
        self.expect(1, "render", "page.liquid", err=[":1:", "LQ2001 unknown-tag", ":2:", ":3:"])

    def test_strictness(self):
        self.write("page.liquid", "{{ a b }}{{ missing }}{{ 1 | nope }}")
        self.expect(0, "render", "page.liquid", "--set", "a=1", out="11")
        self.expect(1, "render", "page.liquid", "--error-mode", "strict2")
        self.expect(1, "render", "page.liquid", "--strict-variables", err="LQ3001 undefined-variable")
        self.expect(1, "render", "page.liquid", "--strict-filters", err="LQ3002 undefined-filter")


class Limits(CommandLineTest):
    def test_every_limit_can_be_set_and_is_documented(self):
        self.write("page.liquid", "page")
        documentation = (pathlib.Path(SOURCE) / "docs" / "limits.md").read_text()
        for name in LIMITS:
            self.expect(0, "render", "page.liquid", "--limit", f"{name}=1000000", out="page", silent=True)
            self.assertIn(f"| `{name}` |", documentation)

    def test_an_unknown_limit_lists_the_names(self):
        self.write("page.liquid", "page")
        self.expect(2, "render", "page.liquid", "--limit", "speed=3", err=["no limit is named `speed`", *LIMITS])

    def test_a_hit_keeps_what_was_written(self):
        self.write("page.liquid", "a{% for i in (1..9999999999) %}{% assign x = i %}{% endfor %}b")
        self.expect(1, "render", "page.liquid", "--limit", "steps=100000", out="a", err="LQ4004 step-limit")
        self.expect(1, "render", "page.liquid", "--limit", "deadline_ms=50", out="a", err="LQ4007 deadline-exceeded")
        self.write("text.liquid", "{{ 'abc' }}{{ 'def' }}")
        self.expect(1, "render", "text.liquid", "--limit", "output_bytes=4", err="LQ4002 output-limit")


if __name__ == "__main__":
    unittest.main()
