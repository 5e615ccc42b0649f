// Characters of UTF-8 text, as Ruby's String counts and maps them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace liquid {

bool is_ascii(std::string_view text);
bool is_valid_utf8(std::string_view text);
// Bytes of the first character; an invalid byte is a character of its own, as in Ruby. 0 for empty text.
std::size_t first_character(std::string_view text);
std::size_t last_character(std::string_view text);
// Where to cut a text of more than `most` bytes, so that at most so many are before it and no character is parted.
std::size_t cut_between_characters(std::string_view text, std::size_t most);
std::size_t count_characters(std::string_view text);
// The byte offset of character `index`; text.size() when there are fewer.
std::size_t offset_of_character(std::string_view text, std::size_t index);

// Full Unicode case mapping with the unconditional special casings (ß becomes SS); valid UTF-8 only. At most
// kCaseGrowth bytes are written for each byte of `text`; returns how many.
inline constexpr std::size_t kCaseGrowth = 3;
std::size_t write_upcase(char* out, std::string_view text);
std::size_t write_downcase(char* out, std::string_view text);
std::size_t write_capitalize(char* out, std::string_view text);

// The same for bytes: only A-Z and a-z change. Writes text.size() bytes.
void write_ascii_upcase(char* out, std::string_view text);
void write_ascii_downcase(char* out, std::string_view text);

constexpr char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr char ascii_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
// Ruby's whitespace: space, \t \n \v \f \r. Never a character beyond ASCII.
constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace liquid
