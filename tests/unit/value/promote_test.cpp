#include <gtest/gtest.h>

#include "values.hpp"

namespace liquid {
namespace {

class Promote : public testing::Test, protected test::Values {
protected:
    // The promoted value, after the memory it came from was overwritten.
    Value keep(Value value, Arena::Mark mark) {
        std::size_t bytes = promoted_size(runtime, value);
        block_.resize(bytes / 8);
        Value kept = promote(runtime, value, reinterpret_cast<char*>(block_.data()), Storage::Owned);
        runtime.arena.release(mark);
        std::memset(runtime.arena.allocate(4000), 0xee, 4000);
        return kept;
    }

private:
    std::vector<std::uint64_t> block_;
};

TEST_F(Promote, StaticPartsAreShared) {
    Value data = json(R"([{"a":"text"}])");
    EXPECT_EQ(promoted_size(runtime, data), 0u);
    EXPECT_EQ(promoted_size(runtime, Value::integer(1)), 0u);
    Value item = data.items()[0];
    Value list = runtime.array(&item, 1);
    EXPECT_EQ(promoted_size(runtime, list), sizeof(Value));
}

TEST_F(Promote, EveryKindIsCopiedDeeply) {
    Arena::Mark mark = runtime.arena.mark();
    Value parts[] = {runtime.string("text", Value::Ascii),
                     runtime.integer_from_digits("123456789012345678901234567890"),
                     runtime.range(Value::integer(1), runtime.integer_from_digits("99999999999999999999")),
                     Value::nil(), Value::floating(1.5)};
    std::pair<std::string_view, Value> entries[12];
    for (std::size_t i = 0; i < 12; ++i)
        entries[i] = {runtime.string("key" + std::to_string(i)).as_string(), runtime.array(parts, 5)};
    KeyedMapBox::Entry keyed[] = {{runtime.string("k"), runtime.map(entries, 12)}, {Value::integer(2), parts[2]}};
    Value value = runtime.keyed_map(keyed, 2);
    std::string before = inspect(value);
    std::uint64_t shape = keyed[0].value.map_rep()->shape->id;

    Value kept = keep(value, mark);
    EXPECT_EQ(inspect(kept), before);
    EXPECT_EQ(kept.storage(), Storage::Owned);
    Value map = get(kept, "k");
    EXPECT_EQ(map.map_rep()->shape->id, shape);
    EXPECT_EQ(inspect(get(map, "key11")), inspect(get(map, "key0")));
    EXPECT_TRUE(get(map, "key11").items()[0].has(Value::Ascii));
    EXPECT_EQ(get(map, "key11").items()[0].storage(), Storage::Owned);
}

TEST_F(Promote, WhatIsTooDeepIsCut) {
    Value value = Value::string("end", Storage::Temp);
    for (int i = 0; i < 10'000; ++i) value = runtime.array(&value, 1);
    std::vector<std::uint64_t> block(promoted_size(runtime, value) / 8);
    Value kept = promote(runtime, value, reinterpret_cast<char*>(block.data()), Storage::Owned);
    int depth = 0;
    for (; kept.is(Type::Array); kept = kept.items()[0]) ++depth;
    EXPECT_TRUE(kept.is_nil());
    EXPECT_GT(depth, 2000);
}

TEST_F(Promote, SizesThatNobodyGrantsEndSoon) {
    std::string text(1 << 20, 'x');
    Value value = Value::string(text, Storage::Temp);
    for (int i = 0; i < 60; ++i) {
        Value both[] = {value, value};
        value = runtime.array(both, 2);
    }
    EXPECT_GT(promoted_size(runtime, value), std::size_t{1} << 60);
}

}  // namespace
}  // namespace liquid
