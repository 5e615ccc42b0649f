#include "diagnostics/visible.hpp"

#include <utf8proc.h>

#include <cstdint>

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

// Characters that are not drawn but change how others are. The two joiners only shape the letters beside them, and
// several scripts and most composed emoji need them.
bool is_disguising(std::int32_t code_point) {
    constexpr std::int32_t zero_width_non_joiner = 0x200c;
    constexpr std::int32_t zero_width_joiner = 0x200d;
    if (code_point == zero_width_non_joiner || code_point == zero_width_joiner) return false;
    switch (utf8proc_category(code_point)) {
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            return true;
        default:
            return false;
    }
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
    std::int32_t code_point = 0;
    const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                        static_cast<utf8proc_ssize_t>(text.size()), &code_point);
    if (bytes <= 0) return append_escape(out, byte_escape(first), 1);
    const auto length = static_cast<std::size_t>(bytes);
    if (is_disguising(code_point)) return append_escape(out, code_point_escape(code_point), length);
    out += text.substr(0, length);
    const int columns = utf8proc_charwidth(code_point);
    return {length, columns < 0 ? 0u : static_cast<std::size_t>(columns)};
}

std::string visible(std::string_view text, std::size_t most_columns) {
    std::string out;
    std::size_t columns = 0;
    while (!text.empty()) {
        if (columns >= most_columns) return out + "…";
        const Glyph glyph = append_glyph(out, text);
        columns += glyph.columns;
        text.remove_prefix(glyph.bytes);
    }
    return out;
}

}  // namespace liquid::diagnostics
