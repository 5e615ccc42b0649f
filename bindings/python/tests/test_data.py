import collections
import dataclasses
import datetime
import decimal
import enum
import gc
import sys
import types
import uuid

import pytest

import liquidc
from liquidc._integers import digits_of, integer_of


def render(source, **data):
    return liquidc.Environment(on_error="inline").from_string(source).render(data)


def test_scalars():
    assert (
        render("{{ a }} {{ b }} {{ c }} {{ d }}|{{ e }}|", a=1, b=1.5, c=True, d=False, e=None) == "1 1.5 true false||"
    )
    assert render("{{ n }} {{ n | plus: 1 }}", n=2**80) == f"{2**80} {2**80 + 1}"
    assert render("{{ d[0] }}", d=[-(2**70)]) == str(-(2**70))
    assert render("{{ d | plus: 1 }} {{ l[0] }}", d=decimal.Decimal("0.10"), l=[decimal.Decimal("1E+2")]) == "1.1 100.0"
    assert render("{{ t }}", t=b"bytes") == "bytes"


@pytest.mark.parametrize("digits", [4300, 5000, 20_000])
def test_integers_of_any_size(digits):
    """More digits than the interpreter converts at once."""
    for number in (10 ** (digits - 1), -(10**digits) + 7, 10 ** (digits + 511) // 7):
        text = digits_of(number)
        assert integer_of(text) == number
        filters = {"same": lambda value: value + 1 - 1, "check": lambda value, number=number: value == number}
        page = liquidc.Environment(filters=filters).from_string(
            "{{ n }}|{{ n | modulo: 1000 }}|{{ n | plus: 1 | minus: 1 | check }}|{{ n | same | check }}"
        )
        for data in ({"n": number}, liquidc.Data({"n": number})):
            assert page.render(data) == f"{text}|{number % 1000}|true|true"


def test_values_that_are_made_for_each_use():
    """Long integers, decimals and times lie in the memory of the statement that reads them."""
    data = {"n": 2**100, "d": decimal.Decimal("1.5"), "t": datetime.datetime(2024, 5, 1), "b": bytearray(b"bytes")}
    uses = "{{ n | plus: 1 }} {{ d | plus: 1 }} {{ t | date: '%Y' }} {{ b | append: '!' }}\n"
    assert render(uses * 20, **data) == f"{2**100 + 1} 2.5 2024 bytes!\n" * 20
    assert render("{% for i in (1..20) %}" + uses + "{% endfor %}", **data) == f"{2**100 + 1} 2.5 2024 bytes!\n" * 20


def test_dates():
    zone = datetime.timezone(datetime.timedelta(hours=2))
    when = datetime.datetime(2024, 5, 1, 12, 30, tzinfo=zone)
    assert render("{{ t }}", t=when) == "2024-05-01 12:30:00 +0200"
    assert render("{{ t | date: '%Y %b %-d %H:%M %z' }}", t=when) == "2024 May 1 12:30 +0200"
    assert render("{{ t | date: '%s' }}", t=datetime.datetime(1970, 1, 2)) == "86400"
    assert render("{{ t }} {{ t | date: '%j' }}", t=datetime.date(2024, 3, 1)) == "2024-03-01 061"


def test_containers():
    data = {"a": [1, {"b": (2, 3)}], "m": {"x": 1, "y": 2}}
    assert render("{{ a[1].b[1] }} {{ a.size }} {{ a.last.b.first }} {{ m.size }}", **data) == "3 2 2 2"
    assert render("{% for p in m %}{{ p[0] }}={{ p[1] }};{% endfor %}", **data) == "x=1;y=2;"
    assert render("{{ a }}{{ m }}", **data) == '1{"b"=>[2, 3]}{"x"=>1, "y"=>2}'
    assert render("{{ m[1] }}{{ m['1'] }}", m={1: "int", "1": "str"}) == "intstr"
    assert render("{% for p in m %}{{ p[0] }}{% endfor %}", m={1: 2, None: 3}) == "1None"
    assert render("{% if m contains 'x' %}y{% endif %}{% if a contains 1 %}y{% endif %}", **data) == "yy"
    assert render("{{ d.x }}{{ d.y }}", d=collections.OrderedDict(x=1)) == "1"
    counts = collections.defaultdict(int)
    assert render("{{ c.x }}", c=counts) == ""
    assert not counts


class Lazy(collections.abc.Mapping):
    def __init__(self, **items):
        self.items_ = items
        self.asked = []

    def __getitem__(self, key):
        self.asked.append(key)
        return self.items_[key]

    def __iter__(self):
        return iter(self.items_)

    def __len__(self):
        return len(self.items_)


def test_mappings_and_sequences():
    lazy = Lazy(a=1, b=[2])
    assert render("{{ m.a }}{{ m.zzz }}{{ m.size }}", m=lazy) == "12"
    assert lazy.asked == ["a", "zzz", "size"]
    assert render("{% for p in m %}{{ p[0] }}{{ p[1] }}{% endfor %}", m=lazy) == "a1b2"
    assert render("{{ m }}", m=lazy) == '{"a"=>1, "b"=>[2]}'
    assert liquidc.Environment().from_string("{{ a }}").render(lazy) == "1"
    assert liquidc.Environment().from_string("{{ a }}{{ c }}").render(lazy, c=2) == "12"
    view = types.MappingProxyType({"k": "v"})
    assert render("{{ m.k }}", m=view) == "v"
    queue = collections.deque([1, 2, 3])
    assert (
        render("{{ q.size }}{{ q.first }}{{ q[1] }}{% for i in q %}{{ i }}{% endfor %}{{ q }}", q=queue) == "312123123"
    )
    lists = collections.UserList([1, 2, 3])
    assert (
        render("{{ q.size }}{{ q.first }}{{ q.last }}{{ q[1] }} {{ q | join: '-' }} {{ q }}", q=lists)
        == "3132 1-2-3 123"
    )
    assert render("{% for i in r %}{{ i }}{% endfor %}", r=range(3)) == "012"
    assert render("{% for i in g %}{{ i }}{% endfor %}", g=(n * n for n in range(3))) == "014"
    assert render("{{ s.size }}", s={1, 2}) == "2"


@dataclasses.dataclass
class Product:
    title: str
    price: int
    _secret: str = "no"

    def delete(self):
        raise AssertionError("templates must not call methods")

    @property
    def label(self):
        return f"{self.title}: {self.price}"


def test_objects():
    product = Product("Ring", 5)
    assert render(
        "{{ p.title }} {{ p.label }}|{{ p._secret }}{{ p.delete }}{{ p.none }}|{{ p.__class__ }}", p=product
    ) == ("Ring Ring: 5||")
    assert render("{{ p }}", p=object()) == "object"
    assert render("{% assign q = p %}{{ q.title }}{% if p == q %}same{% endif %}", p=product) == "Ringsame"
    assert render("{{ ps | map: 'title' | join: ',' }}", ps=[product, Product("Cup", 1)]) == "Ring,Cup"
    assert render("{{ ps | sort: 'price' | map: 'title' | first }}", ps=[product, Product("Cup", 1)]) == "Cup"
    assert render("{{ ps | where: 'price', 5 | map: 'title' }}", ps=[product, Product("Cup", 1)]) == "Ring"
    point = collections.namedtuple("Point", "x y")(1, 2)
    assert render("{{ p.x }}{{ p.y }}", p=point) == "12"
    name = uuid.UUID(int=5)
    assert render("{{ u }} {{ u | upcase }}", u=name) == f"{name} {str(name).upper()}"
    assert liquidc.Environment().from_string("{{ title }}").render(product) == "Ring"


def test_pydantic():
    pydantic = pytest.importorskip("pydantic")

    class Variant(pydantic.BaseModel):
        sku: str
        price: decimal.Decimal

    variant = Variant(sku="A1", price="9.50")
    assert render("{{ v.sku }} {{ v.price }} {{ v.model_dump }}|", v=variant) == "A1 9.5 |"


class Color(enum.Enum):
    RED = "red"


class Size(int, enum.Enum):
    BIG = 3


def test_enums():
    assert render("{{ c }} {{ c.name }}{% if c == 'red' %}!{% endif %}", c=Color.RED) == "red RED!"
    assert render("{{ s | plus: 1 }}", s=Size.BIG) == "4"


class Cart(liquidc.Drop):
    count = 2

    def total(self):
        return 12.5

    def takes(self, argument):
        return argument

    def liquid_missing(self, name):
        return f"no {name}" if name.startswith("x") else None


def test_drops():
    assert render("{{ c.count }} {{ c.total }} {{ c.xyz }} {{ c.abc }}|", c=Cart()) == "2 12.5 no xyz |"
    assert "TypeError" in liquidc.Environment().from_string("{{ c.takes }}").render_result(c=Cart()).diagnostics[0].text


def test_values_are_read_lazily():
    class Loud:
        def __getattribute__(self, name):
            raise AssertionError("touched")

    assert render("{{ a }}", a=1, loud=Loud(), more=[Loud()], deep={"x": Loud()}) == "1"


def test_untouched_data_allocates_no_objects():
    page = liquidc.Environment().from_string("{{ a.b }}")
    data = {"a": {"b": "x"}, "rows": [{"n": n, "text": "é" * 50} for n in range(1000)]}
    page.render(data)
    sizes = [sys.getsizeof(row["text"]) for row in data["rows"]]
    gc.collect()
    before = sys.getallocatedblocks()
    output = page.render(data)
    assert sys.getallocatedblocks() - before < 10
    assert output == "x"
    # A str keeps its UTF-8 once somebody has asked for it.
    assert [sys.getsizeof(row["text"]) for row in data["rows"]] == sizes


def test_references_are_given_back():
    page = liquidc.Environment().from_string("{% for r in rows %}{{ r.o.title }}{{ r.t }}{% endfor %}{{ big }}")
    row = {"o": Product("x", 1), "t": "text " * 3}
    data = {"rows": [row] * 10, "big": 2**100}
    page.render(data)
    counts = [sys.getrefcount(o) for o in (row, row["o"], row["t"], data, data["rows"])]
    for _ in range(100):
        page.render(data)
    assert [sys.getrefcount(o) for o in (row, row["o"], row["t"], data, data["rows"])] == counts


def test_documents_as_values():
    order = liquidc.Data({"lines": [{"t": "a"}, {"t": "b"}]})
    page = liquidc.Environment().from_string("{{ o.lines[1].t }}{% for l in d.o.lines %}{{ l.t }}{% endfor %}{{ n }}")
    assert page.render(o=order, d={"o": order}, n=liquidc.Data(None)) == "bab"


def test_iterables_print_their_items():
    page = liquidc.Environment().from_string("{{ v }}")
    assert page.render(v={3}) == "3"
    assert page.render(v=(n for n in "ab")) == "ab"
    assert page.render(v={"k": 1}.keys()) == "k"
