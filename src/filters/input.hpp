// The items that a list filter works on.
#pragma once

#include <optional>

#include "filters/text.hpp"

namespace liquid::filters {

// The reference's InputIterator: lists are flattened, a mapping is one item, ranges and iterable drops give their
// items, nil gives none, anything else is one item. nullopt: Runtime::failure is set.
std::optional<Items> items_of(FilterCall& call, Value input);

}  // namespace liquid::filters
