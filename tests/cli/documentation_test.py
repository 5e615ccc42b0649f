"""docs/diagnostics.md: the example of each code produces that code."""

import json
import re
import unittest

from support import SOURCE, CommandLineTest

OPTIONS = {
    "LQ1008": [],
    "LQ2008": ["--error-mode", "strict2"],
    "LQ2009": ["--error-mode", "strict2"],
    "LQ2010": ["--error-mode", "strict2"],
    "LQ2012": ["--error-mode", "strict2"],
    "LQ2013": ["--error-mode", "strict2"],
    "LQ2019": ["--error-mode", "warn"],
    "LQ3001": ["--strict-variables"],
    "LQ3002": ["--strict-filters"],
    "LQ4001": ["--limit", "render_score=10"],
    "LQ4002": ["--limit", "output_bytes=1000"],
    "LQ4003": ["--limit", "memory_bytes=100000"],
    "LQ4004": ["--limit", "steps=10000"],
    "LQ4005": ["--limit", "partial_depth=20"],
}

# What the examples ask for. Those that are a snippet's own text stand here once more.
SNIPPETS = {
    "price-tag": "tag",
    "card": "{% if %}",
    "tree": "{% include 'tree' %}",
    "menu": "{% render 'menu', links: links %}",
    "with-icon": "{% include 'icon' %}",
}
REPLACED = {
    "LQ1007": b"{% render 'with-icon' %}",
    "LQ2016": b"caf\xe9",
    "LQ2017": b"{% if a %}" * 300,
    "LQ3014": b"{% include 'tree' %}",
    "LQ4005": b"{% render 'menu' %}",
}

EXEMPT = {
    "LQ1006": "needs a file that exists and cannot be read, also not by root",
    "LQ3003": "needs a Drop",
    "LQ4008": "needs a host that stops the render",
    "LQ5001": "needs a host's filter",
    "LQ5005": "needs a machine without memory",
    "LQ6002": "needs an artifact of another version",
    "LQ6003": "needs an artifact: tests/cli/artifact_test.py",
    "LQ6004": "needs a host's filter",
    "LQ6005": "needs a host's tag",
}


def sections():
    page = (SOURCE / "docs" / "diagnostics.md").read_text()
    return re.findall(r"^## (LQ\d+) \S+\n.*?^```(\w+)\n(.*?)\n```$", page, re.DOTALL | re.MULTILINE)


class Examples(CommandLineTest):
    def test_produce_their_code(self):
        for name, text in SNIPPETS.items():
            self.write(f"snippets/{name}.liquid", text)
        self.write("data.json", '{"price": 5, "total": 4, "count": 0, "title": "T", "items": [1], "a": 1}')
        self.assertGreater(len(sections()), 50)
        for code, language, text in sections():
            if code in EXEMPT:
                continue
            with self.subTest(code):
                self.assertIn(code, self.codes(code, language, text))

    def codes(self, code, language, text):
        """The codes that the example produces."""
        if language == "sh":  # an option that is all there is to it
            self.write("page.liquid", "page " * 1000)
            self.write("huge.liquid", "page " * 1000)
            if "deadline" in text:
                self.write("page.liquid", "{% for i in (1..9999999999) %}{% endfor %}")
            outcome = self.run_here(*text.split()[1:], "--format", "jsonl")
        elif language == "json":
            self.write("example.json", text)
            outcome = self.run_here("render", "-", "--data", "example.json", "--format", "jsonl")
        else:
            options = OPTIONS.get(code, []) + ([] if code == "LQ1008" else ["--snippets", "snippets"])
            outcome = self.run_here("render", "-", "--data", "data.json", "--format", "jsonl", *options,
                                    stdin=REPLACED.get(code, text.encode()))
        return [json.loads(line)["code"] for line in outcome.err.splitlines()]


if __name__ == "__main__":
    unittest.main()
