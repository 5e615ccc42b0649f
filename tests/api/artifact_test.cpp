// Compiled templates: what they hold, how they are bound, and that they render as parsed ones do.
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "support.hpp"

namespace {

using liquid::Artifact;
using liquid::ArtifactOptions;
using liquid::ArtifactSource;
using liquid::Environment;
using liquid::EnvironmentBuilder;
using liquid::Result;
using liquid::Value;

Artifact loaded(const Environment& environment, std::string bytes) {
    Result<Artifact> result = environment.load(std::move(bytes));
    EXPECT_TRUE(result.ok()) << result.diagnostics.front().message();
    return result.value;
}

Artifact through(const Environment& environment, const std::vector<ArtifactSource>& sources,
                 const ArtifactOptions& options = {}) {
    Result<std::string> compiled = environment.compile(sources, options);
    EXPECT_FALSE(compiled.value.empty());
    return loaded(environment, compiled.value);
}

std::string rendered(const liquid::Template& page, const char* json = "{}") {
    return page.render(api::data(json)).value;
}

Environment with_partials(std::map<std::string, std::string> partials) {
    return EnvironmentBuilder()
        .on_error(liquid::OnError::Inline)
        .loader(liquid::memory_loader(std::move(partials)))
        .build();
}

TEST(Artifact, OneTemplateComesBack) {
    Environment environment = EnvironmentBuilder().on_error(liquid::OnError::Inline).build();
    auto parsed = environment.parse("Hi {{ name | upcase }}{{ 1 | divided_by: 0 }}", "page").value;
    liquid::Template again = loaded(environment, parsed.serialize()).front().value;
    EXPECT_EQ(again.name(), "page");
    EXPECT_EQ(again.source(), parsed.source());
    EXPECT_EQ(rendered(again, R"({"name":"x"})"), "Hi XLiquid error (page line 1): divided by 0");
    EXPECT_EQ(again.serialize(), parsed.serialize());
    EXPECT_EQ(rendered(again.named("other")), "Hi Liquid error (other line 1): divided by 0");
}

TEST(Artifact, WhatCannotBeParsedAnswersAsBefore) {
    Environment environment = EnvironmentBuilder().on_error(liquid::OnError::Inline).build();
    auto parsed = environment.parse("{% nope %}").value;
    auto again = loaded(environment, parsed.serialize()).front();
    EXPECT_EQ(api::codes(again.diagnostics), "LQ2001");
    EXPECT_FALSE(again.value.valid());
    EXPECT_EQ(rendered(again.value), rendered(parsed));
}

TEST(Artifact, WarningsAreSaidAgain) {
    Environment environment = EnvironmentBuilder().error_mode(liquid::ErrorMode::Warn).build();
    auto parsed = environment.parse("{{ a | nope }}{{ a b }}");
    auto again = loaded(environment, parsed.value.serialize()).front();
    EXPECT_EQ(api::codes(again.diagnostics), api::codes(parsed.diagnostics));
    EXPECT_FALSE(again.diagnostics.empty());
}

TEST(Artifact, TakesPartialsAlong) {
    Environment compiler = with_partials({{"a", "[{% render 'b' %}]"}, {"b", "b"}, {"c", "c"}});
    std::string bytes =
        compiler.compile(std::vector<ArtifactSource>{{"page", "{% render 'a' %}{% include x %}", ""}}).value;
    // No loader: everything is in the artifact.
    Environment environment = EnvironmentBuilder().on_error(liquid::OnError::Inline).build();
    Artifact artifact = loaded(environment, bytes);
    EXPECT_EQ(artifact.size(), 4u);
    EXPECT_EQ(rendered(artifact.get("page").value, R"({"x":"c"})"), "[b]c");
    EXPECT_EQ(rendered(artifact.get("page").value, R"({"x":"d"})"),
              "[b]Liquid error (page line 1): Could not find asset snippets/d.liquid");
    EXPECT_EQ(api::codes(artifact.get("nothing").diagnostics), "LQ1001");
}

TEST(Artifact, AsksTheLoaderForWhatItHasNot) {
    Environment environment = with_partials({{"a", "1"}});
    std::vector<ArtifactSource> page{{"page", "{% render 'a' %}{% render 'late' %}", ""}};
    EXPECT_TRUE(environment.compile(page).value.empty());
    ArtifactOptions options;
    options.allow_missing = true;
    std::string bytes = environment.compile(page, options).value;
    EXPECT_EQ(rendered(loaded(with_partials({{"a", "2"}, {"late", "3"}}), bytes).get("page").value), "13");
}

TEST(Artifact, MissingPartialsAreFoundWithTheirWay) {
    Environment environment =
        with_partials({{"outer", "\n {% include 'inner' %}"}, {"inner", "{% render 'prise' %}"}, {"price", ""}});
    auto compiled = environment.compile(std::vector<ArtifactSource>{{"page", "{% render 'outer' %}", ""}});
    EXPECT_TRUE(compiled.value.empty());
    ASSERT_EQ(api::codes(compiled.diagnostics), "LQ1001");
    const liquid::Diagnostic& missing = compiled.diagnostics.front();
    EXPECT_EQ(missing.location.path, "inner");
    EXPECT_EQ(missing.location.column, 11u);
    ASSERT_EQ(missing.chain.size(), 2u);
    EXPECT_EQ(missing.chain[0].location.path, "page");
    EXPECT_EQ(missing.chain[1].location.line, 2u);
    EXPECT_EQ(missing.fixes.front().replacement, "'price'");
}

TEST(Artifact, BindsByName) {
    auto one = [](liquid::FilterCall&, Value, liquid::Arguments) { return Value::string("one"); };
    auto two = [](liquid::FilterCall&, Value, liquid::Arguments) { return Value::string("two"); };
    std::string bytes = EnvironmentBuilder().filter("f", one).build().parse("{{ 1 | f }}{{ 1 | g }}").value.serialize();
    EXPECT_EQ(rendered(loaded(EnvironmentBuilder().filter("f", two).build(), bytes).front().value), "two1");
    EXPECT_EQ(api::codes(Environment().load(bytes).diagnostics), "LQ6004");
    // Unknown then and known now, or with other arguments: it would have been compiled otherwise.
    EXPECT_EQ(api::codes(EnvironmentBuilder().filter("f", two).filter("g", two).build().load(bytes).diagnostics),
              "LQ6003");
    EXPECT_EQ(api::codes(EnvironmentBuilder().filter("f", two, 1, 2).build().load(bytes).diagnostics), "LQ6003");
}

liquid::TagSpec box(std::string text, liquid::TagSpec::Grammar grammar = liquid::TagSpec::Grammar::Expression) {
    liquid::TagSpec tag;
    tag.name = "box";
    tag.shape = liquid::TagSpec::Shape::Block;
    tag.grammar = grammar;
    tag.branches = {"side"};
    tag.render = [text](liquid::TagCall& call) {
        call.write(text);
        if (call.argument_count() > 0) call.write(std::to_string(call.argument(0).as_int()));
        for (std::size_t i = 0; i < call.body_count(); ++i) call.render_body(i);
        return Value::nil();
    };
    return tag;
}

TEST(Artifact, BindsTagsByName) {
    std::string bytes = EnvironmentBuilder()
                            .tag(box("old"))
                            .build()
                            .parse(
                                "{% for i in (1..3) %}{% box i %}a{% side %}{{ i }}{% if i == 2 %}{% break %}{% endif "
                                "%}{% endbox %}{% endfor %}")
                            .value.serialize();
    EXPECT_EQ(rendered(loaded(EnvironmentBuilder().tag(box("new")).build(), bytes).front().value), "new1a1new2a2");
    EXPECT_EQ(api::codes(Environment().load(bytes).diagnostics), "LQ6005");
    auto other = EnvironmentBuilder().tag(box("x", liquid::TagSpec::Grammar::FreeText)).build();
    EXPECT_EQ(api::codes(other.load(bytes).diagnostics), "LQ6003");
}

TEST(Artifact, RefusesOtherEnvironments) {
    std::string bytes = Environment().parse("{{ a }}").value.serialize();
    EXPECT_EQ(api::codes(EnvironmentBuilder().error_mode(liquid::ErrorMode::Strict2).build().load(bytes).diagnostics),
              "LQ6003");
    liquid::Limits limits;
    limits.reference.render_score = 10;
    EXPECT_EQ(api::codes(EnvironmentBuilder().limits(limits).build().load(bytes).diagnostics), "LQ6003");
    liquid::TagSpec tag = box("x");
    tag.name = "if";
    EXPECT_EQ(api::codes(EnvironmentBuilder().tag(tag).build().load(bytes).diagnostics), "LQ6003");
    liquid::Limits small;
    small.safety.template_bytes = 3;
    EXPECT_EQ(api::codes(EnvironmentBuilder().limits(small).build().load(bytes).diagnostics), "LQ4006");
}

TEST(Artifact, LoadsFromMemoryOfOthers) {
    std::string bytes = Environment().parse("{{ 'text' }}").value.serialize();
    // At any address, also one that tables cannot lie at.
    std::string shifted = "x" + bytes;
    auto span = std::as_bytes(std::span<const char>(shifted).subspan(1));
    EXPECT_EQ(rendered(Environment().load(span, nullptr).value.front().value), "text");
    auto owner = std::make_shared<std::string>(bytes);
    std::weak_ptr<std::string> alive = owner;
    {
        liquid::Template kept;
        kept = Environment().load(std::as_bytes(std::span<const char>(*owner)), owner).value.front().value;
        owner.reset();
        EXPECT_FALSE(alive.expired());
        EXPECT_EQ(rendered(kept), "text");
    }
    EXPECT_TRUE(alive.expired());
}

TEST(Artifact, LoadsFromAFile) {
    auto file = std::filesystem::temp_directory_path() / ("liquid_artifact_" + std::to_string(std::rand()) + ".lqc");
    std::string bytes = with_partials({{"a", "A{{ x }}"}})
                            .compile(std::vector<ArtifactSource>{{"page", "{% include 'a' %}", ""}})
                            .value;
    std::ofstream(file, std::ios::binary) << bytes;
    liquid::Template page = Environment().load_file(file).value.get("page").value;
    std::filesystem::remove(file);
    EXPECT_EQ(rendered(page, R"({"x":1})"), "A1");
}

TEST(Artifact, TellsSourcesApart) {
    Artifact artifact = through(Environment(), {{"b", "two", "b.liquid"}, {"a", "one", "a.liquid"}});
    ASSERT_EQ(artifact.size(), 2u);
    EXPECT_EQ(artifact[0].name, "a");
    EXPECT_EQ(artifact[0].path, "a.liquid");
    EXPECT_EQ(artifact[0].source_hash, liquid::source_hash("one"));
    EXPECT_NE(artifact[0].source_hash, artifact[1].source_hash);
    EXPECT_EQ(api::codes(Environment().compile(std::vector<ArtifactSource>{{"a", "", ""}, {"a", "", ""}}).diagnostics),
              "LQ3011");
}

// Counters of cycles with look-ups are one per place, whatever else was loaded.
TEST(Artifact, CyclesStayApart) {
    const char* turn = "{% cycle a, b %}";
    Environment environment = with_partials({{"x", turn}, {"y", turn}});
    const char* page = "{% cycle a, b %}{% include 'x' %}{% include 'y' %}{% include 'x' %}";
    const char* data = R"({"a":"a","b":"b"})";
    std::string expected = rendered(environment.parse(page).value, data);
    EXPECT_EQ(rendered(through(environment, {{"", page, ""}}).get("").value, data), expected);
}

TEST(Artifact, IsSharedByThreads) {
    Artifact artifact = through(with_partials({{"a", "{{ x }}"}, {"b", "{% include 'a' %}"}}),
                                {{"page", "{% include 'b' %}{% include y %}", ""}});
    std::vector<std::thread> threads;
    std::atomic<int> right = 0;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int turn = 0; turn < 50; ++turn)
                right += rendered(artifact.get("page").value, R"({"x":1,"y":"a"})") == "11";
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(right, 200);
}

}  // namespace
