// Filters on lists.
#include <liquid/drop.hpp>

#include "apply.hpp"

namespace liquid {
namespace {

class ListFilters : public FilterTest {
protected:
    Value item(std::string_view name, std::int64_t rank) { return map({{"name", text(name)}, {"rank", number(rank)}}); }
    std::string names(Value items) { return run("join", apply("map", items, {text("name")}), {text(" ")}); }
};

TEST_F(ListFilters, InputsBecomeItems) {
    Value nested = list({number(1), list({number(2), list({}), list({number(3)})})});
    EXPECT_EQ(run("reverse", nested), "[3, 2, 1]");
    EXPECT_EQ(run("reverse", Value::nil()), "[]");
    EXPECT_EQ(run("reverse", text("abc")), R"(["abc"])");
    EXPECT_EQ(run("reverse", runtime_.range(number(1), number(3))), "[3, 2, 1]");
    EXPECT_EQ(run("reverse", map({{"a", number(1)}})), R"([{"a"=>1}])");
    EXPECT_EQ(run("concat", nested, {list({list({number(4)})})}), "[1, 2, 3, [4]]");
    EXPECT_EQ(run("concat", nested, {text("x")}), "error: concat filter requires an array argument");
}

TEST_F(ListFilters, ATimeIsItsParts) {
    TimeBox time;
    time.seconds = 951826089;  // 2000-02-29T12:08:09Z
    time.utc_offset = 3600;
    Value value = Value::boxed(Type::Time, &time, Storage::Static);
    EXPECT_EQ(run("join", value), R"("9 8 13 29 2 2000 2 60 false ")");
    time.zone = "CET";
    EXPECT_EQ(run("map", value, {number(0)}), "[1, 0, 1, 1, 0, 0, 0, 0, nil, \"C\"]");
}

class Shelf : public Drop {
public:
    bool is_iterable() const override { return true; }
    bool iterate(DropContext& context, const std::function<bool(Value)>& each) override {
        for (std::int64_t i = 3; i > 0; --i)
            if (!each(context.map({{"rank", Value::integer(i)}}))) break;
        return true;
    }
};
class Label : public Drop {
public:
    Value get(DropContext&, std::string_view key) override {
        return key == "rank" ? Value::integer(7) : Value::unset();
    }
};

TEST_F(ListFilters, DropsAreListsOrItems) {
    Shelf shelf;
    Label label;
    EXPECT_EQ(run("map", Value::drop(shelf), {text("rank")}), "[3, 2, 1]");
    EXPECT_EQ(run("map", apply("sort", Value::drop(shelf), {text("rank")}), {text("rank")}), "[1, 2, 3]");
    EXPECT_EQ(run("map", Value::drop(label), {text("rank")}), "[7]");
    EXPECT_EQ(run("map", Value::drop(label), {text("other")}), "[nil]");
    EXPECT_EQ(run("find_index", list({Value::nil(), Value::drop(label)}), {text("rank")}), "nil");
    EXPECT_EQ(run("sum", list({Value::drop(label), map({{"rank", number(1)}})}), {text("rank")}), "8");
}

TEST_F(ListFilters, JoinUsesTexts) {
    EXPECT_EQ(run("join", list({number(1), Value::nil(), text("b")}), {text("-")}), R"("1--b")");
    EXPECT_EQ(run("join", list({number(1), number(2)})), R"("1 2")");
    EXPECT_EQ(run("join", Value::nil()), R"("")");
    EXPECT_EQ(run("join", list({text("é"), binary("\xff")})), "internal");
}

TEST_F(ListFilters, FirstLastAndSize) {
    EXPECT_EQ(run("first", text("éa")), R"("é")");
    EXPECT_EQ(run("last", text("aé")), R"("é")");
    EXPECT_EQ(run("first", text("")), R"("")");
    EXPECT_EQ(run("last", list({number(1), number(2)})), "2");
    EXPECT_EQ(run("first", map({{"a", number(1)}})), R"(["a", 1])");
    EXPECT_EQ(run("last", map({{"a", number(1)}})), "nil");
    EXPECT_EQ(run("first", number(5)), "nil");
    EXPECT_EQ(run("size", text("né")), "2");
    EXPECT_EQ(run("size", binary("n\xff")), "2");
    EXPECT_EQ(run("size", list({number(1)})), "1");
    EXPECT_EQ(run("size", number(5)), "8");
    EXPECT_EQ(run("size", Value::floating(5.5)), "0");
    EXPECT_EQ(run("size", Value::nil()), "0");
}

TEST_F(ListFilters, MapAsksEachItem) {
    Value items = list({item("a", 1), map({}), Value::nil(), text("my name is"), Value::floating(1)});
    EXPECT_EQ(run("map", items, {text("name")}), R"(["a", nil, nil, "name", nil])");
    EXPECT_EQ(run("map", list({number(5)}), {text("name")}), "error: cannot select the property 'name'");
    EXPECT_EQ(run("map", list({number(5), number(-1)}), {number(1)}), "[0, 1]");
    EXPECT_EQ(run("map", list({text("héllo")}), {number(-4)}), R"(["é"])");
    EXPECT_EQ(run("map", list({text("héllo")}), {runtime_.range(number(1), number(2))}), R"(["él"])");
    EXPECT_EQ(run("map", list({number(1), text("a")}), {text("to_liquid")}), R"([1, "a"])");
}

TEST_F(ListFilters, WhereAndItsRelativesShareOneTest) {
    Value items = list({item("a", 1), item("b", 2), item("c", 1), map({{"name", text("d")}})});
    EXPECT_EQ(names(apply("where", items, {text("rank"), number(1)})), R"("a c")");
    EXPECT_EQ(names(apply("where", items, {text("rank")})), R"("a b c")");
    EXPECT_EQ(names(apply("reject", items, {text("rank"), Value::floating(1)})), R"("b d")");
    EXPECT_EQ(run("has", items, {text("name"), text("d")}), "true");
    EXPECT_EQ(run("has", items, {text("name"), text("e")}), "false");
    EXPECT_EQ(run("find_index", items, {text("rank"), number(2)}), "1");
    EXPECT_EQ(run("find", items, {text("name"), text("b")}), R"({"name"=>"b", "rank"=>2})");
    EXPECT_EQ(run("find", items, {text("none")}), "nil");
    EXPECT_EQ(run("has", list({}), {text("x")}), "false");
    EXPECT_EQ(run("find_index", list({}), {text("x")}), "nil");
}

TEST_F(ListFilters, ItemsWithoutPropertiesMakeTheResultNil) {
    EXPECT_EQ(run("where", Value::boolean(true), {text("a")}), "nil");
    EXPECT_EQ(run("where", number(5), {text("a")}), "error: cannot select the property 'a'");
    EXPECT_EQ(run("has", list({Value::nil()}), {text("a")}), "nil");
    EXPECT_EQ(run("compact", list({Value::floating(1)}), {text("a")}), "nil");
    EXPECT_EQ(run("sort", list({item("a", 1), Value::nil()}), {text("rank")}), "nil");
}

TEST_F(ListFilters, CompactDropsNil) {
    EXPECT_EQ(run("compact", list({number(1), Value::nil(), Value::boolean(false)})), "[1, false]");
    EXPECT_EQ(names(apply("compact", list({item("a", 1), map({{"name", text("d")}})}), {text("rank")})), R"("a")");
}

TEST_F(ListFilters, SortIsStableAndPutsNilLast) {
    Value items = list({item("a", 2), item("b", 1), map({{"name", text("z")}}), item("c", 2), item("d", 1)});
    EXPECT_EQ(names(apply("sort", items, {text("rank")})), R"("b d a c z")");
    EXPECT_EQ(run("sort", list({number(2), Value::floating(1.5), Value::nil(), number(1)})), "[1, 1.5, 2, nil]");
    EXPECT_EQ(run("sort", list({text("b"), text("B"), text("a")})), R"(["B", "a", "b"])");
    EXPECT_EQ(run("sort", list({number(1), text("a")})), "error: cannot sort values of incompatible types");
    EXPECT_EQ(run("sort", list({number(1)}), {text("a")}), "[1]");
    EXPECT_EQ(run("sort", list({number(1), number(2)}), {text("a")}), "error: cannot select the property 'a'");
}

TEST_F(ListFilters, SortNaturalIgnoresAsciiCaseOnly) {
    EXPECT_EQ(run("sort_natural", list({text("b"), Value::nil(), text("É"), text("A"), text("_"), text("é")})),
              R"(["_", "A", "b", "É", "é", nil])");
    EXPECT_EQ(run("sort_natural", list({number(10), number(9)})), "[10, 9]");
    EXPECT_EQ(run("sort_natural", list({text("é"), binary("\xff")})), "error: comparison of String with String failed");
}

TEST_F(ListFilters, UniqTellsIntegersFromFloats) {
    EXPECT_EQ(run("uniq", list({number(1), Value::floating(1), number(1), text("1"), text("1"), Value::nil()})),
              R"([1, 1.0, "1", nil])");
    Value items = list({item("a", 1), item("b", 2), item("c", 1)});
    EXPECT_EQ(names(apply("uniq", items, {text("rank")})), R"("a b")");
    EXPECT_EQ(run("uniq", list({number(1)}), {text("x")}), "[1]");
    EXPECT_EQ(run("uniq", list({Value::nil(), Value::nil()}), {text("x")}), "nil");
}

TEST_F(ListFilters, SumTakesNumbersOrProperties) {
    EXPECT_EQ(run("sum", list({number(1), text("2"), Value::nil(), Value::floating(0.1)})), "3.1");
    EXPECT_EQ(run("sum", list({item("a", 1), item("b", 2), Value::nil()}), {text("rank")}), "3");
    EXPECT_EQ(run("sum", list({map({{"n", list({number(1), list({number(2)})})}})}), {text("n")}), "3");
    EXPECT_EQ(run("sum", list({})), "0");
    EXPECT_EQ(run("sum", list({number(1)}), {text("n")}), "error: cannot select the property 'n'");
}

TEST_F(ListFilters, DefaultStandsInForNothing) {
    EXPECT_EQ(run("default", Value::nil(), {text("d")}), R"("d")");
    EXPECT_EQ(run("default", text(""), {text("d")}), R"("d")");
    EXPECT_EQ(run("default", list({}), {text("d")}), R"("d")");
    EXPECT_EQ(run("default", map({}), {text("d")}), R"("d")");
    EXPECT_EQ(run("default", number(0), {text("d")}), "0");
    EXPECT_EQ(run("default", Value::boolean(false), {text("d")}), R"("d")");
    Value allow = map({{"allow_false", Value::boolean(true)}});
    EXPECT_EQ(run("default", Value::boolean(false), {text("d"), allow}), "false");
    EXPECT_EQ(run("default", text(""), {text("d"), allow}), R"("d")");
    EXPECT_EQ(run("default", Value::nil()), R"("")");
}

}  // namespace
}  // namespace liquid
