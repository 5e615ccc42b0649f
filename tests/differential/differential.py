#!/usr/bin/env python3
"""Holds the engine against the reference engine with random templates and data. README.md says how it is used."""
import argparse
import json
import multiprocessing
import os
import select
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from explained import reason_for  # noqa: E402
from generator import case_of  # noqa: E402
from shrink import Shrinker  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
PARTS = ("syntax_error", "output", "errors", "warnings", "crash")


class Side:
    """One of the two processes, started again when it dies or hangs."""

    def __init__(self, command):
        self.command = command
        self.process = None

    def ask(self, line):
        if self.process is None:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            self.process.stdin.write(line)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def answer(self, seconds=30):
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        line = self.process.stdout.readline() if ready else b""
        if line.endswith(b"\n"):
            return json.loads(line)
        self.stop()
        return {"crash": "the process ended" if ready else "no answer"}

    def stop(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Pair:
    def __init__(self, engine):
        self.theirs = Side(["ruby", os.path.join(HERE, "oracle.rb")])
        self.ours = Side([engine])

    def compare(self, case):
        line = json.dumps(case).encode() + b"\n"
        self.theirs.ask(line)
        self.ours.ask(line)
        return self.theirs.answer(), self.ours.answer()

    def stop(self):
        self.theirs.stop()
        self.ours.stop()


def differing(theirs, ours):
    """The first part in which two answers differ, or None."""
    for part in PARTS:
        if theirs.get(part) != ours.get(part):
            return part
    return None


def fault(pair, case):
    theirs, ours = pair.compare(case)
    part = differing(theirs, ours)
    if part is None or reason_for(case, theirs, ours):
        return None
    return part


def readable(value):
    if isinstance(value, list):
        return [readable(one) for one in value]
    try:
        return bytes.fromhex(value).decode("utf-8", "backslashreplace")
    except (TypeError, ValueError):
        return value


def report(label, case, theirs, ours):
    lines = [f"=== {label}  mode {case['mode']}" + "".join(f" {key}" for key in ("strict_variables", "strict_filters") if case.get(key))]
    lines.append(f"template  {case['template']!r}")
    for name, text in case["files"].items():
        lines.append(f"{name:9} {text!r}")
    for key in ("data", "variables"):
        if case.get(key, "{}") != "{}":
            lines.append(f"{key:9} {case[key]}")
    for part in PARTS + ("timeout",):
        if theirs.get(part) != ours.get(part):
            lines.append(f"  {part}")
            lines.append(f"    reference {readable(theirs.get(part))!r}")
            lines.append(f"    liquidc   {readable(ours.get(part))!r}")
    return "\n".join(lines)


def work(options, first, step, until, found):
    pair = Pair(options.engine)
    ran, explained = 0, {}
    for index in range(first, options.first + options.count, step):
        if time.time() > until:
            break
        case = case_of(options.seed, index)
        theirs, ours = pair.compare(case)
        ran += 1
        if differing(theirs, ours) is None:
            continue
        reason = reason_for(case, theirs, ours)
        if reason:
            explained[reason] = explained.get(reason, 0) + 1
            continue
        part = differing(theirs, ours)
        if options.shrink:
            case = Shrinker(lambda less: fault(pair, less) == part).shrink(case)
            theirs, ours = pair.compare(case)
        found.put(report(f"{options.seed}:{index}", case, theirs, ours))
    pair.stop()
    found.put((ran, explained))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="build/release/bin/differential_engine", help="the binary of engine_main.cpp")
    parser.add_argument("--seed", default="1", help="names the row of cases")
    parser.add_argument("--first", type=int, default=0, help="the first case of the row")
    parser.add_argument("--count", type=int, default=2000, help="how many cases")
    parser.add_argument("--minutes", type=float, default=60, help="stop after this time")
    parser.add_argument("--workers", type=int, default=1, choices=(1, 2))
    parser.add_argument("--most", type=int, default=40, help="stop after this many differences")
    parser.add_argument("--no-shrink", dest="shrink", action="store_false", help="show failing cases as they are")
    options = parser.parse_args()

    if not shutil.which("ruby") or not os.path.isdir(os.path.join(os.environ.get("LIQUID_RUBY", ""), "lib", "liquid")):
        print("differential: skipped, it needs ruby and LIQUID_RUBY, a checkout of Shopify/liquid")
        return 0
    found = multiprocessing.Queue()
    until = time.time() + options.minutes * 60
    workers = [multiprocessing.Process(target=work, daemon=True,
                                       args=(options, options.first + i, options.workers, until, found)) for i in range(options.workers)]
    for one in workers:
        one.start()
    ran, explained, faults, done = 0, {}, 0, 0
    while done < len(workers) and faults < options.most:
        one = found.get()
        if isinstance(one, str):
            faults += 1
            print(one, flush=True)
        else:
            done += 1
            ran += one[0]
            for name, times in one[1].items():
                explained[name] = explained.get(name, 0) + times
    if done < len(workers):
        print(f"differential: stopped after {faults} differences")
    else:
        print(f"differential: {ran} cases, {faults} differences, {sum(explained.values())} explained {explained or ''}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
