"""liquidc compile, and rendering what it wrote."""

import os
import unittest

from support import SOURCE, CommandLineTest, run


class Compiled(CommandLineTest):
    def setUp(self):
        super().setUp()
        self.write("theme/templates/index.liquid", "{% for p in products %}{% render 'card', p: p %}{% endfor %}{{ 1 | divided_by: 0 }}")
        self.write("theme/layout/theme.liquid", "<html>{{ content_for_layout }}</html>{{ 1 | divided_by: 0 }}")
        self.write("theme/snippets/card.liquid", "[{{ p | upcase }}{{ 1 | modulo: 0 }}]\n")
        self.write("data.json", '{"products": ["a", "b"]}')

    def test_renders_as_the_files_do(self):
        self.expect(0, "compile", "theme", "-o", "theme.lqc", out="", silent=True)
        for policy in ("omit", "comment", "inline"):
            files = self.run_here("render", "theme/templates/index.liquid", "--layout", "theme/layout/theme.liquid",
                                  "--snippets", "theme/snippets", "--data", "data.json", "--on-error", policy)
            loaded = self.run_here("render", "--artifact", "theme.lqc", "templates/index", "--layout", "layout/theme",
                                   "--data", "data.json", "--on-error", policy)
            self.assertEqual((loaded.status, loaded.out, loaded.err), (files.status, files.out, files.err))
            self.assertEqual(files.status, 1)
        self.assertIn("[A", loaded.out)

    def test_says_what_it_holds(self):
        self.expect(0, "compile", "theme", "-o", "theme.lqc")
        listing = self.expect(0, "program", "theme.lqc").out
        self.assertIn("3 templates\nfilters: divided_by modulo upcase", listing)
        self.assertRegex(listing, r"\npartial +[0-9a-f]{16} +\d+ card\n")
        self.assertIn("RenderLoad", self.expect(0, "program", "theme.lqc", "--template", "templates/index").out)
        self.expect(1, "render", "--artifact", "theme.lqc", "template/index", out="",
                    err=["LQ1001 missing-partial", "there is a template `templates/index`"])

    def test_missing_partials_write_nothing(self):
        self.write("theme/snippets/card.liquid", "{% render 'prise' %}")
        self.write("theme/snippets/price.liquid", "1")
        outcome = self.expect(1, "compile", "theme", "-o", "theme.lqc", out="", err=[
            "error[LQ1001 missing-partial]: `prise` was not found", "--> theme/snippets/card.liquid:1:11",
            "asked for by `render` at theme/templates/index.liquid:1:", "looked in theme/snippets/prise.liquid", "`price`"])
        self.assertEqual(outcome.err.count("error["), 1)
        self.assertFalse((self.directory / "theme.lqc").exists())
        self.expect(0, "compile", "theme", "-o", "theme.lqc", "--allow-missing", err="warning[LQ1001")
        self.expect(1, "render", "--artifact", "theme.lqc", "templates/index", "--data", "data.json", "--on-error",
                    "inline", err="LQ1001", out="Liquid error (card line 1): Could not find asset snippets/prise.liquid" * 2
                    + "Liquid error (line 1): divided by 0")

    def test_what_cannot_be_parsed(self):
        self.write("theme/templates/broken.liquid", "{% nope %}")
        self.expect(1, "compile", "theme", "-o", "theme.lqc", err="LQ2001 unknown-tag")
        self.assertFalse((self.directory / "theme.lqc").exists())
        self.expect(0, "compile", "theme", "-o", "theme.lqc", "--allow-invalid", err="warning[LQ2001")
        self.expect(1, "render", "--artifact", "theme.lqc", "templates/broken", err="error[LQ2001",
                    out="")
        self.assertIn("templates/broken (kept as source)", self.expect(0, "program", "theme.lqc").out)

    def test_refusals(self):
        self.expect(0, "compile", "theme", "-o", "theme.lqc")
        render = ["render", "--artifact", "theme.lqc", "templates/index"]
        self.expect(1, *render, "--error-mode", "strict", out="", err=[
            "LQ6003 artifact-mismatch", "its error mode is lax, here it is strict", "--> theme.lqc"])
        whole = (self.directory / "theme.lqc").read_bytes()
        self.write("theme.lqc", whole[:-1])
        self.expect(1, *render, out="", err=["LQ6001 artifact-damaged", "it is cut off"])
        self.write("theme.lqc", "{{ text }}")
        self.expect(1, *render, out="", err=["LQ6001 artifact-damaged", "it is no artifact of liquidc"])
        os.remove(self.directory / "theme.lqc")
        self.expect(2, *render, out="", err=["LQ6006 artifact-unreadable", "No such file or directory"])
        self.expect(2, "compile", "nowhere", "-o", "theme.lqc", err="nowhere is not a directory")

    def test_partials_beside_pages(self):
        self.write("pages/a.liquid", "{% render 'b' %}")
        self.write("pages/b.liquid", "B")
        self.expect(0, "compile", "pages", "-o", "pages.lqc", silent=True)
        self.expect(0, "render", "--artifact", "pages.lqc", "a", out="B", silent=True)
        self.expect(0, "render", "--artifact", "pages.lqc", "b", out="B", silent=True)


class Storefront(unittest.TestCase):
    def test_compiling_finds_what_a_visitor_would(self):
        outcome = run("compile", "examples/storefront", "-o", "/dev/null", cwd=SOURCE)
        self.assertEqual(outcome.status, 1)
        self.assertEqual(outcome.err.count("error["), 1, outcome.err)
        self.assertIn("--> examples/storefront/snippets/page-extras.liquid:8:13", outcome.err)
        self.assertIn("asked for by `render` at examples/storefront/layout/theme.liquid:165:", outcome.err)
        self.assertIn("`restock-notice`", outcome.err)


if __name__ == "__main__":
    unittest.main()
