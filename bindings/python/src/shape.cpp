#include "shape.hpp"

#include <algorithm>

#include <liquid/foreign.hpp>

namespace liquidpy {

Shape* Shape::read_key(Plan& plan, nb::handle name, std::string_view text) {
    constexpr std::uint32_t kMostKeys = 256;
    for (std::uint32_t i = 0; i < size_; ++i)
        if (keys_[i].text.size() == text.size() && liquid::same_bytes(keys_[i].text.data(), text.data(), text.size()))
            return keys_[i].value;
    if (size_ == kMostKeys) return nullptr;
    Shape* value = plan.add_shape(depth_ + 1);
    if (value == nullptr) return nullptr;
    if (size_ == capacity_) grow();
    plan.hold(name);
    keys_[size_++] = {name.ptr(), text, value};
    return value;
}

void Shape::grow() {
    const std::uint32_t capacity = capacity_ == 0 ? 8 : capacity_ * 2;
    auto keys = std::make_unique<Key[]>(capacity);
    std::copy_n(keys_, size_, keys.get());
    keys_ = keys.get();
    capacity_ = capacity;
    all_keys_.push_back(std::move(keys));
}

Shape* Shape::item(Plan& plan) {
    if (item_ == nullptr) item_ = plan.add_shape(depth_ + 1);
    return item_;
}

void Shape::read_items(std::uint32_t read, std::uint32_t size) {
    whole_ = read == size && (whole_ || !met_list_);
    met_list_ = true;
    most_ = std::max(most_, read);
}

Shape* Plan::add_shape(unsigned depth) {
    constexpr std::size_t kMostShapes = 4096;
    constexpr unsigned kDeepest = 32;
    if (shapes_.size() == kMostShapes || depth > kDeepest) return nullptr;
    return &shapes_.emplace_back(depth);
}

Plan::Turn Plan::next_turn() {
    constexpr unsigned kEnough = 3;
    ++renders_;
    if (!is_drawn_) return Turn::Draw;
    if (timed_ < kEnough) return Turn::Time;
    return pays() ? Turn::Ahead : Turn::Rest;
}

void Plan::timed(Duration whole) {
    ++timed_;
    least_whole_ = std::min(least_whole_, whole);
}

void Plan::ran(Duration reading, Duration running) {
    ++ran_;
    if (late_ != 0) --late_;
    least_reading_ = std::min(least_reading_, reading);
    least_running_ = std::min(least_running_, running);
}

// Two threads that read in turn have a page in half the time of one, or in the time of reading if that is longer; and
// that must be less than a page takes that keeps the GIL.
bool Plan::pays() const {
    constexpr std::chrono::microseconds kHandOver{2};
    constexpr unsigned kEnough = 4;
    if (late_ >= kTooLate) return false;
    return ran_ < kEnough || std::max(least_reading_, (least_reading_ + least_running_) / 2) + kHandOver < least_whole_;
}

}  // namespace liquidpy
