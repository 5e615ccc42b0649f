// Ruby's Time#strftime and Date#strftime: %, flags, a width, a modifier, a letter.
#include <charconv>
#include <climits>
#include <cstdint>
#include <string>
#include <string_view>

#include "value/time.hpp"
#include "value/time_civil.hpp"

namespace liquid {

namespace {

constexpr std::string_view kDays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};

struct Directive {
    std::size_t start = 0;  // of its `%`
    int width = -1;         // 0: given by `-`
    char padding = 0;       // `0`, ` `, or none given
    bool left = false;      // `-`: no padding
    bool upper = false;     // `^`
    bool swap = false;      // `#`
    int colons = 0;
};

class TimeFormatter {
public:
    TimeFormatter(Runtime& runtime, Buffer& out, const TimeBox& time, bool is_date, std::string_view format,
                  std::string_view periods = {})
        : runtime_(runtime), out_(out), time_(time), is_date_(is_date), whole_(format), periods_(periods) {
        std::int64_t local = time.seconds + time.utc_offset;
        days_ = floor_div(local, kSecondsPerDay);
        civil_ = civil_from_days(days_);
        auto of_day = static_cast<int>(floor_mod(local, kSecondsPerDay));
        hour_ = of_day / 3600;
        minute_ = of_day / 60 % 60;
        second_ = of_day % 60;
    }

    bool format() { return format(whole_); }

private:
    bool format(std::string_view text) {
        std::size_t i = 0;
        while (i < text.size()) {
            std::size_t percent = std::min(text.find('%', i), text.size());
            if (percent > i) out_.append(text.substr(i, percent - i));
            if (percent == text.size()) break;
            Directive directive;
            directive.start = percent;
            i = percent + 1;
            if (!directive_at(text, i, directive)) return false;
        }
        return true;
    }

    // `i` is behind the `%`; on return behind the directive.
    bool directive_at(std::string_view text, std::size_t& i, Directive& d) {
        bool modified = false;
        for (;; ++i) {
            if (i >= text.size()) return unfinished(text, d);
            char c = text[i];
            bool late = d.width > 0 || (is_date_ && (modified || d.colons > 0));
            if (c == '-' || c == '^' || c == '#' || c == '_') {
                if (late) return unknown(text, i, d);
                flag(c, d);
            } else if (c >= '0' && c <= '9') {
                if (!width(text, i, d)) return false;
                if (i >= text.size()) return unfinished(text, d);
                if (text[i] >= '0' && text[i] <= '9') return unknown(text, i, d);
                --i;
            } else if (c == ':') {
                if (!colons(text, i, d)) return unknown(text, i, d);
            } else if (c == 'E' || c == 'O') {
                std::string_view allowed = c == 'E' ? "cCxXyY" : "deHkIlmMSuUVwWy";
                if (i + 1 >= text.size() || allowed.find(text[i + 1]) == std::string_view::npos)
                    return unknown(text, i, d);
                modified = true;
            } else {
                break;
            }
        }
        if (!charge_width(d)) return false;
        bool ok = true;
        if (!number(text[i], d) && !word(text[i], d) && !composite(text[i], d, ok)) return unknown(text, i, d);
        ++i;
        return ok;
    }

    static void flag(char c, Directive& d) {
        if (c == '-') {
            d.left = true;
            d.padding = 0;
            d.width = 0;
        } else if (c == '^') {
            d.upper = true;
        } else if (c == '#') {
            d.swap = true;
        } else {
            d.padding = ' ';
        }
    }

    // One to three colons belong to `z`. Time passes over four of them, whatever follows. On return `i` is at the last.
    bool colons(std::string_view text, std::size_t& i, Directive& d) {
        std::size_t end = std::min(text.find_first_not_of(':', i), text.size());
        if (end - i > 3 && !is_date_) {
            d.colons = 4;
            i += 3;
            return true;
        }
        if (end == text.size() || text[end] != 'z' || end - i > 3) return false;
        d.colons = static_cast<int>(end - i);
        i = end - 1;
        return true;
    }

    // Reads the digits at `i`; a width beyond 31 bits leaves `i` on its first digit.
    bool width(std::string_view text, std::size_t& i, Directive& d) {
        if (text[i] == '0') d.padding = '0';
        std::size_t first = i;
        std::int64_t value = 0;
        for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i)
            if (value <= INT_MAX) value = value * 10 + (text[i] - '0');
        if (value > INT_MAX) {
            if (is_date_) return out_of_range();
            i = first;
            return true;
        }
        d.width = static_cast<int>(value);
        return true;
    }

    // Wide fields cost as much as what they write; Ruby has limits of its own that end the whole filter.
    bool charge_width(const Directive& d) {
        constexpr int kSmall = 1024;
        if (d.width <= kSmall) return true;
        if (d.width == INT_MAX) return out_of_range();
        if (is_date_ && static_cast<std::size_t>(d.width) > kSmall * whole_.size()) return out_of_range();
        auto bytes = static_cast<std::uint64_t>(d.width);
        runtime_.step(bytes / 64);
        runtime_.budget.charge(bytes * 2);  // the buffer and the value made of it
        runtime_.budget.refund(bytes * 2);
        return true;
    }

    // The format ends within a directive.
    bool unfinished(std::string_view text, const Directive& d) {
        if (is_date_) {
            out_.append(text.substr(d.start));
            return true;
        }
        std::string message = "invalid format: " + std::string(whole_);
        runtime_.fail(Kind::InvalidArgument, message, {{"reason", message}});
        return false;
    }
    bool out_of_range() {
        runtime_.fail_internal("a width in the date format is out of range");
        return false;
    }
    // Up to and with the byte at `i`, as it is written.
    bool unknown(std::string_view text, std::size_t& i, const Directive& d) {
        out_.append(text.substr(d.start, i + 1 - d.start));
        ++i;
        return true;
    }

    // --- fields ---

    void pad(std::size_t length, const Directive& d) {
        if (d.left || d.width <= 0) return;
        for (std::size_t i = length; i < static_cast<std::size_t>(d.width); ++i)
            out_.append(d.padding != 0 ? d.padding : ' ');
    }

    void put_number(std::int64_t value, char default_padding, int default_width, const Directive& d) {
        put_digits(std::to_string(value), default_padding, default_width, d);
    }

    // `digits` may have a sign.
    void put_digits(std::string_view digits, char default_padding, int default_width, const Directive& d) {
        int width = d.left ? 1 : (d.width <= 0 ? default_width : d.width);
        std::size_t length = digits.size();
        std::size_t fill = static_cast<std::size_t>(width) > length ? static_cast<std::size_t>(width) - length : 0;
        bool zeros = (d.padding != 0 ? d.padding : default_padding) == '0';
        if (!zeros)
            for (; fill > 0; --fill) out_.append(' ');
        // Ruby pads integers that no C long holds as texts: 000-9266317287217493283580894
        if (digits.starts_with('-') && is_long(digits)) {
            out_.append('-');
            digits.remove_prefix(1);
        }
        for (; fill > 0; --fill) out_.append('0');
        out_.append(digits);
    }

    static bool is_long(std::string_view digits) {
        std::int64_t number = 0;
        return std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc();
    }

    // What counts from the beginning of the calendar.
    std::string counted(std::int64_t value, std::int64_t in_a_period) {
        return periods_.empty() ? std::to_string(value) : far_number(runtime_, periods_, in_a_period, value);
    }

    void put_year(std::int64_t year, const Directive& d) {
        std::string digits = counted(year, kYearsPerPeriod);
        put_digits(digits, '0', digits.starts_with('-') ? 5 : 4, d);
    }

    enum class Case : std::uint8_t { Keep, Upper, Lower };
    void put_text(std::string_view text, Case letters, const Directive& d) {
        if (text.empty()) return;  // not even padding
        pad(text.size(), d);
        char* to = out_.reserve(text.size());
        for (std::size_t i = 0; i < text.size(); ++i) to[i] = cased(text[i], letters);
        out_.advance(text.size());
    }
    static char cased(char c, Case letters) {
        if (letters == Case::Upper && c >= 'a' && c <= 'z') return static_cast<char>(c - 'a' + 'A');
        if (letters == Case::Lower && c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
        return c;
    }

    // Names: `#` makes capitals.
    void put_name(std::string_view name, const Directive& d) {
        put_text(name, d.upper || d.swap ? Case::Upper : Case::Keep, d);
    }

    // --- letters ---

    bool number(char letter, const Directive& d) {
        switch (letter) {
            case 'Y':
                put_year(civil_.year, d);
                return true;
            case 'C':
                put_digits(counted(floor_div(civil_.year, 100), kYearsPerPeriod / 100), '0', 2, d);
                return true;
            case 'y':
                put_number(floor_mod(civil_.year, 100), '0', 2, d);
                return true;
            case 'm':
                put_number(civil_.month, '0', 2, d);
                return true;
            case 'd':
            case 'e':
                put_number(civil_.day, letter == 'd' ? '0' : ' ', 2, d);
                return true;
            case 'j':
                put_number(civil_.year_day, '0', 3, d);
                return true;
            case 'H':
            case 'k':
                put_number(hour_, letter == 'H' ? '0' : ' ', 2, d);
                return true;
            case 'I':
            case 'l':
                put_number(hour_ % 12 == 0 ? 12 : hour_ % 12, letter == 'I' ? '0' : ' ', 2, d);
                return true;
            case 'M':
                put_number(minute_, '0', 2, d);
                return true;
            case 'S':
                put_number(second_, '0', 2, d);
                return true;
            case 'L':
                put_fraction(3, d);
                return true;
            case 'N':
                put_fraction(9, d);
                return true;
            case 's':
                put_digits(counted(time_.seconds, kSecondsPerPeriod), '0', 1, d);
                return true;
            case 'Q':
                if (is_date_) put_number(time_.seconds * 1000, '0', 1, d);
                return is_date_;
            default:
                return week_number(letter, d);
        }
    }

    bool week_number(char letter, const Directive& d) {
        switch (letter) {
            case 'u':
                put_number(civil_.weekday == 0 ? 7 : civil_.weekday, '0', 1, d);
                return true;
            case 'w':
                put_number(civil_.weekday, '0', 1, d);
                return true;
            case 'U':
                put_number((civil_.year_day + 6 - civil_.weekday) / 7, '0', 2, d);
                return true;
            case 'W':
                put_number((civil_.year_day + 6 - (civil_.weekday + 6) % 7) / 7, '0', 2, d);
                return true;
            case 'V':
                put_number(iso_week_from_days(days_).week, '0', 2, d);
                return true;
            case 'G':
                put_year(iso_week_from_days(days_).year, d);
                return true;
            case 'g':
                put_number(floor_mod(iso_week_from_days(days_).year, 100), '0', 2, d);
                return true;
            default:
                return false;
        }
    }

    bool word(char letter, const Directive& d) {
        switch (letter) {
            case 'a':
                put_name(kDays[civil_.weekday].substr(0, 3), d);
                return true;
            case 'A':
                put_name(kDays[civil_.weekday], d);
                return true;
            case 'b':
            case 'h':
                put_name(kMonths[civil_.month - 1].substr(0, 3), d);
                return true;
            case 'B':
                put_name(kMonths[civil_.month - 1], d);
                return true;
            case 'p':
                put_text(hour_ < 12 ? "AM" : "PM", d.swap ? Case::Lower : Case::Keep, d);
                return true;
            case 'P':
                put_text(hour_ < 12 ? "AM" : "PM", d.swap || d.upper ? Case::Keep : Case::Lower, d);
                return true;
            case 'Z':
                put_text(time_.zone, d.swap ? Case::Lower : (d.upper ? Case::Upper : Case::Keep), d);
                return true;
            case 'z':
                if (d.colons < 4) put_offset(d);
                return d.colons < 4;
            case 'n':
                put_text("\n", Case::Keep, d);
                return true;
            case 't':
                put_text("\t", Case::Keep, d);
                return true;
            case '%':
                put_text("%", Case::Keep, d);
                return true;
            default:
                return false;
        }
    }

    // Letters that stand for a format of their own. True: it was one.
    bool composite(char letter, const Directive& d, bool& ok) {
        std::string_view format;
        switch (letter) {
            case 'c':
                format = "%a %b %e %H:%M:%S %Y";
                break;
            case 'D':
            case 'x':
                format = "%m/%d/%y";
                break;
            case 'F':
                format = "%Y-%m-%d";
                break;
            case 'R':
                format = "%H:%M";
                break;
            case 'r':
                format = "%I:%M:%S %p";
                break;
            case 'T':
            case 'X':
                format = "%H:%M:%S";
                break;
            case 'v':
                format = is_date_ ? "%e-%^b-%Y" : "%e-%^b-%4Y";
                break;
            case '+':
                if (!is_date_) return false;
                format = "%a %b %e %H:%M:%S %Z %Y";
                break;
            default:
                return false;
        }
        Buffer part;
        part.swap(out_);
        ok = this->format(format);
        part.swap(out_);
        if (!ok) return true;
        Directive padding = d;
        if (!is_date_) padding.left = false;  // Time pads these even with `-`
        put_text(part.view(), d.upper ? Case::Upper : Case::Keep, padding);
        return true;
    }

    void put_fraction(int default_width, const Directive& d) {
        auto width = static_cast<std::size_t>(d.width <= 0 ? default_width : d.width);
        std::string digits = std::to_string(time_.nanoseconds);
        digits.insert(0, 9 - digits.size(), '0');
        for (std::size_t i = 0; i < width; ++i) out_.append(i < 9 ? digits[i] : '0');
    }

    // +hhmm, +hh:mm, +hh:mm:ss, +hh[:mm[:ss]]: the width goes to the hours.
    void put_offset(const Directive& d) {
        int offset = time_.utc_offset < 0 ? -time_.utc_offset : time_.utc_offset;
        int minutes = offset / 60 % 60, seconds = offset % 60;
        int behind = d.colons == 0 ? 2 : 3 * d.colons;
        if (d.colons == 3) behind = seconds != 0 ? 6 : (minutes != 0 ? 3 : 0);
        std::string hours = std::to_string(offset / 3600);
        int hour_width = is_date_ && d.left && hours.size() == 1 ? 1 : 2;
        int width = d.width <= behind + 1 + hour_width ? hour_width : d.width - behind - 1;
        int fill = width - static_cast<int>(hours.size());
        bool blanks = d.padding == ' ';
        for (int i = 0; blanks && i < fill; ++i) out_.append(' ');
        out_.append(time_.utc_offset < 0 ? '-' : '+');
        for (int i = 0; !blanks && i < fill; ++i) out_.append('0');
        out_.append(hours);
        if (d.colons == 3 && minutes == 0 && seconds == 0) return;
        if (d.colons > 0) out_.append(':');
        put_two(minutes);
        if (d.colons < 2 || (d.colons == 3 && seconds == 0)) return;
        out_.append(':');
        put_two(seconds);
    }
    void put_two(int number) {
        out_.append(static_cast<char>('0' + number / 10));
        out_.append(static_cast<char>('0' + number % 10));
    }

    Runtime& runtime_;
    Buffer& out_;
    const TimeBox& time_;
    bool is_date_;
    std::string_view whole_;
    std::string_view periods_;  // of a FarTime
    std::int64_t days_ = 0;
    Civil civil_;
    int hour_ = 0, minute_ = 0, second_ = 0;
};

}  // namespace

bool append_strftime(Runtime& runtime, Buffer& out, const TimeBox& time, std::string_view format) {
    return TimeFormatter(runtime, out, time, false, format).format();
}

bool append_strftime(Runtime& runtime, Buffer& out, const FarTime& time, std::string_view format) {
    return TimeFormatter(runtime, out, time.within, false, format, time.periods).format();
}

bool append_strftime(Runtime& runtime, Buffer& out, const DateBox& date, std::string_view format) {
    TimeBox midnight;
    midnight.seconds = date.days * kSecondsPerDay;
    midnight.zone = "+00:00";
    return TimeFormatter(runtime, out, midnight, true, format).format();
}

}  // namespace liquid
