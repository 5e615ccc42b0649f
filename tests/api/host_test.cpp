// What bindings for other languages stand on: polling, filters with data, foreign documents with keys of any type.
#include <memory>
#include <string>

#include <liquid/foreign.hpp>

#include "support.hpp"

namespace {

using liquid::Type;
using liquid::Value;

TEST(Poll, IsAskedAtTheStartAndOftenAndMayStopTheRender) {
    int asked = 0;
    liquid::RenderInput input;
    input.poll = [&](liquid::Runtime&) { return ++asked < 5; };
    auto page = api::render("a{% for i in (1..1000000) %}{% endfor %}b", input);
    EXPECT_EQ(page.value, "a");
    EXPECT_EQ(api::codes(page.diagnostics), "LQ4008");
    EXPECT_EQ(asked, 5);
    asked = 0;
    EXPECT_EQ(api::render("ab", input).value, "ab");
    EXPECT_EQ(asked, 1);
}

TEST(FilterData, IsTheFiltersOwn) {
    liquid::EnvironmentBuilder builder;
    auto say = [](liquid::FilterCall& call, Value, liquid::Arguments) {
        return call.string(*static_cast<const std::string*>(call.data()));
    };
    for (const char* name : {"one", "two"}) {
        liquid::FilterSpec spec;
        spec.name = name;
        spec.function = say;
        spec.data = std::make_shared<std::string>(std::string("I am ") + name);
        builder.filter(spec);
    }
    EXPECT_EQ(api::render(builder.build(), "{{ 1 | one }}, {{ 1 | two }}").value, "I am one, I am two");
}

// A mapping of everything to its key's double; `wide` is too wide for 64 bits.
Value find(const void* runtime, std::string_view key, std::uint32_t&) {
    if (key != "wide") return Value::unset();
    auto& at = *static_cast<liquid::Runtime* const*>(runtime)[0];
    return liquid::DropContext(at).integer("123456789012345678901234567890");
}
Value find_key(const void*, Value key) { return key.is_int() ? Value::integer(key.as_int() * 2) : Value::unset(); }
std::size_t size(const void*) { return 0; }
void each(const void*, void*, bool (*)(void*, std::string_view, Value)) {}

constexpr liquid::ForeignTable kDoubles{&find, nullptr, nullptr, &size, &each, &find_key};

TEST(Foreign, NumbersOfTheRender) {
    liquid::Runtime* runtime = nullptr;
    liquid::RenderInput input(Value::foreign(Type::ForeignMap, liquid::register_foreign(&kDoubles), &runtime));
    input.poll = [&](liquid::Runtime& now) {
        runtime = &now;
        return true;
    };
    EXPECT_EQ(api::render("{{ wide | plus: 1 }}", input).value, "123456789012345678901234567891");
    // Made for a statement, it is not remembered for the next.
    const std::string_view twice = "{{ wide | plus: 1 }} {{ wide | plus: 2 }} {{ 'x' | append: wide }} {{ wide }}";
    const std::string_view expected =
        "123456789012345678901234567891 123456789012345678901234567892 "
        "x123456789012345678901234567890 123456789012345678901234567890";
    EXPECT_EQ(api::render(twice, input).value, expected);
    std::swap(input.globals, input.variables);
    EXPECT_EQ(api::render(twice, input).value, expected);
}

// A map within itself; each look at it gives a view, a node of its own.
struct View {
    const View* whole;
};
View map_of_itself{&map_of_itself};
View other_view{&map_of_itself};

std::size_t one(const void*) { return 1; }
void each_view(const void* view, void* context, bool (*visit)(void*, std::string_view, Value));
const void* whole_of(const void* view) { return static_cast<const View*>(view)->whole; }

constexpr liquid::ForeignTable kViews{&find, nullptr, nullptr, &one, &each_view, nullptr, false, &whole_of};

Value value_of(const View& view) { return Value::foreign(Type::ForeignMap, liquid::register_foreign(&kViews), &view); }
void each_view(const void* view, void* context, bool (*visit)(void*, std::string_view, Value)) {
    visit(context, "self", value_of(view == &map_of_itself ? other_view : map_of_itself));
}

TEST(Foreign, AContainerWithinItselfIsKnownByItsIdentity) {
    liquid::Data::Builder builder;
    const liquid::RenderInput input(builder.map({{"map", value_of(map_of_itself)}}));
    EXPECT_EQ(api::render("{{ map }}", input).value, "{\"self\"=>{...}}");
}

class Shop final : public liquid::Drop {
public:
    Value get(liquid::DropContext& context, std::string_view key) override {
        if (key == "price") return context.decimal("1.250E+1");
        if (key == "opened") return context.date(2024, 2, 29);
        if (key == "doubles") return Value::foreign(Type::ForeignMap, liquid::register_foreign(&kDoubles), this);
        return Value::unset();
    }
};

TEST(DropContext, MakesDecimalsDatesAndForeignDocuments) {
    Shop shop;
    liquid::RenderInput input(Value::drop(shop));
    EXPECT_EQ(api::render("{{ price }} {{ opened }} {{ opened | date: '%j' }}", input).value, "12.5 2024-02-29 060");
    EXPECT_EQ(api::render("{{ doubles[21] }}{{ doubles['x'] }}", input).value, "42");
}

}  // namespace
