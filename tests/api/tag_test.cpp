// Tags and blocks of the host.
#include <stdexcept>
#include <string>

#include "support.hpp"

namespace {

using liquid::Interrupt;
using liquid::TagCall;
using liquid::TagParser;
using liquid::TagSpec;
using liquid::Value;

TagSpec spec(std::string name, TagSpec::Shape shape, TagSpec::Grammar grammar, std::function<Value(TagCall&)> render) {
    TagSpec tag;
    tag.name = std::move(name);
    tag.shape = shape;
    tag.grammar = grammar;
    tag.render = std::move(render);
    return tag;
}

liquid::Environment with(TagSpec tag) {
    return liquid::EnvironmentBuilder().on_error(liquid::OnError::Inline).tag(std::move(tag)).build();
}

std::string text(TagCall& call, Value value) { return std::string(liquid::FilterCall(call.runtime()).text(value)); }

TagSpec repeat_block() {
    TagSpec tag = spec("repeat", TagSpec::Shape::Block, TagSpec::Grammar::Expression, [](TagCall& call) {
        Value times = call.argument(0);
        if (times.is_failed()) return times;
        if (!times.is_int()) return call.fail("repeat needs a number");
        call.push_scope();
        for (std::int64_t i = 0; i < times.as_int(); ++i) {
            call.set("turn", Value::integer(i));
            Interrupt interrupt = call.render_body();
            call.consume_interrupt();  // this tag is the loop that break and continue mean
            if (interrupt == Interrupt::Break) break;
        }
        call.pop_scope();
        return Value::nil();
    });
    return tag;
}

TEST(HostTag, WritesAndReadsArguments) {
    auto environment = with(spec("hello", TagSpec::Shape::Tag, TagSpec::Grammar::Expression, [](TagCall& call) {
        call.write("<" + text(call, call.argument(0)) + text(call, call.argument("mark")) + ">");
        return Value::nil();
    }));
    EXPECT_EQ(api::render(environment, "{% hello who, mark: '!' %}", api::data(R"({"who": "Ada"})")).value, "<Ada!>");
    EXPECT_EQ(api::render(environment, "{% hello 'x' %}").value, "<x>");
}

TEST(HostTag, FailureIsADiagnosticWithItsPlace) {
    auto environment = with(spec("hello", TagSpec::Shape::Tag, TagSpec::Grammar::None,
                                 [](TagCall& call) { return call.fail("nobody to greet"); }));
    auto page = api::render(environment, "a\n  {% hello %}b");
    EXPECT_EQ(page.value, "a\n  Liquid error (line 2): nobody to greetb");
    ASSERT_EQ(page.diagnostics.size(), 1u);
    EXPECT_EQ(page.diagnostics[0].location.line, 2u);
}

TEST(HostTag, ExceptionIsInternal) {
    auto environment = with(spec("hello", TagSpec::Shape::Tag, TagSpec::Grammar::None,
                                 [](TagCall&) -> Value { throw std::runtime_error("lost"); }));
    auto page = api::render(environment, "a{% hello %}b");
    EXPECT_EQ(page.value, "aLiquid error (line 1): internalb");
    EXPECT_EQ(api::codes(page.diagnostics), "LQ5001");
}

TEST(HostBlock, RendersItsBodyInAScope) {
    auto environment = with(repeat_block());
    EXPECT_EQ(api::render(environment, "{% repeat 3 %}{{ turn }},{% endrepeat %}[{{ turn }}]").value, "0,1,2,[]");
    EXPECT_EQ(api::render(environment, "{% repeat 2 %}{% assign kept = turn %}{% endrepeat %}{{ kept }}").value, "1");
}

TEST(HostBlock, SeesBreakAndContinue) {
    auto environment = with(repeat_block());
    EXPECT_EQ(
        api::render(environment, "{% repeat 4 %}{{ turn }}{% if turn == 1 %}{% break %}{% endif %}.{% endrepeat %}x")
            .value,
        "0.1x");
    EXPECT_EQ(
        api::render(environment, "{% repeat 3 %}{% if turn == 1 %}{% continue %}{% endif %}{{ turn }}{% endrepeat %}")
            .value,
        "02");
}

TEST(HostBlock, FailingInsideLeavesNoScopeBehind) {
    auto environment = with(spec("scoped", TagSpec::Shape::Block, TagSpec::Grammar::None, [](TagCall& call) {
        call.push_scope();
        call.set("hidden", Value::integer(1));
        call.render_body();
        return call.fail("left its scope open");
    }));
    EXPECT_EQ(api::render(environment, "{% scoped %}{{ hidden }}{% endscoped %}|{{ hidden }}").value,
              "1Liquid error (line 1): left its scope open|");
}

TEST(HostBlock, HasBranches) {
    TagSpec tag = spec("either", TagSpec::Shape::Block, TagSpec::Grammar::Expression, [](TagCall& call) {
        bool first = call.argument(0).truthy();
        if (first || call.body_count() > 1) call.render_body(first ? 0 : 1);
        return Value::nil();
    });
    tag.branches = {"or_else"};
    auto environment = with(tag);
    EXPECT_EQ(api::render(environment, "{% either x %}a{% or_else %}b{% endeither %}").value, "b");
    EXPECT_EQ(api::render(environment, "{% either true %}a{% or_else %}b{% endeither %}").value, "a");
    EXPECT_EQ(api::render(environment, "{% either x %}a{% endeither %}").value, "");
}

TEST(HostBlock, CapturesItsBody) {
    auto environment = with(spec("shout", TagSpec::Shape::Block, TagSpec::Grammar::None, [](TagCall& call) {
        Interrupt interrupt = Interrupt::None;
        std::string body = call.capture_body(0, interrupt);
        for (char& c : body) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        call.write(body);
        return Value::nil();
    }));
    EXPECT_EQ(api::render(environment, "{% shout %}a{{ 'b' }}{% endshout %}c").value, "ABc");
}

TEST(HostBlock, RawBodyIsText) {
    auto environment = with(spec("style", TagSpec::Shape::RawBlock, TagSpec::Grammar::None, [](TagCall& call) {
        call.write("<");
        call.render_body();
        call.write(">");
        return Value::nil();
    }));
    EXPECT_EQ(api::render(environment, "{% style %}a {{ b }} {% if %}{% endstyle %}").value, "<a {{ b }} {% if %}>");
}

TEST(HostBlock, InterruptOfItsBodyGoesToTheLoopAround) {
    auto environment = with(spec("box", TagSpec::Shape::Block, TagSpec::Grammar::None, [](TagCall& call) {
        call.render_body();
        return Value::nil();
    }));
    EXPECT_EQ(
        api::render(environment, "{% for i in (1..3) %}{{ i }}{% box %}a{% break %}b{% endbox %}c{% endfor %}d").value,
        "1ad");
}

TEST(HostBlock, DisablesTagsInside) {
    TagSpec tag = spec("quiet", TagSpec::Shape::Block, TagSpec::Grammar::None, [](TagCall& call) {
        call.render_body();
        return Value::nil();
    });
    tag.disables = {"include", "noise"};
    auto environment = liquid::EnvironmentBuilder()
                           .on_error(liquid::OnError::Inline)
                           .loader(liquid::memory_loader({{"p", "p"}}))
                           .tag(tag)
                           .tag(spec("noise", TagSpec::Shape::Tag, TagSpec::Grammar::None,
                                     [](TagCall& call) {
                                         call.write("noise");
                                         return Value::nil();
                                     }))
                           .build();
    auto page =
        api::render(environment, "{% noise %}{% quiet %}{% noise %}{% include 'p' %}{% endquiet %}{% include 'p' %}");
    EXPECT_EQ(
        page.value,
        "noiseLiquid error (line 1): noise usage is not allowed in this contextLiquid error (line 1): include usage is "
        "not allowed in this contextp");
    EXPECT_EQ(api::codes(page.diagnostics), "LQ1007 LQ1007");
}

TEST(HostTag, ParsesWithACallback) {
    TagSpec tag = spec("range", TagSpec::Shape::Tag, TagSpec::Grammar::Callback, [](TagCall& call) {
        call.write(text(call, call.argument("from")) + ".." + text(call, call.argument("to")));
        return Value::nil();
    });
    tag.parse = [](TagParser& parser) {
        if (!parser.expression("from")) return false;
        if (!parser.accept_word("to")) return parser.fail("range needs `to`");
        return parser.expression("to") && (parser.at_end() || parser.fail("range ends after its second number"));
    };
    auto environment = with(tag);
    EXPECT_EQ(api::render(environment, "{% range 1 to b.c %}", api::data(R"({"b": {"c": 7}})")).value, "1..7");
    auto wrong = environment.parse("x\n{% range 1 b %}");
    ASSERT_FALSE(wrong.ok());
    EXPECT_NE(wrong.diagnostics[0].reference.find("range needs `to`"), std::string::npos)
        << wrong.diagnostics[0].reference;
    EXPECT_EQ(wrong.diagnostics[0].location.line, 2u);
}

TEST(HostTag, ReplacesAStandardTag) {
    auto environment = with(spec("echo", TagSpec::Shape::Tag, TagSpec::Grammar::None, [](TagCall& call) {
        call.write("[" + std::string(call.markup()) + "]");
        return Value::nil();
    }));
    EXPECT_EQ(api::render(environment, "{% echo anything , at all %}").value, "[anything , at all]");
}

TEST(HostTag, ReadsVariablesAndRegisters) {
    auto environment = with(spec("where", TagSpec::Shape::Tag, TagSpec::Grammar::None, [](TagCall& call) {
        call.write(text(call, call.variable("x")) + text(call, call.host_register("host")));
        return Value::nil();
    }));
    auto registers = api::data(R"({"host": "shop"})");
    liquid::RenderInput input;
    input.registers = registers.root();
    EXPECT_EQ(api::render(environment, "{% assign x = 1 %}{% where %}{{ host }}", input).value, "1shop");
}

TEST(HostTag, WithoutAFunctionIsADiagnostic) {
    auto built =
        liquid::EnvironmentBuilder().tag(spec("empty", TagSpec::Shape::Tag, TagSpec::Grammar::None, {})).try_build();
    EXPECT_FALSE(built.ok());
    EXPECT_EQ(api::render(built.value, "usable {{ 1 }}").value, "usable 1");
}

}  // namespace
