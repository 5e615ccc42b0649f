// Date._parse tries one form after the other on the text, from the most telling to the least; a form that is found
// is replaced by a blank, so that what is left can still say more. The order of the forms, and what each lets follow,
// decide how odd texts are read, so both are Ruby's.
#include "value/time_scan.hpp"

#include <utility>

#include <utf8proc.h>

#include "value/time_scanner.hpp"

namespace liquid {

namespace {

bool is_letter_or_digit(utf8proc_int32_t character) {
    switch (utf8proc_category(character)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
            return true;
        default:
            return false;
    }
}

bool is_quoted(std::string_view text) { return !text.empty() && text[0] == '\''; }

void assign_number(std::optional<std::int64_t>& field, std::string_view text) {
    std::size_t first = text.find_first_of("0123456789");
    if (first != std::string_view::npos) field = scanned_number(text.substr(first));
}

}  // namespace

void DateText::clean(std::string_view text) {
    constexpr std::string_view kept = "-+',./:@[]";
    text_.reserve(text.size());
    bool gap = false;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t length = 1;
        bool keep = false;
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            keep = (is_word(text[i]) && text[i] != '_') || kept.find(text[i]) != npos;
        } else {
            utf8proc_int32_t character = -1;
            auto read = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + i),
                                         static_cast<utf8proc_ssize_t>(text.size() - i), &character);
            if (read > 0) length = static_cast<std::size_t>(read);
            keep = read > 0 && is_letter_or_digit(character);
        }
        if (keep)
            text_.append(text.substr(i, length));
        else if (!gap)
            text_ += ' ';
        gap = !keep;
        i += length;
    }
}

std::int64_t scanned_number(std::string_view digits) {
    constexpr std::int64_t kLargest = 1'000'000'000'000'000'000;
    bool negative = !digits.empty() && digits[0] == '-';
    if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) digits.remove_prefix(1);
    std::int64_t number = 0;
    for (char c : digits) {
        if (!DateText::is_digit(c)) break;
        number = number >= kLargest / 10 ? kLargest : number * 10 + (c - '0');
    }
    return negative ? -number : number;
}

std::int32_t scanned_nanoseconds(std::string_view fraction) {
    std::int32_t result = 0;
    for (std::size_t i = 0; i < 9; ++i) result = result * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
    return result;
}

ScannedTime TimeScanner::scan() {
    look();
    if (has_alpha_) day_name();
    if (has_digit_) time_of_day();
    date();
    look();
    if (has_alpha_) before_christ();
    if (has_digit_) lone_number();
    if (before_christ_ && found_.year) found_.year = 1 - *found_.year;
    if (complete_century_ && found_.year && *found_.year >= 0 && *found_.year <= 99)
        *found_.year += *found_.year >= 69 ? 1900 : 2000;
    return std::move(found_);
}

bool TimeScanner::date() {
    look();
    if (has_alpha_ && has_digit_ && (day_month_year() || month_day_year())) return true;
    if (has_digit_ && has_dash_ && iso_date()) return true;
    if (has_digit_ && has_dot_ && japanese_era()) return true;
    if (has_alpha_ && has_digit_ && has_dash_ && (day_dash_month() || month_dash_day())) return true;
    if (has_digit_ && has_slash_ && slashes()) return true;
    if (has_digit_ && has_dot_ && dots()) return true;
    if (has_digit_ && (iso_week() || iso_weekday() || iso_month_day() || iso_month() || iso_ordinal() || iso_day()))
        return true;
    if (has_digit_ && apostrophe_year()) return true;
    if (has_alpha_ && month_name()) return true;
    return has_digit_ && (ordinal_day() || digits_only());
}

void TimeScanner::look() {
    has_alpha_ = has_digit_ = has_dash_ = has_dot_ = has_slash_ = false;
    for (char c : text_) {
        has_alpha_ |= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        has_digit_ |= is_digit(c);
        has_dash_ |= c == '-';
        has_dot_ |= c == '.';
        has_slash_ |= c == '/';
    }
}

void TimeScanner::before_christ() {
    for (std::size_t i = 0; i < size(); ++i) {
        if (!boundary(i)) continue;
        std::size_t end = npos;
        if (starts(i, "bc") && boundary(i + 2))
            end = i + 2;
        else if (starts(i, "bce") && boundary(i + 3))
            end = i + 3;
        else if (starts(i, "b.c."))
            end = i + 4;
        if (end == npos) continue;
        before_christ_ = true;
        take(i, end);
        return;
    }
}

// A number alone beside a time is the day, beside a day the hour.
void TimeScanner::lone_number() {
    std::size_t start = blanks(0);
    std::size_t end = digits(start);
    if (end == start || end > start + 2 || blanks(end) != size()) return;
    std::int64_t value = scanned_number(part(start, end));
    if (found_.hour && !found_.day && value >= 1 && value <= 31) found_.day = value;
    if (found_.day && !found_.hour && value <= 24) found_.hour = value;
}

// Year, month and day are known by their looks more than by their places.
void TimeScanner::assign(Part year, Part month, Part day, bool bc) {
    if (year && month && !day) {
        day = month;
        month = year;
        year.reset();
    }
    if (!year && day && (day->size() > 2 || is_quoted(*day))) {
        year = day;
        day.reset();
    }
    if (year) {
        std::size_t first = year->find_first_of("+-0123456789");
        if (first != npos) {
            std::size_t end = first + static_cast<std::size_t>(!is_digit((*year)[first]));
            while (end < year->size() && is_digit((*year)[end])) ++end;
            // `mar 2016 14th`: what carries more than digits was the day.
            if (end < year->size()) {
                std::string_view digits = year->substr(first, end - first);
                year = day;
                day = digits;
            }
        }
    }
    if (month && (is_quoted(*month) || month->size() > 2)) {
        Part old_year = year;
        year = month;
        month = day;
        day = old_year;
    }
    if (day && (is_quoted(*day) || day->size() > 2)) std::swap(year, day);
    if (year) assign_year(*year);
    if (bc) before_christ_ = true;
    if (month) assign_number(found_.month, *month);
    if (day) assign_number(found_.day, *day);
}

void TimeScanner::assign_year(std::string_view text) {
    std::size_t first = text.find_first_of("+-0123456789");
    if (first == npos) return;
    bool sign = !is_digit(text[first]);
    std::size_t end = first + static_cast<std::size_t>(sign);
    std::size_t start = end;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (sign || end - start > 2) complete_century_ = false;
    found_.year = scanned_number(text.substr(first, end - first));
}

ScannedTime scan_time(std::string_view text) { return TimeScanner(text).scan(); }

}  // namespace liquid
