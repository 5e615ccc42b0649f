// Counting newlines, sixteen bytes at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace liquid {

namespace newlines {

using Bytes = signed char __attribute__((vector_size(16)));

inline Bytes load(const void* at) {
    Bytes bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

// -1 for each newline.
inline Bytes marks(const char* at) {
    constexpr signed char n = '\n';
    constexpr Bytes wanted{n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n};
    return load(at) == wanted;
}

// The sum of sixteen counts, which is below 256.
inline std::uint32_t sum(Bytes counts) {
    std::uint64_t halves[2];
    std::memcpy(halves, &counts, sizeof halves);
    return static_cast<std::uint32_t>(((halves[0] + halves[1]) * 0x0101010101010101) >> 56);
}

// `mask + n` begins n bytes before its ones.
alignas(16) inline constexpr unsigned char mask[32] = {0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,
                                                       0,    0,    0,    0,    0,    0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                                       0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

}  // namespace newlines

// The newlines in text[begin, end).
inline std::uint32_t count_newlines(std::string_view text, std::size_t begin, std::size_t end) {
    constexpr std::size_t width = sizeof(newlines::Bytes);
    constexpr std::size_t most = 15 * width;  // that one sum can hold
    const char* data = text.data();
    if (end < width) return static_cast<std::uint32_t>(std::count(data + begin, data + end, '\n'));
    std::uint32_t count = 0;
    for (; end - begin > most; begin += most) count += count_newlines(text, begin, begin + most);
    // The last ones first, of the sixteen bytes that end where they end.
    std::size_t rest = (end - begin) % width;
    newlines::Bytes counts = -(newlines::marks(data + end - width) & newlines::load(newlines::mask + rest));
    for (end -= rest; begin != end; begin += width) counts -= newlines::marks(data + begin);
    return count + newlines::sum(counts);
}

}  // namespace liquid
