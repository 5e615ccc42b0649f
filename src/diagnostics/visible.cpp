#include "diagnostics/visible.hpp"

#include <cstdint>

#include "diagnostics/character.hpp"

namespace liquid::diagnostics {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

std::string byte_escape(unsigned char byte) {
    switch (byte) {
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        default:
            return {'\\', 'x', hex_digits[byte >> 4], hex_digits[byte & 15]};
    }
}

std::string code_point_escape(std::int32_t code_point) {
    std::string digits;
    for (int shift = 20; shift >= 0; shift -= 4) {
        const int digit = (code_point >> shift) & 15;
        if (digit != 0 || !digits.empty() || shift == 0) digits += hex_digits[static_cast<std::size_t>(digit)];
    }
    return "\\u{" + digits + "}";
}

Glyph append_escape(std::string& out, const std::string& escape, std::size_t bytes) {
    out += escape;
    return {bytes, escape.size()};
}

}  // namespace

Glyph append_glyph(std::string& out, std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first >= 0x20 && first < 0x7f) {
        out += text.front();
        return {1, 1};
    }
    if (first < 0x80) return append_escape(out, byte_escape(first), 1);
    const Character character = first_character(text);
    if (!character.valid) return append_escape(out, byte_escape(first), 1);
    if (character.is_disguising()) {
        return append_escape(out, code_point_escape(character.code_point), character.bytes);
    }
    out += text.substr(0, character.bytes);
    return {character.bytes, character.columns()};
}

std::string visible(std::string_view text, std::size_t most_columns) {
    std::string out;
    std::size_t columns = 0;
    const std::size_t most_bytes = most_columns * 8;  // characters without width, heaped up
    while (!text.empty()) {
        if (columns >= most_columns || out.size() >= most_bytes) return out + "…";
        const Glyph glyph = append_glyph(out, text);
        columns += glyph.columns;
        text.remove_prefix(glyph.bytes);
    }
    return out;
}

}  // namespace liquid::diagnostics
