#include "value/unicode.hpp"

#include <utf8proc.h>

#include <cstring>

#include "value/special_casing.hpp"

namespace liquid {

namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080ull;

std::uint64_t load_word(const char* at) {
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    return word;
}

// The end of the run of ASCII bytes that starts at `at`.
const char* skip_ascii(const char* at, const char* end) {
    while (end - at >= 64 && ((load_word(at) | load_word(at + 8) | load_word(at + 16) | load_word(at + 24) |
                               load_word(at + 32) | load_word(at + 40) | load_word(at + 48) | load_word(at + 56)) &
                              kHighBits) == 0)
        at += 64;
    while (end - at >= 8 && (load_word(at) & kHighBits) == 0) at += 8;
    while (at != end && static_cast<unsigned char>(*at) < 0x80) ++at;
    return at;
}

bool is_continuation(unsigned char c) { return (c & 0xc0) == 0x80; }

// Bytes of the valid character at `at`; 0 when there is none.
std::size_t valid_character(const char* at, const char* end) {
    auto byte = [&](int i) { return static_cast<unsigned char>(at[i]); };
    unsigned char lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead < 0xc2 || lead > 0xf4) return 0;
    std::ptrdiff_t left = end - at;
    if (lead < 0xe0) return left >= 2 && is_continuation(byte(1)) ? 2 : 0;
    if (lead < 0xf0) {
        if (left < 3 || !is_continuation(byte(1)) || !is_continuation(byte(2))) return 0;
        // No overlong forms, no surrogates.
        return (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xed && byte(1) >= 0xa0) ? 0 : 3;
    }
    if (left < 4 || !is_continuation(byte(1)) || !is_continuation(byte(2)) || !is_continuation(byte(3))) return 0;
    return (lead == 0xf0 && byte(1) < 0x90) || (lead == 0xf4 && byte(1) >= 0x90) ? 0 : 4;
}

const char* next_character(const char* at, const char* end) {
    std::size_t size = valid_character(at, end);
    return at + (size == 0 ? 1 : size);
}

// `at` starts a valid character that is not ASCII.
char32_t decode(const char*& at) {
    auto byte = [&] { return static_cast<char32_t>(static_cast<unsigned char>(*at++)); };
    char32_t lead = byte();
    if (lead < 0xe0) return ((lead & 0x1f) << 6) | (byte() & 0x3f);
    char32_t second = byte() & 0x3f;
    if (lead < 0xf0) return ((lead & 0x0f) << 12) | (second << 6) | (byte() & 0x3f);
    char32_t third = byte() & 0x3f;
    return ((lead & 0x07) << 18) | (second << 12) | (third << 6) | (byte() & 0x3f);
}

char* encode(char* out, char32_t c) {
    auto put = [&](char32_t byte) { *out++ = static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xc0 | (c >> 6));
        put(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        put(0xe0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3f));
        put(0x80 | (c & 0x3f));
    } else {
        put(0xf0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3f));
        put(0x80 | ((c >> 6) & 0x3f));
        put(0x80 | (c & 0x3f));
    }
    return out;
}

enum class Case : std::uint8_t { Upper, Lower, Title };

char* encode_all(char* out, const Casing& casing) {
    for (char32_t c : casing.text) {
        if (c == 0) break;
        out = encode(out, c);
    }
    return out;
}

char* write_mapped(char* out, char32_t c, Case to) {
    if (to == Case::Lower) {
        if (c == 0x130) return encode_all(out, {{0x69, 0x307, 0}});  // I with a dot
        return encode(out, static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c))));
    }
    Casing casing;
    if (to == Case::Upper) {
        if (find_special_upper(c, casing)) return encode_all(out, casing);
        return encode(out, static_cast<char32_t>(utf8proc_toupper(static_cast<utf8proc_int32_t>(c))));
    }
    if (find_special_title(c, casing)) return encode_all(out, casing);
    return encode(out, static_cast<char32_t>(utf8proc_totitle(static_cast<utf8proc_int32_t>(c))));
}

std::size_t write_case(char* out, std::string_view text, Case to) {
    const char* at = text.data();
    const char* end = at + text.size();
    char* start = out;
    while (at != end) {
        const char* ascii_end = skip_ascii(at, end);
        std::string_view ascii(at, static_cast<std::size_t>(ascii_end - at));
        if (to == Case::Lower)
            write_ascii_downcase(out, ascii);
        else
            write_ascii_upcase(out, ascii);
        out += ascii.size();
        at = ascii_end;
        while (at != end && static_cast<unsigned char>(*at) >= 0x80) out = write_mapped(out, decode(at), to);
    }
    return static_cast<std::size_t>(out - start);
}

}  // namespace

bool is_ascii(std::string_view text) {
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left >= 32; at += 32, left -= 32) {
        std::uint64_t word = load_word(at) | load_word(at + 8) | load_word(at + 16) | load_word(at + 24);
        if ((word & kHighBits) != 0) return false;
    }
    return skip_ascii(at, at + left) == at + left;
}

bool is_valid_utf8(std::string_view text) {
    const char* at = text.data();
    const char* end = at + text.size();
    while ((at = skip_ascii(at, end)) != end) {
        std::size_t size = valid_character(at, end);
        if (size == 0) return false;
        at += size;
    }
    return true;
}

std::size_t first_character(std::string_view text) {
    if (text.empty()) return 0;
    const char* at = text.data();
    return static_cast<std::size_t>(next_character(at, at + text.size()) - at);
}

std::size_t last_character(std::string_view text) {
    for (std::size_t size = 2; size <= 4 && size <= text.size(); ++size)
        if (first_character(text.substr(text.size() - size)) == size) return size;
    return text.empty() ? 0 : 1;
}

std::size_t cut_between_characters(std::string_view text, std::size_t most) {
    for (std::size_t end = most; end > most - 4; --end)
        if (!is_continuation(static_cast<unsigned char>(text[end]))) return end;
    return most;  // no character is so long
}

std::size_t count_characters(std::string_view text) {
    const char* at = text.data();
    const char* end = at + text.size();
    std::size_t count = 0;
    while (at != end) {
        const char* ascii_end = skip_ascii(at, end);
        count += static_cast<std::size_t>(ascii_end - at);
        at = ascii_end;
        for (; at != end && static_cast<unsigned char>(*at) >= 0x80; ++count) at = next_character(at, end);
    }
    return count;
}

std::size_t offset_of_character(std::string_view text, std::size_t index) {
    const char* at = text.data();
    const char* end = at + text.size();
    while (at != end && index != 0) {
        if (index >= 8 && end - at >= 8 && (load_word(at) & kHighBits) == 0) {
            at += 8;
            index -= 8;
        } else {
            at = next_character(at, end);
            --index;
        }
    }
    return static_cast<std::size_t>(at - text.data());
}

std::size_t write_upcase(char* out, std::string_view text) { return write_case(out, text, Case::Upper); }

std::size_t write_downcase(char* out, std::string_view text) { return write_case(out, text, Case::Lower); }

std::size_t write_capitalize(char* out, std::string_view text) {
    std::size_t first = first_character(text);
    std::size_t written = write_case(out, text.substr(0, first), Case::Title);
    return written + write_case(out + written, text.substr(first), Case::Lower);
}

void write_ascii_upcase(char* out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) out[i] = ascii_upper(text[i]);
}

void write_ascii_downcase(char* out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) out[i] = ascii_lower(text[i]);
}

}  // namespace liquid
