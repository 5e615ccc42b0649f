// escape, escape_once
#include <array>

#include "filters/standard.hpp"
#include "filters/text.hpp"

namespace liquid::filters {

namespace {

constexpr std::string_view entity_of(char c) {
    switch (c) {
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        case '"':
            return "&quot;";
        case '\'':
            return "&#39;";
        default:
            return {};
    }
}

constexpr auto kSpecial = [] {
    std::array<bool, 256> table{};
    for (char c : std::string_view("&<>\"'")) table[static_cast<unsigned char>(c)] = true;
    return table;
}();

bool is_special(char c) { return kSpecial[static_cast<unsigned char>(c)]; }

std::size_t find_special(FilterCall& call, std::string_view text, std::size_t at) {
    return find_byte_if(call.runtime(), text, at, is_special);
}

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whether `text`, which starts behind an ampersand, goes on as `name;` or `#123;`. Names have letters only.
bool starts_entity(FilterCall& call, std::string_view text) {
    std::size_t at = 0;
    if (!text.empty() && text[0] == '#') {
        at = find_byte_if(call.runtime(), text, 1, [](char c) { return !is_digit(c); });
        return at > 1 && at < text.size() && text[at] == ';';
    }
    at = find_byte_if(call.runtime(), text, 0, [](char c) { return !is_letter(c); });
    return at > 0 && at < text.size() && text[at] == ';';
}

// Text with nothing to escape is given back as it is.
template <bool kOnce>
Value escape_text(FilterCall& call, Value text) {
    std::string_view from = text.as_string();
    charge(call, from.size());
    std::size_t at = find_special(call, from, 0);
    if (at == from.size()) return text;
    TextBuilder out(call, from.size() + from.size() / 8 + 16, text.flags());
    std::size_t copied = 0;
    for (; at < from.size(); at = find_special(call, from, at + 1)) {
        if (kOnce && from[at] == '&' && starts_entity(call, from.substr(at + 1))) continue;
        out.append(from.substr(copied, at - copied));
        out.append(entity_of(from[at]));
        copied = at + 1;
    }
    out.append(from.substr(copied));
    return out.finish(known_of(text));
}

}  // namespace

Value escape(FilterCall& call, Value input, Arguments) {
    if (input.is_nil()) return Value::nil();
    return escape_text<false>(call, to_text(call, input));
}

Value escape_once(FilterCall& call, Value input, Arguments) {
    Value text = to_text(call, input);
    if (is_broken(call, text)) return fail_invalid_bytes(call, text);
    return escape_text<true>(call, text);
}

}  // namespace liquid::filters
