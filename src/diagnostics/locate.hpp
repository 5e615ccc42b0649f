// From a span to a Location that outlives its source.
#pragma once

#include <string>
#include <string_view>

#include <liquid/diagnostic.hpp>

namespace liquid {

// Line, column and excerpt of `span` in `source`. Cold: counts lines from the start.
Location locate(std::string_view source, std::string path, Span span);

}  // namespace liquid
