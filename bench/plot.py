#!/usr/bin/env python3
"""Draws how many times as long other engines take.

usage: plot.py RESULT.json FILE.svg
"""
import json
import math
import pathlib
import sys

import tables

WIDTH, LEFT, RIGHT = 820, 190, 150
BAR, GAP, HEAD = 18, 6, 34
OURS, OTHERS, TEXT, FAINT = "#1f6f5c", "#9db4c0", "#222222", "#777777"
SHOWN = [("themes", "parse"), ("themes", "render"), ("themes", "both"), ("product", "render")]


def bars_of(job):
    """(engine, milliseconds, times our time) of the engines that render every page."""
    ours = next(turn for turn in job["turns"] if turn["engine"] == "liquidc" and turn["pages"] == job["pages"])
    bars = [("liquidc", tables.median(ours["ms"]), 1.0)]
    for turn in job["turns"]:
        if turn["engine"] == "liquidc":
            continue
        same = next(one for one in job["turns"] if one["engine"] == "liquidc" and one["pages"] == turn["pages"])
        name = turn["engine"] + ("" if turn["pages"] == job["pages"] else f" ({turn['pages']} pages)")
        bars.append((name, tables.median(turn["ms"]), tables.ratio(turn["ms"], same["ms"])))
    return bars


def text(x, y, what, color=TEXT, anchor="start", weight="normal"):
    escaped = what.replace("&", "&amp;").replace("<", "&lt;")
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{color}" text-anchor="{anchor}" font-weight="{weight}">{escaped}</text>'


def drawn(result):
    groups = [(job, bars_of(job)) for job in result["jobs"] if (job["set"], job["job"]) in SHOWN]
    most = max(times for _, bars in groups for _, _, times in bars)
    room = WIDTH - LEFT - RIGHT
    parts, y = [], 30
    parts.append(text(12, y, "Times as long as liquidc takes (logarithmic), and milliseconds of a pass", weight="bold"))
    y += 12
    for job, bars in groups:
        y += HEAD
        parts.append(text(12, y - 10, tables.TITLES[job["set"], job["job"]], weight="bold"))
        for name, milliseconds, times in bars:
            length = 3 + (room - 3) * math.log(max(times, 1)) / math.log(most)
            parts.append(text(LEFT - 8, y + 13, name, anchor="end"))
            parts.append(f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2" '
                         f'fill="{OURS if name == "liquidc" else OTHERS}"/>')
            shown = f"{milliseconds:.3g} ms" if name == "liquidc" else f"{times:.3g} x, {milliseconds:.3g} ms"
            parts.append(text(LEFT + length + 6, y + 13, shown, FAINT))
            y += BAR + GAP
    y += 26
    machine = result["machine"]
    parts.append(text(12, y, f"{machine['cores']}-core {machine['cpu']}, {result['compiler']}, {result['date'][:10]}; "
                      "engines asked in turn, equal outputs only", FAINT))
    height = y + 16
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            'font-family="Helvetica, Arial, sans-serif" font-size="12">\n'
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n")


if __name__ == "__main__":
    pathlib.Path(sys.argv[2]).write_text(drawn(json.loads(pathlib.Path(sys.argv[1]).read_text())))
