// How the fuzz targets take their input apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace fuzz {

/// Between the parts of an input: RS, which templates do not need.
inline constexpr char kBetween = '\x1e';

/// The first byte as a set of switches; 0 when there is none. Seeds have printable ones ('@' and above).
inline unsigned take_switches(std::string_view& input) {
    if (input.empty()) return 0;
    unsigned switches = static_cast<unsigned char>(input.front());
    input.remove_prefix(1);
    return switches;
}

inline std::vector<std::string_view> parts(std::string_view input, std::size_t most) {
    std::vector<std::string_view> all;
    while (all.size() + 1 < most) {
        std::size_t end = input.find(kBetween);
        if (end == std::string_view::npos) break;
        all.push_back(input.substr(0, end));
        input.remove_prefix(end + 1);
    }
    all.push_back(input);
    return all;
}

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return size == 0 ? std::string_view() : std::string_view(reinterpret_cast<const char*>(data), size);
}

/// What must hold for every input; ends the process, which the fuzzer reports, when it does not.
inline void check(bool holds) {
    if (!holds) __builtin_trap();
}

}  // namespace fuzz
