// What a text says about a date and a time, as Ruby's Date._parse finds it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace liquid {

struct ScannedTime {
    std::optional<std::int64_t> year, month, day, year_day, hour, minute, second;
    std::optional<std::int32_t> nanoseconds;
    std::optional<std::string> zone;

    bool empty() const { return !year && !month && !day && !year_day && !hour && !minute && !second && !nanoseconds; }
};

// `text` in lower case. Numbers beyond 18 digits are saturated.
ScannedTime scan_time(std::string_view text);

}  // namespace liquid
