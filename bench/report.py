#!/usr/bin/env python3
"""Runs the benchmarks and prints one table; with --peers beside other engines, in the same run.

usage: report.py BIN [--data DIR] [--peers] [--peer-folder DIR] [--rounds N] [--results DIR]

BIN holds report_bench, memory_bench, job_server and instruction_count. The results go to a file in DIR (bench/results);
its form is described in results/README.md.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys

import engines
import instructions
import tables

SCHEMA = 1
# Name of a set of pages, and its jobs.
JOBS = [("themes", job) for job in ("parse", "render", "both")] + \
       [("extra", job) for job in ("parse", "render", "both")] + [("product", "render")]
WARM_UP_SECONDS = 0.7
SAMPLE_SECONDS = 0.1


def said_by(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"report: {' '.join(map(str, command))} ended with {done.returncode}\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def words_of(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def cpu_model():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def circumstances(binaries, data):
    compiler, _, _ = instructions.jobs_of(str(binaries / "instruction_count"), data)
    changed = words_of("git", "status", "--porcelain", "--untracked-files=no")
    return {"date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "machine": {"cpu": cpu_model(), "cores": os.cpu_count(), "system": platform.system(),
                        "load": os.getloadavg()[0]},
            "compiler": compiler, "commit": words_of("git", "rev-parse", "HEAD") + ("+" if changed else "")}


def sets_of(binaries, data):
    """The pages for the other engines; README.md of peers/ describes the form."""
    sets = {"product": said_by(binaries / "report_bench", "--product-page")}
    if data.is_dir():
        themes = data / "theme_runner"
        texts = themes / "templates"
        sets["themes"] = {"data": json.loads((themes / "data.json").read_text()), "pages": [
            {"name": case["expected"], "page": (texts / case["template"]).read_text(),
             "layout": (texts / case["layout"]).read_text(), "kind": case["page_template"],
             "expected": (themes / "expected" / case["expected"]).read_text()}
            for case in json.loads((themes / "cases.json").read_text())]}
        sets["extra"] = json.loads((data / "cases_extra.json").read_text())
    return sets


def names_in(sets, name):
    pages = sets[name]["pages"] if name == "themes" else sets[name]
    return [page["name"] for page in pages]


def measure_jobs(started, sets, rounds):
    """Samples of each engine for each job, in turn. liquidc, the first engine, is timed over all pages, and again over the
    pages of each engine that renders some of them otherwise than expected."""
    jobs = []
    for name, job in JOBS:
        if name not in sets:
            continue
        ours, everything = started[0], names_in(sets, name)
        turns = []  # (engine, pages, samples)
        for engine in started:
            pages = [page for page in everything if page not in engine.unequal[name]] if name in engine.unequal else []
            if not pages:
                continue
            if len(pages) < len(everything) and not any(pages == other for _, other, _ in turns):
                turns.append((ours, pages, []))
            turns.append((engine, pages, []))
        for engine, pages, _ in turns:
            engine.sample(name, job, pages, WARM_UP_SECONDS)
        for _ in range(rounds):
            for engine, pages, samples in turns:
                samples.append(engine.sample(name, job, pages, SAMPLE_SECONDS))
        jobs.append({"set": name, "job": job, "pages": len(everything), "turns": [
            {"engine": engine.name, "pages": len(pages), "ms": samples} for engine, pages, samples in turns]})
    return jobs


def growth_of_instructions(binaries, growth):
    """Instructions of each size, which no neighbour on the machine changes."""
    for one in growth:
        one["instructions"] = {size: instructions.count(str(binaries / "instruction_count"), f"{one['name']}:{size}",
                                                        "-") for size in one["ns"]}


def main():
    words = argparse.ArgumentParser()
    words.add_argument("binaries", type=pathlib.Path)
    words.add_argument("--data", type=pathlib.Path, default="../shared/bench")
    words.add_argument("--peers", action="store_true", help="run other engines in turn with this one")
    words.add_argument("--peer-folder", type=pathlib.Path, default="build/peers")
    words.add_argument("--rounds", type=int, default=7)
    words.add_argument("--results", type=pathlib.Path, default=pathlib.Path(__file__).with_name("results"))
    asked = words.parse_args()

    asked.peer_folder.mkdir(parents=True, exist_ok=True)
    sets = sets_of(asked.binaries, asked.data)
    result = {"schema": SCHEMA, **circumstances(asked.binaries, str(asked.data))}
    if "themes" not in sets:
        print(f"{asked.data} is not here: no ThemeRunner, no extra cases")
    started, absent = engines.start(asked.binaries, sets, asked.data, asked.peer_folder, asked.peers)
    try:
        ours = started[0]
        if any(ours.unequal.values()):
            sys.exit(f"report: liquidc itself differs: {ours.unequal}")
        result["jobs"] = measure_jobs(started, sets, asked.rounds)
        for engine in started:
            if engine.ask({"check": True})["unequal"] != engine.unequal:
                sys.exit(f"report: pages of {engine.name} changed while they were timed")
        result["engines"] = [{"name": engine.name, "version": engine.version,
                              "unequal": engine.unequal} for engine in started]
        result["absent"] = absent
    finally:
        for engine in started:
            engine.stop()
    result.update(said_by(asked.binaries / "report_bench", "--rounds", str(asked.rounds), str(asked.data)))
    memory = said_by(asked.binaries / "memory_bench", str(asked.data))
    for one, bytes_of in zip(result["growth"], memory.pop("growth")):
        one["bytes"] = bytes_of["bytes"]
    growth_of_instructions(asked.binaries, result["growth"])
    result.update(memory)

    tables.show(result)
    asked.results.mkdir(exist_ok=True)
    file = asked.results / f"{result['date'][:10]}{'-peers' if asked.peers else ''}.json"
    file.write_text(json.dumps(result, indent=1) + "\n")
    print(f"\n{os.path.relpath(file)}")


if __name__ == "__main__":
    main()
