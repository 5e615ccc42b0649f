// Ruby's numbers for the arithmetic filters: integers of any size, decimals (BigDecimal), floats.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <liquid/value.hpp>

#include "value/buffer.hpp"
#include "value/runtime.hpp"

namespace liquid {

enum class Arithmetic : std::uint8_t { Add, Subtract, Multiply, Divide, Modulo };

// Liquid's apply_operation: both sides through Utils.to_number (floats and decimal strings become BigDecimal), the
// result back as Int, BigInt or Float. Failed: `divided by 0`, `Computation results in 'Infinity'`, ...
Value arithmetic(Runtime& runtime, Arithmetic operation, Value left, Value right);
// The filters of the same names on one number.
Value number_abs(Runtime& runtime, Value value);
Value number_ceil(Runtime& runtime, Value value);
Value number_floor(Runtime& runtime, Value value);
Value number_round(Runtime& runtime, Value value, Value digits);
Value number_at_least(Runtime& runtime, Value value, Value bound);
Value number_at_most(Runtime& runtime, Value value, Value bound);
// Sum of to_number of every item.
Value number_sum(Runtime& runtime, const Value* items, std::size_t count);

// Ruby's <=> and == between any two of Int, BigInt, Float, Decimal; nullopt with NaN.
std::optional<int> compare_numbers(Runtime& runtime, Value left, Value right);
bool is_number(Value value);

}  // namespace liquid
