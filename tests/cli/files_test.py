"""Files that cannot be used, and the file that --output writes."""

import os
import stat
import unittest

from support import CommandLineTest


class BadInput(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.write("page.liquid", "page {{ x }}")
        self.write("folder/file", "")

    def test_unreadable_files(self):
        self.expect(2, "render", "missing.liquid", out="", err="cannot read missing.liquid: No such file or directory")
        self.expect(2, "render", "folder", out="", err="cannot read folder: Is a directory")
        self.expect(2, "render", "page.liquid", "--data", "folder", out="", err="cannot read folder")
        self.expect(2, "render", "page.liquid", "--layout", "missing", out="", err="cannot read missing")
        self.expect(2, "ast", "missing.liquid", err="cannot read missing.liquid")

    def test_broken_json_has_line_and_column(self):
        self.write("broken.json", '{"a": 1,\n "b": }')
        self.expect(2, "render", "page.liquid", "--data", "broken.json", out="",
                    err=["LQ5003 invalid-data", " --> broken.json:2:"])
        self.expect(2, "render", "page.liquid", "--data", "-", stdin="", err="LQ5003 invalid-data")

    def test_deeply_nested_json_ends(self):
        self.write("deep.json", '{"x":' + "[" * 2_000_000)
        self.expect(2, "render", "page.liquid", "--data", "deep.json", out="", err="LQ5003 invalid-data")

    def test_data_that_is_not_utf8(self):
        self.write("latin.json", b'{"x":\n "caf\xe9"}')
        self.expect(2, "render", "page.liquid", "--data", "latin.json", out="",
                    err=["LQ5003 invalid-data", " --> latin.json:2:"])

    @unittest.skipIf(os.geteuid() == 0, "root reads everything")
    def test_files_without_permission(self):
        os.chmod(self.directory / "page.liquid", 0)
        self.expect(2, "render", "page.liquid", out="", err="cannot read page.liquid: Permission denied")

    def test_data_needs_names(self):
        for top, found in [("[1]", "a list"), ('"text"', "a string"), ("12", "a number"), ("1.5", "a number"),
                           ("true", "a boolean"), ("null", "null"), ("1" * 40, "a number")]:
            self.write("top.json", top)
            self.expect(2, "render", "page.liquid", "--data", "top.json", out="",
                        err=["LQ5004 data-not-object", f"top is {found},", "top.json"])

    def test_snippet_directories_have_to_exist(self):
        self.expect(2, "render", "page.liquid", "--snippets", "nowhere", err="--snippets: nowhere does not exist")
        self.expect(2, "render", "page.liquid", "--snippets", "page.liquid", err="is not a directory")

    def test_hostile_templates_end_in_a_diagnostic(self):
        self.write("latin.liquid", b"caf\xe9")
        self.expect(1, "render", "latin.liquid", err="LQ2016 invalid-encoding")
        self.write("blocks.liquid", "{% if a %}" * 10_000)
        self.expect(1, "render", "blocks.liquid", err="LQ2017 nesting-too-deep")
        self.write("range.liquid", "{% for i in (1..9999999999) %}{{ i }}{% endfor %}")
        self.expect(1, "render", "range.liquid", "--limit", "output_bytes=1000", err="LQ4002 output-limit")
        self.write("brackets.liquid", "{{ a" + "[" * 10_000 + " }}")
        self.expect(1, "render", "brackets.liquid", "--error-mode", "strict2")
        with open(self.directory / "large.liquid", "wb") as large:
            large.truncate(100 << 20)
        self.expect(1, "render", "large.liquid", err="LQ4006 template-too-large")


class Output(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.write("page.liquid", "new")
        self.write("faulty.liquid", "{{ 1 | divided_by: 0 }}rest")
        self.write("made/page.html", "old")

    def test_replaces_the_file(self):
        os.chmod(self.directory / "made/page.html", 0o640)
        self.expect(0, "render", "page.liquid", "--output", "made/page.html", out="", silent=True)
        self.assertEqual(self.read("made/page.html"), "new")
        self.assertEqual(stat.S_IMODE(os.stat(self.directory / "made/page.html").st_mode), 0o640)
        self.assertEqual(os.listdir(self.directory / "made"), ["page.html"])

    def test_makes_directories(self):
        self.expect(0, "render", "page.liquid", "--output", "a/b/page.html")
        self.assertEqual(self.read("a/b/page.html"), "new")

    def test_is_written_with_diagnostics_too(self):
        self.expect(1, "render", "faulty.liquid", "--output", "made/page.html", out="")
        self.assertEqual(self.read("made/page.html"), "rest")

    def test_the_old_file_stays_when_there_is_no_page(self):
        for status, arguments in [(1, ["faulty.liquid", "--on-error", "fail"]),
                                  (1, ["page.liquid", "--layout", "faulty.liquid", "--on-error", "fail"]),
                                  (2, ["page.liquid", "--data", "missing.json"]),
                                  (2, ["page.liquid", "--bogus"])]:
            self.expect(status, "render", *arguments, "--output", "made/page.html")
            self.assertEqual(self.read("made/page.html"), "old")
            self.assertEqual(os.listdir(self.directory / "made"), ["page.html"])

    def test_a_page_that_is_not_whole_is_not_written(self):
        self.write("endless.liquid", "a{% for i in (1..9999999999) %}{% assign x = i %}{% endfor %}b")
        self.write("invalid.liquid", "{% if %}")
        self.write("latin.liquid", b"caf\xe9")
        self.write("deep.liquid", "{% for i in (1..9) %}{% include 'deep' %}{% endfor %}")
        for arguments, code in [(["endless.liquid", "--limit", "steps=10000"], "LQ4004"),
                                (["endless.liquid", "--limit", "deadline_ms=20"], "LQ4007"),
                                (["page.liquid", "--limit", "output_bytes=2"], "LQ4002"),
                                (["page.liquid", "--limit", "template_bytes=2"], "LQ4006"),
                                (["page.liquid", "--layout", "endless.liquid", "--limit", "steps=10000"], "LQ4004"),
                                (["deep.liquid", "--snippets", ".", "--limit", "partial_depth=3"], "LQ4005"),
                                (["invalid.liquid"], "LQ2"), (["latin.liquid"], "LQ2016")]:
            self.expect(1, "render", *arguments, "--output", "made/page.html", out="", err=code)
            self.assertEqual(self.read("made/page.html"), "old", arguments)
            self.assertEqual(os.listdir(self.directory / "made"), ["page.html"])

    def test_keeps_a_link(self):
        os.symlink("made/page.html", self.directory / "link.html")
        self.expect(0, "render", "page.liquid", "--output", "link.html")
        self.assertTrue(os.path.islink(self.directory / "link.html"))
        self.assertEqual(self.read("made/page.html"), "new")

    def test_unwritable(self):
        self.expect(2, "render", "page.liquid", "--output", "made", err="Is a directory")
        self.expect(2, "render", "page.liquid", "--output", "page.liquid/page.html", err="cannot write")
        self.expect(0, "render", "page.liquid", "--output", "/dev/null")
        if os.path.exists("/dev/full"):
            self.expect(2, "render", "page.liquid", "--output", "/dev/full", err="No space left")


if __name__ == "__main__":
    unittest.main()
