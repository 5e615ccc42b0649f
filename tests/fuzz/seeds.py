#!/usr/bin/env python3
"""Writes the fuzzers' seeds: one file for each case of tests/golden, spec/language and, where it is, the corpora.

usage: seeds.py OUT [--corpus DIR]

OUT gets a folder for each target. A seed that is there already is left alone, so running again is cheap.
"""
import argparse
import hashlib
import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODES = ["lax", "warn", "strict", "strict2"]
POLICIES = ["omit", "comment", "inline", "fail"]
BETWEEN = b"\x1e"
MOST_BYTES = 64 * 1024


def bytes_of(value):
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value


class Seeds:
    def __init__(self, out):
        self.out = pathlib.Path(out)
        self.written = {}

    def add(self, target, content):
        if len(content) > MOST_BYTES:
            return
        folder = self.out / target
        if target not in self.written:
            folder.mkdir(parents=True, exist_ok=True)
            self.written[target] = set()
        name = hashlib.sha1(content).hexdigest()[:20]
        if name in self.written[target]:
            return
        self.written[target].add(name)
        if not (folder / name).exists():
            (folder / name).write_bytes(content)

    def add_case(self, template, data, partials, mode="lax", policy="inline", dynamic=False, limits=False):
        template = bytes_of(template)
        number = MODES.index(mode)
        switches = bytes([0x40 | number])
        self.add("parse", switches + template)
        self.add("compile", switches + template)
        self.add("artifact", b"\0" + template)
        first = bytes([0x40 | number | POLICIES.index(policy) << 2])
        second = bytes([0x40 | (1 if dynamic else 0) | (2 if limits else 0)])
        parts = [template, bytes_of(data)]
        for name, text in partials.items():
            self.add("parse", switches + bytes_of(text))
            parts.append(bytes_of(name) + b"\n" + bytes_of(text))
        self.add("render", first + second + BETWEEN.join(parts))
        if data:
            self.add("json", bytes_of(data))
        self.add("server", conversation(template, data, partials, mode))


def conversation(template, data, partials, mode):
    import base64
    try:
        source = template.decode()
    except UnicodeDecodeError:
        source = {"_ruby_type": "Binary", "base64": base64.b64encode(template).decode()}
    try:
        environment = json.loads(data) if data else {}
    except ValueError:
        environment = {}
    files = {name: text if isinstance(text, str) else "" for name, text in partials.items()}
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "compile",
         "params": {"template": source, "options": {"error_mode": mode}, "filesystem": files}},
        {"jsonrpc": "2.0", "id": 2, "method": "render",
         "params": {"template_id": "tmpl_1", "environment": environment, "options": {"strict_errors": False}}},
        {"jsonrpc": "2.0", "method": "quit"},
    ]
    return "\n".join(json.dumps(line) for line in lines).encode()


def golden_cases():
    for file in sorted((ROOT / "tests/golden").rglob("*.case")):
        sections = {}
        name = None
        for line in file.read_bytes().decode("utf-8", "surrogateescape").split("\n")[:-1]:
            if line.startswith("=== "):
                name = line[4:]
                sections[name] = []
            else:
                sections[name].append(line)
        texts = {name: "\n".join(lines).encode("utf-8", "surrogateescape") for name, lines in sections.items()}
        options = dict(line.split(": ", 1) for line in texts.get("options", b"").decode().split("\n") if line)
        yield {
            "template": texts["template"],
            "data": texts.get("data") or texts.get("variables") or b"",
            "partials": {n[8:]: t for n, t in texts.items() if n.startswith("snippet ")},
            "mode": options.get("mode", "lax"),
            "policy": options.get("on_error", "inline"),
            "dynamic": "data" not in texts,
            "limits": "limit" in options,
        }


def language_cases():
    fence = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.M | re.S)
    for file in sorted((ROOT / "spec/language").glob("*.md")):
        data, partials = "", {}
        for kind, rest, text in fence.findall(file.read_text(encoding="utf-8")):
            options = dict(word.split("=", 1) for word in rest.split() if "=" in word)
            text = text.removesuffix("\n")
            if kind == "json":
                data = text
            elif kind == "liquid" and "snippet" in options:
                partials[options["snippet"]] = text
            elif kind == "liquid":
                yield {"template": text, "data": data, "partials": partials, "mode": options.get("mode", "lax")}
            elif kind == "text":
                data, partials = "", {}


def corpus_cases(folder):
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.open(encoding="utf-8"):
            case = json.loads(line)
            if not isinstance(case.get("template"), str):
                continue
            environment = case.get("environment") or {}
            partials = {n: t for n, t in (case.get("filesystem") or {}).items() if isinstance(t, str)}
            modes = case.get("error_modes") or ["strict2"]
            for mode in modes + [m for m in case.get("also_passes", []) if m not in modes]:
                yield {"template": case["template"], "data": json.dumps(environment), "partials": partials,
                       "mode": mode, "dynamic": case.get("environment_kind") == "dynamic"}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--corpus", type=pathlib.Path)
    arguments = parser.parse_args()
    seeds = Seeds(arguments.out)
    own = 0
    for cases in (golden_cases(), language_cases()):
        for case in cases:
            seeds.add_case(**case)
            own += 1
    found = 0
    if arguments.corpus and arguments.corpus.is_dir():
        for case in corpus_cases(arguments.corpus):
            seeds.add_case(**case)
            found += 1
    counts = ", ".join(f"{target} {len(names)}" for target, names in sorted(seeds.written.items()))
    corpus = f"{found} of the corpora" if found else "the corpora are not here: skipped"
    print(f"seeds: {counts} (from {own} cases of this repository; {corpus})")


if __name__ == "__main__":
    main()
