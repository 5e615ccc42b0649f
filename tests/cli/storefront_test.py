"""The storefront example: in one look, what is missing, where it was asked for, by which way, and what was meant."""

import json
import unittest

from support import SOURCE, run

SHOP = "examples/storefront"
RENDER = ["render", f"{SHOP}/templates/article.liquid", "--layout", f"{SHOP}/layout/theme.liquid", "--data",
          f"{SHOP}/data/article.json", "--snippets", f"{SHOP}/snippets"]


class Storefront(unittest.TestCase):
    def test_one_diagnostic_says_it_all(self):
        outcome = run(*RENDER, cwd=SOURCE)
        self.assertEqual(outcome.status, 1, outcome.err)
        self.assertEqual(outcome.err.count("error["), 1, outcome.err)
        self.assertIn("error[LQ1001 missing-partial]: `restock-notices` was not found", outcome.err)
        self.assertIn(f"--> {SHOP}/snippets/page-extras.liquid:8:13\n", outcome.err)
        self.assertIn(f"asked for by `render` at {SHOP}/layout/theme.liquid:165:", outcome.err)
        self.assertIn("`restock-notice`", outcome.err)
        self.assertNotIn("Liquid error", outcome.out)

    def test_inline_is_the_page_of_the_reference_engine(self):
        outcome = run(*RENDER, "--on-error", "inline", cwd=SOURCE)
        self.assertEqual(outcome.out, (SOURCE / "tests/cli/expected/article.html").read_text())

    def test_all_modes_make_the_same_page(self):
        page = run(*RENDER, cwd=SOURCE).out
        for mode in ("warn", "strict", "strict2"):
            self.assertEqual(run(*RENDER, "--error-mode", mode, cwd=SOURCE).out, page, mode)

    def test_tools_get_the_chain(self):
        said = json.loads(run(*RENDER, "--format", "jsonl", cwd=SOURCE).err)
        self.assertEqual([hop["location"]["line"] for hop in said["chain"]], [165])
        self.assertEqual(said["arguments"]["name"], "restock-notices")
        self.assertEqual(said["location"]["excerpt"].strip(),
                         "{% render 'restock-notices', product: product, email: shop.email %}")


if __name__ == "__main__":
    unittest.main()
