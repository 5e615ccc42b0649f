#!/usr/bin/env python3
"""Says how much of each room the tests ran, and which files lie under the mean. From gcovr's JSON.

usage: coverage.py COVERAGE.json
       coverage.py --missing COVERAGE.json   the lines that nothing ran, with their text
"""
import json
import sys
from collections import defaultdict


class Count:
    def __init__(self):
        self.all, self.run = 0, 0

    def add(self, runs):
        self.all += 1
        self.run += runs > 0

    def percent(self):
        return 100 * self.run / self.all if self.all else 100

    def __str__(self):
        return f"{self.run:6} of {self.all:6} {self.percent():6.1f} %"


class Unit:
    """A file, a room, or all."""

    def __init__(self):
        self.lines, self.branches, self.missing = Count(), Count(), []

    def take(self, file):
        for line in file["lines"]:
            if line.get("gcovr/noncode"):
                continue
            self.lines.add(line["count"])
            if line["count"] == 0:
                self.missing.append(line["line_number"])
            for branch in line["branches"]:
                self.branches.add(branch["count"])


def room_of(name):
    parts = name.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def print_missing(files):
    for name, unit in sorted(files.items()):
        text = open(name, encoding="utf-8").read().split("\n") if unit.missing else []
        for number in unit.missing:
            print(f"{name}:{number}: {text[number - 1].strip()}")


def print_tables(files, rooms):
    print(f"{'room':34} {'lines':>25}   {'branches':>25}")
    for name in sorted(rooms, key=lambda name: (name == "all", name)):
        print(f"{name:34} {rooms[name].lines}   {rooms[name].branches}")
    mean = rooms["all"].lines.percent()
    under = sorted((unit.lines.percent(), name) for name, unit in files.items() if unit.lines.percent() < mean)
    print(f"\n{len(under)} of {len(files)} files have run less of their lines than the mean:")
    for _, name in under:
        print(f"{name:34} {files[name].lines}   {files[name].branches}")


def main(arguments):
    show_missing = arguments[:1] == ["--missing"]
    if len(arguments) != 1 + show_missing:
        print(__doc__, file=sys.stderr)
        return 2
    files, rooms = defaultdict(Unit), defaultdict(Unit)
    for file in json.load(open(arguments[-1], encoding="utf-8"))["files"]:
        for unit in (files[file["file"]], rooms[room_of(file["file"])], rooms["all"]):
            unit.take(file)
    if not files:
        print("coverage: no file of this repository was run", file=sys.stderr)
        return 1
    if show_missing:
        print_missing(files)
    else:
        print_tables(files, rooms)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
