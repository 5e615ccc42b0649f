// The page's variables, from --data and --set.
#pragma once

#include <string_view>

#include <liquid/data.hpp>

#include "liquidc/options.hpp"
#include "liquidc/report.hpp"

namespace liquidc {

// Throws Stop when a file is not a JSON object; the report has the reason.
liquid::Data read_data(const Options& options, Report& report);

// The same variables, and one more.
liquid::Data with_text(const liquid::Data& data, std::string_view name, std::string_view text);

}  // namespace liquidc
