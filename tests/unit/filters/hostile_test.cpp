// Inputs made to be slow, deep or endless.
#include <liquid/foreign.hpp>

#include "apply.hpp"

namespace liquid {
namespace {

class HostileInput : public FilterTest {
protected:
    // Steps stand for time: work must grow with the input, not with its square.
    std::uint64_t steps_of(std::string_view name, Value input, std::initializer_list<Value> arguments = {}) {
        std::uint64_t before = runtime_.steps;
        apply(name, input, arguments);
        return runtime_.steps - before;
    }
};

TEST_F(HostileInput, AListInsideItselfIsRefused) {
    std::vector<Value> items(3, number(1));
    items[1] = Value::array(items.data(), items.size());
    EXPECT_EQ(run("reverse", items[1]), "error: tried to flatten recursive array");
}

// A host's list is copied item by item, so that its memory is a new one each time.
TEST_F(HostileInput, AForeignListInsideItselfIsRefused) {
    static Value itself;
    static constexpr ForeignTable kTable{nullptr, [](const void*, std::size_t) { return itself; }, nullptr,
                                         [](const void*) { return std::size_t{2}; }, nullptr};
    itself = Value::foreign(Type::ForeignArray, register_foreign(&kTable), &itself);
    EXPECT_EQ(run("reverse", itself), "error: tried to flatten recursive array");
}

TEST_F(HostileInput, TheSameListTwiceIsNotRecursive) {
    Value inner = list({number(1)});
    EXPECT_EQ(run("reverse", list({inner, inner, list({inner})})), "[1, 1, 1]");
}

TEST_F(HostileInput, DeepListsAreFlattened) {
    Value deep = list({number(1)});
    for (int i = 0; i < 100000; ++i) deep = list({deep});
    EXPECT_EQ(run("join", deep), R"("1")");
}

TEST_F(HostileInput, UniqOfManyItemsIsLinear) {
    std::vector<Value> items;
    for (int i = 0; i < 20000; ++i) items.push_back(number(i));
    EXPECT_LT(steps_of("uniq", runtime_.array(items.data(), items.size())), 400000u);
}

TEST_F(HostileInput, ReplacementsThatCopyTheTextMeetTheMemoryLimit) {
    std::string many(20000, 'x');
    runtime_.budget.limit = 64 << 20;
    EXPECT_THROW(apply("replace", text(many), {text("x"), text("\\'\\`")}), LimitHit);
}

TEST_F(HostileInput, UnclosedBlocksAreLookedForOnce) {
    std::string text_of_marks;
    for (int i = 0; i < 50000; ++i) text_of_marks += "<script<!--<style";
    Value input = text(text_of_marks);
    EXPECT_EQ(apply("strip_html", input).as_string(), text_of_marks);
}

}  // namespace
}  // namespace liquid
