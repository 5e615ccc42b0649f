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
std::size_t count_characters(std::string_view text);
// The byte offset of character `index`; text.size() when there are fewer.
std::size_t offset_of_character(std::string_view text, std::size_t index);

// Full Unicode case mapping with the unconditional special casings (ß becomes SS); valid UTF-8 only.
void append_upcase(std::string& out, std::string_view text);
void append_downcase(std::string& out, std::string_view text);
void append_capitalize(std::string& out, std::string_view text);

}  // namespace liquid
