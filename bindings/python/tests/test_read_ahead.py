"""Threads that render over dicts: what a template reads is read first, and then it runs without the GIL.

What is printed is the same, whether others wait for the GIL or not.
"""

import collections
import copy
import datetime
import decimal
import os
import random
import subprocess
import sys
import threading
import time

import pytest

import liquidc
from liquidc import _core

SANITIZED = "LIQUID_SANITIZED" in os.environ


@pytest.fixture
def rivals():
    """As if other threads waited to render, always, and every page were worth reading ahead."""
    _core.expect_rivals(True)
    yield
    _core.expect_rivals(False)


def told(result):
    return result.output, [(d.code, d.message, d.line, d.column) for d in result.diagnostics]


def expect_the_same(source, *datas, times=3, **options):
    """Each of `datas` in turn, again and again: once is read late, and then ahead."""
    page = liquidc.Environment(on_error="inline", **options).parse(source)
    _core.expect_rivals(False)
    expected = [told(page.render_result(data)) for data in datas]
    _core.expect_rivals(True)
    try:
        for _ in range(times):
            for data, known in zip(datas, expected):
                assert told(page.render_result(data)) == known
    finally:
        _core.expect_rivals(False)
    return expected


class Product:
    def __init__(self, title):
        self.title = title


class Text(str):
    pass


class Row(dict):
    pass


ROWS = [{"n": n, "t": f"text {n}", "tags": ["a", "b", "c"][: n % 4], "sub": {"x": {"y": n}}} for n in range(30)]
DATA = {
    "title": "Tïtle",
    "rows": ROWS,
    "pair": (1, [2, 3]),
    "none": None,
    "yes": True,
    "no": False,
    "half": 0.5,
    "huge": 2**90,
    "lone": "\udcff",
    "bytes": b"bytes",
    "when": datetime.datetime(2024, 5, 1, 12, 30),
    "price": decimal.Decimal("1.10"),
    "product": Product("thing"),
    "text": Text("text"),
    "row": Row(a=1),
    "chain": collections.ChainMap({"a": 1}, {"b": 2}),
    "keys": {1: "one", False: "no", "1": "text", None: "none"},
    "empty": {},
    "nothing": [],
    "size": 3,
}

SOURCES = [
    "{{ title }} {{ title.size }} {{ nope }} {{ nope.nope }} {{ title.nope }}",
    "{% for r in rows %}{{ r.n }}{{ r.t | upcase }}{{ r.sub.x.y }}{% for t in r.tags %}{{ t }}{% endfor %}{% endfor %}",
    "{% for r in rows limit: 4 %}{{ r.t }}{% endfor %}{% for r in rows offset: continue %}{{ r.n }}{% endfor %}",
    "{% for r in rows %}{% if r.n > 5 %}{% break %}{% endif %}{{ r.t }}{% endfor %}{{ rows.last.t }}{{ rows[7].t }}",
    "{% for r in rows reversed %}{{ r.n }}{% endfor %}{{ rows.size }}{{ rows.first.tags.size }}{{ rows[-1].n }}",
    "{{ rows | map: 't' | join }}{{ rows | where: 'n', 3 | map: 'sub' }}{{ rows | sort: 'n' | last | json }}",
    "{{ rows | sum: 'n' }}{{ rows | find: 'n', 4 }}{{ rows | uniq: 't' | size }}{{ rows | reverse | first }}",
    "{% for p in keys %}{{ p[0] }}{{ p[1] }}{% endfor %}{{ keys[1] }}{{ keys['1'] }}{{ keys.size }}{{ keys }}",
    "{{ none }}{{ yes }}{{ no }}{{ half }}{{ huge }}{{ bytes }}{{ when }}{{ price }}{{ product.title }}{{ text }}",
    "{{ title }}{{ lone }}{{ title }}",
    "{{ row.a }}{{ chain.b }}{{ pair[1][0] }}{{ pair | join }}{{ empty.size }}",
    "{{ nothing.first }}{{ empty }}{{ nothing }}{{ keys[no] }}",
    "{% assign r = rows[3] %}{% if r == rows[3] %}same{% endif %}{{ r }}{% if rows contains r %}in{% endif %}",
    "{% if rows == rows %}1{% endif %}{% if empty == empty %}2{% endif %}{% if nothing == blank %}3{% endif %}",
    "{{ rows[0][title] }}{{ [title] }}{% assign k = 'title' %}{{ [k] }}{% for k in pair %}{{ rows[k].t }}{% endfor %}",
    "{% tablerow r in rows cols: 3 limit: 5 %}{{ r.t }}{% endtablerow %}{% cycle title, half %}",
    "{{ rows[0].t | plus: 'x' }}{{ 1 | divided_by: 0 }}{% include title %}",
    "{% render 'part', row: rows[2] %}{% include 'part', row: rows[3] %}{% render 'part' for rows as row %}",
    "{{ rows }}",
]
PARTS = {"part": "[{{ row.t }}{{ row.sub.x.y }}{{ title }}]"}


@pytest.mark.parametrize("source", SOURCES)
def test_prints_the_same(source):
    expect_the_same(source, DATA, loader=liquidc.DictLoader(PARTS))


def test_prints_the_same_when_the_data_change():
    others = [dict(DATA, rows=ROWS[:n] * m, title=t) for n, m, t in ((0, 1, 5), (3, 1, None), (30, 2, {"size": 1}))]
    odd = [{}, {"rows": {"x": ROWS[0]}, "title": ROWS}, {"rows": [1, "x", None, [ROWS[1]]], "keys": [1, 2]}]
    for source in SOURCES:
        expect_the_same(source, DATA, *others, *odd, DATA, loader=liquidc.DictLoader(PARTS))


def test_data_that_contain_themselves():
    loop = {"n": 1}
    loop["self"] = loop
    loop["list"] = [loop, 2]
    loop["list"].append(loop["list"])
    for source in (
        "{{ d }}{{ d.list }}",
        "{{ d.self.self.n }}{{ d.list[2][2][1] }}{{ d.self }}",
        "{{ d.list | join }}",
    ):
        expect_the_same(source, {"d": loop}, loop)
    deep = "{{ d" + ".self" * 60 + ".n }}"
    assert expect_the_same(deep, {"d": loop})[0][0] == "1"


class Pages:
    """Templates and data put together at random."""

    KEYS = ("a", "b", "c", "list", "size", "first")

    def __init__(self, seed):
        self.random = random.Random(seed)

    def root(self):
        return {
            "a": {key: self.data(1) for key in self.KEYS},
            "b": self.random.choice(self.KEYS),
            "c": [self.data(1) for _ in range(4)],
            "l": [{key: self.data(2) for key in self.KEYS} for _ in range(3)],
            "x": self.data(),
        }

    def data(self, depth=0):
        kind = self.random.randrange(9 if depth < 4 else 6)
        if kind < 3:
            return self.random.choice([0, -7, 2.5, True, None, "", "text", "Ünï", 10**20, b"b"])
        if kind < 6:
            return self.random.choice(["x", "y", "z"]) * self.random.randrange(4)
        if kind < 8:
            return {key: self.data(depth + 1) for key in self.KEYS if self.random.random() < 0.7}
        return [self.data(depth + 1) for _ in range(self.random.randrange(5))]

    def path(self):
        steps = [".a", ".b", ".c", ".list", ".first", ".last", ".size", "[0]", "[1]", "['a']", "[a]", "[b]"]
        return self.random.choice("aaacxll") + "".join(
            self.random.choice(steps) for _ in range(self.random.randrange(4))
        )

    def body(self, depth=0):
        return "".join(self.statement(depth) for _ in range(self.random.randrange(1, 7)))

    def statement(self, depth):
        kind = self.random.randrange(9 if depth < 3 else 4)
        path, other = self.path(), self.path()
        if kind < 2:
            return "{{ " + path + " }}"
        if kind == 2:
            filters = ["size", "first", "map: 'a'", "join: '-'", "json", "upcase", "plus: 1", "where: 'a'", "compact"]
            return "{{ " + path + " | " + self.random.choice(filters) + " }}"
        if kind == 3:
            return "{% assign " + self.random.choice("xl") + " = " + path + " %}"
        if kind < 7:
            extra = self.random.choice(["", "", " limit: 2", " reversed", " offset: 1"])
            leave = self.random.choice(["", "", "{% if x == " + other + " %}{% break %}{% endif %}"])
            return "{% for x in " + path + extra + " %}" + self.body(depth + 1) + leave + "{% endfor %}"
        operator = self.random.choice(["==", "!=", "contains", "<", "and"])
        return "{% if " + path + f" {operator} " + other + " %}" + self.body(depth + 1) + "{% else %}-{% endif %}"


@pytest.mark.parametrize("seed", range(8))
def test_prints_the_same_for_pages_put_together_at_random(seed):
    pages = Pages(seed)
    printed = 0
    for _ in range(200):
        source = pages.body()
        expected = expect_the_same(source, *(pages.root() for _ in range(3)), times=4)
        printed += sum(len(output) > 5 for output, _ in expected)
    assert printed > 150


def test_what_python_code_changes_is_seen(rivals):
    data = {"row": {"n": 1, "list": [1, 2]}, "rows": [{"n": 1}, {"n": 2}]}

    def change(row):
        row["n"] += 1
        row["list"].append(row["n"])
        return row["n"]

    env = liquidc.Environment(filters={"change": change})
    page = env.from_string(
        "{{ row.n }}{{ row.list.size }}{% if change %}{{ row | change }}{% endif %}{{ row.n }}{{ row.list.size }}"
        "{% for r in rows %}{{ r.n }}{% endfor %}"
    )
    for _ in range(3):
        assert page.render(data) == "121212"
    given = dict(copy.deepcopy(data), change=True)
    for n in range(1, 9):
        size = len(given["row"]["list"])
        assert page.render(given) == f"{n}{size}{n + 1}{n + 1}{size + 1}12"


def test_what_the_template_does_not_touch_runs_no_code(rivals):
    class Loud:
        def __getattr__(self, name):
            raise AssertionError(name)

        def __str__(self):
            raise AssertionError("str")

    page = liquidc.Environment().from_string("{{ a.n }}{% if show %}{{ a.loud }}{% endif %}{{ a.n }}")
    for _ in range(3):
        assert page.render(a={"n": 1, "loud": "!"}, show=True) == "1!1"
    for _ in range(3):
        assert page.render(a={"n": 1, "loud": Loud()}, show=False) == "11"


def test_keys_that_compare_themselves(rivals):
    """Reading one runs Python code, which may render, and change what is being read."""
    page = liquidc.Environment().from_string("{% for r in rows %}{{ r.a }}{{ r.b }}{% endfor %}{{ n }}")
    assert page.render(rows=[{"a": 1, "b": 2}] * 3, n=1) == "1212121"
    data = {"rows": [], "n": 5}

    class Key:
        def __init__(self, text):
            self.text = text

        def __hash__(self):
            return hash(self.text)

        def __eq__(self, other):
            data["rows"][1:] = []
            assert page.render(rows=({"a": "x"},), n=3) == "x3"
            if other == "b":
                raise ValueError("not b")
            return self.text == other

    for _ in range(5):
        data["rows"] = [{Key("a"): 1, Key("b"): 2}, {"a": 3}, {"a": 4}]
        result = page.render_result(data)
        assert result.output.startswith("1")
        assert {d.message for d in result.diagnostics} == {"a host object failed"}


def test_long_lists_and_many_keys(rivals):
    data = {"rows": [{"n": n} for n in range(50_000)], "keys": {f"k{n}": n for n in range(2_000)}}
    page = liquidc.Environment().from_string(
        "{% for r in rows %}{{ r.n }} {% endfor %}"
        "{% for n in (0..1999) %}{% assign k = n | prepend: 'k' %}{{ keys[k] }} {% endfor %}"
    )
    expected = "".join(f"{n} " for n in range(50_000)) + "".join(f"{n} " for n in range(2_000))
    for _ in range(3):
        assert page.render(data) == expected


def test_a_plan_is_drawn_anew(rivals):
    page = liquidc.Environment().from_string("{{ d[key] }}")
    for n in range(2_000):
        assert page.render(d={"k": 1, f"k{n}": n}, key=f"k{n}") == str(n)


def test_the_limit_of_memory_counts_what_was_asked_for(rivals):
    """What is read ahead and not used ends no render that ends well without."""
    page = liquidc.Environment(limits={"memory_bytes": 64 * 2_000}).from_string(
        "{% for r in rows %}{% if all or forloop.first %}{{ r.t }}{% endif %}{% endfor %}"
        "{% for m in more %}{{ m }}{% endfor %}"
    )
    rows = [{"t": f"text {n}"} for n in range(300)]
    for _ in range(3):
        page.render(rows=rows, all=True, more=[])
    more = [str(n) for n in range(1_600)]
    for _ in range(3):
        assert page.render(rows=rows, all=False, more=more) == "text 0" + "".join(more)


class Probe:
    """A filter that tells, of objects that a render has not let go yet, which it holds."""

    def __init__(self, objects):
        self.objects = objects
        self.before = self.count()

    def count(self):
        return [sys.getrefcount(thing) for thing in self.objects]

    def __call__(self, _):
        return "".join("x" if now > before else "-" for now, before in zip(self.count(), self.before))


def test_what_no_render_touched_is_not_read(rivals):
    rows = [{"t": f"text {n}", "other": f"other {n}"} for n in range(100)]
    probe = Probe([rows[n][key] for n in (0, 1, 2, 99) for key in ("t", "other")] + [rows[2], rows[99]])
    page = liquidc.Environment(filters={"probe": probe}).from_string(
        "{% for r in rows limit: 2 %}{{ r.t }}{% endfor %}{% if probe %}{{ 1 | probe }}{% endif %}"
    )
    for _ in range(2):
        assert page.render(rows=rows, probe=False) == "text 0text 1"
    assert page.render(rows=rows, probe=True) == "text 0text 1" + "x-x-----" + "--"


def test_what_is_no_longer_touched_is_no_longer_read(rivals):
    texts = ["text " * 2, "other " * 2]
    d = dict(zip("ab", texts))
    probe = Probe(texts)
    page = liquidc.Environment(filters={"probe": probe}).from_string(
        "{% if probe %}{{ 1 | probe }}{% elsif first %}{{ d.a }}{% else %}{{ d.b }}{% endif %}"
        "{% for i in (1..2000) %}{% endfor %}"
    )
    page.render(d=d, first=True)
    page.render(d=d, first=False)
    assert page.render(d=d, probe=True) == "xx"
    for _ in range(5_000):
        page.render(d=d, first=False)
    assert page.render(d=d, probe=True) == "-x"


def test_keys_that_are_added_while_another_thread_reads(rivals):
    page = liquidc.Environment(limits={"steps": 10**12}).from_string(
        "{% for i in (1..last) %}{{ d[key] }}{{ d.n }}{% endfor %}"
    )
    for _ in range(2):
        page.render(last=2, d={"k": "", "n": ""}, key="k")
    stop = _core.Stop()

    def render():
        with pytest.raises(liquidc.LimitError):
            page._render_until(stop, {"last": 10**9, "d": {"k": "", "n": ""}, "key": "k"})

    thread = threading.Thread(target=render)
    thread.start()
    try:
        for n in range(100):
            assert page.render(last=2, d={f"k{n}": n, "n": "."}, key=f"k{n}") == f"{n}." * 2
            time.sleep(0.001)
    finally:
        stop.request()
        thread.join()


@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="needs the clocks of threads")
def test_renders_without_the_gil(rivals):
    """While the main thread keeps the GIL to itself, the render in the other thread goes on."""
    page = liquidc.Environment(limits={"steps": 10**12}).from_string(
        "{% for i in (1..last) %}{{ rows[0].n }}{% endfor %}{% for i in (1..last) %}{% endfor %}"
    )
    rows = [{"n": ""}]
    for _ in range(2):
        page.render(last=10, rows=rows)
    stop = _core.Stop()

    def render():
        with pytest.raises(liquidc.LimitError):
            page._render_until(stop, {"last": 10**9, "rows": rows})

    thread = threading.Thread(target=render)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        thread.start()
        clock = time.pthread_getcpuclockid(thread.ident)
        begin = time.clock_gettime(clock)
        until = time.monotonic() + 10
        while time.clock_gettime(clock) - begin < 0.05 and time.monotonic() < until:
            pass
        assert time.clock_gettime(clock) - begin >= 0.05
    finally:
        sys.setswitchinterval(interval)
        stop.request()
        thread.join()


def test_threads_find_one_another():
    """Nobody tells them: many threads, templates and data that change meanwhile, until something is amiss."""
    env = liquidc.Environment(filters={"own": lambda value: f"<{value}>"})
    body = "{% for r in rows %}{{ r.t | upcase }}{{ r.sub.x.y }}{% for t in r.tags %}{{ t }}{% endfor %}{% endfor %}"
    pages = [
        env.from_string(body * n + end) for n in (1, 3, 9) for end in ("", "{{ rows[0].t | own }}", "{{ rows[0] }}")
    ]
    datas = [{"rows": ROWS * n} for n in (0, 1, 5)]
    expected = {(p, d): page.render(data) for p, page in enumerate(pages) for d, data in enumerate(datas)}
    until = time.monotonic() + 2
    wrong, over = [], threading.Event()

    def render(seed):
        choose = random.Random(seed)
        while time.monotonic() < until and not wrong:
            at = choose.randrange(len(pages)), choose.randrange(len(datas))
            if pages[at[0]].render(datas[at[1]]) != expected[at]:
                wrong.append(at)

    def change():
        while not over.is_set():
            datas[0]["rows"] = []
            datas[1][f"k{time.monotonic_ns() % 100}"] = "other"
            datas[2]["rows"] = [copy.copy(row) for row in datas[2]["rows"]]
            time.sleep(0.0005)

    threads = [threading.Thread(target=render, args=(seed,)) for seed in range(4)] + [threading.Thread(target=change)]
    for thread in threads:
        thread.start()
    for thread in threads[:-1]:
        thread.join()
    over.set()
    threads[-1].join()
    assert not wrong


FORKS = """
import os, signal, threading
import liquidc

page = liquidc.Environment().from_string("{% for r in rows %}{{ r.t | upcase }}{{ r.n }}{% endfor %}" * 20)
data = {"rows": [{"t": f"t{n}", "n": n} for n in range(50)]}
expected = page.render(data)
over = False

def render():
    while not over:
        assert page.render(data) == expected

def fork():
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        os._exit(0 if all(page.render(data) == expected for _ in range(5)) else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

threads = [threading.Thread(target=render) for _ in range(2)]
for thread in threads:
    thread.start()
ends = {0}
for _ in range(60):
    if ends == {0}:
        ends.add(fork())
over = True
for thread in threads:
    thread.join()
print(ends)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_fork_while_other_threads_render_dicts():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKS], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.stdout.strip() == "{0}", done.stderr


@pytest.mark.skipif(SANITIZED, reason="sanitizers keep freed memory for a while")
def test_renders_in_flat_memory():
    script = """
import resource, liquidc
from liquidc import _core
_core.expect_rivals(True)
page = liquidc.Environment().from_string("{% for r in rows %}{{ r.t }}{{ r[key] }}{% endfor %}{{ n }}")
def run(n):
    for i in range(n):
        page.render(rows=[{"t": str(n), str(i): n} for n in range(20)], key=str(i), n=i)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = run(20_000)
print(run(60_000) - before)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300, check=True)
    assert int(done.stdout) < 2_000, f"{done.stdout} KiB more"
