// Names that somebody may have meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace liquid {

// The candidates within a few edits (insert, delete, replace, swap of neighbours) of `name`, best first, at most three.
// Letter case and `_` against `-` count as less than an edit.
std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace liquid
