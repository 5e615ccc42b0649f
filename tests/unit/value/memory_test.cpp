#include <gtest/gtest.h>

#include <liquid/limits.hpp>
#include <random>

#include "value/arena.hpp"
#include "value/buffer.hpp"

namespace liquid {
namespace {

TEST(ArenaTest, KeepsWhatWasBeforeTheMark) {
    Arena arena;
    std::string_view first = arena.copy("first");
    Arena::Mark mark = arena.mark();
    for (int i = 0; i < 1000; ++i) std::memset(arena.allocate(1000), 'x', 1000);
    arena.release(mark);
    std::memset(arena.allocate(100'000), 'y', 100'000);
    EXPECT_EQ(first, "first");
}

TEST(ArenaTest, ChargesChunksAndRefundsThem) {
    MemoryBudget budget;
    Arena arena(&budget);
    Arena::Mark mark = arena.mark();
    arena.allocate(1'000'000);
    EXPECT_GE(budget.used, 1'000'000u);
    arena.release(mark);
    EXPECT_EQ(budget.used, 0u);
    budget.limit = 50'000;
    EXPECT_THROW(arena.allocate(100'000), LimitHit);
    EXPECT_EQ(budget.used, 0u);
    EXPECT_NE(arena.allocate(10), nullptr);  // although the first chunk is large by now
}

TEST(ArenaTest, RefusesSizesThatOverflow) {
    Arena arena;
    arena.allocate(8);
    EXPECT_THROW(arena.allocate(SIZE_MAX - 4), LimitHit);
    EXPECT_THROW(arena.allocate_array<std::uint64_t>(SIZE_MAX / 4), LimitHit);
}

TEST(ArenaTest, Aligns) {
    Arena arena;
    arena.allocate(1, 1);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(arena.allocate(8)) % 8, 0u);
    EXPECT_EQ(arena.copy("").size(), 0u);
}

TEST(BufferTest, AppendsPiecesOfEverySize) {
    std::mt19937 random(7);
    std::string wanted;
    Buffer buffer;
    for (int i = 0; i < 3000; ++i) {
        std::string piece(random() % 70, static_cast<char>('a' + i % 26));
        for (char& c : piece) c = static_cast<char>(random());
        wanted += piece;
        buffer.append(piece);
    }
    buffer.append(std::string_view());
    EXPECT_EQ(buffer.view(), wanted);
}

TEST(BufferTest, TheLimitIsExact) {
    Buffer buffer;
    buffer.set_limit(10);
    buffer.append("0123456789");
    EXPECT_THROW(buffer.append('x'), LimitHit);
    EXPECT_EQ(buffer.size(), 10u);

    Buffer reused;
    reused.append(std::string(5000, 'x'));
    reused.clear();
    reused.set_limit(100);
    reused.append(std::string(100, 'y'));
    EXPECT_THROW(reused.append('z'), LimitHit);
    reused.set_limit(200);
    reused.append('z');
    EXPECT_EQ(reused.size(), 101u);
}

TEST(LimitsTest, AreSetByName) {
    Limits limits;
    EXPECT_TRUE(limits.set("output_bytes", 5));
    EXPECT_EQ(limits.safety.output_bytes, 5u);
    EXPECT_TRUE(limits.set("render_score", 7));
    EXPECT_EQ(limits.reference.render_score, 7u);
    EXPECT_TRUE(limits.set("deadline_ms", UINT64_MAX));
    EXPECT_GT(limits.safety.deadline.count(), 0);
    EXPECT_TRUE(limits.set("nesting", UINT64_MAX));
    EXPECT_EQ(limits.safety.nesting, UINT32_MAX);
    EXPECT_FALSE(limits.set("Output_bytes", 1));
}

}  // namespace
}  // namespace liquid
