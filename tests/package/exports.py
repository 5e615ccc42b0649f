#!/usr/bin/env python3
"""Holds what a shared library exports against the headers: what they mark LIQUID_API, and nothing else.

usage: exports.py NM LIBRARY HEADERS_FOLDER
"""
import pathlib
import re
import subprocess
import sys


def public_names(folder):
    files = [p for p in sorted(pathlib.Path(folder).glob("*.h*")) if p.name != "export.hpp"]
    text = "\n".join(p.read_text() for p in files)
    classes = set(re.findall(r"\b(?:class|struct) LIQUID_API (\w+)", text))
    functions = set(re.findall(r"\bLIQUID_API (?!\w+ (?:final )?[:{])[^;(]*?\b(\w+)\(", text))
    return classes, functions


def main(nm, library, folder):
    classes, functions = public_names(folder)
    listing = subprocess.run([nm, "-D", "-C", "--defined-only", "--without-symbol-versions", library], check=True,
                             capture_output=True, text=True).stdout
    exported, wrong = [], []
    for line in listing.splitlines():
        kind, _, symbol = line.split(" ", 1)[1].partition(" ")
        if kind == "A":  # the name of the version itself
            continue
        exported.append(symbol)
        owner = re.sub(r"^(?:vtable|typeinfo|typeinfo name) for ", "", symbol)
        name = re.match(r"liquid::(?:(\w+)::)?(~?\w+)", owner)
        if owner != symbol:
            name_is_public = name and name.group(2) in classes
        else:
            name_is_public = name and (name.group(1) in classes or name.group(2) in functions)
        if not name_is_public:
            wrong.append(f"is exported and not public: {symbol}")
    for function in sorted(functions):
        if not any(re.match(rf"liquid::(\w+::)?{function}\b", symbol) for symbol in exported):
            wrong.append(f"is public and not exported: {function}")
    for name in sorted(classes):
        if not any(re.search(rf"\b{name}\b", symbol) for symbol in exported) and name not in ("Drop", "Sink"):  # all inline
            wrong.append(f"is public and not exported: {name}")
    print("\n".join(wrong) or f"{len(exported)} symbols of {len(classes)} classes and {len(functions)} functions")
    return 1 if wrong or not exported or not classes or not functions else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
