#include "source/near.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace liquid {
namespace {

// Longer names are not compared: the cost is quadratic, and nobody mistypes a name of that length.
constexpr std::size_t longest_name = 128;
constexpr std::size_t most_suggestions = 3;
constexpr unsigned edit = 4;
constexpr unsigned slip = 1;  // the same letter in another case, or `_` for `-`

constexpr char folded(char c) {
    if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
    return c == '_' ? '-' : c;
}

unsigned replacing(char left, char right) {
    if (left == right) return 0;
    return folded(left) == folded(right) ? slip : edit;
}

constexpr auto letter_bits = [] {
    std::array<std::uint32_t, 256> bits{};
    for (unsigned c = 0; c < bits.size(); ++c)
        bits[c] = 1u << (static_cast<unsigned char>(folded(static_cast<char>(c))) & 31);
    return bits;
}();

// Which letters a name has, whatever their case.
std::uint32_t letters_of(std::string_view name) {
    std::uint32_t letters = 0;
    for (char c : name) letters |= letter_bits[static_cast<unsigned char>(c)];
    return letters;
}

bool has_more_than(unsigned count, std::uint32_t bits) {
    for (; bits != 0; bits &= bits - 1)
        if (count-- == 0) return true;
    return false;
}

// An edit adds, removes or replaces one letter at most.
bool needs_more_than(unsigned edits, std::uint32_t left, std::uint32_t right) {
    return has_more_than(edits, left & ~right) || has_more_than(edits, right & ~left);
}

// The cost of turning one name into the other (optimal string alignment), in quarters of an edit.
unsigned distance(std::string_view left, std::string_view right) {
    std::vector<unsigned> before_last(right.size() + 1), last(right.size() + 1), current(right.size() + 1);
    for (std::size_t j = 0; j <= right.size(); ++j) last[j] = static_cast<unsigned>(j) * edit;
    for (std::size_t i = 1; i <= left.size(); ++i) {
        current[0] = static_cast<unsigned>(i) * edit;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            current[j] =
                std::min({last[j] + edit, current[j - 1] + edit, last[j - 1] + replacing(left[i - 1], right[j - 1])});
            bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if (swapped) current[j] = std::min(current[j], before_last[j - 2] + edit);
        }
        std::swap(before_last, last);
        std::swap(last, current);
    }
    return last[right.size()];
}

}  // namespace

std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& candidates) {
    if (name.empty() || name.size() > longest_name) return {};
    const auto edits = static_cast<unsigned>(std::clamp<std::size_t>(name.size() / 3, 1, 3));
    const std::uint32_t letters = letters_of(name);
    std::vector<std::pair<unsigned, const std::string*>> found;
    for (const std::string& candidate : candidates) {
        if (candidate.size() > name.size() + edits || name.size() > candidate.size() + edits) continue;
        if (needs_more_than(edits, letters, letters_of(candidate)) || candidate == name) continue;
        unsigned cost = distance(name, candidate);
        if (cost <= edits * edit) found.emplace_back(cost, &candidate);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(found.size(), most_suggestions); ++i) names.push_back(*found[i].second);
    return names;
}

}  // namespace liquid
