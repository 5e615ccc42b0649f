// Integer#[], which a list of integers answers property filters with.
#pragma once

#include <optional>

#include "value/runtime.hpp"

namespace liquid::filters {

// number[index] for Int and BigInt: a bit, or with a range a run of bits; nullopt: `index` is no number or range of
// numbers. Failed where Ruby raises something else.
std::optional<Value> integer_bits(Runtime& runtime, Value number, Value index);

}  // namespace liquid::filters
