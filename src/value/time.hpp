// Ruby's Time for the date filter: zones, parsing, strftime. Calendar arithmetic is Howard Hinnant's date library.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <liquid/value.hpp>

#include "value/buffer.hpp"
#include "value/rep.hpp"
#include "value/runtime.hpp"

namespace liquid {

// A time zone: UTC, a fixed offset, or a zone of the system's database. Immutable.
class Zone {
public:
    virtual ~Zone() = default;
    struct Offset {
        std::int32_t seconds = 0;
        std::string_view abbreviation;  // lives as long as the zone
    };
    virtual Offset at(std::int64_t utc_seconds) const = 0;
    // For a local time that a template wrote (the earlier of two readings, as Ruby).
    virtual Offset at_local(std::int64_t local_seconds) const = 0;
};
// `UTC`, `+02:00`, `Europe/Berlin`; nullptr: not known here. UTC and offsets never touch the zone database.
std::shared_ptr<const Zone> find_zone(std::string_view name);

// Liquid::Utils.to_date: `now`, `today`, digits as Unix time, text as Time.parse reads it, times and dates as they are.
// nullopt: not a date (the filter then gives its input back).
std::optional<TimeBox> to_time(Runtime& runtime, Value value);
// Whether a text is a Unix time to the reference: digits alone.
bool all_digits(Runtime& runtime, std::string_view text);
// A time that no TimeBox can tell: periods of 400 years, after which the calendar repeats, and a time within the first.
struct FarTime {
    TimeBox within;
    std::string periods;  // decimal digits, perhaps with a sign
};
// What Unix times beyond the calendar of to_time are. nullopt: no such number.
std::optional<FarTime> to_far_time(Runtime& runtime, Value value);
// `periods` times what a period has of something, and the rest: in decimal digits.
std::string far_number(Runtime& runtime, std::string_view periods, std::int64_t in_a_period, std::int64_t rest);
// Time#strftime. False: the format is not valid (Runtime::failure is set).
bool append_strftime(Runtime& runtime, Buffer& out, const TimeBox& time, std::string_view format);
bool append_strftime(Runtime& runtime, Buffer& out, const FarTime& time, std::string_view format);
// Date#strftime: midnight, zone +00:00, more lenient about unfinished formats.
bool append_strftime(Runtime& runtime, Buffer& out, const DateBox& date, std::string_view format);
void append_time_text(Buffer& out, const TimeBox& time);  // Time#to_s
void append_date_text(Buffer& out, const DateBox& date);  // Date#to_s

}  // namespace liquid
