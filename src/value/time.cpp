#include "value/time.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include <fmt/compile.h>
#include <fmt/format.h>

#include "value/stretches.hpp"
#include "value/time_civil.hpp"
#include "value/time_parse.hpp"
#include "value/unicode.hpp"

namespace liquid {

namespace {

// Date._parse refuses longer texts.
constexpr std::size_t kLongestText = 128;
// Unix times beyond this many digits lie outside of the calendar here.
constexpr std::size_t kMostDigits = 19;

std::optional<TimeBox> time_of_unix(Runtime& runtime, std::int64_t seconds) {
    constexpr std::int64_t kFarthest = 6'000'000'000'000'000'000;
    if (seconds > kFarthest || seconds < -kFarthest) return std::nullopt;
    return local_time(runtime, seconds, 0);
}

std::optional<TimeBox> time_of_text(Runtime& runtime, std::string_view text) {
    if (text.empty()) return std::nullopt;
    if (all_digits(runtime, text)) {
        std::size_t first = find_byte_if(runtime, text, 0, [](char c) { return c != '0'; });
        text.remove_prefix(std::min(first, text.size() - 1));
        if (text.size() > kMostDigits) return std::nullopt;
        std::int64_t seconds = 0;
        if (std::from_chars(text.data(), text.data() + text.size(), seconds).ec != std::errc()) return std::nullopt;
        return time_of_unix(runtime, seconds);
    }
    // Lower case can be shorter or longer than the text, by less than this.
    constexpr std::size_t kSurelyTooLong = 4 * kLongestText;
    if (text.size() > kSurelyTooLong) return std::nullopt;
    char place[kSurelyTooLong * kCaseGrowth];
    std::size_t size = text.size();
    if (is_ascii(text)) {
        std::transform(text.begin(), text.end(), place,
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    } else {
        if (!is_valid_utf8(text)) return std::nullopt;
        size = write_downcase(place, text);
    }
    std::string_view lower(place, size);
    if (lower == "now" || lower == "today") {
        auto since = runtime.now.time_since_epoch().count();
        return local_time(runtime, floor_div(since, 1'000'000'000),
                          static_cast<std::int32_t>(floor_mod(since, 1'000'000'000)));
    }
    if (lower.size() > kLongestText) return std::nullopt;
    return parse_time(runtime, lower);
}

// Four digits at least; the sign of a year before Christ comes on top.
char* write_date(char* out, std::int64_t days) {
    Civil civil = civil_from_days(days);
    if (civil.year < 0) *out++ = '-';
    return fmt::format_to(out, FMT_COMPILE("{:04}-{:02}-{:02}"), civil.year < 0 ? -civil.year : civil.year, civil.month,
                          civil.day);
}

}  // namespace

std::optional<TimeBox> to_time(Runtime& runtime, Value value) {
    switch (value.type()) {
        case Type::Time:
            return *static_cast<const TimeBox*>(value.box());
        case Type::Int:
            return time_of_unix(runtime, value.as_int());
        case Type::String:
            return time_of_text(runtime, value.as_string());
        default:
            return std::nullopt;
    }
}

void append_time_text(Buffer& out, const TimeBox& time) {
    std::int64_t local = time.seconds + time.utc_offset;
    std::int64_t of_day = floor_mod(local, kSecondsPerDay);
    char text[80];
    char* end = write_date(text, floor_div(local, kSecondsPerDay));
    end = fmt::format_to(end, FMT_COMPILE(" {:02}:{:02}:{:02}"), of_day / 3600, of_day / 60 % 60, of_day % 60);
    if (time.utc_offset == 0 && time.zone == "UTC") {
        out.append({text, static_cast<std::size_t>(end - text)});
        out.append(" UTC");
        return;
    }
    int offset = time.utc_offset < 0 ? -time.utc_offset : time.utc_offset;
    end = fmt::format_to(end, FMT_COMPILE(" {}{:02}{:02}"), time.utc_offset < 0 ? '-' : '+', offset / 3600,
                         offset / 60 % 60);
    out.append({text, static_cast<std::size_t>(end - text)});
}

void append_date_text(Buffer& out, const DateBox& date) {
    char text[48];
    char* end = write_date(text, date.days);
    out.append({text, static_cast<std::size_t>(end - text)});
}

}  // namespace liquid
