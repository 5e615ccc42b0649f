// The scanner behind scan_time: a cleaned text, ways to look at it, and one member per form of Date._parse. A form that
// matches stores what it says, is replaced by a blank, and answers true.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>

#include "value/time_scan.hpp"

namespace liquid {

class DateText {
public:
    static constexpr std::size_t npos = std::string_view::npos;

    explicit DateText(std::string_view text) { clean(text); }
    DateText(const DateText&) = delete;
    DateText& operator=(const DateText&) = delete;

    static bool is_digit(char c) { return c >= '0' && c <= '9'; }
    // Characters beyond ASCII that are left after cleaning are letters.
    static bool is_alpha(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    }
    static bool is_word(char c) { return is_alpha(c) || is_digit(c) || c == '_'; }

protected:
    std::size_t size() const { return text_.size(); }
    char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
    bool digit(std::size_t i) const { return is_digit(at(i)); }
    std::size_t digits(std::size_t i) const {
        while (digit(i)) ++i;
        return i;
    }
    // The end of exactly `count` digits, or npos.
    std::size_t exactly(std::size_t i, std::size_t count) const {
        if (i == npos || i + count > size()) return npos;
        for (std::size_t end = i + count; i < end; ++i)
            if (!digit(i)) return npos;
        return i;
    }
    std::size_t blanks(std::size_t i) const {
        while (at(i) == ' ') ++i;
        return i;
    }
    // The place after `c`, or npos.
    std::size_t after(std::size_t i, char c) const { return i != npos && i < size() && text_[i] == c ? i + 1 : npos; }
    std::size_t skip(std::size_t i, char c) const { return at(i) == c && i < size() ? i + 1 : i; }
    bool starts(std::size_t i, std::string_view word) const { return text_.compare(i, word.size(), word) == 0; }
    bool boundary(std::size_t i) const {
        if (i == npos) return false;
        bool before = i > 0 && is_word(text_[i - 1]);
        bool behind = i < size() && is_word(text_[i]);
        return before != behind;
    }
    // ['][-]digits: the end, or npos.
    std::size_t number(std::size_t i, bool sign = true) const {
        i = skip(i, '\'');
        if (sign) i = skip(i, '-');
        std::size_t end = digits(i);
        return end > i ? end : npos;
    }
    std::string_view part(std::size_t from, std::size_t to) const {
        return std::string_view(text_).substr(from, to - from);
    }
    bool take(std::size_t from, std::size_t to) {
        text_.replace(from, to - from, 1, ' ');
        return true;
    }
    // 1 to 12, or 0.
    int month_at(std::size_t i) const { return name_at(i, "janfebmaraprmayjunjulaugsepoctnovdec"); }
    int name_at(std::size_t i, std::string_view names) const {
        if (i == npos || i + 3 > size()) return 0;
        for (std::size_t n = 0; n < names.size(); n += 3)
            if (starts(i, names.substr(n, 3))) return static_cast<int>(n / 3) + 1;
        return 0;
    }
    template <class Stop>
    std::size_t until(std::size_t i, Stop stop) const {
        while (i < size() && !stop(text_[i])) ++i;
        return i;
    }
    // ce, bce, ad, bc and their dotted forms: the end, or `i`.
    std::size_t era(std::size_t i) const {
        for (std::string_view name : {"ce", "c.e.", "bce", "b.c.e.", "ad", "a.d.", "bc", "b.c."})
            if (i < size() && starts(i, name)) return i + name.size();
        return i;
    }
    std::size_t month_word(std::size_t month) const { return month_word_end(month + 3); }
    std::size_t month_word_end(std::size_t i) const {
        return until(i, [](char c) { return c == '-' || c == ' ' || c == '\'' || is_digit(c); });
    }
    std::size_t ordinal_suffix(std::size_t i) const {
        for (std::string_view suffix : {"st", "nd", "rd", "th"})
            if (i < size() && starts(i, suffix) && boundary(i + 2)) return i + 2;
        return i;
    }

private:
    // Every run of characters that no form uses becomes one blank.
    void clean(std::string_view text);

    // Dates are short: a text of usual length lies here.
    char place_[256];
    std::pmr::monotonic_buffer_resource memory_{place_, sizeof place_};

protected:
    std::pmr::string text_{&memory_};
};

class TimeScanner : private DateText {
public:
    explicit TimeScanner(std::string_view text) : DateText(text) {}
    ScannedTime scan();

private:
    using Part = std::optional<std::string_view>;

    // The order of the forms, and what is left for the end: time_scan.cpp
    bool date();
    void look();
    void before_christ();
    void lone_number();
    void assign(Part year, Part month, Part day, bool bc);
    void assign_year(std::string_view text);

    // Names of days, times and zones: time_scan_clock.cpp
    void day_name();
    void time_of_day();
    std::size_t clock(std::size_t start);
    std::size_t colon_clock(std::size_t start, std::size_t hour_end, std::size_t minute);
    std::size_t letter_clock(std::size_t start, std::size_t hour_end, std::size_t after_h);
    std::size_t with_meridian(std::size_t end, bool readable);
    std::size_t meridian_end(std::size_t i) const;
    void apply_meridian(std::size_t i);
    std::size_t zone_at(std::size_t i) const;
    std::size_t long_zone(std::size_t i) const;

    // Dates with the name of a month: time_scan_names.cpp
    bool day_month_year();
    bool month_day_year();
    bool day_dash_month();
    bool month_dash_day();
    bool month_name();

    // Dates of numbers and marks: time_scan_numbers.cpp
    bool iso_date();
    bool japanese_era();
    bool slashes();
    bool dots();
    bool iso_week();
    bool iso_weekday();
    bool iso_month_day();
    bool iso_month();
    bool iso_ordinal();
    bool iso_day();
    bool apostrophe_year();
    bool ordinal_day();

    // Dates of digits alone: time_scan_digits.cpp
    bool digits_only();
    void digits_from_left(std::string_view main, bool negative);
    void digits_from_right(std::string_view main, bool negative);
    void clock_digits(std::string_view clock, bool has_fraction);
    std::size_t digit_zone(std::size_t i);
    std::size_t zone_found(std::size_t from, std::size_t to, std::size_t end);

    ScannedTime found_;
    bool before_christ_ = false;
    bool complete_century_ = true;
    bool has_alpha_ = false, has_digit_ = false, has_dash_ = false, has_dot_ = false, has_slash_ = false;
};

// Saturated at 10^18; reads an optional sign and the digits after it.
std::int64_t scanned_number(std::string_view digits);
std::int32_t scanned_nanoseconds(std::string_view fraction);

}  // namespace liquid
