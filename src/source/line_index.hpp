// Lines and columns of byte offsets.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace liquid {

struct LineColumn {
    std::uint32_t line = 1;    // 1-based
    std::uint32_t column = 1;  // 1-based, in bytes
};

// Knows where the lines of a text begin. The text must outlive it. Offsets beyond the end count as the end.
class LineIndex {
public:
    explicit LineIndex(std::string_view text);

    LineColumn at(std::uint32_t offset) const;
    std::uint32_t line_count() const { return static_cast<std::uint32_t>(starts_.size()); }
    // The line without its newline (`\n` or `\r\n`); empty for a number that is no line.
    std::string_view line(std::uint32_t number) const;
    // Where line `number` begins.
    std::uint32_t start(std::uint32_t number) const;

private:
    std::string_view text_;
    std::vector<std::uint32_t> starts_;
};

}  // namespace liquid
