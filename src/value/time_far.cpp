// Unix times of any length, by the periods after which the calendar repeats.
#include "value/big_integer.hpp"
#include "value/containers.hpp"
#include "value/stretches.hpp"
#include "value/time.hpp"
#include "value/time_civil.hpp"
#include "value/time_parse.hpp"

namespace liquid {

namespace {

// The digits of an integer, or of a text of digits alone. Empty: it is neither.
std::string digits_of(Runtime& runtime, Value value) {
    if (value.is_int()) return std::to_string(value.as_int());
    if (value.is(Type::BigInt)) return std::string(bigint_digits(value));
    if (!value.is_string()) return {};
    return all_digits(runtime, value.as_string()) ? std::string(value.as_string()) : std::string();
}

}  // namespace

bool all_digits(Runtime& runtime, std::string_view text) {
    auto is_other = [](char c) { return c < '0' || c > '9'; };
    return !text.empty() && find_byte_if(runtime, text, 0, is_other) == text.size();
}

std::optional<FarTime> to_far_time(Runtime& runtime, Value value) {
    std::string digits = digits_of(runtime, value);
    if (digits.empty()) return std::nullopt;
    charge_digits(runtime, digits.size());
    BigInteger periods, rest;
    divide(runtime, integer_from_text(runtime, digits), kSecondsPerPeriod, periods, rest);
    if (rest < 0) {
        rest += kSecondsPerPeriod;
        --periods;
    }
    return FarTime{local_time(runtime, static_cast<std::int64_t>(rest), 0), decimal_digits(runtime, periods)};
}

std::string far_number(Runtime& runtime, std::string_view periods, std::int64_t in_a_period, std::int64_t rest) {
    charge_digits(runtime, periods.size());
    return decimal_digits(runtime, multiply(runtime, integer_from_text(runtime, periods), in_a_period) + rest);
}

}  // namespace liquid
