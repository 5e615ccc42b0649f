// base64_encode, base64_decode and their URL-safe forms: Ruby's Base64.strict_... and urlsafe_...
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "filters/standard.hpp"
#include "filters/text.hpp"

namespace liquid::filters {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlSafeAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

using Digits = std::array<std::int16_t, 256>;

constexpr Digits digits_of(std::string_view alphabet) {
    Digits digits{};
    for (auto& digit : digits) digit = -1;
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        digits[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int16_t>(i);
    return digits;
}

constexpr Digits kDigits = digits_of(kAlphabet);
// Decoding the URL-safe form takes the two usual signs too.
constexpr Digits kUrlSafeDigits = [] {
    Digits digits = digits_of(kUrlSafeAlphabet);
    digits['+'] = 62;
    digits['/'] = 63;
    return digits;
}();

Value encode(FilterCall& call, Value input, std::string_view alphabet) {
    Value text = to_text(call, input);
    std::string_view from = text.as_string();
    charge(call, from.size());
    TextBuilder out(call, (from.size() + 2) / 3 * 4, Value::UsAscii);
    auto byte = [&](std::size_t i) -> unsigned { return i < from.size() ? static_cast<unsigned char>(from[i]) : 0; };
    for (std::size_t at = 0; at < from.size(); at += 3) {
        unsigned bits = byte(at) << 16 | byte(at + 1) << 8 | byte(at + 2);
        call.runtime().pass(3);
        char* quad = out.reserve(4);
        quad[0] = alphabet[bits >> 18];
        quad[1] = alphabet[bits >> 12 & 63];
        quad[2] = at + 1 < from.size() ? alphabet[bits >> 6 & 63] : '=';
        quad[3] = at + 2 < from.size() ? alphabet[bits & 63] : '=';
        out.advance(4);
    }
    return out.finish();
}

// Strict decoding: whole groups of four, padding only at the end, no bits left over. False: `text` is not Base64.
// `padding` signs are taken to stand behind the text.
bool decode_into(Runtime& runtime, TextBuilder& out, std::string_view text, std::size_t padding, const Digits& digits) {
    while (padding < 2 && !text.empty() && text.back() == '=') {
        text.remove_suffix(1);
        ++padding;
    }
    unsigned bits = 0;
    std::size_t count = 0;
    for (char c : text) {
        int digit = digits[static_cast<unsigned char>(c)];
        if (digit < 0) return false;
        bits = bits << 6 | static_cast<unsigned>(digit);
        if (++count % 4 != 0) continue;
        runtime.pass(4);
        char* bytes = out.reserve(3);
        bytes[0] = static_cast<char>(bits >> 16);
        bytes[1] = static_cast<char>(bits >> 8);
        bytes[2] = static_cast<char>(bits);
        out.advance(3);
        bits = 0;
    }
    std::size_t rest = count % 4;
    if (rest == 0) return padding == 0;
    if (rest == 1 || rest + padding != 4) return false;
    unsigned unused = rest == 2 ? 15u : 3u;
    if ((bits & unused) != 0) return false;
    if (rest == 2) {
        out.append(static_cast<char>(bits >> 4));
    } else {
        out.append(static_cast<char>(bits >> 10));
        out.append(static_cast<char>(bits >> 2));
    }
    return true;
}

// The bytes take the input's encoding when they are valid in it, else they are Binary. The text that
// base64_encode gives is US-ASCII, so decoding it again gives Binary for everything beyond ASCII.
Value decode(FilterCall& call, Value input, const Digits& digits, bool may_lack_padding, std::string_view name) {
    Value text = to_text(call, input);
    std::string_view from = text.as_string();
    charge(call, from.size());
    TextBuilder out(call, from.size() / 4 * 3 + 3);
    bool lacks_padding = may_lack_padding && !from.ends_with('=') && from.size() % 4 != 0;
    if (!decode_into(call.runtime(), out, from, lacks_padding ? 4 - from.size() % 4 : 0, digits)) {
        std::string message = "invalid base64 provided to " + std::string(name);
        return call.runtime().fail(Kind::InvalidArgument, message, {{"reason", message}});
    }
    Value result = out.finish(0);
    Encoding encoding = encoding_of(text);
    bool valid = encoding == Encoding::Utf8 ? is_valid_utf8(call.runtime(), result.as_string())
                                            : is_ascii(call.runtime(), result.as_string());
    if (encoding == Encoding::Binary || !valid) return result.with(Value::Binary);
    return encoding == Encoding::Utf8 ? result.with(Value::ValidUtf8) : result.with(Value::UsAscii).with(Value::Ascii);
}

}  // namespace

Value base64_encode(FilterCall& call, Value input, Arguments) { return encode(call, input, kAlphabet); }

Value base64_url_safe_encode(FilterCall& call, Value input, Arguments) { return encode(call, input, kUrlSafeAlphabet); }

Value base64_decode(FilterCall& call, Value input, Arguments) {
    return decode(call, input, kDigits, false, "base64_decode");
}

Value base64_url_safe_decode(FilterCall& call, Value input, Arguments) {
    return decode(call, input, kUrlSafeDigits, true, "base64_url_safe_decode");
}

}  // namespace liquid::filters
