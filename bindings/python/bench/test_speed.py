"""The speed of pages beside other engines: python -m pytest bench --benchmark-group-by=group

Needs pytest-benchmark, python-liquid and Jinja2. What the engines print is compared first.
"""

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
    """Seconds in which this thread could have run, had others not had the cores. Linux tells; elsewhere: none."""
    try:
        with open("/proc/thread-self/schedstat", encoding="ascii") as file:
            return int(file.read().split()[1]) / 1e9
    except FileNotFoundError:
        return 0.0


class Round(NamedTuple):
    """What one page took until the last thread had its pages."""

    wall: float
    at_rest: float  # of the slower thread, less the time for which it waited for a core
    cpu: float


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
    cpu = time.process_time()
    start.wait()
    for worker in workers:
        worker.join()
    wall = max(end for _, end in walls) - min(begin for begin, _ in walls)
    return Round(*(amount / pages for amount in (wall, max(rests), time.process_time() - cpu)))


def plain_loop():
    for _ in range(1000):
        pass


class Scaling(NamedTuple):
    """Two threads that render N pages each, beside one that renders 2N: how many times the pages in the same time."""

    wall: float
    at_rest: float
    cpu: float  # that a page takes with two, for one that it takes with one


def two_for_one(calls, rounds=11):
    """The medians for each call. All are measured in turn, for other programs use the machine too."""
    # Long enough that it does not matter when the system puts the second thread on a core of its own.
    pages = {name: 2 * int(0.5 / fastest(call, 20)) for name, call in calls.items()}
    scalings = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            one, two = in_threads(call, 1, pages[name]), in_threads(call, 2, pages[name])
            scalings[name].append(Scaling(one.wall / two.wall, one.at_rest / two.at_rest, two.cpu / one.cpu))
    medians = {name: Scaling(*map(statistics.median, zip(*found))) for name, found in scalings.items()}
    print("\ntwo threads for one:")
    for name, median in medians.items():
        print(
            f"  {name:16} {median.wall:.3f} times the pages by the wall, {median.at_rest:.3f} without waits for a core;"
            f" {median.cpu:.3f} times the CPU a page"
        )
    return medians


def test_threads_over_data():
    assert two_for_one({"liquidc Data": PAGES["liquidc Data"]})["liquidc Data"].at_rest >= 1.8


def test_threads_over_dicts():
    """What a page reads is read with the GIL, the rest runs without. Where that is too little, a page keeps the GIL,
    which is handed on every 5 ms as with all Python code."""
    pages = {
        name: liquidc.Environment().from_string(source).render
        for name, source in (("product", PRODUCT), ("cart", CART))
    }
    pages |= {name: PAGES[name] for name in ("liquidc", "Jinja2")}
    found = two_for_one(
        {name: lambda page=page: page(**DATA) for name, page in pages.items()} | {"plain loop": plain_loop}
    )
    assert found["liquidc"].wall >= 1
    assert found["cart"].wall >= 1
    assert found["product"].cpu <= 1.05
