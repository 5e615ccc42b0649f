// url_encode, url_decode: Ruby's CGI.escape and CGI.unescape.
#include "filters/standard.hpp"
#include "filters/text.hpp"

namespace liquid::filters {

namespace {

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// The byte that the escape at the start of `text` stands for; -1: it is none. `text` has three bytes at least.
int escaped_byte(std::string_view text) {
    if (hex_digit(text[1]) < 0 || hex_digit(text[2]) < 0) return -1;
    return hex_digit(text[1]) * 16 + hex_digit(text[2]);
}

Value unescape(FilterCall& call, Value text) {
    std::string_view from = text.as_string();
    auto find_escape = [&](std::size_t start) {
        return find_byte_if(call.runtime(), from, start, [](char c) { return c == '%' || c == '+'; });
    };
    std::size_t at = find_escape(0);
    if (at == from.size()) return text;
    TextBuilder out(call, from.size(), text.flags());
    out.append(from.substr(0, at));
    // Ruby's decoder stops at a percent sign that has no room for its digits: a plus behind it stays.
    auto ends_short = [&] { return from[at] == '%' && from.size() - at < 3; };
    while (at < from.size() && !ends_short()) {
        int byte = from[at] == '%' ? escaped_byte(from.substr(at)) : -1;
        if (byte >= 0)
            out.append(static_cast<char>(byte));
        else
            out.append(from[at] == '+' ? ' ' : from[at]);
        at += byte >= 0 ? 3 : 1;
        call.runtime().pass(1);
        std::size_t plain = at;
        at = find_escape(plain);
        out.append(from.substr(plain, at - plain));
    }
    out.append(from.substr(at));
    return out.finish(0);
}

}  // namespace

Value url_encode(FilterCall& call, Value input, Arguments) {
    if (input.is_nil()) return Value::nil();
    Value text = to_text(call, input);
    std::string_view from = text.as_string();
    charge(call, from.size());
    std::size_t at = find_byte_if(call.runtime(), from, 0, [](char c) { return !is_unreserved(c); });
    if (at == from.size()) return text;

    constexpr char kDigits[] = "0123456789ABCDEF";
    TextBuilder out(call, from.size() + from.size() / 2 + 16, text.flags());
    out.append(from.substr(0, at));
    in_stretches(call.runtime(), from.substr(at), [&](std::string_view stretch) {
        for (char c : stretch) {
            auto byte = static_cast<unsigned char>(c);
            if (is_unreserved(c)) {
                out.append(c);
            } else if (c == ' ') {
                out.append('+');
            } else {
                char escaped[] = {'%', kDigits[byte >> 4], kDigits[byte & 15]};
                out.append(escaped, sizeof escaped);
            }
        }
        return true;
    });
    return out.finish();
}

// The result is UTF-8 when it can be. Otherwise it stays in the input's encoding, which Binary allows.
Value url_decode(FilterCall& call, Value input, Arguments) {
    if (input.is_nil()) return Value::nil();
    Value text = to_text(call, input);
    charge(call, text.length());
    Value result = unescape(call, text);
    if (is_valid_utf8(call.runtime(), result.as_string()))
        return Value::string(result.as_string(), result.storage(), known_of(result) | Value::ValidUtf8);
    return result.has(Value::Binary) ? result : fail_invalid_bytes(call, result);
}

}  // namespace liquid::filters
