#include "liquidc/clock.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>

namespace liquidc {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

// Reads from left to right; after the first thing that does not fit, nothing fits.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool ok() const { return ok_; }
    bool done() const { return rest_.empty(); }
    bool accept(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char c) { ok_ = accept(c) && ok_; }

    // Exactly `count` digits.
    int digits(std::size_t count) {
        int number = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (!at_digit()) {
                ok_ = false;
                return 0;
            }
            number = number * 10 + take_digit();
        }
        return number;
    }

    std::int64_t integer() {
        std::int64_t number = 0;
        const auto read = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
        if (!at_digit() || read.ec != std::errc{}) {
            ok_ = false;
            return 0;
        }
        rest_.remove_prefix(static_cast<std::size_t>(read.ptr - rest_.data()));
        return number;
    }

    // The digits after a decimal point, if there is one.
    nanoseconds fraction() {
        if (!accept('.')) return nanoseconds(0);
        if (!at_digit()) ok_ = false;
        std::int64_t number = 0;
        for (std::int64_t unit = 100'000'000; at_digit(); unit /= 10) number += take_digit() * unit;
        return nanoseconds(number);
    }

private:
    bool at_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
    int take_digit() {
        const int digit = rest_.front() - '0';
        rest_.remove_prefix(1);
        return digit;
    }

    std::string_view rest_;
    bool ok_ = true;
};

// A TimePoint counts nanoseconds in 64 bits: the years 1678 to 2261.
std::optional<liquid::TimePoint> time_point(seconds whole, nanoseconds fraction) {
    constexpr seconds most(9'223'372'035);
    if (whole > most || whole < -most) return std::nullopt;
    return liquid::TimePoint(nanoseconds(whole) + fraction);
}

seconds read_offset(Scanner& scanner) {
    if (scanner.accept('Z') || scanner.done()) return seconds(0);
    const bool west = scanner.accept('-');
    if (!west) scanner.expect('+');
    seconds offset = hours(scanner.digits(2));
    scanner.accept(':');
    offset += minutes(scanner.digits(2));
    return west ? -offset : offset;
}

std::optional<liquid::TimePoint> parse_iso(std::string_view text) {
    Scanner scanner(text);
    const std::chrono::year year(scanner.digits(4));
    scanner.expect('-');
    const std::chrono::month month(static_cast<unsigned>(scanner.digits(2)));
    scanner.expect('-');
    const std::chrono::day day(static_cast<unsigned>(scanner.digits(2)));
    int hour = 0;
    int minute = 0;
    int second = 0;
    nanoseconds fraction(0);
    seconds offset(0);
    if (!scanner.done()) {
        if (!scanner.accept('T')) scanner.expect(' ');
        hour = scanner.digits(2);
        scanner.expect(':');
        minute = scanner.digits(2);
        if (scanner.accept(':')) {
            second = scanner.digits(2);
            fraction = scanner.fraction();
        }
        offset = read_offset(scanner);
    }
    const std::chrono::year_month_day date(year, month, day);
    if (!scanner.ok() || !scanner.done() || !date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    const seconds midnight = std::chrono::sys_days(date).time_since_epoch();
    return time_point(midnight + hours(hour) + minutes(minute) + seconds(second) - offset, fraction);
}

std::optional<liquid::TimePoint> parse_unix(std::string_view text) {
    Scanner scanner(text);
    const bool negative = scanner.accept('-');
    const seconds whole(scanner.integer());
    const nanoseconds fraction = scanner.fraction();
    if (!scanner.ok() || !scanner.done()) return std::nullopt;
    return negative ? time_point(-whole, -fraction) : time_point(whole, fraction);
}

}  // namespace

std::optional<liquid::TimePoint> parse_time(std::string_view text) {
    return text.find('-', 1) == std::string_view::npos ? parse_unix(text) : parse_iso(text);
}

}  // namespace liquidc
