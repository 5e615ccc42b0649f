// What a template read of the dicts and lists that it was given: the next render of it may read the same ahead.
#pragma once

#include <nanobind/nanobind.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

namespace liquidpy {

namespace nb = nanobind;

class Plan;

// What was read of the values at one place, such as each `product` in `collection.products`.
class Shape {
public:
    struct Key {
        PyObject* name;  // the plan holds it
        std::string_view text;
        Shape* value;
    };

    explicit Shape(unsigned depth) : depth_(depth) {}
    Shape(const Shape&) = delete;
    Shape& operator=(const Shape&) = delete;

    // Keys stay where they are when others follow: a render without the GIL goes on reading those that it knew.
    const Key* keys() const { return keys_; }
    std::uint32_t size() const { return size_; }
    // Of a list with so many items, how many are worth reading.
    std::uint32_t items_of(std::uint32_t size) const { return whole_ || most_ > size ? size : most_; }

    // A key that was read, and its value's shape. Null: the plan is full, or the place too deep.
    Shape* read_key(Plan& plan, nb::handle name, std::string_view text);
    // The shape of a list's items.
    Shape* item(Plan& plan);
    Shape* item() const { return item_; }
    // A list of `size` items was left after so many.
    void read_items(std::uint32_t read, std::uint32_t size);

private:
    void grow();

    const unsigned depth_;
    Key* keys_ = nullptr;
    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = 0;
    std::vector<std::unique_ptr<Key[]>> all_keys_;  // the last are in use, the others may be
    Shape* item_ = nullptr;
    std::uint32_t most_ = 0;  // items that were read of one list
    bool whole_ = false;      // no list was left before its end
    bool met_list_ = false;
};

// All that one template read. Used with the GIL only, but for keys of shapes.
class Plan {
public:
    using Duration = std::chrono::steady_clock::duration;
    enum class Turn : std::uint8_t {
        Draw,   // read by the plan, late: it is drawn
        Time,   // as without a plan, but timed
        Ahead,  // read ahead
        Rest,   // as without a plan
    };

    // What the next render is for.
    Turn next_turn();
    // Data change, and with them what is read, so a plan is drawn anew after some renders.
    bool is_old() const { return renders_ >= (pays() ? kMostRenders : kMostWithout); }

    void timed(Duration whole);
    // A render read ahead for so long, and then ran for so long without the GIL; or needed it before its end.
    void ran(Duration reading, Duration running);
    void ran_late() { late_ += kLate; }

    Shape& root() { return root_; }
    void drawn() { is_drawn_ = true; }
    // Null when there are enough.
    Shape* add_shape(unsigned depth);
    void hold(nb::handle name) { names_.push_back(nb::borrow(name)); }

private:
    static constexpr unsigned kMostRenders = 256;
    static constexpr unsigned kMostWithout = 4096;
    static constexpr unsigned kLate = 2, kTooLate = 8;

    bool pays() const;

    Shape root_{0};
    std::deque<Shape> shapes_;
    std::vector<nb::object> names_;
    bool is_drawn_ = false;
    unsigned renders_ = 0;
    unsigned timed_ = 0;
    unsigned ran_ = 0;
    unsigned late_ = 0;  // two for each late render, less one for each other
    // The shortest of all: in the others this thread may have waited.
    Duration least_whole_ = Duration::max();
    Duration least_reading_ = Duration::max();
    Duration least_running_ = Duration::max();
};

}  // namespace liquidpy
