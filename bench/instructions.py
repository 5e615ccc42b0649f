#!/usr/bin/env python3
"""Instructions of a fixed set of jobs, counted by callgrind and held against bench/baseline.json.

usage: instructions.py PROGRAM [--data DIR] [--baseline FILE] [--record]

PROGRAM is the built `instruction_count`. A rise of more than 3 % ends with exit code 1; a commit that means it carries
the new baseline, written by --record. A job whose input changes with the repository is compared by the byte. Counts of
another compiler are not comparable: they are shown, and that is all.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

MOST_RISE = 0.03
# libc chooses its copying and searching functions by the machine; with these off every machine runs the same ones.
SAME_LIBC_EVERYWHERE = "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX2,-AVX,-ERMS,-FSRM,-EVEX"


def jobs_of(program, data):
    listed = json.loads(subprocess.run([program, "--list", data], check=True, capture_output=True, text=True).stdout)
    return listed["compiler"], listed["jobs"], listed["bytes"]


def count(program, job, data):
    """Instructions of one pass, after two that warm up."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "GLIBC_TUNABLES": SAME_LIBC_EVERYWHERE}
        command = ["valgrind", "--tool=callgrind", "--collect-atstart=no", f"--callgrind-out-file={folder}/counts",
                   program, job, "1", data]
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        found = re.search(r"Collected : (\d+)", done.stderr)
        if done.returncode != 0 or found is None:
            sys.exit(f"instructions: {job} could not be counted:\n{done.stderr[-2000:]}")
        return int(found.group(1))


def verdict_of(rise):
    if rise is None:
        return "new"
    if rise > MOST_RISE:
        return "ROSE"
    return "fell; worth recording" if rise < -MOST_RISE else ""


def show(rows):
    print(f"{'job':<18} {'instructions':>14} {'baseline':>14} {'change':>9}")
    for job, now, before, rise in rows:
        shown = "" if rise is None else f"{100 * rise:+.2f} %"
        print(f"{job:<18} {now:>14,} {'' if before is None else format(before, ','):>14} {shown:>9}  {verdict_of(rise)}"
              .rstrip())


def main():
    words = argparse.ArgumentParser()
    words.add_argument("program")
    words.add_argument("--data", default="../shared/bench")
    words.add_argument("--baseline", type=pathlib.Path, default=pathlib.Path(__file__).with_name("baseline.json"))
    words.add_argument("--record", action="store_true")
    asked = words.parse_args()

    baseline = json.loads(asked.baseline.read_text()) if asked.baseline.exists() else {"compiler": None, "jobs": {}}
    compiler, jobs, bytes_read = jobs_of(asked.program, asked.data)
    comparable = compiler == baseline["compiler"]
    rows = []
    for job in jobs:
        now = count(asked.program, job, asked.data)
        before = baseline["jobs"].get(job) if comparable else None
        if before and job in bytes_read and job in baseline.get("bytes", {}):
            before = round(before * bytes_read[job] / baseline["bytes"][job])
        rows.append((job, now, before, None if before is None else now / before - 1))
    show(rows)

    left_out = [job for job in baseline["jobs"] if job not in jobs]
    if left_out:
        print(f"not counted, {asked.data} is not here: {', '.join(left_out)}")
    if asked.record:
        kept = {job: baseline["jobs"][job] for job in left_out} if comparable else {}
        recorded = {"compiler": compiler, "jobs": {**{job: now for job, now, _, _ in rows}, **kept},
                    "bytes": bytes_read}
        asked.baseline.write_text(json.dumps(recorded, indent=2) + "\n")
        print(f"recorded in {os.path.relpath(asked.baseline)}")
        return 0
    if not comparable:
        print(f"not compared: the baseline was counted with {baseline['compiler']}, this is {compiler}")
        return 0
    risen = [job for job, _, _, rise in rows if rise is not None and rise > MOST_RISE]
    if risen:
        print(f"more than {100 * MOST_RISE:.0f} % above the baseline: {', '.join(risen)}; "
              "if that is meant, commit with what `./dev bench --instructions --record` writes")
    return 1 if risen else 0


if __name__ == "__main__":
    sys.exit(main())
