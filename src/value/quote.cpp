#include "value/quote.hpp"

#include <utf8proc.h>

#include "value/stretches.hpp"

namespace liquid {

namespace {

// A strict decoder: no surrogates, nothing overlong, nothing above U+10FFFF. 0: no character starts here.
std::size_t decode(std::string_view text, std::uint32_t& character) {
    auto byte = [&](std::size_t i) -> std::uint32_t { return static_cast<unsigned char>(text[i]); };
    std::uint32_t lead = byte(0);
    std::size_t length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length == 0 || length > text.size()) return 0;
    character = lead & (0x7fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return 0;
        character = character << 6 | (byte(i) & 0x3f);
    }
    constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (character < kSmallest[length] || character > 0x10ffff) return 0;
    return character >= 0xd800 && character < 0xe000 ? 0 : length;
}

// Ruby's notion: letters, marks, signs, spaces, format and private characters; of the controls only U+0085.
bool is_printable(std::uint32_t character) {
    if (character == 0x85) return true;
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(character))) {
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CS:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            return false;
        default:
            return true;
    }
}

void append_hex(Buffer& out, std::uint32_t number, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out.append("0123456789ABCDEF"[number >> shift & 15]);
}

void append_byte(Buffer& out, char byte) {
    out.append("\\x");
    append_hex(out, static_cast<unsigned char>(byte), 2);
}

void append_code(Buffer& out, std::uint32_t character) {
    if (character < 0x10000) {
        out.append("\\u");
        append_hex(out, character, 4);
    } else {
        out.append("\\u{");
        append_hex(out, character, character < 0x100000 ? 5 : 6);
        out.append('}');
    }
}

bool is_plain(char c) { return c >= ' ' && c < 0x7f && c != '"' && c != '\\' && c != '#'; }

void append_control(Buffer& out, char c, bool binary) {
    switch (c) {
        case '\n':
            return out.append("\\n");
        case '\r':
            return out.append("\\r");
        case '\t':
            return out.append("\\t");
        case '\f':
            return out.append("\\f");
        case '\v':
            return out.append("\\v");
        case '\b':
            return out.append("\\b");
        case '\a':
            return out.append("\\a");
        case '\x1b':
            return out.append("\\e");
        default:
            break;
    }
    if (binary)
        append_byte(out, c);
    else
        append_code(out, static_cast<unsigned char>(c));
}

// One step: at least one byte of `rest` is written; says how many.
std::size_t append_special(Buffer& out, std::string_view rest, bool binary) {
    char c = rest[0];
    if (c == '"' || c == '\\') {
        out.append('\\');
        out.append(c);
        return 1;
    }
    if (c == '#') {
        // Only where Ruby would interpolate.
        if (rest.size() > 1 && (rest[1] == '{' || rest[1] == '$' || rest[1] == '@')) out.append('\\');
        out.append(c);
        return 1;
    }
    if (static_cast<unsigned char>(c) < 0x80) {
        append_control(out, c, binary);
        return 1;
    }
    std::uint32_t character = 0;
    std::size_t length = binary ? 0 : decode(rest, character);
    if (length == 0) {
        append_byte(out, c);
        return 1;
    }
    if (is_printable(character))
        out.append(rest.substr(0, length));
    else
        append_code(out, character);
    return length;
}

}  // namespace

void append_quoted(Runtime& runtime, Buffer& out, Value string) {
    std::string_view text = string.as_string();
    bool binary = string.has(Value::Binary);
    runtime.pass(text.size());
    out.append('"');
    while (!text.empty()) {
        std::size_t plain = find_byte_if(runtime, text, 0, [](char c) { return !is_plain(c); });
        append_bytes(runtime, out, text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) break;
        text.remove_prefix(append_special(out, text, binary));
        runtime.pass(8);  // what it costs, not what it reads
    }
    out.append('"');
}

}  // namespace liquid
