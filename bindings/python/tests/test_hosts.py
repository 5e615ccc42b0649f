import pytest

import liquidc


@pytest.fixture
def env():
    return liquidc.Environment(on_error="inline")


@pytest.fixture(params=["dict", "data"])
def data(request):
    return (lambda **kw: kw) if request.param == "dict" else (lambda **kw: liquidc.Data(kw))


def test_filters(env, data):
    @env.filter
    def shout(value, times=1, *, mark="!"):
        return str(value).upper() + mark * times

    @env.filter("pair")
    def make_pair(a, b):
        return [a, b]

    @env.filter
    def kind(value):
        return type(value).__name__

    page = env.from_string(
        "{{ 'a' | shout }} {{ 'a' | shout: 2 }} {{ 'a' | shout: 2, mark: '?' }} {{ x | pair: 2 | join: '-' }}"
    )
    assert page.render(data(x=1)) == "A! A!! A?? 1-2"
    kinds = env.from_string(
        "{{ s | kind }} {{ i | kind }} {{ f | kind }} {{ b | kind }} {{ n | kind }} {{ l | kind }} {{ d | kind }}"
        " {{ (1..3) | kind }} {{ big | kind }} {{ big | plus: 1 | kind }} {{ l | reverse | kind }}"
    )
    assert kinds.render(data(s="x", i=1, f=1.5, b=True, n=None, l=[1], d={"a": 1}, big=2**90)) == (
        "str int float bool NoneType list dict range int int list"
    )


def test_filters_get_the_objects_themselves(env):
    seen = []

    @env.filter
    def see(value):
        seen.append(value)
        return value

    thing, rows, mapping = object(), [1], {"a": 1}
    page = env.from_string("{{ t | see }}{{ l | see | size }}{{ d | see | size }}{{ x.y | see }}")
    page.render(t=thing, l=rows, d=mapping, x={"y": thing})
    assert [seen[0] is thing, seen[1] is rows, seen[2] is mapping, seen[3] is thing] == [True] * 4


def test_filters_with_context(env, data):
    @env.filter("greet", with_context=True)
    def greet(context, value):
        return f"{context['greeting']} {value} {context.text([1, 2])}{context['nothing']}"

    assert env.from_string("{{ 'x' | greet }}").render(data(greeting="hi")) == "hi x 12None"
    kept = []

    @env.filter("keep", with_context=True)
    def keep(context, value):
        kept.append(context)
        return value

    env.from_string("{{ 1 | keep }}").render(data())
    with pytest.raises(RuntimeError):
        kept[0]["greeting"]


def test_filters_that_raise(env, data):
    @env.filter
    def bad(value):
        raise KeyError("what")

    page = env.from_string("a{{ 1 | bad }}b")
    result = page.render_result(data())
    assert result.output == "aLiquid error (line 1): internalb"
    assert result.diagnostics[0].code == "LQ5001"
    assert "KeyError: 'what'" in result.diagnostics[0].hints
    assert isinstance(result.cause, KeyError)
    failing = liquidc.Environment(on_error="fail", filters={"bad": bad}).from_string("{{ 1 | bad }}")
    with pytest.raises(liquidc.RenderError) as raised:
        failing.render(data())
    assert isinstance(raised.value.__cause__, KeyError)


@pytest.mark.parametrize("raised", [KeyboardInterrupt, SystemExit, GeneratorExit])
def test_exits_pass_through(env, data, raised):
    @env.filter
    def leave(value):
        raise raised

    with pytest.raises(raised):
        env.from_string("{{ 1 | leave }}{% for i in (1..1000000000) %}{% endfor %}").render(data())


def test_tags(env, data):
    @env.tag("hello", grammar="expression")
    def hello(tag):
        return f"Hello {tag.argument(0)} {tag.keyword('mark', '.')}"

    @env.tag("twice", shape="block", branches=["otherwise"])
    def twice(tag):
        return tag.body() * 2 + "".join(tag.body(i) for i in range(1, len(tag.body_names)))

    @env.tag("with", shape="block", grammar="keywords")
    def with_tag(tag):
        tag.push_scope()
        tag.set("x", tag.keyword("x"))
        tag.render_body()
        tag.pop_scope()

    @env.tag("markup")
    def markup(tag):
        tag.write(tag.markup.strip())

    page = env.from_string(
        "{% hello name, mark: '!' %}|{% twice %}{{ name }}{% otherwise %}o{% endtwice %}|"
        "{% with x: 5 %}{{ x }}{% endwith %}{{ x }}|{% markup some thing %}"
    )
    assert page.render(data(name="W")) == "Hello W !|WWo|5|some thing"


def test_tags_with_their_own_markup(env, data):
    def read_repeat(parser):
        # {% repeat COUNT as NAME [, step: N] %}
        assert parser.name == "repeat"
        parser.expression()
        parser.expect("as")
        name = parser.identifier()
        if name is None:
            parser.fail("repeat needs a name")
        parser.constant(name, "name")
        while parser.accept(","):
            parser.expect("step")
            parser.expect(":")
            step = parser.integer()
            if step == 0:
                raise liquidc.MarkupError("repeat needs a step")
            parser.constant(step, "step")

    @env.tag("repeat", shape="block", parse=read_repeat)
    def repeat(tag):
        tag.push_scope()
        for n in range(0, tag.argument(0), tag.keyword("step", 1)):
            tag.set(tag.keyword("name"), n)
            if tag.render_body() == "break":
                tag.consume_interrupt()
                break
        tag.pop_scope()

    page = env.from_string(
        "{% repeat many as i %}{{ i }}{% endrepeat %}{% repeat 9 as n, step: 4 %}{{ n }}{% endrepeat %}"
    )
    assert page.render(data(many=3)) == "012048"
    leaves = env.from_string("{% repeat 5 as i %}{{ i }}{% if i == 2 %}{% break %}{% endif %}{% endrepeat %}|")
    assert leaves.render(data()) == "012|"
    for markup, words in [
        ("5", "as"),
        ("5 as", "repeat needs a name"),
        ("5 as 7", "repeat needs a name"),
        ("5 as i, step: 0", "repeat needs a step"),
        ("5 as i, step", ":"),
        ("| as i", ""),
        ("5 as i nonsense", "unexpected text"),
    ]:
        with pytest.raises(liquidc.ParseError) as raised:
            env.from_string("\n{% repeat " + markup + " %}{% endrepeat %}", path="page.liquid")
        (diagnostic,) = raised.value.diagnostics
        assert diagnostic.line == 2
        assert words in str(diagnostic)


def test_parsers_of_markup_without_tokens(env):
    read = []

    @env.tag("icon", parse=lambda parser: read.append(parser.markup) or parser.constant(parser.markup.split()[0]))
    def icon(tag):
        return f"<i {tag.argument(0)}>"

    assert env.from_string("{% icon cart large %}").render() == "<i cart>"
    assert read == ["cart large"]
    constants = [None, True, 5, 1.5, "text"]

    @env.tag("constants", parse=lambda parser: [parser.constant(c) for c in constants])
    def show(tag):
        return repr(tag.arguments)

    assert env.from_string("{% constants %}").render() == repr(constants)


def test_parsers_of_markup_that_fail(env):
    kept = []

    def broken(parser):
        kept.append(parser)
        raise KeyError("what")

    env.tag("broken", parse=broken)(lambda tag: None)
    with pytest.raises(liquidc.ParseError) as raised:
        env.from_string("{% broken %}")
    assert "KeyError: 'what'" in str(raised.value)
    assert isinstance(raised.value.__cause__, KeyError)
    with pytest.raises(RuntimeError):
        kept[0].at_end  # noqa: B018

    def swallow(parser):
        with pytest.raises(liquidc.MarkupError):
            parser.expression()
        with pytest.raises(liquidc.MarkupError):
            parser.expression()

    env.tag("swallow", parse=swallow)(lambda tag: None)
    with pytest.raises(liquidc.ParseError):
        env.from_string("{% swallow ] %}")
    odd = [b"bytes", 2**80, object(), "\ud800"]

    def wrong(parser):
        for constant in odd:
            with pytest.raises((TypeError, OverflowError, UnicodeEncodeError)):
                parser.constant(constant)

    env.tag("wrong", parse=wrong)(lambda tag: None)
    assert env.from_string("{% wrong %}").render() == ""

    def leave(parser):
        raise KeyboardInterrupt

    env.tag("leave", parse=leave)(lambda tag: None)
    with pytest.raises(KeyboardInterrupt):
        env.from_string("{% leave %}")
    env.loader = liquidc.DictLoader({"leaves": "{% leave %}", "breaks": "{% broken %}"})
    env.tag("again", parse=lambda parser: None)(lambda tag: None)
    for given in ({}, liquidc.Data({})):
        with pytest.raises(KeyboardInterrupt):
            env.from_string("{% render 'leaves' %}").render(given)
        result = env.from_string("a{% render 'breaks' %}b").render_result(given)
        assert result.output.startswith("a")
        assert isinstance(result.cause, KeyError)
    with pytest.raises(ValueError, match="grammar or"):
        env.tag("both", grammar="text", parse=leave)


def test_parsers_that_call_the_engine(env):
    def nested(parser):
        parser.constant(env.from_string("{{ 1 | plus: 1 }}").render())

    @env.tag("nested", parse=nested)
    def show(tag):
        return tag.argument(0)

    assert env.from_string("{% nested %}").render() == "2"

    def endless(parser):
        env.from_string("{% endless %}")

    env.tag("endless", parse=endless)(lambda tag: None)
    with pytest.raises(liquidc.ParseError) as raised:
        env.from_string("{% endless %}")
    deepest = raised.value
    while deepest.__cause__ is not None:
        deepest = deepest.__cause__
    assert isinstance(deepest, RecursionError)


def test_tags_that_fail(env, data):
    @env.tag("bad")
    def bad(tag):
        raise ValueError("broken")

    @env.tag("odd")
    def odd(tag):
        return 5

    @env.tag("arg", grammar="expression")
    def arg(tag):
        return str(tag.argument(0))

    for source, words in [("{% bad %}", "ValueError: broken"), ("{% odd %}", "TypeError")]:
        result = env.from_string("a" + source + "b").render_result(data())
        assert result.output.startswith("a")
        assert result.output.endswith("b")
        assert words in str(result.diagnostics[0])


def test_limits_in_bodies(data):
    env = liquidc.Environment(limits={"steps": 10_000})

    @env.tag("calm", shape="block")
    def calm(tag):
        try:
            return tag.body()
        except Exception:
            return "caught"

    page = env.from_string("{% calm %}{% for i in (1..1000000) %}x{% endfor %}{% endcalm %}")
    with pytest.raises(liquidc.LimitError):
        page.render(data())


def test_the_engine_within_the_engine(env, data):
    inner = env.from_string("<{{ x }}>")

    @env.filter
    def wrap(value):
        return inner.render(x=value)

    assert (
        env.from_string("{% for i in l %}{{ i | wrap }}{% endfor %}{{ l | size }}").render(data(l=[1, 2])) == "<1><2>2"
    )

    @env.filter
    def again(value):
        return deep.render(x=value)

    deep = env.from_string("{{ x | again }}")
    result = deep.render_result(x=1)
    assert "RecursionError" in str(result.cause) or "RecursionError" in str(result.diagnostics) or result.output


def test_filters_added_later(env):
    before = env.from_string("{{ 1 | late }}")

    @env.filter
    def late(value):
        return "late"

    assert before.render() == "1"
    assert env.from_string("{{ 1 | late }}").render() == "late"
