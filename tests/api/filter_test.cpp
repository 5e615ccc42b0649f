// Filters of the host.
#include <stdexcept>
#include <string>
#include <vector>

#include "support.hpp"

namespace {

using liquid::Arguments;
using liquid::FilterCall;
using liquid::Value;

liquid::Environment with(std::string name, liquid::FilterFunction function, std::uint8_t least = 0,
                         std::uint8_t most = 255) {
    return liquid::EnvironmentBuilder()
        .on_error(liquid::OnError::Inline)
        .filter(std::move(name), function, least, most)
        .build();
}

TEST(HostFilter, GetsInputAndArguments) {
    auto environment = with("wrap", [](FilterCall& call, Value input, Arguments arguments) {
        std::string out(call.text(arguments[0]));
        out += call.text(input);
        Value after = arguments.keyword("after");
        out += call.text(after.is_unset() ? arguments[0] : after);
        return call.string(out);
    });
    EXPECT_EQ(api::render(environment, "{{ 'x' | wrap: '<', after: '>' }}{{ 5 | wrap: '|' }}").value, "<x>|5|");
}

TEST(HostFilter, ReplacesAStandardOne) {
    auto environment = with("upcase", [](FilterCall&, Value input, Arguments) { return input; });
    EXPECT_EQ(api::render(environment, "{{ 'x' | upcase }}").value, "x");
    EXPECT_EQ(api::render("{{ 'x' | upcase }}").value, "X") << "another environment keeps its own";
}

TEST(HostFilter, ArityIsChecked) {
    auto environment = with(
        "one", [](FilterCall&, Value input, Arguments) { return input; }, 1, 1);
    auto page = api::render(environment, "{{ 1 | one }}");
    EXPECT_EQ(page.value, "Liquid error (line 1): wrong number of arguments (given 1, expected 2)");
    EXPECT_EQ(api::codes(page.diagnostics), "LQ3005");
}

TEST(HostFilter, FailsAndThrows) {
    auto fails = with("f", [](FilterCall& call, Value, Arguments) { return call.fail("no"); });
    EXPECT_EQ(api::render(fails, "a{{ 1 | f | upcase }}b").value, "aLiquid error (line 1): nob");
    auto throws = with("f", [](FilterCall&, Value, Arguments) -> Value { throw std::runtime_error("why it broke"); });
    auto page = api::render(throws, "a{{ 1 | f }}b");
    EXPECT_EQ(page.value, "aLiquid error (line 1): internalb");
    ASSERT_EQ(api::codes(page.diagnostics), "LQ5001");
    EXPECT_NE(liquid::to_json(page.diagnostics[0]).find("why it broke"), std::string::npos);
}

TEST(HostFilter, WalksDataAndBuildsMore) {
    auto environment = with("swap", [](FilterCall& call, Value input, Arguments) {
        std::vector<Value> pairs;
        call.iterate(input, [&](Value pair) {
            call.step();
            pairs.push_back(
                call.map({{"key", call.get(pair, Value::integer(1))}, {"value", call.get(pair, Value::integer(0))}}));
            return true;
        });
        return call.array(pairs.data(), pairs.size());
    });
    auto input = api::data(R"({"h": {"a": 1, "b": 2}})");
    EXPECT_EQ(
        api::render(environment,
                    "{% assign l = h | swap %}{{ l.size }}{% for p in l %} {{ p.key }}{{ p.value }}{% endfor %}", input)
            .value,
        "2 1a 2b");
}

TEST(HostFilter, ReadsVariablesAndRegisters) {
    auto environment = with("place", [](FilterCall& call, Value input, Arguments) {
        std::string out(call.text(input));
        out += call.text(call.variable("x"));
        out += call.text(call.host_register("host"));
        return call.string(out);
    });
    auto registers = api::data(R"({"host": "h"})");
    liquid::RenderInput input;
    input.registers = registers.root();
    EXPECT_EQ(api::render(environment, "{% for x in (1..2) %}{{ '-' | place }}{% endfor %}", input).value, "-1h-2h");
}

TEST(HostFilter, WorkIsCharged) {
    liquid::Limits limits;
    limits.safety.steps = 10'000;
    auto environment = liquid::EnvironmentBuilder()
                           .limits(limits)
                           .filter("spin",
                                   [](FilterCall& call, Value, Arguments) {
                                       for (int i = 0; i < 1'000'000'000; ++i) call.step();
                                       return Value::nil();
                                   })
                           .build();
    EXPECT_EQ(api::codes(api::render(environment, "a{{ 1 | spin }}b").diagnostics), "LQ4004");
}

TEST(HostFilter, MemoryIsChargedBeforeItIsTaken) {
    liquid::Limits limits;
    limits.safety.memory_bytes = 1 << 20;
    auto environment = liquid::EnvironmentBuilder()
                           .limits(limits)
                           .filter("grow",
                                   [](FilterCall& call, Value, Arguments) {
                                       std::string kilobyte(1024, 'x');
                                       Value last;
                                       for (int i = 0; i < 1'000'000; ++i) last = call.string(kilobyte);
                                       return last;
                                   })
                           .build();
    EXPECT_EQ(api::codes(api::render(environment, "a{{ 1 | grow }}b").diagnostics), "LQ4003");
}

}  // namespace
