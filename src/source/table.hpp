// Items in a row that need no destructor: they grow without a copy where they are many, or are a view of what lies in
// an artifact.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

#include "source/memory.hpp"

namespace liquid {

template <class T>
class Table {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

public:
    Table() = default;
    Table(Table&& other) noexcept { swap(other); }
    Table& operator=(Table&& other) noexcept {
        swap(other);
        return *this;
    }
    ~Table() {
        if (owned_ != 0) memory::release(items_, capacity_ * sizeof(T));
    }

    // Does not own: the items stay where they are, and as they are.
    static Table view(const T* items, std::size_t count) {
        Table table;
        table.items_ = const_cast<T*>(items);
        table.size_ = static_cast<std::uint32_t>(count);
        return table;
    }

    // The bytes that so many items need in a piece of memory that several tables share.
    static constexpr std::size_t room_of(std::size_t count) {
        constexpr std::size_t align = alignof(std::max_align_t);
        return (count * sizeof(T) + align - 1) / align * align;
    }
    // An empty table begins in memory of its owner's; it does so until it has more items.
    void lend(void* memory, std::size_t count) {
        items_ = static_cast<T*>(memory);
        capacity_ = static_cast<std::uint32_t>(count);
    }
    // An empty table begins with memory of its own for so many.
    void reserve(std::size_t count) {
        items_ = static_cast<T*>(memory::allocate(count * sizeof(T)));
        capacity_ = static_cast<std::uint32_t>(count);
        owned_ = 1;
    }
    // By value, because it may be one of ours.
    void push_back(T item) {
        if (size_ == capacity_) [[unlikely]]
            grow();
        new (items_ + size_++) T(item);
    }
    // Only to fewer.
    void resize(std::size_t count) { size_ = static_cast<std::uint32_t>(count); }
    void pop_back() { --size_; }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const T* data() const { return items_; }
    const T* begin() const { return items_; }
    const T* end() const { return items_ + size_; }
    const T& operator[](std::size_t i) const { return items_[i]; }
    T& operator[](std::size_t i) { return items_[i]; }
    const T& back() const { return items_[size_ - 1]; }
    T& back() { return items_[size_ - 1]; }

private:
    [[gnu::noinline]] void grow() {
        std::size_t count = capacity_ == 0 ? 8 : std::size_t{capacity_} * 2;
        if (owned_ != 0) {
            items_ = static_cast<T*>(memory::grow(items_, capacity_ * sizeof(T), count * sizeof(T)));
        } else {
            void* own = memory::allocate(count * sizeof(T));
            if (size_ != 0) std::memcpy(own, static_cast<const void*>(items_), size_ * sizeof(T));
            items_ = static_cast<T*>(own);
        }
        capacity_ = static_cast<std::uint32_t>(count);
        owned_ = 1;
    }
    void swap(Table& other) noexcept {
        std::swap(items_, other.items_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
        std::swap(owned_, other.owned_);
    }

    T* items_ = nullptr;
    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = 0;  // 0: a view, or nothing
    std::uint32_t owned_ = 0;     // whether the items are this table's to free
};

}  // namespace liquid
