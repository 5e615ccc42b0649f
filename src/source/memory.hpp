// Memory for what may grow large: tables, texts, chunks. A large piece grows without a copy, and goes back to the
// system a little at a time, because either takes milliseconds at one go, during which a render sees no stop.
#pragma once

#include <cstddef>
#include <utility>

namespace liquid::memory {

// From so many bytes on a piece is large: whole pages of the system's.
constexpr std::size_t kLarge = 512 << 10;

// As malloc, realloc and free; who holds a piece knows its size. All but the last throw std::bad_alloc.
void* allocate(std::size_t bytes);
void* allocate_zeroed(std::size_t bytes);
void* grow(void* piece, std::size_t bytes, std::size_t wanted);
void release(void* piece, std::size_t bytes) noexcept;

// Large pieces that one render released, and that have not gone back to the system yet. For one thread at a time.
class Leftovers {
public:
    Leftovers() = default;
    ~Leftovers();
    Leftovers(const Leftovers&) = delete;
    Leftovers& operator=(const Leftovers&) = delete;

    bool empty() const { return first_ == nullptr; }
    // Some more of it: less than a tenth of a millisecond.
    void give_back() noexcept;

    // While there is a Use, what this thread releases is left; the innermost counts.
    class Use {
    public:
        explicit Use(Leftovers& leftovers) noexcept;
        ~Use();
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;

    private:
        Leftovers* const before_;
    };

private:
    friend void release(void* piece, std::size_t bytes) noexcept;
    // Written into the piece itself, which needs no memory then.
    struct Piece {
        Piece* next;
        std::size_t bytes;
    };
    Piece* first_ = nullptr;
};

// A piece for `count` items that nobody has written yet.
template <class T>
class Room {
public:
    Room() = default;
    explicit Room(std::size_t count)
        : items_(static_cast<T*>(allocate(count * sizeof(T)))), bytes_(count * sizeof(T)) {}
    // All bytes are zero, which large pieces are without being written.
    static Room zeroed(std::size_t count) {
        Room room;
        room.items_ = static_cast<T*>(allocate_zeroed(count * sizeof(T)));
        room.bytes_ = count * sizeof(T);
        return room;
    }
    Room(Room&& other) noexcept
        : items_(std::exchange(other.items_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
    Room& operator=(Room&& other) noexcept {
        std::swap(items_, other.items_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~Room() { release(items_, bytes_); }

    T* get() const { return items_; }
    T& operator[](std::size_t i) const { return items_[i]; }

private:
    T* items_ = nullptr;
    std::size_t bytes_ = 0;
};

}  // namespace liquid::memory
