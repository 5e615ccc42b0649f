#!/usr/bin/env python3
"""Loads examples/storefront_server with wrk and reports what it answered, how fast, and in how much memory.

usage: load.py SERVER [REQUESTS] [--connections N] [--threads N] [--output FILE]

SERVER is the built program, started here with a database of its own. Exit code 1: an error, or memory that grew.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
# Memory is looked at before the first request and when so many parts of them are done.
MARKS = (0.01, 0.10, 0.50, 1.00)
# From 10 % on nothing may be kept but what the allocator's own rhythm explains.
MOST_GROWTH = 0.05


class Server:
    def __init__(self, program, folder, threads):
        self.log = pathlib.Path(folder, "log.jsonl")
        self.process = subprocess.Popen(
            [program, "--port", "0", "--threads", str(threads), "--db", f"{folder}/shop.db", "--log", self.log,
             "--theme", SOURCE / "examples" / "storefront"], stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url:
            sys.exit("load: the server did not start")

    def metrics(self):
        with urllib.request.urlopen(self.url + "metrics") as reply:
            lines = [line.rsplit(" ", 1) for line in reply.read().decode().splitlines() if not line.startswith("#")]
        return {name: float(number) for name, number in lines}

    def stop(self):
        self.process.terminate()
        self.process.stdout.close()
        return self.process.wait(60)



def run_wrk(url, seconds, connections):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", HERE / "mix.lua", url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(re.search("^RESULT (.*)$", said, re.MULTILINE).group(1))


class Load:
    """Runs of wrk, put together."""

    def __init__(self):
        self.requests = self.microseconds = 0
        self.errors = dict.fromkeys(("connect", "read", "write", "status", "timeout"), 0)
        self.latency = {}

    def add(self, result):
        self.requests += result["requests"]
        self.microseconds += result["microseconds"]
        for kind in self.errors:
            self.errors[kind] += result[kind]
        for value, times in result["latency"]:
            self.latency[value] = self.latency.get(value, 0) + times

    def rate(self):
        return self.requests / max(self.microseconds, 1) * 1e6

    def percentile(self, part):
        left = part * sum(self.latency.values())
        for value in sorted(self.latency):
            left -= self.latency[value]
            if left <= 0:
                return value / 1000
        return 0


def drive(server, requests, connections):
    """The load, and [part of the requests, requests, resident bytes] at each mark."""
    load = Load()
    memory = [(0.0, 0, server.metrics()["process_resident_memory_bytes"])]
    for mark in MARKS:
        while load.requests < mark * requests:
            rate = load.rate() if load.requests else 3000
            seconds = max(1, min(300, round((mark * requests - load.requests) / rate)))
            load.add(run_wrk(server.url, seconds, connections))
        memory.append((mark, load.requests, server.metrics()["process_resident_memory_bytes"]))
    return load, memory


def machine():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    return f"{os.cpu_count()} cores, {model.group(1) if model else platform.machine()}"


def report(load, memory, before, after, statuses, diagnostics):
    def spent(name):
        return after[name] - before.get(name, 0)

    process = spent("process_cpu_seconds_total")
    parts = {place: spent(f'storefront_cpu_seconds_total{{in="{place}"}}') for place in ("liquid", "database", "rest")}
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": machine(),
        "load_average": os.getloadavg()[0],
        "requests": load.requests,
        "seconds": round(load.microseconds / 1e6, 1),
        "requests_per_second": round(load.rate(), 1),
        "p50_ms": load.percentile(0.50),
        "p99_ms": load.percentile(0.99),
        "p999_ms": load.percentile(0.999),
        "errors": load.errors,
        "statuses": statuses,
        "diagnostics": diagnostics,
        "resident_mib": [{"part": part, "requests": done, "mib": round(size / 2**20, 2)} for part, done, size in memory],
        "cpu_microseconds_per_request": {
            "process": round(process / load.requests * 1e6, 1),
            **{place: round(seconds / load.requests * 1e6, 1) for place, seconds in parts.items()}},
        "liquid_share_of_process": round(parts["liquid"] / process, 3),
        "liquid_share_of_answering": round(parts["liquid"] / sum(parts.values()), 3),
    }


def show(result):
    per_request = result["cpu_microseconds_per_request"]
    rows = [("requests", f"{result['requests']:,}"), ("seconds", result["seconds"]),
            ("requests per second", f"{result['requests_per_second']:,.0f}"),
            ("p50, p99, p99.9", f"{result['p50_ms']:.2f}, {result['p99_ms']:.2f}, {result['p999_ms']:.2f} ms"),
            ("errors", sum(result["errors"].values())),
            ("diagnostics", sum(result["diagnostics"].values())),
            ("processor time a request", f"{per_request['process']} µs: Liquid {per_request['liquid']}, SQLite "
                                         f"{per_request['database']}, rest of answering {per_request['rest']}, HTTP and "
                                         "kernel what is left"),
            ("share of Liquid", f"{result['liquid_share_of_process']:.1%} of the process, "
                                f"{result['liquid_share_of_answering']:.1%} of answering")]
    for sample in result["resident_mib"]:
        rows.append((f"resident at {sample['part']:.0%}", f"{sample['mib']} MiB"))
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"{name:<{width}}  {value}")


def faults(result, status):
    if status != 0:
        yield f"the server ended with exit code {status}"
    if sum(result["errors"].values()):
        yield f"errors: {result['errors']}"
    if sum(result["diagnostics"].values()):
        yield f"diagnostics: {result['diagnostics']}"
    flat = {sample["part"]: sample["mib"] for sample in result["resident_mib"]}
    if flat[1.0] > flat[0.1] * (1 + MOST_GROWTH):
        yield f"memory grew from {flat[0.1]} to {flat[1.0]} MiB after the first tenth"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server")
    parser.add_argument("requests", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--threads", type=int, default=20, help="of the server: more than connections, for /metrics")
    parser.add_argument("--output", type=pathlib.Path, default=SOURCE / "bench" / "results" / "load.json")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        server = Server(options.server, folder, options.threads)
        try:
            before = server.metrics()
            load, memory = drive(server, options.requests, options.connections)
            after = server.metrics()
        finally:
            status = server.stop()
    statuses, diagnostics = {}, {}
    for name, number in after.items():
        if found := re.match(r'storefront_requests_total\{.*status="(\d+)"', name):
            statuses[found.group(1)] = statuses.get(found.group(1), 0) + int(number)
        if found := re.match(r'storefront_diagnostics_total\{code="(\w+)"', name):
            diagnostics[found.group(1)] = int(number)
    result = report(load, memory, before, after, statuses, diagnostics)
    result["command"] = f"wrk -t1 -c{options.connections}, server --threads {options.threads}"
    show(result)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(result, indent=1) + "\n")
    print(f"wrote {options.output}")
    said = list(faults(result, status))
    for fault in said:
        print(f"load: {fault}", file=sys.stderr)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
