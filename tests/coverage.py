#!/usr/bin/env python3
"""Sums gcovr's JSON summary up by room.

usage: coverage.py SUMMARY.json
"""
import json
import sys
from collections import defaultdict


def room_of(name):
    parts = name.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def row(name, lines, covered, branches, branches_covered):
    def percent(part, whole):
        return f"{100 * part / whole:5.1f} %" if whole else "      -"
    return f"{name:18} {covered:6} of {lines:6} lines  {percent(covered, lines)}   branches {percent(branches_covered, branches)}"


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    rooms = defaultdict(lambda: [0, 0, 0, 0])
    fields = ("line_total", "line_covered", "branch_total", "branch_covered")
    for file in json.load(open(arguments[0], encoding="utf-8"))["files"]:
        for name in (room_of(file["filename"]), "all"):
            for i, field in enumerate(fields):
                rooms[name][i] += file[field]
    for name in sorted(rooms, key=lambda name: (name == "all", name)):
        print(row(name, *rooms[name]))
    return 0 if rooms else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
