// Dates that name their month.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "value/time_scanner.hpp"

namespace liquid {

namespace {

bool is_date_mark(char c) { return c == '-' || c == '/' || c == '.'; }

}  // namespace

// 14 mar 2016, 14th march bc 3
bool TimeScanner::day_month_year() {
    for (std::size_t i = 0; i < size(); ++i) {
        std::size_t day = skip(i, '\'');
        if (!digit(day) || (day == i && i > 0 && digit(i - 1))) continue;
        std::size_t day_end = digits(day);
        std::size_t word_end = until(day_end, [](char c) { return c == '-' || c == ' ' || is_digit(c); });
        std::size_t month = blanks(word_end);
        if (month_at(month) == 0)
            for (month = word_end; month-- > day_end;)
                if (month_at(month) != 0) break;
        if (month == npos || month < day_end || month_at(month) == 0) continue;
        std::size_t end = month_word(month);
        std::size_t era_start = blanks(end);
        std::size_t era_end = era(era_start);
        std::size_t year = blanks(era_end);
        std::size_t year_end = number(year);
        Part year_part;
        bool bc = false;
        if (year_end != npos) {
            end = ordinal_suffix(year_end);
            year_part = part(year, end);
            bc = era_end > era_start && at(era_start) == 'b';
        }
        assign(year_part, std::to_string(month_at(month)), part(i, day_end), bc);
        return take(i, end);
    }
    return false;
}

// mar 14, 2016
bool TimeScanner::month_day_year() {
    for (std::size_t i = 0; i < size(); ++i) {
        if (!boundary(i) || month_at(i) == 0) continue;
        std::size_t day = blanks(month_word(i));
        std::size_t day_end = number(day, false);
        if (day_end == npos) continue;
        std::size_t end = month_word_end(day_end);
        std::size_t era_start = blanks(skip(blanks(end), ','));
        std::size_t era_end = era(era_start);
        std::size_t year = blanks(era_end);
        std::size_t year_end = number(year);
        Part year_part;
        bool bc = false;
        if (year_end != npos) {
            end = year_end;
            year_part = part(year, end);
            bc = era_end > era_start && at(era_start) == 'b';
        }
        assign(year_part, std::to_string(month_at(i)), part(day, day_end), bc);
        return take(i, end);
    }
    return false;
}

// 14-mar-2016
bool TimeScanner::day_dash_month() {
    for (std::size_t i = 0; i < size(); ++i) {
        std::size_t day_end = number(i);
        std::size_t month = after(day_end, '-');
        if (month_at(month) == 0) continue;
        std::size_t year = after(until(month + 3, is_date_mark), '-');
        std::size_t end = year == npos ? npos : number(year);
        if (end == npos) continue;
        assign(part(year, end), std::to_string(month_at(month)), part(i, day_end), false);
        return take(i, end);
    }
    return false;
}

// mar-14-2016
bool TimeScanner::month_dash_day() {
    for (std::size_t i = 0; i < size(); ++i) {
        if (!boundary(i) || month_at(i) == 0) continue;
        std::size_t day = after(until(i + 3, is_date_mark), '-');
        std::size_t end = day == npos ? npos : number(day);
        if (end == npos) continue;
        std::string_view day_part = part(day, end);
        Part year_part;
        if (std::size_t year = after(end, '-'); year != npos && number(year) != npos) {
            end = number(year);
            year_part = part(year, end);
        }
        assign(year_part, std::to_string(month_at(i)), day_part, false);
        return take(i, end);
    }
    return false;
}

bool TimeScanner::month_name() {
    for (std::size_t i = 0; i < size(); ++i) {
        if (!boundary(i) || month_at(i) == 0) continue;
        found_.month = month_at(i);
        return take(i, until(i + 3, [](char c) { return c == ' '; }));
    }
    return false;
}

}  // namespace liquid
