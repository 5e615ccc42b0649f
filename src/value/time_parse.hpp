// Ruby's Time.parse.
#pragma once

#include <optional>
#include <string_view>

#include "value/rep.hpp"
#include "value/runtime.hpp"
#include "value/time.hpp"

namespace liquid {

// The local zone of a render at a moment; UTC when it has none.
Zone::Offset local_offset(const Runtime& runtime, std::int64_t utc_seconds);
TimeBox local_time(const Runtime& runtime, std::int64_t seconds, std::int32_t nanoseconds);
// `text` in lower case. What it leaves open is taken from now, or is the first of its kind. Where Ruby fails otherwise
// than by refusing the text, Runtime::host_failed is set.
std::optional<TimeBox> parse_time(Runtime& runtime, std::string_view text);

}  // namespace liquid
