"""The speed of pages beside other engines: python -m pytest bench --benchmark-group-by=group

Needs pytest-benchmark, python-liquid and Jinja2. What the engines print is compared first.
"""

import resource
import statistics
import threading
import time
from typing import NamedTuple

import jinja2
import liquid
import pytest

import liquidc
from pages import CART, JINJA, LIQUID, PRODUCT, data, truncatewords

DATA = data()
SMALL = "<h1>{{ title }}</h1><p>{{ body }}</p>{% if on %}yes{% else %}no{% endif %}".ljust(200, "x")
SMALL_DATA = {"title": "T", "body": "B", "on": True}


def jinja_page():
    environment = jinja2.Environment()
    environment.filters["truncatewords"] = truncatewords
    return environment.from_string(JINJA, {}).render


PAGES = {
    "liquidc": liquidc.Environment().from_string(LIQUID).render,
    "liquidc Data": (lambda page, document: lambda **_: page.render(document))(
        liquidc.Environment().from_string(LIQUID), liquidc.Data(DATA)
    ),
    "python-liquid": liquid.Environment().from_string(LIQUID).render,
    "Jinja2": jinja_page(),
}
EXPECTED = PAGES["liquidc"](**DATA)


@pytest.mark.parametrize("engine", PAGES)
def test_page(benchmark, engine):
    page = PAGES[engine]
    printed = page(**DATA)
    assert printed.split() == EXPECTED.split()
    benchmark.group = "page"
    benchmark(lambda: page(**DATA))


def fastest(call, number, rounds=20):
    """Seconds of CPU of one call, in the best round: others may use the machine too."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        for _ in range(number):
            call()
        best = min(best, (time.process_time() - started) / number)
    return best


def test_ratios():
    times = {name: fastest(lambda page=page: page(**DATA), 5) for name, page in PAGES.items()}
    ours = times["liquidc"]
    print("\n" + "\n".join(f"{name:15} {t * 1e6:9.1f} us  {t / ours:6.2f}x" for name, t in times.items()))
    assert times["python-liquid"] / ours >= 20
    assert times["Jinja2"] / ours >= 3


@pytest.mark.parametrize("source", [PRODUCT, CART], ids=["product", "cart"])
def test_other_pages(source):
    ours = liquidc.Environment().from_string(source).render
    theirs = liquid.Environment().from_string(source).render
    assert ours(**DATA).split() == theirs(**DATA).split()
    mine, peer = fastest(lambda: ours(**DATA), 50), fastest(lambda: theirs(**DATA), 5)
    print(f"\nliquidc {mine * 1e6:.1f} us, python-liquid {peer * 1e6:.1f} us  {peer / mine:6.2f}x")
    assert peer / mine >= 20


def test_small_template():
    page = liquidc.Environment().from_string(SMALL)
    per_call = fastest(lambda: page.render(SMALL_DATA), 2_000)
    print(f"\nrender() of a 200-byte template: {per_call * 1e9:.0f} ns")
    assert per_call < 2e-6


def waited_for_a_core():
    """Seconds in which this thread could have run, had other programs not had the cores. Linux tells; others: none."""
    try:
        with open("/proc/thread-self/schedstat", encoding="ascii") as file:
            return int(file.read().split()[1]) / 1e9
    except FileNotFoundError:
        return 0.0


class Round(NamedTuple):
    """What one page took."""

    wall: float
    at_rest: float  # a thread's time less that for which it waited for a core
    cpu: float
    switches: float  # of threads that waited for one another


def in_threads(call, threads, pages):
    start = threading.Barrier(threads + 1)
    walls, rests = [], []

    def work():
        start.wait()
        waited, begin = waited_for_a_core(), time.perf_counter()
        for _ in range(pages // threads):
            call()
        walls.append((begin, time.perf_counter()))
        rests.append(walls[-1][1] - begin - (waited_for_a_core() - waited))

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    before, cpu = resource.getrusage(resource.RUSAGE_SELF), time.process_time()
    start.wait()
    for worker in workers:
        worker.join()
    after = resource.getrusage(resource.RUSAGE_SELF)
    taken = (
        max(end for _, end in walls) - min(begin for begin, _ in walls),
        sum(rests) / threads,
        time.process_time() - cpu,
        after.ru_nvcsw - before.ru_nvcsw,
    )
    return Round(*(amount / pages for amount in taken))


def plain_loop():
    for _ in range(1000):
        pass


@pytest.mark.parametrize("kind", ["Data", "dict", "plain loop"])
def test_threads(kind):
    """One thread that renders 2N pages beside two that render N each, in turn."""
    page = liquidc.Environment().from_string(LIQUID)
    given = liquidc.Data(DATA) if kind == "Data" else DATA
    call = plain_loop if kind == "plain loop" else lambda: page.render(given)
    for _ in range(100):
        call()
    rounds = [(in_threads(call, 1, 4000), in_threads(call, 2, 4000)) for _ in range(21)]
    one, two = (Round(*(statistics.median(part) for part in zip(*side))) for side in zip(*rounds))
    print(f"\n{kind}: two threads for one: {one.wall / two.wall:.2f} times the pages")
    for name, side in (("one thread", one), ("two threads", two)):
        print(f"  {name}: {side.cpu * 1e6:.1f} us of CPU and {side.switches:.4f} switches a page")
    if kind == "Data":
        print(f"  if no other program had the cores: {one.at_rest / two.at_rest:.2f} times")
        assert one.at_rest / two.at_rest >= 1.8
    # One at a time has the GIL. The interpreter hands it on every 5 ms; no page may cost more for that.
    if kind == "dict":
        assert two.cpu / one.cpu <= 1.05
