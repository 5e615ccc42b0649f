// Long texts, worked through in stretches: between two, the render looks at its deadline and stop token
// (Runtime::pass). A text of one stretch is not worth a look: the steps that its filter charges see to it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "value/buffer.hpp"
#include "value/runtime.hpp"
#include "value/unicode.hpp"

namespace liquid {

// Calls each(stretch) for one stretch after the other until it returns false; true when there was no false.
template <class Each>
bool in_stretches(Runtime& runtime, std::string_view text, Each each) {
    while (text.size() > Runtime::kStretch) [[unlikely]] {
            std::size_t size = cut_between_characters(text, Runtime::kStretch);
            if (!each(text.substr(0, size))) return false;
            runtime.pass(size);
            text.remove_prefix(size);
        }
    return each(text);
}

// The first place at or after `from` whose byte is `wanted(byte)`; text.size(): none.
template <class Wanted>
std::size_t find_byte_if(Runtime& runtime, std::string_view text, std::size_t from, Wanted wanted) {
    if (text.size() > Runtime::kStretch) [[unlikely]] {
        while (text.size() - from > Runtime::kStretch) {
            std::size_t end = from + Runtime::kStretch;
            std::size_t at = from;
            while (at < end && !wanted(text[at])) ++at;
            runtime.pass(at - from);
            if (at < end) return at;
            from = end;
        }
    }
    while (from < text.size() && !wanted(text[from])) ++from;
    return from;
}

// As those of std::string_view; npos: nowhere. All are linear, however the texts are made.
std::size_t find_byte_in_long(Runtime& runtime, std::string_view text, char wanted, std::size_t from);
inline std::size_t find_byte(Runtime& runtime, std::string_view text, char wanted, std::size_t from = 0) {
    if (text.size() <= Runtime::kStretch) [[likely]]
        return text.find(wanted, from);
    return find_byte_in_long(runtime, text, wanted, from);
}
std::size_t find_text(Runtime& runtime, std::string_view text, std::string_view wanted, std::size_t from = 0);
std::size_t find_last_text(Runtime& runtime, std::string_view text, std::string_view wanted);

bool is_ascii(Runtime& runtime, std::string_view text);
bool is_valid_utf8(Runtime& runtime, std::string_view text);
std::size_t count_characters(Runtime& runtime, std::string_view text);
std::size_t offset_of_character(Runtime& runtime, std::string_view text, std::size_t index);
int compare_bytes(Runtime& runtime, std::string_view left, std::string_view right);
void copy_bytes(Runtime& runtime, char* to, std::string_view from);

void append_long(Runtime& runtime, Buffer& out, std::string_view text);
inline void append_bytes(Runtime& runtime, Buffer& out, std::string_view text) {
    if (text.size() <= Runtime::kStretch) [[likely]]
        return out.append(text);
    append_long(runtime, out, text);
}

}  // namespace liquid
