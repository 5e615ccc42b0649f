"""A million renders in flat memory: python -m pytest bench/test_memory.py -s"""

import os
import pickle

import pytest

import liquidc
from pages import PRODUCT, data

RENDERS = 1_000_000


class Product:
    def __init__(self, title):
        self.title = title


PART = "{% render 'part', title: o.title %}{{ 'x' | own }}"


def pages():
    """Each is rendered as often: dicts, objects, Data, partials, filters in Python, errors, pieces, pickles."""
    loader = liquidc.DictLoader({"part": "{{ title }}"})
    env = liquidc.Environment(loader, filters={"own": lambda value: [value, {"k": str(value)}]})
    product, part, wrong = (env.from_string(s) for s in (PRODUCT, PART, "{{ 1 | divided_by: 0 }}{{ o.gone.gone }}"))
    plain = liquidc.Environment().from_string("{{ o }}")
    from_dict, document = data(), liquidc.Data(data())
    return [
        lambda: product.render(from_dict),
        lambda: product.render(document),
        lambda: part.render(o=Product(str(object()))),
        lambda: wrong.render_result(o=Product("x")),
        lambda: product.stream(len, from_dict, currency="EUR"),
        lambda: pickle.loads(pickle.dumps(plain)).render(o=2**80),
    ]


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="needs /proc")
def test_a_million_renders():
    calls = pages()
    sizes = []
    for n in range(RENDERS // len(calls) + 1):
        if n % (RENDERS // len(calls) // 10) == 0:
            sizes.append(resident())
        for call in calls:
            call()
    print(f"\nKiB after each tenth of {RENDERS} renders: {sizes}")
    assert sizes[-1] - sizes[1] < 1024
