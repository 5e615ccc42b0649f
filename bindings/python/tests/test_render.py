import asyncio
import copy
import io
import os
import shutil
import subprocess
import sys
import threading
import time

import pytest

import liquidc


def render(source, *args, **kwargs):
    return liquidc.Environment().from_string(source).render(*args, **kwargs)


def test_renders_keyword_arguments_and_mappings():
    assert render("Hello {{ name }}", name="World") == "Hello World"
    assert render("Hello {{ name }}", {"name": "Wörld ☃"}) == "Hello Wörld ☃"
    assert render("{{ a }}{{ b }}", {"a": 1, "b": 2}, b=3) == "13"
    assert render("{{ a }}{{ b }}", liquidc.Data({"a": 1, "b": 2}), b=3) == "13"
    assert render("plain") == "plain"


@pytest.mark.parametrize("data", [1, "text", [1], b"x", 1.5])
def test_refuses_data_without_names(data):
    with pytest.raises(TypeError):
        render("{{ a }}", data)


def test_loops_filters_and_partials():
    env = liquidc.Environment(liquidc.DictLoader({"card": "[{{ p.title | upcase }}]"}))
    page = env.from_string("{% for p in products %}{% render 'card', p: p %}{% endfor %}")
    assert page.render(products=[{"title": "ring"}, {"title": "cup"}]) == "[RING][CUP]"


def test_result_has_diagnostics_and_usage():
    env = liquidc.Environment(on_error="comment")
    result = env.from_string(
        "a{{ 1 | divided_by: 0 }}{% for i in (1..3) %}{% endfor %}b", path="page.liquid"
    ).render_result()
    assert result.output == "a<!-- LQ3007 page.liquid:1:9 -->b"
    assert not result.ok
    (diagnostic,) = result.diagnostics
    assert (diagnostic.code, diagnostic.line, diagnostic.file) == ("LQ3007", 1, "page.liquid")
    assert "divided by 0" in diagnostic.message
    assert "1 | divided_by: 0" in diagnostic.excerpt
    assert "^" in str(diagnostic)
    assert result.usage.output_bytes == len(result.output)
    assert result.usage.steps > 0


def test_policies():
    source = "a{{ 1 | divided_by: 0 }}b"
    assert liquidc.Environment(on_error="omit").from_string(source).render() == "ab"
    inline = liquidc.Environment(on_error="inline").from_string(source).render()
    assert inline == "aLiquid error (line 1): divided by 0b"
    own = liquidc.Environment(on_error=lambda d: f"<{d.code}>").from_string(source).render()
    assert own == "a<LQ3007>b"
    with pytest.raises(liquidc.RenderError) as raised:
        liquidc.Environment(on_error="fail").from_string(source).render()
    assert raised.value.diagnostics[0].code == "LQ3007"
    assert "divided_by" in str(raised.value)


def test_parse_errors():
    env = liquidc.Environment(error_mode="strict2")
    with pytest.raises(liquidc.ParseError) as raised:
        env.from_string("{% if x %}", path="page.liquid")
    assert raised.value.diagnostics[0].code == "LQ2002"
    assert "page.liquid:1" in str(raised.value)
    assert isinstance(raised.value, liquidc.LiquidError)
    assert not env.parse("{% if x %}").valid


def test_missing_templates():
    env = liquidc.Environment(liquidc.DictLoader({"header": "h"}), on_error="fail")
    with pytest.raises(liquidc.MissingTemplateError):
        env.get_template("footer")
    page = env.from_string("{% render 'heade' %}", name="page")
    with pytest.raises(liquidc.MissingTemplateError) as raised:
        page.render()
    assert "header" in str(raised.value)


def test_exceptions_say_what_where_and_how():
    env = liquidc.Environment(
        liquidc.DictLoader({"card": "<b>\n  {% render 'prise' %}</b>", "price": ""}),
        error_mode="strict2",
        on_error="fail",
    )
    with pytest.raises(liquidc.MissingTemplateError) as raised:
        env.from_string("{% render 'card' %}", path="page.liquid").render()
    (missing,) = raised.value.diagnostics
    assert (missing.code, missing.file, missing.line, missing.column) == ("LQ1001", "card", 2, 13)
    assert missing.message == "`prise` was not found"
    assert [(hop.tag, str(hop.location)) for hop in missing.chain] == [("render", "page.liquid:1:1")]
    assert [fix.replacement for fix in missing.fixes] == ["'price'"]
    assert all(text in str(raised.value) for text in ("card:2:13", "{% render 'prise' %}", "page.liquid:1:1"))
    with pytest.raises(liquidc.ParseError) as raised:
        env.from_string("{% fi x %}{% endif %}")
    first = raised.value.diagnostics[0]
    (fix,) = first.fixes
    assert (first.code, fix.title, fix.begin, fix.end, fix.replacement) == ("LQ2001", "write `if`", 3, 5, "if")
    assert first.hints == ("did you mean `if`?",)


def test_limits_raise_whatever_the_policy():
    env = liquidc.Environment(limits={"steps": 1000})
    page = env.from_string("{% for i in (1..100000) %}x{% endfor %}")
    with pytest.raises(liquidc.LimitError) as raised:
        page.render()
    assert raised.value.diagnostics[-1].code == "LQ4004"
    assert page.render_result().diagnostics[-1].code == "LQ4004"
    with pytest.raises(ValueError, match="no limit is named"):
        liquidc.Environment(limits={"stairs": 1})


def test_stream():
    pieces = io.StringIO()
    page = liquidc.Environment().from_string("{% for i in (1..9000) %}{{ i }}é{% endfor %}")
    page.stream(pieces.write)
    assert pieces.getvalue() == page.render()

    class Full(Exception):
        pass

    def write(piece):
        raise Full

    with pytest.raises(Full):
        page.stream(write)


def test_bytes():
    env = liquidc.Environment()
    page = env.from_string("é{{ b }}{{ '/w==' | base64_decode }}")
    assert page.render(b=b"\xfe") == "é\ufffd\ufffd"
    assert page.render_bytes(b=b"\xfe") == b"\xc3\xa9\xfe\xff"
    pieces = []
    page.stream_bytes(pieces.append, b=b"\xfe")
    assert b"".join(pieces) == b"\xc3\xa9\xfe\xff"
    assert env.from_string("").render_bytes() == b""
    with pytest.raises(liquidc.RenderError):
        liquidc.Environment(on_error="fail").from_string("{{ 1 | divided_by: 0 }}").render_bytes()


def test_async():
    page = liquidc.Environment().from_string("{{ a }}")

    async def both():
        return await asyncio.gather(page.render_async(a=1), page.render_async({"a": 2}))

    assert asyncio.run(both()) == ["1", "2"]


def test_async_cancel_stops_the_render():
    page = liquidc.Environment(limits={"steps": 10**12}).from_string("{% for i in (1..10000000000) %}{% endfor %}")

    async def cancel():
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(page.render_async(), 0.05)

    asyncio.run(cancel())


def test_templates_are_shared_between_threads():
    page = liquidc.Environment().from_string("{% for i in items %}{{ i.n | times: 2 }},{% endfor %}")
    data = {"items": [{"n": n} for n in range(200)]}
    expected = page.render(data)
    seen = []
    threads = [
        threading.Thread(target=lambda: seen.extend(page.render(data) == expected for _ in range(50))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 200


@pytest.mark.skipif(not hasattr(time, "pthread_getcpuclockid"), reason="needs the clocks of threads")
def test_pure_data_is_rendered_without_the_gil():
    """While the main thread keeps the GIL to itself, the render in the other thread goes on."""
    page = liquidc.Environment(limits={"steps": 10**12}).from_string("{% for i in (1..1000000000) %}{% endfor %}")
    stop = liquidc._core.Stop()
    data = liquidc.Data({})

    def render():
        with pytest.raises(liquidc.LimitError):
            page._render_until(stop, data)

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


def test_copies_of_environments():
    env = liquidc.Environment(filters={"own": lambda value: value + "!"})
    for other in (copy.copy(env), copy.deepcopy(env)):
        other.add_filter("more", lambda value: value + "?")
        assert other.from_string("{{ 'a' | own | more }}").render() == "a!?"
    assert env.from_string("{{ 'a' | own | more }}").render() == "a!"
    page = env.from_string("{{ 'a' | own }}")
    assert copy.copy(page) is page
    assert copy.deepcopy([page]) == [page]


def test_time_zones():
    from datetime import datetime

    env = liquidc.Environment(now=datetime(2024, 5, 1, 12), timezone="+02:00")
    assert env.from_string("{{ 'now' | date: '%H:%M' }}").render() == "14:00"
    unknown = liquidc.Environment(timezone="Mars/Olympus")
    assert unknown.diagnostics[0].code == "LQ3015"


ZONE = """
import sys
from datetime import datetime
import liquidc
env = liquidc.Environment(now=datetime(2024, 7, 1, 12), timezone="Europe/Berlin")
page = env.from_string("{{ 'now' | date: '%H:%M %Z' }}")
print(page.render(), [d.code for d in env.diagnostics])
"""


def test_zone_names_need_a_database():
    """The zones are those of the system; where there is none, the environment says so and takes UTC."""

    def run(command):
        return subprocess.run([*command, sys.executable, "-c", ZONE], capture_output=True, text=True, check=False)

    if os.path.exists("/usr/share/zoneinfo/Europe/Berlin"):
        assert run([]).stdout.strip() == "14:00 CEST []"
    hide = [
        "unshare",
        "--mount",
        "--map-root-user",
        "sh",
        "-c",
        'mount -t tmpfs none /usr/share/zoneinfo && exec "$@"',
        "-",
    ]
    if shutil.which("unshare") is None or run(hide).returncode != 0:
        pytest.skip("the zone database cannot be hidden here")
    assert run(hide).stdout.strip() == "12:00 UTC ['LQ3015']"


def test_directory_loader(tmp_path):
    (tmp_path / "card.liquid").write_text("card {{ x }}", encoding="utf-8")
    env = liquidc.Environment(liquidc.DirectoryLoader(tmp_path), on_error="inline")
    assert env.get_template("card").render(x=1) == "card 1"
    missing = env.from_string("{% render 'gone' %}").render()
    assert missing == "Liquid error (line 1): Could not find asset snippets/gone.liquid"
    assert env.from_string("{% render '../secret' %}").render_result().diagnostics[0].code == "LQ1002"


def test_loaders_in_python():
    asked = []

    def load(name):
        asked.append(name)
        return ("from " + name, "path/" + name) if name == "known" else None

    env = liquidc.Environment(liquidc.ChoiceLoader([liquidc.DictLoader({"first": "1"}), load]), on_error="inline")
    page = env.from_string("{% render 'first' %}{% render 'known' %}{% render 'unknown' %}")
    assert page.render() == "1from knownLiquid error (line 1): No such template 'unknown'"
    assert page.render(liquidc.Data({})) == page.render()
    assert asked.count("known") == 1
    assert asked[:2] == ["known", "unknown"]


def test_loader_that_raises():
    def load(name):
        raise ValueError("the shelf fell")

    result = liquidc.Environment(load).from_string("a{% render 'x' %}b").render_result()
    assert result.output == "ab"
    assert result.diagnostics[0].code == "LQ1006"
    assert isinstance(result.cause, ValueError)
    with pytest.raises(liquidc.MissingTemplateError):
        liquidc.Environment(load).get_template("x")


def test_data_documents():
    data = liquidc.Data.parse('{"a": {"b": [1, 2.5, "x"]}, "big": 123456789012345678901234567890}')
    assert render("{{ a.b | join: '-' }} {{ big }}", data) == "1-2.5-x 123456789012345678901234567890"
    merged = liquidc.Data.merge([data, liquidc.Data({"a": {"c": True}})])
    assert render("{{ a.b[0] }} {{ a.c }}", merged) == "1 true"
    with pytest.raises(liquidc.ParseError) as raised:
        liquidc.Data.parse('{"a": }', "shop.json")
    assert raised.value.diagnostics[0].code == "LQ5003"
    endless = []
    endless.append(endless)
    with pytest.raises(ValueError, match="deep"):
        liquidc.Data(endless)
    with pytest.raises(TypeError):
        liquidc.Data({"a": object()})


def test_a_loader_that_is_interrupted():
    def load(name):
        raise KeyboardInterrupt

    env = liquidc.Environment(load)
    with pytest.raises(KeyboardInterrupt):
        env.get_template("x")
    with pytest.raises(KeyboardInterrupt):
        env.from_string("{% render 'x' %}").render()
