// Dates of numbers between marks.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "value/time_scanner.hpp"

namespace liquid {

namespace {

int era_start(char c) {
    switch (c) {
        case 'm':
            return 1867;
        case 't':
            return 1911;
        case 's':
            return 1925;
        case 'h':
            return 1988;
        case 'r':
            return 2018;
        default:
            return 0;
    }
}

}  // namespace

// 2016-03-14
bool TimeScanner::iso_date() {
    for (std::size_t i = 0; i < size(); ++i) {
        std::size_t first = skip(i, '\'');
        if (at(first) == '-' || at(first) == '+') ++first;
        std::size_t first_end = digits(first);
        std::size_t second = after(first_end, '-');
        if (first_end == first || second == npos) continue;
        std::size_t second_end = digits(second);
        std::size_t third = after(second_end, '-');
        if (second_end == second || third == npos) continue;
        std::size_t end = number(third);
        if (end == npos) continue;
        assign(part(i, first_end), part(second, second_end), part(third, end), false);
        return take(i, end);
    }
    return false;
}

// h28.03.14
bool TimeScanner::japanese_era() {
    for (std::size_t i = 0; i < size(); ++i) {
        int era_year = era_start(at(i));
        std::size_t year_end = digits(i + 1), month_end = digits(year_end + 1), end = digits(month_end + 1);
        if (era_year == 0 || !boundary(i) || year_end == i + 1) continue;
        if (at(year_end) != '.' || month_end == year_end + 1 || at(month_end) != '.' || end == month_end + 1) continue;
        found_.year = scanned_number(part(i + 1, year_end)) + era_year;
        found_.month = scanned_number(part(year_end + 1, month_end));
        found_.day = scanned_number(part(month_end + 1, end));
        return take(i, end);
    }
    return false;
}

// 2016/03/14
bool TimeScanner::slashes() {
    for (std::size_t i = 0; i < size(); ++i) {
        std::size_t first_end = number(i);
        std::size_t second = after(first_end, '/');
        if (second == npos) continue;
        second = blanks(second);
        std::size_t end = number(second, false);
        if (end == npos) continue;
        std::string_view second_part = part(second, end);
        Part third_part;
        if (end < size()) {
            // Any one character that is not a digit parts the second number from the third.
            std::size_t third = end + 1;
            while (third < size() && (static_cast<unsigned char>(text_[third]) & 0xC0) == 0x80) ++third;
            third = blanks(third);
            if (number(third) != npos) {
                end = number(third);
                third_part = part(third, end);
            }
        }
        assign(part(i, first_end), second_part, third_part, false);
        return take(i, end);
    }
    return false;
}

// 2016.03.14
bool TimeScanner::dots() {
    for (std::size_t i = 0; i < size(); ++i) {
        std::size_t first_end = number(i);
        std::size_t second = after(first_end, '.');
        if (second == npos) continue;
        second = blanks(second);
        std::size_t second_end = number(second, false);
        std::size_t third = after(second_end, '.');
        if (third == npos) continue;
        third = blanks(third);
        std::size_t end = number(third);
        if (end == npos) continue;
        assign(part(i, first_end), part(second, second_end), part(third, end), false);
        return take(i, end);
    }
    return false;
}

// 2016-w11-1 names a week; Time.parse makes nothing of it, but the text is used up.
bool TimeScanner::iso_week() {
    for (std::size_t i = 0; i < size(); ++i) {
        if (!boundary(i)) continue;
        for (std::size_t year : {std::size_t{2}, std::size_t{4}, std::size_t{0}}) {
            std::size_t p = exactly(i, year);
            if (p == npos) continue;
            std::size_t week = exactly(after(skip(p, '-'), 'w'), 2);
            if (week == npos) continue;
            std::size_t day = exactly(skip(week, '-'), 1);
            if (boundary(day)) return take(i, day);
            if (boundary(week)) return take(i, week);
        }
    }
    return false;
}

bool TimeScanner::iso_weekday() {
    for (std::size_t i = 0; i < size(); ++i)
        if (starts(i, "-w-") && digit(i + 3) && boundary(i + 4)) return take(i, i + 4);
    return false;
}

// --03-14, ---14
bool TimeScanner::iso_month_day() {
    for (std::size_t i = 0; i < size(); ++i) {
        if (!starts(i, "--")) continue;
        for (std::size_t month : {std::size_t{2}, std::size_t{0}}) {
            std::size_t month_end = exactly(i + 2, month);
            std::size_t end = exactly(after(month_end, '-'), 2);
            if (!boundary(end)) continue;
            if (month != 0) found_.month = scanned_number(part(i + 2, month_end));
            found_.day = scanned_number(part(month_end + 1, end));
            return take(i, end);
        }
    }
    return false;
}

// --0314, --03
bool TimeScanner::iso_month() {
    for (std::size_t i = 0; i < size(); ++i) {
        if (!starts(i, "--")) continue;
        for (std::size_t day : {std::size_t{2}, std::size_t{0}}) {
            std::size_t month_end = exactly(i + 2, 2);
            std::size_t end = exactly(month_end, day);
            if (!boundary(end)) continue;
            found_.month = scanned_number(part(i + 2, month_end));
            if (day != 0) found_.day = scanned_number(part(month_end, end));
            return take(i, end);
        }
    }
    return false;
}

// 2016-074
bool TimeScanner::iso_ordinal() {
    std::size_t start = npos;
    for (std::size_t i = 0; i < size(); ++i) {
        for (std::size_t year : {std::size_t{2}, std::size_t{4}}) {
            std::size_t end = exactly(after(exactly(i, year), '-'), 3);
            if (!boundary(end)) continue;
            if (i > 0 && (text_[i - 1] == ',' || text_[i - 1] == '.')) return false;
            if (boundary(i) && start == npos) start = i;
        }
    }
    if (start == npos) return false;
    std::size_t dash = text_.find('-', start);
    found_.year = scanned_number(part(start, dash));
    found_.year_day = scanned_number(part(dash + 1, dash + 4));
    return take(start, dash + 4);
}

// -074
bool TimeScanner::iso_day() {
    std::size_t start = npos;
    for (std::size_t i = 0; i < size(); ++i) {
        std::size_t end = exactly(after(i, '-'), 3);
        if (!boundary(end)) continue;
        if (i > 0 && digit(i - 1)) return false;
        if (boundary(i) && start == npos) start = i;
    }
    if (start == npos) return false;
    found_.year_day = scanned_number(part(start + 1, start + 4));
    return take(start, start + 4);
}

// '16
bool TimeScanner::apostrophe_year() {
    for (std::size_t i = 0; i < size(); ++i) {
        if (text_[i] != '\'' || !digit(i + 1) || !boundary(digits(i + 1))) continue;
        std::size_t end = digits(i + 1);
        found_.year = scanned_number(part(i + 1, end));
        return take(i, end);
    }
    return false;
}

// 14th
bool TimeScanner::ordinal_day() {
    for (std::size_t i = 0; i < size(); ++i) {
        std::size_t end = digits(i);
        if (end == i || ordinal_suffix(end) == end) continue;
        found_.day = scanned_number(part(i, end));
        return take(i, end + 2);
    }
    return false;
}

}  // namespace liquid
