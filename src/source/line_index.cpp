#include "source/line_index.hpp"

#include <algorithm>
#include <cstring>

namespace liquid {

LineIndex::LineIndex(std::string_view text) : text_(text), starts_{0} {
    const char* end = text.data() + text.size();
    for (const char* at = text.data(); at != end;) {
        const auto* newline = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
        if (!newline) break;
        at = newline + 1;
        starts_.push_back(static_cast<std::uint32_t>(at - text.data()));
    }
}

LineColumn LineIndex::at(std::uint32_t offset) const {
    offset = static_cast<std::uint32_t>(std::min<std::size_t>(offset, text_.size()));
    auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    return {static_cast<std::uint32_t>(after - starts_.begin()), offset - *(after - 1) + 1};
}

std::uint32_t LineIndex::start(std::uint32_t number) const {
    if (number == 0) return 0;
    return number <= starts_.size() ? starts_[number - 1] : static_cast<std::uint32_t>(text_.size());
}

std::string_view LineIndex::line(std::uint32_t number) const {
    if (number == 0 || number > starts_.size()) return {};
    std::string_view line = text_.substr(starts_[number - 1], start(number + 1) - starts_[number - 1]);
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace liquid
