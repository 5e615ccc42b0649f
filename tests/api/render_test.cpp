// Rendering: contexts, threads, sinks, limits, layouts.
#include <array>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "support.hpp"

namespace {

liquid::Template parsed(std::string_view source, const liquid::Environment& environment = {}) {
    auto result = environment.parse(source);
    EXPECT_TRUE(result.ok()) << source;
    return result.value;
}

TEST(RenderContext, StartsCleanEachTime) {
    auto page = parsed("{% increment n %}{{ kept }}{% assign kept = 'x' %}{{ 1 | divided_by: zero }}");
    liquid::RenderContext context;
    auto zero = api::data(R"({"zero": 0})");
    auto two = api::data(R"({"zero": 2})");
    std::string first, second, third;
    EXPECT_FALSE(page.render_into(first, context, zero));
    EXPECT_EQ(context.diagnostics().size(), 1u);
    EXPECT_TRUE(page.render_into(second, context, two));
    EXPECT_TRUE(context.diagnostics().empty());
    EXPECT_FALSE(page.render_into(third, context, zero));
    EXPECT_EQ(first, "0");
    EXPECT_EQ(second, "00");
    EXPECT_EQ(third, "0");
}

TEST(RenderContext, ServesManyTemplatesAndData) {
    auto one = parsed("{{ a.b }}"), two = parsed("{% for x in a %}{{ x[0] }}{{ x[1] }}{% endfor %}");
    auto small = api::data(R"({"a": {"b": 1}})");
    auto other = api::data(R"({"a": {"z": 2, "y": 3, "b": 4}})");
    liquid::RenderContext context;
    std::string out;
    for (int i = 0; i < 3; ++i) {
        for (const liquid::Data& data : {small, other, small}) {
            one.render_into(out, context, data);
            two.render_into(out, context, data);
            out += ' ';
        }
    }
    EXPECT_EQ(out, "1b1 4z2y3b4 1b1 1b1 4z2y3b4 1b1 1b1 4z2y3b4 1b1 ");
}

TEST(RenderContext, IsFineAfterALimit) {
    liquid::Limits limits;
    limits.safety.output_bytes = 1000;
    auto environment = liquid::EnvironmentBuilder().limits(limits).build();
    auto page = parsed("{% capture c %}{% for i in (1..n) %}{{ i }},{% endfor %}{% endcapture %}{{ c }}", environment);
    liquid::RenderContext context;
    std::string out;
    EXPECT_FALSE(page.render_into(out, context, api::data(R"({"n": 100000})")));
    EXPECT_EQ(api::codes(context.diagnostics()), "LQ4002");
    out.clear();
    EXPECT_TRUE(page.render_into(out, context, api::data(R"({"n": 3})")));
    EXPECT_EQ(out, "1,2,3,");
}

TEST(RenderContext, KeepsCountersForALayout) {
    auto page = parsed("{% increment n %}{% increment n %}{% assign local = 1 %}");
    auto layout = parsed("<{{ content_for_layout }}{% increment n %}{{ local }}>");
    liquid::RenderContext context;
    context.keep_counters(true);
    std::string content, out;
    page.render_into(content, context, {});
    EXPECT_EQ(content, "01");
    auto variables = api::data(R"({"content_for_layout": "01"})");
    liquid::RenderInput input;
    input.variables = variables.root();
    layout.render_into(out, context, input);
    EXPECT_EQ(out, "<012>");
    context.keep_counters(false);
    content.clear();
    page.render_into(content, context, {});
    EXPECT_EQ(content, "01");
}

TEST(RenderContext, TellsWhatWasUsed) {
    auto page = parsed("{% for i in (1..10) %}0123456789{% endfor %}");
    liquid::RenderContext context;
    std::string out;
    page.render_into(out, context, {});
    EXPECT_EQ(context.usage().output_bytes, 100u);
    EXPECT_GE(context.usage().steps, 10u);
}

TEST(Template, IsSharedByThreads) {
    auto environment =
        liquid::EnvironmentBuilder()
            .loader(liquid::memory_loader({{"card", "[{{ card.n }}{% for t in card.tags %}{{ t }}{% endfor %}]"}}))
            .build();
    auto page = parsed("{% for p in list %}{% render 'card' with p %}{% endfor %}{% assign x = n | plus: 1 %}{{ x }}",
                       environment);
    auto data = api::data(R"({"n": 41, "list": [{"n": 1, "tags": ["a", "b"]}, {"n": 2, "tags": []}]})");
    std::vector<std::string> outputs(4);
    {
        std::vector<std::jthread> threads;
        for (std::string& out : outputs)
            threads.emplace_back([&] {
                liquid::RenderContext context;
                for (int i = 0; i < 200; ++i) {
                    out.clear();
                    page.render_into(out, context, data);
                }
            });
    }
    for (const std::string& out : outputs) EXPECT_EQ(out, "[1ab][2]42");
}

TEST(Template, OutlivesItsEnvironmentAndSource) {
    liquid::Template page;
    {
        std::string source = "a {{ x | upcase }} long enough to live on the heap";
        page = liquid::EnvironmentBuilder().build().parse(source).value;
    }
    EXPECT_EQ(page.render(api::data(R"({"x": "b"})")).value, "a B long enough to live on the heap");
}

TEST(Template, DefaultConstructedRendersNothing) {
    liquid::Template nothing;
    EXPECT_FALSE(nothing.valid());
    EXPECT_EQ(nothing.render({}).value, "");
}

TEST(Template, InvalidOneRendersItsFirstErrorByPolicy) {
    constexpr const char* source = "a {% if %} b";
    auto page = api::render(source);
    EXPECT_EQ(page.value, "Liquid syntax error (line 1): Syntax Error in tag 'if' - Valid syntax: if [expression]");
    EXPECT_EQ(api::render(liquid::Environment(), source).value, "");
    EXPECT_FALSE(liquid::Environment().parse(source).value.valid());
}

class Pieces : public liquid::Sink {
public:
    explicit Pieces(std::size_t most) : most_(most) {}
    bool write(std::string_view piece) override {
        text += piece;
        return text.size() < most_;
    }
    std::string text;

private:
    std::size_t most_;
};

TEST(Sink, GetsTheWholePage) {
    auto page = parsed("{% for i in (1..5000) %}{{ i }},{% endfor %}");
    Pieces sink(SIZE_MAX);
    liquid::RenderContext context;
    EXPECT_TRUE(page.render_into(sink, context, {}));
    EXPECT_EQ(sink.text, page.render({}).value);
}

TEST(Sink, CanStopTheRender) {
    auto page = parsed("{% for i in (1..10000000) %}0123456789{% endfor %}");
    Pieces sink(1);
    liquid::RenderContext context;
    EXPECT_FALSE(page.render_into(sink, context, {}));
    EXPECT_LT(sink.text.size(), 10'000'000u);
}

TEST(FixedMemory, HoldsTheOutputOrSaysThatItDoesNot) {
    auto page = parsed("12345{{ x }}");
    std::array<char, 8> memory{};
    std::size_t written = 0;
    liquid::RenderContext context;
    EXPECT_TRUE(page.render_into(std::span<char>(memory), written, context, api::data(R"({"x": "678"})")));
    EXPECT_EQ(std::string_view(memory.data(), written), "12345678");
    EXPECT_FALSE(page.render_into(std::span<char>(memory), written, context, api::data(R"({"x": "6789"})")));
    EXPECT_LE(written, memory.size());
    EXPECT_EQ(api::codes(context.diagnostics()), "LQ4002");
}

TEST(OnError, HostTextReplacesThePolicy) {
    auto environment =
        liquid::EnvironmentBuilder()
            .on_error([](const liquid::Diagnostic& diagnostic) { return "<" + std::string(diagnostic.code()) + ">"; })
            .build();
    EXPECT_EQ(api::render(environment, "a{{ 1 | divided_by: 0 }}b").value, "a<LQ3007>b");
}

TEST(OnError, CommentGivesCodeAndPlaceOnly) {
    auto environment = liquid::EnvironmentBuilder().on_error(liquid::OnError::Comment).build();
    auto parsed_page = environment.parse("a{% include '--><script>' %}b", "x--><b>");
    std::string out = parsed_page.value.render({}).value;
    EXPECT_NE(out.find("LQ1008"), std::string::npos) << out;
    EXPECT_EQ(out.find("<script>"), std::string::npos) << out;
    EXPECT_EQ(out.find("-->"), out.rfind("-->")) << out;
}

TEST(OnError, FailStopsAtTheFirst) {
    auto environment = liquid::EnvironmentBuilder().on_error(liquid::OnError::Fail).build();
    auto page = api::render(environment, "a{{ 1 | divided_by: 0 }}b{{ 1 | modulo: 0 }}");
    EXPECT_EQ(page.diagnostics.size(), 1u);
    EXPECT_EQ(page.value.find('b'), std::string::npos);
}

TEST(RenderInput, SeparatesStaticAndDynamicVariables) {
    auto environment = liquid::EnvironmentBuilder().loader(liquid::memory_loader({{"p", "{{ s }}{{ d }}"}})).build();
    auto globals = api::data(R"({"s": "static"})");
    auto variables = api::data(R"({"d": "dynamic"})");
    liquid::RenderInput input(globals);
    input.variables = variables.root();
    EXPECT_EQ(api::render(environment, "{% include 'p' %} {% render 'p' %}", input).value, "staticdynamic static");
}

TEST(RenderInput, HasItsOwnClock) {
    liquid::RenderInput input;
    input.now = std::chrono::sys_days(std::chrono::year(1999) / 12 / 31);
    EXPECT_EQ(api::render("{{ 'now' | date: '%F' }}", input).value, "1999-12-31");
}

TEST(RenderInput, StopTokenEndsTheRender) {
    std::stop_source stop;
    stop.request_stop();
    liquid::RenderInput input;
    input.stop = stop.get_token();
    auto page = api::render("{% for i in (1..100000000) %}{% assign x = i %}{% endfor %}", input);
    EXPECT_EQ(api::codes(page.diagnostics), "LQ4008");
}

TEST(Limits, DeadlineEndsTheRender) {
    liquid::Limits limits;
    ASSERT_TRUE(limits.set("deadline_ms", 20));
    auto environment = liquid::EnvironmentBuilder().limits(limits).build();
    auto page = api::render(environment, "a{% for i in (1..100000000) %}{% assign x = i %}{% endfor %}");
    EXPECT_EQ(api::codes(page.diagnostics), "LQ4007");
    EXPECT_EQ(page.value, "a") << "what was written is kept";
}

TEST(Limits, AreSetByName) {
    liquid::Limits limits;
    for (const char* name :
         {"output_bytes", "memory_bytes", "steps", "nesting", "partial_depth", "template_bytes", "deadline_ms",
          "render_length", "render_score", "assign_score", "cumulative_render_score", "cumulative_assign_score"})
        EXPECT_TRUE(limits.set(name, 7)) << name;
    EXPECT_FALSE(limits.set("patience", 7));
    EXPECT_EQ(limits.safety.steps, 7u);
    EXPECT_EQ(limits.reference.render_score, 7u);
}

TEST(Limits, AreNotReachableFromInsideAPartial) {
    liquid::Limits limits;
    limits.safety.steps = 5000;
    auto environment =
        liquid::EnvironmentBuilder()
            .limits(limits)
            .loader(liquid::memory_loader({{"p", "{% for i in (1..1000) %}{% assign x = i %}{% endfor %}"}}))
            .build();
    auto page = api::render(environment, "{% for i in (1..100000) %}{% render 'p' %}{% endfor %}end");
    EXPECT_EQ(api::codes(page.diagnostics), "LQ4004");
}

TEST(Environment, IsSharedByThreadsThatCompilePartials) {
    auto environment = liquid::EnvironmentBuilder()
                           .loader(liquid::callback_loader([](std::string_view name) {
                               liquid::Lookup lookup;
                               lookup.source = liquid::Source{"[" + std::string(name) + "]", {}, {}};
                               return lookup;
                           }))
                           .build();
    std::vector<std::string> outputs(4);
    {
        std::vector<std::jthread> threads;
        for (std::string& out : outputs)
            threads.emplace_back([&] {
                for (int i = 0; i < 50; ++i) {
                    out = api::render(environment,
                                      "{% for i in (1..20) %}{% include i %}{% assign n = 'p' | append: i %}{% include "
                                      "n %}{% endfor %}")
                              .value;
                    environment.reload();
                }
            });
    }
    EXPECT_NE(outputs[0].find("[p20]"), std::string::npos) << outputs[0];
    for (const std::string& out : outputs) EXPECT_EQ(out, outputs[0]);
}

}  // namespace
