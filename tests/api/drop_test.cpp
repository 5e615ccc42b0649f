// Drops: host objects in a template.
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "support.hpp"

namespace {

using liquid::DropContext;
using liquid::Value;

class Counter : public liquid::Drop {
public:
    Value get(DropContext& context, std::string_view key) override {
        if (key == "next") return Value::integer(++count);
        if (key == "pair") return context.array({Value::integer(1), context.string("two")});
        if (key == "map") return context.map({{"a", Value::integer(1)}, {"b", context.string("x")}});
        if (key == "broken") return context.fail("out of order");
        if (key == "throws") throw std::runtime_error("the shelf is empty");
        return Value::unset();
    }
    std::string type_name() const override { return "Counter"; }
    int count = 0;
};

class Shelf : public liquid::Drop {
public:
    explicit Shelf(std::vector<int> items) : items_(std::move(items)) {}
    bool is_iterable() const override { return true; }
    bool iterate(DropContext&, const std::function<bool(Value)>& each) override {
        for (int item : items_)
            if (!each(Value::integer(item))) break;
        return true;
    }
    std::optional<std::int64_t> size(DropContext&) override { return static_cast<std::int64_t>(items_.size()); }
    Value first(DropContext&) override { return Value::integer(items_.front()); }
    Value last(DropContext&) override { return Value::integer(items_.back()); }
    std::string to_text(DropContext&) override { return "a shelf"; }
    Value get_key(DropContext&, Value key) override {
        auto at = static_cast<std::size_t>(key.as_int());
        return key.is_int() && at < items_.size() ? Value::integer(items_[at]) : Value::unset();
    }

private:
    std::vector<int> items_;
};

// Stands for a number in conditions and arithmetic.
class Price : public liquid::Drop {
public:
    explicit Price(int cents) : cents_(cents) {}
    Value to_number(DropContext&) override { return Value::integer(cents_); }
    Value to_value(DropContext&) override { return Value::integer(cents_); }
    std::optional<bool> equals(DropContext&, Value other) override {
        return other.is_int() && other.as_int() == cents_;
    }
    std::optional<int> compare(DropContext&, Value other) override {
        if (!other.is_int()) return std::nullopt;
        return cents_ < other.as_int() ? -1 : cents_ > other.as_int() ? 1 : 0;
    }
    std::string to_text(DropContext&) override { return std::to_string(cents_) + " ct"; }

private:
    int cents_;
};

class Globals : public liquid::Drop {
public:
    Value get(DropContext& context, std::string_view key) override {
        return key == "greeting" ? context.string("hello") : Value::unset();
    }
    bool has_key(DropContext&, Value key) override { return key.is_string() && key.as_string() == "greeting"; }
};

// A mapping with one Drop in it.
liquid::Data with(std::string_view name, liquid::Drop& drop) {
    liquid::Data::Builder builder;
    return builder.finish(builder.map({{name, Value::drop(drop)}}));
}

TEST(Drop, IsAskedForEveryRead) {
    Counter counter;
    auto input = with("d", counter);
    EXPECT_EQ(api::render("{{ d.next }}{{ d.next }}", input).value, "12");
    EXPECT_EQ(api::render("{% if d.next == 3 %}{{ d.next }}{% endif %}", input).value, "4");
}

TEST(Drop, BuildsEveryKindOfValue) {
    Counter counter;
    auto input = with("d", counter);
    EXPECT_EQ(api::render("{{ d.pair | join: '+' }} {{ d.map.b }} {{ d.map }}", input).value,
              "1+two x {\"a\"=>1, \"b\"=>\"x\"}");
}

TEST(Drop, UnknownPropertyIsNil) {
    Counter counter;
    auto input = with("d", counter);
    EXPECT_EQ(api::render("[{{ d.nothing }}]", input).value, "[]");
}

TEST(Drop, FailureStandsWhereItWasAsked) {
    Counter counter;
    auto input = with("d", counter);
    auto page = api::render("a\n{{ d.broken }}b", input);
    EXPECT_EQ(page.value, "a\nLiquid error (line 2): out of orderb");
    ASSERT_EQ(page.diagnostics.size(), 1u);
    EXPECT_EQ(page.diagnostics[0].location.line, 2u);
}

TEST(Drop, ExceptionIsInternalOnThePageAndToldToTheHost) {
    Counter counter;
    auto input = with("d", counter);
    auto page = api::render("a{{ d.throws }}b", input);
    EXPECT_EQ(page.value, "aLiquid error (line 1): internalb");
    ASSERT_EQ(api::codes(page.diagnostics), "LQ5001");
    std::string text = liquid::to_text(page.diagnostics[0]);
    EXPECT_NE(text.find("the shelf is empty"), std::string::npos) << text;
}

TEST(Drop, TextThatThrowsIsToldHoweverItIsPrinted) {
    class Unprintable : public liquid::Drop {
    public:
        std::string to_text(DropContext&) override { throw std::runtime_error("no text"); }
    } drop;
    auto input = with("d", drop);
    for (const char* source :
         {"{{ d }}!", "{{ d | default: 1 }}!", "{% assign e = d %}{{ e }}!", "{% echo d | default: 1 %}!",
          "{% capture e %}{{ d | default: 1 }}{% endcapture %}{{ e }}!"}) {
        auto page = api::render(source, input);
        EXPECT_EQ(page.value, "Liquid error (line 1): internal!") << source;
        EXPECT_EQ(api::codes(page.diagnostics), "LQ5001") << source;
    }
}

TEST(Drop, IteratesLikeAList) {
    Shelf shelf({3, 4, 5, 6});
    auto input = with("shelf", shelf);
    EXPECT_EQ(api::render("{% for x in shelf limit: 2 offset: 1 %}{{ x }}{% if forloop.last %}!{% endif %}{% endfor %}",
                          input)
                  .value,
              "45!");
    EXPECT_EQ(api::render("{{ shelf.size }}{{ shelf.first }}{{ shelf.last }}{{ shelf[1] }} {{ shelf }}", input).value,
              "4364 a shelf");
}

TEST(Drop, ComparesAndCounts) {
    Price price(250);
    auto input = with("price", price);
    EXPECT_EQ(api::render("{% if price == 250 %}same{% endif %} {{ price | plus: 1 }} {{ price }}", input).value,
              "same 251 250 ct");
}

TEST(Drop, CanBeTheGlobals) {
    Globals globals;
    EXPECT_EQ(api::render("{{ greeting }}{{ other }}{% assign other = 1 %}{{ other }}", Value::drop(globals)).value,
              "hello1");
}

TEST(Drop, StrictVariablesNameTheMethod) {
    Counter counter;
    auto input = with("d", counter);
    auto environment = liquid::EnvironmentBuilder().strict_variables().build();
    auto page = api::render(environment, "{{ d.nothing }}", input);
    EXPECT_EQ(api::codes(page.diagnostics), "LQ3003");
}

TEST(Drop, BareDropPrintsItsType) {
    Counter counter;
    EXPECT_EQ(api::render("{{ d }}", with("d", counter)).value, "Counter");
}

}  // namespace
