// Date._parse tries one form after the other on the text, from the most telling to the least; a form that is found
// is replaced by a blank, so that what is left can still say more. The order of the forms, and what each lets follow,
// decide how odd texts are read, so both are Ruby's.
#include "value/time_scan.hpp"

#include <algorithm>
#include <cstdlib>

#include <utf8proc.h>

namespace liquid {

namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
// Characters beyond ASCII that are left after cleaning are letters.
bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_word(char c) { return is_alpha(c) || is_digit(c) || c == '_'; }

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

// Every run of characters that no form uses becomes one blank.
std::string cleaned(std::string_view text) {
    constexpr std::string_view kept = "-+',./:@[]";
    std::string result;
    result.reserve(text.size());
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
            result.append(text, i, length);
        else if (!gap)
            result += ' ';
        gap = !keep;
        i += length;
    }
    return result;
}

std::int64_t number_of(std::string_view digits) {
    constexpr std::int64_t kLargest = 1'000'000'000'000'000'000;
    bool negative = !digits.empty() && digits[0] == '-';
    if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) digits.remove_prefix(1);
    std::int64_t number = 0;
    for (char c : digits) {
        if (!is_digit(c)) break;
        number = number >= kLargest / 10 ? kLargest : number * 10 + (c - '0');
    }
    return negative ? -number : number;
}

std::int32_t nanoseconds_of(std::string_view fraction) {
    std::int32_t result = 0;
    for (std::size_t i = 0; i < 9; ++i) result = result * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
    return result;
}

using Part = std::optional<std::string_view>;

class TimeScanner {
public:
    explicit TimeScanner(std::string_view text) : text_(cleaned(text)) {}

    ScannedTime scan() {
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

private:
    bool date() {
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

    // --- the text ---

    void look() {
        has_alpha_ = has_digit_ = has_dash_ = has_dot_ = has_slash_ = false;
        for (char c : text_) {
            has_alpha_ |= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            has_digit_ |= is_digit(c);
            has_dash_ |= c == '-';
            has_dot_ |= c == '.';
            has_slash_ |= c == '/';
        }
    }
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

    // --- the forms ---

    void day_name() {
        for (std::size_t i = 0; i < size(); ++i) {
            if (!boundary(i) || name_at(i, "sunmontuewedthufrisat") == 0) continue;
            take(i, until(i + 3, [](char c) { return c == '-' || c == '/' || c == ' ' || is_digit(c); }));
            return;
        }
    }

    void time_of_day() {
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
    std::size_t clock(std::size_t start) {
        std::size_t hour_end = digits(start);
        std::size_t next = blanks(hour_end);
        if (std::size_t minute = after(next, ':'); minute != npos && digit(blanks(minute)))
            return colon_clock(start, hour_end, blanks(minute));
        if (at(next) == 'h') return letter_clock(start, hour_end, next + 1);
        std::size_t end = meridian_end(next);
        if (end == npos) return npos;
        found_.hour = number_of(part(start, hour_end));
        apply_meridian(next);
        return end;
    }

    std::size_t colon_clock(std::size_t start, std::size_t hour_end, std::size_t minute) {
        std::size_t end = digits(minute);
        found_.hour = number_of(part(start, hour_end));
        found_.minute = number_of(part(minute, end));
        bool readable = true;
        std::size_t second = after(blanks(end), ':');
        if (second != npos && digit(blanks(second))) {
            second = blanks(second);
            end = digits(second);
            found_.second = number_of(part(second, end));
            if (at(end) == ',' || at(end) == '.') {
                std::size_t fraction = end + 1;
                end = digits(fraction);
                if (end > fraction) found_.nanoseconds = nanoseconds_of(part(fraction, end));
                readable = end > fraction;  // a lone separator hides am and pm
            }
        }
        return with_meridian(end, readable);
    }

    std::size_t letter_clock(std::size_t start, std::size_t hour_end, std::size_t after_h) {
        // `10 h 20` is one form too, but then only the hour is read.
        bool readable = at(hour_end) == 'h';
        std::size_t end = after_h;
        found_.hour = number_of(part(start, hour_end));
        std::size_t minute = blanks(end);
        if (digit(minute)) {
            end = digits(minute);
            if (readable) found_.minute = number_of(part(minute, end));
            end = skip(end, 'm');
            std::size_t second = blanks(end);
            if (digit(second)) {
                end = digits(second);
                if (readable) found_.second = number_of(part(second, end));
                end = skip(end, 's');
            }
        }
        return with_meridian(end, readable);
    }

    std::size_t with_meridian(std::size_t end, bool readable) {
        std::size_t mark = blanks(end);
        std::size_t mark_end = meridian_end(mark);
        if (mark_end == npos) return end;
        if (readable) apply_meridian(mark);
        return mark_end;
    }
    std::size_t meridian_end(std::size_t i) const {
        if (at(i) != 'a' && at(i) != 'p') return npos;
        if (at(i + 1) == 'm' && boundary(i + 2)) return i + 2;
        return starts(i + 1, ".m.") ? i + 4 : npos;
    }
    void apply_meridian(std::size_t i) { found_.hour = *found_.hour % 12 + (at(i) == 'p' ? 12 : 0); }

    std::size_t zone_at(std::size_t i) const {
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
    std::size_t long_zone(std::size_t i) const {
        std::size_t run = until(i, [](char c) { return !is_alpha(c) && c != '.' && c != ' '; });
        for (std::size_t p = run; p > i; --p)
            for (std::string_view ending : {"standard time", "daylight time"})
                if (p < size() && starts(p, ending) && boundary(p + ending.size())) return p + ending.size();
        return npos;
    }

    // 14 mar 2016, 14th march bc 3
    bool day_month_year() {
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
    bool month_day_year() {
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
    std::size_t month_word(std::size_t month) const { return month_word_end(month + 3); }
    std::size_t month_word_end(std::size_t i) const {
        return until(i, [](char c) { return c == '-' || c == ' ' || c == '\'' || is_digit(c); });
    }
    std::size_t ordinal_suffix(std::size_t i) const {
        for (std::string_view suffix : {"st", "nd", "rd", "th"})
            if (i < size() && starts(i, suffix) && boundary(i + 2)) return i + 2;
        return i;
    }

    // 2016-03-14
    bool iso_date() {
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
    bool japanese_era() {
        for (std::size_t i = 0; i < size(); ++i) {
            int era_year = era_start(at(i));
            std::size_t year_end = digits(i + 1), month_end = digits(year_end + 1), end = digits(month_end + 1);
            if (era_year == 0 || !boundary(i) || year_end == i + 1) continue;
            if (at(year_end) != '.' || month_end == year_end + 1 || at(month_end) != '.' || end == month_end + 1)
                continue;
            found_.year = number_of(part(i + 1, year_end)) + era_year;
            found_.month = number_of(part(year_end + 1, month_end));
            found_.day = number_of(part(month_end + 1, end));
            return take(i, end);
        }
        return false;
    }
    static int era_start(char c) {
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

    // 14-mar-2016
    bool day_dash_month() {
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
    bool month_dash_day() {
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
    static bool is_date_mark(char c) { return c == '-' || c == '/' || c == '.'; }

    // 2016/03/14
    bool slashes() {
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
    bool dots() {
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
    bool iso_week() {
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
    bool iso_weekday() {
        for (std::size_t i = 0; i < size(); ++i)
            if (starts(i, "-w-") && digit(i + 3) && boundary(i + 4)) return take(i, i + 4);
        return false;
    }
    // --03-14, ---14
    bool iso_month_day() {
        for (std::size_t i = 0; i < size(); ++i) {
            if (!starts(i, "--")) continue;
            for (std::size_t month : {std::size_t{2}, std::size_t{0}}) {
                std::size_t month_end = exactly(i + 2, month);
                std::size_t end = exactly(after(month_end, '-'), 2);
                if (!boundary(end)) continue;
                if (month != 0) found_.month = number_of(part(i + 2, month_end));
                found_.day = number_of(part(month_end + 1, end));
                return take(i, end);
            }
        }
        return false;
    }
    // --0314, --03
    bool iso_month() {
        for (std::size_t i = 0; i < size(); ++i) {
            if (!starts(i, "--")) continue;
            for (std::size_t day : {std::size_t{2}, std::size_t{0}}) {
                std::size_t month_end = exactly(i + 2, 2);
                std::size_t end = exactly(month_end, day);
                if (!boundary(end)) continue;
                found_.month = number_of(part(i + 2, month_end));
                if (day != 0) found_.day = number_of(part(month_end, end));
                return take(i, end);
            }
        }
        return false;
    }
    // 2016-074
    bool iso_ordinal() {
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
        found_.year = number_of(part(start, dash));
        found_.year_day = number_of(part(dash + 1, dash + 4));
        return take(start, dash + 4);
    }
    // -074
    bool iso_day() {
        std::size_t start = npos;
        for (std::size_t i = 0; i < size(); ++i) {
            std::size_t end = exactly(after(i, '-'), 3);
            if (!boundary(end)) continue;
            if (i > 0 && digit(i - 1)) return false;
            if (boundary(i) && start == npos) start = i;
        }
        if (start == npos) return false;
        found_.year_day = number_of(part(start + 1, start + 4));
        return take(start, start + 4);
    }

    // '16
    bool apostrophe_year() {
        for (std::size_t i = 0; i < size(); ++i) {
            if (text_[i] != '\'' || !digit(i + 1) || !boundary(digits(i + 1))) continue;
            std::size_t end = digits(i + 1);
            found_.year = number_of(part(i + 1, end));
            return take(i, end);
        }
        return false;
    }
    bool month_name() {
        for (std::size_t i = 0; i < size(); ++i) {
            if (!boundary(i) || month_at(i) == 0) continue;
            found_.month = month_at(i);
            return take(i, until(i + 3, [](char c) { return c == ' '; }));
        }
        return false;
    }
    // 14th
    bool ordinal_day() {
        for (std::size_t i = 0; i < size(); ++i) {
            std::size_t end = digits(i);
            if (end == i || ordinal_suffix(end) == end) continue;
            found_.day = number_of(part(i, end));
            return take(i, end + 2);
        }
        return false;
    }

    // 20160314t101010.5z and its parts: the number of digits tells what they are.
    bool digits_only() {
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
                found_.nanoseconds = nanoseconds_of(part(fraction, p));
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
    void digits_from_left(std::string_view main, bool negative) {
        std::size_t length = main.size();
        auto pick = [&](std::size_t from, std::size_t count) { return number_of(main.substr(from, count)); };
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
    void digits_from_right(std::string_view main, bool negative) {
        std::size_t length = main.size();
        if (length > 8 && length % 2 != 0) return;
        std::size_t end = length;
        auto pick = [&](std::size_t count) -> std::optional<std::int64_t> {
            if (end == 0) return std::nullopt;
            count = std::min(count, end);
            end -= count;
            return number_of(main.substr(end, count));
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

    void clock_digits(std::string_view clock, bool has_fraction) {
        std::size_t length = clock.size();
        if (length % 2 != 0) return;
        std::optional<std::int64_t>* fields[] = {&found_.hour, &found_.minute, &found_.second};
        std::size_t first = has_fraction ? 3 - length / 2 : 0;
        for (std::size_t i = 0; i < length / 2; ++i) *fields[first + i] = number_of(clock.substr(i * 2, 2));
    }

    // z, +0900, [-9:EST]
    std::size_t digit_zone(std::size_t i) {
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
    std::size_t zone_found(std::size_t from, std::size_t to, std::size_t end) {
        found_.zone = std::string(part(from, to));
        return end;
    }

    void before_christ() {
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
    void lone_number() {
        std::size_t start = blanks(0);
        std::size_t end = digits(start);
        if (end == start || end > start + 2 || blanks(end) != size()) return;
        std::int64_t value = number_of(part(start, end));
        if (found_.hour && !found_.day && value >= 1 && value <= 31) found_.day = value;
        if (found_.day && !found_.hour && value <= 24) found_.hour = value;
    }

    // Year, month and day are known by their looks more than by their places.
    void assign(Part year, Part month, Part day, bool bc) {
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
    static bool is_quoted(std::string_view text) { return !text.empty() && text[0] == '\''; }
    void assign_year(std::string_view text) {
        std::size_t first = text.find_first_of("+-0123456789");
        if (first == npos) return;
        bool sign = !is_digit(text[first]);
        std::size_t end = first + static_cast<std::size_t>(sign);
        std::size_t start = end;
        while (end < text.size() && is_digit(text[end])) ++end;
        if (sign || end - start > 2) complete_century_ = false;
        found_.year = number_of(text.substr(first, end - first));
    }
    static void assign_number(std::optional<std::int64_t>& field, std::string_view text) {
        std::size_t first = text.find_first_of("0123456789");
        if (first != npos) field = number_of(text.substr(first));
    }

    std::string text_;
    ScannedTime found_;
    bool before_christ_ = false;
    bool complete_century_ = true;
    bool has_alpha_ = false, has_digit_ = false, has_dash_ = false, has_dot_ = false, has_slash_ = false;
};

}  // namespace

ScannedTime scan_time(std::string_view text) { return TimeScanner(text).scan(); }

}  // namespace liquid
