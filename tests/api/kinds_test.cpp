// The kinds of diagnostic that no template alone can produce: the golden cases leave them to this file.
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <new>
#include <stop_token>
#include <string>

#include "support.hpp"

namespace {

using liquid::Value;
using Produce = std::function<liquid::Diagnostics()>;

liquid::Diagnostics with_loader(liquid::Missing missing) {
    auto loader = liquid::callback_loader([missing](std::string_view) {
        return liquid::Lookup{std::nullopt, missing};
    });
    return api::render(liquid::EnvironmentBuilder().loader(loader).build(), "{% render 'x' %}").diagnostics;
}

liquid::Diagnostics with_filter(liquid::FilterFunction function) {
    return api::render(liquid::EnvironmentBuilder().filter("f", function).build(), "{{ 1 | f }}").diagnostics;
}

liquid::Diagnostics with_drop(bool strict) {
    struct Empty : liquid::Drop {};
    Empty drop;
    liquid::Data::Builder builder;
    auto data = builder.finish(builder.map({{"d", Value::drop(drop)}}));
    return api::render(liquid::EnvironmentBuilder().strict_variables(strict).build(), "{{ d.x }}", data).diagnostics;
}

liquid::Diagnostics endless(const liquid::Limits& limits, std::stop_token stop) {
    liquid::RenderInput input;
    input.stop = stop;
    auto environment = liquid::EnvironmentBuilder().limits(limits).build();
    return api::render(environment, "{% for i in (1..1000000000) %}{% assign x = i %}{% endfor %}", input).diagnostics;
}

// Compiled by one environment, loaded by another.
liquid::Diagnostics with_artifact(const liquid::Environment& from, const liquid::Environment& to,
                                  std::size_t changed_at = std::string::npos) {
    std::string bytes = from.parse("{{ 1 | f }}{% t %}").value.serialize();
    if (changed_at < bytes.size()) bytes[changed_at] ^= 1;
    return to.load(std::move(bytes)).diagnostics;
}

liquid::EnvironmentBuilder with_names(bool filter, bool tag) {
    liquid::EnvironmentBuilder builder;
    if (filter) builder.filter("f", [](liquid::FilterCall&, Value input, liquid::Arguments) { return input; });
    liquid::TagSpec spec;
    spec.name = "t";
    spec.render = [](liquid::TagCall&) { return Value::nil(); };
    if (tag) builder.tag(spec);
    return builder;
}

const std::map<std::string, Produce>& producers() {
    static const std::map<std::string, Produce> all = {
        {"LQ1002",
         [] {
             return with_loader({liquid::Missing::Reason::IllegalPath, "illegal", "", {}});
         }},
        {"LQ1003",
         [] {
             auto loader = liquid::callback_loader([](std::string_view) {
                 return liquid::Lookup{liquid::Source{"text", "", "X"}, {}};
             });
             return api::render(liquid::EnvironmentBuilder().loader(loader).build(), "{% render 'x' %}").diagnostics;
         }},
        {"LQ1006",
         [] {
             return with_loader({liquid::Missing::Reason::Unreadable, "unreadable", "no permission", {}});
         }},
        {"LQ3003", [] { return with_drop(true); }},
        {"LQ4007",
         [] {
             liquid::Limits limits;
             limits.safety.deadline = std::chrono::milliseconds(10);
             return endless(limits, {});
         }},
        {"LQ4008",
         [] {
             std::stop_source stop;
             stop.request_stop();
             return endless({}, stop.get_token());
         }},
        {"LQ5001", [] { return with_filter([](liquid::FilterCall&, Value, liquid::Arguments) -> Value { throw 1; }); }},
        {"LQ5005",
         [] {
             return with_filter([](liquid::FilterCall&, Value, liquid::Arguments) -> Value { throw std::bad_alloc(); });
         }},
        {"LQ6001", [] { return with_artifact(with_names(true, true).build(), with_names(true, true).build(), 100); }},
        {"LQ6002", [] { return with_artifact(with_names(true, true).build(), with_names(true, true).build(), 12); }},
        {"LQ6003",
         [] {
             return with_artifact(with_names(true, true).build(),
                                  with_names(true, true).error_mode(liquid::ErrorMode::Strict).build());
         }},
        {"LQ6004", [] { return with_artifact(with_names(true, true).build(), with_names(false, true).build()); }},
        {"LQ6005", [] { return with_artifact(with_names(true, true).build(), with_names(true, false).build()); }},
        {"LQ6006", [] { return liquid::Environment().load_file("no such file").diagnostics; }}};
    return all;
}

bool command_line_tests_name(const std::string& code) {
    for (const auto& entry : std::filesystem::directory_iterator(LIQUID_CLI_TESTS)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path());
        std::string text(std::istreambuf_iterator<char>(in), {});
        if (text.find(code) != std::string::npos) return true;
    }
    return false;
}

TEST(Kinds, EveryExemptOneIsProducedHere) {
    std::ifstream in(LIQUID_EXEMPT_KINDS);
    ASSERT_TRUE(in.good());
    std::size_t seen = 0;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::string code = line.substr(0, line.find(' '));
        if (line.find(" cli: ") != std::string::npos) {
            EXPECT_TRUE(command_line_tests_name(code)) << code;
            continue;
        }
        ++seen;
        auto found = producers().find(code);
        ASSERT_NE(found, producers().end()) << code << " is exempt from the golden cases and not produced here";
        EXPECT_EQ(api::codes(found->second()), code);
    }
    EXPECT_EQ(seen, producers().size());
}

TEST(Kinds, UnknownPropertyIsNoFaultByDefault) {
    liquid::Diagnostics none = with_drop(false);
    EXPECT_TRUE(none.empty());
}

}  // namespace
