#include "value/buffer.hpp"

#include <algorithm>

namespace liquid {

namespace {
constexpr std::size_t kSmallest = 4096;
constexpr std::size_t kLargestKept = 4 * 1024 * 1024;
}  // namespace

void Buffer::grow(std::size_t needed) {
    std::size_t used = size();
    std::uint64_t wanted = static_cast<std::uint64_t>(used) + needed;
    if (wanted > limit_) throw LimitHit{Kind::OutputLimit, limit_ + before_, wanted + before_};
    std::size_t usable = std::max<std::size_t>(static_cast<std::size_t>(end_ - begin_) * 2, kSmallest);
    usable = std::max<std::size_t>(usable, static_cast<std::size_t>(wanted));
    if (usable > limit_) usable = static_cast<std::size_t>(limit_);
    if (budget_ != nullptr) {
        budget_->charge(usable - charged_);
        charged_ = usable;
    }
    if (usable > capacity_) {
        std::size_t bytes = begin_ != nullptr ? capacity_ + kWide : 0;
        begin_ = static_cast<char*>(memory::grow(begin_, bytes, usable + kWide));
        capacity_ = usable;
    }
    at_ = begin_ + used;
    end_ = begin_ + usable;
}

void Buffer::begin(MemoryBudget* budget) {
    refund();
    budget_ = budget;
    at_ = begin_;
    end_ = budget != nullptr ? begin_ : begin_ + capacity_;
}

void Buffer::end() {
    refund();
    if (capacity_ > kLargestKept) {
        memory::release(begin_, capacity_ + kWide);
        begin_ = nullptr;
        capacity_ = 0;
    }
    at_ = begin_;
    end_ = budget_ != nullptr ? begin_ : begin_ + capacity_;
}

}  // namespace liquid
