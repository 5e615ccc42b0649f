"""Ctrl-C: a render ends within 100 ms, whatever it is doing."""

import asyncio
import os
import signal
import threading
import time

import pytest

import liquidc

LIMIT = 1 if "LIQUID_SANITIZED" in os.environ else 0.1
TRIES = 3  # other programs may have the cores for longer
LIMITS = {"steps": 10**15, "output_bytes": 10**15}


@pytest.fixture(autouse=True)
def interrupts():
    """A shell's background job begins with SIGINT ignored, and Python leaves it so."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupted_after(call):
    """Seconds from a Ctrl-C, while `call` is under way, to its KeyboardInterrupt."""
    sent = []

    def send():
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(0.15, send)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        call()
    taken = time.monotonic() - sent[0]
    timer.join()
    return taken


def ends_in_time(call):
    return any(interrupted_after(call) < LIMIT for _ in range(TRIES))


def spin(value):
    for _ in range(100):
        pass
    return value


class Endless:
    def __iter__(self):
        while True:
            yield ""


class Product:
    title = ""


def endless(body):
    return "{% for i in (1..100000000000) %}" + body + "{% endfor %}"


ROWS = [str(n * 7919 % 100003) for n in range(100_000)]


@pytest.mark.parametrize("data", ["dict", "Data"])
@pytest.mark.parametrize(
    "source",
    [
        endless(""),
        endless("{{ a }}{% capture c %}{{ i }}{% endcapture %}"),
        endless("{{ i | spin }}"),
        endless("{{ i | abs }}"),
        endless("{% twice %}{{ a }}{% endtwice %}"),
        endless("{% render 'part', a: a %}"),
        endless("{% assign s = rows | sort | uniq | join: '-' | split: '-' | size %}"),
        endless("{% assign s = rows | where: 'x' | size %}"),
        endless("{% assign s = text | escape | upcase | strip_html | truncatewords: 10000 | size %}"),
        endless("{% assign n = big | times: big | size %}"),
    ],
)
def test_ends_a_render(source, data):
    env = liquidc.Environment(
        liquidc.DictLoader({"part": "{{ a }}"}), limits=LIMITS, filters={"spin": spin, "abs": abs}
    )
    env.tag("twice", shape="block")(lambda tag: tag.body() * 2)
    page = env.from_string(source)
    given = {"a": "", "rows": ROWS, "text": "x & y " * 100_000, "big": "7" * 20_000}
    if data == "Data":
        given = liquidc.Data(given)
    assert ends_in_time(lambda: page.render(given))


@pytest.mark.parametrize("use", ["{% for i in e %}{{ i }}{% endfor %}", "{{ e | join }}", endless("{{ o.title }}")])
def test_ends_a_render_of_objects(use):
    page = liquidc.Environment(limits={**LIMITS, "memory_bytes": 10**12}).from_string(use)
    assert ends_in_time(lambda: page.render(e=Endless(), o=Product()))


@pytest.mark.parametrize("data", [{"a": "x" * 100}, liquidc.Data({"a": "x" * 100})], ids=["dict", "Data"])
def test_ends_the_other_ways_to_render(data):
    env = liquidc.Environment(limits=LIMITS)
    silent, loud = env.from_string(endless("")), env.from_string(endless("{{ a }}"))
    assert ends_in_time(lambda: silent.render_result(data))
    assert ends_in_time(lambda: silent.render_bytes(data))
    assert ends_in_time(lambda: loud.stream(len, data))
    assert ends_in_time(lambda: loud.stream_bytes(len, data))
    assert ends_in_time(lambda: silent.stream(len, data))
    assert ends_in_time(lambda: asyncio.run(silent.render_async(data)))


def test_is_seen_where_a_thread_renders():
    """The main thread waits for one that renders a dict: it is given the GIL, and handles the signal."""
    page = liquidc.Environment(limits=LIMITS).from_string(endless("{{ a }}"))
    stop = liquidc._core.Stop()

    def render():
        with pytest.raises(liquidc.LimitError):
            page._render_until(stop, a="")

    def wait():
        thread = threading.Thread(target=render)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(0.01)
        finally:
            stop.request()
            thread.join()

    assert interrupted_after(wait) < LIMIT * 3
