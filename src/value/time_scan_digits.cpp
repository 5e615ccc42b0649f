// Dates of digits alone.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "value/time_scanner.hpp"

namespace liquid {

// 20160314t101010.5z and its parts: the number of digits tells what they are.
bool TimeScanner::digits_only() {
    for (std::size_t i = 0; i < size(); ++i) {
        std::size_t start = at(i) == '-' || at(i) == '+' ? i + 1 : i;
        std::size_t end = std::min(digits(start), start + 14);
        if (end < start + 2) continue;
        std::string main(part(start, end));
        std::size_t next = blanks(skip(blanks(end), 't'));
        std::size_t clock_end = std::min(digits(next), next + 6);
        std::string clock(clock_end >= next + 2 ? part(next, clock_end) : std::string_view());
        std::size_t p = clock.empty() ? next : clock_end;
        bool has_fraction = at(p) == ',' || at(p) == '.';
        if (has_fraction) {
            std::size_t fraction = p + 1;
            p = digits(fraction);
            found_.nanoseconds = scanned_nanoseconds(part(fraction, p));
        }
        if (clock.empty() && has_fraction)
            digits_from_right(main, at(i) == '-');
        else
            digits_from_left(main, at(i) == '-');
        if (!clock.empty()) clock_digits(clock, has_fraction);
        std::size_t zone = blanks(p);
        std::size_t zone_end = digit_zone(zone);
        return take(i, zone_end == npos ? p : zone_end);
    }
    return false;
}

// yyyymmddhhmmss; two, three, five and seven digits are a day and days of a year.
void TimeScanner::digits_from_left(std::string_view main, bool negative) {
    std::size_t length = main.size();
    auto pick = [&](std::size_t from, std::size_t count) { return scanned_number(main.substr(from, count)); };
    auto year = [&](std::size_t count) { found_.year = negative ? -pick(0, count) : pick(0, count); };
    if (length == 2) {
        found_.day = pick(0, 2);
    } else if (length == 4) {
        found_.month = pick(0, 2);
        found_.day = pick(2, 2);
    } else if (length == 6) {
        year(2);
        found_.month = pick(2, 2);
        found_.day = pick(4, 2);
    } else if (length == 3) {
        found_.year_day = pick(0, 3);
    } else if (length == 5) {
        year(2);
        found_.year_day = pick(2, 3);
    } else if (length == 7) {
        year(4);
        found_.year_day = pick(4, 3);
    } else if (length % 2 == 0) {
        year(4);
        found_.month = pick(4, 2);
        found_.day = pick(6, 2);
        if (length >= 10) found_.hour = pick(8, 2);
        if (length >= 12) found_.minute = pick(10, 2);
        if (length >= 14) found_.second = pick(12, 2);
        complete_century_ = false;
    }
}

// A fraction right behind makes the last digits seconds.
void TimeScanner::digits_from_right(std::string_view main, bool negative) {
    std::size_t length = main.size();
    if (length > 8 && length % 2 != 0) return;
    std::size_t end = length;
    auto pick = [&](std::size_t count) -> std::optional<std::int64_t> {
        if (end == 0) return std::nullopt;
        count = std::min(count, end);
        end -= count;
        return scanned_number(main.substr(end, count));
    };
    auto set = [](std::optional<std::int64_t>& field, std::optional<std::int64_t> value) {
        if (value) field = value;
    };
    set(found_.second, pick(2));
    set(found_.minute, pick(2));
    set(found_.hour, pick(2));
    set(found_.day, pick(2));
    set(found_.month, pick(2));
    if (end == 4) complete_century_ = false;
    if (std::optional<std::int64_t> year = pick(4)) found_.year = negative ? -*year : *year;
}

void TimeScanner::clock_digits(std::string_view clock, bool has_fraction) {
    std::size_t length = clock.size();
    if (length % 2 != 0) return;
    std::optional<std::int64_t>* fields[] = {&found_.hour, &found_.minute, &found_.second};
    std::size_t first = has_fraction ? 3 - length / 2 : 0;
    for (std::size_t i = 0; i < length / 2; ++i) *fields[first + i] = scanned_number(clock.substr(i * 2, 2));
}

// z, +0900, [-9:EST]
std::size_t TimeScanner::digit_zone(std::size_t i) {
    if (at(i) == 'z' && boundary(i + 1)) return zone_found(i, i + 1, i + 1);
    if ((at(i) == '-' || at(i) == '+') && digit(i + 1)) {
        std::size_t end = digits(i + 1);
        return end <= i + 5 && boundary(end) ? zone_found(i, end, end) : npos;
    }
    if (at(i) != '[') return npos;
    std::size_t first = i + 1;
    if (!digit(at(first) == '-' || at(first) == '+' ? first + 1 : first)) return npos;
    std::size_t close = text_.find(']', first);
    if (close == npos) return npos;
    std::size_t colon = text_.find(':', first);
    return zone_found(colon < close ? colon + 1 : first, close, close + 1);
}

std::size_t TimeScanner::zone_found(std::size_t from, std::size_t to, std::size_t end) {
    found_.zone = std::string(part(from, to));
    return end;
}

}  // namespace liquid
