#!/usr/bin/env python3
"""Holds the code of a document against the programs that it quotes: each block of C or C++ stands, line for line, in one.
Blocks that are whole files (`<!-- file: NAME -->` goes before them) have tests of their own.

usage: excerpts.py ROOT DOCUMENT...
"""
import pathlib
import re
import sys

FOLDERS = ("examples", "tests/api", "tests/threads", "bindings/c")


def lines_of(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def contains(program, block):
    return any(program[i:i + len(block)] == block for i in range(len(program) - len(block) + 1))


def main(root, *documents):
    root = pathlib.Path(root)
    files = [f for folder in FOLDERS for f in (root / folder).rglob("*") if f.suffix in (".cpp", ".hpp", ".c", ".h")]
    programs = [lines_of(f.read_text()) for f in files]
    blocks, wrong = 0, 0
    for document in documents:
        for found in re.finditer(r"(?<!-->\n)^```(?:cpp|c)\n(.*?)^```", (root / document).read_text(), re.M | re.S):
            blocks += 1
            block = lines_of(found.group(1))
            if not any(contains(program, block) for program in programs):
                wrong += 1
                print(f"{document}: in no program that is compiled:\n{found.group(1)}")
    print(f"{blocks} pieces of code, {wrong} wrong")
    return 1 if wrong or not blocks else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
