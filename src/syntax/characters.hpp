// Character classes of the reference's regular expressions (ASCII), and Ruby's strip.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace liquid::syntax {

namespace character {

enum Class : std::uint8_t {
    Space = 1,      // \s
    Word = 2,       // \w
    Name = 4,       // [\w-]
    Digit = 8,      // \d
    NameStart = 16  // [a-zA-Z_]
};

constexpr std::array<std::uint8_t, 256> make_classes() {
    std::array<std::uint8_t, 256> classes{};
    for (char c : {' ', '\t', '\n', '\v', '\f', '\r'}) classes[static_cast<unsigned char>(c)] = Space;
    for (int c = 'a'; c <= 'z'; ++c) classes[static_cast<std::size_t>(c)] = Word | Name | NameStart;
    for (int c = 'A'; c <= 'Z'; ++c) classes[static_cast<std::size_t>(c)] = Word | Name | NameStart;
    for (int c = '0'; c <= '9'; ++c) classes[static_cast<std::size_t>(c)] = Word | Name | Digit;
    classes['_'] = Word | Name | NameStart;
    classes['-'] = Name;
    return classes;
}

inline constexpr auto classes = make_classes();

}  // namespace character

constexpr bool is(char c, unsigned mask) { return (character::classes[static_cast<unsigned char>(c)] & mask) != 0; }
constexpr bool is_space(char c) { return is(c, character::Space); }
constexpr bool is_word(char c) { return is(c, character::Word); }
constexpr bool is_digit(char c) { return is(c, character::Digit); }

// The end of the run of characters of a class that begins at `at`.
constexpr std::size_t skip(std::string_view text, std::size_t at, unsigned mask) {
    while (at < text.size() && is(text[at], mask)) ++at;
    return at;
}
constexpr std::size_t skip_space(std::string_view text, std::size_t at) { return skip(text, at, character::Space); }

constexpr bool is_blank(std::string_view text) { return skip_space(text, 0) == text.size(); }

// Ruby's strip takes NUL for a blank, though \s does not.
constexpr std::string_view strip_left(std::string_view text) {
    while (!text.empty() && (is_space(text.front()) || text.front() == '\0')) text.remove_prefix(1);
    return text;
}
constexpr std::string_view strip_right(std::string_view text) {
    while (!text.empty() && (is_space(text.back()) || text.back() == '\0')) text.remove_suffix(1);
    return text;
}
constexpr std::string_view strip(std::string_view text) { return strip_right(strip_left(text)); }

}  // namespace liquid::syntax
