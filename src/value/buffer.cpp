#include "value/buffer.hpp"

#include <algorithm>

namespace liquid {

void Buffer::grow(std::size_t needed) {
    std::size_t used = size();
    std::uint64_t wanted = static_cast<std::uint64_t>(used) + needed;
    if (wanted > limit_) throw LimitHit{Kind::OutputLimit, limit_, wanted};
    std::size_t capacity = std::max<std::size_t>(static_cast<std::size_t>(end_ - begin_) * 2, 4096);
    capacity = std::max<std::size_t>(capacity, static_cast<std::size_t>(wanted));
    if (capacity > limit_) capacity = static_cast<std::size_t>(limit_);
    char* memory = static_cast<char*>(std::realloc(begin_, capacity));
    if (memory == nullptr) throw std::bad_alloc();
    begin_ = memory;
    at_ = memory + used;
    end_ = memory + capacity;
}

}  // namespace liquid
