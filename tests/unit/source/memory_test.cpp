// Memory that may become large keeps what it holds while it grows, and goes back piece by piece.
#include "source/memory.hpp"

#include <algorithm>
#include <cstdint>
#include <new>

#include <gtest/gtest.h>

namespace {

using namespace liquid;

constexpr std::size_t kSmall = 64 << 10;

TEST(Memory, KeepsWhatItHoldsWhileItGrows) {
    for (std::size_t wanted : {kSmall + 1, memory::kLarge - 1, memory::kLarge, 3 * memory::kLarge + 5}) {
        auto* piece = static_cast<unsigned char*>(memory::grow(nullptr, 0, kSmall));
        for (std::size_t i = 0; i < kSmall; ++i) piece[i] = static_cast<unsigned char>(i * 7);
        piece = static_cast<unsigned char*>(memory::grow(piece, kSmall, wanted));
        piece[wanted - 1] = 1;
        piece = static_cast<unsigned char*>(memory::grow(piece, wanted, 2 * wanted));
        piece[2 * wanted - 1] = 2;
        EXPECT_EQ(piece[wanted - 1], 1);
        for (std::size_t i = 0; i < kSmall; ++i) ASSERT_EQ(piece[i], static_cast<unsigned char>(i * 7)) << wanted;
        memory::release(piece, 2 * wanted);
    }
}

TEST(Memory, IsZeroWhereItIsAskedToBe) {
    for (std::size_t count : {std::size_t{0}, std::size_t{100}, memory::kLarge}) {
        auto room = memory::Room<char>::zeroed(count);
        EXPECT_EQ(std::count(room.get(), room.get() + count, 0), static_cast<std::ptrdiff_t>(count));
    }
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(Memory, SaysWhenThereIsNotSoMuch) {
    EXPECT_THROW(memory::allocate(SIZE_MAX / 4), std::bad_alloc);
    EXPECT_THROW(memory::allocate_zeroed(SIZE_MAX / 4), std::bad_alloc);
    void* piece = memory::allocate(memory::kLarge);
    EXPECT_THROW(memory::grow(piece, memory::kLarge, SIZE_MAX / 4), std::bad_alloc);
    memory::release(piece, memory::kLarge);
}
#endif

TEST(Leftovers, TakeLargePiecesOnlyAndGiveThemBackInPieces) {
    memory::Leftovers leftovers;
    {
        memory::Leftovers::Use use(leftovers);
        memory::release(memory::allocate(kSmall), kSmall);
        EXPECT_TRUE(leftovers.empty());
        for (std::size_t bytes : {memory::kLarge, 3 * memory::kLarge + 1})
            memory::release(memory::allocate(bytes), bytes);
        EXPECT_FALSE(leftovers.empty());
    }
    memory::release(memory::allocate(memory::kLarge), memory::kLarge);
    int times = 0;
    for (; !leftovers.empty() && times < 100; ++times) leftovers.give_back();
    EXPECT_TRUE(leftovers.empty());
    EXPECT_GE(times, 2);
    leftovers.give_back();
}

TEST(Leftovers, OfTheInnermostUseCount) {
    memory::Leftovers outer, inner;
    memory::Leftovers::Use use(outer);
    {
        memory::Leftovers::Use other(inner);
        memory::release(memory::allocate(memory::kLarge), memory::kLarge);
    }
    EXPECT_TRUE(outer.empty());
    EXPECT_FALSE(inner.empty());
    memory::release(memory::allocate(memory::kLarge), memory::kLarge);
    EXPECT_FALSE(outer.empty());
}

}  // namespace
