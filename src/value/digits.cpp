// Numbers as Ruby writes and reads them.
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

#include "value/operations.hpp"

namespace liquid {

namespace {

constexpr std::array<char, 200> kPairs = [] {
    std::array<char, 200> pairs{};
    for (std::size_t i = 0; i < 100; ++i) {
        pairs[2 * i] = static_cast<char>('0' + i / 10);
        pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return pairs;
}();

std::size_t write_unsigned(char* out, std::uint64_t number) {
    char digits[20];
    char* at = digits + sizeof digits;
    while (number >= 100) {
        at -= 2;
        std::memcpy(at, &kPairs[number % 100 * 2], 2);
        number /= 100;
    }
    if (number >= 10) {
        at -= 2;
        std::memcpy(at, &kPairs[number * 2], 2);
    } else {
        *--at = static_cast<char>('0' + number);
    }
    auto size = static_cast<std::size_t>(digits + sizeof digits - at);
    std::memcpy(out, at, size);
    return size;
}

// Prices and the like: a whole number of thousandths at most. A decimal of at most 15 digits that reads back as the
// same double is the shortest one.
std::size_t write_short_float(char* out, double number) {
    constexpr double kMost = 1e15;
    double scale = 1;
    for (int places = 1; places <= 3; ++places) {
        scale *= 10;
        double scaled = number * scale;
        if (scaled >= kMost) return 0;
        auto whole = static_cast<std::uint64_t>(scaled + 0.5);
        if (static_cast<double>(whole) / scale != number) continue;
        auto unit = static_cast<std::uint64_t>(scale);
        std::size_t size = write_unsigned(out, whole / unit);
        out[size++] = '.';
        std::uint64_t rest = whole % unit;
        for (std::uint64_t place = unit / 10; place != 0; place /= 10)
            out[size++] = static_cast<char>('0' + rest / place % 10);
        return size;
    }
    return 0;
}

// Ruby keeps the point where it is while the number has at most 15 digits before it (16 when digits follow it) and at
// most three zeros after it.
std::size_t lay_out(char* out, std::string_view digits, int point) {
    char* at = out;
    auto put = [&](std::string_view text) {
        std::memcpy(at, text.data(), text.size());
        at += text.size();
    };
    auto count = static_cast<int>(digits.size());
    if (point > 0 && point < count) {
        put(digits.substr(0, static_cast<std::size_t>(point)));
        *at++ = '.';
        put(digits.substr(static_cast<std::size_t>(point)));
    } else if (point > 0 && point <= 15) {
        put(digits);
        for (int i = count; i < point; ++i) *at++ = '0';
        put(".0");
    } else if (point <= 0 && point > -4) {
        put("0.");
        for (int i = point; i < 0; ++i) *at++ = '0';
        put(digits);
    } else {
        *at++ = digits[0];
        *at++ = '.';
        put(count > 1 ? digits.substr(1) : "0");
        *at++ = 'e';
        int exponent = point - 1;
        *at++ = exponent < 0 ? '-' : '+';
        exponent = std::abs(exponent);
        if (exponent < 10) *at++ = '0';
        at += write_unsigned(at, static_cast<std::uint64_t>(exponent));
    }
    return static_cast<std::size_t>(at - out);
}

}  // namespace

std::size_t write_int(char* out, std::int64_t number) {
    if (number >= 0) return write_unsigned(out, static_cast<std::uint64_t>(number));
    *out = '-';
    return 1 + write_unsigned(out + 1, ~static_cast<std::uint64_t>(number) + 1);
}

std::size_t write_float(char* out, double number) {
    std::size_t sign = 0;
    auto put = [&](std::string_view text) {
        std::memcpy(out + sign, text.data(), text.size());
        return sign + text.size();
    };
    if (std::isnan(number)) return put("NaN");
    if (std::signbit(number)) {
        out[sign++] = '-';
        number = -number;
    }
    if (std::isinf(number)) return put("Infinity");
    if (number == 0) return put("0.0");
    if (number >= 0.001)
        if (std::size_t size = write_short_float(out + sign, number)) return sign + size;

    char text[32];
    auto end = std::to_chars(text, text + sizeof text, number, std::chars_format::scientific).ptr;
    std::string_view all(text, static_cast<std::size_t>(end - text));
    std::size_t e = all.find('e');
    int exponent = 0;
    const char* from = text + e + 1;
    std::from_chars(*from == '+' ? from + 1 : from, end, exponent);
    char digits[24];
    std::size_t count = 0;
    for (char c : all.substr(0, e))
        if (c != '.') digits[count++] = c;
    return sign + lay_out(out + sign, {digits, count}, exponent + 1);
}

double parse_float(std::string_view text) {
    double number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    // Out of range: from_chars does not say which way, strtod gives Ruby's infinity or zero.
    if (error == std::errc::result_out_of_range) return std::strtod(std::string(text).c_str(), nullptr);
    return number;
}

}  // namespace liquid
