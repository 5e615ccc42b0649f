// The time of --now.
#pragma once

#include <optional>
#include <string_view>

#include <liquid/environment.hpp>

namespace liquidc {

// Unix seconds (`1714564800`, `-1.5`) or ISO 8601 (`2024-05-01`, `2024-05-01T12:00:00.5+02:00`); without an offset the
// time is UTC.
std::optional<liquid::TimePoint> parse_time(std::string_view text);

}  // namespace liquidc
