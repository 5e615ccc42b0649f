import collections.abc
import datetime
import itertools
import os
import subprocess
import sys
import threading
import time

import pytest

import liquidc


def result(source, **data):
    return liquidc.Environment(limits={"steps": 5_000_000}).parse(source).render_result(data)


class Raising:
    def __getattr__(self, name):
        if name == "fine":
            return 1
        raise ValueError("no " + name)

    def __str__(self):
        raise ValueError("no text")

    def __eq__(self, other):
        raise ValueError("no equality")

    __hash__ = None

    def __iter__(self):
        yield 1
        raise ValueError("no more")

    def __len__(self):
        raise ValueError("no length")


@pytest.mark.parametrize(
    "use",
    [
        "{{ x.y }}",
        "{{ x }}",
        "{% if x == 1 %}{% endif %}",
        "{{ x.size }}",
        "{% for i in x %}{{ i }}{% endfor %}",
        "{{ x | join: ',' }}",
        "{{ x | upcase }}",
        "{{ l | sort }}",
        "{{ l | uniq | size }}",
        "{% if l contains x %}{% endif %}",
        "{{ l | map: 'y' }}",
        "{{ l | where: 'y', 1 }}",
        "{{ l }}",
        "{{ d }}",
        "{{ x | plus: 1 }}",
        "{{ x | date: '%Y' }}",
        "{{ l | sum: 'y' }}",
        "{% case x %}{% when 1 %}{% endcase %}",
        "{% include x %}",
        "{{ x[x] }}{{ d[x] }}{{ l[x] }}",
    ],
)
def test_objects_that_raise(use):
    page = result("a" + use + "{{ x.fine }}", x=Raising(), l=[Raising(), Raising()], d={"k": Raising()})
    assert page.output.startswith("a")
    assert page.output.endswith("1")


@pytest.mark.parametrize(
    "use",
    [
        "{{ x.y }}",
        "{% if x == 1 %}{% endif %}",
        "{% if 1 == x %}{% endif %}",
        "{% if x < 1 %}{% endif %}",
        "{% if l contains x %}{% endif %}",
        "{% if d == d2 %}{% endif %}",
        "{% if l == l2 %}{% endif %}",
        "{% case x %}{% when 1 %}{% endcase %}",
        "{{ l | uniq }}",
        "{{ l | sort }}",
        "{{ x | join }}",
    ],
)
def test_the_cause_is_kept(use):
    class Unordered(Raising):
        def __lt__(self, other):
            raise ValueError("no order")

        __gt__ = __lt__

    data = {"x": Unordered(), "l": [Unordered(), Unordered()], "l2": [Unordered(), Unordered()]}
    data.update(d={"k": Unordered()}, d2={"k": Unordered()})
    assert isinstance(result(use, **data).cause, ValueError)
    with pytest.raises(liquidc.RenderError) as raised:
        liquidc.Environment(on_error="fail").from_string(use).render(data)
    assert isinstance(raised.value.__cause__, ValueError)


def test_an_attribute_that_raises_is_told():
    page = result("{{ x.y }}", x=Raising())
    assert page.diagnostics[0].code == "LQ5001"
    assert "ValueError: no y" in page.diagnostics[0].hints
    assert isinstance(page.cause, ValueError)


class NoValues(collections.abc.Mapping):
    """Keys, and no values for them."""

    def __init__(self, fault):
        self.fault = fault

    def __getitem__(self, key):
        raise self.fault

    def __iter__(self):
        return iter(["k", "l"])

    def __len__(self):
        return 2


class NoItems(NoValues, collections.abc.Sequence):
    def __iter__(self):
        raise self.fault


@pytest.mark.parametrize("kind", [NoValues, NoItems])
@pytest.mark.parametrize(
    "fault", [ValueError("no value"), KeyError("k"), IndexError(), RecursionError(), MemoryError()]
)
@pytest.mark.parametrize(
    "use",
    [
        "{{ m.k }}",
        "{{ m['k'] }}",
        "{{ m[0] }}",
        "{{ m.first }}{{ m.last }}",
        "{{ m }}",
        "{% for p in m %}{{ p[0] }}{% endfor %}",
        "{{ m | map: 'k' }}",
        "{{ m | sort }}",
        "{{ m | join }}",
        "{% if m contains 'k' %}{% endif %}",
        "{% if m == m2 %}{% endif %}",
    ],
)
def test_items_that_raise(use, fault, kind):
    page = result("a" + use + "z", m=kind(fault), m2=kind(fault))
    assert page.output[0] + page.output[-1] == "az"
    assert page.cause is None or page.cause is fault
    if isinstance(fault, ValueError) and use in ("{{ m.k }}", "{{ m }}", "{{ m | join }}"):
        assert page.cause is fault or kind is NoItems
    assert result(use, m={"k": 1}).cause is None


class Endless(collections.abc.Mapping):
    def __getitem__(self, key):
        return key

    def __iter__(self):
        n = 0
        while True:
            n += 1
            yield f"k{n}"

    def __len__(self):
        return 3


@pytest.mark.parametrize(
    "use", ["{% for p in m %}{{ p }}{% endfor %}", "{{ m }}", "{{ m | join: ',' }}", "{% if m contains 1 %}{% endif %}"]
)
def test_endless_mappings(use):
    env = liquidc.Environment(limits={"steps": 200_000, "memory_bytes": 50_000_000})
    page = env.from_string(use).render_result(m=Endless())
    assert page.diagnostics[0].code in ("LQ4002", "LQ4003", "LQ4004")
    assert env.from_string("{% for p in m limit: 2 %}{{ p[0] }}{% endfor %}").render(m=Endless()) == "k1k2"


class Stream(collections.abc.Sequence):
    """A Sequence without an end."""

    def __getitem__(self, index):
        return index

    def __len__(self):
        return 3


@pytest.mark.parametrize(
    "use",
    [
        "{% for i in s %}{{ i }}{% endfor %}",
        "{{ s }}",
        "{{ s | join: ',' }}",
        "{{ s | sort }}",
        "{{ s | map: 'x' }}",
        "{{ s | reverse }}",
        "{{ s | append: 'x' }}",
        "{% tablerow i in s %}{% endtablerow %}",
        "{{ g }}",
        "{{ g | join: ',' }}",
        "{% for i in g %}{{ i }}{% endfor %}",
        "{% for p in m %}{% endfor %}",
    ],
)
def test_endless_sequences(use):
    env = liquidc.Environment(limits={"steps": 200_000, "memory_bytes": 50_000_000})
    page = env.from_string("a" + use)
    result = page.render_result(s=Stream(), g=itertools.count(), m=Endless())
    assert result.diagnostics == () or result.diagnostics[0].code in ("LQ4002", "LQ4003", "LQ4004")
    assert env.from_string("{% for i in s limit: 2 %}{{ i }}{% endfor %}").render(s=Stream()) == "01"


class Lying(collections.abc.Sequence):
    def __getitem__(self, index):
        raise IndexError

    def __len__(self):
        return sys.maxsize


class Negative(Lying):
    def __len__(self):
        return -5


def test_lying_lengths():
    assert result("{{ l.size }}{% for i in l %}x{% endfor %}{{ l.first }}{{ l.last }}", l=Lying()).output == str(
        sys.maxsize
    )
    assert result("{{ l.size }}{{ l | size }}|", l=Negative()).output.endswith("|")


def test_cyclic_data():
    loop = {"name": "n", "list": []}
    loop["self"] = loop
    loop["list"].append(loop["list"])
    for use in [
        "{{ d }}",
        "{{ d.list }}",
        "{{ d.list | join: ',' }}",
        "{{ d.list | sort }}",
        "{{ d.list | uniq }}",
        "{{ d.self.self.name }}",
    ]:
        assert result(use + "{% if d == d.self %}{% endif %}", d=loop) is not None
    other = {"name": "n", "list": loop["list"]}
    other["self"] = other
    result("{% if d == e %}{% endif %}", d=loop, e=other)
    deep = []
    for _ in range(100_000):
        deep = [deep]
    result("{{ d }}{{ d | join: ',' }}", d=deep)
    while deep:
        deep = deep.pop()


class Nest(collections.abc.Sequence):
    """Its only item is itself."""

    def __getitem__(self, index):
        return [self][index]

    def __len__(self):
        return 1


class NestMapping(Endless):
    def __getitem__(self, key):
        return self

    def __iter__(self):
        return iter(["k"])


class NestIterable:
    def __iter__(self):
        return iter([self])


@pytest.mark.parametrize("kind", [Nest, NestMapping, NestIterable])
@pytest.mark.parametrize("use", ["{{ v }}", "{{ v | same }}", "{{ v | append: 'x' }}", "{{ v | join: ',' }}"])
def test_objects_that_contain_themselves(use, kind):
    env = liquidc.Environment(filters={"same": lambda value: value})
    page = env.from_string(use + "z").render_result(v=kind())
    assert page.output.endswith("z")
    assert page.diagnostics[0].code == "LQ5001"
    assert isinstance(page.cause, RecursionError)


def test_keys_whose_text_changes_the_dict():
    class Key:
        def __str__(self):
            rows.clear()
            return "k"

    rows = {Key(): ["x" * 50] * 3}
    with pytest.raises(RuntimeError, match="changed size"):
        liquidc.Data(rows)


@pytest.mark.parametrize("use", ["{{ x }}", "{{ x | same }}", "{{ l | reverse }}", "{{ l | first }}"])
def test_texts_that_raise_are_told(use):
    env = liquidc.Environment(filters={"same": lambda value: value})
    page = env.from_string("a" + use + "z").render_result(x=Raising(), l=[Raising()])
    assert page.output == "az"
    assert page.diagnostics[0].code == "LQ5001"


def test_texts_that_are_no_utf8():
    assert result("{{ b }}", b=b"a\xff").output == "a\ufffd"
    for use in [
        "{{ s }}",
        "{{ s | upcase }}",
        "{{ l }}",
        "{{ l[0] }}",
        "{{ d }}",
        "{% for s in l %}{{ s }}{% endfor %}",
    ]:
        page = result("a" + use, s="x\ud800", l=["\ud800"], d={"k": "\ud800"})
        assert "UnicodeEncodeError" in str(page.diagnostics[0])
    assert result("{{ d }}{% for p in d %}{{ p[0] }}{% endfor %}", d={"\ud800": 1}).output
    with pytest.raises(UnicodeEncodeError):
        liquidc.Environment().from_string("\ud800")
    with pytest.raises(TypeError):
        liquidc.Environment().from_string(b"bytes")


def tagged(name, **options):
    env = liquidc.Environment()
    env.tag(name, **options)(abs)
    env.from_string("")


@pytest.mark.parametrize(
    "make",
    [
        lambda bad: liquidc.Environment().from_string(bad),
        lambda bad: liquidc.Environment().from_string("", name=bad),
        lambda bad: liquidc.Environment().from_string("", path=bad),
        lambda bad: liquidc.Environment(liquidc.DictLoader({})).get_template(bad),
        lambda bad: liquidc.Environment(filters={bad: abs}),
        lambda bad: tagged(bad),
        lambda bad: tagged("t", shape=bad),
        lambda bad: liquidc.Environment(error_mode=bad),
        lambda bad: liquidc.Environment(on_error=bad),
        lambda bad: liquidc.Environment(timezone=bad),
        lambda bad: liquidc.Environment(limits={bad: 1}),
        lambda bad: liquidc.Environment(on_error=lambda diagnostic: bad).from_string("{{ 1 | modulo: 0 }}").render(),
        lambda bad: liquidc.Data({bad: 1}),
        lambda bad: liquidc.Data([bad]),
        lambda bad: liquidc.Data.parse(bad),
        lambda bad: liquidc.Data.parse("{}", bad),
    ],
)
def test_names_that_are_no_text(make):
    with pytest.raises(UnicodeEncodeError):
        make("\ud800")


def test_names_of_data_and_loaders_that_are_no_text(tmp_path):
    page = liquidc.Environment().from_string("{{ a }}")
    assert page.render({"\ud800": 1, "a": 2}) == page.render(**{"\ud800": 1, "a": 2}) == "2"
    for loader in (lambda name: "\ud800", lambda name: ("", "\ud800")):
        missing = liquidc.Environment(loader).from_string("{% render 'x' %}").render_result()
        assert missing.diagnostics[0].code == "LQ1006"
        assert isinstance(missing.cause, UnicodeEncodeError)
    names = liquidc.Environment(liquidc.DictLoader({"\ud800": ""})).from_string("{% render 'x' %}").render_result()
    assert names.diagnostics[0].code == "LQ1001"
    folder = os.fsdecode(bytes(tmp_path) + b"/\xff")
    os.mkdir(folder)
    with open(os.path.join(folder, "card.liquid"), "w") as file:
        file.write("card")
    assert liquidc.Environment(liquidc.DirectoryLoader(folder)).get_template("card").render() == "card"


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"limits": {"steps": -1}}, OverflowError),
        ({"limits": {"steps": 2**64}}, OverflowError),
        ({"limits": {"steps": "5"}}, TypeError),
        ({"limits": {5: 5}}, TypeError),
        ({"on_error": 5}, TypeError),
        ({"on_error": "shout"}, ValueError),
        ({"error_mode": None}, TypeError),
        ({"error_mode": "loose"}, ValueError),
        ({"timezone": 5}, TypeError),
        ({"loader": 5}, TypeError),
        ({"now": datetime.datetime.max}, OverflowError),
    ],
)
def test_odd_options(options, error):
    with pytest.raises(error):
        liquidc.Environment(**options)


def test_filters_with_odd_results():
    class Weird:
        pass

    results = [
        Weird(),
        Weird,
        Ellipsis,
        lambda: 1,
        "\ud800",
        b"\xff",
        float("nan"),
        float("inf"),
        10**5000,
        {1: {2: 3}},
        (i for i in "ab"),
        Raising(),
    ]
    for odd in results:
        env = liquidc.Environment(filters={"odd": lambda value, odd=odd: odd})
        for data in ({}, liquidc.Data({})):
            page = env.from_string(
                "{{ 1 | odd }}{{ 1 | odd | size }}{% assign x = 1 | odd %}{{ x.y }}{{ x | append: 'b' }}"
            )
            page.render_result(data)


def test_dicts_that_change_while_they_are_rendered():
    data = {"rows": [{"t": f"text {n}"} for n in range(100)], "x": 0}

    def change(value):
        data["rows"].clear()
        data.clear()
        data.update({str(n): "y" * 1000 for n in range(1000)})
        return value

    env = liquidc.Environment(filters={"change": change})
    page = env.from_string("{% for r in rows %}{{ r.t }}{% if forloop.first %}{{ 1 | change }}{% endif %}{% endfor %}")
    assert "text 99" in page.render(data)
    mutating = {"a": 1, "b": 2}

    class Grows:
        def __str__(self):
            mutating[str(len(mutating))] = 1
            return "g"

    mutating["g"] = Grows()
    liquidc.Environment().from_string("{{ m }}{% for p in m %}{{ p[1] }}{% endfor %}").render_result(m=mutating)


def test_threads_that_mutate_the_data():
    data = {"rows": [{"t": f"text {n}"} for n in range(1000)]}
    over = threading.Event()

    def mutate():
        n = 0
        while not over.is_set():
            n += 1
            data["rows"] = [{"t": f"other {n}"}] * (n % 100)
            data[f"k{n % 500}"] = "v" * 100
            data.pop(f"k{n * 7 % 500}", None)

    env = liquidc.Environment(filters={"nap": lambda value: time.sleep(0.0001) or value})
    page = env.from_string(
        "{% for r in rows %}{{ r.t }}{{ r.t | upcase }}{% for p in r %}{{ p }}{% endfor %}{% endfor %}{{ 1 | nap }}"
    )
    thread = threading.Thread(target=mutate)
    thread.start()
    try:
        for _ in range(200):
            page.render(data)
    finally:
        over.set()
        thread.join()


SANITIZED = "LIQUID_SANITIZED" in os.environ


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_fork():
    env = liquidc.Environment()
    page = env.from_string("{{ a | fork }}")

    def fork(value):
        child = os.fork()
        if child == 0:
            os._exit(0 if env.from_string("{{ x }}").render(x=5) == "5" else 1)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    env.add_filter("fork", fork)
    page = env.from_string("{{ a | fork }}")
    assert page.render(a=1) == "0"
    assert page.render(liquidc.Data({"a": 1})) == "0"


FORKS = """
import os, signal, threading
import liquidc

parts = liquidc.DictLoader({f"p{n}": "{{ x }}{{ 'now' | date: '%H %Z' }}" for n in range(20)})
env = liquidc.Environment(parts, timezone="Europe/Berlin")
page = env.from_string("".join(f"{{% render 'p{n}', x: x %}}" for n in range(20)))
data = liquidc.Data({"x": 1})
over = False

def render():
    while not over:
        page.render(data)
        env.reload()

def fork():
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        os._exit(0 if page.render(data) == page.render({"x": 1}) else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

threads = [threading.Thread(target=render) for _ in range(2)]
for thread in threads:
    thread.start()
ends = {0}
for _ in range(150):
    if ends == {0}:
        ends.add(fork())
over = True
for thread in threads:
    thread.join()
print(ends)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_fork_while_other_threads_render():
    """The locks that those threads hold are not held in the new process."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKS], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.stdout.strip() == "{0}", done.stderr


@pytest.mark.skipif(SANITIZED, reason="sanitizers keep freed memory for a while")
def test_renders_in_flat_memory():
    script = """
import resource, liquidc
class P:
    def __init__(self, t): self.t = t
env = liquidc.Environment(liquidc.DictLoader({"p": "{{ x }}"}), filters={"f": lambda v: [v, {"k": str(v)}]})
page = env.from_string(
    "{% for r in rows %}{{ r.t }}{{ r.o.t }}{% render 'p', x: r.t %}{% endfor %}{{ n | f }}{{ 1 | divided_by: 0 }}"
)
data = {"rows": [{"t": str(n), "o": P(n)} for n in range(5)], "n": 2**80}
def run(n):
    for _ in range(n):
        page.render(data)
        page.render_result({"rows": ()})
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
first = run(2000)
print(run(20000) - first)
"""
    grown = int(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout)
    assert grown < 1500  # KiB
