// Names of days, times of day, and the zones behind them.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "value/time_scanner.hpp"

namespace liquid {

void TimeScanner::day_name() {
    for (std::size_t i = 0; i < size(); ++i) {
        if (!boundary(i) || name_at(i, "sunmontuewedthufrisat") == 0) continue;
        take(i, until(i + 3, [](char c) { return c == '-' || c == '/' || c == ' ' || is_digit(c); }));
        return;
    }
}

void TimeScanner::time_of_day() {
    for (std::size_t i = 0; i < size(); ++i) {
        if (!digit(i) || (i > 0 && digit(i - 1))) continue;
        std::size_t end = clock(i);
        if (end == npos) continue;
        std::size_t zone = blanks(end);
        std::size_t zone_end = zone_at(zone);
        if (zone_end == npos) {
            take(i, end);
        } else {
            found_.zone = std::string(part(zone, zone_end));
            take(i, zone_end);
        }
        return;
    }
}

// 10:20, 10:20:30.5, 10h20m30s, each with am or pm; 10pm.
std::size_t TimeScanner::clock(std::size_t start) {
    std::size_t hour_end = digits(start);
    std::size_t next = blanks(hour_end);
    if (std::size_t minute = after(next, ':'); minute != npos && digit(blanks(minute)))
        return colon_clock(start, hour_end, blanks(minute));
    if (at(next) == 'h') return letter_clock(start, hour_end, next + 1);
    std::size_t end = meridian_end(next);
    if (end == npos) return npos;
    found_.hour = scanned_number(part(start, hour_end));
    apply_meridian(next);
    return end;
}

std::size_t TimeScanner::colon_clock(std::size_t start, std::size_t hour_end, std::size_t minute) {
    std::size_t end = digits(minute);
    found_.hour = scanned_number(part(start, hour_end));
    found_.minute = scanned_number(part(minute, end));
    bool readable = true;
    std::size_t second = after(blanks(end), ':');
    if (second != npos && digit(blanks(second))) {
        second = blanks(second);
        end = digits(second);
        found_.second = scanned_number(part(second, end));
        if (at(end) == ',' || at(end) == '.') {
            std::size_t fraction = end + 1;
            end = digits(fraction);
            if (end > fraction) found_.nanoseconds = scanned_nanoseconds(part(fraction, end));
            readable = end > fraction;  // a lone separator hides am and pm
        }
    }
    return with_meridian(end, readable);
}

std::size_t TimeScanner::letter_clock(std::size_t start, std::size_t hour_end, std::size_t after_h) {
    // `10 h 20` is one form too, but then only the hour is read.
    bool readable = at(hour_end) == 'h';
    std::size_t end = after_h;
    found_.hour = scanned_number(part(start, hour_end));
    std::size_t minute = blanks(end);
    if (digit(minute)) {
        end = digits(minute);
        if (readable) found_.minute = scanned_number(part(minute, end));
        end = skip(end, 'm');
        std::size_t second = blanks(end);
        if (digit(second)) {
            end = digits(second);
            if (readable) found_.second = scanned_number(part(second, end));
            end = skip(end, 's');
        }
    }
    return with_meridian(end, readable);
}

std::size_t TimeScanner::with_meridian(std::size_t end, bool readable) {
    std::size_t mark = blanks(end);
    std::size_t mark_end = meridian_end(mark);
    if (mark_end == npos) return end;
    if (readable) apply_meridian(mark);
    return mark_end;
}

std::size_t TimeScanner::meridian_end(std::size_t i) const {
    if (at(i) != 'a' && at(i) != 'p') return npos;
    if (at(i + 1) == 'm' && boundary(i + 2)) return i + 2;
    return starts(i + 1, ".m.") ? i + 4 : npos;
}

void TimeScanner::apply_meridian(std::size_t i) { found_.hour = *found_.hour % 12 + (at(i) == 'p' ? 12 : 0); }

std::size_t TimeScanner::zone_at(std::size_t i) const {
    if (i >= size()) return npos;
    for (std::string_view prefix : {"gmt", "utc", "ut", ""}) {
        if (!starts(i, prefix)) continue;
        std::size_t sign = i + prefix.size();
        if ((at(sign) != '+' && at(sign) != '-') || !digit(sign + 1)) continue;
        std::size_t end = digits(sign + 1);
        if ((at(end) == ',' || at(end) == '.' || at(end) == ':') && digit(end + 1)) {
            end = digits(end + 1);
            if (at(end) == ':' && digit(end + 1)) end = digits(end + 1);
        }
        return end;
    }
    if (std::size_t end = long_zone(i); end != npos) return end;
    std::size_t end = until(i, [](char c) { return !is_alpha(c); });
    if (end == i) return npos;
    if (starts(end, " dst") && boundary(end + 4)) return end + 4;
    return boundary(end) ? end : npos;
}

// `eastern daylight time`: the last such ending within a run of letters, dots and blanks.
std::size_t TimeScanner::long_zone(std::size_t i) const {
    std::size_t run = until(i, [](char c) { return !is_alpha(c) && c != '.' && c != ' '; });
    for (std::size_t p = run; p > i; --p)
        for (std::string_view ending : {"standard time", "daylight time"})
            if (p < size() && starts(p, ending) && boundary(p + ending.size())) return p + ending.size();
    return npos;
}

}  // namespace liquid
