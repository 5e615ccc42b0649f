"""What Python's garbage collector frees."""

import gc
import weakref

import pytest

import liquidc


class Mark:
    """Something that can be watched."""


def collected(make):
    """Whether what `make` leaves behind, with the Mark that it was given, is freed."""
    mark = Mark()
    watch = weakref.ref(mark)
    make(mark)
    del mark
    gc.collect()
    return watch() is None


def with_filter(mark):
    env = liquidc.Environment()
    env.add_filter("f", lambda value: (mark, env) and value)
    env.from_string("{{ 1 | f }}").render()


def with_tag(mark):
    env = liquidc.Environment()

    @env.tag("t", parse=lambda parser: str((mark, env)))
    def tag(call):
        return str((mark, env))

    env.from_string("{% t %}").render()


def with_loader(mark):
    class Loader:
        def load(self, name):
            return str(self.env)

        def names(self):
            return []

    loader = Loader()
    loader.mark = mark
    loader.env = liquidc.Environment(liquidc.ChoiceLoader([liquidc.DictLoader({}), loader]))
    loader.env.get_template("any").render()
    # A loader that no environment has been built from.
    loader.native = liquidc._loaders.native_loader(loader)


def with_policy(mark):
    made = []
    made.append(liquidc.Environment(on_error=lambda d: str((made, mark))))
    made[0].from_string("{{ 1 | divided_by: 0 }}").render()


def with_template(mark):
    env = liquidc.Environment()
    pages = []
    env.add_filter("f", lambda value: (mark, pages) and value)
    pages.extend([env.from_string("{{ 1 | f }}"), env.parse("{% if %}"), env.from_string("{{ 2 | f }}")])
    pages[0].mine = pages
    env.add_filter("g", lambda value: pages)  # the templates keep the environment that was
    env.from_string("{{ 1 | g }}")


def with_cause(mark):
    env = liquidc.Environment()
    pages = []

    def parse(parser):
        error = ValueError()
        error.mark, error.pages = mark, pages
        raise error

    env.tag("t", parse=parse)(lambda tag: None)
    pages.append(env.parse("{% t %}"))


def with_data(mark):
    class Product:
        def __init__(self):
            self.mark = mark
            self.page = page

    page = liquidc.Environment().from_string("{{ p.mark }}{{ p }}{% for i in p.page %}{% endfor %}")
    page.render(p=Product())
    page.render_result({"p": [Product()], "page": page})


def with_context(mark):
    env = liquidc.Environment()
    kept = []
    env.add_filter("f", lambda context, value: kept.append((context, mark, kept)), with_context=True)
    env.tag("t", parse=lambda parser: kept.append((parser, kept)))(lambda tag: kept.append((tag, mark, kept)))
    env.from_string("{{ 1 | f }}{% t %}").render()


MAKERS = [with_filter, with_tag, with_loader, with_policy, with_template, with_cause, with_data, with_context]


@pytest.mark.parametrize("make", MAKERS)
def test_cycles_are_collected(make):
    assert collected(make)


def test_what_is_in_use_is_not_collected():
    mark = Mark()
    watch = weakref.ref(mark)

    def page_of(mark):
        env = liquidc.Environment()
        env.add_filter("f", lambda value: (mark, env) and value)
        return env.from_string("{{ x | f }}")

    page = page_of(mark)
    del mark
    gc.collect()
    assert watch() is not None
    assert page.render(x=1) == "1"
    del page
    gc.collect()
    assert watch() is None


def test_classes_are_collected():
    class Local:
        title = "x"

    watch = weakref.ref(Local)
    assert liquidc.Environment().from_string("{{ p.title }}").render(p=Local()) == "x"
    del Local
    gc.collect()
    assert watch() is None


def test_a_finalizer_that_renders():
    said = []

    class Last:
        def __del__(self):
            said.append(self.page.render(x=1))

    def make():
        env = liquidc.Environment()
        last = Last()
        env.add_filter("f", lambda value: last and value)
        last.page = env.from_string("{{ x | f }}")

    make()
    gc.collect()
    assert said == ["1"]
