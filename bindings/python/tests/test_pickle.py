"""Templates, environments and exceptions in other processes."""

import ast
import pickle
import subprocess
import sys

import pytest

import liquidc


def shout(value):
    return str(value) + "!"


def read_repeat(parser):
    parser.constant(int(parser.markup), "count")
    read_repeat.calls += 1


read_repeat.calls = 0


def repeat(tag):
    return tag.body() * tag.keyword("count")


def load_known(name):
    return load_known.templates.get(name)


load_known.templates = {}


def sent(thing):
    return pickle.loads(pickle.dumps(thing))


def test_renders_the_same():
    env = liquidc.Environment(
        liquidc.DictLoader({"page": "{{ x | shout }}{% render 'part' %}", "part": "{{ 1 | modulo: 0 }}"}),
        filters={"shout": shout},
        on_error="inline",
        error_mode="warn",
    )
    text = env.from_string(
        "{{ x | shout }}\n{{ 1 | divided_by: 0 }}{{ a b }}{% render 'part' %}", "name", "path.liquid"
    )
    for page in (text, env.get_template("page"), sent(text)):
        copy = sent(page)
        assert copy.render_result(x="hi") == page.render_result(x="hi")
        assert copy.render(x="hi").startswith("hi!")
        assert (copy.name, copy.source, copy.diagnostics) == (page.name, page.source, page.diagnostics)
    assert [diagnostic.file for diagnostic in sent(text).render_result().diagnostics][:1] == ["path.liquid"]
    assert len(text.diagnostics) > 0


def test_brings_its_compiled_form():
    """Neither loaded nor parsed again."""
    load_known.templates = {"page": "{% repeat 3 %}{{ x }}{% endrepeat %}"}
    env = liquidc.Environment(load_known)
    env.tag("repeat", shape="block", parse=read_repeat)(repeat)
    page = pickle.dumps(env.get_template("page"))
    load_known.templates = {}
    before = read_repeat.calls
    assert pickle.loads(page).render(x="ho") == "hohoho"
    assert read_repeat.calls == before


def test_is_made_anew_where_its_compiled_form_is_refused(monkeypatch):
    env = liquidc.Environment(load_known, filters={"shout": shout})
    load_known.templates = {"page": "before"}
    loaded, text = env.get_template("page"), env.from_string("{{ 'a' | shout }}", "name", "path")
    monkeypatch.setattr(liquidc.Template, "_serialize", lambda self: b"of another version")
    load_known.templates = {"page": "after"}
    assert sent(loaded).render() == "after"
    assert sent(text).render() == "a!"
    assert sent(text).name == "name"
    monkeypatch.undo()
    early = env.from_string("{{ 'a' | late }}")
    env.add_filter("late", shout)
    assert early.render() == "a"
    assert sent(early).render() == "a!"


def test_templates_that_cannot_be_parsed():
    page = liquidc.Environment(error_mode="strict2").parse("a{% if %}", path="page.liquid")
    copy = sent(page)
    assert not copy.valid
    assert copy.diagnostics == page.diagnostics
    assert copy.render() == page.render()


def test_shares_equal_environments():
    env = liquidc.Environment(liquidc.DictLoader({"part": "1"}))
    page, other = env.from_string("{% render 'part' %}"), env.from_string("b")
    first = sent(page).environment
    assert first is not env
    assert sent(page).environment is first
    assert sent(other).environment is first
    assert sent(sent(page)).environment is first
    env.loader.templates["part"] = "2"
    env.reload()
    assert sent(page).render() == "2"
    first.add_filter("shout", shout)
    assert sent(page).environment is not first
    assert sent(env) is not sent(env)


def test_keeps_few_environments():
    pages = [liquidc.Environment().from_string(str(n)) for n in range(100)]
    assert [sent(page).render() for page in pages] == [str(n) for n in range(100)]
    assert len(liquidc._template._arrived) < 20


def test_tells_what_cannot_be_pickled():
    env = liquidc.Environment(liquidc.DictLoader({}), filters={"shout": shout})
    page = env.from_string("{{ 'a' | own }}")
    assert sent(page).source == page.source
    env.add_filter("own", lambda value: value)
    with pytest.raises(pickle.PicklingError, match="the environment's filter `own` cannot be pickled"):
        pickle.dumps(env.from_string("{{ 'a' | own }}"))
    with pytest.raises(pickle.PicklingError, match="loader"):
        pickle.dumps(liquidc.Environment(lambda name: None))
    with pytest.raises(pickle.PicklingError, match="on_error"):
        pickle.dumps(liquidc.Environment(on_error=lambda diagnostic: None))
    tagged = liquidc.Environment()
    tagged.tag("t")(lambda tag: None)
    with pytest.raises(pickle.PicklingError, match="tag `t`"):
        pickle.dumps(tagged)


def test_exceptions():
    with pytest.raises(liquidc.ParseError) as raised:
        liquidc.Environment(error_mode="strict").from_string("{% if %}")
    assert sent(raised.value).diagnostics == raised.value.diagnostics
    assert str(sent(raised.value)) == str(raised.value)


POOL = """
import multiprocessing
import os

import liquidc


def shout(value):
    return value + "!"


def render(page, name):
    return os.getpid(), id(page.environment), page.render(name=name)


if __name__ == "__main__":
    env = liquidc.Environment(liquidc.DictLoader({"hello": "Hello {{ name | shout }}"}), filters={"shout": shout})
    page = env.from_string("{% render 'hello', name: name %}")
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        print(pool.starmap(render, [(page, name) for name in "abcdefgh"], chunksize=1))
"""


def test_a_pool_of_processes(tmp_path):
    script = tmp_path / "pool.py"
    script.write_text(POOL, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    rendered = ast.literal_eval(done.stdout)
    assert [page for _, _, page in rendered] == [f"Hello {name}!" for name in "abcdefgh"]
    processes = {process for process, _, _ in rendered}
    assert len({(process, environment) for process, environment, _ in rendered}) == len(processes)
